"""A work: a paper that is held, or anything that one of them cites. One kind of page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from flask import Blueprint, abort, render_template

from ontology.namespaces import PREFIXES, WM
from webapp import arguments, catalogue, claims, explorer, terms
from webapp.backend import GraphBackend, Row
from webapp.catalogue import Text, Work
from webapp.claims import Claim
from webapp.i18n import language
from webapp.panels import Panel, complete, number, panel, query_text, tag, value

blueprint = Blueprint("work", __name__)

MOST_CLAIMS = 60  # on one page, to the end of a section
MOST_DEFINED = 12  # concepts taken from a work that stand with their definitions
OPEN_CLAIMS = 24  # seen at once, to the end of a section; the rest is folded under its heading
_KEY = re.compile(r"[0-9A-Za-z]{1,8}-[0-9A-Za-z-]{1,40}")


@dataclass(slots=True)
class Section:
    """A heading of the outline with the claims under it."""

    iri: str
    title: Text
    level: int
    number: str = ""  # its place in the text, for addresses
    claims: list[Claim] = field(default_factory=list)
    shown: bool = False  # whether its claims stand on this page
    open: bool = False  # whether they are seen before anybody opens the section

    @property
    def sentences(self) -> list[list[Claim]]:
        """The claims, those of one sentence together."""
        return claims.by_sentence(self.claims)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many claims there are: all, of the chosen type, of each type."""

    all: int
    chosen: int
    types: dict[str, int]


@dataclass(slots=True)
class Place:
    """A place in a text where something is cited: the sentence, the mark, the section."""

    text: Text
    mark: str
    locator: str
    section: Text


@dataclass(slots=True)
class Reference:
    """A reference as printed, with the works it names and the places that point at it."""

    label: str
    printed: str
    type: str
    cited: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


@dataclass(slots=True)
class Citing:
    """A paper that cites this work, and how."""

    iri: str
    functions: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


@blueprint.get("/work/<key>")
def page(key: str) -> str:
    """Show one work."""
    iri = PREFIXES["wmd"] + "work/" + key
    names = catalogue.current()
    this = names.works([iri]).get(iri) if _KEY.fullmatch(key) else None
    if this is None or not (this.values or this.titles):
        abort(404)
    backend: GraphBackend = explorer.current().backend
    kind = arguments.choice("type", [k.lower() for k in terms.CLAIM_TYPES])
    only_section = arguments.choice("section", [str(n) for n in range(1000)])
    only = {"kind": WM + kind.capitalize()} if kind else {}
    claims_query = complete(query_text("work", "claims"), document=iri, **only)

    sections_panel = panel(backend, "work", "sections", work=iri)
    everything = claims.from_rows(panel(backend, "work", "claims", document=iri).rows)
    found = [c for c in everything if kind in ("", c.type.lower())]
    types = Counter(c.type for c in everything)
    attributed_panel = panel(backend, "work", "attributed", work=iri)
    attributed = claims.from_rows(attributed_panel.rows)
    attributed.sort(key=lambda c: c.quote.lang != language())
    attributed_count = panel(backend, "work", "attributed_count", work=iri)
    references_panel = panel(backend, "work", "references", work=iri)
    pointers_panel = panel(backend, "work", "pointers", work=iri)
    references, unresolved = _references(references_panel, pointers_panel)
    cited_by_panel = panel(backend, "work", "cited_by", work=iri)
    citing = _citing(cited_by_panel)
    concepts_panel = panel(backend, "work", "concepts", work=iri)
    terms_panel = panel(backend, "work", "terms", work=iri)
    digests = [value(r, "digest") for r in panel(backend, "work", "digests", work=iri).rows]

    wanted = claims.works_of(found) | claims.works_of(attributed) | {c.iri for c in citing}
    wanted |= {w for r in references for w in r.cited} | set(digests) | {this.retells}
    works = names.works(wanted) | {iri: this}
    works |= names.works({w.retells for w in works.values() if w.retells} - set(works))

    outline = _outline(sections_panel, found)
    _open_sections(outline, only_section)
    return render_template(
        "work/page.html",
        this=this,
        abstracts=sorted(this.all("dcterms:abstract"), key=lambda a: a.lang != language()),
        pages_printed=_page_range(this),
        outline=outline,
        only_section=only_section,
        sections_panel=sections_panel,
        counts=Counts(len(everything), len(found), dict(types.most_common())),
        claims_query=claims_query,
        kind=kind,
        attributed=claims.by_sentence(attributed),
        attributed_shown=len(attributed),
        attributed_panel=attributed_panel,
        attributed_total=number(attributed_count.rows[0], "claims"),
        references=references,
        references_panel=references_panel,
        unresolved=unresolved,
        pointers_panel=pointers_panel,
        citing=citing,
        cited_by_panel=cited_by_panel,
        mentioned=_mentioned(concepts_panel),
        concepts_panel=concepts_panel,
        taken=_taken(terms_panel),
        most_defined=MOST_DEFINED,
        terms_panel=terms_panel,
        digests=sorted(
            (works[d] for d in digests if d in works), key=lambda w: w.lang != language()
        ),
        works=works,
        about_query=complete(query_text("work", "about"), work=iri),
    )


