# A document in place of a section.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX work: <https://w3id.org/wenmai/id/work/>

DELETE { ?claim wm:section ?s } INSERT { ?claim wm:section work:2021-0123456789ab } WHERE { ?claim wm:section ?s }
