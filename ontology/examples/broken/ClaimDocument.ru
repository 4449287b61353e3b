# Two documents.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX work: <https://w3id.org/wenmai/id/work/>

INSERT { ?claim prov:wasDerivedFrom work:1995-ba9876543210 } WHERE { ?claim a wm:Claim }
