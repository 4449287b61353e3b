# A mention without its words.
PREFIX wm: <https://w3id.org/wenmai/ns#>

DELETE { ?node wm:surfaceForm ?value } WHERE { ?node a wm:Mention ; wm:surfaceForm ?value }
