# A tenth claim type.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX work: <https://w3id.org/wenmai/id/work/>

INSERT DATA { work:2021-0123456789ab wm:claimType wm:Positive }
