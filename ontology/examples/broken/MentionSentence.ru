# A mention in a document, not in a sentence.
PREFIX wm: <https://w3id.org/wenmai/ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX work: <https://w3id.org/wenmai/id/work/>

DELETE { ?m dcterms:isPartOf ?s } INSERT { ?m dcterms:isPartOf work:2021-0123456789ab } WHERE { ?m a wm:Mention ; dcterms:isPartOf ?s }
