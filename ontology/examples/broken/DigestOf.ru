# A digest of nothing.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX work: <https://w3id.org/wenmai/id/work/>

INSERT DATA { work:2026-0123456789ab a wm:Digest }
