"""Score found mentions against the gold in ``corpus/gold/mentions.jsonl``: exact spans.

The gold names the longest term each time it occurs. A candidate counts as found; a name
inside a longer one is neither found nor false.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ingest.scoring.claims import f_measure
from ingest.scoring.texts import Texts


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
    texts, score = Texts(seeds, digests), MentionScore()
    for line in gold.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        doc = texts.document(item)
        if doc is None:
            continue
        expected = {(start, end) for start, end in item["mentions"]}
        found = {
            (m.start, m.end)
            for m in doc.mentions
            if not m.nested and item["start"] <= m.start and m.end <= item["end"]
        }
        score.right += len(expected & found)
        score.found += len(found)
        score.expected += len(expected)
    return score
