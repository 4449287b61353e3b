"""What the English engine promises beyond its rules: sentences of our own."""

from __future__ import annotations

import pytest

from ingest.claims import en, surface
from ingest.claims.linking import Linker
from tests.ingest.claims.helpers import triples
from tests.ingest.claims.vocabulary import small_lexicon

LINKER = Linker(small_lexicon())


@pytest.mark.parametrize(
    "text",
    [
        "This paper examines the use of open data in three cities.",
        "We conducted interviews with forty officials in two regions.",
        "How can agencies improve the quality of their services?",
        "The remainder of this paper is organized as follows.",
    ],
)
def test_what_is_no_statement_about_the_field_gives_no_claim(text: str) -> None:
    assert triples(text, "en") == []


def test_the_author_of_a_reported_statement() -> None:
    text = "Moore argues that managers create public value."
    found = en.find_all([text], LINKER)[0]
    assert [(f.authors, text[slice(*f.object)]) for f in found] == [(("Moore",), "public value")]


def test_what_a_study_shows_is_a_finding() -> None:
    text = "The results show that open data increases public trust."
    found = en.find_all([text], LINKER)[0]
    assert [(f.type, f.relation) for f in found] == [("finding", "realizes")]


def test_a_passive_turns_the_sides_round() -> None:
    found = triples("Public trust is undermined by opaque decisions.", "en")
    assert found == [("opaque decisions", "threatens", "Public trust")]


def test_full_width_marks_do_not_hide_the_words() -> None:
    text = "In cities， data sharing improves administrative efficiency， and it reduces costs."
    assert ("data sharing", "realizes", "administrative efficiency") in triples(text, "en")


def test_modal_and_negation() -> None:
    text = "Agencies must not sell personal records."
    found = en.find_all([text], LINKER)[0]
    assert [(f.relation, f.modality, f.polarity) for f in found] == [
        ("requires", "normative", "negative")
    ]


def test_without_a_model_the_surface_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(en, "model", lambda: None)
    text = "However, data sharing improves administrative efficiency."
    assert triples(text, "en") == [("data sharing", "realizes", "administrative efficiency")]


def test_surface_rules_keep_to_short_subjects() -> None:
    text = "Agencies must publish their decisions, because citizens should know them."
    found = surface.find(text, LINKER)
    assert next((text[slice(*f.subject)], text[slice(*f.object)]) for f in found) == (
        "Agencies",
        "publish their decisions",
    )
