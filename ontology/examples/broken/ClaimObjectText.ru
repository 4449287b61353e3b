# Two object texts.
PREFIX wm: <https://w3id.org/wenmai/ns#>

INSERT { ?claim wm:objectText "平等"@zh } WHERE { ?claim a wm:Claim }
