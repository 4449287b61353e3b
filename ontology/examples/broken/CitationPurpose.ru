# A purpose that CiTO does not know.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX cito: <http://purl.org/spar/cito/>

INSERT { ?c cito:hasCitationCharacterization wm:Positive } WHERE { ?c a cito:Citation }
