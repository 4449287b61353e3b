"""A small published graph: the worked example, an English paper, and a vocabulary of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse, serialize

from ontology.settings import Settings
from webapp import generations
from webapp.backend import EmbeddedBackend
from webapp.explorer import Explorer
from webapp.generations import Generation
from webapp.sparql.limits import Limits
from webapp.sparql.pool import QueryPool

HERE = Path(__file__).parent
ONTOLOGY = HERE / "data" / "ontology"
CHINESE = HERE / "data/chinese.trig"
WORKS = "https://w3id.org/wenmai/id/works"
LIMITS = Limits(seconds=1, memory=256, result=4, workers=2, waiting=4)


def write_documents(data: Path) -> Settings:
    """Lay out a data folder as ``wenmai ingest`` does."""
    graphs = data / "graphs"
    for source, key in (
        (CHINESE, "2021-0123456789ab"),
        (HERE / "data" / "english.trig", "2022-aaaaaaaaaaaa"),
    ):
        folder = graphs / key.split("-")[1][:2]
        folder.mkdir(parents=True)
        quads = [
            q
            for q in parse(path=source, format=RdfFormat.TRIG)
            if "extraction" in str(q.graph_name)
        ]
        lines = serialize(quads, format=RdfFormat.N_QUADS) or b""
        # Documents name their blank nodes without knowing of each other.
        labels = sorted({w for line in lines.split(b"\n") for w in line.split() if w[:2] == b"_:"})
        for n, label in enumerate(labels):
            lines = lines.replace(label, b"_:b%d" % n)
        (folder / f"{key}.nq").write_bytes(b"\n".join(sorted(lines.splitlines())) + b"\n")
    links = data / "links"
    links.mkdir()
    work = "<https://w3id.org/wenmai/id/work/"
    merged = "<https://w3id.org/wenmai/ns#mergedInto>"
    (links / "works.nq").write_text(
        f"{work}nd-bbbbbbbbbbbb> {merged} {work}nd-cccccccccccc> <{WORKS}> .\n"
        f"{work}nd-cccccccccccc> {merged} {work}1995-ba9876543210> <{WORKS}> .\n"
    )
    (data / "runs.nq").write_text(
        "<https://w3id.org/wenmai/id/run/2021-0123456789ab-aaaaaaaa> "
        "<http://www.w3.org/ns/prov#startedAtTime> "
        '"2026-01-01T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> '
        "<https://w3id.org/wenmai/id/runs> .\n"
    )
    return Settings(data=data)


@pytest.fixture(scope="session")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    settings = write_documents(tmp_path_factory.mktemp("data"))
    return generations.publish(settings, ontology=ONTOLOGY)


@pytest.fixture(scope="session")
def explorer(generation: Generation) -> Iterator[Explorer]:
    settings = Settings(data=generation.path.parents[1])
    backend = EmbeddedBackend(generation.load_store())
    pool = QueryPool.start(None, generation, LIMITS)
    yield Explorer(backend, generation.open_search(), settings, generation, pool)
    pool.close()


@pytest.fixture(scope="session")
def endpoint_app(explorer: Explorer) -> Flask:
    """The blueprints of this part alone, without the pages."""
    from webapp import negotiation
    from webapp.sparql import endpoint

    app = Flask("bare")
    app.extensions["wenmai"] = explorer
    app.register_blueprint(endpoint.blueprint)
    app.register_blueprint(negotiation.blueprint)
    return app


@pytest.fixture
def client(endpoint_app: Flask) -> FlaskClient:
    return endpoint_app.test_client()
