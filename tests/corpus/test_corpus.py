"""The embedded corpus: ten digests, and the records of all that the papers cite."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.document import Document
from ingest.pipeline import read_document
from ingest.works import merge, work_key

ROOT = Path(__file__).resolve().parents[2]
DIGESTS = sorted((ROOT / "corpus/digests").glob("*.md"))
SEEDS = ROOT.parent / "shared" / "seeds"


@cache
def document(path: Path) -> Document:
    return read_document(path)


@cache
def records() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        (ROOT / "corpus/bibliography.json").read_text(encoding="utf-8")
    )
    return found


def _known(csl: dict[str, Any]) -> bool:
    """Say whether a reference is one of the records, slips of print allowed for."""
    keys = {work_key(r) for r in records()}
    key = work_key(csl)
    if key in keys:
        return True
    merged = merge([*((work_key(r), r) for r in records()), (key, csl)])
    return key in merged or any(m.key == key for m in merged.values())


def test_five_papers_in_two_languages() -> None:
    assert [p.name for p in DIGESTS] == [
        f"00{n}.{lang}.md" for n in range(5) for lang in ("en", "zh")
    ]


@pytest.mark.parametrize("path", DIGESTS, ids=lambda p: p.name)
def test_a_digest_is_a_reading_note_of_a_recorded_paper(path: Path) -> None:
    meta = document(path).metadata
    assert meta.kind == "digest"
    assert meta.lang == path.name.split(".")[1]
    assert meta.retells is not None
    assert work_key(meta.retells) in {work_key(r) for r in records()}
    titles = {s.title for s in document(path).sections}
    assert meta.own_sections
    assert set(meta.own_sections) <= titles


@pytest.mark.parametrize("path", DIGESTS, ids=lambda p: p.name)
def test_length(path: Path) -> None:
    sentences = document(path).sentences
    text = "".join(s.text for s in sentences)
    size = len(text) if path.name.endswith(".zh.md") else len(re.findall(r"[\w'-]+", text))
    assert 800 <= size <= 1500


@pytest.mark.parametrize("path", DIGESTS, ids=lambda p: p.name)
def test_citations_resolve_to_recorded_works(path: Path) -> None:
    doc = document(path)
    assert all(p.references for p in doc.pointers)
    assert [r.raw for r in doc.references if not _known(dict(r.csl))] == []


def test_records_are_distinct_works_with_a_type_and_an_id() -> None:
    keys = [work_key(r) for r in records()]
    assert len(set(keys)) == len(keys)
    assert len({r["id"] for r in records()}) == len(keys)
    assert all(r.get("type") and r.get("title") and r.get("language") for r in records())


def test_every_work_that_the_papers_cite_has_a_record() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the five papers are not on this machine (../shared/seeds)")
    references = [r for p in sorted(SEEDS.glob("*.txt")) for r in document(p).references]
    assert len(references) == 53
    assert [r.raw for r in references if not _known(dict(r.csl))] == []
