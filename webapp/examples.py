"""Example queries: ``webapp/queries/*.rq``, each with its title and purpose in both languages.

A file starts with comment lines ``# title: …@zh``, ``# title: …@en``, ``# description: …@zh``
and ``# description: …@en``; the rest is the query. Files ask for Chinese labels; a reader of
English gets the same query with English ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from webapp.panels import with_prefixes, without_comments

FOLDER = Path(__file__).parent / "queries"
_LABELS = re.compile(r'(LANG\(\?\w+\) = )"zh"')
_HEADER = re.compile(r"^#\s*(title|description):\s*(.+?)@(zh|en)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """One example query in one language of its header."""

    name: str
    title: str
    description: str
    query: str


@cache
def load(lang: str) -> tuple[Example, ...]:
    """Return the examples in the order of their file names."""
    found = []
    for path in sorted(FOLDER.glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        says = {(kind, tag): words for kind, words, tag in _HEADER.findall(text)}
        found.append(
            Example(
                name=path.stem,
                title=says["title", lang],
                description=says["description", lang],
                query=with_prefixes(_LABELS.sub(rf'\1"{lang}"', without_comments(text))),
            )
        )
    return tuple(found)
