# Evidence without a position.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE { ?target oa:hasSelector ?selector . ?selector ?p ?o } WHERE { ?m a wm:Mention ; oa:hasTarget ?target . ?target oa:hasSelector ?selector . ?selector ?p ?o }
