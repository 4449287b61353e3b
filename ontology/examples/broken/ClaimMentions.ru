# A mention of a paper.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX work: <https://w3id.org/wenmai/id/work/>

INSERT { ?claim wm:mentions work:1995-ba9876543210 } WHERE { ?claim a wm:Claim }
