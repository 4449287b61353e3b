# A claim type of nobody's list.
PREFIX wm: <https://w3id.org/wenmai/ns#>

DELETE { ?claim wm:claimType ?t } INSERT { ?claim wm:claimType wm:Positive } WHERE { ?claim wm:claimType ?t }
