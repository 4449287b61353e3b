"""Claim rules as data: one TOML table a rule, one small pattern language for Chinese.

A pattern is a row of elements with spaces between them::

    {S} [导致|造成] {O}          slots and words
    {S} 由 {O} [所]? 决定        a word on its own, an optional word
    {S} 对 {O} [构成|造成] ~ 威胁  ~ is a short gap of any characters
    {S} <harm> {O}               a list of lists/cues.toml

Slots are ``S`` and ``O``. What stands in front of the first word is the first slot where the
pattern begins with one. The last slot reaches to the end of the clause. Words match at
word boundaries only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, cast

from ingest.document import ClaimType, Relation
from ingest.tables import RULES, read_toml, table

Empty = Literal["topic", "clause", "none"]


@dataclass(frozen=True, slots=True)
class Words:
    """One of several words, or nothing where ``optional``."""

    words: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A phrase: subject or object."""

    name: str  # "S", "O" or "T" (for whom, checked and left out)


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to eight characters of anything."""


Element = Words | Slot | Gap


@dataclass(frozen=True, slots=True)
class Rule:
    """One claim rule."""

    id: str
    lang: str
    type: ClaimType
    relation: Relation
    lead: Slot | None  # the slot in front of the first word
    elements: tuple[Element, ...]
    options: dict[str, Any] = field(default_factory=dict)
    yes: tuple[dict[str, Any], ...] = ()
    no: tuple[str, ...] = ()

    @property
    def anchors(self) -> tuple[str, ...]:
        """The words with which the rule is looked up."""
        first = self.elements[0]
        return first.words if isinstance(first, Words) else ()

    def option(self, name: str, default: Any = None) -> Any:
        """Return one option of the rule."""
        return self.options.get(name, default)


_ELEMENT = re.compile(r"\{([SOT])\}|\[([^\]]+)\](\?)?|<([a-z_]+)>(\?)?|(~)|([^\s{}\[\]<>~]+)")
_FIELDS = {"id", "type", "relation", "pattern", "yes", "no"}


def parse(pattern: str) -> tuple[Slot | None, tuple[Element, ...]]:
    """Read a pattern: the slot in front of the first word, and the rest."""
    elements: list[Element] = []
    for match in _ELEMENT.finditer(pattern):
        slot, words, optional, name, name_optional, gap, word = match.groups()
        if slot:
            elements.append(Slot(slot))
        elif words:
            elements.append(Words(_by_length(words.split("|")), optional is not None))
        elif name:
            elements.append(Words(_by_length(table("cues")[name]), name_optional is not None))
        elif gap:
            elements.append(Gap())
        else:
            elements.append(Words((word,)))
    lead = None
    if elements and isinstance(elements[0], Slot):
        lead = elements.pop(0)
    if not elements or not isinstance(elements[0], Words) or elements[0].optional:
        raise ValueError(f"a pattern needs a word in front or behind its first slot: {pattern}")
    return cast("Slot | None", lead), tuple(elements)


def _by_length(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words), key=lambda w: (-len(w), w)))


@dataclass(frozen=True, slots=True)
class Match:
    """Where a rule's elements lie. ``cue`` is the span of its words; slots as printed."""

    start: int
    end: int
    slots: dict[str, tuple[int, int]]


def match(rule: Rule, text: str, at: int, end: int, bounds: frozenset[int]) -> Match | None:
    """Match a rule whose first word begins at ``at``; nothing reaches beyond ``end``."""
    found = _match(rule.elements, 0, text, at, end, bounds)
    if found is None:
        return None
    cue_end, slots = found
    return Match(at, cue_end, slots)


_Found = tuple[int, dict[str, tuple[int, int]]]


def _match(
    elements: tuple[Element, ...], i: int, text: str, at: int, end: int, bounds: frozenset[int]
) -> _Found | None:
    if i == len(elements):
        return at, {}
    element = elements[i]
    if isinstance(element, Words):
        for word in element.words:
            stop = at + len(word)
            if stop > end or not text.startswith(word, at):
                continue
            if at in bounds and stop in bounds:
                rest = _match(elements, i + 1, text, stop, end, bounds)
                if rest is not None:
                    return rest
        return _match(elements, i + 1, text, at, end, bounds) if element.optional else None
    if isinstance(element, Gap):
        for stop in range(at, min(end, at + 8) + 1):
            if rest := _match(elements, i + 1, text, stop, end, bounds):
                return rest
        return None
    if i == len(elements) - 1:
        return (at, {element.name: (at, end)}) if end > at else None
    for stop in range(at + 1, min(end, at + 48) + 1):
        if stop not in bounds:
            continue
        rest = _match(elements, i + 1, text, stop, end, bounds)
        if rest is not None and balanced(text[at:stop]):
            return rest[0], {**rest[1], element.name: (at, stop)}
    return None


_PAIRS = {
    "）": "（",
    ")": "(",
    "”": "“",
    "》": "《",
    "』": "『",
    "」": "「",
    "]": "[",
    "】": "【",
    "’": "‘",
}
_OPEN = frozenset(_PAIRS.values())


def balanced(text: str) -> bool:
    """Whether every bracket and quotation mark in the text closes within it."""
    stack: list[str] = []
    for character in text:
        if character in _OPEN:
            stack.append(character)
        elif character in _PAIRS and (not stack or stack.pop() != _PAIRS[character]):
            return False
    return not stack


def _read(lang: str) -> Iterator[tuple[dict[str, Any], str]]:
    for path in sorted((RULES / "claims" / lang).glob("*.toml")):
        for raw in read_toml(path)["rule"]:
            yield raw, path.stem


@lru_cache(maxsize=2)
def raw_rules(lang: str) -> tuple[dict[str, Any], ...]:
    """Return the rule tables of one language as written, with ``type`` from the file name."""
    rules = []
    for raw, stem in _read(lang):
        rules.append({"type": stem, **raw})
    identifiers = [r["id"] for r in rules]
    if len(set(identifiers)) != len(identifiers):
        raise ValueError(f"a rule id is used twice in {lang}")
    return tuple(rules)


@lru_cache(maxsize=1)
def zh_rules() -> tuple[Rule, ...]:
    """Return the Chinese rules, patterns read."""
    rules = []
    for raw in raw_rules("zh"):
        lead, elements = parse(raw["pattern"])
        options = {k: v for k, v in raw.items() if k not in _FIELDS}
        rules.append(
            Rule(
                id=raw["id"],
                lang="zh",
                type=raw["type"],
                relation=raw["relation"],
                lead=lead,
                elements=elements,
                options=options,
                yes=tuple(raw.get("yes", ())),
                no=tuple(raw.get("no", ())),
            )
        )
    return tuple(rules)
