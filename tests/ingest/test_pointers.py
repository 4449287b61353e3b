"""Marks linked to references: lists, notes that restart on each page, names and years."""

from __future__ import annotations

import pytest

from ingest.document import Block, BlockKind, Document, Marker, Reference, Sentence, Source
from ingest.pointers import function_of, link
from ingest.printed import table


def _sentence(start: int, page: int | None, *marks: tuple[str, ...]) -> Sentence:
    text = "示例句子。"
    markers = tuple(
        Marker(start + i, start + i + 1, "x", 4, labels) for i, labels in enumerate(marks)
    )
    offsets = tuple(range(start, start + len(text)))
    return Sentence(start, start + 9, text, "zh", None, offsets, markers, page=page)


def _reference(
    number: int, label: str | None, start: int, author: str = "", year: int = 0, title: str = ""
) -> Reference:
    csl: dict[str, object] = {"title": title or f"题{number}"}
    if author:
        family, _, given = author.partition("|")
        csl["author"] = [{"family": family, "given": given}]
    if year:
        csl["issued"] = {"date-parts": [[year]]}
    return Reference(f"r{number}", label, start, start + 5, "raw", "work", csl)


def _linked(
    sentences: list[Sentence],
    references: list[Reference],
    *blocks: tuple[BlockKind, int, int, int | None],
) -> list[tuple[str, ...]]:
    doc = Document(
        Source("a", "0", "文" * 2000),
        blocks=tuple(Block(*b) for b in blocks),
        sentences=tuple(sentences),
        references=tuple(references),
    )
    return [pointer.references for pointer in link(doc).pointers]


def test_numbers_of_a_list_hold_for_the_whole_document() -> None:
    references = [_reference(n, str(n), 900 + 10 * n) for n in (1, 2, 3)]
    sentences = [
        _sentence(0, 1, ("1",)),
        _sentence(100, 2, ("1", "2", "3"), ("4",)),
        _sentence(200, 2, ("2",)),
    ]
    assert _linked(sentences, references, ("references", 900, 1000, 3)) == [
        ("r1",),
        ("r1", "r2", "r3"),
        (),
        ("r2",),
    ]


@pytest.mark.parametrize("paged", [True, False])
def test_page_notes_restart_and_missing_ones_stay_open(paged: bool) -> None:
    # Page 1 has marks and no notes, page 2 lacks its first note, page 3 is whole.
    sentences = [
        _sentence(0, 1 if paged else None, ("①",), ("②",)),
        _sentence(100, 2 if paged else None, ("①",), ("②",), ("③",)),
        _sentence(300, 3 if paged else None, ("①",), ("②",)),
    ]
    references = [
        _reference(1, "②", 201),
        _reference(2, "③", 210),
        _reference(3, "①", 401),
        _reference(4, "②", 410),
    ]
    blocks: list[tuple[BlockKind, int, int, int | None]] = [
        ("footnotes", 200, 250, 2 if paged else None),
        ("footnotes", 400, 450, 3 if paged else None),
    ]
    assert _linked(sentences, references, *blocks) == [
        (),
        (),
        (),
        ("r1",),
        ("r2",),
        ("r3",),
        ("r4",),
    ]


def test_circled_endnotes_that_run_through() -> None:
    sentences = [_sentence(0, 1, ("①",)), _sentence(50, 2, ("②",)), _sentence(90, 3, ("③",))]
    references = [_reference(n, "①②③"[n - 1], 500 + n) for n in (1, 2, 3)]
    assert _linked(sentences, references, ("footnotes", 500, 600, 4)) == [("r1",), ("r2",), ("r3",)]


def test_a_note_with_two_works_gives_both() -> None:
    references = [_reference(1, "①", 101), _reference(2, "①", 110), _reference(3, "②", 120)]
    sentences = [_sentence(0, 1, ("①",), ("②",))]
    assert _linked(sentences, references, ("footnotes", 100, 200, 1)) == [("r1", "r2"), ("r3",)]


def test_names_and_years() -> None:
    references = [
        _reference(1, None, 901, "Moore|M. H.", 1995),
        _reference(2, None, 911, "何|艳玲", 2009),
        _reference(3, None, 921, "van der Wal|Z.", 2015),
        _reference(4, None, 931, "Lee|A.", 2020),
        _reference(5, None, 941, "Lee|B.", 2020),
    ]
    labels = [
        "Moore 1995",
        "学者何艳玲 2009",
        "van der Wal 2015",
        "Lee 2020",
        "Lee 2020b",
        "Moore 1996",
    ]
    sentences = [_sentence(0, 1, *((label,) for label in labels))]
    assert _linked(sentences, references, ("references", 900, 999, 2)) == [
        ("r1",),
        ("r2",),
        ("r3",),
        (),
        ("r5",),
        (),
    ]


def test_a_document_without_references_leaves_every_mark_open() -> None:
    assert _linked([_sentence(0, 1, ("1",), ("①",))], []) == [(), ()]


RULES = table("functions")["function"]


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r["cito"])
def test_functions_by_their_own_examples(rule: dict[str, list[str] | str]) -> None:
    for example in rule["yes"]:
        assert function_of(example, len(example)) == rule["cito"], example
    for example in rule["no"]:
        assert function_of(example, len(example)) != rule["cito"], example


def test_without_a_cue_nothing_is_claimed() -> None:
    assert function_of("数字政府正在发展", 8) is None
