"""The ontology as a page and as files that other programs open."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator

import owlready2
import pytest
import rdflib
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from ontology.library import concepts, relations, schema_terms
from ontology.namespaces import PV, WM
from ontology.settings import Settings
from tests.webapp.pages.test_pages import Outline
from webapp.app import create_app
from webapp.explorer import Explorer
from webapp.pages.ontology.diagram import layout


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A site with the ontology that Wenmai comes with, and no papers."""
    explorer = Explorer.open(Settings(data=tmp_path_factory.mktemp("ontology")), pool=False)
    with create_app(explorer).test_client() as client:
        yield client
    explorer.close()


@pytest.fixture(scope="module")
def pages(site: FlaskClient) -> dict[str, Outline]:
    return {lang: Outline(site.get(f"/{lang}/ontology").text) for lang in ("zh", "en")}


def test_every_term_of_ours_is_there_with_both_comments(pages: dict[str, Outline]) -> None:
    for term in schema_terms():
        if term.kind == "individual":
            continue
        for lang, page in pages.items():
            assert f"wm-{term.name}" in page.ids
            assert term.labels[lang] in page.text
            for comment in term.comments.values():
                assert re.sub(r"\s+", " ", comment) in page.text, term.name


def test_counterparts_elsewhere_are_links_that_say_so(pages: dict[str, Outline]) -> None:
    wanted = {i for t in schema_terms() if t.kind != "individual" for i in t.see_also}
    assert "https://schema.org/Claim" in wanted
    for page in pages.values():
        assert wanted <= {a["href"] for a in page.links() if a.get("rel") == "external"}


def test_links_within_the_page_lead_somewhere(pages: dict[str, Outline]) -> None:
    for page in pages.values():
        wanted = {a["href"][1:] for a in page.links() if a["href"].startswith("#")}
        assert wanted <= set(page.ids)
        assert len(page.ids) == len(set(page.ids))


def test_facts_are_those_of_the_schema(pages: dict[str, Outline]) -> None:
    text = pages["en"].text
    for words in (
        "https://w3id.org/wenmai/ns/0.1.0",
        "CC BY 4.0",
        "0.1.0: the first version.",
    ):
        assert words in text, words
    chain = text[text.index("wm:safeguards ") :]
    assert "follows from: addresses → then endangers" in chain


def test_the_concepts_of_a_class_lead_to_their_pages(site: FlaskClient) -> None:
    page = Outline(site.get("/en/ontology?class=principle").text)
    addresses = {a["href"] for a in page.links()}
    for concept in concepts():
        address = f"/en/concept/{concept.iri.removeprefix(PV)}"
        assert (address in addresses) == (concept.cls == "Principle"), concept.iri
    assert site.get("/en/ontology?class=nonsense").status_code == 400


def test_the_diagram_says_what_the_schema_says() -> None:
    stated = {r.name: r for r in relations()}
    order = ["Value", "Actor", "Dilemma", "Cause", "Technology", "Measure"]
    drawn = layout([t for t in schema_terms() if t.name in stated], order)
    threatens = next(s for s in drawn.strands if s.term.name == "threatens")
    assert sorted(key for key, _ in threatens.lines) == ["cause", "dilemma", "technology", "value"]
    assert "requires" not in {s.term.name for s in drawn.strands}
    ys = [s.y for s in drawn.strands]
    assert all(b - a >= 30 for a, b in itertools.pairwise(ys))
    assert all(0 < s.y < drawn.height for s in drawn.strands)


def test_the_short_address_asks_the_browser(site: FlaskClient) -> None:
    answer = site.get("/ontology", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/ontology")
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("suffix", ["ttl", "rdf", "jsonld", "nt"])
def test_all_formats_have_the_same_triples(site: FlaskClient, suffix: str) -> None:
    answer = site.get(f"/ontology.{suffix}")
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    form = RdfFormat.from_media_type(answer.content_type)
    triples = [q.triple for q in parse(answer.data, format=form)]
    expected = [q.triple for q in parse(site.get("/ontology.nt").data, format=RdfFormat.N_TRIPLES)]
    assert len(triples) == len(expected) > 20_000
    named = {str(t) for t in triples if "_:" not in str(t)}
    assert named == {str(t) for t in expected if "_:" not in str(t)}
    again = site.get(f"/ontology.{suffix}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_rdf_xml_opens_in_owlready2(site: FlaskClient) -> None:
    world = owlready2.World()
    world.get_ontology("urn:ontology").load(fileobj=io.BytesIO(site.get("/ontology.rdf").data))
    value = world[WM + "Value"]
    assert {i.iri for i in value.instances()} == {c.iri for c in concepts() if c.cls == "Value"}
    assert len(world[WM + "endangers"].property_chain) == 3
    assert world[WM + "threatens"].inverse_property is world[WM + "threatenedBy"]


def test_rdf_xml_opens_in_rdflib(site: FlaskClient) -> None:
    graph = rdflib.Graph()
    graph.parse(data=site.get("/ns.rdf").data, format="xml")
    header = rdflib.URIRef(WM.removesuffix("#"))
    assert (header, rdflib.RDF.type, rdflib.OWL.Ontology) in graph


def test_a_site_without_the_full_schema_has_the_page_too(client: FlaskClient) -> None:
    for lang in ("zh", "en"):
        answer = client.get(f"/{lang}/ontology")
        assert answer.status_code == 200
        assert "wm:threatens" in answer.text
