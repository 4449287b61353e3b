# A value in conflict with itself.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX pv: <https://w3id.org/wenmai/public-value/>

INSERT DATA { pv:fairness wm:conflictsWith pv:fairness }
