# No sentence.
PREFIX wm: <https://w3id.org/wenmai/ns#>

DELETE { ?node wm:sentence ?value } WHERE { ?node a wm:Claim ; wm:sentence ?value }
