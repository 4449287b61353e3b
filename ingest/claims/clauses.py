"""Cut a Chinese sentence into clauses, outside brackets and quotation marks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ingest.claims.patterns import _OPEN, _PAIRS
from ingest.claims.tokens import Token
from ingest.tables import table

_ENDS = "，；：,;:。！？!?"


@dataclass(frozen=True, slots=True)
class Clause:
    """``start``–``end`` of the words; ``core`` is where they go on behind connectives."""

    start: int
    end: int
    core: int
    closer: str  # the mark behind it: "，", "；", "：", or "" at the end
    lead: tuple[str, ...]  # the connectives in front


@lru_cache(maxsize=1)
def connectives() -> frozenset[str]:
    """Return what may stand in front of a clause's subject."""
    return frozenset(table("zh")["connectives"])


def split(text: str, words: list[Token]) -> list[Clause]:
    """Return the clauses of a sentence in order."""
    clauses: list[Clause] = []
    depth, start = 0, 0
    for i, character in enumerate(text):
        if character in _OPEN:
            depth += 1
        elif character in _PAIRS:
            depth = max(0, depth - 1)
        elif character in _ENDS and depth == 0:
            _add(clauses, text, words, start, i, character)
            start = i + 1
    _add(clauses, text, words, start, len(text), "")
    return clauses


def _add(
    clauses: list[Clause], text: str, words: list[Token], start: int, end: int, closer: str
) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end <= start:
        return
    core, lead = lead_of(text, words, start, end)
    clauses.append(Clause(start, end, core, closer, lead))


def lead_of(text: str, words: list[Token], start: int, end: int) -> tuple[int, tuple[str, ...]]:
    """Return where a clause goes on behind its connectives, and these."""
    known = connectives()
    bounds = {w.start for w in words} | {end}
    found: list[str] = []
    at = start
    while at < end:
        for length in range(min(10, end - at), 0, -1):
            if text[at : at + length] in known and at + length in bounds:
                if length == 1 and _begins_word(text, at):
                    continue
                found.append(text[at : at + length])
                at += length
                break
        else:
            break
        while at < end and text[at] in " 、":
            at += 1
    return at, tuple(found)


_FIXED = ("和谐", "与会", "当地", "当事", "更新", "还原", "且行", "其他", "如何", "只有")


def _begins_word(text: str, at: int) -> bool:
    return text.startswith(_FIXED, at)
