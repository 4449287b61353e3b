"""Score found spans against gold spans: headings, sentence boundaries."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from ingest.document import Document
from ingest.scoring.counts import Counts
from ingest.scoring.texts import Texts

Span = tuple[int, int]


def headings(document: Document) -> set[Span]:
    """Return the spans of the headings of a document."""
    return {(s.start, s.end) for s in document.sections}


def sentences(document: Document) -> set[Span]:
    """Return the spans of the sentences of a document."""
    return {(s.start, s.end) for s in document.sentences}


def score_spans(
    gold: Path, texts: Texts, spans_of: Callable[[Document], set[Span]], *, window: bool
) -> dict[str, float] | None:
    """Return precision, recall and F over all annotated texts; None where none is there.

    With ``window``, only part of a text is annotated: found spans count only where they lie
    inside a stretch of consecutive gold spans.
    """
    by_seed: dict[str, set[Span]] = {}
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        by_seed.setdefault(row["seed"], set()).add((row["start"], row["end"]))
    counts = Counts()
    for seed, expected in sorted(by_seed.items()):
        document = texts.document({"seed": seed})
        if document is None:
            continue
        found = spans_of(document)
        if window:
            stretches = _stretches(expected)
            found = {s for s in found if any(a < s[1] and s[0] < b for a, b in stretches)}
        counts.count(len(found & expected), len(found), len(expected))
    return counts.figures() if counts.expected else None


def _stretches(spans: Iterable[Span], gap: int = 60) -> list[Span]:
    """Join spans that follow each other (a heading or a page's furniture may lie between)."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start - joined[-1][1] <= gap:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
