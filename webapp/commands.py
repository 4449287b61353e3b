"""The webapp room's subcommands: ``load``, ``serve``, ``query`` and ``export``."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from socket import socket

    from ontology.settings import Settings
    from webapp.explorer import Explorer
    from webapp.generations import Generation

_FIRST = 8000
_PORTS = 20  # tried one after the other where nobody asked for a certain one
_THREADS = 16  # more than queries that run or wait, so that pages always find one


@click.command()
def load() -> None:
    """Publish the graph that the site and the queries read."""
    from ontology.settings import load_settings

    generation = _publish(load_settings())
    counts = generation.meta["counts"]
    click.echo(
        f"generation {generation.number}: {counts['quads']:,} quads, "
        f"{counts['documents']:,} documents, {counts['works']:,} works, "
        f"{counts['claims']:,} claims, {counts['concepts']:,} concepts"
    )


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port (8000, or the next free one).")
@click.option("--open/--no-open", "browser", default=False, help="Open a browser.")
def serve(host: str, port: int | None, browser: bool) -> None:
    """Start the site."""
    from ontology.settings import load_settings
    from webapp.explorer import Explorer
    from webapp.sparql.pool import PoolError

    with _listen(host, port) as sock:
        settings = load_settings()
        with _told():
            try:
                explorer = Explorer.open(settings)
            except PoolError as error:
                click.echo(f"No SPARQL endpoint: {error}.", err=True)
                explorer = Explorer.open(settings, pool=False)
        try:
            _run_site(explorer, sock, _address(host, sock.getsockname()[1]), browser)
        except KeyboardInterrupt:
            click.echo()
        finally:
            explorer.close()


def _run_site(explorer: Explorer, sock: socket, address: str, browser: bool) -> None:
    """Serve pages until told to end. The pool has been forked: there may be threads now."""
    import waitress

    from webapp.app import create_app

    server = waitress.create_server(
        create_app(explorer),
        sockets=[sock],
        threads=_THREADS,
        ident=None,
        max_request_body_size=4 << 20,
        channel_timeout=60,
    )
    counts = explorer.generation.meta["counts"]
    click.echo(f"{counts['documents']:,} documents, {counts['concepts']:,} concepts")
    if not counts["documents"]:
        click.echo("No papers yet: “wenmai ingest PATH…” reads some; then start this again.")
    click.echo(f"Wenmai 文脉 is at {address}  (Ctrl-C ends it)")
    sys.stdout.flush()
    if browser:
        import webbrowser

        webbrowser.open(address)
    server.run()


@click.command()
@click.argument("text", metavar="FILE.rq|QUERY")
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["table", "csv", "tsv", "json", "xml", "ttl", "nt", "jsonld"]),
    help="Format of the answer: a table, or Turtle for CONSTRUCT and DESCRIBE.",
)
@click.option(
    "--timeout", type=click.IntRange(1), default=120, show_default=True, help="Seconds at most."
)
def query(text: str, fmt: str | None, timeout: int) -> None:
    """Run a SPARQL query (a .rq file or the query itself)."""
    from webapp.problems import Problem
    from webapp.sparql import formats, guard
    from webapp.sparql.limits import Limits
    from webapp.sparql.request import Request

    body = _query_text(text)
    generation = _current()
    limits = Limits(seconds=timeout, memory=0, result=1024, workers=1, waiting=1)
    try:
        checked = guard.check(body)
        results = checked.form in ("SELECT", "ASK")
        offered = formats.RESULTS if results else formats.GRAPHS
        short = fmt or ("table" if results else "ttl")
        wanted = "json" if short == "table" else short
        chosen = next((f for f in offered if wanted in f.short), None)
        if chosen is None:
            names = ["table", "csv", "tsv", "json", "xml"] if results else ["ttl", "nt", "jsonld"]
            raise click.ClickException(
                f"{checked.form} queries have no answer as {short}; choose {', '.join(names)}"
            )
        asked = Request(checked.text, chosen.name)
        answer = _run(generation, asked, limits)
    except Problem as problem:
        title, detail = problem.text(_language())
        raise click.ClickException(f"{title}: {detail}") from None
    if short == "table":
        _print_table(answer)
    else:
        _write(answer)


@click.command()
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["nquads", "trig", "turtle", "csv"]),
    default="nquads",
    show_default=True,
    help="N-Quads, TriG, Turtle (without graph names), or a table of claims.",
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write."
)
def export(fmt: str, output: Path | None) -> None:
    """Write the graph out (N-Quads, TriG, Turtle, CSV of claims)."""
    from webapp import exporting

    generation = _current()
    try:
        if output is None:
            exporting.export(generation, fmt, sys.stdout.buffer)
            return
        partial = output.with_name(output.name + ".partial")
        with partial.open("wb") as out:
            exporting.export(generation, fmt, out)
        partial.replace(output)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise click.ClickException(f"{output or 'standard output'}: {error.strerror}") from None


def _publish(settings: Settings) -> Generation:
    from webapp.generations import publish

    with _told():
        return publish(settings)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn what can go wrong with files and settings into one line."""
    from webapp.generations import PublishError

    try:
        yield
    except PublishError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename or 'files'}: {error.strerror}") from None
    except ValueError as error:
        if not str(error).startswith("WENMAI_"):
            raise
        raise click.ClickException(str(error)) from None


