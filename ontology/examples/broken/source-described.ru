# A source that nothing is said of but its title.
PREFIX pv: <https://w3id.org/wenmai/public-value/>
PREFIX dcterms: <http://purl.org/dc/terms/>

INSERT DATA {
  pv:efficiency dcterms:source <https://w3id.org/wenmai/id/work/1999-aaaaaaaaaaaa> .
  <https://w3id.org/wenmai/id/work/1999-aaaaaaaaaaaa> dcterms:title "A title alone"@en .
}
