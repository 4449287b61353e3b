"""Search: everything, or one kind of thing; and completion while typing."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, render_template, request

from webapp import arguments, catalogue, claims, explorer
from webapp.catalogue import Text
from webapp.claims import Claim
from webapp.folding import fold
from webapp.i18n import LANGUAGES, language
from webapp.panels import among, query_text, tag, value
from webapp.rendering import address_of

if TYPE_CHECKING:
    from webapp.search import Hit, SearchIndex, SearchResult

blueprint = Blueprint("search", __name__)

KINDS = ("concept", "work", "section", "claim")
PER_PAGE = 20
LONGEST = 200


@blueprint.get("/search")
def page() -> str:
    """Show what a search finds, one page of it."""
    text = arguments.text("q", LONGEST)
    kind = arguments.choice("kind", KINDS)
    written = arguments.choice("written", LANGUAGES)
    current_page = arguments.page_number(500)
    index: SearchIndex = explorer.current().search
    result: SearchResult | None = None
    pages = 1
    if text:
        result = index.search(
            text,
            kinds=[kind] if kind else None,
            lang=language(),
            only_lang=written or None,
            limit=PER_PAGE,
            offset=(current_page - 1) * PER_PAGE,
        )
        pages = min(500, max(1, math.ceil(result.total / PER_PAGE)))
        arguments.page_number(pages)
    names = catalogue.current()
    shown = result.hits if result else ()
    works = names.works(h.iri for h in shown if h.kind == "work")
    said = _said([h.iri for h in shown if h.kind == "claim"])
    homes = _homes([h.iri for h in shown if h.kind == "section"])
    homes |= {iri: claim.work for iri, claim in said.items()}
    works |= names.works(set(homes.values()) - set(works))
    works |= names.works({w.retells for w in works.values() if w.retells} - set(works))
    return render_template(
        "search/page.html",
        search_text=text,
        kind=kind,
        written=written,
        kinds=KINDS,
        result=result,
        hits=_by_sentence(shown, homes),
        said=said,
        called=_called(text, [h.iri for h in shown if h.kind == "concept"]),
        page=current_page,
        pages=pages,
        works=works,
        homes=homes,
        cited=_cited([w.iri for w in works.values() if not w.held]),
    )


def _by_sentence(hits: Iterable[Hit], homes: dict[str, str]) -> list[list[Hit]]:
    """Return the hits in their order, neighbouring claims of one sentence together."""

    def sentence(hit: Hit) -> tuple[object, ...]:
        same = hit.kind == "claim" and hit.snippet
        return (homes.get(hit.iri), hit.snippet, hit.via) if same else (hit.iri,)

    return [list(group) for _, group in groupby(hits, key=sentence)]


def _called(text: str, iris: list[str]) -> dict[str, Text]:
    """Return the other name by which a concept was found, where its first names do not say it."""
    names, asked = catalogue.current(), fold(text)

    def hidden(iri: str) -> bool:
        return all(asked not in fold(label) for label in names.concept(iri).labels.values())

    unlike = [iri for iri in iris if hidden(iri)]
    if not unlike:
        return {}
    backend = explorer.current().backend
    found: dict[str, Text] = {}
    for row in backend.select(among(query_text("search", "alternatives"), unlike)):
        if asked in fold(value(row, "label")):
            label = Text(value(row, "label"), tag(row, "label"))
            found.setdefault(value(row, "concept"), label)
    return found


def _said(iris: list[str]) -> dict[str, Claim]:
    """Return what the claims that were found say."""
    if not iris:
        return {}
    backend = explorer.current().backend
    rows = backend.select(among(query_text("search", "claims"), iris))
    return {claim.iri: claim for claim in claims.from_rows(rows)}


def _cited(iris: list[str]) -> set[str]:
    """Return which works some document cites."""
    if not iris:
        return set()
    backend = explorer.current().backend
    return {value(r, "work") for r in backend.select(among(query_text("search", "cited"), iris))}


def _homes(iris: list[str]) -> dict[str, str]:
    """Return the work that each section belongs to."""
    if not iris:
        return {}
    backend = explorer.current().backend
    rows = backend.select(among(query_text("search", "homes"), iris))
    return {value(r, "thing"): value(r, "work") for r in rows}


@blueprint.get("/suggest")
def suggest() -> Response:
    """Complete what somebody is typing: labels and titles with their addresses."""
    text = request.args.get("q", "")[:LONGEST].strip()
    index: SearchIndex = explorer.current().search
    names = catalogue.current()
    found: list[dict[str, Any]] = []
    for hit in index.suggest(text, language(), 8) if text else ():
        concept = names.concepts.get(hit.iri)
        found.append(
            {
                "text": hit.title,
                "lang": hit.lang or "",
                "kind": str(concept.cls.one) if concept and concept.cls else str(hit.year or ""),
                "class": concept.key if concept else "work",
                "other": concept.label(language()).text
                if concept and concept.label(language()).text != hit.title
                else "",
                "address": address_of(hit.iri),
            }
        )
    response = jsonify(found)
    response.headers["Cache-Control"] = "public, max-age=60"
    return response
