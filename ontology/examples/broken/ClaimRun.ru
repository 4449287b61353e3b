# No run.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>

DELETE { ?node prov:wasGeneratedBy ?value } WHERE { ?node a wm:Claim ; prov:wasGeneratedBy ?value }
