"""``find(doc)``: links, attribution, and places that lead back to the words."""

from __future__ import annotations

import pytest

import ingest.claims
from ingest.claims import find
from ingest.document import Attribution, Marker, Pointer
from ingest.lexicon import Lexicon
from tests.ingest.claims.helpers import document
from tests.ingest.claims.vocabulary import small_lexicon

PV = "https://w3id.org/wenmai/public-value/"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> Lexicon:
    monkeypatch.setattr(ingest.claims, "lexicon", small_lexicon)
    return small_lexicon()


def test_sides_are_linked_and_stand_in_the_sentence() -> None:
    doc = find(document("数据共享有助于提升行政效率。"))
    (claim,) = doc.claims
    assert claim.subject_concept == PV + "data-sharing"
    assert claim.object_concept == PV + "administrative-efficiency"
    assert claim.quote == doc.sentences[0].text
    assert claim.subject in claim.quote
    assert claim.object in claim.quote
    assert doc.source.text[claim.start : claim.end] == claim.quote


def test_a_head_is_linked_through_its_modifiers_and_a_verb_is_not() -> None:
    doc = find(document("数字鸿沟会损害社会救助的公平。", "算法黑箱会导致损害公平的后果。"))
    assert doc.claims[0].object_concept == PV + "fairness"
    assert all(c.object_concept is None for c in doc.claims if c.sentence == 1)


def test_a_pronoun_is_kept_as_printed_and_resolved() -> None:
    doc = find(document("数据共享是协同的基础，它提升了行政效率。"))
    claim = next(c for c in doc.claims if c.subject == "它")
    assert claim.subject_concept == PV + "data-sharing"


def test_an_author_named_in_the_sentence() -> None:
    doc = find(document("何艳玲认为公共价值是公民期望的集合。"))
    assert [c.attribution for c in doc.claims] == [Attribution(authors=("何艳玲",))]


def test_the_mark_behind_a_statement_is_its_source() -> None:
    text = "数据共享有助于提升行政效率。"
    mark = Marker(30, 33, "[3]", len(text) - 1, ("3",))
    doc = document(text, markers=(mark,))
    doc = doc.having(pointers=(Pointer(30, 33, "[3]", 0, ("r3",)),))
    (claim,) = find(doc).claims
    assert claim.attribution == Attribution(marker="[3]", references=("r3",))


def test_the_paper_itself_speaks_where_nobody_is_named() -> None:
    (claim,) = find(document("数据共享有助于提升行政效率。")).claims
    assert claim.attribution is None


def test_he_goes_on_with_what_the_author_before_says() -> None:
    doc = find(document("李明认为公共价值是一种集体期望。", "他将数字治理理解为一种协作关系。"))
    assert [c.attribution.authors if c.attribution else () for c in doc.claims] == [
        ("李明",),
        ("李明",),
    ]


def test_the_same_document_gives_the_same_claims() -> None:
    text = "平台提升了效率，增强了信任，改善了服务，促进了协作，激发了活力。"
    assert find(document(text)).claims == find(document(text)).claims


def test_an_english_sentence_is_read_beside_a_chinese_one() -> None:
    doc = document("数据共享有助于提升行政效率。", "Open data strengthens public trust.")
    second = doc.sentences[1]
    doc = doc.having(
        sentences=(
            doc.sentences[0],
            type(second)(second.start, second.end, second.text, "en", None, second.offsets),
        )
    )
    assert [c.rule[:2] for c in find(doc).claims] == ["zh", "en"]
