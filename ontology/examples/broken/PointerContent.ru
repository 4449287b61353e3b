# A mark without its text.
PREFIX c4o: <http://purl.org/spar/c4o/>

DELETE { ?node c4o:hasContent ?value } WHERE { ?node a c4o:InTextReferencePointer ; c4o:hasContent ?value }
