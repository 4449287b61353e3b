# A class without a Chinese label.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA { wm:Example a owl:Class ; rdfs:label "Example"@en ; rdfs:comment "示例。"@zh , "An example."@en }
