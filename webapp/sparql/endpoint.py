"""``/sparql``: the query operation of the SPARQL 1.1 Protocol.

An answer is complete before its first byte goes out, so an answer with status 200 is never cut.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from flask import Blueprint, Response, request
from pyoxigraph import NamedNode
from werkzeug.exceptions import RequestEntityTooLarge

from webapp import accept, explorer
from webapp.packing import pack
from webapp.problems import Problem
from webapp.sparql import description, formats, guard
from webapp.sparql.request import Request

blueprint = Blueprint("endpoint", __name__)

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_REFUSED = ("PUT", "DELETE", "PATCH", "TRACE")
_LONGEST_BODY = 8 * guard.LONGEST  # a percent-encoded query is up to nine times its length
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
# Functions that give another value each time: their answers are not kept.
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)


@dataclass(slots=True)
class Parameters:
    """What a request carries, however it was sent."""

    queries: list[str] = field(default_factory=list)
    updates: bool = False
    default_graphs: list[str] = field(default_factory=list)
    named_graphs: list[str] = field(default_factory=list)
    format: str | None = None

    def take(self, encoded: str) -> None:
        """Add what a query string or a form says. Raises Problem where it is not well encoded."""
        if found := _BAD_ESCAPE.search(encoded):
            raise Problem("bad-escape", value=encoded[found.start() : found.start() + 3])
        try:
            pairs = parse_qsl(encoded, keep_blank_values=True, errors="strict")
        except UnicodeDecodeError:
            raise Problem("not-utf8") from None
        for name, value in pairs:
            if name == "query":
                self.queries.append(value)
            elif name == "update":
                self.updates = True
            elif name == "default-graph-uri":
                self.default_graphs.append(value)
            elif name == "named-graph-uri":
                self.named_graphs.append(value)
            elif name == "format":
                self.format = value


@blueprint.route("/sparql", methods=[*METHODS, *_REFUSED], provide_automatic_options=False)
def sparql() -> Response:
    """Answer a query, or describe the service where there is none."""
    try:
        response = _answer()
    except Problem as problem:
        response = problem.response()
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "Content-Type, ETag, Retry-After"
    return response


def _answer() -> Response:
    if request.method == "OPTIONS":
        return _options()
    if request.method not in METHODS:
        raise Problem("method", allow=", ".join(METHODS))
    given = _parameters()
    if given.updates:
        raise Problem("update-refused")
    if not given.queries:
        if request.method == "POST" or given.default_graphs or given.named_graphs:
            raise Problem("query-missing")
        return _front(given)
    if len(given.queries) > 1:
        raise Problem("query-repeated")
    return _run(given)


def _options() -> Response:
    allowed = ", ".join(METHODS)
    wanted = request.headers.get("Access-Control-Request-Headers", "Accept, Content-Type")
    headers = {
        "Allow": allowed,
        "Access-Control-Allow-Methods": allowed,
        "Access-Control-Allow-Headers": wanted,
        "Access-Control-Max-Age": "86400",
    }
    return Response(status=204, headers=headers)


def _parameters() -> Parameters:
    given = Parameters()
    try:
        given.take(request.query_string.decode("utf-8"))
    except UnicodeDecodeError:
        raise Problem("not-utf8") from None
    if request.method != "POST":
        return given
    kind = request.mimetype
    if kind == "application/sparql-update":
        raise Problem("update-refused")
    charset = request.mimetype_params.get("charset", "utf-8").lower().replace("_", "-")
    if (
        kind not in ("application/x-www-form-urlencoded", "application/sparql-query")
        or charset not in ("utf-8", "utf8", "us-ascii")
        or request.headers.get("Content-Encoding", "identity").lower() != "identity"
    ):
        raise Problem("media-type")
    request.max_content_length = _LONGEST_BODY
    try:
        body = request.get_data(cache=False).decode("utf-8")
    except RequestEntityTooLarge:
        raise Problem("too-long", limit=guard.LONGEST) from None
    except UnicodeDecodeError:
        raise Problem("not-utf8") from None
    if kind == "application/sparql-query":
        given.queries.append(body)
    else:
        given.take(body)
    return given


def _front(given: Parameters) -> Response:
    """Answer a request without a query: the editor for people, else the service description."""
    if given.format is None and accept.prefers_html(request.headers.get("Accept")):
        from webapp.i18n import negotiate

        response = Response(status=303, headers={"Location": f"/{negotiate(request)}/sparql"})
        response.headers["Vary"] = "Accept, Accept-Language"
        return response
    chosen, media_type = formats.choose(formats.GRAPHS, request.headers.get("Accept"), given.format)
    body = description.describe(explorer.current().generation, request.base_url, chosen.name)
    return _send(body, media_type)


def _run(given: Parameters) -> Response:
    checked = guard.check(given.queries[0])
    offered = formats.RESULTS if checked.form in ("SELECT", "ASK") else formats.GRAPHS
    chosen, media_type = formats.choose(offered, request.headers.get("Accept"), given.format)
    dataset = {}
    if given.default_graphs or given.named_graphs:
        dataset = {
            "default_graphs": _graphs("default-graph-uri", given.default_graphs),
            "named_graphs": _graphs("named-graph-uri", given.named_graphs),
        }
    asked = Request(
        checked.text,
        chosen.name,
        base=request.base_url,
        **dataset,
    )
    here = explorer.current()
    known = request.if_none_match
    tag = None
    if request.method != "POST" and not _CHANGING.search(asked.query):
        meta = here.generation.meta
        facts = (meta["number"], meta["created"], media_type, asked)
        tag = hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
        # “*” is any answer that there is: whether there is one, the query must tell.
        if known.contains_weak(tag) and not known.star_tag:
            return _send(b"", media_type, tag, status=304)
    if here.pool is None:
        raise Problem("no-pool")
    body = here.pool.run(asked)
    if tag and known.star_tag:
        return _send(b"", media_type, tag, status=304)
    return _send(body, media_type, tag)


def _graphs(parameter: str, values: list[str]) -> tuple[str, ...]:
    for value in values:
        try:
            NamedNode(value)
        except ValueError:
            raise Problem("bad-graph", parameter=parameter, value=value[:200]) from None
    return tuple(values)


def _send(body: bytes, media_type: str, tag: str | None = None, status: int = 200) -> Response:
    response = Response(body, status, content_type=formats.content_type(media_type))
    response.headers["Vary"] = "Accept"
    response.headers["Cache-Control"] = "no-cache" if tag else "no-store"
    if tag:
        response.set_etag(tag, weak=True)
    return pack(response)
