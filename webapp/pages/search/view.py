"""Search: everything, or one kind of thing; and completion while typing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, jsonify, render_template, request

from webapp import arguments, catalogue
from webapp.i18n import LANGUAGES, language
from webapp.panels import among, query_text, value
from webapp.rendering import address_of

if TYPE_CHECKING:
    from webapp.search import SearchIndex, SearchResult

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
    index: SearchIndex = current_app.extensions["wenmai"].search
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
    homes = _homes([h.iri for h in shown if h.kind in ("section", "claim")])
    works |= names.works(set(homes.values()) - set(works))
    works |= names.works({w.retells for w in works.values() if w.retells} - set(works))
    return render_template(
        "search/page.html",
        search_text=text,
        kind=kind,
        written=written,
        kinds=KINDS,
        result=result,
        page=current_page,
        pages=pages,
        works=works,
        homes=homes,
    )


def _homes(iris: list[str]) -> dict[str, str]:
    """Return the work that each claim or section belongs to."""
    if not iris:
        return {}
    backend = current_app.extensions["wenmai"].backend
    rows = backend.select(among(query_text("search", "homes"), iris))
    return {value(r, "thing"): value(r, "work") for r in rows}


@blueprint.get("/suggest")
def suggest() -> Response:
    """Complete what somebody is typing: labels and titles with their addresses."""
    text = request.args.get("q", "")[:LONGEST].strip()
    index: SearchIndex = current_app.extensions["wenmai"].search
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
