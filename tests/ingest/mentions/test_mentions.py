"""Concept names in sentences: longest first, vetoes, inflections, candidates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ingest.mentions
from ingest.document import Mention
from ingest.folding import fold
from ingest.lexicon import Lexicon
from tests.ingest.claims.helpers import document
from tests.ingest.claims.vocabulary import Concept, small_lexicon

PHRASES = [
    Concept(slug, cls, {"zh": zh, "en": slug})
    for slug, cls, zh in [
        ("divide", "Dilemma", "数字鸿沟"),
        ("closing", "Measure", "提升数字鸿沟治理水平"),
        ("efficiency-of-governance", "Value", "治理效率"),
        ("public-trust", "Value", "公众信任"),
        ("public", "Actor", "公众"),
        ("balance", "Dilemma", "治理效率与公众信任的平衡"),
        ("builders", "Actor", "公众信任的建设者"),
        ("lack", "Dilemma", "公众信任不足"),
        ("aim", "Principle", "以公众信任为目标"),
        ("trust-in-the-public", "Value", "对公众的信任"),
        ("openness", "Value", "可公开"),
        ("open-development", "Principle", "可公开发展"),
    ]
]
PV = "https://w3id.org/wenmai/public-value/"


def mentions(text: str, lang: str = "zh") -> tuple[Mention, ...]:
    doc = document(text, lang=lang)
    found = ingest.mentions.in_sentence(doc.sentences[0], 0, small_lexicon())
    for m in found:
        assert doc.source.text[m.start : m.end] == m.surface == text[m.at : m.to]
    return tuple(found)


def known(text: str, lang: str = "zh") -> list[tuple[str, bool]]:
    return [(m.surface, m.nested) for m in mentions(text, lang) if m.concept]


def test_the_longest_name_wins_and_the_inner_one_is_nested() -> None:
    found = mentions("数字政府需要公众信任。")
    assert [(m.surface, m.nested) for m in found] == [
        ("数字政府", False),
        ("政府", True),
        ("公众信任", False),
        ("信任", True),
    ]
    assert found[0].concept == PV + "digital-government"
    assert found[0].cls == "Field"


def test_every_occurrence_is_found() -> None:
    assert [s for s, _ in known("公平与效率，没有公平就没有效率。")] == [
        "公平", "效率", "公平", "效率",
    ]  # fmt: skip


def test_traditional_characters_and_width_do_not_matter() -> None:
    assert known("數字鴻溝加劇。") == [("數字鴻溝", False)]


@pytest.mark.parametrize(
    "text", ["结果很不公平。", "人民主体地位得到尊重。", "他读了《公平与效率》。"]
)
def test_no_mention(text: str) -> None:
    assert known(text) == []


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Digital divides are widening.", "Digital divides"),
        ("The digital-divide debate goes on.", "digital-divide"),
        ("Older people lack access.", "Older people"),
    ],
)
def test_english_inflections(text: str, surface: str) -> None:
    assert (surface, False) in known(text, "en")


def test_english_names_are_whole_words() -> None:
    assert known("Entrusting and mistrust are words.", "en") == []


@pytest.mark.parametrize(
    ("text", "outer"),
    [
        ("提升数字鸿沟治理水平。", ["数字鸿沟"]),
        ("他们关心治理效率与公众信任的平衡。", ["治理效率", "公众信任"]),
        ("公众信任的建设者来自各地。", ["公众信任"]),
        ("很多地方公众信任不足。", ["公众信任"]),
        ("以公众信任为目标的改革。", ["公众信任"]),
        ("对公众的信任十分重要。", ["对公众的信任"]),
        ("这里谈可公开发展。", ["可公开发展"]),
    ],
)
def test_a_label_that_is_a_phrase_does_not_hide_its_terms(text: str, outer: list[str]) -> None:
    lexicon = Lexicon(PHRASES)
    found = ingest.mentions.in_sentence(document(text).sentences[0], 0, lexicon)
    assert [m.surface for m in found if m.concept and not m.nested] == outer
    assert any(m.nested and len(m.surface) > 4 for m in found) or len(outer[0]) > 4


def test_a_name_that_a_neighbour_forbids() -> None:
    assert known("政府币只是一个玩笑。") == []


def test_a_productive_compound_is_a_candidate() -> None:
    found = [(m.surface, m.concept, m.cls) for m in mentions("数据壁垒和算法偏见不断出现。")]
    assert ("数据壁垒", None, "Dilemma") in found
    assert ("算法偏见", None, "Dilemma") in found


def test_a_quality_is_a_candidate_and_a_general_word_is_not() -> None:
    found = [m.surface for m in mentions("可及性非常重要，重要性不必多说。")]
    assert "可及性" in found
    assert "重要性" not in found


def test_a_verb_in_front_makes_no_candidate() -> None:
    found = mentions("要靠协同培育信任，医患信任也要过度信任。")
    assert [m.surface for m in found if not m.concept] == ["医患信任"]


def test_an_english_candidate() -> None:
    found = mentions("Algorithmic bias is a risk.", "en")
    assert [(m.surface, m.concept, m.cls) for m in found] == [("Algorithmic bias", None, "Dilemma")]


@given(st.text())
def test_folding_moves_nothing(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="公平效率不的数字鸿沟信任政府，。ab 民主体"))
def test_mentions_lead_back_to_their_words(text: str) -> None:
    if text:
        mentions(text)


def test_a_name_that_is_not_looked_for_in_text() -> None:
    known = Lexicon(
        [
            Concept(
                "urn:market-actor",
                "Actor",
                {"zh": "市场主体", "en": "market actors"},
                (("市场", "zh"), ("market", "en")),
                not_in_text=("市场", "market"),
            )
        ]
    )
    text = "市场主体进入市场。The market and market actors."
    assert [text[hit.start : hit.end] for hit in known.hits(text)] == ["市场主体", "market actors"]
    assert known.entry("市场主体") is not None
    assert known.entry("市场") is None  # an ordinary word when it is a side of a claim, too
