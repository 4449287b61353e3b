"""Joining lines and ending sentences."""

from __future__ import annotations

import pytest

from tests.ingest.reading import body, check_spans, read_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公平重要。效率也重要！信任呢？", ["公平重要。", "效率也重要！", "信任呢？"]),
        ("公平；效率：信任。", ["公平；效率：信任。"]),
        ("他说：“公平重要。”她不同意。", ["他说：“公平重要。”", "她不同意。"]),
        ("他问“何为公平？”的时候没人回答。", ["他问“何为公平？”的时候没人回答。"]),
        ("《谁来治理？》是一本书。书很厚。", ["《谁来治理？》是一本书。", "书很厚。"]),
        ("平台（它属于公司。）很强。", ["平台（它属于公司。）很强。"]),
        ("平台很强。（它属于公司。）居民很弱。", ["平台很强。", "（它属于公司。）", "居民很弱。"]),
        ("真的吗？！不。", ["真的吗？！", "不。"]),
        ("增长3.5%，见www.example.org网站。", ["增长3.5%，见www.example.org网站。"]),
        ("技术不是目的．价值才是．", ["技术不是目的．", "价值才是．"]),
        ("“是吗?” 对! 很好.", ["“是吗?”", "对!", "很好."]),
        ("It is so. It was not.", ["It is so.", "It was not."]),
        (
            "See Dr. Smith et al. in Fig. 2, e.g. on p. 5. Then stop.",
            ["See Dr. Smith et al. in Fig. 2, e.g. on p. 5.", "Then stop."],
        ),
        ("J. Q. Public wrote it. We read it.", ["J. Q. Public wrote it.", "We read it."]),
        ("In the U.S. it began.", ["In the U.S. it began."]),
        ("It is in the U.S. The end.", ["It is in the U.S.", "The end."]),
        ("Costs rose by 3.5 per cent. Why?", ["Costs rose by 3.5 per cent.", "Why?"]),
        ("It works.Its logic is plain.", ["It works.", "Its logic is plain."]),
        ('"Is it new?" one asks. It is not.', ['"Is it new?" one asks.', "It is not."]),
        ("They differ (see Moore, 1995). Yes.", ["They differ (see Moore, 1995).", "Yes."]),
        ("数字治理有效。 Governance works.", ["数字治理有效。", "Governance works."]),
    ],
)  # fmt: skip
def test_sentences_end(text: str, expected: list[str]) -> None:
    doc = read_text(text)
    check_spans(doc)
    assert body(doc) == expected


WRAPPED = """一、概念
数字治理的价值不在于技术本身有多先进，而在于居民是否因此得
到了更好的服务。公平是底线，Jane Smith和 John
Roe都这样认为 [1] (P12)。效率是手段，二者缺一不可，这一点常常
被人忘记 [2]。
"""


def test_wrapped_lines_are_joined_and_marks_leave_no_spaces() -> None:
    doc = read_text(WRAPPED * 3)
    check_spans(doc)
    assert body(doc)[:3] == [
        "数字治理的价值不在于技术本身有多先进，而在于居民是否因此得到了更好的服务。",
        "公平是底线，Jane Smith和John Roe都这样认为。",
        "效率是手段，二者缺一不可，这一点常常被人忘记。",
    ]
    second = next(s for s in doc.sentences if s.text.startswith("公平"))
    assert [(m.surface, m.labels, m.locator) for m in second.markers] == [
        ("[1] (P12)", ("1",), "12")
    ]
    assert second.text[second.markers[0].at :] == "。"


def test_an_invented_space_stands_where_the_line_breaks() -> None:
    doc = read_text(WRAPPED * 3)
    sentence = next(s for s in doc.sentences if "John Roe" in s.text)
    place = sentence.text.index(" Roe")
    assert doc.source.text[sentence.offsets[place]] == "\n"
    start, end = sentence.source_span(place - 4, place + 4)
    assert doc.source.text[start:end].split() == ["John", "Roe"]


ENGLISH = """Introduction

Digital government is not a matter of technology alone, although techno-
logy is what most people see first. It is a matter of value. The people-
centered view, which we share, asks what citizens gain from the e-go-
vernment that they pay for. A people-centered e-government gives them
time; a self-
made portal does not, and nobody who has seen one will say that it is self-made well.
"""


def test_hyphens_at_line_ends() -> None:
    doc = read_text(ENGLISH)
    check_spans(doc)
    text = " ".join(body(doc))
    assert "although technology is" in text
    assert "The people-centered view" in text
    assert "from the e-government that" in text
    assert "a self-made portal" in text


def test_language_is_judged_for_each_sentence() -> None:
    doc = read_text("数字政府创造公共价值。Digital government creates value. ChatGPT是一种模型。")
    assert [s.lang for s in doc.sentences] == ["zh", "en", "zh"]


def test_full_width_text_stays_as_printed() -> None:
    doc = read_text("Value，trust； and  fairness matter. ＡＩ也重要。")
    assert body(doc) == ["Value，trust； and fairness matter.", "ＡＩ也重要。"]


def test_a_mark_after_the_stop_belongs_to_the_sentence_before_it() -> None:
    doc = read_text("公平是底线。^[1]^效率是手段。②信任是结果。")
    assert [[m.labels for m in s.markers] for s in doc.sentences] == [[("1",)], [("②",)], []]
    assert doc.sentences[0].markers[0].at == len(doc.sentences[0].text)


def test_markdown_marks_are_cleaned() -> None:
    doc = read_text(
        "Value is *made*, **not** found: see [Moore](https://example.org/a_b) and `code`.\n\n"
        "> Trust is _earned_.\n\n- fairness\n- trust [1](P5)\n\n1. first\n2. second\n",
        "markdown",
    )
    check_spans(doc)
    assert body(doc) == [
        "Value is made, not found: see Moore and code.",
        "Trust is earned.",
        "fairness",
        "trust",
        "first",
        "second",
    ]
