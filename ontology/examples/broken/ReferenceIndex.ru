# A reference without a number.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX biro: <http://purl.org/spar/biro/>

DELETE { ?node wm:index ?value } WHERE { ?node a biro:BibliographicReference ; wm:index ?value }
