"""The five papers: every heading, every sentence of the development parts, no furniture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.ingest.reading import ROOT, check_spans, read_seed

GOLD = ROOT / "corpus/gold"
NUMBERS = ["000", "001", "002", "003", "004"]
# Words of running heads, notes, references, site navigation and statements about the paper
STRAY = [
    "All rights reserved", "责任编辑", "出版社", "[J]", "参考文献", "Keywords", "关键词", "基金",
    "作者自制", "内容加载中", "被引量", "下载PDF", "文章编号", "DOI", "第 1 期", "第1期", "pp.",
    "项目编号", "| ", "**", "^[", "转型社会学考察",
]  # fmt: skip


def gold(name: str, number: str) -> list[dict[str, Any]]:
    lines = Path(GOLD / name).read_text(encoding="utf-8").splitlines()
    return [entry for entry in map(json.loads, lines) if entry["seed"] == number]


@pytest.mark.parametrize("number", NUMBERS)
def test_spans(number: str) -> None:
    check_spans(read_seed(number))


@pytest.mark.parametrize("number", NUMBERS)
def test_every_heading_is_found_and_nothing_else(number: str) -> None:
    expected = [(g["start"], g["end"], g["level"]) for g in gold("headings-seeds.jsonl", number)]
    found = [(s.start, s.end, s.level) for s in read_seed(number).sections]
    assert found == expected


@pytest.mark.parametrize("number", NUMBERS[:4])
def test_sentence_boundaries(number: str) -> None:
    expected = {(g["start"], g["end"]) for g in gold("sentences-seeds.jsonl", number)}
    assert expected
    found = {
        (s.start, s.end)
        for s in read_seed(number).sentences
        if any(start < s.end and s.start < end for start, end in expected)
    }
    right = len(found & expected)
    assert 2 * right / (len(found) + len(expected)) >= 0.985


@pytest.mark.parametrize("number", NUMBERS)
def test_no_furniture_inside_sentences(number: str) -> None:
    doc = read_seed(number)
    assert len(doc.sentences) > 20
    for sentence in doc.sentences:
        assert not [word for word in STRAY if word in sentence.text], sentence.text[:40]
        assert sentence.text[-1] in "。？！?!.：”）", sentence.text[-10:]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("000", {"title": "数字治理的公共价值及其实现路径", "authors": (), "year": None}),
        ("001", {"title": "公共价值导向下的数字政府治理理论建构研究", "authors": ()}),
        ("002", {"authors": ("车峰", "原珂"), "year": 2024, "issue": "10", "pages": "48-53"}),
        ("002", {"doi": "10.19632/j.cnki.11-3953/a.2024.10.008"}),
        ("002", {"keywords": ("数字政府", "政府治理创新", "以人民为中心")}),
        ("003", {"title": "数字社会治理的场景构建、运行逻辑与公共价值实现"}),
        ("003", {"authors": ("王佃利", "滕蕾"), "year": None, "container": None}),
        ("004", {"title": "数字政府的公共价值创造:路径与研究进路", "container": "公共管理评论"}),
        ("004", {"authors": ("王学军", "陈友倩"), "year": 2022, "issue": "3", "pages": "5-23"}),
        ("004", {"keywords": ("数字政府", "公共价值创造", "合作生产")}),
    ],
)  # fmt: skip
def test_metadata(number: str, expected: dict[str, Any]) -> None:
    found = read_seed(number).metadata
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(("number", "marks"), [("000", 21), ("002", 9), ("003", 31)])
def test_marks(number: str, marks: int) -> None:
    doc = read_seed(number)
    assert sum(len(sentence.markers) for sentence in doc.sentences) == marks


def test_pages_restart_the_notes() -> None:
    doc = read_seed("003")
    pages = {block.page for block in doc.blocks if block.kind == "footnotes"}
    assert len(pages) == 6
    assert doc.blocks[0].page == 1
