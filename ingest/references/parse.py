"""One printed reference to CSL-JSON: choose the family, try its patterns, keep the best.

Nothing is guessed in silence: what no pattern understood comes back with a low confidence
and a warning that names it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.printed import han_share, language_of
from ingest.references.build import TYPES, Draft, add_people, build, put
from ingest.references.divide import split_lead
from ingest.references.notes import (
    is_chinese_note,
    is_policy,
    parse_note,
    parse_policy,
    strip_leads,
)
from ingest.references.peel import Printed, canonical_types, peel, strip_label
from ingest.references.rules import rules

LONGEST = 2500
_ORDER = ("type", "title", "author", "editor", "translator", "container-title", "issued")
_TYPE_MARK = re.compile(r"\[(?P<letter>J|M|D|C|N|R|S|P|Z|A|G|CM|DB|DS|CP|EB)\]")
# italics of Markdown and HTML
_EMPHASIS = re.compile(
    r"(?<![\w*])\*{1,2}(?=[^\s*])|(?<=[^\s*])\*{1,2}(?![\w*])|(?<!\w)_(?=[^\W_])|(?<=[^\W_])_(?!\w)"
    r"|</?(?:i|em|b|strong)>"
)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Parsed:
    """One reference read: ``csl`` is empty where nothing was understood."""

    csl: dict[str, Any]
    confidence: float
    warnings: tuple[str, ...]
    rule: str
    policy: bool = False


def parse(raw: str) -> Parsed:
    """Read one reference string as printed, with or without its label."""
    if len(raw) > LONGEST:
        return Parsed({}, 0.0, (f"longer than {LONGEST} characters: not one reference",), "none")
    text = canonical_types(strip_label(Printed.of(_EMPHASIS.sub("", raw).strip())))
    text, found = peel(text)
    draft, policy = _draft(text)
    draft.csl.update({k: v for k, v in found.items() if k not in draft.csl})
    known = [k for k in _ORDER if draft.csl.get(k)]
    csl = {k: draft.csl[k] for k in known} | {k: v for k, v in draft.csl.items() if v}
    if csl.get("type") == "document" and csl.get("URL"):
        csl["type"] = "webpage"
    _check(draft, csl)
    return Parsed(csl, round(draft.confidence, 3), tuple(draft.warnings), draft.rule, policy)


def _draft(text: Printed) -> tuple[Draft, bool]:
    if _TYPE_MARK.search(text.folded):
        return _best("gbt7714", text) or _fallback_typed(text), False
    if is_chinese_note(text):
        if is_policy(text):
            return parse_policy(text), True
        note = parse_note(text)
        if note:
            return note, False
    stripped = strip_leads(text)
    family = "chinese" if han_share(stripped.folded) > 0.3 else "english"
    return _best(family, stripped) or _fallback(stripped), False


def _best(family: str, text: Printed) -> Draft | None:
    best: Draft | None = None
    for rule in rules(family):
        if best and best.confidence >= rule.confidence:
            continue
        if rule.needs and rule.needs not in text.folded:
            continue
        match = rule.regex.search(text.folded)
        if match:
            draft = build(rule, match, text)
            if best is None or draft.confidence > best.confidence:
                best = draft
    return best


def _fallback_typed(text: Printed) -> Draft:
    """A type letter, but a tail that nothing understood: authors, title and a lone year."""
    mark = _TYPE_MARK.search(text.folded)
    if mark is None:
        raise ValueError("no type mark")
    draft = Draft(confidence=0.55, rule="gbt7714.lead-only")
    draft.csl["type"] = TYPES[mark["letter"]]
    author, title, _ = split_lead(text.raw[: mark.start()], "gbt")
    if author:
        add_people(draft, "author", author, "gbt")
    put(draft, "title", title)
    tail = text.part(mark.end())
    years = _YEAR.findall(tail.folded)
    if len(set(years)) == 1:
        draft.csl["issued"] = {"date-parts": [[int(years[0])]]}
    draft.csl["language"] = language_of(title)
    rest = tail.raw.strip(" .，,。")
    if rest:
        draft.warnings.append(f"not understood: {rest[:80]}")
    return draft


def _fallback(text: Printed) -> Draft:
    """Of a style that no pattern knows: say so, and give what is beyond doubt."""
    draft = Draft(confidence=0.2, rule="unknown")
    draft.warnings.append("the style of this reference is not known")
    author, title, quality = split_lead(text.raw, "auto")
    if author and quality >= 0.8:
        add_people(draft, "author", author, "auto")
        first = re.split(r"(?<=[^\W\d]{3})[.。．?？!！]\s*(?!\d)", title, maxsplit=1)[0]
        put(draft, "title", first)
        draft.csl["type"] = "document"
        years = _YEAR.findall(text.folded)
        if len(set(years)) == 1:
            draft.csl["issued"] = {"date-parts": [[int(years[0])]]}
        draft.csl["language"] = language_of(first)
        draft.confidence = 0.3
    return draft


def _check(draft: Draft, csl: dict[str, Any]) -> None:
    if not csl.get("title"):
        return
    if "issued" not in csl:
        draft.warnings.append("no year")
    if "author" not in csl and "editor" not in csl:
        draft.warnings.append("no author")
        draft.confidence *= 0.95
