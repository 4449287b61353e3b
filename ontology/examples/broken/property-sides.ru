# A relation between anything and anything.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA { wm:example a owl:ObjectProperty ; rdfs:subPropertyOf wm:relatesTo ; rdfs:label "示例"@zh , "example"@en ; rdfs:comment "示例。"@zh , "An example."@en }
