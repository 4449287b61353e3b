# A definition without a full stop.
PREFIX pv: <https://w3id.org/wenmai/public-value/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE { pv:efficiency skos:definition ?text } INSERT { pv:efficiency skos:definition "以较少的投入办成同样的事"@zh }
WHERE { pv:efficiency skos:definition ?text FILTER(LANG(?text) = "zh") }
