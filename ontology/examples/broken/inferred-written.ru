# A statement that only reasoning should make.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX pv: <https://w3id.org/wenmai/public-value/>

INSERT DATA { pv:digital-divide wm:endangers pv:public-value }
