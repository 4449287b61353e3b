"""Every IRI of ours answers: a page for people, its description as data for programs.

``/id/<local>``, ``/public-value/<slug>`` and ``/ns`` are where the IRIs of the data, the
concepts and the schema lead. A browser is sent (303) to the page in its language; Turtle,
JSON-LD, N-Triples and RDF/XML are answered directly, by ``Accept`` or by a suffix.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Blueprint, Response, abort, request
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store, Triple

from ontology.namespaces import PREFIXES, PV, SCHEMA_GRAPH, data_iri
from webapp import accept, explorer
from webapp.backend import EmbeddedBackend
from webapp.packing import pack
from webapp.problems import Problem
from webapp.rdf import write
from webapp.sparql import formats

if TYPE_CHECKING:
    from webapp.backend import GraphBackend

blueprint = Blueprint("data", __name__)

FORMATS = tuple(
    f for f in formats.GRAPHS if f.name in ("TURTLE", "JSON_LD", "N_TRIPLES", "RDF_XML")
)
_SUFFIXES = {f".{f.extension}": f for f in FORMATS}
_PAGE = re.compile(
    r"/(?:zh|en)/(?P<page>concept|work|claim)/(?P<name>.+)"
    rf"(?P<suffix>{'|'.join(map(re.escape, _SUFFIXES))})"
)
_HTML = ("text/html", "application/xhtml+xml")
_MOST_INCOMING = 200  # triples that point at a thing
_MOST = 5000  # triples of a description, blank nodes included
_AXIOM = NamedNode(PREFIXES["owl"] + "Axiom")
_VERSION = NamedNode(PREFIXES["owl"] + "versionIRI")
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_UNION = DefaultGraph()


@blueprint.get("/id/<path:local>")
def data(local: str) -> Response:
    """Answer for an IRI of the data."""
    return _answer(data_iri(local))


@blueprint.get("/public-value/")
@blueprint.get("/public-value/<path:slug>")
def concept(slug: str = "") -> Response:
    """Answer for a concept, or for the scheme of all concepts."""
    return _answer(PV + slug)


@blueprint.get("/public-value<suffix>")
@blueprint.get("/ns")
@blueprint.get("/ns<suffix>")
@blueprint.get("/ns/<path:version>")
def schema(suffix: str = "", version: str = "") -> Response:
    """Answer for the schema (its terms are hash IRIs), or for the scheme with a suffix."""
    if version:
        return _answer(f"{SCHEMA_GRAPH}/{version}")
    if suffix and suffix not in _SUFFIXES:
        abort(404)
    base = PV if request.path.startswith("/public-value") else SCHEMA_GRAPH
    return _answer(base + suffix)


@blueprint.before_app_request
def page_as_data() -> Response | None:
    """Answer for the address of a page with a suffix: the same thing as data.

    Before routing decides: to the pages' own rules the suffix is a part of the name.
    """
    match = _PAGE.fullmatch(request.path)
    if match is None or request.method not in ("GET", "HEAD"):
        return None
    base = PV if match["page"] == "concept" else data_iri(f"{match['page']}/")
    return as_data(base + match["name"], match["suffix"])


@blueprint.after_request
def _readable_elsewhere(response: Response) -> Response:
    """Let scripts of other sites read every answer, errors too."""
    _open(response)
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        wanted = request.headers.get("Access-Control-Request-Headers", "Accept")
        response.headers["Access-Control-Allow-Headers"] = wanted
        response.headers["Access-Control-Max-Age"] = "86400"
    return response


def _open(response: Response) -> Response:
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "Content-Type, ETag, Link"
    return response


@dataclass(frozen=True, slots=True)
class Description:
    """The triples that describe a thing; ``iri`` is its IRI as the graph has it."""

    iri: str
    triples: tuple[Triple, ...]

    def write(self, fmt: formats.Format) -> bytes:
        """Return the description in a format."""
        return write(self.triples, fmt.name)


def describe(backend: GraphBackend, iri: str) -> Description | None:
    """Return what the graph says of a thing, or None where it knows nothing of it.

    That is: its triples, those of the blank nodes that they lead to, axioms about its triples,
    and at most 200 triples that point at it. The IRIs of the schema, of the scheme of concepts
    and of a document stand for everything in their graph.
    """
    if not isinstance(backend, EmbeddedBackend):
        return _describe_remote(backend, iri)
    for candidate in _spellings(iri):
        triples = tuple(dict.fromkeys(_description(backend.store, candidate)))
        if triples:
            return Description(candidate, triples)
    return None


def _spellings(iri: str) -> Iterator[str]:
    """Yield an IRI as it came (percent-decoded by the server) and percent-encoded."""
    yield iri
    encoded = quote(iri, safe=":/?#[]@!$&'()*+,;=%~")
    if encoded != iri:
        yield encoded


def _description(store: Store, iri: str) -> Iterator[Triple]:
    try:
        node = NamedNode(iri)
    except ValueError:
        return
    whole = _whole_graph(store, iri)
    if whole is not None:
        for quad in store.quads_for_pattern(None, None, None, whole):
            yield quad.triple
        return
    seen: set[NamedNode | BlankNode] = {node}
    yield from _limited(_closure(store, node, seen), _MOST)
    incoming = 0
    for quad in store.quads_for_pattern(None, None, node, _UNION):
        if incoming >= _MOST_INCOMING:
            break
        subject = quad.subject
        if isinstance(subject, NamedNode):
            incoming += 1
            yield quad.triple
        elif isinstance(subject, BlankNode) and subject not in seen and _is_axiom(store, subject):
            incoming += 1
            seen.add(subject)
            yield from _closure(store, subject, seen)


def _limited(triples: Iterator[Triple], most: int) -> Iterator[Triple]:
    for _, triple in zip(range(most), triples, strict=False):
        yield triple


def _whole_graph(store: Store, iri: str) -> NamedNode | None:
    """Return the graph that an IRI stands for: schema, vocabulary, or a document's extraction.

    The schema's version IRI stands for the schema.
    """
    if iri in (SCHEMA_GRAPH, PV):
        return NamedNode(iri)
    if iri.startswith(f"{SCHEMA_GRAPH}/"):
        schema = NamedNode(SCHEMA_GRAPH)
        found = store.quads_for_pattern(schema, _VERSION, NamedNode(iri), schema)
        return schema if next(iter(found), None) else None
    document = data_iri("doc/")
    if iri.startswith(document):
        rest = iri.removeprefix(document)
        if "/" not in rest:
            return NamedNode(iri if "#" in iri else iri + "#extraction")
    return None


def _is_axiom(store: Store, node: BlankNode) -> bool:
    found = store.quads_for_pattern(node, _TYPE, _AXIOM, _UNION)
    return next(iter(found), None) is not None


def _closure(
    store: Store, node: NamedNode | BlankNode, seen: set[NamedNode | BlankNode]
) -> Iterator[Triple]:
    """Yield a node's triples and those of the blank nodes that they lead to."""
    todo: list[NamedNode | BlankNode] = [node]
    while todo:
        for quad in store.quads_for_pattern(todo.pop(), None, None, _UNION):
            yield quad.triple
            if isinstance(quad.object, BlankNode) and quad.object not in seen:
                seen.add(quad.object)
                todo.append(quad.object)