def _page_range(work: Work) -> str:
    first, last = work.one("prism:startingPage"), work.one("prism:endingPage")
    return f"{first}–{last}" if first and last and first != last else first or last


def _outline(rows: Panel, found: list[Claim]) -> list[Section]:
    """Return the sections in order with their claims; claims outside any come first."""
    sections = {
        value(row, "section"): Section(
            value(row, "section"),
            Text(value(row, "title"), tag(row, "title")),
            max(1, min(4, number(row, "level") or 1)),
            value(row, "index"),
        )
        for row in rows.rows
    }
    before = Section("", Text(""), 1)
    for claim in found:
        sections.get(claim.section, before).claims.append(claim)
    return ([before] if before.claims else []) + list(sections.values())


def _open_sections(outline: list[Section], only: str) -> None:
    """Choose the sections whose claims stand on the page: one, or as many as are readable."""
    room = MOST_CLAIMS
    for section in outline:
        if only:
            section.shown = section.open = section.number == only
        else:
            section.shown = room > 0
            section.open = room > MOST_CLAIMS - OPEN_CLAIMS
            room -= len(section.claims)


def _place(row: Row) -> Place:
    return Place(
        Text(value(row, "text"), tag(row, "text")),
        value(row, "mark").strip("^"),  # carets only say that a mark was raised
        value(row, "locator"),
        Text(value(row, "sectionTitle"), tag(row, "sectionTitle")),
    )


def _references(printed: Panel, pointers: Panel) -> tuple[list[Reference], list[Place]]:
    """Return the references with the places that point at them, and the marks without one."""
    found: dict[str, Reference] = {}
    for row in printed.rows:
        iri = value(row, "reference")
        reference = found.setdefault(
            iri,
            Reference(
                value(row, "label"), value(row, "printed"), terms.local_name(value(row, "type"))
            ),
        )
        if value(row, "cited") and value(row, "cited") not in reference.cited:
            reference.cited.append(value(row, "cited"))
    unresolved: list[Place] = []
    seen: set[tuple[str, str]] = set()
    for row in pointers.rows:
        pair = (value(row, "pointer"), value(row, "reference"))
        if pair in seen:
            continue
        seen.add(pair)
        target = found.get(pair[1])
        (target.places if target else unresolved).append(_place(row))
    return list(found.values()), unresolved


def _citing(rows: Panel) -> list[Citing]:
    found: dict[str, Citing] = {}
    seen: set[str] = set()
    for row in rows.rows:
        citing = found.setdefault(value(row, "citing"), Citing(value(row, "citing")))
        function = terms.local_name(value(row, "function"))
        if function and function not in citing.functions:
            citing.functions.append(function)
        if value(row, "printed") not in (*citing.printed, ""):
            citing.printed.append(value(row, "printed"))
        if value(row, "pointer") and value(row, "pointer") not in seen:
            seen.add(value(row, "pointer"))
            citing.places.append(_place(row))
    return list(found.values())


def _taken(rows: Panel) -> dict[str, dict[str, Text]]:
    """Return the concepts taken from a work by class, each with its definition, by their names.

    The definition is that in the language of the page, where there is one.
    """
    names, lang = catalogue.current(), language()
    defined: dict[str, dict[str, str]] = {}
    for row in rows.rows:
        texts = defined.setdefault(value(row, "concept"), {})
        if value(row, "definition"):
            texts.setdefault(tag(row, "definition"), value(row, "definition"))
    found: dict[str, dict[str, Text]] = defaultdict(dict)
    for iri in sorted(defined, key=lambda i: names.concept(i).label(lang).text):
        cls = names.concept(iri).cls
        found[cls.local if cls else ""][iri] = catalogue.pick(defined[iri], lang) or Text("")
    return {c: found[c] for c in (*terms.CLASSES, "") if found[c]}


def _mentioned(rows: Panel) -> dict[str, list[tuple[str, int]]]:
    """Return the concepts by class in the order of the classes, most mentioned first."""
    names = catalogue.current()
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in rows.rows:
        concept = names.concept(value(row, "concept"))
        found[concept.cls.local if concept.cls else ""].append(
            (concept.iri, number(row, "mentions"))
        )
    return {c: found[c] for c in (*terms.CLASSES, "") if found[c]}
