"""The commands, as a person runs them."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import RdfFormat, parse

from tests.webapp.conftest import ONTOLOGY, write_documents
from webapp import commands, generations

WENMAI = [sys.executable, "-c", "from ontology.command import main; main()"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents; ``serve``, a process of its own, adds the ontology that ships with it."""
    return write_documents(tmp_path_factory.mktemp("site")).data


@pytest.fixture(autouse=True)
def _environment(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMAI_DATA", str(data))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr(generations, "ontology_folder", lambda: ONTOLOGY)


def run(command: str, *arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(getattr(commands, command), list(arguments))
    assert result.exit_code == code, result.output
    return result


def test_load_says_what_it_published(data: Path) -> None:
    assert re.search(
        r"generation \d+: [\d,]+ quads, 2 documents, 3 works, 4 claims", run("load").output
    )


def test_query_prints_a_table_or_a_format() -> None:
    query = "SELECT ?w ?y { ?w fabio:hasPublicationYear ?y ; wm:sourceFile ?f } ORDER BY ?y"
    table = run("query", query).output
    assert "wmd:work/2021-0123456789ab" in table
    assert "2 rows" in table
    rows = list(csv.reader(io.StringIO(run("query", query, "--format", "csv").output)))
    assert [r[1] for r in rows] == ["y", "2021", "2022"]
    found = json.loads(run("query", query, "--format", "json").output)
    assert len(found["results"]["bindings"]) == 2
    assert run("query", "ASK { ?c a wm:Claim }").output == "yes\n"
    turtle = run("query", "CONSTRUCT { ?c a wm:Claim } { ?c a wm:Claim }").output
    assert len(list(parse(turtle, RdfFormat.TURTLE))) == 4


def test_a_long_query_is_not_taken_for_a_file() -> None:
    labels = "||".join(f'?l = "公共价值{n}"' for n in range(60))
    assert run("query", f"ASK {{ ?c skos:prefLabel ?l FILTER({labels}) }}").output == "no\n"


def test_query_reads_a_file(tmp_path: Path) -> None:
    file = tmp_path / "a.rq"
    file.write_text("ASK { ?s ?p '没有这样的值' }", encoding="utf-8")
    assert run("query", str(file)).output == "no\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["SELECT * { ?s ?p }"], "Line 1, column 18: “}” cannot stand here."),
        (["nothing.rq"], "nothing.rq: No such file"),
        (["hello"], "SELECT, ASK, CONSTRUCT or DESCRIBE"),
        (["DROP ALL"], "Read only"),
        (["ASK {}", "--format", "ttl"], "ASK queries have no answer as ttl"),
        (["SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", "--timeout", "1"], "1 seconds"),
        (["SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"], "SERVICE"),
    ],
)
def test_query_explains_what_is_wrong(arguments: list[str], message: str) -> None:
    output = run("query", *arguments, code=1).output
    assert message in output
    assert "Traceback" not in output


def test_nothing_published_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMAI_DATA", str(tmp_path))
    for command, *arguments in (["query", "ASK {}"], ["export"]):
        assert "wenmai ingest" in run(command, *arguments, code=1).output


def test_a_broken_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMAI_DATA", str(tmp_path))
    bad = tmp_path / "graphs" / "ab" / "bad.nq"
    bad.parent.mkdir(parents=True)
    bad.write_text("rubbish")
    assert "bad.nq" in run("load", code=1).output


def test_wrong_settings_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMAI_SPARQL_SECONDS", "soon")
    assert "WENMAI_SPARQL_SECONDS=soon" in run("serve", "--port", "0", code=1).output


def test_export_keeps_everything(data: Path, tmp_path: Path) -> None:
    from ontology.settings import Settings

    generation = generations.current(Settings(data=data))
    assert generation is not None
    out = tmp_path / "out"
    run("export", "-o", str(out))
    assert out.read_bytes() == (generation.path / "quads.nq").read_bytes()
    run("export", "--format", "trig", "-o", str(out))
    quads = set(map(_without_blanks, parse(path=out, format=RdfFormat.TRIG)))
    assert quads == set(map(_without_blanks, generation.load_store(union=False)))
    run("export", "--format", "turtle", "-o", str(out))
    assert (
        len(list(parse(path=out, format=RdfFormat.TURTLE)))
        == (generation.meta["counts"]["triples"])
    )
    run("export", "--format", "csv", "-o", str(out))
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 4
    assert {r["quote"] for r in rows} >= {
        "张三认为，效率优先可能损害公平。",
        "'=Speed is one public value.",  # not a formula for a spreadsheet
    }
    assert not list(tmp_path.glob("*.partial"))
    assert "No such file" in run("export", "-o", str(tmp_path / "no" / "x"), code=1).output


def _without_blanks(quad: object) -> str:
    return re.sub(r"_:\w+", "_", str(quad))


@pytest.fixture(scope="module")
def site(data: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    process = _serve(data, "--port", "0")
    yield _address(process), process
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=5)


def _serve(data: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*WENMAI, "serve", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "WENMAI_DATA": str(data), "WENMAI_SPARQL_SECONDS": "1"},
    )


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        match = re.search(r"http://\S+/", line)
        if match:
            return match[0]
    raise AssertionError("".join(lines))


def _get(address: str, accept: str = "*/*") -> tuple[int, str, str]:
    request = urllib.request.Request(address, headers={"Accept": accept})
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, response.headers["Content-Type"], response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read().decode()


def test_serve_answers_pages_data_and_queries(site: tuple[str, subprocess.Popen[str]]) -> None:
    address, process = site
    status, kind, text = _get(address + "public-value/fairness", "text/turtle")
    assert (status, kind.split(";")[0]) == (200, "text/turtle")
    assert "公平" in text
    status, kind, text = _get(address + "public-value/fairness", "text/html")
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert "公平" in text
    status, _, text = _get(address + "sparql?query=ASK%7B%3Fs%20a%20wm:Claim%7D", "text/csv")
    assert (status, text.strip()) == (200, "true")
    forever = "sparql?query=SELECT%20*%20%7B?a%20?b%20?c.?d%20?e%20?f.?g%20?h%20?i%7DORDER%20BY?b"
    started = time.monotonic()
    status, kind, _ = _get(address + forever)
    assert (status, kind) in ((504, "application/problem+json"), (507, "application/problem+json"))
    assert time.monotonic() - started < 3
    assert process.poll() is None
    assert _get(address + "sparql?query=ASK%7B%7D")[0] == 200


def test_a_port_that_is_taken(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        output = run("serve", "--port", str(port), code=1).output
    assert f"port {port}" in output
    assert "--port" in output


def test_the_next_free_port_is_taken_where_nobody_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(commands, "_FIRST", port)
        sock = commands._listen("127.0.0.1", None)
        with sock:
            assert port < sock.getsockname()[1] < port + 20
    assert f"Port {port} is in use" in capsys.readouterr().err


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_site_ends_when_told_and_leaves_no_process(data: Path, ending: int) -> None:
    process = _serve(data, "--port", "0")
    _address(process)
    with open(f"/proc/{process.pid}/task/{process.pid}/children") as file:
        children = file.read().split()
    assert children
    process.send_signal(ending)
    assert process.wait(15) in (0, -signal.SIGTERM, 130)
    assert process.stdout is not None
    assert "Traceback" not in process.stdout.read()
    process.stdout.close()
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in children):
        assert time.monotonic() < deadline
        time.sleep(0.02)
