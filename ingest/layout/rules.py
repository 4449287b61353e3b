"""Rules about single lines, read from ``ingest/rules/layout.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from ingest.document import BlockKind
from ingest.rulefiles import data

HEAD = 400  # a rule sees this many characters of a line


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, matched at the beginning of a line, and the kind that it gives."""

    name: str
    kind: BlockKind
    pattern: re.Pattern[str]
    yes: tuple[str, ...]
    no: tuple[str, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Return the line rules, in order of precedence."""
    return tuple(
        Rule(
            name=entry["name"],
            kind=cast(BlockKind, entry["kind"]),
            pattern=re.compile(entry["pattern"]),
            yes=tuple(entry["yes"]),
            no=tuple(entry["no"]),
        )
        for entry in data("layout")["rule"]
    )


@cache
def _union() -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?P<r{index}>{rule.pattern.pattern})" for index, rule in enumerate(rules()))
    )


def match(text: str) -> Rule | None:
    """Return the first rule that fits a line, or None."""
    head = text if len(text) <= HEAD else text[:HEAD] + "…"
    if head.startswith(("**", "__")) and head.count(head[:2]) > 1:
        head = head.replace(head[:2], "")
    hit = _union().match(head)
    if hit is None or hit.lastgroup is None:
        return None
    return rules()[int(hit.lastgroup[1:])]
