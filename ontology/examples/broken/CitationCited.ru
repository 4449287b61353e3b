# A citation of nothing.
PREFIX cito: <http://purl.org/spar/cito/>

DELETE { ?node cito:hasCitedEntity ?value } WHERE { ?node a cito:Citation ; cito:hasCitedEntity ?value }
