# A heading of level 0.
PREFIX wm: <https://w3id.org/wenmai/ns#>

DELETE { ?s wm:level 1 } INSERT { ?s wm:level 0 } WHERE { ?s wm:level 1 }
