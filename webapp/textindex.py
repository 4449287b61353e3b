"""Build ``text.db``: the full-text index of one generation."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store, Triple
from pyoxigraph import Literal as Text

from ontology.namespaces import PREFIXES, PV, data_iri
from webapp.folding import fold, index_words, is_cjk

Kind = Literal["concept", "work", "section", "claim"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SHIFT = 40  # a row's id is its kind's place in KINDS, shifted, plus a running number
TOKENIZER = "porter unicode61 remove_diacritics 2"

_SCHEMA = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE doc (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL, lang TEXT, year INTEGER,
  title_zh TEXT, title_en TEXT, body_zh TEXT, body_en TEXT
);
CREATE TABLE label (
  folded TEXT NOT NULL, doc INTEGER NOT NULL, text TEXT NOT NULL, lang TEXT,
  preferred INTEGER NOT NULL
);
CREATE TABLE mention (
  concept INTEGER NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY (concept, doc)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(
  label, title, body, quote, content='', prefix='1', tokenize='{TOKENIZER}'
);
"""
_INDEXES = """
CREATE INDEX label_folded ON label (folded);
CREATE INDEX label_doc ON label (doc);
CREATE UNIQUE INDEX doc_iri ON doc (iri);
"""
# Stands between two texts of one field, so that no phrase reaches from one into the other.
_GAP = " xgapx "
_UNION = DefaultGraph()

Subject = NamedNode | BlankNode | Triple


@dataclass(slots=True)
class Entry:
    """One thing that search can find."""

    kind: Kind
    iri: str
    lang: str | None = None
    year: int | None = None
    titles: dict[str, str] = field(default_factory=dict)  # for display, by language
    bodies: dict[str, str] = field(default_factory=dict)  # for snippets, by language
    labels: list[tuple[str, str | None, bool]] = field(default_factory=list)  # text, lang, pref
    label: list[str] = field(default_factory=list)  # indexed
    title: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    quote: list[str] = field(default_factory=list)
    mentions: set[str] = field(default_factory=set)