def _current() -> Generation:
    """Return the generation in force; publish where documents wait to be."""
    from ontology.settings import load_settings
    from webapp import generations

    settings = load_settings()
    generation = generations.current(settings)
    if generation is not None and not generations.is_stale(settings):
        return generation
    if generation is None and not any(settings.graphs.rglob("*.nq")):
        raise click.ClickException(
            f"nothing to ask yet: {settings.graphs} has no documents. "
            "Run “wenmai ingest PATH…” first."
        )
    return _publish(settings)


def _query_text(text: str) -> str:
    if text == "-":
        return sys.stdin.read()
    # A query has spaces or braces; only a text without them may name a file of another kind.
    if text.endswith(".rq") or (not re.search(r"[\s{<]", text) and Path(text).is_file()):
        try:
            return Path(text).read_text(encoding="utf-8")
        except OSError as error:
            raise click.ClickException(f"{text}: {error.strerror}") from None
        except UnicodeDecodeError:
            raise click.ClickException(f"{text}: not UTF-8 text; save it as UTF-8") from None
    return text


def _run(generation: Generation, asked: Any, limits: Any) -> bytes:
    from webapp.problems import Problem
    from webapp.sparql.evaluate import evaluate
    from webapp.sparql.pool import PoolError, QueryPool
    from webapp.sparql.request import EvaluationError

    store = generation.load_store()
    try:
        pool = QueryPool.start(store, generation, limits)
    except PoolError:  # no fork here: in this process, without a time limit
        try:
            return evaluate(store, asked, limits.result << 20)
        except EvaluationError as error:
            raise Problem(error.name, **error.facts) from None
    try:
        return pool.run(asked)
    finally:
        pool.close()


def _language() -> str:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    set_to = next((os.environ[n] for n in names if os.environ.get(n)), "")
    return "zh" if set_to.startswith("zh") else "en"


def _print_table(answer: bytes) -> None:
    import json

    from rich.console import Console
    from rich.table import Table

    from ontology.namespaces import shorten

    found = json.loads(answer)
    if "boolean" in found:
        click.echo("yes" if found["boolean"] else "no")
        return

    def show(term: dict[str, Any] | None) -> str:
        if term is None:
            return ""
        if term["type"] == "uri":
            return shorten(term["value"])
        if term["type"] == "bnode":
            return f"_:{term['value']}"
        return str(term["value"]) if term["type"] != "triple" else json.dumps(term["value"])

    names = found["head"]["vars"]
    rows = found["results"]["bindings"]
    table = Table(*names, show_lines=False)
    for row in rows:
        table.add_row(*(show(row.get(n)) for n in names))
    console = Console(markup=False, highlight=False)
    if not console.is_terminal:  # a pipe has no width: let no value be cut
        console = Console(markup=False, highlight=False, width=10_000)
        table.expand = False
    console.print(table)
    click.echo(f"{len(rows):,} row{'' if len(rows) == 1 else 's'}")


def _write(answer: bytes) -> None:
    sys.stdout.buffer.write(answer)
    if answer and not answer.endswith(b"\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def _listen(host: str, port: int | None) -> socket:
    """Return a listening socket: on the port asked for, or on the first free one from 8000."""
    import socket as net

    ports = range(_FIRST, _FIRST + _PORTS) if port is None else (port,)
    for number in ports:
        try:
            family, kind, proto, _, address = net.getaddrinfo(
                host, number, type=net.SOCK_STREAM, flags=net.AI_PASSIVE
            )[0]
        except OSError as error:
            raise click.ClickException(f"{host}: {error.strerror}") from None
        sock = net.socket(family, kind, proto)
        try:
            sock.setsockopt(net.SOL_SOCKET, net.SO_REUSEADDR, 1)
            sock.bind(address)
            sock.listen(1024)
        except OSError as error:
            sock.close()
            if port is not None:
                raise click.ClickException(
                    f"port {port} on {host}: {error.strerror}. "
                    "Choose another with --port, or leave --port out."
                ) from None
            continue
        if port is None and number != _FIRST:
            click.echo(f"Port {_FIRST} is in use; taking {number}.", err=True)
        return sock
    raise click.ClickException(
        f"ports {ports[0]} to {ports[-1]} on {host} are all in use; choose one with --port"
    )


def _address(host: str, port: int) -> str:
    shown = "127.0.0.1" if host in ("", "0.0.0.0") else "[::1]" if host == "::" else host  # noqa: S104
    return f"http://{f'[{shown}]' if ':' in shown and shown[0] != '[' else shown}:{port}/"
