# Positions without numbers.
PREFIX wm: <https://w3id.org/wenmai/ns#>

DELETE { ?position wm:index ?n } WHERE { ?position a wm:Position ; wm:index ?n }
