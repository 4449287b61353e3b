# A subject that is no concept.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX work: <https://w3id.org/wenmai/id/work/>

DELETE { ?claim wm:subject ?c } INSERT { ?claim wm:subject work:1995-ba9876543210 } WHERE { ?claim wm:subject ?c }
