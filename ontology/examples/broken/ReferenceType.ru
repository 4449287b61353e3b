# A reference without a type.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX biro: <http://purl.org/spar/biro/>

DELETE { ?node wm:referenceType ?value } WHERE { ?node a biro:BibliographicReference ; wm:referenceType ?value }
