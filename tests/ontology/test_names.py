"""Finding concepts by any of their names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.library import Concept, concepts
from ontology.names import bare, english_forms, find, folded_name

KNOWN = concepts()


def slugs(name: str) -> list[str]:
    return [concept.iri.rsplit("/", 1)[1] for concept in find(name)]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("数字鸿沟", "digital-divide"),
        ("數字鴻溝", "digital-divide"),
        ("Digital Divides", "digital-divide"),
        ("digital-divide", "digital-divide"),
        ("公共價值", "public-value"),
        ("public values", "public-value"),
        ("eGovernment", "e-government"),
        ("e government", "e-government"),
        ("digitalization", "digital-transformation"),
        ("  fairness ", "fairness"),
    ],
)
def test_a_name_in_any_form(name: str, slug: str) -> None:
    assert slugs(name)[0] == slug


def test_what_is_no_name_finds_nothing() -> None:
    assert find("数字") == ()
    assert find("") == ()


@given(st.sampled_from(KNOWN), st.data())
def test_every_printed_name_finds_its_concept(concept: Concept, data: st.DataObject) -> None:
    names = [*concept.labels.values(), *(text for text, _ in concept.alt)]
    name = data.draw(st.sampled_from(names))
    assert concept in find(name)
    assert concept in find(name.upper())


def test_a_preferred_label_goes_before_another_name() -> None:
    for concept in KNOWN:
        for label in concept.labels.values():
            assert concept in find(label)[:2], label


def test_forms_of_a_label() -> None:
    assert {"e government", "egovernment"} <= english_forms("e-government")
    assert "digitalisation strategies" in english_forms("digitalization strategy")
    assert folded_name("Co-Creation") == "co creation"
    assert bare("信任（个人）") == "信任"
