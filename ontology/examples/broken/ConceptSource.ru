# A concept that no paper is named for.
PREFIX pv: <https://w3id.org/wenmai/public-value/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE { pv:fairness dcterms:source ?paper } WHERE { pv:fairness dcterms:source ?paper }
