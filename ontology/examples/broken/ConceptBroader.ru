# A broader concept that is none.
PREFIX pv: <https://w3id.org/wenmai/public-value/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX work: <https://w3id.org/wenmai/id/work/>

INSERT DATA { pv:efficiency skos:broader work:2021-0123456789ab }
