# No subject text.
PREFIX wm: <https://w3id.org/wenmai/ns#>

DELETE { ?node wm:subjectText ?value } WHERE { ?node a wm:Claim ; wm:subjectText ?value }
