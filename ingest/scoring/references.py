"""Score parsed references against gold: field micro-F1 and references entirely right.

Each CSL-JSON record becomes a bag of (field, value) pairs, one for every name of a list;
values are compared without case, width, spaces and punctuation.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.scoring.counts import Counts

TEXT_FIELDS = (
    "type",
    "title",
    "container-title",
    "volume",
    "issue",
    "page",
    "publisher",
    "publisher-place",
    "edition",
    "number",
    "genre",
    "DOI",
    "URL",
)
PEOPLE = ("author", "editor", "translator")


def name_text(person: Mapping[str, str]) -> str:
    """Return one name on a line: 何艳玲; Moore, M. H.; an organisation as it stands."""
    if person.get("literal"):
        return person["literal"]
    family, given = person.get("family", ""), person.get("given", "")
    if any("\u3400" <= c <= "\u9fff" for c in family):
        return family + given
    return f"{family}, {given}" if given else family


def flat(csl: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return a record as (field, value) pairs; a list of people gives one pair a person."""
    pairs: list[tuple[str, str]] = []
    for role in PEOPLE:
        pairs += [(role, name_text(person)) for person in csl.get(role, ())]
    pairs += [(name, str(csl[name])) for name in TEXT_FIELDS if csl.get(name)]
    for name in ("issued", "accessed"):
        parts = csl.get(name, {}).get("date-parts", [])
        if parts and parts[0]:
            pairs.append((name, "-".join(str(p) for p in parts[0])))
    return pairs


def normal(value: str) -> str:
    """Return a value for comparison: NFKC, lower case, letters and digits only."""
    value = unicodedata.normalize("NFKC", value).lower().replace("·", "")
    return re.sub(r"[\W_]+", "", value)


@dataclass(slots=True)
class Score(Counts):
    """Counts of fields over a set of references, micro-averaged."""

    references: int = 0
    perfect: int = 0
    by_field: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def whole(self) -> float:
        """Share of references of which every field is right and none is invented."""
        return self.perfect / self.references if self.references else 0.0

    def add(self, found: Mapping[str, Any], expected: Mapping[str, Any]) -> list[str]:
        """Count one reference; return what is wrong with it, for people to read."""
        got = Counter((name, normal(value)) for name, value in flat(found))
        want = Counter((name, normal(value)) for name, value in flat(expected))
        both = got & want
        self.count(both.total(), got.total(), want.total())
        self.references += 1
        self.perfect += got == want
        for label, bag in (("right", both), ("found", got), ("expected", want)):
            for (name, _value), count in bag.items():
                self.by_field.setdefault(name, Counter())[label] += count
        missing = [f"-{n}={v}" for n, v in (want - got).elements()]
        return missing + [f"+{n}={v}" for n, v in (got - want).elements()]


def score_strings(path: Path) -> dict[str, Score]:
    """Parse the strings of a gold file (``style``, ``text``, ``csl`` a line); score by style."""
    from ingest.references.parse import parse

    scores: dict[str, Score] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            scores.setdefault(row["style"], Score()).add(parse(row["text"]).csl, row["csl"])
    return scores


def total(scores: Iterable[Score]) -> Score:
    """Add scores up."""
    whole = Score()
    for one in scores:
        whole.count(one.right, one.found, one.expected)
        whole.references += one.references
        whole.perfect += one.perfect
        for name, counts in one.by_field.items():
            whole.by_field.setdefault(name, Counter()).update(counts)
    return whole


def score(pairs: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> Score:
    """Score (found, expected) records."""
    whole = Score()
    for found, expected in pairs:
        whole.add(found, expected)
    return whole
