from __future__ import annotations

import json
import re
from urllib.parse import quote

import pytest
import rdflib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from webapp import negotiation
from webapp.explorer import Explorer
from webapp.negotiation import page_address

# rdflib's JSON-LD parser warns of rdflib's own class.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
WORK = "/id/work/2021-0123456789ab"
WMD = "https://w3id.org/wenmai/id/"


def get(
    client: FlaskClient, path: str, accept: str | None = None, lang: str = "en"
) -> TestResponse:
    headers = {"Accept-Language": lang}
    if accept:
        headers["Accept"] = accept
    return client.get(path, headers=headers)


def graph_of(response: TestResponse) -> rdflib.Graph:
    assert response.status_code == 200, response.data
    graph = rdflib.Graph()
    formats = {"text/turtle": "turtle", "application/ld+json": "json-ld",
               "application/n-triples": "nt", "application/rdf+xml": "xml"}  # fmt: skip
    graph.parse(data=response.data, format=formats[str(response.mimetype)])
    return graph


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "text/turtle"),
        ("*/*", "text/turtle"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("text/turtle;q=0.4, application/n-triples;q=0.6", "application/n-triples"),
        ("text/html;q=0.4, application/ld+json", "application/ld+json"),
        ("application/json", "application/json"),
    ],
)
def test_data_by_accept(client: FlaskClient, accept: str | None, media_type: str) -> None:
    response = get(client, "/public-value/fairness", accept)
    assert response.mimetype == media_type
    assert {"Accept", "Accept-Language"} <= {v.strip() for v in response.headers["Vary"].split(",")}
    links = response.headers.getlist("Link")
    assert '</public-value/fairness.ttl>; rel="alternate"; type="text/turtle"' in links
    if media_type == "application/json":
        assert json.loads(response.data)
    else:
        labels = set(graph_of(response).objects(None, rdflib.SKOS.prefLabel))
        assert rdflib.Literal("公平", lang="zh") in labels


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/public-value/fairness", "concept/fairness"),
        ("/public-value/", "concepts"),
        (WORK, "work/2021-0123456789ab"),
        ("/id/claim/0123456789abcdef", "claim/0123456789abcdef"),
        ("/id/doc/2021-0123456789ab", "work/2021-0123456789ab"),
        ("/ns", "resource?iri=https%3A%2F%2Fw3id.org%2Fwenmai%2Fns"),
        ("/id/ref/2021-0123456789ab/r1",
         f"resource?iri={quote(WMD + 'ref/2021-0123456789ab/r1', safe='')}"),
        ("/id/agent/%E5%BC%A0%E4%B8%89", f"resource?iri={quote(WMD + 'agent/张三', safe='')}"),
    ],
)  # fmt: skip
def test_people_are_sent_to_the_page_in_their_language(
    client: FlaskClient, path: str, page: str
) -> None:
    for lang, expected in (("en-GB,en", "en"), ("zh-CN,zh;q=0.9", "zh")):
        response = get(client, path, BROWSER, lang)
        assert response.status_code == 303
        assert response.headers["Location"] == f"/{expected}/{page}"
        assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "nt", "rdf"])
@pytest.mark.parametrize(
    "path", [WORK, "/public-value/fairness", "/ns", "/public-value", "/public-value/",
             "/id/agent/%E5%BC%A0%E4%B8%89", "/id/doc/2021-0123456789ab"]
)  # fmt: skip
def test_a_suffix_wins_over_the_header(client: FlaskClient, path: str, suffix: str) -> None:
    response = get(client, f"{path}.{suffix}", BROWSER)
    assert len(graph_of(response)) > 1


def test_a_description_is_complete(client: FlaskClient) -> None:
    graph = graph_of(get(client, "/id/claim/0123456789abcdef"))
    claim = rdflib.URIRef(WMD + "claim/0123456789abcdef")
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    selectors = [
        s for t in graph.objects(claim, oa.hasTarget) for s in graph.objects(t, oa.hasSelector)
    ]
    assert {str(x) for s in selectors for x in graph.objects(s, oa.exact)} == {
        "张三认为，效率优先可能损害公平。"
    }
    assert len(selectors) == 2
    fairness = graph_of(get(client, "/public-value/fairness"))
    iri = rdflib.URIRef("https://w3id.org/wenmai/public-value/fairness")
    assert set(fairness.subjects(rdflib.SKOS.broader, iri)), "what points at it"
    axiom = rdflib.OWL.annotatedTarget
    (node,) = fairness.subjects(axiom, iri)
    assert fairness.value(node, rdflib.DCTERMS.source), "and the source of what is said"


