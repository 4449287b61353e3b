"""Fold text for matching without moving a character.

Every function here returns a string of the same length as the one it was given, so that a
position in the folded text is the same position in the text as printed.
"""

from __future__ import annotations

from functools import lru_cache

from ontology.characters import SIGNS, fold, is_han, to_simplified

__all__ = ["fold", "half_width", "is_han", "plain", "simplify"]


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


_PUNCTUATION = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **SIGNS,
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
