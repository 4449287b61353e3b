# More than sure.
PREFIX wm: <https://w3id.org/wenmai/ns#>

DELETE { ?claim wm:confidence ?c } INSERT { ?claim wm:confidence 1.5 } WHERE { ?claim wm:confidence ?c }
