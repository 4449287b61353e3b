"""References that the format states: their words without the label, and their fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from typing import Any

from ingest.document import GivenReference
from ingest.printed import Joined, fold, join_lines, language_of
from ingest.titles import normal_title

# What the grammar may add to what a format states of the same work
_FILLED = (
    "author",
    "editor",
    "translator",
    "issued",
    "container-title",
    "volume",
    "issue",
    "page",
    "publisher",
    "publisher-place",
    "edition",
    "DOI",
    "URL",
)


def texts(source: str, given: GivenReference, vocabulary: Set[str]) -> tuple[Joined, Joined]:
    """Return a stated reference as printed, and without its label."""
    whole = join_lines(source, given.start, given.end, vocabulary)
    whole = whole.cut(0, len(whole.text))
    if given.label is None:
        return whole, whole
    folded = fold(whole.text)
    label = re.escape(fold(given.label))
    printed = re.match(
        rf"(?:[-*•]\s*)?\^?(?:\[\s*\^?{label}\s*\]|\(\s*{label}\s*\)|{label}(?!\w))\^?\s?[.、:)]?(?!\d)\s*",
        folded,
    )
    if printed is None or printed.end() >= len(folded):
        return whole, whole
    return whole, whole.cut(printed.end(), len(folded))


def merged(stated: Mapping[str, Any], parsed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that a format states, and what the grammar read of the same work."""
    csl = {key: value for key, value in stated.items() if value not in (None, "", [], {})}
    title, read = str(csl.get("title", "")), str(parsed.get("title", ""))
    if not title or (read and normal_title(title) == normal_title(read)):
        filled = [key for key in _FILLED if key in parsed and key not in csl]
        csl.update({key: parsed[key] for key in filled})
        if not title and read:
            csl["title"] = read
    csl.setdefault("type", parsed.get("type") or "document")
    if csl.get("title"):
        csl.setdefault("language", language_of(str(csl["title"])))
    return csl
