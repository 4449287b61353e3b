"""In-text reference marks."""

from __future__ import annotations

import pytest

from ingest import markers


def found(text: str, **options: bool) -> list[tuple[str, tuple[str, ...], str | None, bool]]:
    return [
        (text[mark.start : mark.end], mark.labels, mark.locator, mark.removed)
        for mark in markers.find(text, 0, len(text), **options)
    ]


@pytest.mark.parametrize(
    ("text", "surface", "labels", "locator"),
    [
        ("价值很重要[1]。", "[1]", ("1",), None),
        ("价值很重要 [1,3-5] 。", "[1,3-5]", ("1", "3", "4", "5"), None),
        ("价值很重要［12］，", "［12］", ("12",), None),
        ("价值很重要〔2〕，", "〔2〕", ("2",), None),
        ("价值很重要[1](P57)。", "[1](P57)", ("1",), "57"),
        ("价值很重要 [12] (P339)。", "[12] (P339)", ("12",), "339"),
        ("价值很重要[13] (P338-344)。", "[13] (P338-344)", ("13",), "338-344"),
        ("价值很重要[2]（第7页）。", "[2]（第7页）", ("2",), "7"),
        ("价值很重要[2]25-27。", "[2]25-27", ("2",), "25-27"),
        ("价值很重要^[7]^，", "^[7]^", ("7",), None),
        ("价值很重要。^[1]经过努力", "^[1]", ("1",), None),
        ("价值<sup>[4]</sup>很重要", "<sup>[4]</sup>", ("4",), None),
        ("价值[1]-[3]很重要", "[1]-[3]", ("1", "2", "3"), None),
        ("Value matters [2, 4].", "[2, 4]", ("2", "4"), None),
        ("Value matters[^3].", "[^3]", ("3",), None),
        ("价值很重要①。", "①", ("①",), None),
        ("这是“价值”。②", "②", ("②",), None),
        ("价值㉑很重要，", "㉑", ("㉑",), None),
        ("价值很重要¹²。", "¹²", ("12",), None),
        ("They called it value.3 Others did not.", "3", ("3",), None),
    ],
)
def test_printed_marks_leave_the_text(
    text: str, surface: str, labels: tuple[str, ...], locator: str | None
) -> None:
    assert found(text) == [(surface, labels, locator, True)]


@pytest.mark.parametrize(
    ("text", "surface", "labels", "locator"),
    [
        ("Value is contested (Moore, 1995).", "(Moore, 1995)", ("Moore 1995",), None),
        (
            "Value is contested (Moore 1995: 57; Bozeman, 2007).",
            "(Moore 1995: 57; Bozeman, 2007)",
            ("Moore 1995", "Bozeman 2007"),
            "57",
        ),
        (
            "Value (see Alford & O'Flynn, 2009, p. 12).",
            "(see Alford & O'Flynn, 2009, p. 12)",
            ("Alford 2009",),
            "12",
        ),
        ("As Moore (1995) says,", "Moore (1995)", ("Moore 1995",), None),
        ("As Moore et al. (2013a) say,", "Moore et al. (2013a)", ("Moore 2013a",), None),
        (
            "价值有争议（张三，2020；李四等，2021）。",
            "（张三，2020；李四等，2021）",
            ("张三 2020", "李四 2021"),
            None,
        ),
        ("正如王小明（2009）所说", "王小明（2009）", ("王小明 2009",), None),
        ("学者李四等（2020）指出", "李四等（2020）", ("李四 2020",), None),
    ],
)
def test_author_and_year_stay(
    text: str, surface: str, labels: tuple[str, ...], locator: str | None
) -> None:
    assert found(text) == [(surface, labels, locator, False)]


@pytest.mark.parametrize(
    "text",
    [
        "包括：①公平；②效率；③信任。",
        "国发〔2022〕14号文件",
        "面积为25m²，",
        "数组a[2022]",
        "（见图1）",
        "政策试点（2019）",
        "(in 1995 and later)",
        "[1]这一段以编号开头",
    ],
)
def test_what_is_no_mark(text: str) -> None:
    assert found(text) == []


def test_circles_between_words_are_marks_only_where_there_are_notes() -> None:
    assert found("负担①和风险②都在增加", circled_notes=True) == [
        ("①", ("①",), None, True),
        ("②", ("②",), None, True),
    ]
    assert found("可分①政务②产业两类", circled_notes=False) == []


def test_a_mark_can_begin_a_line_that_goes_on() -> None:
    assert found("[3]和其他研究", continued=True) == [("[3]", ("3",), None, True)]
    assert found("[3]。", continued=False) == [("[3]", ("3",), None, True)]


def test_ranges_have_an_end() -> None:
    assert markers.labels_of("1-999") == ("1", "999")
    assert markers.labels_of("5-3") == ("5", "3")
