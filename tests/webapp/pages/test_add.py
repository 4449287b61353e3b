"""Adding papers: off by default, guarded, read by ``wenmai ingest``, visible without restart."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from ontology.settings import Settings
from tests.webapp.conftest import write_documents
from tests.webapp.pages.test_pages import Outline
from webapp import explorer as explorers
from webapp.app import create_app
from webapp.explorer import Explorer
from webapp.renewal import Renewal
from webapp.uploads import desk as desks
from webapp.uploads.allowance import Allowance
from webapp.uploads.desk import Desk
from webapp.uploads.queue import Queue

TOKEN = "correct horse battery"
PAPER = """乡镇数字治理的示例研究

李明

摘要：本文以虚构的乡镇为例，讨论透明度与信任的关系。
关键词：数字治理；透明度

一、引言

透明度影响信任[1]。虚构的乡镇公开了全部账目。

二、结论

公开账目之后，虚构的居民更愿意参与协商。

参考文献
[1] 王某某. 虚构的账目[M]. 某地: 某某出版社, 2019.
"""
HERE = "http://localhost"
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return write_documents(tmp_path_factory.mktemp("add") / "data")


@pytest.fixture(scope="module")
def site(settings: Settings) -> Iterator[Flask]:
    """A site that reads what is handed in."""
    app = create_app(Explorer.open(settings))
    renewal = Renewal(app)
    desk = Desk(settings, Allowance(megabytes=1, files=3, together=2), renewal.shown)
    desks.install(app, desk)
    desk.start()
    yield app
    desk.close()
    explorers.in_force(app).close()


def idle_site(settings: Settings, allowance: Allowance) -> Flask:
    """A site that takes papers and leaves them."""
    app = create_app(Explorer.open(settings, pool=False))
    desk = Desk(settings, allowance, lambda: 0)
    desk._formats = (".txt",)
    desks.install(app, desk)
    return app


@pytest.fixture
def idle(tmp_path: Path) -> Flask:
    settings = write_documents(tmp_path / "data")
    return idle_site(settings, Allowance(megabytes=1, files=3, together=2, waiting=2))


@pytest.fixture
def guarded(tmp_path: Path) -> Flask:
    return idle_site(write_documents(tmp_path / "data"), Allowance(token=TOKEN))


def form_of(client: FlaskClient, **more: Any) -> str:
    page = client.get("/zh/add", base_url=HERE, headers=HTML, **more)
    found = re.search(r'name="form" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def send(
    client: FlaskClient, *files: tuple[str, bytes], form: str | None = None, **more: Any
) -> TestResponse:
    """Hand files in as a browser does that asks for JSON."""
    token = form_of(client) if form is None else form
    papers = [FileStorage(io.BytesIO(body), name) for name, body in files]
    more.setdefault("headers", {"Accept": "application/json"})
    boundary, body = encode_multipart({"form": token, "papers": papers})  # with no file behind it
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post("/zh/add", data=body, content_type=kind, base_url=HERE, **more)


def problem(answer: TestResponse) -> str:
    assert answer.content_type == "application/problem+json"
    said = answer.get_json()
    assert said["status"] == answer.status_code
    assert said["detail"]
    return str(said["type"]).rsplit("/", 1)[-1]


def stored(app: Flask) -> list[str]:
    desk = app.extensions["wenmai-uploads"]
    found = (p for p in desk.queue.inbox.rglob("*") if p.is_file() and p.suffix != ".json")
    return sorted(p.name for p in found)


def wait_for(client: FlaskClient, answer: TestResponse) -> dict[str, Any]:
    assert answer.status_code == 202, answer.text
    deadline = time.monotonic() + 90
    while True:
        said = client.get(answer.headers["Location"], base_url=HERE).get_json()
        if said["ended"]:
            assert isinstance(said, dict)
            return said
        assert time.monotonic() < deadline, said
        time.sleep(0.1)


# -- who may, and what -------------------------------------------------------------------


def test_off_by_default(client: FlaskClient) -> None:
    for path in ("/zh/add", "/en/add/x", "/en/add/x/status"):
        assert client.get(path, base_url=HERE).status_code == 404
    assert client.post("/zh/add", base_url=HERE).status_code == 404
    assert client.post("/zh/add/token", base_url=HERE).status_code == 404
    assert "/add" not in client.get("/zh/", base_url=HERE).text


def test_the_navigation_leads_there_for_who_may(idle: Flask) -> None:
    client = idle.test_client()
    assert 'href="/zh/add"' in client.get("/zh/", base_url=HERE).text
    assert "/add" not in client.get("/zh/", base_url="http://wenmai.example").text
    far = {"REMOTE_ADDR": "192.0.2.7"}
    assert "/add" not in client.get("/zh/", base_url=HERE, environ_overrides=far).text


def test_from_elsewhere_nothing_is_taken(idle: Flask) -> None:
    client = idle.test_client()
    form, far = form_of(client), {"REMOTE_ADDR": "192.0.2.7"}
    answer = send(client, ("a.txt", b"x"), form=form, environ_overrides=far)
    assert (answer.status_code, problem(answer)) == (403, "upload-local")
    page = client.get("/en/add", base_url=HERE, headers=HTML, environ_overrides=far)
    assert page.status_code == 403
    assert "Only from the machine itself" in page.text
    assert '<form class="add-form' not in page.text
    assert stored(idle) == []


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ({"Origin": "http://evil.example"}, "upload-origin"),
        ({"Sec-Fetch-Site": "cross-site"}, "upload-origin"),
        ({"Origin": "null"}, "upload-origin"),
    ],
)
def test_pages_of_others_hand_nothing_in(idle: Flask, headers: dict[str, str], name: str) -> None:
    client = idle.test_client()
    answer = send(client, ("a.txt", b"x"), headers={"Accept": "*/*", **headers})
    assert (answer.status_code, problem(answer)) == (403, name)
    assert stored(idle) == []


def test_a_form_must_be_our_own(idle: Flask) -> None:
    client = idle.test_client()
    form = form_of(client)
    for wrong in ("", "x", form[:-2], form_of(idle.test_client())):
        answer = send(client, ("a.txt", b"x"), form=wrong)
        assert (answer.status_code, problem(answer)) == (403, "upload-form")
    other = idle.test_client()  # a browser without the cookie
    assert send(other, ("a.txt", b"x"), form=form).status_code == 403
    assert stored(idle) == []
    assert send(client, ("a.txt", b"x"), form=form).status_code == 202


def test_with_a_token(guarded: Flask) -> None:
    client = guarded.test_client()
    public = {"base_url": "http://wenmai.example", "environ_overrides": {"REMOTE_ADDR": "1.2.3.4"}}
    page = client.get("/en/add", headers=HTML, **public)
    assert page.status_code == 200
    assert 'type="password"' in page.text
    assert 'type="file"' not in page.text
    assert 'href="/en/add"' in client.get("/en/", **public).text
    form = re.search(r'name="form" value="([^"]+)"', page.text)
    assert form
    files = {"form": form[1], "papers": [(io.BytesIO(b"x"), "a.txt")]}
    refused = client.post("/en/add", data=files, **public)
    assert (refused.status_code, problem(refused)) == (401, "upload-token")
    assert client.get("/en/add/x/status", **public).status_code == 401
    wrong = client.post("/en/add/token", data={"form": form[1], "token": "no"}, **public)
    assert (wrong.status_code, problem(wrong)) == (403, "upload-wrong-token")
    assert client.post("/en/add/token", data={"token": TOKEN}, **public).status_code == 403
    assert client.get("/zh/add/token", **public).headers["Location"] == "/zh/add"
    right = client.post("/en/add/token", data={"form": form[1], "token": TOKEN}, **public)
    assert (right.status_code, right.headers["Location"]) == (303, "/en/add")
    cookies = right.headers.getlist("Set-Cookie")
    assert all("HttpOnly" in c and "SameSite=Strict" in c for c in cookies)
    page = client.get("/en/add", headers=HTML, **public)
    assert 'type="file"' in page.text
    files = {"form": form[1], "papers": [(io.BytesIO(b"x"), "a.txt")]}
    assert client.post("/en/add", data=files, **public).status_code == 202
    assert stored(guarded) == ["a.txt"]


def test_a_program_shows_the_token_and_needs_no_form(guarded: Flask) -> None:
    client = guarded.test_client()
    for given, status in ((f"Bearer {TOKEN}", 202), ("Bearer nothing", 401)):
        files = {"papers": [(io.BytesIO(b"x"), "a.txt")]}
        answer = client.post("/en/add", data=files, headers={"Authorization": given})
        assert answer.status_code == status


# -- what is too much ----------------------------------------------------------------------


def test_too_large_too_many_too_much_none(idle: Flask) -> None:
    client = idle.test_client()
    large = b"x" * 1_000_001
    answer = send(client, ("b.txt", b"x"), ("长.txt", large))
    assert (answer.status_code, problem(answer)) == (413, "upload-too-large")
    assert "长.txt" in answer.get_json()["detail"]
    answer = send(client, *((f"{n}.txt", b"x") for n in range(4)))
    assert (answer.status_code, problem(answer)) == (413, "upload-too-many")
    answer = send(client, *((f"{n}.txt", b"x") for n in range(40)))
    assert (answer.status_code, problem(answer)) == (413, "upload-too-many")
    answer = send(client, *((f"{n}.txt", large[1:]) for n in range(3)))
    assert (answer.status_code, problem(answer)) == (413, "upload-too-much")
    answer = send(client)
    assert (answer.status_code, problem(answer)) == (400, "upload-none")
    assert stored(idle) == []
    assert not list(idle.extensions["wenmai-uploads"].queue.inbox.iterdir())


def test_a_browser_reads_a_page(idle: Flask) -> None:
    client = idle.test_client()
    answer = send(client, ("长.txt", b"x" * 1_000_001), headers=HTML)
    assert answer.status_code == 413
    page = Outline(answer.text)
    assert "文件过大" in page.text
    assert "“长.txt”超过 1 MB" in page.text
    assert page.misplaced == []
    answer = send(client, ("a.txt", b"x"), headers=HTML)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/zh/add/20")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_full_queue(idle: Flask) -> None:
    client = idle.test_client()
    for _ in range(2):
        assert send(client, ("a.txt", b"x")).status_code == 202
    answer = send(client, ("a.txt", b"x"))
    assert (answer.status_code, problem(answer)) == (503, "upload-busy")
    assert int(answer.headers["Retry-After"]) > 0


def test_files_that_cannot_be_stored(idle: Flask) -> None:
    idle.extensions["wenmai-uploads"].queue.inbox.write_text("a file in the way")
    answer = send(idle.test_client(), ("a.txt", b"x"))
    assert (answer.status_code, problem(answer)) == (507, "upload-disk")


def test_names_lead_nowhere_and_files_cannot_be_run(idle: Flask) -> None:
    client = idle.test_client()
    names = ("../../../evil.txt", "..\\..\\EVIL.txt", "<b>.html")
    answer = send(client, *((name, b"<script>alert(1)</script>") for name in names))
    assert answer.status_code == 202
    inbox = idle.extensions["wenmai-uploads"].queue.inbox
    folder = inbox / answer.get_json()["id"]
    assert sorted(p.name for p in folder.iterdir()) == ["EVIL (2).txt", "_b_.html", "evil.txt"]
    assert {p.parent for p in inbox.parent.rglob("*evil*")} == {folder}
    if os.name == "posix":
        assert {p.stat().st_mode & 0o777 for p in folder.iterdir()} == {0o600}
    for path in ("evil.txt", "_b_.html", "../inbox", ""):
        reached = client.get(f"/zh/add/{folder.name}/{path}", base_url=HERE)
        assert reached.status_code in (404, 308, 200)
        assert "alert(1)" not in reached.text
    page = client.get(f"/zh/add/{folder.name}", base_url=HERE)
    assert page.status_code == 200
    assert "<b>" not in page.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pages_are_well_made(idle: Flask, lang: str) -> None:
    client = idle.test_client()
    job = send(client, ("a.txt", b"x")).get_json()["id"]
    for path in ("add", f"add/{job}"):
        answer = client.get(f"/{lang}/{path}", base_url=HERE, headers=HTML)
        assert answer.status_code == 200
        page = Outline(answer.text)
        assert (page.misplaced, page.open) == ([], [])
        assert len(page.ids) == len(set(page.ids))
        assert page.headings.count(1) == 1
        labelled = {a["for"] for t, a in page.tags if t == "label" and "for" in a}
        for tag, attrs in page.tags:
            if tag == "input" and attrs.get("type") != "hidden":
                assert attrs["id"] in labelled
        assert not re.search(r"%\(\w+\)|\bNone\b|Undefined|\{\{", page.text)
    assert ("meta", {"http-equiv": "refresh", "content": "2"}) in page.tags
    assert client.get(f"/{lang}/add/nothing", base_url=HERE).status_code == 404


# -- what becomes of it ----------------------------------------------------------------------


def test_a_paper_becomes_visible_without_restart(site: Flask, settings: Settings) -> None:
    client = site.test_client()
    ending, seen = threading.Event(), []

    def ask() -> None:
        mine = site.test_client()
        query = "/sparql?query=SELECT%20(COUNT(*)%20AS%20?n)%7B?w%20wm:sourceFile%20?f%7D"
        while not ending.is_set():
            for path in (query, "/zh/papers"):
                answer = mine.get(path, headers={"Accept": "*/*"})
                seen.append((path, answer.status_code, answer.data))

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        answer = send(client, ("示例.txt", PAPER.encode()), ("坏.pdf", b"%PDF-1.4\nno more"))
        said = wait_for(client, answer)
    finally:
        ending.set()
        asking.join()
    assert said["state"] == "done"
    good, bad = said["files"]
    assert (good["file"], good["outcome"]) == ("示例.txt", "read")
    page = client.get(good["page"], base_url=HERE)
    assert page.status_code == 200
    assert "乡镇数字治理的示例研究" in page.text
    assert "乡镇数字治理的示例研究" in client.get("/zh/search?q=乡镇数字治理").text
    assert (bad["file"], bad["outcome"], bad["page"]) == ("坏.pdf", "refused", None)
    assert bad["reason"]
    assert bad["remedy"]
    assert {status for _path, status, _body in seen} == {200}
    counts = {body for path, _status, body in seen if path.startswith("/sparql")}
    assert len(counts) <= 2  # before and after
    shown = client.get(said["page"], base_url=HERE, headers=HTML)
    assert f'href="{good["page"]}"' in shown.text
    assert "坏.pdf" in shown.text
    assert bad["reason"] in shown.text
    assert "http-equiv" not in shown.text
    assert str(settings.data) not in shown.text
    assert [p.name for p in (settings.data / "inbox" / said["id"]).iterdir()] == ["示例.txt"]


def test_reasons_are_in_the_language_of_the_page(site: Flask) -> None:
    client = site.test_client()
    said = wait_for(client, send(client, ("leer.txt", b"  \n")))
    job = said["id"]
    chinese = client.get(f"/zh/add/{job}/status", base_url=HERE).get_json()["files"][0]
    english = client.get(f"/en/add/{job}/status", base_url=HERE).get_json()["files"][0]
    assert english["reason"].isascii()
    assert re.search(r"[㐀-鿿]", chinese["reason"])
    assert re.search(r"[㐀-鿿]", chinese["remedy"])


def test_the_same_paper_again_is_named(site: Flask) -> None:
    client = site.test_client()
    text = PAPER.replace("乡镇", "县城").encode()
    first = wait_for(client, send(client, ("一.txt", text)))
    again = wait_for(client, send(client, ("二.txt", text)))
    assert again["files"][0]["outcome"] == "duplicate"
    assert again["files"][0]["page"] == first["files"][0]["page"]
    assert "一.txt" in again["files"][0]["reason"]


def test_formats_come_from_the_program_that_reads(site: Flask) -> None:
    page = Outline(site.test_client().get("/zh/add", base_url=HERE, headers=HTML).text)
    (papers,) = (a for t, a in page.tags if t == "input" and a.get("type") == "file")
    assert {".txt", ".md", ".pdf", ".docx"} <= set(papers["accept"].split(","))


def test_what_a_server_left_undone_the_next_one_does(tmp_path: Path) -> None:
    settings = write_documents(tmp_path / "data")
    app = idle_site(settings, Allowance())  # its queue never starts
    client = app.test_client()
    job = send(client, ("示例.txt", PAPER.encode())).get_json()["id"]
    (settings.data / "inbox" / "broken.json").write_text("{")
    queue = Queue(settings, 5, lambda: 7)
    queue.start()
    try:
        deadline = time.monotonic() + 60
        while not (left := queue.get(job)) or not left.ended:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        queue.close()
    assert (left.state, left.generation, left.papers[0].outcome) == ("done", 7, "read")
    third = Queue(settings, 5, lambda: 0).get(job)
    assert third == left


def test_an_upload_waits_for_another_ingest(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    settings = write_documents(tmp_path / "data")
    app = idle_site(settings, Allowance())
    client = app.test_client()
    queue = app.extensions["wenmai-uploads"].queue
    with (settings.data / ".lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        queue.start()
        answer = send(client, ("示例.txt", PAPER.encode()))
        time.sleep(1)
        left = queue.get(answer.get_json()["id"])
        assert left is not None
        assert left.state == "waiting"
    try:
        assert wait_for(client, answer)["files"][0]["outcome"] == "read"
    finally:
        queue.close()


def test_a_batch_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = write_documents(tmp_path / "data")
    app = idle_site(settings, Allowance())
    client = app.test_client()
    queue = app.extensions["wenmai-uploads"].queue
    (settings.data / "index.json").write_text("rubbish")
    queue.start()
    try:
        said = wait_for(client, send(client, ("示例.txt", PAPER.encode())))
    finally:
        queue.close()
    assert said["state"] == "failed"
    assert "index.json" in said["problem"]
    assert str(settings.data) not in said["problem"]
    assert stored(app) == ["示例.txt"]
    page = client.get(said["page"], base_url=HERE, headers=HTML)
    assert page.status_code == 200
    assert "index.json" in page.text


def test_a_server_that_ends_ends_what_it_started(tmp_path: Path) -> None:
    settings = write_documents(tmp_path / "data")
    app = idle_site(settings, Allowance())
    client = app.test_client()
    job = send(client, ("示例.txt", PAPER.encode())).get_json()["id"]
    queue = Queue(settings, 5, lambda: 0)
    queue.start()
    deadline = time.monotonic() + 30
    while queue._program is None:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    program = queue._program
    queue.close()
    assert program.poll() is not None
    left = Queue(settings, 5, lambda: 0).get(job)
    assert left is not None
    assert not left.ended


# -- the whole program -----------------------------------------------------------------------


@pytest.mark.parametrize("allowed", [False, True])
def test_serve(tmp_path: Path, allowed: bool) -> None:
    """Bodies that no page takes are refused by the server, told as everywhere else."""
    settings = write_documents(tmp_path / "data")
    command = [sys.executable, "-c", "from ontology.command import main; main()", "serve"]
    process = subprocess.Popen(
        [*command, "--port", "0", *(["--uploads"] if allowed else [])],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "WENMAI_DATA": str(settings.data), "WENMAI_UPLOAD_TOTAL_MB": "1"},
    )
    try:
        assert process.stdout is not None
        address = next(m[0] for x in process.stdout if (m := re.search(r"http://\S+/", x)))

        def answer(path: str, body: bytes | None = None) -> tuple[int, str]:
            headers = {"Accept-Language": "zh", "Content-Type": "application/octet-stream"}
            request = urllib.request.Request(address + path, body, headers)
            try:
                with urllib.request.urlopen(request, timeout=20) as found:
                    return found.status, found.read().decode()
            except urllib.error.HTTPError as error:
                with error:
                    return error.code, error.read().decode()

        assert answer("zh/add")[0] == (200 if allowed else 404)
        status, said = answer("sparql", b"x" * (5 << 20))
        assert status == 413
        assert "过大" in said
        if allowed:
            for size, status, name in (
                (900_000, 403, "upload-form"),
                (1_500_000, 413, "upload-too-much"),
                (3_000_000, 413, "body-too-large"),
            ):
                found = answer("zh/add", b"x" * size)
                assert (found[0], f"problem/{name}" in found[1]) == (status, True)
    finally:
        process.terminate()
        process.communicate(timeout=10)
