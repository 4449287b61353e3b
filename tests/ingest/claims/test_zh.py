"""What the Chinese engine promises beyond its rules: sentences of our own."""

from __future__ import annotations

import pytest

from ingest.claims.clauses import split
from ingest.claims.linking import Linker
from ingest.claims.patterns import balanced, parse
from ingest.claims.tokens import tokens
from ingest.claims.zh import find
from tests.ingest.claims.helpers import triples
from tests.ingest.claims.vocabulary import small_lexicon


@pytest.mark.parametrize(
    "text",
    [
        "本文首先梳理社区平台的发展历程。",
        "本研究采用问卷调查收集数据。",
        "如何让数据共享真正服务居民？",
        "党的二十大报告指出要加快建设数字社会。",
        "这种应用在主要城市很重要。",
        "导致拥堵的因素有三个。",
        "现有研究从以下三个方面展开。",
    ],
)
def test_what_is_no_statement_about_the_field_gives_no_claim(text: str) -> None:
    assert triples(text) == []


def test_a_dropped_subject_is_the_topic_of_the_clause_before() -> None:
    found = triples("智能客服降低了沟通成本，提升了服务效率。")
    assert ("智能客服", "addresses", "沟通成本") in found
    assert ("智能客服", "realizes", "服务效率") in found


def test_an_event_in_the_clause_before_causes_what_follows() -> None:
    found = triples("企业之间不愿交换数据，导致资源浪费。")
    assert found == [("企业之间不愿交换数据", "causes", "资源浪费")]


def test_the_contrast_is_a_claim_of_its_own() -> None:
    linker = Linker(small_lexicon())
    text = "社区治理不是政府的独角戏，而是居民的共同事业。"
    found = find(text, linker)
    assert [(f.polarity, text[slice(*f.object)]) for f in found] == [
        ("negative", "政府的独角戏"),
        ("positive", "居民的共同事业"),
    ]


@pytest.mark.parametrize(
    ("text", "modality", "polarity"),
    [
        ("监管部门应建立问责机制。", "normative", "positive"),
        ("算法推荐可能损害公共讨论。", "possible", "positive"),
        ("如果规则缺位，平台扩张会损害公共讨论。", "possible", "positive"),
        ("线上服务未能提升公众信任。", "asserted", "negative"),
        ("开放数据增强了公众信任。", "asserted", "positive"),
    ],
)
def test_modality_and_polarity(text: str, modality: str, polarity: str) -> None:
    claims = find(text, Linker(small_lexicon()))
    assert {(c.modality, c.polarity) for c in claims} == {(modality, polarity)}


def test_duties_that_follow_a_modal_are_duties() -> None:
    found = triples("街道办应公开预算，完善反馈渠道。")
    assert found == [("街道办", "requires", "公开预算"), ("街道办", "requires", "完善反馈渠道")]


def test_a_verb_inside_a_modifier_is_no_predicate() -> None:
    found = triples("影响公众信任的因素包括透明和问责。")
    assert {relation for _, relation, _ in found} == {"hasPart"}


def test_an_enumeration_with_more_than_four_members_stays_whole() -> None:
    found = triples("评估指标包括速度、成本、质量、安全和满意度。")
    assert found == [("评估指标", "hasPart", "速度、成本、质量、安全和满意度")]


def test_words_in_quotation_marks_are_not_predicates() -> None:
    assert triples("“以发展促进公平”的口号流传很广。") == []


def test_at_most_four_claims_a_sentence() -> None:
    text = "平台提升了效率，增强了信任，改善了服务，促进了协作，激发了活力，拓宽了渠道。"
    assert len(triples(text)) == 4


def test_clauses_are_cut_outside_brackets_and_quotation_marks() -> None:
    text = "首先，他说“甲，乙；丙”（见前文，第三节）；其次，丁。"
    parts = [text[c.start : c.end] for c in split(text, tokens(text))]
    assert parts == ["首先", "他说“甲，乙；丙”（见前文，第三节）", "其次", "丁"]


def test_tokens_are_the_text() -> None:
    text = "数字治理要有效率，这是由Digital的意义决定的。 123"
    assert "".join(t.text for t in tokens(text)) == text
    assert all(text[t.start : t.end] == t.text for t in tokens(text))


def test_a_pattern_needs_a_word() -> None:
    with pytest.raises(ValueError, match="needs a word"):
        parse("{S} {O}")


@pytest.mark.parametrize(("text", "answer"), [("（甲）", True), ("甲）", False), ("“甲", False)])
def test_balanced(text: str, answer: bool) -> None:
    assert balanced(text) is answer
