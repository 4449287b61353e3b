# A concept that is both a value and a dilemma.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX pv: <https://w3id.org/wenmai/public-value/>

INSERT DATA { pv:fairness a wm:Dilemma }
