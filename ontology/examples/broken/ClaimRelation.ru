# A property that is no relation between concepts.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE { ?claim wm:relation ?r } INSERT { ?claim wm:relation skos:broader } WHERE { ?claim wm:relation ?r }
