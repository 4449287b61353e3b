# A reference of no document.
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX biro: <http://purl.org/spar/biro/>

DELETE { ?node dcterms:isPartOf ?value } WHERE { ?node a biro:BibliographicReference ; dcterms:isPartOf ?value }
