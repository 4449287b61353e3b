# A section of nothing.
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX doco: <http://purl.org/spar/doco/>

DELETE { ?node dcterms:isPartOf ?value } WHERE { ?node a doco:Section ; dcterms:isPartOf ?value }
