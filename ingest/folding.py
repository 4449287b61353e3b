"""Fold text for matching without moving a character.

Every function here returns a string of the same length as the one it was given, so that a
position in the folded text is the same position in the text as printed.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from ontology.characters import HAN, to_simplified


def simplify(text: str) -> str:
    """Return ``text`` in simplified characters; nothing else changes, nor does the length."""
    return text.translate(to_simplified())


@lru_cache(maxsize=1)
def _plain() -> dict[int, str]:
    wide = [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]
    return to_simplified() | {code: chr(code - 0xFEE0) for code in wide}


def plain(text: str) -> str:
    """Return ``text`` as patterns read it: simplified, with half-width letters and digits.

    Punctuation stays as printed, and so does the length.
    """
    return text.translate(_plain())


# Signs that print has many forms of
_SIGNS = {
    **dict.fromkeys("\u3000\xa0\u2002\u2003\u2009\u200a\u202f\ufeff\u200b\t\r\n\f\v", " "),
    **dict.fromkeys("‘’‚‛`´", "'"),
    **dict.fromkeys("–—－―‐‑‒−─", "-"),
}
_PUNCTUATION = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **_SIGNS,
    **dict.fromkeys("。．｡", "."),
    **dict.fromkeys("“”„‟〝〞", '"'),
    **dict.fromkeys("～〜∼", "~"),
    **dict.fromkeys("〔【〖﹝", "["),
    **dict.fromkeys("〕】〗﹞", "]"),
    **dict.fromkeys("•・‧∙⋅●", "·"),
    "，": ",",
    "﹐": ",",
    "､": ",",
    "〇": "O",
}
_HALF_WIDTH = {ord(old): new for old, new in _PUNCTUATION.items()}


def half_width(text: str) -> str:
    """Return ``text`` with half-width punctuation, letters and digits; in the same case."""
    return text.translate(_HALF_WIDTH)


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
        folded = to_simplified().get(ord(folded), folded)
        folded = " " if folded.isspace() else _SIGNS.get(folded, folded)
        self[key] = folded
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """Return ``text`` in lower case, NFKC-safe and simplified; the length stays the same."""
    return text.translate(_TABLE)


def is_han(character: str) -> bool:
    """Whether a character is a Han character."""
    code = ord(character)
    return any(first <= code <= last for first, last in HAN)
