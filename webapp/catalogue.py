"""What things are called: concepts and works under their names, for every page.

Concepts are few and read once for a published generation. Works are many: a page asks for the
ones that it shows, all at once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ontology.namespaces import PREFIXES, PV, WM, shorten
from webapp import explorer, terms
from webapp.backend import GraphBackend, Row
from webapp.panels import among, number, tag, value

_HAN = re.compile(r"[㐀-鿿]")
_NAMES = Path(__file__).parent / "names"


def has_han(text: str) -> bool:
    """Return whether a text has Chinese characters."""
    return bool(_HAN.search(text))


@dataclass(frozen=True, slots=True)
class Text:
    """Words and the language they are in (empty where nobody says)."""

    text: str
    lang: str = ""

    def __str__(self) -> str:
        return self.text


Labels = dict[str, str]


def pick(labels: Labels, lang: str) -> Text | None:
    """Return the label in ``lang``, else in whatever language there is one."""
    for choice in (lang, "zh", "en", "zh-Hant", *labels):
        if choice in labels:
            return Text(labels[choice], choice)
    return None


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept under its names."""

    iri: str
    cls: terms.ClassName | None
    labels: Labels

    @property
    def slug(self) -> str:
        """The readable last part of its IRI."""
        return self.iri.removeprefix(PV)

    @property
    def key(self) -> str:
        """The key of its class, for style sheets; ``other`` where it has none."""
        return self.cls.key if self.cls else "other"

    def label(self, lang: str) -> Text:
        """Return its name in ``lang``, else in the other language, else its slug."""
        return pick(self.labels, lang) or Text(self.slug)

    def other(self, lang: str) -> Text | None:
        """Return its name in the other language, where it has one."""
        rest = {k: v for k, v in self.labels.items() if k != self.label(lang).lang}
        return pick(rest, "en" if lang == "zh" else "zh")


@dataclass(frozen=True, slots=True)
class Author:
    """A name as printed, with its IRI."""

    iri: str
    name: str
    family: str = ""

    @property
    def lang(self) -> str:
        """The language of the name, by its script."""
        return "zh" if has_han(self.name) else "en"

    @property
    def short(self) -> str:
        """What a citation in the text calls the author."""
        if self.lang == "zh":
            return self.name
        return self.family or self.name.split(",")[0].split(" ")[-1]


@dataclass(frozen=True)
class Work:
    """A paper or anything else that is cited, as its best description has it."""

    iri: str
    titles: Labels = field(default_factory=dict)
    authors: tuple[Author, ...] = ()
    year: str = ""
    container: str = ""
    type: str = ""  # local name of its class
    lang: str = ""
    held: bool = False
    retells: str = ""  # IRI of the work that a digest retells
    values: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The last part of its IRI."""
        return self.iri.removeprefix(PREFIXES["wmd"] + "work/")

    @property
    def digest(self) -> bool:
        """Whether it is our own digest of somebody's paper."""
        return self.type == "Digest"

    def title(self, lang: str) -> Text:
        """Return the title, in the work's own language where it has one in it."""
        return pick(self.titles, self.lang or lang) or Text(self.key)

    def other_title(self, lang: str) -> Text | None:
        """Return the title in another language than :meth:`title`."""
        first = self.title(lang)
        rest = {k: v for k, v in self.titles.items() if k != first.lang and v != first.text}
        return pick(rest, lang)

    @cached_property
    def short(self) -> Text:
        """Return what a citation in the text says: 刘银喜、赵淼 2022; Moore 1995."""
        names = [a.short for a in self.authors]
        zh = bool(self.authors) and self.authors[0].lang == "zh"
        if not names:
            title = self.title("zh")
            head = title.text if len(title.text) <= 24 else title.text[:22] + "…"
            return Text(f"{head} {self.year}".strip(), title.lang)
        if zh:
            who = "、".join(names) if len(names) <= 2 else f"{names[0]}等"
        else:
            who = " & ".join(names) if len(names) <= 2 else f"{names[0]} et al."
        return Text(f"{who} {self.year}".strip(), "zh" if zh else "en")

    def one(self, prop: str) -> str:
        """Return the one value of a property (``prism:doi``), or an empty text."""
        return next((v for v, _ in self.values.get(prop, ())), "")

    def all(self, prop: str) -> list[Text]:
        """Return all values of a property, each once, with their languages."""
        return [Text(v, lang) for v, lang in self.values.get(prop, ())]


