"""Every MUST of the SPARQL 1.1 Protocol's query operation, and that every answer is valid.

The cases follow the W3C's protocol tests in kind: each way to send a query, each mistake, the
dataset by request, and each format under each preference.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
import rdflib
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from rdflib.query import Result
from werkzeug.test import TestResponse

pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),
    pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated"),
]

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
DERIVED = "https://w3id.org/wenmai/id/derived"
VOCABULARY = "https://w3id.org/wenmai/public-value/"
SCHEMA = "https://w3id.org/wenmai/ns"
# Terms that a format could get wrong: separators, quotes, ends of lines, types, nothing at all.
TERMS = """SELECT ?n ?x ?y { VALUES (?n ?x) {
  (1 "a\\tb") (2 "a\\nb\\r\\nc") (3 "say \\"no\\", please") (4 "公平，效率"@zh) (5 "colour"@en-GB)
  (6 7) (7 -1.50) (8 1.0e6) (9 true) (10 <urn:x:a,b>) (11 "2020-02-30"^^xsd:date)
  (12 "") (13 "back\\\\slash") (14 UNDEF) (15 "<&>]]>") (16 "'=1+1") (17 "𠮷😀"@zh-Hant)
  (18 "007"^^xsd:integer) (19 "x"^^<urn:type>) (20 pv:fairness) } } ORDER BY ?n"""


def problem(response: TestResponse, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.data[:500]
    assert response.content_type == "application/problem+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    document: dict[str, Any] = json.loads(response.data)
    assert document["status"] == status
    assert document["title"]
    assert document["detail"]
    return document


# ---- the three ways to send a query ------------------------------------------------------


def send(client: FlaskClient, how: str, query: str, **more: Any) -> TestResponse:
    """Send a query: ``get``, ``form`` or ``direct``; ``more`` are parameters and headers."""
    headers = more.pop("headers", {})
    if how == "get":
        return client.get("/sparql", query_string={"query": query, **more}, headers=headers)
    if how == "form":
        return client.post("/sparql", data={"query": query, **more}, headers=headers)
    return client.post(
        "/sparql", query_string=more, data=query, content_type=DIRECT, headers=headers
    )


WAYS = pytest.mark.parametrize("how", ["get", "form", "direct"])


@WAYS
@pytest.mark.parametrize(
    ("query", "media_type"),
    [
        ("ASK {}", "application/sparql-results+json"),
        ("SELECT (1 AS ?x) {}", "application/sparql-results+json"),
        ("DESCRIBE <urn:nothing>", "text/turtle"),
        ("CONSTRUCT { <urn:a> <urn:b> 1 } WHERE {}", "text/turtle"),
        ("# 注释 ? & + %\nASK { ?s ?p '公平 & 效率 + 100% ?' }", "application/sparql-results+json"),
    ],
)
def test_each_form_of_query_each_way(
    client: FlaskClient, how: str, query: str, media_type: str
) -> None:
    response = send(client, how, query)
    assert response.status_code == 200
    assert response.mimetype == media_type


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        (DIRECT, 200),
        ("Application/SPARQL-Query", 200),
        (f"{DIRECT}; charset=utf-8", 200),
        (f'{DIRECT};charset="UTF-8"', 200),
        (f"{DIRECT}; charset=iso-8859-1", 415),
        (f"{DIRECT}; charset=utf-16", 415),
        ("text/plain", 415),
        ("application/json", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/sparql-results+json", 415),
        ("nonsense", 415),
        ("", 415),
        (None, 415),
        ("application/sparql-update", 403),
    ],
)
def test_the_type_of_a_body(client: FlaskClient, content_type: str | None, status: int) -> None:
    response = client.post("/sparql", data="ASK {}", content_type=content_type)
    assert response.status_code == status, response.data


@pytest.mark.parametrize(
    ("content_type", "status"),
    [(FORM, 200), (f"{FORM}; charset=UTF-8", 200), ("text/plain", 415), (None, 415)],
)
def test_the_type_of_a_form(client: FlaskClient, content_type: str | None, status: int) -> None:
    body = urlencode({"query": "ASK {}"})
    assert client.post("/sparql", data=body, content_type=content_type).status_code == status


# ---- mistakes ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("query=ASK%20%7B%7D&query=ASK%20%7B%7D", 400),
        ("query=ASK%20%7B%7D&query=SELECT%20*%20%7B%7D", 400),
        ("query=", 400),
        ("query", 400),
        ("query=%20%0A", 400),
        ("query=ASK%20%7B", 400),
        ("query=SELECT%20nonsense", 400),
        ("query=ASK%20%7B%7D%23%ff", 400),  # not UTF-8
        ("query=ASK%20%7B%7D%23%c3%28", 400),
        ("query=ASK%20%7B%7D%23%ed%a0%80", 400),  # half a surrogate pair
        ("query=ASK%20%7B%7D%23%zz", 400),  # an escape that is none
        ("query=ASK%20%7B%7D%23%4", 400),
        ("query=ASK%20%7B%7D%00", 400),
        ("query=%EF%BB%BFASK%20%7B%7D", 200),  # a byte order mark
        ("default-graph-uri=urn%3Ax", 400),  # a dataset and no query
        ("named-graph-uri=urn%3Ax", 400),
        ("query=ASK%20%7B%7D&default-graph-uri=", 400),
        ("query=ASK%20%7B%7D&default-graph-uri=a%20b", 400),
        ("query=ASK%20%7B%7D&named-graph-uri=relative", 400),
        ("query=ASK%20%7B%7D&update=CLEAR%20ALL", 403),
        ("update=CLEAR%20ALL", 403),
        ("query=CLEAR%20ALL", 403),
        ("query=ASK%20%7B%7D&unknown=1&x", 200),
        ("query=" + "%2F" * 1000, 400),
        ("query=%F0%9F%98%80", 400),
    ],
)
@pytest.mark.parametrize("how", ["get", "form"])
def test_what_an_address_or_a_form_may_say(
    client: FlaskClient, how: str, address: str, status: int
) -> None:
    if how == "get":
        response = client.get(f"/sparql?{address}")
    else:
        response = client.post("/sparql", data=address, content_type=FORM)
    if status == 200:
        assert response.status_code == 200, response.data
    else:
        problem(response, status)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"ASK { ?s ?p '\xff' }", 400),
        ("ASK {}".encode("utf-16"), 400),
        (b"\xef\xbb\xbfASK {}", 200),
        (b"ASK {} #" + b"x" * 300_000, 413),
        (b"query=ASK%20%7B%7D", 400),  # a form under the wrong name
    ],
)
def test_what_a_direct_body_may_be(client: FlaskClient, body: bytes, status: int) -> None:
    response = client.post("/sparql", data=body, content_type=DIRECT)
    assert response.status_code == status, response.data


def test_a_query_beside_a_direct_body_is_one_too_many(client: FlaskClient) -> None:
    more = {"query": "ASK {}"}
    response = client.post("/sparql", query_string=more, data="ASK {}", content_type=DIRECT)
    problem(response, 400)
    response = client.post("/sparql", query_string=more, data={"query": "ASK {}"})
    problem(response, 400)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_only_get_and_post_are_query_operations(client: FlaskClient, method: str) -> None:
    response = client.open("/sparql", method=method, query_string={"query": "ASK {}"})
    problem(response, 405)
    assert response.headers["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_post_without_anything(client: FlaskClient) -> None:
    problem(client.post("/sparql", data="", content_type=FORM), 400)


# ---- the dataset -------------------------------------------------------------------------

BOTH = {"default-graph-uri": [DERIVED, VOCABULARY]}
# Things that one graph alone says.
IN_VOCABULARY = "pv:fairness skos:prefLabel ?l"
IN_SCHEMA = "<https://w3id.org/wenmai/ns> a owl:Ontology"


def ask(response: TestResponse) -> bool:
    assert response.status_code == 200, response.data
    return bool(json.loads(response.data)["boolean"])


@WAYS
@pytest.mark.parametrize(
    ("pattern", "dataset", "expected"),
    [
        (f"{IN_VOCABULARY} . {IN_SCHEMA}", {}, True),
        (IN_VOCABULARY, {"default-graph-uri": VOCABULARY}, True),
        (IN_VOCABULARY, {"default-graph-uri": SCHEMA}, False),
        (f"{IN_VOCABULARY} . {IN_SCHEMA}", {"default-graph-uri": [SCHEMA, VOCABULARY]}, True),
        (f"GRAPH ?g {{ {IN_VOCABULARY} }}", {"default-graph-uri": VOCABULARY}, False),
        (IN_VOCABULARY, {"named-graph-uri": VOCABULARY}, False),
        (f"GRAPH ?g {{ {IN_VOCABULARY} }}", {"named-graph-uri": VOCABULARY}, True),
        (f"GRAPH <{VOCABULARY}> {{ {IN_VOCABULARY} }}", {"named-graph-uri": SCHEMA}, False),
        (
            f"GRAPH ?g {{ {IN_VOCABULARY} }} GRAPH ?h {{ {IN_SCHEMA} }} FILTER(?g != ?h)",
            {"named-graph-uri": [SCHEMA, VOCABULARY]},
            True,
        ),
        (
            f"{IN_SCHEMA} . GRAPH ?g {{ {IN_VOCABULARY} }}",
            {"default-graph-uri": SCHEMA, "named-graph-uri": VOCABULARY},
            True,
        ),
        ("?s ?p ?o", {"default-graph-uri": "http://127.0.0.1:9/unknown"}, False),
    ],
)
def test_the_dataset_of_the_request(
    client: FlaskClient, how: str, pattern: str, dataset: dict[str, Any], expected: bool
) -> None:
    assert ask(send(client, how, f"ASK {{ {pattern} }}", **dataset)) is expected


@WAYS
def test_the_dataset_of_the_request_wins_over_the_querys(client: FlaskClient, how: str) -> None:
    query = f"ASK FROM <{VOCABULARY}> FROM NAMED <{VOCABULARY}> {{ {{ {IN_VOCABULARY} }} }}"
    assert ask(send(client, how, query)) is True
    assert ask(send(client, how, query, **{"default-graph-uri": SCHEMA})) is False
    query = f"ASK FROM NAMED <{VOCABULARY}> {{ GRAPH ?g {{ {IN_VOCABULARY} }} }}"
    assert ask(send(client, how, query)) is True
    assert ask(send(client, how, query, **{"named-graph-uri": SCHEMA})) is False
    # Whatever part of the dataset the request names, the query's is not in force at all.
    assert ask(send(client, how, query, **{"default-graph-uri": SCHEMA})) is False


# ---- formats -----------------------------------------------------------------------------

RESULTS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
    "text/n3": RdfFormat.N3,
}


def answer(client: FlaskClient, query: str, accept: str, how: str = "get") -> TestResponse:
    response = send(client, how, query, headers={"Accept": accept})
    assert response.status_code == 200, response.data
    return response


def known(client: FlaskClient, query: str) -> list[dict[str, Any]]:
    """Rows of a query in the JSON format, read by the json module."""
    found = json.loads(answer(client, query, "application/sparql-results+json").data)
    rows: list[dict[str, Any]] = found["results"]["bindings"]
    return rows


def term(cell: dict[str, Any] | None) -> rdflib.term.Node | None:
    if cell is None:
        return None
    if cell["type"] == "uri":
        return rdflib.URIRef(cell["value"])
    datatype = cell.get("datatype")
    if datatype == str(rdflib.XSD.string):
        datatype = None
    return rdflib.Literal(
        cell["value"], datatype=datatype, lang=cell.get("xml:lang"), normalize=False
    )


def n3(node: Any) -> str:
    return "" if node is None else node.n3()


@pytest.mark.filterwarnings("ignore::UserWarning")  # rdflib, of February 30
@pytest.mark.parametrize("fmt", ["json", "xml"])
def test_results_read_by_another_library(
    client: FlaskClient, fmt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    rows = known(client, TERMS)
    assert len(rows) == 20
    media_type = next(m for m, f in RESULTS.items() if f == fmt)
    found = Result.parse(io.BytesIO(answer(client, TERMS, media_type).data), format=fmt)
    assert [str(v) for v in found.vars or ()] == ["n", "x", "y"]
    read = {int(str(b["n"])): n3(b.get("x")) for b in map(dict, _by_name(found))}
    assert read == {int(r["n"]["value"]): n3(term(r.get("x"))) for r in rows}


def _by_name(found: Result) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in binding.items()} for binding in found.bindings]


def test_csv_keeps_every_value(client: FlaskClient) -> None:
    text = answer(client, TERMS, "text/csv").data.decode()
    assert text.startswith("n,x,y\r\n")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == 21
    assert {r[0]: r[1] for r in rows[1:]} == {
        r["n"]["value"]: r.get("x", {}).get("value", "") for r in known(client, TERMS)
    }


def test_tsv_has_terms_in_turtle_syntax(client: FlaskClient) -> None:
    text = answer(client, TERMS, "text/tab-separated-values").data.decode()
    lines = text.removesuffix("\n").split("\n")
    assert lines[0] == "?n\t?x\t?y"
    assert len(lines) == 21, "an end of line inside a term is escaped"
    for line, row in zip(lines[1:], known(client, TERMS), strict=True):
        n, x, y = line.split("\t")
        assert (n, y) == (row["n"]["value"], "")
        if x == "":
            assert "x" not in row
            continue
        (triple,) = parse(f"<urn:s> <urn:p> {x} .", RdfFormat.TURTLE)
        cell = row["x"]
        assert getattr(triple.object, "value", None) == cell["value"]
        assert getattr(triple.object, "language", None) == cell.get("xml:lang")
        if "datatype" in cell:
            assert str(triple.object.datatype.value) == cell["datatype"]


@pytest.mark.parametrize(("pattern", "expected"), [("{}", True), ("{ ?s <urn:none> ?o }", False)])
@pytest.mark.parametrize("media_type", RESULTS)
def test_yes_and_no_in_every_format(
    client: FlaskClient, media_type: str, pattern: str, expected: bool
) -> None:
    text = answer(client, f"ASK {pattern}", media_type).data.decode()
    if "json" in media_type:
        assert json.loads(text)["boolean"] is expected
        assert "head" in json.loads(text)
    elif "xml" in media_type:
        (found,) = ElementTree.fromstring(text).iter(
            "{http://www.w3.org/2005/sparql-results#}boolean"
        )
        assert found.text == str(expected).lower()
    else:
        assert text.strip() == str(expected).lower()


@pytest.mark.parametrize("media_type", RESULTS)
@pytest.mark.parametrize(
    ("query", "columns", "rows"),
    [("SELECT ?a ?b { ?a <urn:none> ?b }", 2, 0), ("SELECT * {}", 0, 1),
     ("SELECT (BNODE() AS ?b) {}", 1, 1)],
)  # fmt: skip
def test_results_without_rows_or_columns(
    client: FlaskClient, media_type: str, query: str, columns: int, rows: int
) -> None:
    text = answer(client, query, media_type).data.decode()
    if "json" in media_type:
        found = json.loads(text)
        assert len(found["head"]["vars"]) == columns
        assert len(found["results"]["bindings"]) == rows
    elif "xml" in media_type:
        name = "{http://www.w3.org/2005/sparql-results#}"
        tree = ElementTree.fromstring(text)
        assert len(list(tree.iter(f"{name}variable"))) == columns
        assert len(list(tree.iter(f"{name}result"))) == rows
    else:
        assert len(text.removesuffix("\n").split("\n")) == 1 + rows


@WAYS
@pytest.mark.parametrize("media_type", GRAPHS)
@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { ?c skos:prefLabel ?l } WHERE { ?c skos:prefLabel ?l }",
        "DESCRIBE pv:fairness",
        "CONSTRUCT { <urn:a> rdfs:label ?x } WHERE { VALUES ?x "
        '{ "a\\tb" "<&>]]>" "say \\"no\\"" "𠮷😀"@zh "a\\nb" "2020-02-30"^^xsd:date } }',
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s <urn:none> ?o . ?s ?p ?o }",
    ],
)
def test_graphs_in_every_format_are_one_graph(
    client: FlaskClient, how: str, media_type: str, query: str
) -> None:
    def triples(body: bytes, fmt: RdfFormat) -> set[str]:
        return {str(q.triple) for q in parse(body, fmt)}

    expected = triples(answer(client, query, "application/n-triples").data, RdfFormat.N_TRIPLES)
    response = answer(client, query, media_type, how)
    assert response.mimetype == media_type
    assert triples(response.data, GRAPHS[media_type]) == expected


@pytest.mark.parametrize(
    ("accept", "results", "graph"),
    [
        ("*/*", "application/sparql-results+json", "text/turtle"),
        ("", "application/sparql-results+json", "text/turtle"),
        ("nonsense", "application/sparql-results+json", "text/turtle"),
        ("text/*", "text/csv", "text/turtle"),
        ("application/*;q=0.5, text/*;q=0.4", "application/sparql-results+json",
         "application/n-triples"),
        ("text/csv;q=0, text/turtle;q=0, */*;q=0.1", "application/sparql-results+json",
         "application/n-triples"),
        ("text/csv;q=0.4,text/tab-separated-values;q=0.5,text/turtle;q=0.1,application/ld+json;q=.2",
         "text/tab-separated-values", "application/ld+json"),
        ("application/xml", "application/xml", "application/xml"),
        ("application/json", "application/json", "application/json"),
        ("text/plain, */*;q=0.01", "application/sparql-results+json", "text/plain"),
        ("TEXT/CSV, TEXT/TURTLE", "text/csv", "text/turtle"),
        ("text/csv ; charset=utf-8 ; q=1.0 , text/turtle", "text/csv", "text/turtle"),
        ("text/html, */*;q=0.1", "application/sparql-results+json", "text/turtle"),
        ("image/png", None, None),
        ("*/*;q=0", None, None),
        ("text/html", None, None),
        ("text/csv", "text/csv", None),
        ("text/turtle", None, "text/turtle"),
    ],
)  # fmt: skip
@WAYS
def test_preferences(
    client: FlaskClient, how: str, accept: str, results: str | None, graph: str | None
) -> None:
    for query, expected in (
        ("ASK {}", results),
        ("SELECT (1 AS ?x) {}", results),
        ("CONSTRUCT { <urn:a> <urn:b> 1 } {}", graph),
        ("DESCRIBE <urn:a>", graph),
    ):
        response = send(client, how, query, headers={"Accept": accept})
        if expected is None:
            problem(response, 406)
        else:
            assert response.status_code == 200
            assert response.mimetype == expected
            assert "Accept" in response.headers["Vary"]


@pytest.mark.parametrize(
    ("short", "results", "graph"),
    [
        ("json", "application/sparql-results+json", None),
        ("xml", "application/sparql-results+xml", None),
        ("csv", "text/csv", None),
        ("TSV", "text/tab-separated-values", None),
        ("ttl", None, "text/turtle"),
        ("turtle", None, "text/turtle"),
        ("nt", None, "application/n-triples"),
        ("jsonld", None, "application/ld+json"),
        ("rdf", None, "application/rdf+xml"),
        ("application/ld+json", None, "application/ld+json"),
    ],
)
@WAYS
def test_formats_by_parameter(
    client: FlaskClient, how: str, short: str, results: str | None, graph: str | None
) -> None:
    headers = {"Accept": "image/png, */*;q=0.1"}
    query = "ASK {}" if results else "DESCRIBE <urn:a>"
    response = send(client, how, query, format=short, headers=headers)
    assert response.mimetype == (results or graph)


def test_xml_is_well_formed_whatever_the_text(client: FlaskClient) -> None:
    text = '"a\\u0001b\\u000Cc\\uFFFFd\\re"'
    asked = f"SELECT ({text} AS ?x) {{}}"
    tree = ElementTree.fromstring(answer(client, asked, "application/sparql-results+xml").data)
    (found,) = tree.iter("{http://www.w3.org/2005/sparql-results#}literal")
    assert found.text == "a\ufffdb\ufffdc\ufffdd\re"
    asked = f"CONSTRUCT {{ <urn:a> rdfs:label {text} }} {{}}"
    (quad,) = parse(answer(client, asked, "application/rdf+xml").data, RdfFormat.RDF_XML)
    assert getattr(quad.object, "value", "") == "a\ufffdb\ufffdc\ufffdd\re"


# ---- HTTP --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["query=ASK%7B%7D", "query=ASK%7B", "query=SELECT*%7B%3Fs%20a%20%3Fc%7D&format=csv", ""],
)
def test_head_says_what_get_says(client: FlaskClient, address: str) -> None:
    got, head = client.get(f"/sparql?{address}"), client.head(f"/sparql?{address}")
    assert head.data == b""
    assert head.status_code == got.status_code
    for name in ("Content-Type", "Content-Length", "ETag", "Vary", "Access-Control-Allow-Origin"):
        assert head.headers.get(name) == got.headers.get(name)


def test_another_site_may_ask(client: FlaskClient) -> None:
    response = client.options(
        "/sparql",
        headers={
            "Origin": "https://example.org",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type, if-none-match",
        },
    )
    assert response.status_code in (200, 204)
    assert response.data == b""
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert {"GET", "POST"} <= set(response.headers["Access-Control-Allow-Methods"].split(", "))
    assert "if-none-match" in response.headers["Access-Control-Allow-Headers"]


def test_an_answer_that_has_not_changed(client: FlaskClient) -> None:
    query = "SELECT ?c { ?c a wm:Value } ORDER BY ?c"
    first = answer(client, query, "text/csv")
    tag = first.headers["ETag"]
    for given in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = send(client, "get", query, headers={"Accept": "text/csv", "If-None-Match": given})
        assert (again.status_code, again.data) == (304, b""), given
        assert again.headers["ETag"] == tag
        assert "Accept" in again.headers["Vary"]
        assert "Content-Encoding" not in again.headers
    other = {"Accept": "text/csv", "If-None-Match": '"other"'}
    assert send(client, "get", query, headers=other).status_code == 200
    # An answer to POST has no tag, and a condition does not touch it.
    posted = send(client, "form", query, headers={"Accept": "text/csv", "If-None-Match": tag})
    assert (posted.status_code, posted.data) == (200, first.data)
    # A query that is wrong stays wrong whatever the client holds.
    wrong = send(client, "get", "ASK {", headers={"If-None-Match": "*"})
    problem(wrong, 400)


@WAYS
def test_packed_for_those_who_take_it(client: FlaskClient, how: str) -> None:
    query = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"
    plain = send(client, how, query)
    assert "Content-Encoding" not in plain.headers
    packed = send(client, how, query, headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(packed.data) == plain.data
    refused = send(client, how, query, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


@pytest.mark.parametrize(
    ("wanted", "language"),
    [("zh-CN,zh;q=0.9", "zh"), ("en", "en"), ("", "en"), ("fr", "en"), ("*", "en"),
     ("fr, zh-TW;q=0.3, en;q=0.1", "zh")],
)  # fmt: skip
def test_errors_speak_the_visitors_language(
    client: FlaskClient, wanted: str, language: str
) -> None:
    response = send(client, "get", "ASK {", headers={"Accept-Language": wanted})
    assert response.headers["Content-Language"] == language
    problem(response, 400)
