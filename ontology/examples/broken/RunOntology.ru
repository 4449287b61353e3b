# A run that hides its ontology.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE { ?node wm:ontologyVersion ?value } WHERE { ?node a prov:Activity ; wm:ontologyVersion ?value }
