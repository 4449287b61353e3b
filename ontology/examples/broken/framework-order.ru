# Two concepts in one position.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX pv: <https://w3id.org/wenmai/public-value/>

INSERT DATA { pv:two-values-framework wm:hasElement pv:public-value , [ a wm:Position ; wm:index 2 ; wm:concept pv:public-value ] }
