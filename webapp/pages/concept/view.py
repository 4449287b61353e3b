"""A concept: its names, place, relations, the claims about it and the papers that speak of it."""

from __future__ import annotations

import difflib
import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import urlsplit

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _
from pyoxigraph import Literal

from ontology.namespaces import PREFIXES, PV, WM
from webapp import arguments, catalogue, claims, explorer, terms
from webapp.backend import GraphBackend
from webapp.catalogue import Concept, Text
from webapp.i18n import LANGUAGES, language
from webapp.panels import Panel, number, panel, query_text, run, tag, value, window

blueprint = Blueprint("concept", __name__)

PER_PAGE = 20
_SKOS = PREFIXES["skos"]


@dataclass(slots=True)
class Node:
    """A concept in the tree, with what is shown below it."""

    iri: str
    children: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Related:
    """Another concept in one relation to this one, and who says so."""

    iri: str
    curated: bool = False
    said: list[tuple[str, str]] = field(default_factory=list)  # (work, section)
    extracted: list[tuple[str, str]] = field(default_factory=list)  # (claim, work)
    denied: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """Another concept that corresponds to this one, of ours or of a published scheme, and why."""

    iri: str
    how: str
    notes: dict[str, str]
    schemes: dict[str, str]

    @property
    def ours(self) -> bool:
        """Say whether it is a concept of this vocabulary."""
        return self.iri.startswith(PV)

    @property
    def host(self) -> str:
        """The host that publishes it."""
        return urlsplit(self.iri).hostname or self.iri

    def note(self, lang: str) -> Text | None:
        """Return the reason in a language, else in the other."""
        return catalogue.pick(self.notes, lang)

    def scheme(self, lang: str) -> Text | None:
        """Return the name of the scheme in a language, else in the other."""
        return catalogue.pick(self.schemes, lang)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many claims there are: by type and by language, each within the other's choice."""

    all: int
    chosen: int
    types: dict[str, int]
    languages: dict[str, int]


@blueprint.get("/concept/<path:slug>")
def page(slug: str) -> str:
    """Show one concept or framework."""
    iri = PV + slug
    names = catalogue.current()
    if iri not in names.concepts:
        _not_found(slug, names.concepts)
    backend: GraphBackend = explorer.current().backend
    lang = language()
    this = names.concepts[iri]
    about = panel(backend, "concept", "concept", concept=iri)
    facts: dict[str, list[Text]] = defaultdict(list)
    for row in about.rows:
        facts[value(row, "property")].append(Text(value(row, "value"), tag(row, "value")))

    kinds = panel(backend, "concept", "claim_types", concept=iri)
    kind = arguments.choice("type", [k.lower() for k in terms.CLAIM_TYPES])
    written = arguments.choice("written", LANGUAGES)
    counts = _counts(kinds, kind, written)
    pages = max(1, math.ceil(counts.chosen / PER_PAGE))
    current_page = arguments.page_number(pages)
    chosen: dict[str, Literal | str] = {"first": Literal(lang)}
    if kind:
        chosen["kind"] = WM + kind.capitalize()
    if written:
        chosen["only"] = Literal(written)
    query = window(query_text("concept", "claims"), PER_PAGE, (current_page - 1) * PER_PAGE)
    said = run(backend, query, concept=iri, **chosen)
    shown = claims.from_rows(said.rows)

    curated = panel(backend, "concept", "relations", concept=iri)
    extracted = panel(backend, "concept", "extracted", concept=iri)
    relations = _relations(curated, extracted)
    papers = panel(backend, "concept", "papers", concept=iri)
    frameworks = panel(backend, "concept", "frameworks", concept=iri)
    elements = panel(backend, "concept", "elements", concept=iri) if _framework(this) else None
    hierarchy = panel(backend, "concept", "hierarchy", concept=iri)
    corresponding = panel(backend, "concept", "matches", concept=iri)
    matches = _matches(corresponding)

    wanted = claims.works_of(shown) | {value(r, "work") for r in papers.rows}
    wanted |= {t.text for t in facts[PREFIXES["dcterms"] + "source"]}
    wanted |= {value(r, "source") for r in frameworks.rows}
    for group in relations.values():
        for related in group:
            wanted |= {w for w, _ in related.said} | {w for _, w in related.extracted}
    works = names.works(wanted)
    works |= names.works({w.retells for w in works.values() if w.retells} - set(works))
    # A work of which nothing but its IRI is known has no name to show.
    works = {iri: w for iri, w in works.items() if w.titles or w.values}

    return render_template(
        "concept/page.html",
        this=this,
        alt=_alternatives(facts),
        definitions=_by_language(facts[_SKOS + "definition"], lang),
        notes=_by_language(facts[_SKOS + "scopeNote"], lang),
        matches_here=[m for m in matches if m.ours],
        matches_elsewhere=[m for m in matches if not m.ours],
        matches_panel=corresponding,
        sources=[t.text for t in facts[PREFIXES["dcterms"] + "source"] if t.text in works],
        tree=_tree(hierarchy, iri, names),
        hierarchy=hierarchy,
        relations=relations,
        curated=curated,
        extracted=extracted,
        claims=claims.by_sentence(shown),
        claims_panel=said,
        counts=counts,
        kind=kind,
        written=written,
        page=current_page,
        pages=pages,
        number_of_relations=sum(len(group) for group in relations.values()),
        papers=[
            (works[value(r, "work")], number(r, "mentions"))
            for r in papers.rows
            if value(r, "work") in works
        ],
        papers_panel=papers,
        frameworks=_frameworks(frameworks),
        frameworks_panel=frameworks,
        elements=[value(r, "element") for r in elements.rows] if elements else [],
        elements_panel=elements,
        works=works,
        about=about,
    )


