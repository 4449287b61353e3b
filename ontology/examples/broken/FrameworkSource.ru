# A framework from no paper.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE { ?framework dcterms:source ?paper } WHERE { ?framework a wm:Framework ; dcterms:source ?paper }
