"""Score found mentions against the gold in ``corpus/gold/mentions.jsonl``: exact spans.

The gold names the longest term each time it occurs (its principles: ``corpus/gold/README.md``).
A candidate counts as found; a name inside a longer one is neither found nor false. Spans in
a seed are positions in its source text; spans in a digest are positions in the sentence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.scoring.claims import f_measure
from ingest.scoring.texts import Texts

Span = tuple[int, int]


@dataclass(slots=True)
class MentionScore:
    """Counts of exact spans."""

    right: int = 0
    found: int = 0
    expected: int = 0

    @property
    def precision(self) -> float:
        """Share of the found mentions that are in the gold."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold mentions that are found."""
        return self.right / self.expected if self.expected else 0.0

    @property
    def f(self) -> float:
        """F of exact spans."""
        return f_measure(self.precision, self.recall)

    def figures(self) -> dict[str, float]:
        """Return the figures that are reported and held as floors."""
        return {"precision": self.precision, "recall": self.recall, "f": self.f}


def evaluate(gold: Path, seeds: Path, digests: Path) -> MentionScore:
    """Read the annotated texts, find mentions, and count exact spans."""
    score = MentionScore()
    for _, expected, found in compared(gold, seeds, digests):
        score.right += len(expected & found)
        score.found += len(found)
        score.expected += len(expected)
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
