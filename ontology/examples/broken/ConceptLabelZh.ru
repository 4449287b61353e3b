# No preferred label in Chinese.
PREFIX pv: <https://w3id.org/wenmai/public-value/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA { pv:fairness skos:prefLabel "公平"@zh }
