# A start behind the end.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE { ?s oa:start ?n } INSERT { ?s oa:start 9999 } WHERE { ?m a wm:Mention ; oa:hasTarget/oa:hasSelector ?s . ?s oa:start ?n }
