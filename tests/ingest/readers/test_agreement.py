"""The same paper as TXT, DOCX, HTML and EPUB gives the same things through the pipeline."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest import layout, pointers, readers, references, structure
from ingest.document import Document
from tests.ingest.readers.invented import ALL
from tests.ingest.readers.papers import Paper, as_docx, as_epub, as_html, as_text
from tests.ingest.reading import check_spans

FORMS: dict[str, Callable[[Paper], bytes]] = {
    "text.txt": as_text,
    "styled.docx": as_docx,
    "numbered.docx": lambda paper: as_docx(paper, numbered=True),
    "unstyled.docx": lambda paper: as_docx(paper, styled=False),
    "journal.html": as_html,
    "brackets.html": lambda paper: as_html(paper, "brackets"),
    "plain.html": lambda paper: as_html(paper, "plain"),
    "declared.html": lambda paper: as_html(paper, "journal", "gb2312"),
    "book.epub": as_epub,
}
CASES = [(name, form) for name in ALL for form in FORMS]


def _bare(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


def _read(folder: Path, name: str, form: str) -> Document:
    path = folder / form
    path.write_bytes(FORMS[form](ALL[name]))
    doc = structure.structure(layout.clean(Document(readers.read(path))))
    return pointers.link(references.find(doc))


def _found(doc: Document) -> dict[str, Any]:
    """What a document gives; where its notes stand differs between formats."""
    works = {r.id: (r.label, _bare(r.csl.get("title") or r.raw)) for r in doc.references}
    return {
        "title": _bare(doc.metadata.title),
        "title_en": _bare(doc.metadata.title_en),
        "authors": doc.metadata.authors,
        "abstract": _bare(doc.metadata.abstract),
        "keywords": doc.metadata.keywords,
        "headings": [(s.level, _bare(s.title)) for s in doc.sections],
        "sentences": [(s.kind, _bare(s.text)) for s in doc.sentences],
        "references": sorted(works[r.id] for r in doc.references),
        "pointers": [tuple(works[each] for each in p.references) for p in doc.pointers],
    }


@pytest.mark.parametrize(("name", "form"), CASES)
def test_what_is_printed_is_found(tmp_path: Path, name: str, form: str) -> None:
    paper, doc = ALL[name], _read(tmp_path, name, form)
    check_spans(doc)
    found = doc.metadata
    assert _bare(found.title) == _bare(paper.title)
    assert found.authors == paper.authors
    assert _bare(found.abstract) == _bare(paper.abstract)
    assert found.keywords == paper.keywords
    assert _bare(found.title_en) == _bare(paper.title_en)
    headings = [
        (s.level, _bare(s.title))
        for s in doc.sections
        if _bare(s.title) not in ("参考文献", "References")
    ]
    assert headings == [(rest[0], _bare(rest[1])) for kind, *rest in paper.blocks if kind == "h"]
    words = [
        text
        for kind, *rest in paper.blocks
        if kind in "pl"
        for text in ([rest[0]] if kind == "p" else rest[0])
    ]
    printed = re.sub(r"\{n?[\d,-]+\}", "", "".join(words))
    assert _bare("".join(s.text for s in doc.sentences if s.kind == "body")) == _bare(printed)
    labels = [str(n) for n in range(1, len(paper.references) + 1)]
    labels += [paper.note_label(n) for n in range(1, len(paper.notes) + 1)]
    assert sorted(str(each.label) for each in doc.references) == sorted(labels)
    marks = [(bool(n), text) for n, text in re.findall(r"\{(n?)([\d,-]+)\}", "".join(words))]
    label_of = {each.id: each.label for each in doc.references}
    linked = [tuple(label_of[r] for r in p.references) for p in doc.pointers]
    if marks:  # the others cite by author and year
        expected = [
            (paper.note_label(int(text)),) if note else _numbers(text) for note, text in marks
        ]
        assert linked == expected


def _numbers(text: str) -> tuple[str, ...]:
    out: list[str] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        out += [str(n) for n in range(int(first), int(last or first) + 1)]
    return tuple(out)


@pytest.mark.parametrize("name", sorted(ALL))
def test_all_forms_agree(tmp_path: Path, name: str) -> None:
    text = _found(_read(tmp_path, name, "text.txt"))
    for form in FORMS:
        found = _found(_read(tmp_path, name, form))
        for key, value in text.items():
            assert found[key] == value, (form, key)


@pytest.mark.parametrize(
    ("form", "named"),
    [
        ("styled.docx", "a.txt"),
        ("styled.docx", "a.doc"),
        ("styled.docx", "a"),
        ("journal.html", "a.txt"),
        ("journal.html", "a.doc"),
        ("book.epub", "a.zip"),
        ("book.epub", "a.docx"),
    ],
)
def test_a_wrong_ending_does_no_harm(tmp_path: Path, form: str, named: str) -> None:
    data = FORMS[form](ALL["numbered"])
    (tmp_path / named).write_bytes(data)
    (tmp_path / form).write_bytes(data)
    assert readers.read(tmp_path / named).text == readers.read(tmp_path / form).text
