# A sentence without a number.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX doco: <http://purl.org/spar/doco/>

DELETE { ?node wm:index ?value } WHERE { ?node a doco:Sentence ; wm:index ?value }
