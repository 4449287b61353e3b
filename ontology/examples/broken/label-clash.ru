# Two concepts of one name.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX pv: <https://w3id.org/wenmai/public-value/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { pv:equity a skos:Concept , wm:Value ; skos:prefLabel "公平"@zh , "equity of access"@en }
