# An IRI with a capital letter.
PREFIX pv: <https://w3id.org/wenmai/public-value/>

DELETE { pv:offline-service ?p ?o . ?s ?q pv:offline-service }
INSERT { pv:OfflineService ?p ?o . ?s ?q pv:OfflineService }
WHERE { pv:offline-service ?p ?o . ?s ?q pv:offline-service }
