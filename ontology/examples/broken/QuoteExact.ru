# A quotation of nothing but a space.
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE { ?s oa:exact ?t } INSERT { ?s oa:exact " " } WHERE { ?s oa:exact ?t }
