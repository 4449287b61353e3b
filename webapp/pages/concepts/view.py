"""The concepts as lists: all classes, or one class as a tree or from A to Z."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from flask import Blueprint, render_template

from webapp import arguments, catalogue, explorer, terms
from webapp.backend import GraphBackend
from webapp.catalogue import Catalogue, Concept
from webapp.i18n import language
from webapp.pages.concept.view import Node
from webapp.panels import number, panel, value

blueprint = Blueprint("concepts", __name__)

ORDERS = ("alphabet", "tree")
FIRST = 24  # concepts of a class on the page of all classes: the most mentioned


@lru_cache(maxsize=20_000)
def sounds(label: str) -> str:
    """Return a label as it is sorted: Chinese by pinyin with tones, Latin as it stands."""
    from pypinyin import Style, lazy_pinyin

    return " ".join(lazy_pinyin(label, style=Style.TONE3, neutral_tone_with_five=True)).casefold()


@blueprint.get("/concepts")
def page() -> str:
    """Show all classes, or the concepts of one."""
    names = catalogue.current()
    key = arguments.choice("class", list(terms.BY_KEY))
    order = arguments.choice("order", ORDERS, ORDERS[0])
    by_class: dict[str, list[Concept]] = defaultdict(list)
    for concept in names.concepts.values():
        if concept.cls:
            by_class[concept.cls.local].append(concept)
    lang = language()
    for concepts in by_class.values():
        concepts.sort(key=lambda c: sounds(c.label(lang).text))
    backend: GraphBackend = explorer.current().backend
    if not key:
        mentioned = panel(backend, "concepts", "mentioned")
        papers = {value(r, "concept"): number(r, "papers") for r in mentioned.rows}
        for concepts in by_class.values():
            concepts.sort(key=lambda c: -papers.get(c.iri, 0))
        classes = [(c, by_class[c.local]) for c in terms.CLASSES.values() if by_class[c.local]]
        return render_template("concepts/page.html", classes=classes, panel=mentioned, first=FIRST)
    cls = terms.BY_KEY[key]
    of_class = panel(backend, "concepts", "of_class", **{"class": cls.iri})
    mine = by_class[cls.local]
    return render_template(
        "concepts/class.html",
        cls=cls,
        sizes=[(c, len(by_class[c.local])) for c in terms.CLASSES.values() if by_class[c.local]],
        order=order,
        letters=_letters(mine, lang) if order == "alphabet" else {},
        tree=_forest(backend, mine, names) if order == "tree" else [],
        papers={value(r, "concept"): number(r, "papers") for r in of_class.rows},
        panel=of_class,
        total=len(mine),
    )


def _letters(concepts: list[Concept], lang: str) -> dict[str, list[Concept]]:
    found: dict[str, list[Concept]] = defaultdict(list)
    for concept in concepts:
        first = sounds(concept.label(lang).text)[:1].upper()
        found[first if "A" <= first <= "Z" else "#"].append(concept)
    return {letter: found[letter] for letter in sorted(found)}


def _forest(backend: GraphBackend, concepts: list[Concept], names: Catalogue) -> list[Node]:
    """Return the concepts of a class as trees; one whose parents are of other classes is a root."""
    mine = {c.iri: n for n, c in enumerate(concepts)}
    below: dict[str, list[str]] = defaultdict(list)
    placed: set[str] = set()
    for row in panel(backend, "concepts", "index").rows:
        child, parent = value(row, "concept"), value(row, "broader")
        if child in mine and parent in mine and child != parent:
            below[parent].append(child)
            placed.add(child)

    grown: set[str] = set()

    def grow(iri: str, seen: frozenset[str]) -> Node:
        if iri in grown:  # under another parent already, with all that is below it
            return Node(iri)
        grown.add(iri)
        children = sorted(set(below[iri]) - seen, key=mine.__getitem__)
        return Node(iri, [grow(i, seen | {iri}) for i in children])

    return [grow(c.iri, frozenset()) for c in concepts if c.iri not in placed]
