# No status.
PREFIX wm: <https://w3id.org/wenmai/ns#>

DELETE { ?node wm:status ?value } WHERE { ?node a wm:Claim ; wm:status ?value }
