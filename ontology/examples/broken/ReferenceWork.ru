# A reference to two works.
PREFIX biro: <http://purl.org/spar/biro/>
PREFIX work: <https://w3id.org/wenmai/id/work/>

INSERT { ?r biro:references work:2021-0123456789ab } WHERE { ?r a biro:BibliographicReference }