def _counts(rows: Panel, kind: str, written: str) -> Counts:
    """Count the claims. Those of a paper without a language count in both, as they are shown."""
    types: dict[str, int] = defaultdict(int)
    languages: dict[str, int] = defaultdict(int)
    total = chosen = 0
    for row in rows.rows:
        n, said, local = number(row, "claims"), value(row, "written"), value(row, "type")
        type_ = terms.local_name(local)
        fits_type = kind in ("", type_.lower())
        fits_language = written in ("", said) or not said
        total += n
        types[type_] += n if fits_language else 0
        chosen += n if fits_type and fits_language else 0
        for code in LANGUAGES:
            languages[code] += n if fits_type and said in ("", code) else 0
    order = sorted(types, key=lambda t: (-types[t], t))
    return Counts(total, chosen, {t: types[t] for t in order}, dict(languages))


def _framework(concept: Concept) -> bool:
    return concept.cls is not None and concept.cls.local == "Framework"


def _not_found(slug: str, known: dict[str, Concept]) -> NoReturn:
    """Answer 404 with the concepts whose slug or label comes near what was asked for."""
    asked = slug.lower()
    spellings = {c.slug: c.iri for c in known.values()}
    for concept in known.values():
        for label in concept.labels.values():
            spellings.setdefault(label.lower(), concept.iri)
    near = difflib.get_close_matches(asked[:80], spellings, n=8, cutoff=0.6)
    holding = [s for s in spellings if len(asked) > 1 and (asked in s or s in asked)][:8]
    found = dict.fromkeys(spellings[s] for s in [*near, *holding])
    abort(404, description=list(found)[:6])


