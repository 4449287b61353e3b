# A claim type in place of a modality.
PREFIX wm: <https://w3id.org/wenmai/ns#>

DELETE { ?claim wm:modality ?m } INSERT { ?claim wm:modality wm:Problem } WHERE { ?claim wm:modality ?m }
