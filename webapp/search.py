"""Full-text search over one generation: Chinese and English, across languages by concept.

A query finds, in this order: labels and titles equal to it, labels and titles that begin with
it, everything that holds its words (labels before titles before abstracts before quotes), and
then whatever mentions a concept that the query names, in whichever language. Where nothing
holds all words, what holds some is found. No query text is an error: what is not a word is
passed over.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from webapp.folding import fold, index_words, is_cjk, runs
from webapp.snippets import Stemmer, cut, marks
from webapp.textindex import KINDS, SHIFT, Kind

_LONGEST_QUERY = 200  # characters that are looked at
_MOST_TERMS = 12
_MOST_CONCEPTS = 8
_QUOTED = re.compile(r'["“”「『]([^"“”「」『』]*)["“”」』]')
_FTS_WEIGHTS = "20.0, 12.0, 3.0, 1.0"  # label, title, body, quote


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found.

    ``title`` is in the language asked for where there is one: a concept's label, a work's
    title, a section's heading; for a claim the title of its paper, with the claim's words in
    ``snippet``. ``via`` is the concept through which a thing was found that does not hold the
    query's words.
    """

    iri: str
    kind: Kind
    title: str
    lang: str | None
    year: int | None
    snippet: tuple[tuple[str, bool], ...] = ()
    via: str | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of hits; ``counts_by_kind`` counts all kinds whatever ``kinds`` asked for.

    ``concepts`` are the concepts that the query names.
    """

    total: int
    hits: tuple[Hit, ...]
    counts_by_kind: dict[str, int]
    concepts: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class _Query:
    folded: str
    match: str  # the FTS5 expression; empty where the query has no word
    loose: str  # the same, any term being enough; empty where there is but one
    words: tuple[str, ...]  # Latin words, for marks
    strings: tuple[str, ...]  # CJK strings, for marks


class SearchIndex:
    """The index ``text.db`` of a generation. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    def _db(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True)
            connection.execute("PRAGMA mmap_size = 268435456")
            self._local.connection = connection
            self._local.stemmer = Stemmer()
        return connection

    def search(
        self,
        text: str,
        *,
        kinds: Collection[str] | None = None,
        lang: str | None = None,
        only_lang: str | None = None,
        limit: int = 20,
        offset: int = 0,
    ) -> SearchResult:
        """Find what a person typed.

        ``kinds`` keeps only some kinds. ``lang`` is the visitor's language: titles come in it
        where they exist, and nothing is left out. ``only_lang`` keeps the things written in one
        language (concepts are in both).
        """
        query = _parse(text)
        if not query.match:
            return SearchResult(0, (), {}, ())
        found = _Finder(self._db(), query, only_lang)
        concepts = found.concepts()
        direct, indirect = found.counts(concepts)
        if not direct and query.loose:
            query = replace(query, match=query.loose, loose="")
            found = _Finder(self._db(), query, only_lang)
            direct, indirect = found.counts(concepts)
        wanted = [k for k in KINDS if kinds is None or k in kinds]
        total_direct = sum(direct.get(k, 0) for k in wanted)
        total = total_direct + sum(indirect.get(k, 0) for k in wanted)
        picked: list[tuple[int, int | None]] = []
        if offset < total_direct:
            picked = [(row, None) for row in found.direct(wanted, limit, offset)]
        if len(picked) < limit:
            start = max(0, offset - total_direct)
            picked += found.indirect(concepts, wanted, limit - len(picked), start)
        show = _Shower(self._db(), self._local.stemmer, query, lang)
        return SearchResult(
            total,
            tuple(show.hit(row, via) for row, via in picked),
            {k: direct.get(k, 0) + indirect.get(k, 0) for k in KINDS},
            tuple(show.hit(row, None) for row in concepts),
        )

    def suggest(self, prefix: str, lang: str, limit: int = 8) -> tuple[Hit, ...]:
        """Complete what a person is typing, from the labels in both languages.

        The title of a suggestion is the label that fits; labels that begin with the text come
        before those that hold it, concepts before works.
        """
        folded = fold(_clean(prefix))
        if not folded:
            return ()
        sql = """
            SELECT l.doc, l.text, l.lang FROM label l
            WHERE l.folded >= :p AND l.folded < :q
            ORDER BY l.doc >> 40, l.folded != :p, l.lang != :lang, l.preferred DESC,
                     length(l.folded), l.folded
            LIMIT 200"""
        given = {"p": folded, "q": folded + "\U0010ffff", "lang": lang}
        rows: list[tuple[int, str, str | None]] = self._db().execute(sql, given).fetchall()
        query = _parse(prefix)
        if len(rows) < limit and query.match:
            sql = """
                SELECT l.doc, l.text, l.lang FROM words w JOIN label l ON l.doc = w.rowid
                WHERE words MATCH :m AND instr(l.folded, :p)
                ORDER BY l.doc >> 40, l.lang != :lang, l.preferred DESC, length(l.folded)
                LIMIT 50"""
            match = "{label title} : (" + query.match + ")"
            rows += self._db().execute(sql, {"m": match, "p": folded, "lang": lang})
        best: dict[int, tuple[str, str | None]] = {}
        for doc, text, language in rows:
            best.setdefault(doc, (text, language))
        hits = []
        for doc, (text, language) in list(best.items())[:limit]:
            (iri, year) = (
                self._db().execute("SELECT iri, year FROM doc WHERE id=?", (doc,)).fetchone()
            )
            hits.append(Hit(iri, _kind(doc), text, language, year))
        return tuple(hits)


