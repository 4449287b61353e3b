# Evidence without the words.
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE { ?target oa:hasSelector ?selector . ?selector ?p ?o } WHERE { ?target oa:hasSelector ?selector . ?selector a oa:TextQuoteSelector ; ?p ?o }