def _alternatives(facts: dict[str, list[Text]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for text in facts[_SKOS + "altLabel"]:
        found[text.lang].append(text.text)
    return found


def _by_language(texts: list[Text], lang: str) -> list[Text]:
    """Return the texts with those in the language of the page first."""
    return sorted(texts, key=lambda t: (t.lang != lang, t.lang))


def _tree(hierarchy: Panel, iri: str, names: catalogue.Catalogue) -> list[Node]:
    """Return the roots above a concept, each with the way down to it and one step further."""
    below: dict[str, set[str]] = defaultdict(set)
    above: set[str] = set()
    for row in hierarchy.rows:
        below[value(row, "broader")].add(value(row, "narrower"))
        above.add(value(row, "narrower"))
    if not below:
        return []
    lang = language()
    grown: set[str] = set()

    def grow(node: str, seen: frozenset[str]) -> Node:
        if node in grown:  # under another parent already, with all that is below it
            return Node(node)
        grown.add(node)
        inside = sorted(below[node] - seen, key=lambda i: names.concept(i).label(lang).text)
        return Node(node, [grow(i, seen | {node}) for i in inside])

    roots = sorted((set(below) | above) - {i for inside in below.values() for i in inside})
    return [grow(root, frozenset()) for root in roots or [iri]]


def _relations(curated: Panel, extracted: Panel) -> dict[str, list[Related]]:
    """Group both kinds of relation by how they are read from this concept."""
    found: dict[str, dict[str, Related]] = defaultdict(dict)
    for row in curated.rows:
        reading = terms.relation(value(row, "relation"), value(row, "direction") == "backward")
        other = value(row, "other")
        related = found[reading].setdefault(other, Related(other))
        related.curated = True
        source = (value(row, "source"), value(row, "locator"))
        if source[0] and source not in related.said:
            related.said.append(source)
    for row in extracted.rows:
        reading = terms.relation(value(row, "relation"), value(row, "direction") == "backward")
        other = value(row, "other")
        related = found[reading].setdefault(other, Related(other))
        if terms.local_name(value(row, "polarity")) == "Negative":
            related.denied += 1
        related.extracted.append((value(row, "claim"), value(row, "work")))
    order = {str(r.forward): n for n, r in enumerate(terms.RELATIONS.values())}
    order |= {
        str(r.backward): n
        for n, r in enumerate(terms.RELATIONS.values())
        if str(r.backward) not in order
    }
    return {
        reading: sorted(
            found[reading].values(),
            key=lambda r: (not r.curated, -len(r.said) - len(r.extracted), r.iri),
        )
        for reading in sorted(found, key=lambda r: (order.get(r, len(order)), r))
    }


def _matches(rows: Panel) -> list[Match]:
    """Return what corresponds to this concept, the closest first, each once."""
    kinds = {  # the name of a match, and which match it is from the other side
        "exactMatch": (_("the same"), "exactMatch"),
        "closeMatch": (_("nearly the same"), "closeMatch"),
        "broadMatch": (_("wider"), "narrowMatch"),
        "narrowMatch": (_("narrower"), "broadMatch"),
        "relatedMatch": (_("related"), "relatedMatch"),
    }
    found: dict[tuple[str, str], Match] = {}
    for row in rows.rows:
        kind = terms.local_name(value(row, "match"))
        if value(row, "direction") == "backward":
            kind = kinds[kind][1]
        other = value(row, "other")
        match = found.setdefault((kind, other), Match(other, kinds[kind][0], {}, {}))
        for name, texts in (("note", match.notes), ("scheme", match.schemes)):
            if value(row, name):
                texts.setdefault(tag(row, name), value(row, name))
    order = list(kinds)
    return [found[key] for key in sorted(found, key=lambda key: (order.index(key[0]), key[1]))]


def _frameworks(rows: Panel) -> list[tuple[str, list[str], list[str]]]:
    """Return each framework with its elements in order and its sources."""
    elements: dict[str, dict[str, int]] = defaultdict(dict)
    sources: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows.rows:
        framework = value(row, "framework")
        elements[framework].setdefault(value(row, "element"), number(row, "index"))
        if value(row, "source"):
            sources[framework][value(row, "source")] = None
    return [
        (f, sorted(inside, key=lambda e: (inside[e], e)), list(sources[f]))
        for f, inside in elements.items()
    ]
