"""The text of a reference: folded for matching, joined over lines, cleaned for reading.

Folding never moves a character, so what a pattern finds in the folded text is taken from
the text as printed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ingest.folding import half_width, is_han

FOLDER = Path(__file__).resolve().parent / "rules" / "references"

_SPACES = re.compile(r"\s+")
_HAN_OR_MARK = r"[\u3400-\u9fff\u3001-\u303f\uff00-\uff60“”‘’—…·]"
_GAP = re.compile(rf"(?<={_HAN_OR_MARK})\s+(?={_HAN_OR_MARK})")
_GAP_BEFORE_MARK = re.compile(r"\s+(?=[，。；：、）》”’,;:.!?？！\])](?:\s|$|[\u3400-\u9fff]))")
_EDGE = " \t\r\n\u3000,.;:，。；：、．/|"
_WORD_END = re.compile(r"([A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’-]*)-$")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\u3400-\u9fff]*$")
_WORD_START = re.compile(r"([A-Za-zÀ-ɏ]+)")


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return one file of ``ingest/rules/references`` as data."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


fold = half_width


def han_share(text: str) -> float:
    """Return the share of Han characters among the letters of a text."""
    letters = [c for c in text if c.isalpha()]
    return sum(is_han(c) for c in letters) / len(letters) if letters else 0.0


def language_of(text: str) -> str:
    """Say ``zh`` or ``en``: what the words of a title or of a whole reference are."""
    return "zh" if han_share(text) > 0.15 else "en"


def outside_brackets(folded: str) -> Iterator[int]:
    """Yield where a folded text stands outside brackets and quotation marks."""
    depth, quoted = 0, False
    for index, character in enumerate(folded):
        if character == '"':
            quoted = not quoted and '"' in folded[index + 1 :]
        elif character in "《([":
            depth += 1
        elif character in "》)]":
            depth = max(0, depth - 1)
        elif not depth and not quoted:
            yield index


def clean(value: str) -> str:
    """Return a field as people read it: no stray space, no punctuation at its edges."""
    value = _SPACES.sub(" ", value).strip(_EDGE)
    value = _GAP.sub("", value)
    value = _GAP_BEFORE_MARK.sub("", value)
    for left, right in ("（）", "()", "[]", "“”", "《》"):
        # A bracket that lost its partner at the edge is not part of the value
        if value.endswith(left) or (value.startswith(right)):
            value = value.strip(left + right).strip(_EDGE)
    return value


@dataclass(frozen=True, slots=True)
class Joined:
    """Lines joined to one text; ``offsets[i]`` is where ``text[i]`` stands in the source."""

    text: str
    offsets: tuple[int, ...]

    def cut(self, start: int, end: int) -> Joined:
        """Return a part of it without white space at its edges."""
        while start < end and self.text[start].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace():
            end -= 1
        return Joined(self.text[start:end], self.offsets[start:end])

    @property
    def span(self) -> tuple[int, int]:
        """The stretch of the source that it covers."""
        return (self.offsets[0], self.offsets[-1] + 1) if self.offsets else (0, 0)


@cache
def _compounds() -> frozenset[str]:
    return frozenset(table("words")["layout"]["hyphen_kept_after"].split())


def _keeps_hyphen(before: str, after: str, vocabulary: Set[str]) -> bool:
    """Say whether a hyphen at a line's end belongs to the word."""
    head = before.rsplit("-", 1)[-1].lower()
    if f"{head}{after.lower()}" in vocabulary:
        return False
    if f"{head}-{after.lower()}" in vocabulary:
        return True
    return after[0].isupper() or head in _compounds()


def join_lines(source: str, start: int, end: int, vocabulary: Set[str] = frozenset()) -> Joined:
    """Join the lines of a stretch of source: Han with nothing, Latin with one space.

    A word broken by a hyphen is put together; ``vocabulary`` (lower-case words seen
    elsewhere in the document) decides where the hyphen may belong to the word.
    """
    characters: list[str] = []
    offsets: list[int] = []
    position = start
    for line in source[start:end].splitlines(keepends=True):
        body = line.strip()
        if body:
            at = position + line.index(body)
            if characters:
                _join(characters, offsets, body, at, vocabulary)
            characters.extend(body)
            offsets.extend(range(at, at + len(body)))
        position += len(line)
    return Joined("".join(characters), tuple(offsets))


def _join(
    characters: list[str], offsets: list[int], body: str, at: int, vocabulary: Set[str]
) -> None:
    last, first = characters[-1], body[0]
    if last == "-" and first.isalpha() and not is_han(first):
        before = _WORD_END.search("".join(characters[-40:]))
        after = _WORD_START.match(body)
        if before and after and not _keeps_hyphen(before[1], after[1], vocabulary):
            characters.pop()
            offsets.pop()
        return
    if last in "/-–—" or not _needs_space(last, first):
        return
    if last in ".?=&_%" and not first.isupper() and _ADDRESS.search("".join(characters[-160:])):
        return  # an address broken at a line end
    characters.append(" ")
    offsets.append(at - 1)


def _needs_space(last: str, first: str) -> bool:
    wide = "，。；：、（）《》“”‘’【】［］！？—…"
    if is_han(last) and is_han(first):
        return False
    return last not in wide and first not in wide and not (is_han(last) and not first.isalnum())
