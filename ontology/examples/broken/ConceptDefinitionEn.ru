# Two definitions in English.
PREFIX pv: <https://w3id.org/wenmai/public-value/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { pv:fairness skos:definition "Another."@en }
