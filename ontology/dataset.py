"""What is checked: files read into one store, each remembered for the terms it speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
)

from ontology.i18n import _
from ontology.library import ROOM, OntologyError, readable, schema_files, vocabulary_files
from ontology.namespaces import derived_graph, shorten

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

SUFFIXES = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}


class Dataset:
    """RDF files in one store; queries see all graphs as one."""

    def __init__(self, files: Iterable[Path] = ()) -> None:
        self.store = Store()
        self.files: list[Path] = []
        self._where: dict[str, list[Path]] = defaultdict(list)
        self._graphs: dict[str, list[Path]] = defaultdict(list)
        for path in files:
            self.add(path)

    def add(self, path: Path) -> None:
        """Read a file; raises :class:`OntologyError` saying what to do where it cannot."""
        form = SUFFIXES.get(path.suffix.lower())
        if form is None:
            known = " ".join(SUFFIXES)
            raise OntologyError(
                path,
                _("not a known RDF format"),
                _("give a file in one of {endings}").format(endings=known),
            )
        graph = NamedNode(path.resolve().as_uri())
        with readable(path):
            quads = [
                q
                if isinstance(q.graph_name, NamedNode)
                else Quad(q.subject, q.predicate, q.object, graph)
                for q in parse(path.read_bytes(), format=form, rename_blank_nodes=True)
            ]
        self.store.bulk_extend(quads)
        self.files.append(path)
        for quad in quads:
            self._remember(self._graphs, quad.graph_name, path)
            self._remember(self._where, quad.subject, path)

    @staticmethod
    def _remember(known: dict[str, list[Path]], node: object, path: Path) -> None:
        if isinstance(node, NamedNode) and path not in known[node.value][-1:]:
            known[node.value].append(path)

    def infer(self) -> None:
        """Add what follows from the whole, in the graph of derived triples."""
        from ontology.entailment import Axioms, entailed

        triples = [quad.triple for quad in self.store]
        graph = NamedNode(derived_graph())
        self.store.bulk_extend(
            Quad(t.subject, t.predicate, t.object, graph)
            for t in entailed(Axioms.read(triples), triples)
        )

    def where(self, iri: str) -> tuple[str, ...]:
        """Return the files that say something of a term; if none does, those that use it.

        The ontology's own files go by short name.
        """
        files = self._where.get(iri, [])
        if not files and iri.startswith(("http", "urn:", "file:")):
            node = NamedNode(iri)
            uses = (
                *self.store.quads_for_pattern(None, node, None),
                *self.store.quads_for_pattern(None, None, node),
            )
            graphs = {q.graph_name.value for q in uses if isinstance(q.graph_name, NamedNode)}
            files = [path for graph in sorted(graphs) for path in self._graphs[graph]]
        return tuple(dict.fromkeys(short_path(path) for path in files))

    def rows(self, query: str) -> list[dict[str, str]]:
        """Answer a SELECT query: for each row, the variables that have a value, as text.

        IRIs are whole; :func:`shown` makes them short.
        """
        result = self.store.query(query, use_default_graph_as_union=True)
        if not isinstance(result, QuerySolutions):
            raise TypeError("a check is a SELECT query")
        names = [v.value for v in result.variables]
        found = []
        for solution in result:
            row = {}
            for name in names:
                value = solution[name]
                if isinstance(value, NamedNode | Literal):
                    row[name] = value.value
                elif isinstance(value, BlankNode):
                    row[name] = f"_:{value.value}"
            found.append(row)
        return found

    def rdflib_graph(self) -> rdflib.Graph:
        """Return everything as one rdflib graph."""
        import rdflib

        graph = rdflib.Graph()

        def node(term: object) -> Node:
            if isinstance(term, NamedNode):
                return rdflib.URIRef(term.value)
            if isinstance(term, BlankNode):
                return rdflib.BNode(term.value)
            if isinstance(term, Literal):
                datatype = None if term.language else rdflib.URIRef(term.datatype.value)
                return rdflib.Literal(term.value, lang=term.language, datatype=datatype)
            raise TypeError(f"no such term in RDF 1.1: {term}")

        for quad in self.store:
            graph.add((node(quad.subject), node(quad.predicate), node(quad.object)))
        return graph

    def in_default_graph(self) -> Store:
        """Return a store with everything in the default graph, where updates can change it."""
        store = Store()
        store.bulk_extend(
            Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in self.store
        )
        return store


def ontology_dataset() -> Dataset:
    """Return schema and vocabulary."""
    return Dataset((*schema_files(), *vocabulary_files()))


def short_path(path: Path) -> str:
    """Return a path from the repository's root where it is ours, else as it is."""
    try:
        return path.resolve().relative_to(ROOM.parent).as_posix()
    except ValueError:
        return str(path)


def shown(value: str) -> str:
    """Return an IRI with its prefix, any other text as it is."""
    return shorten(value) if value.startswith(("http://", "https://")) else value


def filled(template: str, row: Mapping[str, str]) -> str:
    """Put a row's values into a message."""
    return template.format_map({name: shown(value) for name, value in row.items()})
