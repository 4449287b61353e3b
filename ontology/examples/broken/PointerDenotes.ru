# A mark that denotes a work, not a reference.
PREFIX c4o: <http://purl.org/spar/c4o/>
PREFIX work: <https://w3id.org/wenmai/id/work/>

DELETE { ?k c4o:denotes ?r } INSERT { ?k c4o:denotes work:1995-ba9876543210 } WHERE { ?k c4o:denotes ?r }
