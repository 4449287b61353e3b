"""A claim at its own address: its words, what it says, and how it was found."""

from __future__ import annotations

import re

from flask import Blueprint, abort, render_template

from ontology.namespaces import PREFIXES
from webapp import catalogue, claims, explorer
from webapp.backend import GraphBackend
from webapp.panels import panel, value

blueprint = Blueprint("claim", __name__)

_KEY = re.compile(r"[0-9A-Za-z-]{4,64}")


@blueprint.get("/claim/<key>")
def page(key: str) -> str:
    """Show one claim."""
    if not _KEY.fullmatch(key):
        abort(404)
    iri = PREFIXES["wmd"] + "claim/" + key
    backend: GraphBackend = explorer.current().backend
    found = panel(backend, "claim", "claim", this=iri)
    if not found:
        abort(404)
    names = catalogue.current()
    (this,) = claims.from_rows(found.rows)
    siblings_panel = panel(backend, "claim", "siblings", this=iri)
    siblings = claims.from_rows(siblings_panel.rows)
    works = names.works(claims.works_of([this]))
    works |= names.works({w.retells for w in works.values() if w.retells} - set(works))
    mentions = panel(backend, "claim", "mentions", this=iri)
    details = {
        name: value(found.rows[0], name)
        for name in (
            "prefix",
            "suffix",
            "start",
            "end",
            "page",
            "rule",
            "run",
            "software",
            "rules",
            "ontology",
        )
    }
    if this.quote.lang != "zh":  # the context is cut by characters: leave out half words
        details["prefix"] = details["prefix"].partition(" ")[2]
        details["suffix"] = details["suffix"].rpartition(" ")[0]
    return render_template(
        "claim/page.html",
        this=this,
        work=works.get(this.work),
        works=works,
        details=details,
        panel=found,
        siblings=siblings,
        siblings_panel=siblings_panel,
        mentioned=[value(r, "concept") for r in mentions.rows],
    )
