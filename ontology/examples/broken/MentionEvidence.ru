# A mention that stands nowhere.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE { ?node oa:hasTarget ?value } WHERE { ?node a wm:Mention ; oa:hasTarget ?value }
