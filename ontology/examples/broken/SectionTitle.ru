# A section without a title.
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX doco: <http://purl.org/spar/doco/>

DELETE { ?node dcterms:title ?value } WHERE { ?node a doco:Section ; dcterms:title ?value }
