"""The SPARQL 1.1 Protocol, as a client sees it."""

from __future__ import annotations

import csv
import gzip
import io
import json
import time
from typing import Any
from xml.etree import ElementTree

import pytest
import rdflib
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from werkzeug.test import TestResponse

from tests.webapp.test_pool import FOR_EVER
from webapp.explorer import Explorer

# rdflib's parsers warn of rdflib's own classes.
pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),
    pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated"),
]

SELECT = "SELECT ?c ?l { ?c skos:prefLabel ?l } ORDER BY ?c ?l"
CONSTRUCT = "CONSTRUCT { ?c skos:prefLabel ?l } WHERE { ?c skos:prefLabel ?l }"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"


def get(client: FlaskClient, query: str, accept: str | None = None, **more: Any) -> TestResponse:
    headers = {"Accept": accept} if accept else {}
    return client.get("/sparql", query_string={"query": query, **more}, headers=headers)


def problem(response: TestResponse, status: int) -> dict[str, Any]:
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    document: dict[str, Any] = json.loads(response.data)
    assert document["status"] == status
    assert document["title"]
    assert document["detail"]
    return document


def test_the_three_ways_to_send_a_query_agree(client: FlaskClient) -> None:
    answers = [
        get(client, SELECT),
        client.post("/sparql", data={"query": SELECT}),
        client.post("/sparql", data=SELECT, content_type=DIRECT),
        client.post("/sparql", data=SELECT, content_type=f"{DIRECT}; charset=UTF-8"),
        client.post("/sparql", data={"query": SELECT}, content_type=f"{FORM};charset=utf-8"),
    ]
    assert {a.status_code for a in answers} == {200}
    assert len({a.data for a in answers}) == 1
    assert len(json.loads(answers[0].data)["results"]["bindings"]) == 12


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/json", "application/json"),
        ("text/xml", "text/xml; charset=utf-8"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/turtle, text/csv;q=0.3, application/sparql-results+xml;q=0.2",
         "text/csv; charset=utf-8"),
        # What rdflib's SPARQLStore and YASGUI send:
        ("application/sparql-results+xml, application/rdf+xml", "application/sparql-results+xml"),
        ("application/sparql-results+json,*/*;q=0.9", "application/sparql-results+json"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("query", [SELECT, "ASK { ?s ?p ?o }"])
def test_results_come_in_the_format_asked_for(
    client: FlaskClient, query: str, accept: str | None, content_type: str
) -> None:
    response = get(client, query, accept)
    assert response.status_code == 200
    assert response.content_type == content_type
    assert "Accept" in response.headers["Vary"]
    text = response.data.decode()
    if "json" in content_type:
        found = json.loads(text)
        assert found.get("boolean", True) is True
    elif "xml" in content_type:
        assert ElementTree.fromstring(text).tag.endswith("sparql")
    elif query == SELECT:
        delimiter = "," if "csv" in content_type else "\t"
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
        assert rows[0] == (["c", "l"] if delimiter == "," else ["?c", "?l"])
        assert len(rows) == 13
    else:
        assert text.strip() == "true"


@pytest.mark.parametrize(
    ("accept", "content_type", "fmt"),
    [
        (None, "text/turtle; charset=utf-8", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/trig", "application/trig", "trig"),
        ("application/n-quads", "application/n-quads", "nquads"),
        ("application/sparql-results+xml, application/rdf+xml", "application/rdf+xml", "xml"),
    ],
)
@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE pv:fairness"])
def test_graphs_come_in_the_format_asked_for(
    client: FlaskClient, query: str, accept: str | None, content_type: str, fmt: str
) -> None:
    response = get(client, query, accept)
    assert response.content_type == content_type
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=response.data, format=fmt)
    labels = set(graph.objects(None, rdflib.SKOS.prefLabel))
    assert rdflib.Literal("公平", lang="zh") in labels


def test_formats_by_parameter(client: FlaskClient) -> None:
    assert get(client, SELECT, "application/json", format="csv").content_type.startswith("text/csv")
    assert get(client, CONSTRUCT, format="nt").content_type == "application/n-triples"
    # Old clients send names of their own beside an Accept header: passed over.
    response = get(client, SELECT, "text/csv", format="rdf+xml", output="x", results="y")
    assert response.content_type.startswith("text/csv")


@pytest.mark.parametrize(
    ("query", "accept"),
    [(SELECT, "image/png"), (SELECT, "text/turtle"), (CONSTRUCT, "text/csv"), (SELECT, "*/*;q=0")],
)
def test_no_such_format(client: FlaskClient, query: str, accept: str) -> None:
    assert "Available" in problem(get(client, query, accept), 406)["detail"]


DERIVED = "https://w3id.org/wenmai/id/derived"
VOCABULARY = "https://w3id.org/wenmai/public-value/"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
COUNT_NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


def number(response: TestResponse) -> int:
    assert response.status_code == 200, response.data
    return int(json.loads(response.data)["results"]["bindings"][0]["n"]["value"])


def test_the_dataset_is_what_the_request_says(client: FlaskClient, explorer: Explorer) -> None:
    graphs = explorer.generation.meta["graphs"]
    whole = number(get(client, COUNT))
    assert whole == explorer.generation.meta["counts"]["triples"]
    derived = {"default-graph-uri": DERIVED}
    assert number(get(client, COUNT, **derived)) == graphs[DERIVED]
    assert number(get(client, COUNT_NAMED, **derived)) == 0
    both: dict[str, Any] = {"default-graph-uri": [DERIVED, VOCABULARY]}
    assert number(get(client, COUNT, **both)) == graphs[DERIVED] + graphs[VOCABULARY]
    named = {"named-graph-uri": VOCABULARY}
    assert number(get(client, COUNT, **named)) == 0
    assert number(get(client, COUNT_NAMED, **named)) == graphs[VOCABULARY]
    # In a form, and in the address of a direct POST, too.
    assert number(client.post("/sparql", data={"query": COUNT, **derived})) == graphs[DERIVED]
    direct = client.post("/sparql", query_string=derived, data=COUNT, content_type=DIRECT)
    assert number(direct) == graphs[DERIVED]
    # The request's dataset wins over the query's.
    query = f"SELECT (COUNT(*) AS ?n) FROM <{VOCABULARY}> {{ ?s ?p ?o }}"
    assert number(get(client, query)) == graphs[VOCABULARY]
    assert number(get(client, query, **derived)) == graphs[DERIVED]
    query = f"SELECT (COUNT(*) AS ?n) FROM NAMED <{VOCABULARY}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    assert number(get(client, query)) == graphs[VOCABULARY]
    for iri in ("file:///etc/passwd", "http://127.0.0.1:9/x"):
        assert number(get(client, COUNT, **{"default-graph-uri": iri})) == 0
    for wrong in ("", "not an iri", "relative"):
        problem(get(client, COUNT, **{"default-graph-uri": wrong}), 400)


def test_requests_that_are_wrong(client: FlaskClient) -> None:
    problem(client.get("/sparql?query=ASK%7B%7D&query=ASK%7B%7D"), 400)
    problem(client.post("/sparql?query=ASK%7B%7D", data=SELECT, content_type=DIRECT), 400)
    problem(client.get("/sparql?query=%ff"), 400)
    problem(client.get("/sparql?query="), 400)
    problem(client.post("/sparql", data={}), 415)
    problem(client.post("/sparql", data={"x": "y"}), 400)
    problem(client.post("/sparql", data="ASK {}", content_type="text/plain"), 415)
    problem(client.post("/sparql", data="ASK {}"), 415)
    utf16 = f"{DIRECT}; charset=utf-16"
    problem(client.post("/sparql", data="ASK {}".encode("utf-16"), content_type=utf16), 415)
    problem(client.post("/sparql", data=b"ASK { ?s ?p '\xff' }", content_type=DIRECT), 400)
    packed = gzip.compress(b"ASK {}")
    headers = {"Content-Encoding": "gzip"}
    problem(client.post("/sparql", data=packed, content_type=DIRECT, headers=headers), 415)
    problem(client.post("/sparql", data="ASK {} " + "x" * 300_000, content_type=DIRECT), 413)
    problem(client.post("/sparql", data="ASK {} " + "x" * 3_000_000, content_type=DIRECT), 413)


def test_a_syntax_error_tells_its_place_in_the_visitors_language(client: FlaskClient) -> None:
    query = {"query": "SELECT *\nWHERE { ?s & ?o }"}
    headers = {"Accept-Language": "zh-CN,zh;q=0.9"}
    found = problem(client.get("/sparql", query_string=query, headers=headers), 400)
    assert (found["line"], found["column"]) == (2, 12)
    assert "第 2 行第 12 列" in found["detail"]
    response = client.get("/sparql", query_string=query, headers={"Accept-Language": "en"})
    assert "Line 2, column 12" in problem(response, 400)["detail"]
    assert response.headers["Content-Language"] == "en"


def test_updates_are_refused(client: FlaskClient) -> None:
    update = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"
    problem(client.get("/sparql", query_string={"update": update}), 403)
    problem(client.post("/sparql", data={"update": update}), 403)
    problem(client.post("/sparql", data=update, content_type="application/sparql-update"), 403)
    problem(get(client, update), 403)
    assert json.loads(get(client, "ASK { <urn:a> ?p ?o }").data)["boolean"] is False


def test_hostile_queries_get_an_answer_and_the_server_stays(client: FlaskClient) -> None:
    problem(get(client, "SELECT * WHERE " + "{" * 3000 + "}" * 3000), 400)
    problem(get(client, "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"), 403)
    started = time.monotonic()
    assert problem(get(client, FOR_EVER), 504)["limit"] == 1
    assert time.monotonic() - started < 2
    assert get(client, "ASK { ?s ?p ?o }").status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods(client: FlaskClient, method: str) -> None:
    response = client.open("/sparql", method=method)
    problem(response, 405)
    assert response.headers["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_head_and_options(client: FlaskClient) -> None:
    head = client.head("/sparql", query_string={"query": SELECT})
    assert (head.status_code, head.data) == (200, b"")
    assert head.content_length == get(client, SELECT).content_length
    options = client.options("/sparql", headers={"Access-Control-Request-Headers": "X-Mine"})
    assert options.status_code == 204
    assert options.headers["Access-Control-Allow-Headers"] == "X-Mine"
    assert "POST" in options.headers["Access-Control-Allow-Methods"]


def test_every_answer_may_be_read_from_other_sites(client: FlaskClient) -> None:
    for response in (get(client, SELECT), get(client, "nonsense"), client.get("/sparql")):
        assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_answers_are_kept_until_the_graph_changes(client: FlaskClient) -> None:
    first = get(client, SELECT)
    tag = first.headers["ETag"]
    headers = {"If-None-Match": tag}
    again = client.get("/sparql", query_string={"query": SELECT}, headers=headers)
    assert (again.status_code, again.data) == (304, b"")
    other = {"If-None-Match": tag, "Accept": "text/csv"}
    response = client.get("/sparql", query_string={"query": SELECT}, headers=other)
    assert response.status_code == 200
    assert "ETag" not in get(client, "SELECT (NOW() AS ?now) {}").headers


def test_long_answers_are_packed(client: FlaskClient) -> None:
    headers = {"Accept-Encoding": "gzip"}
    query = "SELECT * { ?s ?p ?o }"
    packed = client.get("/sparql", query_string={"query": query}, headers=headers)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < 0.3 * len(gzip.decompress(packed.data))
    assert gzip.decompress(packed.data) == get(client, query).data


def test_a_browser_gets_the_editor_and_a_program_the_description(client: FlaskClient) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    headers = {"Accept": browser, "Accept-Language": "en"}
    response = client.get("/sparql", headers=headers)
    assert (response.status_code, response.headers["Location"]) == (303, "/en/sparql")
    for accept in (None, "text/turtle", "application/rdf+xml", "application/ld+json"):
        response = client.get("/sparql", headers={"Accept": accept} if accept else {})
        assert response.status_code == 200
    assert problem(client.get("/sparql", headers={"Accept": "image/png"}), 406)


def test_the_description_says_what_is_true(client: FlaskClient, explorer: Explorer) -> None:
    graph = rdflib.Graph()
    graph.parse(data=client.get("/sparql").data, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
    assert graph.value(service, sd.endpoint) == rdflib.URIRef("http://localhost/sparql")
    assert (service, sd.feature, sd.UnionDefaultGraph) in graph
    dataset = graph.value(service, sd.defaultDataset)
    default = graph.value(dataset, sd.defaultGraph)
    assert int(str(graph.value(default, void.triples))) == number(get(client, COUNT))
    for named in graph.objects(dataset, sd.namedGraph):
        name = str(graph.value(named, sd.name))
        size = graph.value(graph.value(named, sd.graph), void.triples)
        assert int(str(size)) == number(get(client, COUNT, **{"default-graph-uri": name}))
    for partition in graph.objects(dataset, void.classPartition):
        cls = graph.value(partition, void["class"])
        query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a <{cls}> }}"
        assert int(str(graph.value(partition, void.entities))) == number(get(client, query))


def test_prefixes_of_the_graph_need_no_declaration(client: FlaskClient) -> None:
    assert json.loads(get(client, "ASK { pv:fairness a wm:Value }").data)["boolean"]
    query = "PREFIX pv: <urn:other:> ASK { pv:fairness a wm:Value }"
    assert not json.loads(get(client, query).data)["boolean"]
    text = get(client, CONSTRUCT).data.decode()
    assert "pv:fairness skos:prefLabel" in text
    assert "foaf" not in text
    assert list(parse(text, RdfFormat.TURTLE))


def test_without_a_pool(endpoint_app: Flask, explorer: Explorer) -> None:
    app = Flask("poolless")
    app.extensions["wenmai"] = Explorer(
        explorer.backend, explorer.search, explorer.settings, explorer.generation
    )
    app.register_blueprint(endpoint_app.blueprints["endpoint"])
    problem(get(app.test_client(), SELECT), 503)


@pytest.mark.parametrize("client_format", ["json", "xml", "csv", "tsv"])
def test_a_scholars_client_library_reads_it(endpoint_app: Flask, client_format: str) -> None:
    """rdflib reads each format into the same terms."""
    from rdflib.query import Result

    query = "SELECT ?c ?l { ?c skos:prefLabel ?l . FILTER(lang(?l) = 'zh') } ORDER BY ?c"
    response = get(endpoint_app.test_client(), query, format=client_format)
    result = Result.parse(io.BytesIO(response.data), format=client_format)
    rows = {(str(r[0]), str(r[1])) for r in result}  # type: ignore[index]
    assert ("https://w3id.org/wenmai/public-value/fairness", "公平") in rows
    assert len(rows) == 6
