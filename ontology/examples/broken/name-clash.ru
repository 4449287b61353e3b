# A name that two concepts claim.
PREFIX pv: <https://w3id.org/wenmai/public-value/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { pv:efficiency skos:altLabel "公平性"@zh }
