"""The literature: the papers of the corpus, and everything that they cite."""

from __future__ import annotations

import math

from flask import Blueprint, render_template

from webapp import arguments, catalogue, explorer
from webapp.backend import GraphBackend
from webapp.pages.home.view import papers_of
from webapp.panels import complete, number, panel, query_text, run, value, window

blueprint = Blueprint("papers", __name__)

PER_PAGE = 50


@blueprint.get("/papers")
def page() -> str:
    """Show the papers of the corpus, or the works that they cite."""
    backend: GraphBackend = explorer.current().backend
    names = catalogue.current()
    show = arguments.choice("show", ("corpus", "cited"), "corpus")
    count = panel(backend, "papers", "count")
    total = number(count.rows[0], "works") if count.rows else 0
    if show == "corpus":
        return render_template(
            "papers/page.html",
            show=show,
            papers=papers_of(backend, names),
            cited_total=total,
            query=complete(query_text("home", "papers")),
        )
    pages = max(1, math.ceil(total / PER_PAGE))
    current_page = arguments.page_number(pages)
    query = window(query_text("papers", "cited"), PER_PAGE, (current_page - 1) * PER_PAGE)
    rows = run(backend, query)
    works = names.works(value(r, "work") for r in rows.rows)
    return render_template(
        "papers/page.html",
        show=show,
        cited=[
            (works[value(r, "work")], number(r, "times"), number(r, "places"))
            for r in rows.rows
            if value(r, "work") in works
        ],
        cited_total=total,
        query=rows.query,
        page=current_page,
        pages=pages,
    )
