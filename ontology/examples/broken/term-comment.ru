# A class that nobody explains.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA { wm:Example a owl:Class ; rdfs:label "示例"@zh , "Example"@en }
