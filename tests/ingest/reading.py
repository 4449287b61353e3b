"""Helpers of the tests of cleaning: invented papers, and the five seeds where they are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest

from ingest import layout, readers, structure
from ingest.document import BlockKind, Document, Source

ROOT = Path(__file__).resolve().parents[2]
PAPERS = Path(__file__).parent / "papers"
SEEDS = ROOT / "../shared/seeds"


def read_text(text: str, form: Literal["text", "markdown"] = "text") -> Document:
    """Clean a text that a test holds."""
    source = Source(file="test", sha256="0" * 64, text=text, format=form)
    return structure.structure(layout.clean(Document(source)))


def read_paper(name: str) -> Document:
    """Clean one of the invented papers."""
    return structure.structure(layout.clean(Document(readers.read(PAPERS / name))))


def read_seed(number: str) -> Document:
    """Clean one of the five seeds; skip the test where they are not at hand."""
    path = next(iter(SEEDS.glob(f"{number}_*.txt")), None)
    if path is None:
        pytest.skip("the five seed papers are not at ../shared/seeds")
    return structure.structure(layout.clean(Document(readers.read(path))))


def words(doc: Document, kind: BlockKind) -> list[str]:
    """The source text of the blocks of one kind."""
    return [doc.source.text[b.start : b.end] for b in doc.blocks if b.kind == kind]


def body(doc: Document) -> list[str]:
    """The sentences of the body."""
    return [sentence.text for sentence in doc.sentences if sentence.kind == "body"]


def titles(doc: Document) -> list[tuple[int, str]]:
    """Level and words of every heading."""
    return [(section.level, section.title) for section in doc.sections]


def _printed(text: str) -> str:
    """A text without white space and invisible characters."""
    return re.sub(r"[\s\u200b\u00ad\ufeff]", "", text)


def check_spans(doc: Document) -> None:
    """Every span found holds the words that it claims, in order."""
    text = doc.source.text
    end = 0
    for block in doc.blocks:
        assert end <= block.start < block.end <= len(text)
        assert not _printed(text[end : block.start]), "words outside every block"
        assert _printed(text[block.start])
        assert _printed(text[block.end - 1])
        end = block.end
    assert not _printed(text[end:]), "words at the end"
    last = -1
    for sentence in doc.sentences:
        assert len(sentence.offsets) == len(sentence.text) > 0
        assert all(a < b for a, b in zip(sentence.offsets, sentence.offsets[1:], strict=False))
        for place, char in zip(sentence.offsets, sentence.text, strict=True):
            assert text[place] == char or (char == " " and text[place].isspace())
        assert (sentence.start, sentence.end) == (sentence.offsets[0], sentence.offsets[-1] + 1)
        assert sentence.text == sentence.text.strip()
        assert last < sentence.start, "sentences overlap or are out of order"
        last = sentence.offsets[-1]
        kinds = {b.kind for b in doc.blocks if b.start < sentence.end and sentence.start < b.end}
        assert sentence.kind in kinds
        for mark in sentence.markers:
            assert 0 <= mark.at <= len(sentence.text)
            assert mark.surface == " ".join(text[mark.start : mark.end].split())
            assert mark.labels
    for section in doc.sections:
        assert text[section.start : section.end].strip()
        assert section.parent is None or doc.sections[section.parent].level < section.level
