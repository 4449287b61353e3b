"""Lists and notes cut into items, with spans that lead back to the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Block, BlockKind, Document, Source
from ingest.printed import join_lines
from ingest.references import find


def _document(text: str, kind: BlockKind = "references", page: int | None = None) -> Document:
    source = Source("invented.txt", "0", text)
    return Document(source, blocks=(Block(kind, 0, len(text), page),))


def _found(text: str, kind: BlockKind = "references") -> list[tuple[str | None, str]]:
    return [(r.label, r.raw) for r in find(_document(text, kind)).references]


LABELLED = """参考文献：

[1][美]约翰·多伊 .治理的
尺度[M].李四，译 .北京：示例出版社，2016.
[2]Doe J. Trust in e-go-
vernment and transfor-
mation[J].Example Journal,
2019, 36(4).

[3l]wrong slip
[4]张三.数据[J].示例学报，2020，(6).
"""


def test_a_list_over_several_lines() -> None:
    found = _found(LABELLED)
    assert found[0] == ("1", "[1][美]约翰·多伊 .治理的尺度[M].李四，译 .北京：示例出版社，2016.")
    assert found[1][1].startswith("[2]Doe J. Trust in e-government and transformation[J].Example")
    assert found[1][1].endswith("Journal, 2019, 36(4). [3l]wrong slip")
    assert found[2][0] == "4"


def test_a_slip_in_a_label_is_read_where_the_number_is_due() -> None:
    items = "".join(f"[{n}]张三.数据之{n}[J].示例学报，2020，({n}).\n" for n in range(1, 11))
    found = _found(items + "[1l]李四.平台[J].示例学报，2021，(1).\n")
    assert [label for label, _ in found] == [str(n) for n in range(1, 12)]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "1. Doe J. Trust. Ex J. 2019;3(1):1-9.\n2. Roe J. Hope. Ex J. 2018;2(1):1-9.\n",
            ["1", "2"],
        ),
        (
            "- [1] 张三：《数据》，《示例》2020年第1期。\n"
            "- [2] 李四：《平台》，《示例》2021年第2期。\n",
            ["1", "2"],
        ),
        ("［1］张三.数据[J].示例，2020(1).［2］李四.平台[J].示例，2021(2).\n", ["1", "2"]),
        (
            "Doe, J. (2019). Trust. Example Journal, 3(1),\n    1-9.\n"
            "Roe, J. (2018). Hope. Example Journal, 2(1), 1-9.\n",
            [None, None],
        ),
        (
            "张三，2020，《数据》，《示例》第1期。\n李四，2021，《平台》，《示例》第2期。\n",
            [None, None],
        ),
    ],
)
def test_labels_of_all_kinds(text: str, labels: list[str | None]) -> None:
    assert [label for label, _ in _found(text)] == labels


def test_years_and_pages_at_line_starts_are_no_labels() -> None:
    text = (
        "1. Doe J. Trust. Example Journal,\n2019. 3(1):1-9.\n2. Roe J. Hope. Ex J. 2018;2(1):1-9.\n"
    )
    assert [label for label, _ in _found(text)] == ["1", "2"]


NOTES = """① 张三：《数据》，《示例研究》2020年第1期；李四：《平台》，《示例论坛》2021年第2期。
② 2021年5月3日，国务院办公厅印发《关于示例工作的指导意见》，提出三项要求。
③ 这里所说的平台泛指一切由多方共同使用的设施，下文不再一一说明。
④ 同上，第5页。
"""


def test_notes_are_told_apart() -> None:
    references = find(_document(NOTES, "footnotes", 3)).references
    assert [(r.label, r.type) for r in references] == [
        ("①", "work"),
        ("①", "work"),
        ("②", "policy"),
        ("③", "comment"),
        ("④", "comment"),
    ]
    assert references[0].csl["title"] == "数据"
    assert references[1].csl["container-title"] == "示例论坛"
    assert references[2].csl["issued"] == {"date-parts": [[2021, 5, 3]]}
    assert references[2].csl["author"] == [{"literal": "国务院办公厅"}]
    assert references[3].csl == {}
    assert {r.page for r in references} == {3}
    assert len({r.id for r in references}) == 5


def test_the_same_work_again() -> None:
    text = (
        "① 张三：《数据》，北京：示例出版社，2020年，第3页。\n② 同上，第5页。\n"
        "③ 李四：《平台》，《示例》2021年第2期。\n④ 前引①，第9页。\n"
    )
    references = find(_document(text, "footnotes")).references
    assert [r.csl["title"] for r in references] == ["数据", "数据", "平台", "数据"]
    assert [r.csl.get("page") for r in references] == ["3", "5", None, "9"]


def _letters(text: str) -> str:
    return "".join(text.replace("-", "").split())


def test_spans_hold_the_printed_words() -> None:
    for reference in find(_document(LABELLED)).references:
        printed = LABELLED[reference.start : reference.end]
        assert _letters(printed) == _letters(reference.raw)
        assert printed == printed.strip()


def test_a_document_without_lists_has_no_references() -> None:
    text = "正文没有参考文献。"
    assert (
        find(Document(Source("a.txt", "0", text), blocks=(Block("body", 0, len(text)),))).references
        == ()
    )


@given(st.text(alphabet="ab -\n\r\t中文，。[1]", max_size=60))
def test_joining_keeps_every_offset(text: str) -> None:
    joined = join_lines(text, 0, len(text))
    assert len(joined.text) == len(joined.offsets)
    assert list(joined.offsets) == sorted(joined.offsets)
    for character, offset in zip(joined.text, joined.offsets, strict=True):
        assert text[offset] == character or (character == " " and text[offset].isspace())


@given(st.text(alphabet="[]1234567890l.①② abAB\n，。《》：；张三第期年J", max_size=120))
def test_no_text_breaks_the_finder(text: str) -> None:
    for kind in ("references", "footnotes"):
        for reference in find(_document(text, kind)).references:
            assert 0 <= reference.start < reference.end <= len(text)
            assert 0.0 <= reference.confidence <= 1.0
