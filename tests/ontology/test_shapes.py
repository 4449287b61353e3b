from __future__ import annotations

from functools import cache

import pytest
import rdflib

from ontology.shacl import shape_names, shapes_graph, violations
from tests.ontology.samples import broken, sample_names, worked_example

SHAPES = shape_names()


@cache
def shapes() -> rdflib.Graph:
    return shapes_graph()


def test_the_worked_examples_conform() -> None:
    assert violations(worked_example().rdflib_graph(), shapes()) == []


@pytest.mark.parametrize("name", SHAPES)
def test_each_shape_finds_its_broken_sample_and_nothing_else(name: str) -> None:
    found = violations(broken(name).rdflib_graph(), shapes())
    assert {v.shape for v in found} == {name}
    for violation in found:
        assert set(violation.messages) == {"zh", "en"}
        assert violation.node


def test_a_concept_without_a_source_is_a_warning() -> None:
    (found,) = violations(broken("ConceptSource").rdflib_graph(), shapes())
    assert found.warning


def test_every_sample_in_capitals_is_of_a_shape() -> None:
    assert {name for name in sample_names() if name[0].isupper()} == set(SHAPES)
