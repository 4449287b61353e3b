# A reference without its text.
PREFIX biro: <http://purl.org/spar/biro/>
PREFIX c4o: <http://purl.org/spar/c4o/>

DELETE { ?node c4o:hasContent ?value } WHERE { ?node a biro:BibliographicReference ; c4o:hasContent ?value }
