"""One small site over the invented graph of ``sample.trig``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, Store, serialize

from ontology.namespaces import PV, SCHEMA_GRAPH
from ontology.settings import Settings
from webapp import generations
from webapp.app import create_app
from webapp.backend import EmbeddedBackend
from webapp.explorer import Explorer

SAMPLE = Path(__file__).with_name("sample.trig")
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def write_inputs(folder: Path) -> tuple[Settings, Path]:
    """Lay out the sample as the files that publication reads: ontology and document graphs."""
    store = Store()
    store.bulk_load(path=SAMPLE, format=RdfFormat.TRIG)
    ontology = folder / "ontology"
    for name, graph in (("vocabulary", PV), ("schema", SCHEMA_GRAPH)):
        (ontology / name).mkdir(parents=True)
        triples = (q.triple for q in store.quads_for_pattern(None, None, None, NamedNode(graph)))
        target = ontology / name / "sample.ttl"
        serialize(triples, target, RdfFormat.TURTLE)
    graphs = folder / "data" / "graphs"
    graphs.mkdir(parents=True)
    for graph_name in store.named_graphs():
        if str(graph_name.value).endswith("#extraction"):
            key = str(graph_name.value).rsplit("/", 1)[-1].removesuffix("#extraction")
            quads = store.quads_for_pattern(None, None, None, graph_name)
            serialize(quads, graphs / f"{key}.nq", RdfFormat.N_QUADS)
    return Settings(data=folder / "data"), ontology


@pytest.fixture(scope="session")
def explorer(tmp_path_factory: pytest.TempPathFactory) -> Explorer:
    """An explorer on the sample, without a query pool."""
    settings, ontology = write_inputs(tmp_path_factory.mktemp("site"))
    generation = generations.publish(settings, ontology=ontology)
    backend = EmbeddedBackend(generation.load_store())
    return Explorer(backend, generation.open_search(), settings, generation)


@pytest.fixture(scope="session")
def app(explorer: Explorer) -> Flask:
    """The application over the sample."""
    return create_app(explorer)


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    """A browser without a language."""
    with app.test_client() as client:
        yield client


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium."""
    if not CHROMIUM.exists():
        pytest.skip("no /usr/bin/chromium here")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()
