"""Snippets: the part of a text around what was found, with the found words marked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from webapp.folding import fold_with_map, is_cjk, runs
from webapp.textindex import TOKENIZER

_SIZE = 110  # characters of Chinese around the first hit; twice as many of English


class Stemmer:
    """The stems that SQLite gives to words, asked of SQLite itself."""

    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.executescript(
            f"CREATE VIRTUAL TABLE w USING fts5(t, content='', tokenize='{TOKENIZER}');"
            "CREATE VIRTUAL TABLE v USING fts5vocab(w, 'instance');"
        )
        self._known: dict[str, str] = {}

    def stems(self, words: Iterable[str]) -> dict[str, str]:
        """Return a table that holds at least the stems of these (folded) words."""
        new = sorted({w for w in words if w not in self._known})
        if len(self._known) + len(new) > 50_000:
            self._known.clear()
        if new:
            self._db.execute("INSERT INTO w(w) VALUES ('delete-all')")
            self._db.executemany("INSERT INTO w(rowid, t) VALUES (?,?)", enumerate(new))
            for doc, term in self._db.execute("SELECT doc, term FROM v"):
                self._known[new[doc]] = term
        return self._known


def marks(
    text: str, words: Sequence[str], strings: Sequence[str], stemmer: Stemmer
) -> list[tuple[int, int]]:
    """Return where the words (by stem) and the CJK strings stand in ``text``."""
    folded, origin = fold_with_map(text)
    spans: list[tuple[int, int]] = []
    for string in strings:
        at = folded.find(string)
        while at >= 0:
            spans.append((at, at + len(string)))
            at = folded.find(string, at + len(string))
    if words:
        parts = [(w, at) for w, cjk, at in runs(folded) if not cjk]
        known = stemmer.stems([w for w, _ in parts] + list(words))
        wanted = {known.get(w) for w in words} - {None}
        spans += [(at, at + len(w)) for w, at in parts if known.get(w) in wanted]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return [(origin[a], origin[b - 1] + 1) for a, b in merged]


def cut(text: str, spans: Sequence[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """Cut a window around the first span and return it as marked pieces."""
    size = _SIZE if is_cjk(text) else 2 * _SIZE
    first = spans[0][0] if spans else 0
    start = max(0, first - size // 4)
    end = min(len(text), start + size)
    if len(text) - start < size:
        start = max(0, len(text) - size)
    start, end = _whole_words(text, start, end)
    pieces: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for a, b in spans:
        if a >= end:
            break
        if a > at:
            pieces.append((text[at:a], False))
        pieces.append((text[max(a, start) : min(b, end)], True))
        at = max(at, min(b, end))
    if at < end:
        pieces.append((text[at:end], False))
    if end < len(text):
        pieces.append(("…", False))
    return tuple(p for p in pieces if p[0])


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Move a window's ends off the middle of Latin words."""

    def inside(i: int) -> bool:
        pair = text[i - 1 : i + 1]
        return 0 < i < len(text) and pair.isalnum() and not is_cjk(pair)

    for _ in range(20):
        if not inside(start):
            break
        start -= 1
    for _ in range(20):
        if not inside(end):
            break
        end += 1
    return start, end
