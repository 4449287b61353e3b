# No rule.
PREFIX wm: <https://w3id.org/wenmai/ns#>

DELETE { ?node wm:rule ?value } WHERE { ?node a wm:Claim ; wm:rule ?value }
