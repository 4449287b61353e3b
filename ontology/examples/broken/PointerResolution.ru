# Resolved and unresolved at once.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX c4o: <http://purl.org/spar/c4o/>

INSERT { ?k wm:resolution wm:Unresolved } WHERE { ?k a c4o:InTextReferencePointer }
