"""The service description (SPARQL 1.1) of the endpoint, with VoID statistics."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.namespaces import PREFIXES
from webapp.rdf import write
from webapp.sparql import formats

if TYPE_CHECKING:
    from webapp.generations import Generation

_FORMATS = "http://www.w3.org/ns/formats/"
_FORMAT_IRIS = {
    "JSON": "SPARQL_Results_JSON",
    "XML": "SPARQL_Results_XML",
    "CSV": "SPARQL_Results_CSV",
    "TSV": "SPARQL_Results_TSV",
    "TURTLE": "Turtle",
    "N_TRIPLES": "N-Triples",
    "JSON_LD": "JSON-LD",
    "RDF_XML": "RDF_XML",
    "TRIG": "TriG",
    "N_QUADS": "N-Quads",
    "N3": "N3",
}
_TITLES = (
    ("Wenmai: public value in digital governance, a graph of the literature", "en"),
    ("文脉：数字治理公共价值文献图谱", "zh"),
)
_DEFAULT_GRAPH = (
    ("The union of all named graphs; prefixes of the graph need not be declared.", "en"),
    ("所有命名图的并集；图谱的前缀无须声明。", "zh"),
)


def _term(name: str) -> NamedNode:
    prefix, local = name.split(":", 1)
    return NamedNode(PREFIXES[prefix] + local)


def describe(generation: Generation, endpoint: str, fmt: str) -> bytes:
    """Return the description of the service at the address ``endpoint``."""
    return write(list(_triples(generation, endpoint)), fmt)


def _triples(generation: Generation, endpoint: str) -> Iterator[Triple]:
    numbers = count()

    def blank() -> BlankNode:
        return BlankNode(f"d{next(numbers)}")

    def integer(value: int) -> Literal:
        return Literal(str(value), datatype=_term("xsd:integer"))

    a = _term("rdf:type")
    meta = generation.meta
    service, dataset, default = blank(), blank(), blank()
    yield Triple(service, a, _term("sd:Service"))
    yield Triple(service, _term("sd:endpoint"), NamedNode(endpoint))
    yield Triple(service, _term("sd:supportedLanguage"), _term("sd:SPARQL11Query"))
    yield Triple(service, _term("sd:feature"), _term("sd:UnionDefaultGraph"))
    for item in (*formats.RESULTS, *formats.GRAPHS):
        iri = NamedNode(_FORMATS + _FORMAT_IRIS[item.name])
        yield Triple(service, _term("sd:resultFormat"), iri)
    yield Triple(service, _term("sd:defaultDataset"), dataset)
    yield Triple(dataset, a, _term("sd:Dataset"))
    yield Triple(dataset, a, _term("void:Dataset"))
    for text, language in _TITLES:
        yield Triple(dataset, _term("dcterms:title"), Literal(text, language=language))
    issued = Literal(meta["created"], datatype=_term("xsd:dateTime"))
    yield Triple(dataset, _term("dcterms:issued"), issued)
    yield Triple(dataset, _term("void:sparqlEndpoint"), NamedNode(endpoint))
    yield Triple(dataset, _term("void:triples"), integer(meta["counts"]["triples"]))
    yield Triple(dataset, _term("void:documents"), integer(meta["counts"]["documents"]))
    for iri, entities in sorted(meta["classes"].items()):
        partition = blank()
        yield Triple(dataset, _term("void:classPartition"), partition)
        yield Triple(partition, _term("void:class"), NamedNode(iri))
        yield Triple(partition, _term("void:entities"), integer(entities))
    yield Triple(dataset, _term("sd:defaultGraph"), default)
    yield Triple(default, a, _term("sd:Graph"))
    yield Triple(default, _term("void:triples"), integer(meta["counts"]["triples"]))
    for text, language in _DEFAULT_GRAPH:
        yield Triple(default, _term("dcterms:description"), Literal(text, language=language))
    for iri, size in sorted(meta["graphs"].items()):
        named, graph = blank(), blank()
        yield Triple(dataset, _term("sd:namedGraph"), named)
        yield Triple(named, a, _term("sd:NamedGraph"))
        yield Triple(named, _term("sd:name"), NamedNode(iri))
        yield Triple(named, _term("sd:graph"), graph)
        yield Triple(graph, a, _term("sd:Graph"))
        yield Triple(graph, _term("void:triples"), integer(size))
