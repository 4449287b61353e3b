# A half-width comma in Chinese.
PREFIX pv: <https://w3id.org/wenmai/public-value/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { pv:efficiency skos:altLabel "又快,又省"@zh }