def _kind(row: int) -> Kind:
    return KINDS[row >> SHIFT]


def _clean(text: str) -> str:
    """Return the part of a query that is looked at, without what no text has."""
    return "".join(c if c.isprintable() else " " for c in text[:_LONGEST_QUERY])


def _parse(text: str) -> _Query:
    """Read a person's query: all its words and Chinese strings are wanted, quotes join words."""
    text = _clean(text)
    phrases = [m[1] for m in _QUOTED.finditer(text)]
    rest = _QUOTED.sub(" ", text)
    terms = [_phrase(fold(p)) for p in phrases]
    words: list[str] = []
    strings: list[str] = []
    for run, cjk, _ in runs(fold(text)):
        (strings if cjk else words).append(run)
    for chunk in fold(rest).split():
        # Between Latin letters a hyphen or apostrophe joins; other punctuation parts.
        terms.extend(_phrase(piece) for piece in re.split(r"[^\w'’.\-‐‑]+|_+", chunk))
    terms = [t for t in dict.fromkeys(terms) if t][:_MOST_TERMS]
    loose = " OR ".join(terms) if len(terms) > 1 else ""
    return _Query(fold(text), " AND ".join(terms), loose, tuple(words), tuple(strings))


def _phrase(piece: str) -> str:
    """Return the FTS5 phrase that finds ``piece`` as it stands; empty where it has no word."""
    words = index_words(piece)
    if not words:
        return ""
    *_, (last, cjk, _) = runs(piece)
    if not cjk:
        return f'"{" ".join(words)}"'
    if len(last) == 1:  # the pairs that begin with it
        return f'"{" ".join(words)}" *'
    return f'"{" ".join(words[:-1])}"'  # the last character alone stands at ends of runs only


