"""A site goes over to a newer generation while it answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, jsonify

from tests.webapp.conftest import ONTOLOGY, write_documents
from webapp import catalogue, explorer, generations
from webapp.app import create_app
from webapp.backend import EmbeddedBackend
from webapp.explorer import Explorer
from webapp.generations import Generation
from webapp.holding import is_held
from webapp.renewal import Renewal

NEW = "https://w3id.org/wenmai/id/work/2025-eeeeeeeeeeee"
ASK = f"/sparql?query=ASK%7B%3C{NEW}%3E%20a%20fabio:JournalArticle%7D"


def add_document(data: Path) -> None:
    """Add a document as ``wenmai ingest`` does."""
    folder = data / "graphs" / "ee"
    folder.mkdir(parents=True, exist_ok=True)
    graph = "<https://w3id.org/wenmai/id/doc/2025-eeeeeeeeeeee#extraction>"
    rdf, purl = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://purl.org"
    (folder / "2025-eeeeeeeeeeee.nq").write_text(
        f"<{NEW}> <{rdf}type> <{purl}/spar/fabio/JournalArticle> {graph} .\n"
        f'<{NEW}> <{purl}/dc/terms/title> "Eine neue Schrift"@en {graph} .\n'
        f'<{NEW}> <https://w3id.org/wenmai/ns#sourceFile> "neu.txt" {graph} .\n',
        encoding="utf-8",
    )


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(generations, "ontology_folder", lambda: ONTOLOGY)
    return write_documents(tmp_path / "data").data


@pytest.fixture
def app(data: Path) -> Iterator[Flask]:
    from ontology.settings import Settings

    app = create_app(Explorer.open(Settings(data=data)))

    @app.get("/two-looks")
    def two_looks() -> Any:
        """Read at the beginning and at the end of a request."""
        first = explorer.current()
        before = (first.generation.number, catalogue.current().works([NEW])[NEW].titles)
        time.sleep(0.05)
        here = explorer.current()
        after = (here.generation.number, catalogue.current().works([NEW])[NEW].titles)
        alive = here.backend.ask("ASK { ?s ?p ?o }")
        return jsonify(whole=before == after and alive, number=here.generation.number)

    yield app
    explorer.in_force(app).close()


def eventually(true: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def publish(app: Flask) -> Generation:
    return generations.publish(explorer.in_force(app).settings)


def test_nothing_happens_while_nothing_is_published(app: Flask) -> None:
    before = explorer.in_force(app)
    assert not Renewal(app).look()
    assert explorer.in_force(app) is before


def test_a_new_generation_is_read_and_the_old_one_closed(app: Flask, data: Path) -> None:
    client = app.test_client()
    old = explorer.in_force(app)
    page, answer = client.get(f"/en/work/{NEW[-17:]}"), client.get(ASK, headers={"Accept": "*/*"})
    assert page.status_code == 404
    assert answer.get_json()["boolean"] is False
    add_document(data)
    publish(app)
    assert client.get(f"/en/work/{NEW[-17:]}").status_code == 404  # nobody has looked yet
    assert Renewal(app).look()
    assert "Eine neue Schrift" in client.get(f"/en/work/{NEW[-17:]}").text
    assert "gen-2" in client.get("/en/").text
    now = client.get(ASK, headers={"If-None-Match": answer.headers["ETag"]})
    assert (now.status_code, now.get_json()["boolean"]) == (200, True)
    assert now.headers["ETag"] != answer.headers["ETag"]
    assert client.get("/en/search?q=neue+Schrift").text.count("Eine neue Schrift") >= 1
    eventually(lambda: old.held is None and not is_held(old.generation.path / "meta.json"))
    assert old.pool is None


def test_requests_that_run_meanwhile_read_one_generation(app: Flask, data: Path) -> None:
    first = explorer.in_force(app)
    seen: list[tuple[str, int, Any]] = []
    ending = threading.Event()

    def read(path: str) -> None:
        client = app.test_client()
        while not ending.is_set():
            answer = client.get(path, headers={"Accept": "application/json"})
            seen.append((path, answer.status_code, answer.get_json()))

    threads = [threading.Thread(target=read, args=(p,)) for p in 2 * ["/two-looks", ASK]]
    for thread in threads:
        thread.start()
    renewal = Renewal(app, every=0.05)
    renewal.start()
    try:
        for n in range(3):
            add_document(data)
            new = publish(app)
            eventually(lambda new=new: explorer.in_force(app).generation.number == new.number)  # type: ignore[misc]
            time.sleep(0.1 * (n + 1))
    finally:
        ending.set()
        for thread in threads:
            thread.join()
        renewal.close()
    assert {status for _path, status, _said in seen} == {200}
    looks = [said for path, _status, said in seen if path == "/two-looks"]
    assert all(said["whole"] for said in looks)
    numbers = [said["number"] for said in looks]
    assert numbers[0] < numbers[-1]
    assert {1, 4} <= set(numbers)
    assert {said["boolean"] for path, _, said in seen if path == ASK} == {False, True}
    eventually(lambda: first.held is None)
    assert not any(t.name == "sparql-supervisor" and not t.daemon for t in threading.enumerate())


def test_a_request_that_reads_on_keeps_its_generation_open(app: Flask, data: Path) -> None:
    old = explorer.in_force(app)
    with app.test_request_context("/en/"):
        assert explorer.current() is old
        add_document(data)
        publish(app)
        Renewal(app).look()
        assert explorer.current() is old
        time.sleep(0.2)
        assert old.held is not None
        assert isinstance(old.backend, EmbeddedBackend)
    eventually(lambda: old.held is None)


def test_a_closed_explorer_is_not_taken(app: Flask) -> None:
    here = explorer.in_force(app)
    assert here.take()
    here.retire()
    assert here.take()  # somebody else reads it still
    here.leave()
    here.leave()
    assert not here.take()
    eventually(lambda: here.held is None)


def test_a_damaged_generation_is_left_alone(app: Flask, data: Path) -> None:
    before = explorer.in_force(app)
    add_document(data)
    new = publish(app)
    (new.path / "quads.nq").write_text("")
    assert not Renewal(app).look()
    assert explorer.in_force(app) is before
    assert app.test_client().get("/en/").status_code == 200
    publish(app)
    assert Renewal(app).look()


def test_a_generation_that_cannot_be_opened_is_tried_again(
    app: Flask, data: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before = explorer.in_force(app)
    add_document(data)
    publish(app)
    renewal = Renewal(app)
    with monkeypatch.context() as broken:
        broken.setattr(Generation, "load_store", lambda _self: 1 / 0)
        assert not renewal.look()
        assert not renewal.look()
    assert explorer.in_force(app) is before
    assert [r.getMessage() for r in caplog.records].count(
        "gen-2 cannot be opened: division by zero"
    ) == 1
    assert renewal.look()
