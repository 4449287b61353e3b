"""What makes two written forms the same: the one folding that every room builds on."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
# Signs that print has many forms of.
SIGNS = {
    **dict.fromkeys("\u3000\xa0\u2002\u2003\u2009\u200a\u202f\ufeff\u200b\t\r\n\f\v", " "),
    **dict.fromkeys("‘’‚‛`´", "'"),
    **dict.fromkeys("–—－―‐‑‒−─", "-"),
}


@lru_cache(maxsize=1)
def to_simplified() -> dict[int, str]:
    """Return a table for ``str.translate``: a traditional character, its simplified form.

    It goes character by character and never changes the length of a text.
    """
    from opencc import OpenCC

    characters = [chr(c) for first, last in HAN for c in range(first, last + 1)]
    # One character a line: no phrase rule of the converter can reach across.
    converted: list[str] = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {
        ord(old): new
        for old, new in zip(characters, converted, strict=True)
        if old != new and len(new) == 1
    }


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
        folded = " " if folded.isspace() else SIGNS.get(folded, folded)
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