class _Finder:
    """The rows that one query finds."""

    def __init__(self, db: sqlite3.Connection, query: _Query, only_lang: str | None) -> None:
        self.db = db
        self.query = query
        self.only_lang = only_lang

    def _language(self, column: str) -> str:
        if self.only_lang is None:
            return ""
        return (
            f" AND ({column} < {1 << SHIFT} OR EXISTS"  # noqa: S608
            f" (SELECT 1 FROM doc d WHERE d.id = {column} AND d.lang = :lang))"
        )

    def _given(self, **more: object) -> dict[str, object]:
        return {"m": self.query.match, "lang": self.only_lang, **more}

    def concepts(self) -> list[int]:
        """Return the concepts whose label the query is or holds, longest label first."""
        spans = _label_spans(self.query.folded)
        marks = ",".join("?" * len(spans))
        sql = f"SELECT folded, doc FROM label WHERE doc < {1 << SHIFT} AND folded IN ({marks})"  # noqa: S608
        docs: dict[str, list[int]] = {}
        for folded, doc in self.db.execute(sql, list(spans)):
            docs.setdefault(folded, []).append(doc)
        taken = [False] * len(self.query.folded)
        found: dict[int, None] = {}
        for folded in sorted(docs, key=lambda f: (-len(f), spans[f])):
            for start in spans[folded]:
                stretch = range(start, start + len(folded))
                if not any(taken[i] for i in stretch):
                    for i in stretch:
                        taken[i] = True
                    found.update(dict.fromkeys(docs[folded]))
        return list(found)[:_MOST_CONCEPTS]

    def counts(self, concepts: Sequence[int]) -> tuple[dict[str, int], dict[str, int]]:
        """Count what holds the words, and what else mentions the concepts, by kind."""
        sql = (
            f"SELECT rowid >> {SHIFT}, count(*) FROM words WHERE words MATCH :m"  # noqa: S608
            f"{self._language('words.rowid')} GROUP BY 1"
        )
        direct = {KINDS[k]: n for k, n in self.db.execute(sql, self._given())}
        indirect: dict[str, int] = {}
        if concepts:
            sql = (
                f"SELECT doc >> {SHIFT}, count(DISTINCT doc) FROM mention WHERE "  # noqa: S608
                f"{self._mentions(concepts)} GROUP BY 1"
            )
            indirect = {KINDS[k]: n for k, n in self.db.execute(sql, self._given())}
            held = self._held(concepts)
            if len(held) < len(concepts):
                indirect["concept"] = len(concepts) - len(held)
        return direct, indirect

    def _held(self, concepts: Sequence[int]) -> set[int]:
        """Return those of the concepts that hold the query's words themselves."""
        sql = "SELECT rowid FROM words WHERE words MATCH :m AND rowid < :end"
        rows = self.db.execute(sql, self._given(end=1 << SHIFT))
        return {row for (row,) in rows} & set(concepts)

    def _mentions(self, concepts: Iterable[int]) -> str:
        listed = ",".join(str(int(c)) for c in concepts)
        return (
            f"concept IN ({listed}) AND doc NOT IN"  # noqa: S608
            f" (SELECT rowid FROM words WHERE words MATCH :m){self._language('mention.doc')}"
        )

    def direct(self, kinds: Sequence[str], limit: int, offset: int) -> list[int]:
        """Return one page of the rows that hold the words, best first."""
        places = ",".join(str(KINDS.index(k)) for k in kinds)
        sql = (
            # 0: equal to the query, 1: begins with it, 2: holds its words
            f"SELECT words.rowid FROM words LEFT JOIN ("  # noqa: S608
            "  SELECT doc, min(folded != :p) AS tier, max(preferred) AS preferred FROM label"
            "  WHERE folded >= :p AND folded < :q GROUP BY doc"
            ") AS l ON l.doc = words.rowid"
            f" WHERE words MATCH :m AND words.rowid >> {SHIFT} IN ({places})"
            f"{self._language('words.rowid')}"
            " ORDER BY ifnull(l.tier, 2), ifnull(-l.preferred, 0),"
            f" bm25(words, {_FTS_WEIGHTS}), words.rowid LIMIT :limit OFFSET :offset"
        )
        p = self.query.folded
        given = self._given(p=p, q=p + "\U0010ffff", limit=limit, offset=offset)
        return [row for (row,) in self.db.execute(sql, given)]

    def indirect(
        self, concepts: Sequence[int], kinds: Sequence[str], limit: int, offset: int
    ) -> list[tuple[int, int | None]]:
        """Return one page of what mentions the concepts only, with the concept."""
        if not concepts:
            return []
        rows: list[tuple[int, int | None]] = []
        if "concept" in kinds:
            held = self._held(concepts)
            rows = [(c, c) for c in concepts if c not in held]
        page = rows[offset : offset + limit]
        places = ",".join(str(KINDS.index(k)) for k in kinds)
        sql = (
            "SELECT doc, min(concept) FROM mention"  # noqa: S608
            f" WHERE {self._mentions(concepts)} AND doc >> {SHIFT} IN ({places})"
            f" GROUP BY doc ORDER BY doc >> {SHIFT}, count(*) DESC,"
            " (SELECT ifnull(-year, 0) FROM doc d WHERE d.id = mention.doc), doc"
            " LIMIT :limit OFFSET :offset"
        )
        given = self._given(limit=limit - len(page), offset=max(0, offset - len(rows)))
        return page + [(doc, concept) for doc, concept in self.db.execute(sql, given)]