def test_incoming_triples_are_bounded(explorer: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(negotiation, "_MOST_INCOMING", 1)
    found = negotiation.describe(explorer.backend, "https://w3id.org/wenmai/public-value/fairness")
    assert found is not None
    own = [t for t in found.triples if "fairness>" in str(t.subject)]
    assert len([t for t in found.triples if t not in own]) == 1


def test_whole_graphs(client: FlaskClient, explorer: Explorer) -> None:
    sizes = explorer.generation.meta["graphs"]
    assert len(graph_of(get(client, "/ns"))) == sizes["https://w3id.org/wenmai/ns"]
    scheme = graph_of(get(client, "/public-value/"))
    assert len(scheme) == sizes["https://w3id.org/wenmai/public-value/"]
    document = graph_of(get(client, "/id/doc/2021-0123456789ab"))
    assert set(
        document.subjects(
            rdflib.RDF.type, rdflib.URIRef("http://purl.org/spar/c4o/InTextReferencePointer")
        )
    )


def test_a_work_answers_under_the_names_that_it_was_merged_from(client: FlaskClient) -> None:
    response = get(client, "/id/work/nd-bbbbbbbbbbbb", BROWSER)
    assert response.headers["Location"] == "/en/work/1995-ba9876543210"
    graph = graph_of(get(client, "/id/work/nd-bbbbbbbbbbbb"))
    assert rdflib.URIRef(WMD + "work/1995-ba9876543210") in set(graph.subjects())


def test_unknown_and_impossible(client: FlaskClient) -> None:
    for path in ("/id/work/none", "/public-value/none", "/id/a%20b", "/id/%ff", "/id/%3Cx%3E",
                 "/public-value/fairness.ttl.ttl", "/id/work/none.ttl"):  # fmt: skip
        response = get(client, path, "text/turtle", "zh")
        assert response.status_code == 404
        assert response.mimetype == "application/problem+json"
        assert json.loads(response.data)["title"] == "未找到"
        page = get(client, path, BROWSER)
        assert (page.status_code, page.mimetype) == (404, "text/html")
    response = get(client, "/public-value/fairness", "image/png")
    assert response.status_code == 406
    assert "text/turtle" in json.loads(response.data)["detail"]


def test_unchanged_descriptions_are_not_sent_again(client: FlaskClient) -> None:
    tag = get(client, WORK).headers["ETag"]
    response = client.get(WORK, headers={"If-None-Match": tag})
    assert (response.status_code, response.data) == (304, b"")
    other = client.get(WORK, headers={"If-None-Match": tag, "Accept": "application/ld+json"})
    assert other.status_code == 200


def test_iris_with_escapes_lead_to_one_page() -> None:
    assert page_address("https://w3id.org/wenmai/public-value/价值", "zh") == (
        "/zh/concept/%E4%BB%B7%E5%80%BC"
    )
    assert page_address(WMD + "doc/2021-ab#extraction", "en") == "/en/work/2021-ab"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "nt"])
def test_the_address_of_a_page_takes_a_suffix(
    client: FlaskClient, explorer: Explorer, lang: str, suffix: str
) -> None:
    from webapp.app import create_app

    for any_client in (client, create_app(explorer).test_client()):
        for path in ("concept/fairness", "work/2021-0123456789ab", "claim/0123456789abcdef"):
            response = get(any_client, f"/{lang}/{path}.{suffix}", BROWSER)
            assert len(graph_of(response)) > 5
        response = get(any_client, f"/{lang}/concept/none.{suffix}", "*/*")
        assert (response.status_code, response.mimetype) == (404, "application/problem+json")


def test_an_unknown_thing_has_the_sites_own_page_for_people(explorer: Explorer) -> None:
    from webapp.app import create_app

    response = get(create_app(explorer).test_client(), "/id/work/none", BROWSER, "zh")
    assert (response.status_code, response.mimetype) == (404, "text/html")
    assert 'lang="zh' in response.data.decode()


def test_every_iri_of_ours_in_the_graph_answers(client: FlaskClient, explorer: Explorer) -> None:
    """Whatever IRI of ours stands in the published file, graph names included."""
    text = (explorer.generation.path / "quads.nq").read_text(encoding="utf-8")
    found = {m.split("#")[0] for m in re.findall(r"<(https://w3id\.org/wenmai/[^>]*)>", text)}
    assert len(found) > 30
    assert any(iri.endswith("/runs") for iri in found)
    for iri in sorted(found):
        path = quote(iri.removeprefix("https://w3id.org/wenmai"), safe="/%")
        assert iri in get(client, path, "application/n-triples").data.decode(), iri
        by_suffix = get(client, f"{path.rstrip('/')}.nt", BROWSER)
        assert iri in by_suffix.data.decode(), iri
        assert get(client, path, BROWSER).status_code == 303
        head = client.head(path, headers={"Accept": "text/turtle"})
        assert (head.status_code, head.data) == (200, b"")
        assert get(client, path, "image/png").status_code == 406


def test_the_schemas_version_is_the_schema(client: FlaskClient) -> None:
    assert graph_of(get(client, "/ns/9.9")).isomorphic(graph_of(get(client, "/ns")))
    assert get(client, "/ns/1.0", "text/turtle").status_code == 404


@pytest.mark.parametrize("path", ["/public-value/fairness/", f"{WORK}/", "/id/agent/张三/"])
@pytest.mark.parametrize("accept", [BROWSER, "text/turtle"])
def test_a_slash_too_many(client: FlaskClient, path: str, accept: str) -> None:
    response = get(client, f"{path}?x=1", accept)
    assert response.status_code == 308
    assert response.headers["Location"] == quote(path.rstrip("/")) + "?x=1"
    assert get(client, "/id/work/none/", accept).status_code == 404


@pytest.mark.parametrize(
    "path", ["/public-value/fairness", "/zh/concept/fairness.ttl", "/id/none", "/id/none.ttl"]
)
def test_other_sites_may_read_descriptions_and_errors(client: FlaskClient, path: str) -> None:
    for accept in ("text/turtle", "image/png"):
        assert get(client, path, accept).headers["Access-Control-Allow-Origin"] == "*"


def test_other_sites_may_ask_with_conditions(client: FlaskClient) -> None:
    headers = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET",
               "Access-Control-Request-Headers": "if-none-match"}  # fmt: skip
    response = client.options("/public-value/fairness", headers=headers)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Allow-Headers"] == "if-none-match"
