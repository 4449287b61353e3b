# A framework without elements.
PREFIX wm: <https://w3id.org/wenmai/ns#>

DELETE { ?framework wm:hasElement ?one } WHERE { ?framework wm:hasElement ?one }
