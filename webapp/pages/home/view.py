"""The front page: what this is, a search, and ways in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for

from webapp import catalogue, examples, explorer, terms
from webapp.backend import GraphBackend
from webapp.catalogue import Catalogue, Work
from webapp.i18n import language
from webapp.panels import complete, number, panel, query_text, value

blueprint = Blueprint("home", __name__)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with the documents that tell it: itself, or our digests of it."""

    work: Work
    documents: tuple[Work, ...]
    claims: int
    cites: int


def papers_of(backend: GraphBackend, names: Catalogue) -> list[Paper]:
    """Return the papers of the corpus, digests under the paper that they retell, newest first."""
    rows = {value(r, "work"): r for r in panel(backend, "home", "papers").rows}
    documents = names.works(rows)
    originals = names.works({w.retells for w in documents.values() if w.retells})
    told: dict[str, list[Work]] = {}
    for work in documents.values():
        about = work.retells if work.retells in originals else work.iri
        told.setdefault(about, []).append(work)
    found = [
        Paper(
            work=originals.get(iri) or documents[iri],
            documents=tuple(sorted(inside, key=lambda w: (w.lang != language(), w.lang, w.iri))),
            claims=sum(number(rows[w.iri], "claims") for w in inside),
            cites=max(number(rows[w.iri], "cites") for w in inside),
        )
        for iri, inside in told.items()
    ]
    return sorted(found, key=lambda p: (p.work.year, p.work.iri), reverse=True)


@blueprint.get("/")
def page() -> str:
    """Show the front page."""
    backend: GraphBackend = explorer.current().backend
    names = catalogue.current()
    classes = panel(backend, "home", "classes")
    sizes = {terms.local_name(value(r, "class")): number(r, "concepts") for r in classes.rows}
    numbers = panel(backend, "home", "numbers")
    return render_template(
        "home/page.html",
        classes=[(c, sizes[c.local]) for c in terms.CLASSES.values() if sizes.get(c.local)],
        classes_panel=classes,
        papers=papers_of(backend, names),
        papers_query=complete(query_text("home", "papers")),
        numbers={value(r, "what"): number(r, "number") for r in numbers.rows},
        numbers_panel=numbers,
        ways=_ways(backend, names),
        examples=examples.load(language())[:4],
    )


def _ways(backend: GraphBackend, names: Catalogue) -> dict[str, tuple[str, tuple[object, ...]]]:
    """Return questions that this graph answers, each with its address and what it names."""
    found: dict[str, tuple[str, tuple[object, ...]]] = {}
    for row in panel(backend, "home", "tension").rows:
        one, two = names.concept(value(row, "one")), names.concept(value(row, "two"))
        address = url_for("concept.page", slug=one.slug, _anchor="relations")
        found["tension"] = (address, (one, two))
    for row in panel(backend, "home", "problems").rows:
        concept = names.concept(value(row, "concept"))
        address = url_for("concept.page", slug=concept.slug, _anchor="claims")
        found["problem"] = (address, (concept,))
    for row in panel(backend, "home", "most_cited").rows:
        work = names.works([value(row, "work")]).get(value(row, "work"))
        if work:
            address = url_for("work.page", key=work.key, _anchor="cited-by")
            found["cited"] = (address, (work, number(row, "times")))
    return found
