"""The works that the vocabulary names as sources: described whole, and as ``ingest`` does."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ingest.nodes import WORK_CLASSES, NodeMaker, iri
from ingest.works import work_key
from ontology.library import TYPE, triples_by_file

ROOT = Path(__file__).resolve().parents[2]
WORK = iri("wmd:work/").value
# Several types of CSL record have one class; any of them will do
_TYPES = {iri(cls): kind for kind, cls in WORK_CLASSES.items()}
_LISTS = {iri("bibo:authorList"), iri("rdf:first"), iri("rdf:rest")}  # outside OWL 2 DL
_FIELDS = {
    "prism:publicationName": "container-title",
    "prism:volume": "volume",
    "prism:number": "issue",
    "prism:doi": "DOI",
    "dcterms:publisher": "publisher",
    "prism:location": "publisher-place",
    "dcterms:language": "language",
    "prism:url": "URL",
}

Objects = dict[NamedNode, list[Any]]


def _triples() -> list[Triple]:
    return [t for found in triples_by_file().values() for t in found]


@pytest.fixture(scope="module")
def file_triples() -> list[Triple]:
    """What works.ttl says."""
    return next(t for path, t in triples_by_file().items() if path.name == "works.ttl")


@pytest.fixture(scope="module")
def about(file_triples: list[Triple]) -> dict[Any, Objects]:
    """The same by subject and property."""
    found: dict[Any, Objects] = defaultdict(lambda: defaultdict(list))
    for t in file_triples:
        found[t.subject][t.predicate].append(t.object)
    return found


@pytest.fixture(scope="module")
def order(about: dict[Any, Objects]) -> dict[tuple[Any, Any], int]:
    """The place of each author among those of a work."""
    return {
        (said[iri("owl:annotatedSource")][0], said[iri("owl:annotatedTarget")][0]): int(
            said[iri("schema:position")][0].value
        )
        for said in about.values()
        if iri("owl:annotatedSource") in said
    }


@pytest.fixture(scope="module")
def records(
    about: dict[Any, Objects], order: dict[tuple[Any, Any], int]
) -> dict[str, dict[str, Any]]:
    """The works read back as CSL-JSON, by key."""
    return {
        node.value.removeprefix(WORK): _record(node, about, order)
        for node in about
        if isinstance(node, NamedNode) and node.value.startswith(WORK)
    }


def _record(
    node: NamedNode, about: dict[Any, Objects], order: dict[tuple[Any, Any], int]
) -> dict[str, Any]:
    said = about[node]
    language = said[iri("dcterms:language")][0].value
    titles = {t.language: t.value for t in said[iri("dcterms:title")]}
    csl: dict[str, Any] = {"type": _TYPES[said[TYPE][0]], "title": titles.pop(language)}
    if titles:
        csl["custom"] = {f"title_{lang}": text for lang, text in titles.items()}
    for role, term in (
        ("author", "dcterms:creator"),
        ("editor", "bibo:editor"),
        ("translator", "bibo:translator"),
    ):
        agents = sorted(said.get(iri(term), []), key=lambda a: order.get((node, a), 0))
        if agents:
            csl[role] = [_name(about[agent]) for agent in agents]
    for year in said.get(iri("fabio:hasPublicationYear"), []):
        csl["issued"] = {"date-parts": [[int(year.value)]]}
    pages = [said[iri(f"prism:{end}Page")][0].value for end in ("starting", "ending")
             if iri(f"prism:{end}Page") in said]  # fmt: skip
    if pages:
        csl["page"] = "-".join(pages)
    csl |= {f: said[iri(term)][0].value for term, f in _FIELDS.items() if iri(term) in said}
    return csl


def _name(agent: Objects) -> dict[str, str]:
    if iri("foaf:familyName") in agent:
        parts = {"family": "foaf:familyName", "given": "foaf:givenName"}
        return {p: agent[iri(term)][0].value for p, term in parts.items() if iri(term) in agent}
    return {"literal": agent[iri("foaf:name")][0].value}


def _written(key: str, csl: dict[str, Any]) -> set[Triple]:
    """What the RDF writer says of a record, its list of authors left out."""
    return {t for t in NodeMaker(key).work(key, csl) if t.predicate not in _LISTS}


def test_the_works_described_are_those_that_are_sources(records: dict[str, Any]) -> None:
    sources = {str(t.object) for t in _triples() if t.predicate == iri("dcterms:source")}
    works = {source for source in sources if source.startswith(f"<{WORK}")}
    assert works == {f"<{WORK}{key}>" for key in records}


def test_each_has_title_year_and_creator_or_says_why_not(about: dict[Any, Objects]) -> None:
    for node, said in about.items():
        if not (isinstance(node, NamedNode) and node.value.startswith(WORK)):
            continue
        assert said[iri("dcterms:title")], node
        known = iri("dcterms:creator") in said and iri("fabio:hasPublicationYear") in said
        notes = {c.language for c in said.get(iri("rdfs:comment"), [])}
        assert notes == (set() if known else {"zh", "en"}), node


def test_each_key_is_that_of_its_description(records: dict[str, dict[str, Any]]) -> None:
    assert {key: work_key(csl) for key, csl in records.items()} == {key: key for key in records}


def test_the_file_says_what_the_writer_writes(
    file_triples: list[Triple], records: dict[str, dict[str, Any]]
) -> None:
    said = {
        t
        for t in file_triples
        if isinstance(t.subject, NamedNode) and t.predicate != iri("rdfs:comment")
    }
    written = {t for key, csl in records.items() for t in _written(key, csl)}
    assert said == written


def test_works_of_the_bibliography_are_its_records(
    file_triples: list[Triple], records: dict[str, dict[str, Any]]
) -> None:
    path = ROOT / "corpus" / "bibliography.json"
    recorded = {work_key(r): r for r in json.loads(path.read_text(encoding="utf-8"))}
    shared = set(recorded) & set(records)
    assert len(shared) > 20
    said = set(file_triples)
    for key in sorted(shared):
        assert _written(key, recorded[key]) <= said
        names = [NodeMaker(key).agent(n)[0] for n in recorded[key].get("author", [])]
        assert [NodeMaker(key).agent(n)[0] for n in records[key].get("author", [])] == names


def test_authors_have_an_order(
    about: dict[Any, Objects], order: dict[tuple[Any, Any], int]
) -> None:
    placed: dict[Any, list[int]] = defaultdict(list)
    for (work, agent), place in order.items():
        assert agent in about[work][iri("dcterms:creator")]
        placed[work].append(place)
    for node, said in about.items():
        agents = said.get(iri("dcterms:creator"), [])
        if isinstance(node, NamedNode) and len(agents) > 1:
            assert sorted(placed[node]) == list(range(1, len(agents) + 1)), node
    both = {
        "title": "The Processes of Technological Innovation",
        "issued": {"date-parts": [[1990]]},
    }
    first = iri("wmd:agent/Louis_G._Tornatzky")
    assert order[iri(f"wmd:work/{work_key(both)}"), first] == 1


def test_bibliographic_facts_are_well_formed(records: dict[str, dict[str, Any]]) -> None:
    for key, csl in records.items():
        if "DOI" in csl:
            assert re.fullmatch(r"10\.\d{4,9}/\S+", csl["DOI"]), key
        first, _, last = csl.get("page", "").partition("-")
        if last and first.isdigit() and last.isdigit():
            assert int(first) < int(last), key
    dois = [csl["DOI"].lower() for csl in records.values() if "DOI" in csl]
    assert len(set(dois)) == len(dois)


def test_nothing_else_stands_in_the_file(file_triples: list[Triple]) -> None:
    for t in file_triples:
        if isinstance(t.subject, BlankNode):
            assert t.predicate == TYPE or t.predicate.value.startswith(
                (iri("owl:annotated").value, iri("schema:position").value)
            )
        else:
            assert str(t.subject).startswith((f"<{WORK}", f"<{iri('wmd:agent/').value}"))
        if isinstance(t.object, Literal):
            assert t.object.value == t.object.value.strip() != ""
