# A mention of nothing.
PREFIX wm: <https://w3id.org/wenmai/ns#>

DELETE { ?node wm:concept ?value } WHERE { ?node a wm:Mention ; wm:concept ?value }
