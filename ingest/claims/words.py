"""A Chinese sentence as words with their places."""

from __future__ import annotations

from ingest.claims.tokens import Token


class Sentence:
    """A sentence's text and words, with lookups by position."""

    __slots__ = ("_at_end", "_at_start", "bounds", "text", "words")

    def __init__(self, text: str, words: list[Token]) -> None:
        self.text = text
        self.words = words
        self.bounds = frozenset({0, *(w.end for w in words)})
        self._at_start = {w.start: i for i, w in enumerate(words)}
        self._at_end = {w.end: i for i, w in enumerate(words)}

    def within(self, start: int, end: int) -> list[Token]:
        """Return the words that lie wholly in a stretch."""
        first = self._at_start.get(start)
        if first is None:
            return [w for w in self.words if w.start >= start and w.end <= end]
        found = []
        for word in self.words[first:]:
            if word.end > end:
                break
            found.append(word)
        return found

    def before(self, position: int) -> Token | None:
        """Return the word that ends at a position."""
        index = self._at_end.get(position)
        return None if index is None else self.words[index]

    def after(self, position: int) -> Token | None:
        """Return the word that begins at a position."""
        index = self._at_start.get(position)
        return None if index is None else self.words[index]
