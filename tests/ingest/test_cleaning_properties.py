"""Whatever the text: spans hold their words, and time grows with length only."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.reading import PAPERS, check_spans, read_paper, read_text

PIECES = st.sampled_from(
    [
        *"治理公平价值的，。；：！？“”（）()[]《》、…—",
        *"aAbB.,;:!?\"'-*_`#>|^<\\/ \t\u3000\u00a0\u200b\u00ad",
        *"①②③¹²0129",
        *["\n", "\n\n", "\r\n", "\n ", "\f", "\n\n\n\n", "\u2028"],
        *["一、", "（一）", "第一章", "1. ", "2.1", "# ", "## ", "参考文献\n", "References\n"],
        *["摘要：", "关键词："],
        *["[1]", "[2](P5)", "^[3]^", "(Moore, 1995)", "王小明（2009）"],
        *["[a](b)", "![a](b)", "**b**", "<sup>1</sup>"],
        *["① 《书》，2001年版。\n", "表1 变量\n", "| a | b |\n", "all rights reserved\n"],
        *["12\n", "---\n", "```\n", "value is made with the public"],
        "公平是底线，效率是手段，二者缺一不可，这一点常常被忘记",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_spans_of_any_text(text: str) -> None:
    check_spans(read_text(text))


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_spans_of_any_markdown(text: str) -> None:
    check_spans(read_text(text, "markdown"))


@pytest.mark.parametrize("name", sorted(path.name for path in PAPERS.glob("*.*")))
def test_spans_of_papers(name: str) -> None:
    doc = read_paper(name)
    check_spans(doc)
    assert doc.sentences


LENGTH = 100_000


@pytest.mark.parametrize(
    "unit",
    [
        "(",
        "（",
        "[",
        "[1,",
        "《",
        "“",
        "*a ",
        "^[",
        ".",
        "。",
        "A. ",
        '"a." ',
        "Moore and ",
        "(1995 ",
        "①",
        "# a\n",
        "参考文献\n",
        "[1]a\n",
        "摘要：a\n",
        "a-\n",
        "1. a\n",
        "治理\n",
        "[a](",
        "<b",
    ],
)
def test_hostile_repetition_takes_no_more_than_its_length(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        start = time.process_time()
        read_text(text, "markdown")
        return time.process_time() - start

    # a quadratic step would take about 16 times as long for 4 times the text
    short, long = seconds(LENGTH // 4), seconds(LENGTH)
    assert long < max(9 * short, 1.5), f"{short:.2f} s, then {long:.2f} s"


def test_two_megabytes_take_seconds() -> None:
    text = (PAPERS / "chinese_pdf.txt").read_text(encoding="utf-8")
    text *= 2_000_000 // len(text)
    start = time.process_time()
    doc = read_text(text)
    taken = time.process_time() - start
    assert len(doc.sentences) > 10_000
    assert taken < 30, f"{taken:.1f} s"
