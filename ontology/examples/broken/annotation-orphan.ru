# Who said so is there; what they said is not.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX pv: <https://w3id.org/wenmai/public-value/>

DELETE DATA { pv:offline-service wm:addresses pv:digital-divide }
