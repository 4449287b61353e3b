"""Namespace IRIs and the prefixes under which people know them (design ``model.md``)."""

from __future__ import annotations

from ontology.settings import load_settings

WM = "https://w3id.org/wenmai/ns#"
PV = "https://w3id.org/wenmai/public-value/"

PREFIXES: dict[str, str] = {
    "wm": WM,
    "pv": PV,
    "wmd": load_settings().data_iri,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "fabio": "http://purl.org/spar/fabio/",
    "cito": "http://purl.org/spar/cito/",
    "biro": "http://purl.org/spar/biro/",
    "c4o": "http://purl.org/spar/c4o/",
    "doco": "http://purl.org/spar/doco/",
    "deo": "http://purl.org/spar/deo/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "bibo": "http://purl.org/ontology/bibo/",
    "void": "http://rdfs.org/ns/void#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "vann": "http://purl.org/vocab/vann/",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
}

# Named graphs
VOCABULARY_GRAPH = PV
SCHEMA_GRAPH = "https://w3id.org/wenmai/ns"


def data_iri(local: str) -> str:
    """Return the full IRI of a local data name such as ``work/2009-ab12``."""
    return PREFIXES["wmd"] + local


def derived_graph() -> str:
    """IRI of the graph of derived triples (claims between two concepts, entailments)."""
    return data_iri("derived")


def runs_graph() -> str:
    """IRI of the graph that holds run times (kept out of the reproducible files)."""
    return data_iri("runs")


def curation_graph() -> str:
    """IRI of the graph of a person's corrections."""
    return data_iri("curation")


def shorten(iri: str) -> str:
    """Return ``prefix:local`` where a known prefix fits, else the IRI itself."""
    best = max(
        ((p, base) for p, base in PREFIXES.items() if iri.startswith(base)),
        key=lambda item: len(item[1]),
        default=None,
    )
    return f"{best[0]}:{iri[len(best[1]) :]}" if best else iri
