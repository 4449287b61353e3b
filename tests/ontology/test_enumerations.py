"""The axioms that close the enumerations of complete frameworks."""

from __future__ import annotations

from pyoxigraph import RdfFormat, parse

from ontology import enumerations
from ontology.enumerations import complete
from ontology.library import Index, index
from ontology.namespaces import PV

CLOSED = complete(index())


def test_the_file_is_fresh() -> None:
    text = enumerations.ENUMERATIONS.read_text(encoding="utf-8")
    assert text == enumerations.source(), "run: python -m ontology.generate"


def test_what_the_papers_count_is_closed() -> None:
    sizes = {iri.removeprefix(PV): len(elements) for iri, elements in CLOSED.items()}
    assert sizes["five-values-of-digital-governance"] == 5
    assert sizes["scupola-mergel-values"] == 4
    assert sizes["two-senses-of-digital-social-governance"] == 2
    assert sizes["three-layers-of-causes"] == 3
    assert min(sizes.values()) >= 2


def test_only_complete_frameworks_are_closed() -> None:
    text = """@prefix wm: <https://w3id.org/wenmai/ns#> . @prefix : <urn:x:> .
    :a a wm:Framework ; wm:complete true ; wm:hasElement :two , :one , [ a wm:Position ] .
    :b a wm:Framework ; wm:complete false ; wm:hasElement :one , :two .
    :c a wm:Framework ; wm:hasElement :one ."""
    known = Index(quad.triple for quad in parse(text, format=RdfFormat.TURTLE))
    assert complete(known) == {"urn:x:a": ("urn:x:two", "urn:x:one")}