def _query(name: str) -> str:
    return (_NAMES / f"{name}.rq").read_text(encoding="utf-8")


class Catalogue:
    """Names for one published generation of the graph."""

    def __init__(self, backend: GraphBackend) -> None:
        self.backend = backend

    @cached_property
    def concepts(self) -> dict[str, Concept]:
        """All concepts and frameworks by IRI."""
        labels: dict[str, Labels] = defaultdict(dict)
        classes: dict[str, set[str]] = defaultdict(set)
        for row in self.backend.select(_query("concepts")):
            iri = value(row, "concept")
            classes[iri].add(value(row, "class"))
            labels[iri].setdefault(tag(row, "label"), value(row, "label"))
        return {
            iri: Concept(iri, terms.class_of(types), labels[iri])
            for iri, types in sorted(classes.items())
        }

    def concept(self, iri: str) -> Concept:
        """Return a concept under its names, or under its slug where the graph has no name."""
        return self.concepts.get(iri) or Concept(iri, None, {})

    def works(self, iris: Iterable[str]) -> dict[str, Work]:
        """Return the works of these IRIs, each from its best description."""
        wanted = {i for i in iris if i.startswith(PREFIXES["wmd"] + "work/")}
        if not wanted:
            return {}
        stated: dict[str, dict[str, list[Row]]] = {i: defaultdict(list) for i in wanted}
        for row in self.backend.select(among(_query("works"), sorted(wanted))):
            stated[value(row, "work")][value(row, "graph")].append(row)
        names: dict[tuple[str, str], list[tuple[int, Author]]] = defaultdict(list)
        for query in ("authors", "creators"):
            for row in self.backend.select(among(_query(query), sorted(wanted))):
                author = Author(value(row, "agent"), value(row, "name"), value(row, "family"))
                graph = value(row, "graph")
                names[value(row, "work"), graph].append((number(row, "place"), author))
        return {
            iri: _work(iri, graphs, {graph: names[iri, graph] for graph in graphs})
            for iri, graphs in stated.items()
        }


def _work(
    iri: str, graphs: dict[str, list[Row]], names: dict[str, list[tuple[int, Author]]]
) -> Work:
    """Merge the descriptions of a work: the holder's own first, then the fullest."""

    def rank(graph: str) -> tuple[bool, int, str]:
        held = any(value(r, "p") == WM + "sourceFile" for r in graphs[graph])
        return (not held, -len(graphs[graph]), graph)

    order = sorted(graphs, key=rank)
    values: dict[str, list[tuple[str, str]]] = {}
    titles: Labels = {}
    types: list[str] = []
    for graph in order:
        mine: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in graphs[graph]:
            prop, said = value(row, "p"), (value(row, "o"), tag(row, "o"))
            if prop == PREFIXES["rdf"] + "type":
                types.append(said[0])
            elif said not in mine[prop]:
                mine[prop].append(said)
        for prop, said_here in mine.items():
            if prop == PREFIXES["dcterms"] + "title":
                for text, lang in said_here:
                    titles.setdefault(lang or ("zh" if has_han(text) else "en"), text)
            else:
                values.setdefault(prop, said_here)
    short = {shorten(p): tuple(v) for p, v in values.items()}

    def one(prop: str) -> str:
        return short[prop][0][0] if prop in short else ""

    authors: list[Author] = []
    for graph in order:
        if names[graph]:
            for _, author in sorted(names[graph], key=lambda pair: pair[0]):
                if author.iri not in {a.iri for a in authors}:
                    authors.append(author)
            break
    named = {terms.local_name(t) for t in types}
    year = one("fabio:hasPublicationYear")
    lang = one("dcterms:language")
    return Work(
        iri=iri,
        titles=titles,
        authors=tuple(authors),
        year=year,
        container=one("prism:publicationName"),
        type=next((t for t in terms.WORK_TYPES if t in named), ""),
        lang=lang if lang in ("zh", "en") else next(iter(sorted(titles, reverse=True)), ""),
        held=bool(one("wm:sourceFile")),
        retells=one("wm:attributedTo"),
        values=short,
    )


def current() -> Catalogue:
    """Return the catalogue of the generation that this request reads."""
    here = explorer.current()
    kept = here.catalogue
    if kept is None or kept.backend is not here.backend:
        kept = here.catalogue = Catalogue(here.backend)
    return kept
