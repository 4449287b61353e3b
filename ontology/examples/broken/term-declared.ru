# A misspelt property.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX pv: <https://w3id.org/wenmai/public-value/>

INSERT DATA { pv:efficiency wm:realises pv:fairness }
