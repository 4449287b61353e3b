# A mark of no document.
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX c4o: <http://purl.org/spar/c4o/>

DELETE { ?node dcterms:isPartOf ?value } WHERE { ?node a c4o:InTextReferencePointer ; dcterms:isPartOf ?value }
