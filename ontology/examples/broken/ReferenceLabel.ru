# Two printed labels.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX biro: <http://purl.org/spar/biro/>

INSERT { ?r wm:label "①" } WHERE { ?r a biro:BibliographicReference }
