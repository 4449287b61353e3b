# No definition in Chinese.
PREFIX pv: <https://w3id.org/wenmai/public-value/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE { pv:fairness skos:definition ?text } WHERE { pv:fairness skos:definition ?text FILTER(LANG(?text) = "zh") }