class _Graph:
    """Short ways to ask a store for the values of a property."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._properties: dict[str, NamedNode] = {}

    def prop(self, name: str) -> NamedNode:
        if name not in self._properties:
            prefix, local = name.split(":", 1)
            self._properties[name] = NamedNode(PREFIXES[prefix] + local)
        return self._properties[name]

    def nodes(self, subject: Subject, name: str) -> list[NamedNode | BlankNode]:
        found = self.store.quads_for_pattern(subject, self.prop(name), None, _UNION)
        return [q.object for q in found if isinstance(q.object, NamedNode | BlankNode)]

    def literals(self, subject: Subject, name: str) -> list[Text]:
        found = self.store.quads_for_pattern(subject, self.prop(name), None, _UNION)
        unique = {q.object: None for q in found if isinstance(q.object, Text)}
        return sorted(unique, key=lambda x: (x.language or "", x.value))

    def instances(self, name: str) -> list[NamedNode]:
        found = self.store.quads_for_pattern(None, self.prop("rdf:type"), self.prop(name), _UNION)
        unique = {q.subject for q in found if isinstance(q.subject, NamedNode)}
        return sorted(unique, key=lambda n: n.value)


def _language(literal: Text) -> str:
    tag = (literal.language or "").split("-")[0]
    return tag or ("zh" if is_cjk(literal.value) else "en")


def _by_language(literals: Iterable[Text]) -> dict[str, str]:
    found: dict[str, str] = {}
    for literal in literals:
        found.setdefault(_language(literal), literal.value)
    return found


def _concepts(graph: _Graph) -> Iterator[Entry]:
    for node in graph.instances("skos:Concept"):
        if not node.value.startswith(PV):
            continue
        preferred = graph.literals(node, "skos:prefLabel")
        others = graph.literals(node, "skos:altLabel") + graph.literals(node, "skos:hiddenLabel")
        definitions = graph.literals(node, "skos:definition")
        entry = Entry("concept", node.value)
        entry.titles = _by_language(preferred)
        entry.bodies = _by_language(definitions)
        entry.labels = [(x.value, _language(x), True) for x in preferred]
        entry.labels += [(x.value, _language(x), False) for x in others]
        entry.label = [text for text, _, _ in entry.labels]
        entry.body = [x.value for x in definitions]
        yield entry


def _works(graph: _Graph) -> Iterator[Entry]:
    prefix = data_iri("work/")
    seen: set[NamedNode] = set()
    for quad in graph.store.quads_for_pattern(None, graph.prop("dcterms:title"), None, _UNION):
        node = quad.subject
        if isinstance(node, NamedNode) and node.value.startswith(prefix):
            seen.add(node)
    for node in sorted(seen, key=lambda n: n.value):
        yield _work(graph, node)


def _work(graph: _Graph, node: NamedNode) -> Entry:
    titles = graph.literals(node, "dcterms:title")
    abstracts = graph.literals(node, "dcterms:abstract")
    entry = Entry("work", node.value, year=_year(graph, node))
    languages = graph.literals(node, "dcterms:language")
    entry.lang = languages[0].value if languages else _language(titles[0])
    entry.titles = _by_language(titles)
    entry.bodies = _by_language(abstracts)
    entry.title = [x.value for x in titles]
    entry.labels = [(x.value, _language(x), False) for x in titles]
    entry.body = [x.value for x in abstracts]
    for name in ("dcterms:subject", "prism:publicationName", "dcterms:publisher"):
        entry.body += [x.value for x in graph.literals(node, name)]
    for agent in graph.nodes(node, "dcterms:creator"):
        entry.body += [x.value for x in graph.literals(agent, "foaf:name")]
    entry.mentions = {n.value for n in graph.nodes(node, "wm:mentions") if not _blank(n)}
    return entry


def _blank(node: NamedNode | BlankNode) -> bool:
    return isinstance(node, BlankNode)


def _year(graph: _Graph, node: Subject) -> int | None:
    for literal in graph.literals(node, "fabio:hasPublicationYear"):
        if literal.value[:4].isdigit():
            return int(literal.value[:4])
    return None


def _sections(graph: _Graph) -> Iterator[Entry]:
    for node in graph.instances("doco:Section"):
        titles = graph.literals(node, "dcterms:title")
        if not titles:
            continue
        entry = Entry("section", node.value, lang=_language(titles[0]))
        entry.titles = _by_language(titles)
        entry.title = [x.value for x in titles]
        work = _document_of(graph, node)
        if work is not None:
            entry.year = _year(graph, work)
            entry.bodies = _by_language(graph.literals(work, "dcterms:title"))
        yield entry


def _document_of(graph: _Graph, node: NamedNode) -> NamedNode | None:
    """Follow ``dcterms:isPartOf`` up to the document."""
    here: NamedNode | BlankNode = node
    for _ in range(12):
        above = graph.nodes(here, "dcterms:isPartOf")
        if not above:
            break
        here = above[0]
    return here if isinstance(here, NamedNode) and here != node else None


def _claims(graph: _Graph) -> Iterator[Entry]:
    rejected = graph.prop("wm:Rejected")
    for node in graph.instances("wm:Claim"):
        if rejected in graph.nodes(node, "wm:status"):
            continue
        quote = _quote(graph, node)
        if quote is None:
            continue
        entry = Entry("claim", node.value, lang=_language(quote))
        for work in graph.nodes(node, "prov:wasDerivedFrom"):
            entry.year = _year(graph, work)
            entry.titles = _by_language(graph.literals(work, "dcterms:title"))
        entry.bodies = {_language(quote): quote.value}
        entry.quote = [quote.value]
        for name in ("wm:mentions", "wm:subject", "wm:object"):
            entry.mentions |= {n.value for n in graph.nodes(node, name) if not _blank(n)}
        yield entry


def _quote(graph: _Graph, claim: NamedNode) -> Text | None:
    for target in graph.nodes(claim, "oa:hasTarget"):
        for selector in graph.nodes(target, "oa:hasSelector"):
            for exact in graph.literals(selector, "oa:exact"):
                return exact
    for sentence in graph.nodes(claim, "wm:sentence"):
        for content in graph.literals(sentence, "c4o:hasContent"):
            return content
    return None


def _words(texts: list[str]) -> str:
    return _GAP.join(" ".join(index_words(fold(text))) for text in texts)


def build(store: Store, path: Path) -> None:
    """Write the index of everything that search can find in a store's default graph."""
    graph = _Graph(store)
    connection = sqlite3.connect(path)
    try:
        connection.executescript(_SCHEMA)
        concepts: dict[str, int] = {}
        for place, entries in enumerate(
            (_concepts(graph), _works(graph), _sections(graph), _claims(graph))
        ):
            for number, entry in enumerate(entries):
                row = (place << SHIFT) + number
                if entry.kind == "concept":
                    concepts[entry.iri] = row
                _insert(connection, row, entry, concepts)
        connection.executescript(_INDEXES)
        connection.execute("INSERT INTO words(words) VALUES ('optimize')")
        connection.execute("ANALYZE")
        connection.commit()
    finally:
        connection.close()


def _other(texts: dict[str, str]) -> str | None:
    """Return the English text, or the only one there is where that is not Chinese."""
    if "en" in texts or "zh" in texts:
        return texts.get("en")
    return next(iter(texts.values()), None)


def _insert(
    connection: sqlite3.Connection, row: int, entry: Entry, concepts: dict[str, int]
) -> None:
    titles, bodies = entry.titles, entry.bodies
    connection.execute(
        "INSERT INTO doc VALUES (?,?,?,?,?,?,?,?)",
        (
            row,
            entry.iri,
            entry.lang,
            entry.year,
            titles.get("zh"),
            _other(titles),
            bodies.get("zh"),
            _other(bodies),
        ),
    )
    connection.execute(
        "INSERT INTO words(rowid, label, title, body, quote) VALUES (?,?,?,?,?)",
        (row, *(_words(x) for x in (entry.label, entry.title, entry.body, entry.quote))),
    )
    connection.executemany(
        "INSERT INTO label VALUES (?,?,?,?,?)",
        [(fold(t), row, t, lang, int(preferred)) for t, lang, preferred in entry.labels],
    )
    if entry.kind != "concept":
        connection.executemany(
            "INSERT OR IGNORE INTO mention VALUES (?,?)",
            [(concepts[c], row) for c in sorted(entry.mentions) if c in concepts],
        )
