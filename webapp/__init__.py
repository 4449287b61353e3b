"""The explorer: store, SPARQL endpoint, search and pages."""
