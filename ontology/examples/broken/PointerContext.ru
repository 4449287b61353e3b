# Context as text.
PREFIX c4o: <http://purl.org/spar/c4o/>

DELETE { ?k c4o:hasContext ?s } INSERT { ?k c4o:hasContext "一句话。" } WHERE { ?k c4o:hasContext ?s }