def _describe_remote(backend: GraphBackend, iri: str) -> Description | None:
    for candidate in _spellings(iri):
        try:
            triples = backend.construct(f"DESCRIBE {NamedNode(candidate)}")
        except ValueError:
            continue
        if triples:
            return Description(candidate, tuple(triples))
    return None


def page_address(iri: str, lang: str) -> str:
    """Return the address of the page about a thing, in one language."""
    scheme = PV, PV.rstrip("/")
    if iri in scheme:
        return f"/{lang}/concepts"
    for base, page in ((PV, "concept"), (data_iri("work/"), "work"), (data_iri("claim/"), "claim")):
        if iri.startswith(base):
            return f"/{lang}/{page}/{quote(iri.removeprefix(base), safe='')}"
    document = data_iri("doc/")
    if iri.startswith(document):
        key, hash_sign, _ = iri.removeprefix(document).partition("#")
        if "/" not in key and (hash_sign or key):
            return f"/{lang}/work/{quote(key, safe='')}"
    return f"/{lang}/resource?iri={quote(iri, safe='')}"


def respond(description: Description, fmt: formats.Format, media_type: str) -> Response:
    """Return the answer that carries a description, with its other forms as links."""
    meta = explorer.current().generation.meta
    facts = (meta["number"], meta["created"], description.iri, media_type)
    response = Response(content_type=formats.content_type(media_type))
    response.set_etag(hashlib.sha256(repr(facts).encode()).hexdigest()[:32], weak=True)
    _headers(response, request.path.removesuffix(f".{fmt.extension}"))
    if request.if_none_match.contains_weak(response.get_etag()[0] or ""):
        response.status_code = 304
    else:
        response.set_data(description.write(fmt))
        pack(response)
    return response


