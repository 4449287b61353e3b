# No polarity.
PREFIX wm: <https://w3id.org/wenmai/ns#>

DELETE { ?node wm:polarity ?value } WHERE { ?node a wm:Claim ; wm:polarity ?value }
