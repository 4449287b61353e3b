# A value that threatens.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX pv: <https://w3id.org/wenmai/public-value/>

INSERT DATA { pv:fairness wm:threatens pv:efficiency }
