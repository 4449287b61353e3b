"""The concepts' names, ready for finding in text: one automaton for both languages.

Matching works on characters of folded text (``ingest.folding``), never on tokens. A name
carries what may not stand beside it; a Latin name matches whole words in its inflections.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from ingest.folding import fold, is_han
from ingest.tables import table
from ontology.names import bare, english_forms, folded_name

_WORD = re.compile(r"[a-z0-9]")


class Named(Protocol):
    """What the lexicon reads of a concept (``ontology.library.Concept`` has it)."""

    @property
    def iri(self) -> str: ...  # noqa: D102
    @property
    def cls(self) -> str: ...  # noqa: D102
    @property
    def labels(self) -> dict[str, str]: ...  # noqa: D102
    @property
    def alt(self) -> tuple[tuple[str, str], ...]: ...  # noqa: D102
    @property
    def veto_before(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def veto_after(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def not_in_text(self) -> tuple[str, ...]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Entry:
    """One concept as the matcher knows it."""

    iri: str
    cls: str
    not_before: tuple[str, ...]  # folded; what may not follow
    not_after: tuple[str, ...]  # folded; what may not stand in front


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept's name at ``start``–``end`` of a text."""

    start: int
    end: int
    entry: Entry


class Lexicon:
    """All names of a set of concepts."""

    def __init__(self, concepts: Iterable[Named]) -> None:
        import ahocorasick_rs

        vetoes = table("mentions")
        self._general_after = tuple(vetoes["not_after"])
        generic = {fold(word) for word in vetoes["generic"]}
        names: dict[str, list[Entry]] = {}
        cased: dict[str, list[str]] = {}
        for concept in concepts:
            entry = Entry(
                concept.iri,
                concept.cls,
                tuple(fold(v) for v in concept.veto_before),
                tuple(fold(v) for v in concept.veto_after),
            )
            written = [*((text, lang) for lang, text in concept.labels.items()), *concept.alt]
            for text, lang in written:
                text = bare(text)
                if not text or text in concept.not_in_text:
                    continue
                forms = english_forms(text) if lang.startswith("en") else {fold(text)}
                for form in forms:
                    if form in generic or len(form) < 2:
                        continue
                    entries = names.setdefault(form, [])
                    if all(e.iri != entry.iri for e in entries):
                        entries.append(entry)
                    if text.isascii() and text.isupper() and len(text) <= 4:
                        cased.setdefault(form, []).append(text)
        # The name that is most specific to its concept wins where two concepts share one;
        # the order of IRIs only makes the choice repeatable.
        self._names = {form: sorted(e, key=lambda x: x.iri)[0] for form, e in names.items()}
        self._cased = {form: frozenset(texts) for form, texts in cased.items()}
        self._forms = sorted(self._names)
        self._automaton = (
            ahocorasick_rs.AhoCorasick(self._forms, store_patterns=False) if self._forms else None
        )

    def __len__(self) -> int:
        return len(self._forms)

    def entry(self, text: str) -> Entry | None:
        """Return the concept that has exactly this name, if any."""
        return self._names.get(folded_name(text))

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield every name in ``text`` whose neighbours allow it, overlapping ones included."""
        if self._automaton is None:
            return
        folded = fold(text)
        spaced = folded.replace("-", " ")
        found = self._automaton.find_matches_as_indexes(spaced, overlapping=True)
        for index, start, end in found:
            form = self._forms[index]
            entry = self._names[form]
            if self._allowed(text, folded, form, entry, start, end):
                yield Hit(start, end, entry)

    def _allowed(
        self, text: str, folded: str, form: str, entry: Entry, start: int, end: int
    ) -> bool:
        if _WORD.match(form[0]) and start and _WORD.match(folded[start - 1]):
            return False
        if _WORD.match(form[-1]) and end < len(folded) and _WORD.match(folded[end]):
            return False
        if form in self._cased and text[start:end] not in self._cased[form]:
            return False
        if any(folded.startswith(veto, end) for veto in entry.not_before):
            return False
        before = folded[:start]
        if any(before.endswith(veto) for veto in entry.not_after):
            return False
        return not (
            entry.cls == "Value" and is_han(form[0]) and before.endswith(self._general_after)
        )


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the lexicon of the vocabulary, built once."""
    from ontology.library import concepts

    return Lexicon(concepts())
