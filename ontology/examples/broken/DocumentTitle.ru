# Two titles in one language.
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX work: <https://w3id.org/wenmai/id/work/>

INSERT DATA { work:2021-0123456789ab dcterms:title "另一题名"@zh }
