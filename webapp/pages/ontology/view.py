"""The ontology as a page: what it is, its classes, properties and concepts, and its files."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from flask import (
    Blueprint,
    Flask,
    Response,
    redirect,
    render_template,
    request,
    url_for,
)
from pyoxigraph import NamedNode, Triple
from werkzeug.wrappers import Response as AnyResponse

from ontology.library import LABEL, Index, SchemaTerm, terms_of
from ontology.namespaces import PREFIXES, PV, SCHEMA_GRAPH, WM
from webapp import arguments, catalogue, explorer, i18n, negotiation, terms
from webapp.backend import GraphBackend
from webapp.catalogue import Concept, Text
from webapp.pages.concepts.view import sounds
from webapp.pages.ontology.diagram import layout
from webapp.panels import number, panel, query_text, value

blueprint = Blueprint("ontology", __name__)

_RELATES, _FROM = WM + "relatesTo", WM + "relatedFrom"
_AFFECTS, _AFFECTED = WM + "affects", WM + "affectedBy"


@dataclass(slots=True)
class ClassNode:
    """A class of ours in the tree, with those below it."""

    term: SchemaTerm
    above: tuple[str, ...]  # classes of other vocabularies
    children: list[ClassNode] = field(default_factory=list)


@blueprint.get("/ontology")
def page() -> str:
    """Show the ontology; ``class`` opens the list of its concepts."""
    key = arguments.choice("class", list(terms.BY_KEY))
    lang = i18n.language()
    backend = _backend()
    schema = schema_triples(backend)
    known = Index(schema)
    found = {t.iri: t for t in terms_of(schema, known)}
    properties = _grouped(found)
    by_class: dict[str, list[Concept]] = defaultdict(list)
    for concept in catalogue.current().concepts.values():
        if concept.cls:
            by_class[concept.cls.local].append(concept)
    listed = sorted(
        by_class[terms.BY_KEY[key].local] if key else [],
        key=lambda c: sounds(c.label(lang).text),
    )
    relations = panel(backend, "ontology", "relations")
    labels = panel(backend, "ontology", "labels")

    statements = {value(r, "relation"): number(r, "statements") for r in relations.rows}

    def name(iri: str) -> Text:
        return catalogue.pick(known.by_language(NamedNode(iri), LABEL), lang) or Text("")

    return render_template(
        "ontology/page.html",
        facts=_facts(known, lang),
        changes=_changes(known, lang),
        name_of=name,
        comments=comments,
        terms_of_ours=found,
        tops=(_RELATES, _FROM),
        tree=_tree(found),
        properties=properties,
        diagram=layout(properties["stated"], list(terms.CLASSES)),
        general=[t for t in properties["stated"] if t.domain == (WM + "Concept",) and t.parents],
        kinds=_kinds(found),
        sizes=[(c, len(by_class[c.local])) for c in terms.CLASSES.values() if by_class[c.local]],
        total=sum(map(len, by_class.values())),
        chosen=terms.BY_KEY.get(key),
        listed=listed,
        labels=[
            (value(r, "lang"), number(r, "names"), number(r, "definitions")) for r in labels.rows
        ],
        labels_panel=labels,
        statements=statements,
        stated=sum(statements.get(t.iri, 0) for t in properties["stated"]),
        sourced=sum(number(r, "sourced") for r in relations.rows),
        relations_panel=relations,
        suffixes=[(f".{f.extension}", _FORMATS[f.name]) for f in negotiation.FORMATS],
        schema_iri=SCHEMA_GRAPH,
        vocabulary_iri=PV,
    )


_FORMATS = {
    "TURTLE": "Turtle",
    "RDF_XML": "RDF/XML",
    "JSON_LD": "JSON-LD",
    "N_TRIPLES": "N-Triples",
}


def register(app: Flask) -> None:
    """Serve schema and vocabulary in one file, as ontology editors want them."""

    @app.get("/ontology")
    def ontology() -> AnyResponse:
        response = redirect(url_for("ontology.page", lang=i18n.negotiate(request)), 302)
        response.vary.add("Accept-Language")
        return response

    def download(fmt: str) -> Response:
        chosen = next(f for f in negotiation.FORMATS if f.extension == fmt)
        whole = (*schema_triples(_backend()), *vocabulary_triples(_backend()))
        about = negotiation.Description(f"{SCHEMA_GRAPH}#", whole)
        response = negotiation.respond(about, chosen, chosen.media_type)
        response.headers["Access-Control-Allow-Origin"] = "*"
        name = f"wenmai-ontology.{fmt}"
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
        return response

    extensions = ",".join(f.extension for f in negotiation.FORMATS)
    app.add_url_rule(f"/ontology.<any({extensions}):fmt>", "ontology_file", download)


def _backend() -> GraphBackend:
    return explorer.current().backend


def schema_triples(backend: GraphBackend) -> list[Triple]:
    """Return the schema as it was published."""
    return backend.construct(query_text("ontology", "schema"))


def vocabulary_triples(backend: GraphBackend) -> list[Triple]:
    """Return the vocabulary as it was published."""
    return backend.construct(query_text("ontology", "vocabulary"))


def _facts(known: Index, lang: str) -> dict[str, str]:
    """Return what the schema says of itself, in the language of the page where it has it."""
    node = NamedNode(SCHEMA_GRAPH)
    found = {}
    for prefix, local in (
        ("owl", "versionInfo"),
        ("dcterms", "description"),
        ("dcterms", "creator"),
        ("dcterms", "created"),
    ):
        texts = known.by_language(node, NamedNode(PREFIXES[prefix] + local))
        text = catalogue.pick(texts, lang)
        found[local] = text.text if text else ""
    for prefix, local in (("owl", "versionIRI"), ("dcterms", "license")):
        found[local] = next(iter(known.names(node, NamedNode(PREFIXES[prefix] + local))), "")
    return found


def _changes(known: Index, lang: str) -> list[str]:
    node, note = NamedNode(SCHEMA_GRAPH), NamedNode(PREFIXES["skos"] + "changeNote")
    return [text for text, tag in known.texts(node, note) if tag in ("", lang)]


def _kinds(found: dict[str, SchemaTerm]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for term in found.values():
        counts[term.kind] += 1
    return counts


def _grouped(found: dict[str, SchemaTerm]) -> dict[str, list[SchemaTerm]]:
    """Sort the properties into those that are stated, turned round, inferred, and the rest."""
    groups: dict[str, list[SchemaTerm]] = {
        name: [] for name in ("stated", "inferred", "turned", "other")
    }
    for term in found.values():
        if not term.kind.endswith("property"):
            continue
        above = {term.iri, *term.parents}
        for name, tops in (
            ("turned", {_FROM, _AFFECTED}),
            ("stated", {_RELATES}),
            ("inferred", {_AFFECTS}),
        ):
            if above & tops:
                groups[name].append(term)
                break
        else:
            groups["other"].append(term)
    order = {name: n for n, name in enumerate(terms.RELATIONS)}
    for members in groups.values():
        members.sort(key=lambda t: (order.get(t.name, len(order)), t.name.lower()))
    return groups


def _tree(found: dict[str, SchemaTerm]) -> list[ClassNode]:
    classes = {t.iri: t for t in found.values() if t.kind == "class"}
    nodes = {
        iri: ClassNode(t, tuple(p for p in t.parents if p not in classes))
        for iri, t in classes.items()
    }
    order = {name: n for n, name in enumerate(terms.CLASSES)}
    roots = []
    for iri in sorted(nodes, key=lambda i: (order.get(classes[i].name, len(order)), i)):
        parents = [p for p in classes[iri].parents if p in classes]
        for parent in parents:
            nodes[parent].children.append(nodes[iri])
        if not parents:
            roots.append(nodes[iri])
    return sorted(roots, key=lambda n: (not n.children, n.term.name))


def comments(term: SchemaTerm, lang: str) -> list[Text]:
    """Return the comments of a term, the language of the page first."""
    return [
        Text(text, tag)
        for tag, text in sorted(term.comments.items(), key=lambda item: (item[0] != lang, item[0]))
    ]
