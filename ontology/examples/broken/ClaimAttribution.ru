# An author as text.
PREFIX wm: <https://w3id.org/wenmai/ns#>

INSERT { ?claim wm:attributedTo "张三" } WHERE { ?claim a wm:Claim }
