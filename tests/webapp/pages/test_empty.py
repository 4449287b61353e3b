"""A site whose graph has the vocabulary only: every page says what is missing and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ontology.settings import Settings
from tests.webapp.pages.conftest import write_inputs
from webapp import generations
from webapp.app import create_app
from webapp.backend import EmbeddedBackend
from webapp.explorer import Explorer


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A browser on the vocabulary of the sample without its documents."""
    _, ontology = write_inputs(tmp_path_factory.mktemp("vocabulary"))
    settings = Settings(data=tmp_path_factory.mktemp("no-papers"))
    generation = generations.publish(settings, ontology=ontology)
    backend = EmbeddedBackend(generation.load_store())
    explorer = Explorer(backend, generation.open_search(), settings, generation)
    return create_app(explorer).test_client()


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A browser on a graph with nothing in it at all."""
    folder: Path = tmp_path_factory.mktemp("nothing")
    for part in ("ontology/schema", "ontology/vocabulary", "data"):
        (folder / part).mkdir(parents=True)
    settings = Settings(data=folder / "data")
    generation = generations.publish(settings, ontology=folder / "ontology")
    backend = EmbeddedBackend(generation.load_store())
    explorer = Explorer(backend, generation.open_search(), settings, generation)
    return create_app(explorer).test_client()


@pytest.mark.parametrize("path", ["", "papers"])
def test_without_papers_a_page_says_how_to_read_some(empty: FlaskClient, path: str) -> None:
    for lang, words in (("zh", "尚未读入文献"), ("en", "No paper has been read yet")):
        text = empty.get(f"/{lang}/{path}").text
        assert words in text
        assert "wenmai ingest corpus" in text
        assert 'id="numbers"' not in text


def test_a_concept_without_papers_names_no_source_that_is_not_there(empty: FlaskClient) -> None:
    answer = empty.get("/en/concept/fairness")
    assert answer.status_code == 200
    assert "No claim in the corpus speaks of this concept yet." in answer.text
    assert "in tension with" in answer.text
    assert "2021-0123456789ab" not in answer.text
    assert "/en/work/" not in answer.text


def test_nothing_is_cited_without_papers(empty: FlaskClient) -> None:
    assert "因此没有被引文献" in empty.get("/zh/papers?show=cited").text


@pytest.mark.parametrize("path", ["", "papers", "papers?show=cited", "concepts", "sparql", "about"])
def test_an_empty_graph_has_pages(bare: FlaskClient, path: str) -> None:
    for lang in ("zh", "en"):
        assert bare.get(f"/{lang}/{path}").status_code == 200
    assert bare.get("/zh/concepts?class=value").status_code == 200
    assert bare.get("/zh/search?q=公平").status_code == 200
