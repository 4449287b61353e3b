# A statement from the wrong side.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX pv: <https://w3id.org/wenmai/public-value/>

INSERT DATA { pv:digital-divide wm:addressedBy pv:offline-service }
