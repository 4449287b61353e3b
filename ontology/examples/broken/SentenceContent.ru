# A sentence without words.
PREFIX c4o: <http://purl.org/spar/c4o/>
PREFIX doco: <http://purl.org/spar/doco/>

DELETE { ?node c4o:hasContent ?value } WHERE { ?node a doco:Sentence ; c4o:hasContent ?value }