def _label_spans(folded: str) -> dict[str, list[int]]:
    """Return every stretch of a query that could be a label, with where it stands.

    A stretch starts and ends anywhere among CJK characters, but only at the ends of words.
    """
    bounds: set[int] = set()
    for run, cjk, at in runs(folded):
        bounds.update(range(at, at + len(run) + 1) if cjk else (at, at + len(run)))
    ordered = sorted(bounds)
    spans: dict[str, list[int]] = {}
    for i, start in enumerate(ordered):
        for end in ordered[i + 1 : i + 25]:
            piece = folded[start:end]
            if piece.strip() == piece and (len(piece) > 1 or len(folded) == 1):
                spans.setdefault(piece, []).append(start)
            if len(spans) > 4000:
                return spans
    return spans


class _Shower:
    """Turns rows into hits: titles in the visitor's language, snippets with marks."""

    def __init__(
        self, db: sqlite3.Connection, stemmer: Stemmer, query: _Query, lang: str | None
    ) -> None:
        self.db = db
        self.stemmer = stemmer
        self.query = query
        self.lang = lang or ("zh" if is_cjk(query.folded) else "en")
        self._labels: dict[int, tuple[list[str], list[str]]] = {}

    def hit(self, row: int, via: int | None) -> Hit:
        """Return the hit for a row; ``via`` is the concept that led to it."""
        sql = "SELECT iri, lang, year, title_zh, title_en, body_zh, body_en FROM doc WHERE id = ?"
        iri, lang, year, title_zh, title_en, body_zh, body_en = self.db.execute(
            sql, (row,)
        ).fetchone()
        words, strings = list(self.query.words), list(self.query.strings)
        via_iri = None
        if via is not None:
            (via_iri,) = self.db.execute("SELECT iri FROM doc WHERE id = ?", (via,)).fetchone()
            more_words, more_strings = self._label_terms(via)
            words, strings = more_words, more_strings
        first, second = (title_zh, title_en) if self.lang == "zh" else (title_en, title_zh)
        bodies = (body_zh, body_en) if self.lang == "zh" else (body_en, body_zh)
        snippet = self._snippet([b for b in bodies if b], words, strings)
        return Hit(iri, _kind(row), first or second or iri, lang, year, snippet, via_iri)

    def _label_terms(self, concept: int) -> tuple[list[str], list[str]]:
        """Return the words and strings of a concept's labels, for marks."""
        if concept not in self._labels:
            words: list[str] = []
            strings: list[str] = []
            sql = "SELECT folded FROM label WHERE doc = ?"
            for (folded,) in self.db.execute(sql, (concept,)):
                parts = runs(folded)
                if len(parts) == 1 and not parts[0][1]:
                    words.append(folded)
                elif parts:
                    strings.append(folded)
            self._labels[concept] = words, strings
        return self._labels[concept]

    def _snippet(
        self, texts: Sequence[str], words: Sequence[str], strings: Sequence[str]
    ) -> tuple[tuple[str, bool], ...]:
        """Return the part of the first text with a hit around it; else the first's beginning."""
        for text in texts:
            spans = marks(text, words, strings, self.stemmer)
            if spans:
                return cut(text, spans)
        return cut(texts[0], []) if texts else ()
