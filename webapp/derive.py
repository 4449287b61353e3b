"""Triples that follow from what was published: they make simple queries find things.

Everything here goes to the graph ``wmd:derived``, which a query can leave out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from ontology.namespaces import PREFIXES, WM, data_iri, derived_graph

# Statements of kind and part, who defines what, and what no property says: claims only.
_NOT_PUBLISHED = frozenset(WM + name for name in ("isA", "hasPart", "defines", "otherRelation"))

_CLAIMS = """
SELECT DISTINCT ?s ?p ?o WHERE {
  ?claim a wm:Claim ; wm:subject ?s ; wm:relation ?p ; wm:object ?o ; wm:polarity wm:Positive .
  FILTER(?s != ?o)
  FILTER NOT EXISTS { ?claim wm:status wm:Rejected }
}"""

# Pairs that hold in published vocabularies whether or not our slice of them says so.
_INVERSES = (
    (PREFIXES["cito"] + "cites", PREFIXES["cito"] + "isCitedBy"),
    (PREFIXES["skos"] + "broader", PREFIXES["skos"] + "narrower"),
)
_SYMMETRIC = (PREFIXES["skos"] + "related",)

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
    """Return the triples that follow from a store's content and are not yet in it, sorted."""
    found = set(_claim_triples(store))
    inverses = _inverse_pairs(store)
    symmetric = _symmetric_properties(store)
    for prop in {*inverses, *symmetric}:
        facts = [q.triple for q in store.quads_for_pattern(None, prop, None, None)]
        facts += [t for t in found if t.predicate == prop]
        for fact in facts:
            if isinstance(fact.object, Literal | Triple):
                continue
            for other in inverses.get(prop, ()):
                found.add(Triple(fact.object, other, fact.subject))
            if prop in symmetric:
                found.add(Triple(fact.object, prop, fact.subject))
    found.update(_broader_chains(store))
    graph = NamedNode(derived_graph())
    return [
        Quad(t.subject, t.predicate, t.object, graph)
        for t in sorted(found, key=str)
        if not _holds(store, t)
    ]


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


def _inverse_pairs(store: Store) -> dict[NamedNode, set[NamedNode]]:
    pairs: dict[NamedNode, set[NamedNode]] = {}
    known = [(NamedNode(a), NamedNode(b)) for a, b in _INVERSES]
    for row in _rows(store, "SELECT ?a ?b WHERE { ?a owl:inverseOf ?b }"):
        a, b = row["a"], row["b"]
        if isinstance(a, NamedNode) and isinstance(b, NamedNode):
            known.append((a, b))
    for a, b in known:
        pairs.setdefault(a, set()).add(b)
        pairs.setdefault(b, set()).add(a)
    return pairs


def _symmetric_properties(store: Store) -> set[NamedNode]:
    found = {NamedNode(p) for p in _SYMMETRIC}
    for row in _rows(store, "SELECT ?p WHERE { ?p a owl:SymmetricProperty }"):
        if isinstance(row["p"], NamedNode):
            found.add(row["p"])
    return found


def _broader_chains(store: Store) -> Iterator[Triple]:
    """Yield ``skos:broaderTransitive`` from each concept to everything above it."""
    up: dict[NamedNode, set[NamedNode]] = {}
    for name, turned in (("broader", False), ("narrower", True)):
        prop = NamedNode(PREFIXES["skos"] + name)
        for quad in store.quads_for_pattern(None, prop, None, None):
            low, high = quad.subject, quad.object
            if turned:
                low, high = high, low  # type: ignore[assignment]
            if isinstance(low, NamedNode) and isinstance(high, NamedNode):
                up.setdefault(low, set()).add(high)
    above = NamedNode(PREFIXES["skos"] + "broaderTransitive")
    for low in up:
        reached: set[NamedNode] = set()
        todo: Iterable[NamedNode] = up[low]
        while todo := [c for c in todo if c not in reached]:
            reached.update(todo)
            todo = [high for c in todo for high in up.get(c, ())]
        for high in reached - {low}:
            yield Triple(low, above, high)


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
