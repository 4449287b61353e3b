# A citation by nothing.
PREFIX cito: <http://purl.org/spar/cito/>

DELETE { ?node cito:hasCitingEntity ?value } WHERE { ?node a cito:Citation ; cito:hasCitingEntity ?value }
