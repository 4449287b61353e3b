"""Matches with concepts of published schemes: each verified, explained, and not ours."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import pytest
from pyoxigraph import BlankNode, NamedNode, Triple

from ontology.entailment import Axioms, entailed
from ontology.library import concepts, schema_terms, triples_by_file
from ontology.namespaces import PREFIXES, PV, WM

SKOS, OWL, DCTERMS = (PREFIXES[p] for p in ("skos", "owl", "dcterms"))
MATCHES = {SKOS + f"{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")}

Statement = tuple[str, str, str]


@pytest.fixture(scope="module")
def stated() -> list[Any]:
    """The matches whose object is not of this vocabulary, in whatever file."""
    return [
        t
        for triples in triples_by_file().values()
        for t in triples
        if isinstance(t.object, NamedNode)
        and t.predicate.value in MATCHES
        and not t.object.value.startswith(PV)
    ]


@pytest.fixture(scope="module")
def file_triples() -> list[Any]:
    """What alignments.ttl says."""
    return next(t for path, t in triples_by_file().items() if path.name == "alignments.ttl")


@pytest.fixture(scope="module")
def reasons(file_triples: list[Any]) -> dict[Statement, dict[str, list[Any]]]:
    """What is said about each match, by the match."""
    about: dict[BlankNode, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for t in file_triples:
        if isinstance(t.subject, BlankNode):
            about[t.subject][t.predicate.value].append(t.object)

    def part(said: dict[str, list[Any]], name: str) -> str:
        return str(said[f"{OWL}annotated{name}"][0].value)

    return {
        (part(said, "Source"), part(said, "Property"), part(said, "Target")): said
        for said in about.values()
    }


def test_matches_stand_in_their_file_and_begin_with_a_concept(
    stated: list[Any], file_triples: list[Any]
) -> None:
    assert len(stated) > 100
    assert set(stated) <= set(file_triples)
    known = {concept.iri for concept in concepts()}
    assert {t.subject.value for t in stated} <= known


def test_each_says_what_was_compared_and_where_it_is_printed(
    stated: list[Any],
    file_triples: list[Any],
    reasons: dict[Statement, dict[str, list[Any]]],
) -> None:
    titled: dict[str, set[str]] = defaultdict(set)
    for t in file_triples:
        if t.predicate.value == DCTERMS + "title":
            titled[t.subject.value].add(t.object.language)
    assert len(reasons) == len(stated)
    for t in stated:
        said = reasons[t.subject.value, t.predicate.value, t.object.value]
        notes = {note.language: note.value for note in said[SKOS + "note"]}
        assert notes.keys() == {"zh", "en"}, t
        (source,) = said[DCTERMS + "source"]
        assert isinstance(source, NamedNode)
        assert titled[source.value] == {"zh", "en"}, source


def test_nothing_else_is_said_of_the_concepts_of_others(stated: list[Any]) -> None:
    outside = {t.object.value for t in stated}
    assert outside.isdisjoint(concept.iri for concept in concepts())
    for triples in triples_by_file().values():
        subjects = {t.subject.value for t in triples if isinstance(t.subject, NamedNode)}
        assert outside.isdisjoint(subjects)


def test_no_concept_of_another_scheme_is_the_same_as_two_of_ours(stated: list[Any]) -> None:
    exact = [t for t in stated if t.predicate.value == SKOS + "exactMatch"]
    assert exact
    assert max(Counter(t.object for t in exact).values()) == 1
    pairs = Counter((t.subject, t.object) for t in stated)
    assert max(pairs.values()) == 1


def test_identifiers_have_the_form_of_their_scheme(stated: list[Any]) -> None:
    forms = (
        "http://zbw.eu/stw/descriptor/",
        "http://vocabularies.unesco.org/thesaurus/concept",
        "https://concepts.sagepub.com/social-science/concept/",
    )
    assert all(t.object.value.startswith(forms) for t in stated)


def test_counterparts_of_the_schema_are_published_terms_that_add_no_statements() -> None:
    terms = {t.name: t.see_also for t in schema_terms()}
    assert terms["Claim"]
    assert SKOS + "member" in terms["hasElement"]
    counterparts = {iri for found in terms.values() for iri in found}
    assert not [iri for iri in counterparts if iri.startswith((WM, PV))]
    schema = [
        t
        for path, found in triples_by_file().items()
        if path.parent.name == "schema"
        for t in found
    ]
    used = counterparts - {t.predicate.value for t in schema}
    work, concept = NamedNode("urn:test:work"), NamedNode(PV + "fairness")
    claim = NamedNode("urn:test:claim")
    said = [
        Triple(claim, NamedNode(WM + "mentions"), concept),
        Triple(claim, NamedNode(WM + "attributedTo"), work),
        Triple(concept, NamedNode(WM + "hasPart"), NamedNode(PV + "equity")),
    ]
    new = entailed(Axioms.read(schema), said)
    assert new
    assert not [t for t in new if t.predicate.value in used or str(t.object)[1:-1] in used]
