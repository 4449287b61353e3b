# A concept outside the scheme.
PREFIX pv: <https://w3id.org/wenmai/public-value/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE { pv:fairness skos:inScheme ?scheme } WHERE { pv:fairness skos:inScheme ?scheme }
