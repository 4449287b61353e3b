"""What publication adds: everything from what is stated, only rewordings from claims."""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from ontology.library import schema_files
from ontology.namespaces import PREFIXES, PV, SCHEMA_GRAPH, derived_graph, shorten
from webapp import derive

HEAD = "".join(f"@prefix {p}: <{PREFIXES[p]}> .\n" for p in ("wm", "pv", "skos", "wmd", "cito"))
VOCABULARY = """
pv:fairness a wm:Value . pv:redress a wm:Value ; skos:broader pv:fairness .
pv:opacity a wm:Dilemma ; wm:threatens pv:redress . pv:haste a wm:Cause . pv:town a wm:Actor .
pv:frame a wm:Framework ; wm:hasElement [ a wm:Position ; wm:concept pv:redress ] .
"""
CLAIM = """<urn:claim:{n}> a wm:Claim ; wm:subject {s} ; wm:relation {p} ; wm:object {o} ;
    wm:polarity wm:{v} ."""


def _store(document: str) -> Store:
    store = Store()
    graphs = [(path.read_text(encoding="utf-8"), SCHEMA_GRAPH) for path in schema_files()]
    for text, graph in (*graphs, (HEAD + VOCABULARY, PV), (HEAD + document, "urn:document")):
        store.bulk_extend(
            Quad(q.subject, q.predicate, q.object, NamedNode(graph))
            for q in parse(text.encode(), format=RdfFormat.TURTLE, rename_blank_nodes=True)
        )
    return store


def _claims(*claims: tuple[str, str, str]) -> str:
    texts = []
    for n, (s, p, o) in enumerate(claims):
        polarity = "Negative" if p.startswith("not ") else "Positive"
        texts.append(CLAIM.format(n=n, s=s, p=p.removeprefix("not "), o=o, v=polarity))
    return "\n".join(texts)


def _found(store: Store) -> set[str]:
    quads = derive.derived(store)
    assert {q.graph_name for q in quads} == {NamedNode(derived_graph())}
    assert len(quads) == len(set(quads))
    nodes = [(q.subject, q.predicate, q.object) for q in quads]
    return {" ".join(shorten(getattr(n, "value", "")) for n in three) for three in nodes}


def test_all_that_follows_from_what_is_stated() -> None:
    found = _found(_store("<urn:a> cito:cites <urn:b> ."))
    assert found >= {
        *("pv:opacity wm:endangers pv:fairness", "pv:fairness wm:endangeredBy pv:opacity"),
        *("pv:redress wm:threatenedBy pv:opacity", "pv:fairness skos:narrower pv:redress"),
        *("pv:opacity rdf:type wm:Concept", "urn:b cito:isCitedBy urn:a"),
    }
    assert "pv:opacity wm:threatens pv:redress" not in found  # stated


def test_a_claim_is_published_and_reworded_and_nothing_is_built_on_it() -> None:
    claims = _claims(
        ("pv:haste", "wm:causes", "pv:opacity"),
        ("pv:town", "wm:threatens", "pv:haste"),
        ("pv:haste", "not wm:threatens", "pv:fairness"),
        ("pv:fairness", "wm:isA", "pv:redress"),
    )
    found = _found(_store(claims))
    assert found >= {
        *("pv:haste wm:causes pv:opacity", "pv:opacity wm:causedBy pv:haste"),
        *("pv:town wm:threatens pv:haste", "pv:haste wm:threatenedBy pv:town"),
        "pv:town wm:relatesTo pv:haste",
    }
    assert not {f for f in found if f.startswith("pv:haste wm:endangers")}
    assert not {f for f in found if f.startswith(("pv:haste rdf:type", "pv:town rdf:type"))} - {
        "pv:haste rdf:type wm:Concept",
        "pv:haste rdf:type skos:Concept",
        "pv:town rdf:type wm:Concept",
        "pv:town rdf:type skos:Concept",
    }
    assert not {f for f in found if " wm:isA " in f or "pv:haste wm:threatens" in f}


def test_nothing_is_said_of_nodes_without_a_name() -> None:
    assert not [q for q in derive.derived(_store("")) if "_:" in str(q)]


def test_the_same_every_time() -> None:
    text = _claims(("pv:haste", "wm:causes", "pv:opacity"))
    assert derive.derived(_store(text)) == derive.derived(_store(text))
