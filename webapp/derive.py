"""Triples that follow from what was published: they make simple queries find things.

Everything here goes to the graph ``wmd:derived``, which a query can leave out.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    Store,
    Triple,
)

from ontology.entailment import Axioms, entailed
from ontology.namespaces import PREFIXES, SCHEMA_GRAPH, WM, data_iri, derived_graph

# Statements of kind and part, who defines what, and what no property says: claims only.
_NOT_PUBLISHED = frozenset(WM + name for name in ("isA", "hasPart", "defines", "otherRelation"))

_CLAIMS = """
SELECT DISTINCT ?s ?p ?o WHERE {
  ?claim a wm:Claim ; wm:subject ?s ; wm:relation ?p ; wm:object ?o ; wm:polarity wm:Positive .
  FILTER(?s != ?o)
  FILTER NOT EXISTS { ?claim wm:status wm:Rejected }
}"""

# What the graphs that are no document's are called.
_GRAPHS: dict[str, tuple[str, str]] = {
    "derived": ("Derived statements", "推导出的陈述"),
    "works": ("Which works are one", "文献归并"),
    "runs": ("Runs of the extraction", "抽取运行记录"),
    "curation": ("Corrections by people", "人工订正"),
    "records/": ("Bibliographic records: {}", "题录：{}"),
}

_COUNTS = {
    "documents": "?x wm:sourceFile ?file",
    "concepts": "?x skos:inScheme ?scheme",
    "claims": "?x a wm:Claim",
    "references": "?x a biro:BibliographicReference",
    "works": "{ ?x dcterms:title ?t } FILTER(STRSTARTS(STR(?x), CONCAT(STR(wmd:), 'work/')))",
}


def _rows(store: Store, query: str) -> QuerySolutions:
    rows = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    if not isinstance(rows, QuerySolutions):
        raise TypeError("not a SELECT query")
    return rows


def derived(store: Store) -> list[Quad]:
    """Return the triples that follow from a store's content and are not yet in it, sorted.

    From what people and programs state follows all that the schema's axioms give. The triple
    that a claim is published as says what one paper says, found by machine: of it only
    rewordings are published (the inverse, a more general relation), no chain starts from it,
    and it puts nothing into a class. Blank nodes have no name outside their file: what follows
    about them is left out.
    """
    axioms = Axioms.read(q.triple for q in _of_graph(store, SCHEMA_GRAPH))
    claims = set(_claim_triples(store))
    others = {*claims, *_graph_triples(store), *entailed(axioms.rewording(), claims)}
    found = {t for t in others if not _holds(store, t)}
    found.update(entailed(axioms, _premises(store, axioms)))
    graph = NamedNode(derived_graph())
    return [Quad(t.subject, t.predicate, t.object, graph) for t in sorted(found, key=str)]


def _of_graph(store: Store, name: str) -> Iterator[Quad]:
    return store.quads_for_pattern(None, None, None, NamedNode(name))


def _premises(store: Store, axioms: Axioms) -> Iterator[Quad]:
    """Yield the quads from which something may follow."""
    kind = NamedNode(PREFIXES["rdf"] + "type")
    patterns: list[tuple[NamedNode, NamedNode | None]] = [
        *((NamedNode(p), None) for p in sorted(axioms.properties)),
        *((kind, NamedNode(c)) for c in sorted(axioms.classes)),
    ]
    for prop, value in patterns:
        for quad in store.quads_for_pattern(None, prop, value, None):
            if not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode):
                yield quad


def _holds(store: Store, triple: Triple) -> bool:
    found = store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return next(iter(found), None) is not None


def _claim_triples(store: Store) -> Iterator[Triple]:
    for row in _rows(store, _CLAIMS):
        s, p, o = row["s"], row["p"], row["o"]
        if (
            isinstance(s, NamedNode)
            and isinstance(p, NamedNode)
            and isinstance(o, NamedNode)
            and p.value.startswith(WM)
            and p.value not in _NOT_PUBLISHED
        ):
            yield Triple(s, p, o)


def _graph_triples(store: Store) -> Iterator[Triple]:
    """Yield what each named graph that is no document's is: its IRI answers, as all do."""
    a, graph = NamedNode(PREFIXES["rdf"] + "type"), NamedNode(PREFIXES["sd"] + "Graph")
    label = NamedNode(PREFIXES["rdfs"] + "label")
    for name in {*store.named_graphs(), NamedNode(derived_graph())}:
        if not isinstance(name, NamedNode) or not name.value.startswith(data_iri("")):
            continue
        local = name.value.removeprefix(data_iri(""))
        for start, (english, chinese) in _GRAPHS.items():
            if local == start or (start.endswith("/") and local.startswith(start)):
                rest = local.removeprefix(start)
                yield Triple(name, a, graph)
                yield Triple(name, label, Literal(english.format(rest), language="en"))
                yield Triple(name, label, Literal(chinese.format(rest), language="zh"))


def counts(store: Store) -> dict[str, int]:
    """Return how many things of each kind a store holds whose default graph is the union."""
    triples = sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))
    found = {"quads": len(store) - triples, "triples": triples}
    for name, pattern in _COUNTS.items():
        query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}"
        (row,) = _rows(store, query)
        found[name] = int(row["n"].value)
    return found


def graph_sizes(store: Store) -> dict[str, int]:
    """Return how many triples each graph has, the documents' own graphs left out."""
    documents = data_iri("doc/")
    return {
        name.value: sum(1 for _ in store.quads_for_pattern(None, None, None, name))
        for name in store.named_graphs()
        if isinstance(name, NamedNode) and not name.value.startswith(documents)
    }


def class_sizes(store: Store) -> dict[str, int]:
    """Return how many things each class has."""
    query = "SELECT ?class (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a ?class } GROUP BY ?class"
    return {
        row["class"].value: int(row["n"].value)
        for row in _rows(store, query)
        if isinstance(row["class"], NamedNode)
    }
