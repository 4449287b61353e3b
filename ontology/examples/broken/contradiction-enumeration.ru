# A third element in a framework that is complete with two.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX pv: <https://w3id.org/wenmai/public-value/>

INSERT DATA { pv:two-values-framework wm:hasElement pv:public-value }
