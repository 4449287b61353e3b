"""What makes two spellings the same for search, and how text becomes index words.

Folding: Unicode compatibility forms, letter case, and traditional characters made simplified,
one character at a time, so that every folded character knows where it came from. Runs of Han,
kana and hangul become overlapping pairs with the last character alone at the end (公共价值 →
公共 共价 价值 值): a phrase of pairs finds every substring of two or more characters, and a
prefix finds a single one. Everything else is words; SQLite's Porter stemmer does the rest.
"""

from __future__ import annotations

import re
import unicodedata

from ontology.characters import to_simplified

_CJK = (
    "\u2e80-\u2fdf\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"(?P<cjk>[{_CJK}]+)|[^\W_{_CJK}]+")
_HAS_CJK = re.compile(rf"[{_CJK}]")


def fold(text: str) -> str:
    """Return the folded text, white space joined to single blanks."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(to_simplified())
    return " ".join(text.split())


def fold_with_map(text: str) -> tuple[str, list[int]]:
    """Return the folded text and, for each of its characters, the index in ``text``."""
    table = to_simplified()
    out: list[str] = []
    origin: list[int] = []
    for i, char in enumerate(text):
        folded = unicodedata.normalize("NFKC", char).casefold().translate(table)
        out.append(folded)
        origin.extend([i] * len(folded))
    return "".join(out), origin


def runs(folded: str) -> list[tuple[str, bool, int]]:
    """Return the stretches of a folded text that count: ``(stretch, is CJK, position)``."""
    return [(m[0], m["cjk"] is not None, m.start()) for m in _RUN.finditer(folded)]


def is_cjk(text: str) -> bool:
    """Say whether a text has Han, kana or hangul."""
    return _HAS_CJK.search(text) is not None


def index_words(folded: str) -> list[str]:
    """Return the words under which a folded text is indexed."""
    words: list[str] = []
    for run, cjk, _ in runs(folded):
        if cjk:
            words.extend(run[i : i + 2] for i in range(len(run)))
        else:
            words.append(run)
    return words
