# Two ends.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>

INSERT { ?s oa:end 240 } WHERE { ?m a wm:Mention ; oa:hasTarget/oa:hasSelector ?s . ?s oa:end ?n }
