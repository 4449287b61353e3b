# Evidence from no document.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE { ?target oa:hasSource ?d } WHERE { ?m a wm:Mention ; oa:hasTarget ?target . ?target oa:hasSource ?d }
