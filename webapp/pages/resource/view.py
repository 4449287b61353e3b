"""Anything else that has an IRI: what is said of it, and what points at it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template
from flask_babel import gettext as _
from pyoxigraph import BlankNode, Literal, NamedNode
from werkzeug.wrappers import Response

from ontology.namespaces import PREFIXES, PV, WM
from webapp import arguments, catalogue, explorer
from webapp.backend import GraphBackend
from webapp.catalogue import Text
from webapp.i18n import language
from webapp.panels import Panel, panel, tag, value
from webapp.rendering import address_of

blueprint = Blueprint("resource", __name__)

_NAMES = tuple(
    PREFIXES[p] + n
    for p, n in (
        ("skos", "prefLabel"),
        ("rdfs", "label"),
        ("foaf", "name"),
        ("dcterms", "title"),
        ("c4o", "hasContent"),
    )
)


@dataclass(frozen=True, slots=True)
class Node:
    """One end of a statement: a literal, or a thing with its IRI."""

    text: Text
    iri: str = ""


@blueprint.get("/resource")
def page() -> str | Response:
    """Show the thing that the ``iri`` of the address names."""
    iri = arguments.text("iri", 2000)
    if not iri:
        arguments.explain(_("The address names nothing: “iri” is missing."))
    try:
        NamedNode(iri)
    except ValueError:
        arguments.explain(_("“%(iri)s” is not an IRI.", iri=iri[:80]))
    backend: GraphBackend = explorer.current().backend
    if address_of(iri).split("?")[0].rsplit("/", 1)[-1] != "resource":
        return redirect(address_of(iri), 303)
    outgoing = panel(backend, "resource", "outgoing", thing=iri)
    incoming = panel(backend, "resource", "incoming", thing=iri)
    if not outgoing and not incoming:
        abort(404)
    said = _outgoing(outgoing)
    return render_template(
        "resource/page.html",
        iri=iri,
        name=_name(said, iri),
        said=said,
        pointing=_incoming(incoming),
        outgoing=outgoing,
        incoming=incoming,
        ours=iri.startswith((PREFIXES["wmd"], PV, WM)),
    )


def _name(said: dict[str, list[Node]], iri: str) -> Text | None:
    for prop in _NAMES:
        texts = [n.text for n in said.get(prop, []) if not n.iri]
        texts.sort(key=lambda t: t.lang != language())
        if texts:
            return texts[0]
    return None


def _label(found: list[Text], iri: str) -> Text:
    concept = catalogue.current().concepts.get(iri)
    if concept:
        return concept.label(language())
    found.sort(key=lambda t: (t.lang != language(), t.text))
    return found[0] if found else Text("")


def _outgoing(rows: Panel) -> dict[str, list[Node]]:
    things: dict[tuple[str, str], list[Text]] = {}
    found: dict[str, list[Node]] = defaultdict(list)
    for row in rows.rows:
        prop, term = value(row, "property"), row.get("value")
        if isinstance(term, Literal):
            node = Node(Text(term.value, term.language or ""))
            if node not in found[prop]:
                found[prop].append(node)
        elif isinstance(term, NamedNode | BlankNode):
            key = (prop, str(term) if isinstance(term, BlankNode) else term.value)
            labels = things.setdefault(key, [])
            if value(row, "label"):
                labels.append(Text(value(row, "label"), tag(row, "label")))
    for (prop, iri), labels in things.items():
        found[prop].append(Node(_label(labels, iri), iri))
    return {p: found[p] for p in sorted(found) if found[p]}


def _incoming(rows: Panel) -> dict[str, list[Node]]:
    things: dict[tuple[str, str], list[Text]] = {}
    for row in rows.rows:
        labels = things.setdefault((value(row, "property"), value(row, "subject")), [])
        if value(row, "label"):
            labels.append(Text(value(row, "label"), tag(row, "label")))
    found: dict[str, list[Node]] = defaultdict(list)
    for (prop, iri), labels in things.items():
        found[prop].append(Node(_label(labels, iri), iri))
    return {p: found[p] for p in sorted(found)}
