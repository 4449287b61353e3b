from __future__ import annotations

import tempfile
from pathlib import Path

import owlready2
import pytest
from pyoxigraph import RdfFormat, Triple, parse, serialize

from ontology import reasoning
from ontology.library import schema_files
from ontology.namespaces import WM
from tests.ontology.samples import broken, triples, worked_example

CONTRADICTIONS = {
    "contradiction-classes": {"pv:fairness a wm:Value", "pv:fairness a wm:Dilemma"},
    "contradiction-domain": {"pv:efficiency a wm:Value", "pv:efficiency wm:threatens pv:fairness"},
    "contradiction-irreflexive": {"pv:fairness wm:conflictsWith pv:fairness"},
    "contradiction-closed-list": {"wmd:work/2021-0123456789ab wm:claimType wm:Positive"},
    "contradiction-enumeration": {
        "pv:public-value a wm:Value",  # so it is no position
        "pv:two-values-framework wm:hasElement pv:public-value",
    },
}


def with_sample(name: str) -> list[Triple]:
    """Schema and the worked example of concepts after the update that contradicts it."""
    return triples(broken(name, documents=False))


def test_schema_and_vocabulary_are_sound() -> None:
    outcome = reasoning.examine()
    assert outcome.consistent, outcome.contradictions
    assert outcome.unsatisfiable == ()
    assert outcome.sound


def test_the_worked_example_is_sound() -> None:
    assert reasoning.examine(triples(worked_example(documents=False))).sound


@pytest.mark.parametrize("name", sorted(CONTRADICTIONS))
def test_a_planted_contradiction_is_found_and_explained(name: str) -> None:
    found = reasoning.contradictions(with_sample(name))
    assert [{reasoning.sentence(t) for t in one} for one in found] == [CONTRADICTIONS[name]]


def test_two_contradictions_are_both_named() -> None:
    given = with_sample("contradiction-classes")
    given += with_sample("contradiction-irreflexive")
    found = reasoning.contradictions(list(dict.fromkeys(given)))
    assert {frozenset(reasoning.sentence(t) for t in one) for one in found} == {
        frozenset(CONTRADICTIONS["contradiction-classes"]),
        frozenset(CONTRADICTIONS["contradiction-irreflexive"]),
    }


def test_a_class_that_nothing_can_belong_to() -> None:
    outcome = reasoning.examine(with_sample("unsatisfiable-class"))
    assert outcome.consistent
    assert not outcome.sound
    ((cls, axioms),) = outcome.unsatisfiable
    assert cls == WM + "Example"
    assert {reasoning.sentence(t) for t in axioms} == {
        "wm:Example rdfs:subClassOf wm:Value",
        "wm:Example rdfs:subClassOf wm:Actor",
    }


def test_outside_owl_2_dl_is_said() -> None:
    text = b"""@prefix wm: <https://w3id.org/wenmai/ns#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        wm:index a owl:ObjectProperty ."""
    extra = [q.triple for q in parse(text, format=RdfFormat.TURTLE)]
    with pytest.raises(reasoning.ProfileError, match="index"):
        reasoning.consistent([*_schema(), *extra])


def test_smallest_asks_few_questions_and_returns_a_smallest_set() -> None:
    (node,) = [q.triple for q in parse(b"<urn:a> <urn:b> <urn:c> .", format=RdfFormat.TURTLE)]
    numbers = [
        [Triple(node.subject, node.predicate, type(node.subject)(f"urn:{i}"))] for i in range(64)
    ]
    culprits = {str(numbers[i][0].object) for i in (3, 40, 41)}
    asked = 0

    def sound(given: object) -> bool:
        nonlocal asked
        asked += 1
        return not culprits <= {str(t.object) for t in given}  # type: ignore[attr-defined]

    found = reasoning.smallest([], numbers, sound)
    assert {str(group[0].object) for group in found} == culprits
    assert asked < 40


def _schema() -> list[Triple]:
    return [q.triple for p in schema_files() for q in parse(path=p, rename_blank_nodes=True)]


@pytest.fixture(scope="module")
def world() -> owlready2.World:
    from ontology.reasoning import ontology_triples

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ontology.nt"
        serialize(ontology_triples(), output=path, format=RdfFormat.N_TRIPLES)
        world = owlready2.World()
        world.get_ontology(path.as_uri()).load()
        return world


def test_owlready2_reads_the_ontology(world: owlready2.World) -> None:
    value = world[WM + "Value"]
    assert value is not None
    assert world[WM + "Concept"] in value.is_a
    assert {c.name for c in world[WM + "Concept"].subclasses()} >= {"Value", "Dilemma", "Case"}
    threatens = world[WM + "threatens"]
    assert world[WM + "Value"] in threatens.range
    assert threatens.inverse_property is world[WM + "threatenedBy"]


@pytest.mark.skipif(not reasoning.has_java(), reason="HermiT itself needs Java")
def test_hermit_says_the_same() -> None:
    sound = reasoning.logical(_schema())
    assert reasoning.hermit_unsatisfiable(sound) == frozenset()
    wrong = reasoning.logical(with_sample("contradiction-classes"))
    assert reasoning.hermit_unsatisfiable(wrong) is None
