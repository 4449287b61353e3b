"""Invented papers of many kinds, each with all that is to be found in it.

``papers/kinds`` holds a text, set as a journal's PDF or page looks when its text is saved, and
beside it a JSON file: metadata, headings, sentences by section, references and pointers.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest import layout, pointers, readers, references, structure
from ingest.document import Document, Reference
from tests.ingest.reading import PAPERS, check_spans

FOLDER = PAPERS / "kinds"
KINDS = sorted(path.stem for path in FOLDER.glob("*.json"))
LISTS = re.compile(
    "参考文献|參考文獻|注释|作者贡献|^references$|^notes$|^abstract$|acknowledg|funding|conflict"
    "|orcid|corresponding|author contrib|supporting"
)


@cache
def _read(kind: str) -> Document:
    path = next(each for each in FOLDER.glob(f"{kind}.*") if each.suffix != ".json")
    doc = structure.structure(layout.clean(Document(readers.read(path))))
    return pointers.link(references.find(doc))


@cache
def _expected(kind: str) -> dict[str, Any]:
    return dict(json.loads(Path(FOLDER / f"{kind}.json").read_text(encoding="utf-8")))


def _bare(text: Any) -> str:
    """Words without spaces and hyphens: where a line broke is tested elsewhere."""
    return re.sub(r"[\s-]", "", str(text or ""))


def _year(reference: Reference) -> int | None:
    parts = reference.csl.get("issued", {}).get("date-parts") or [[None]]
    return parts[0][0] if parts[0] else None


@pytest.mark.parametrize("kind", KINDS)
def test_metadata(kind: str) -> None:
    found = _read(kind).metadata
    for name, value in _expected(kind)["metadata"].items():
        stated = getattr(found, name)
        stated = list(stated) if isinstance(stated, tuple) else stated
        assert _bare(stated) == _bare(value), name


@pytest.mark.parametrize("kind", KINDS)
def test_headings_and_their_levels(kind: str) -> None:
    expected = [(level, _bare(title)) for level, title in _expected(kind)["headings"]]
    found = [
        (section.level, _bare(section.title))
        for section in _read(kind).sections
        if not LISTS.search(section.title.strip("#*:：[]［］ ").lower())
    ]
    ranks = sorted({level for level, _ in expected})
    steps = sorted({level for level, _ in found})
    assert [(steps.index(level), title) for level, title in found] == [
        (ranks.index(level), title) for level, title in expected
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_sentences_by_section(kind: str) -> None:
    doc = _read(kind)
    check_spans(doc)
    found: list[tuple[str, str]] = []
    for sentence in doc.sentences:
        if sentence.kind == "body":
            section = doc.sections[sentence.section].title if sentence.section is not None else ""
            found.append((_bare(section), _bare(sentence.text)))
    expected = [
        (_bare(section), _bare(text))
        for section, texts in _expected(kind)["sections"]
        for text in texts
    ]
    first = [text for section, text in expected if not section]
    assert [text for _, text in found] == [text for _, text in expected]
    assert [pair for pair in found if pair[1] not in first] == [p for p in expected if p[0]]
    for words in _expected(kind)["absent"]:
        assert not any(words in sentence.text for sentence in doc.sentences), words


@pytest.mark.parametrize("kind", KINDS)
def test_references(kind: str) -> None:
    found = _read(kind).references
    expected = _expected(kind)["references"]
    assert [each.label for each in found] == [label for label, *_ in expected]
    for reference, (_, title, year, author) in zip(found, expected, strict=True):
        assert _bare(reference.csl.get("title")) == _bare(title), reference.raw
        if title:
            assert _year(reference) == year, reference.raw
        if author:
            people = reference.csl.get("author") or reference.csl.get("editor") or [{}]
            name = people[0].get("family") or people[0].get("literal", "")
            assert author in name, reference.raw


@pytest.mark.parametrize("kind", KINDS)
def test_pointers_and_their_references(kind: str) -> None:
    doc = _read(kind)
    expected = _expected(kind)

    def printed(surface: str) -> str:
        return re.sub(r"[（()）\s-]", "", surface)

    assert Counter(printed(p.surface) for p in doc.pointers) == Counter(
        printed(surface) for surface in expected["pointers"]
    )
    labels = {reference.id: reference.label for reference in doc.references}
    for pointer in doc.pointers:
        assert pointer.references, f"{pointer.surface} is not linked"
        if (linked := expected["links"].get(pointer.surface)) is not None:
            assert [labels[each] for each in pointer.references] == linked
