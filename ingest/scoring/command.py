"""``wenmai score``: every figure on the development gold, and the floors that tests hold."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from ingest.scoring import claims, mentions, pointers, references, spans
from ingest.scoring.counts import Counts
from ingest.scoring.texts import Texts
from ontology.i18n import _

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "corpus" / "gold"
DIGESTS = ROOT / "corpus" / "digests"
SEEDS = ROOT.parent / "shared" / "seeds"
FLOORS = ROOT / "tests" / "evaluation" / "floors.toml"
MARGIN = 0.005  # a floor lies this far below the measured figure

Figures = dict[str, float]


def _rows(name: str) -> list[dict[str, Any]]:
    """Return the annotated items of one gold file."""
    return [json.loads(r) for r in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def _headings(texts: Texts) -> dict[str, Figures | None]:
    gold = GOLD / "headings-seeds.jsonl"
    return {"headings": spans.score_spans(gold, texts, spans.headings, window=False)}


def _sentences(texts: Texts) -> dict[str, Figures | None]:
    gold = GOLD / "sentences-seeds.jsonl"
    return {"sentences": spans.score_spans(gold, texts, spans.sentences, window=True)}


def _reference_strings(texts: Texts) -> dict[str, Figures | None]:
    scores = references.score_strings(GOLD / "references.jsonl")
    whole = references.total(scores.values())
    return {"reference strings": {"f": whole.f1, "entirely right": whole.whole}}


def _reference_lists(texts: Texts) -> dict[str, Figures | None]:
    rows = _rows("references-seeds.jsonl")
    pairs = []
    found = Counts()
    for seed in sorted({row["seed"] for row in rows}):
        document = texts.document({"seed": seed})
        if document is None:
            continue
        by_start = {r.start: r for r in document.references}
        gold = [row for row in rows if row["seed"] == seed]
        right = sum(row["start"] in by_start for row in gold)
        found.count(right, len(by_start), len(gold))
        for row in gold:
            reference = by_start.get(row["start"])
            pairs.append((reference.csl if reference else {}, row["csl"]))
    if not found.expected:
        return {"references in the papers": None}
    fields = references.score(pairs)
    return {
        "references in the papers": {
            "found f": found.f1,
            "fields f": fields.f1,
            "entirely right": fields.whole,
        }
    }


def _pointers(texts: Texts) -> dict[str, Figures | None]:
    rows = _rows("pointers-seeds.jsonl")
    links = Counts()
    for seed in sorted({row["seed"] for row in rows}):
        document = texts.document({"seed": seed})
        if document is None:
            continue
        gold = pointers.gold_links(row for row in rows if row["seed"] == seed)
        score = pointers.score_links(pointers.links_of(document), gold)
        links.count(score.right, score.found, score.expected)
    return {"pointers": {"f": links.f1} if links.expected else None}


def _mentions(texts: Texts) -> dict[str, Figures | None]:
    score = mentions.evaluate(GOLD / "mentions.jsonl", SEEDS, DIGESTS)
    return {"mentions": score.figures() if score.expected else None}


def _claims(texts: Texts) -> dict[str, Figures | None]:
    scores = claims.evaluate(GOLD / "claims.jsonl", SEEDS, DIGESTS)
    return {
        f"claims {lang}": score.figures() if score.expected else None
        for lang, score in scores.items()
    }


TASKS: tuple[Callable[[Texts], dict[str, Figures | None]], ...] = (
    _headings,
    _sentences,
    _reference_strings,
    _reference_lists,
    _pointers,
    _mentions,
    _claims,
)


def measure() -> dict[str, Figures | None]:
    """Return the figures of every task; None where its texts are not on this machine."""
    texts = Texts(SEEDS, DIGESTS)
    results: dict[str, Figures | None] = {}
    for task in TASKS:
        results.update(task(texts))
    return results


def read_floors() -> dict[str, Figures]:
    """Return the floors that the tests hold, by task."""
    if not FLOORS.exists():
        return {}
    return tomllib.loads(FLOORS.read_text(encoding="utf-8"))


def write_floors(results: dict[str, Figures | None]) -> None:
    """Write the floors, a little below what was measured; keep those of absent texts."""
    floors = read_floors()
    for task, figures in results.items():
        if figures is not None:
            floors[task] = {name: round(value - MARGIN, 3) for name, value in figures.items()}
    lines = ["# Floors that `make test` holds; written by `wenmai score --write-floors`.", ""]
    for task, figures in floors.items():
        lines.append(f'["{task}"]')
        lines += [f'"{name}" = {value:.3f}' for name, value in figures.items()]
        lines.append("")
    FLOORS.parent.mkdir(parents=True, exist_ok=True)
    FLOORS.write_text("\n".join(lines), encoding="utf-8")


def run(*, write_floors: bool) -> int:
    """Print the figures beside their floors; return 1 where one lies below its floor."""
    if not GOLD.is_dir():
        Console(stderr=True).print(
            _("no gold in {folder}: run this in a clone of the repository").format(folder=GOLD)
        )
        return 1
    results, floors = measure(), read_floors()
    table = Table(_("task"), _("figure"), _("value"), _("floor"), box=None)
    below = False
    for task, figures in results.items():
        if figures is None:
            table.add_row(_(task), "", _("texts not on this machine"), "")
            continue
        for index, (name, value) in enumerate(figures.items()):
            floor = floors.get(task, {}).get(name)
            low = floor is not None and value < floor
            below = below or low
            table.add_row(
                _(task) if index == 0 else "",
                _(name),
                f"[red]{value:.3f}[/red]" if low else f"{value:.3f}",
                "" if floor is None else f"{floor:.3f}",
            )
    Console().print(table)
    if write_floors:
        _write(results)
        return 0
    return 1 if below else 0


_write = write_floors
