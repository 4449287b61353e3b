"""Read what is known about references: patterns and word lists in ``ingest/rules/references``.

A pattern is a regular expression over the folded text. ``{name}`` in it stands for a
fragment of ``fragments.toml``; its named groups are the fields that it finds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ingest.printed import FOLDER, table

_FRAGMENT = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to print a work, or one part of a printed work."""

    name: str
    family: str  # the file it stands in
    type: str  # CSL type; empty where the rule is about a part
    regex: re.Pattern[str]
    confidence: float
    names: str  # how its authors are printed: see ingest.references.names
    needs: str  # a cheap test: the folded text contains this
    fixed: Mapping[str, str] = field(default_factory=dict)  # fields it sets
    yes: tuple[Mapping[str, str], ...] = ()
    no: tuple[str, ...] = ()


@cache
def words(name: str) -> Mapping[str, Any]:
    """Return one table of word lists."""
    found: Mapping[str, Any] = table("words")[name]
    return found


@cache
def _fragments() -> Mapping[str, str]:
    done: dict[str, str] = {}
    for name, pattern in table("fragments").items():
        done[name] = _FRAGMENT.sub(lambda m: done[m[1]], pattern)
    return done


def expand(pattern: str) -> str:
    """Return a pattern with its fragments filled in.

    A group that comes a second time (``year`` of three forms of a date) is numbered:
    ``year__2``.
    """
    counts: dict[str, int] = {}

    def numbered(found: re.Match[str]) -> str:
        name = found[1]
        counts[name] = counts.get(name, 0) + 1
        return f"(?P<{name}>" if counts[name] == 1 else f"(?P<{name}__{counts[name]}>"

    filled = _FRAGMENT.sub(lambda m: _fragments()[m[1]], pattern)
    return re.sub(r"\(\?P<(\w+)>", numbered, filled)


@cache
def rules(family: str) -> tuple[Rule, ...]:
    """Return the rules of one file, in its order."""
    data = table(family)
    return tuple(
        Rule(
            name=f"{family}.{row['name']}",
            family=family,
            type=row.get("type", ""),
            regex=re.compile(expand(row["pattern"])),
            confidence=float(row.get("confidence", 0.9)),
            names=row.get("names", data.get("names", "auto")),
            needs=row.get("needs", ""),
            fixed=row.get("fixed", {}),
            yes=tuple(row.get("yes", ())),
            no=tuple(row.get("no", ())),
        )
        for row in data["rule"]
    )


def families() -> tuple[str, ...]:
    """Return the names of all rule files that hold rules."""
    other = {"words", "fragments", "functions", "names"}
    return tuple(sorted(p.stem for p in FOLDER.glob("*.toml") if p.stem not in other))
