# A run that hides its rules.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE { ?node wm:ruleSetHash ?value } WHERE { ?node a prov:Activity ; wm:ruleSetHash ?value }