def as_data(iri: str, suffix: str) -> Response:
    """Return the description of a thing in the format of a suffix (``.ttl``, ``.jsonld`` …).

    The status is 404 where nothing is known of it, or the suffix is none of ours.
    """
    fmt = _SUFFIXES.get(suffix)
    if fmt is None:
        abort(404)
    description = describe(explorer.current().backend, iri)
    if description is None:
        return _not_found(iri)
    return respond(description, fmt, fmt.media_type)


def _headers(response: Response, path: str) -> None:
    response.headers["Vary"] = "Accept, Accept-Language"
    response.headers["Cache-Control"] = "no-cache"
    _open(response)  # the address of a page with a suffix is answered outside the blueprint
    stem = path.rstrip("/") or path
    for fmt in FORMATS:
        address = quote(f"{stem}.{fmt.extension}")
        response.headers.add("Link", f'<{address}>; rel="alternate"; type="{fmt.media_type}"')


def _not_found(iri: str) -> Response:
    if accept.prefers_html(request.headers.get("Accept")):
        abort(404)
    return _open(Problem("not-found", iri=iri).response())


def _answer(iri: str) -> Response:
    backend = explorer.current().backend
    for suffix, fmt in _SUFFIXES.items():
        if iri.endswith(suffix):
            stem = iri.removesuffix(suffix)
            description = describe(backend, PV if stem == PV.rstrip("/") else stem)
            if description is not None:
                return respond(description, fmt, fmt.media_type)
    moved = merged_into(iri)
    description = describe(backend, moved or iri)
    if description is None:
        if iri.endswith("/") and describe(backend, iri.rstrip("/")):
            return _without_slash()
        return _not_found(iri)
    iri = description.iri
    header = request.headers.get("Accept")
    offers = [f.media_type for f in FORMATS] + [a for f in FORMATS for a in f.aliases]
    # Without a preference for anything (``*/*``) a program gets data: it could not read a page.
    chosen = accept.best(header, [*offers[: len(FORMATS)], *_HTML, *offers[len(FORMATS) :]])
    if chosen is None:
        names = ", ".join(("text/html", *(f.media_type for f in FORMATS)))
        return Problem("not-acceptable", formats=names).response()
    if chosen in _HTML:
        from webapp.i18n import negotiate

        response = Response(status=303)
        response.headers["Location"] = page_address(iri, negotiate(request))
        _headers(response, request.path)
        return response
    fmt = next(f for f in FORMATS if chosen == f.media_type or chosen in f.aliases)
    return respond(description, fmt, chosen)


def _without_slash() -> Response:
    """Send whoever typed a slash too many to the address without it."""
    response = Response(status=308)
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    response.headers["Location"] = quote(request.path.rstrip("/")) + query
    return response


def merged_into(iri: str) -> str | None:
    """Return the work that stands for one recognised as the same."""
    backend = explorer.current().backend
    try:
        rows = backend.select("SELECT ?w WHERE { $a wm:mergedInto ?w }", a=iri)
    except ValueError:
        return None
    target = rows[0]["w"] if rows else None
    return target.value if isinstance(target, NamedNode) else None
