# A held file without its hash.
PREFIX wm: <https://w3id.org/wenmai/ns#>

DELETE { ?d wm:sha256 ?h } WHERE { ?d wm:sha256 ?h }
