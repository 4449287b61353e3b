"""Fold text for matching without moving a character.

Every function here returns a string of the same length as the one it was given, so that a
position in the folded text is the same position in the text as printed.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_HAN = (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF)


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    import opencc

    characters = [chr(c) for first, last in _HAN for c in range(first, last + 1)]
    # One character a line: no phrase rule of the converter can reach across.
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {
        ord(old): new
        for old, new in zip(characters, converted, strict=True)
        if old != new and len(new) == 1
    }


def simplify(text: str) -> str:
    """Return ``text`` in simplified characters; nothing else changes, nor does the length."""
    return text.translate(_simplified())


@lru_cache(maxsize=65536)
def _character(character: str) -> str:
    for form in (unicodedata.normalize("NFKC", character), character.lower()):
        if len(form) == 1:
            character = form
    return character.lower() if len(character.lower()) == 1 else character


class _Table(dict[int, str]):
    """Fills itself on first sight of a character."""

    def __missing__(self, key: int) -> str:
        folded = _character(chr(key))
        folded = _simplified().get(ord(folded), folded)
        if folded in "‐‑‒–—−":
            folded = "-"
        elif folded in "‘’":
            folded = "'"
        elif folded.isspace():
            folded = " "
        self[key] = folded
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """Return ``text`` in lower case, NFKC-safe and simplified; the length stays the same."""
    return text.translate(_TABLE)


def is_han(character: str) -> bool:
    """Whether a character is a Han character."""
    code = ord(character)
    return any(first <= code <= last for first, last in _HAN)
