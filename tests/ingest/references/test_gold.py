"""The development gold: strings in many styles, and the references of the seed papers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest import layout, pointers, readers, references, structure
from ingest.document import Document
from ingest.references import parse
from ingest.scoring.pointers import gold_links, links_of, score_links
from ingest.scoring.references import Score, score_strings, total

ROOT = Path(__file__).resolve().parents[3]
GOLD = ROOT / "corpus" / "gold"
SEEDS = ROOT / ".." / "shared" / "seeds"
needs_seeds = pytest.mark.skipif(not SEEDS.exists(), reason="the seed papers are not here")

FLOOR, FLOOR_WHOLE = 0.98, 0.94


def _rows(name: str, seed: str) -> list[dict[str, Any]]:
    lines = (GOLD / name).read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["seed"] == seed]


def test_strings_in_many_styles() -> None:
    scores = score_strings(GOLD / "references.jsonl")
    whole = total(scores.values())
    assert len(scores) >= 12
    assert whole.references >= 100
    assert whole.f1 >= FLOOR
    assert whole.whole >= FLOOR_WHOLE
    for style, score in scores.items():
        assert score.f1 >= 0.9, style


def test_the_score_counts_what_is_wrong() -> None:
    score = Score()
    wrong = score.add({"title": "甲", "issue": "2"}, {"title": "甲", "volume": "2"})
    assert (score.right, score.found, score.expected, score.perfect) == (1, 2, 2, 0)
    assert wrong == ["-volume=2", "+issue=2"]
    assert score.f1 == 0.5


def _seed(name: str) -> Document:
    path = next(SEEDS.glob(f"{name}_*.txt"))
    doc = structure.structure(layout.clean(Document(readers.read(path))))
    return pointers.link(references.find(doc))


@pytest.fixture(scope="module", params=["000", "001", "002", "003", "004"])
def seed(request: pytest.FixtureRequest) -> tuple[str, Document]:
    return request.param, _seed(request.param)


@needs_seeds
def test_every_printed_reference_is_found(seed: tuple[str, Document]) -> None:
    name, doc = seed
    gold = _rows("references-seeds.jsonl", name)
    expected = {(r["start"], r["end"], r["label"], r["type"]) for r in gold}
    assert {(r.start, r.end, r.label, r.type) for r in doc.references} == expected


@needs_seeds
def test_fields_of_the_seed_references(seed: tuple[str, Document]) -> None:
    name, doc = seed
    gold = {r["start"]: r["csl"] for r in _rows("references-seeds.jsonl", name)}
    score = Score()
    for reference in doc.references:
        score.add(reference.csl, gold[reference.start])
    assert score.references == len(gold)
    assert not gold or score.f1 >= 0.98


@needs_seeds
def test_pointers_of_the_seeds(seed: tuple[str, Document]) -> None:
    name, doc = seed
    gold = gold_links(_rows("pointers-seeds.jsonl", name))
    score = score_links(links_of(doc), gold)
    assert not gold or score.f1 >= 0.99


@pytest.mark.parametrize(
    "text",
    [
        "hello world",
        "",
        "   ",
        "[J]",
        "《",
        "》《",
        "[1]",
        "10.1000/182",
        "a" * 3000,
        "，。；：" * 50,
        "见《",
        "“”“”",
        "[[[[[[",
        "1. 2. 3. 4.",
        "Moore, " * 200,
    ],
)
def test_what_is_no_reference_is_not_taken_for_one(text: str) -> None:
    parsed = parse(text)
    assert parsed.confidence <= 0.6
    assert parsed.warnings or not parsed.csl.get("title")
