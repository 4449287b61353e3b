# A reference that stands nowhere.
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX biro: <http://purl.org/spar/biro/>

DELETE { ?node oa:hasTarget ?value } WHERE { ?node a biro:BibliographicReference ; oa:hasTarget ?value }
