# A mark that stands nowhere.
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX c4o: <http://purl.org/spar/c4o/>

DELETE { ?node oa:hasTarget ?value } WHERE { ?node a c4o:InTextReferencePointer ; oa:hasTarget ?value }
