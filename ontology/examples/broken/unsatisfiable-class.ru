# A class that nothing can belong to.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA { wm:Example a owl:Class ; rdfs:subClassOf wm:Value , wm:Actor }
