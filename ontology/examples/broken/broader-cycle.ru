# Each is broader than the other.
PREFIX pv: <https://w3id.org/wenmai/public-value/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { pv:public-value skos:broader pv:fairness }
