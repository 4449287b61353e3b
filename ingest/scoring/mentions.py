"""Score found mentions against the gold in ``corpus/gold/mentions.jsonl``: exact spans.

The gold names the longest term each time it occurs (its principles: ``corpus/gold/README.md``).
A candidate counts as found; a name inside a longer one is neither found nor false. Spans in
a seed are positions in its source text; spans in a digest are positions in the sentence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ingest.scoring.counts import Counts
from ingest.scoring.texts import Texts

Span = tuple[int, int]


def evaluate(gold: Path, seeds: Path, digests: Path) -> Counts:
    """Read the annotated texts, find mentions, and count exact spans."""
    score = Counts()
    for _, expected, found in compared(gold, seeds, digests):
        score.count(len(expected & found), len(found), len(expected))
    return score


def compared(
    gold: Path, seeds: Path, digests: Path
) -> Iterator[tuple[Mapping[str, Any], set[Span], set[Span]]]:
    """Yield each annotated sentence whose text is there, with expected and found spans."""
    texts = Texts(seeds, digests)
    for line in gold.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        doc = texts.document(item)
        if doc is None:
            continue
        expected = {(start, end) for start, end in item["mentions"]}
        outer = [m for m in doc.mentions if not m.nested]
        if "text" in item:
            place = texts.sentence(doc, item)
            found = {(m.at, m.to) for m in outer if m.sentence == place}
        else:
            found = {
                (m.start, m.end) for m in outer if item["start"] <= m.start and m.end <= item["end"]
            }
        yield item, expected, found
