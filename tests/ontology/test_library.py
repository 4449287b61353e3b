from __future__ import annotations

import gc
import time
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from ontology import generate, library
from ontology.library import Concept, OntologyError, concepts, relations, schema_terms
from ontology.namespaces import WM

# model.md, the table of relations
_CLASSES = """
Value Actor Scenario Dilemma Principle Measure Mechanism Cause Technology Theory Case Field
"""
ANY = frozenset(_CLASSES.split())
TABLE = {
    "realizes": ("Measure Principle Mechanism Technology Case", "Value Principle"),
    "expresses": ("Principle", "Value"),
    "guides": ("Principle", "Scenario Actor Measure Mechanism"),
    "requires": (" ".join(ANY), " ".join(ANY)),
    "reinforces": ("Value", "Value"),
    "conflictsWith": ("Value", "Value"),
    "threatens": ("Dilemma Cause Technology", "Value"),
    "addresses": ("Measure Principle Technology Mechanism", "Dilemma"),
    "causedBy": ("Dilemma", "Cause Dilemma Technology"),
    "causes": ("Cause Dilemma Technology", "Dilemma"),
    "hasManifestation": ("Dilemma", "Dilemma"),
    "concernsActor": ("Dilemma Principle Measure", "Actor"),
    "participatesIn": ("Actor", "Scenario Mechanism Measure"),
    "arisesIn": ("Dilemma", "Scenario"),
    "enables": ("Technology Mechanism Actor", "Mechanism Measure Scenario Value"),
    "precedes": ("Mechanism", "Mechanism"),
    "exemplifies": ("Case", "Scenario Measure Mechanism"),
    "isA": (" ".join(ANY), " ".join(ANY)),
    "hasPart": (" ".join(ANY), " ".join(ANY)),
    "defines": (" ".join(ANY), " ".join(ANY)),
    "otherRelation": (" ".join(ANY), " ".join(ANY)),
}


def test_the_relations_are_those_of_the_model() -> None:
    found = {r.name: (r.domain, r.range) for r in relations()}
    assert found == {
        name: (frozenset(a.split()), frozenset(b.split())) for name, (a, b) in TABLE.items()
    }
    assert [r.name for r in relations() if r.symmetric] == ["conflictsWith"]
    by_name = {r.name: r for r in relations()}
    assert by_name["causes"].inverse == by_name["causedBy"].iri
    assert by_name["causedBy"].inverse == by_name["causes"].iri
    assert by_name["threatens"].fits("Dilemma", "Value")
    assert not by_name["threatens"].fits("Value", "Value")


def test_the_classes_are_those_of_the_model() -> None:
    assert set(library.concept_classes()) == ANY


@pytest.fixture(scope="module")
def graph() -> Graph:
    return library.load()


@pytest.fixture(scope="module")
def everything() -> dict[str, Concept]:
    found = {c.iri: c for c in concepts()}
    if not found:
        pytest.skip("no vocabulary yet")
    return found


def _language(node: object) -> str:
    assert isinstance(node, Literal)
    return node.language or ""


def test_concepts_say_what_the_graph_says(everything: dict[str, Concept], graph: Graph) -> None:
    in_graph = {
        str(node)
        for cls in graph.subjects(RDFS.subClassOf, URIRef(WM + "Concept"))
        for node in graph.subjects(RDF.type, cls)
    }
    assert set(everything) == in_graph
    for iri, concept in everything.items():
        node = URIRef(iri)
        assert (node, RDF.type, URIRef(WM + concept.cls)) in graph
        assert {(t, lang) for lang, t in concept.labels.items()} == {
            (str(o), _language(o)) for o in graph.objects(node, SKOS.prefLabel)
        }
        assert set(concept.alt) == {
            (str(o), _language(o)) for o in graph.objects(node, SKOS.altLabel)
        }
        assert set(concept.broader) == {str(o) for o in graph.objects(node, SKOS.broader)}
        before = {str(o) for o in graph.objects(node, URIRef(WM + "notBefore"))}
        assert set(concept.veto_before) == before
        after = {str(o) for o in graph.objects(node, URIRef(WM + "notAfter"))}
        assert set(concept.veto_after) == after


def test_concepts_are_read_quickly_and_once(everything: dict[str, Concept]) -> None:
    library._parsed.cache_clear()
    library._index.cache_clear()
    library._concepts.cache_clear()
    gc.disable()  # it would walk over the rdflib graph of the other tests
    try:
        start = time.process_time()
        first = concepts()
        assert time.process_time() - start < 0.5  # 0.12 s where nothing else runs
    finally:
        gc.enable()
    assert concepts() is first


@pytest.fixture
def other_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the schema with a vocabulary of one concept."""
    for name in ("schema", "vocabulary"):
        (tmp_path / name).mkdir()
    for path in library.schema_files():
        (tmp_path / "schema" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "vocabulary" / "values.ttl").write_text(
        "@prefix wm: <https://w3id.org/wenmai/ns#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<urn:a> a skos:Concept , wm:Value ; skos:prefLabel "甲"@zh ; wm:notBefore "乙"@zh .\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(library, "ROOM", tmp_path)
    return tmp_path


def test_a_changed_file_is_read_again(other_room: Path) -> None:
    assert [(c.labels, c.veto_before) for c in concepts()] == [({"zh": "甲"}, ("乙",))]
    before = library.ontology_hash()
    path = other_room / "vocabulary" / "values.ttl"
    path.write_text(
        path.read_text(encoding="utf-8").replace("甲", "甲甲"), encoding="utf-8", newline="\n"
    )
    assert [c.labels for c in concepts()] == [{"zh": "甲甲"}]
    assert library.ontology_hash() != before


def test_the_hash_does_not_depend_on_line_ends(other_room: Path) -> None:
    path = other_room / "vocabulary" / "values.ttl"
    before = library.ontology_hash()
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert library.ontology_hash() == before


def test_a_file_that_is_not_turtle_is_named(other_room: Path) -> None:
    path = other_room / "vocabulary" / "values.ttl"
    path.write_text("this is no Turtle", encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        concepts()
    assert caught.value.file == path
    assert caught.value.remedy


def test_schema_terms_are_complete(graph: Graph) -> None:
    terms = {t.iri: t for t in schema_terms()}
    kinds = (
        OWL.Class,
        OWL.ObjectProperty,
        OWL.DatatypeProperty,
        OWL.AnnotationProperty,
        OWL.NamedIndividual,
    )
    declared = {
        str(node)
        for kind in kinds
        for node in graph.subjects(RDF.type, kind)
        if str(node).startswith(WM)
    }
    assert set(terms) == declared
    for term in terms.values():
        assert set(term.labels) == {"zh", "en"}, term.name
        assert set(term.comments) == {"zh", "en"}, term.name
    threatens = terms[WM + "threatens"]
    assert threatens.kind == "object property"
    assert set(threatens.domain) == {WM + "Dilemma", WM + "Cause", WM + "Technology"}
    assert threatens.range == (WM + "Value",)
    assert terms[WM + "Value"].parents == (WM + "Concept",)
    assert set(terms[WM + "Normative"].parents) == {WM + "ClaimType", WM + "Modality"}


def test_the_version_is_stated_twice_alike(graph: Graph) -> None:
    header = URIRef(WM.removesuffix("#"))
    assert str(graph.value(header, OWL.versionIRI)) == f"{header}/{library.version()}"


def test_the_python_names_are_fresh() -> None:
    assert generate.TERMS.read_text(encoding="utf-8") == generate.source()
