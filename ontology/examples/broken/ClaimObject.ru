# Two object concepts.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX pv: <https://w3id.org/wenmai/public-value/>

INSERT { ?claim wm:object pv:efficiency } WHERE { ?claim a wm:Claim }
