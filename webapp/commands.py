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

from ontology.i18n import _, language

if TYPE_CHECKING:
    from socket import socket

    from flask import Flask

    from ontology.settings import Settings
    from webapp.explorer import Explorer
    from webapp.generations import Generation
    from webapp.uploads.allowance import Allowance
    from webapp.uploads.desk import Desk

_FIRST = 8000
_PORTS = 20  # tried one after the other where nobody asked for a certain one
_CONNECTIONS = 1000  # open at once, so that a hundred idle ones do not shut others out
_THREADS = 16  # more than queries that run or wait, so that pages always find one


@click.command()
def load() -> None:
    """Publish the graph that the site and the queries read."""
    from ontology.settings import load_settings

    generation = _publish(load_settings())
    counts = generation.meta["counts"]
    click.echo(
        _(
            "generation {number}: {quads:,} quads, {documents:,} documents, {works:,} works, "
            "{claims:,} claims, {concepts:,} concepts"
        ).format(number=generation.number, **counts)
    )


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port (8000, or the next free one).")
@click.option("--open/--no-open", "browser", default=False, help="Open a browser.")
@click.option(
    "--uploads",
    is_flag=True,
    help="Let visitors hand papers in (this machine only, unless WENMAI_UPLOAD_TOKEN is set).",
)
def serve(host: str, port: int | None, browser: bool, uploads: bool) -> None:
    """Start the site."""
    from ontology.settings import load_settings
    from webapp.explorer import Explorer
    from webapp.sparql.pool import PoolError
    from webapp.uploads.allowance import Allowance

    with _listen(host, port) as sock:
        settings = load_settings()
        with _told():
            allowance = Allowance.from_environment(on=uploads)
            try:
                explorer = Explorer.open(settings)
            except PoolError as error:
                click.echo(
                    _("No SPARQL endpoint: {reason}.").format(reason=_(str(error))), err=True
                )
                explorer = Explorer.open(settings, pool=False)
        address = _address(host, sock.getsockname()[1])
        try:
            _run_site(explorer, sock, address, browser, allowance)
        except KeyboardInterrupt:
            click.echo()
        finally:
            explorer.close()


def _run_site(
    explorer: Explorer, sock: socket, address: str, browser: bool, allowance: Allowance | None
) -> None:
    """Serve pages until told to end. The pool has been forked: there may be threads now."""
    from webapp.app import create_app
    from webapp.explorer import in_force
    from webapp.renewal import Renewal
    from webapp.uploads import desk as desks

    app = create_app(explorer)
    renewal = Renewal(app)
    desk = None
    if allowance is not None:
        desk = desks.Desk(explorer.settings, allowance, renewal.shown)
        desks.install(app, desk)
    try:
        renewal.start()
        if desk is not None:
            desk.start()
        _answer(app, sock, address, browser, desk)
    finally:
        if desk is not None:
            desk.close()
        renewal.close()
        in_force(app).close()


def _answer(app: Flask, sock: socket, address: str, browser: bool, desk: Desk | None) -> None:
    """Answer requests until told to end."""
    import waitress

    from webapp.explorer import in_force
    from webapp.serving import channel_class

    server = waitress.create_server(
        app,
        sockets=[sock],
        threads=_THREADS,
        ident=None,
        max_request_body_size=4 << 20,
        channel_timeout=60,
        connection_limit=_CONNECTIONS,
        asyncore_use_poll=True,
        clear_untrusted_proxy_headers=False,  # who may add papers depends on there being none
    )
    server.channel_class = channel_class(desk.room if desk else None)
    counts = in_force(app).generation.meta["counts"]
    click.echo(_("{documents:,} documents, {concepts:,} concepts").format(**counts))
    if not counts["documents"]:
        click.echo(_("No papers yet: “wenmai ingest PATH…” reads some, “wenmai load” shows them."))
    click.echo(_("Wenmai 文脉 is at {address}  (Ctrl-C ends it)").format(address=address))
    if desk is not None:
        click.echo(_("Papers can be added at {address}").format(address=f"{address}zh/add"))
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
    limits = Limits(seconds=timeout, memory=_memory(), result=1024, workers=1, waiting=1)
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
                _("{form} queries have no answer as {format}; choose {formats}").format(
                    form=checked.form, format=short, formats=", ".join(names)
                )
            )
        asked = Request(checked.text, chosen.name)
        answer = _run(generation, asked, limits)
    except Problem as problem:
        title, detail = problem.text(language())
        if problem.name == "timeout":  # the text for visitors recommends this very command
            detail = _("It was ended after {limit} seconds; --timeout gives it more.").format(
                limit=timeout
            )
        raise click.ClickException(f"{title}{_(': ')}{detail}") from None
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
        name = str(output) if output else _("standard output")
        raise _failed(name, error) from None


def _failed(name: str, error: OSError) -> click.ClickException:
    return click.ClickException(f"{name}{_(': ')}{_(error.strerror or str(error))}")


def _memory() -> int:
    """Return how many MB a query of the person at this computer may use: half of what it has."""
    try:
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return 0
    return max(1024, pages >> 21)


def _publish(settings: Settings) -> Generation:
    from webapp.generations import publish

    with _told():
        return publish(settings)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn what can go wrong with files and settings into one line."""
    from ontology.settings import load_settings
    from webapp.generations import PublishError

    try:
        yield
    except PublishError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise _failed(str(error.filename or load_settings().data), error) from None
    except ValueError as error:
        if not str(error).startswith("WENMAI_"):
            raise
        raise click.ClickException(str(error)) from None


def _current() -> Generation:
    """Return the generation in force; publish where documents wait to be."""
    from ontology.settings import load_settings
    from webapp import generations

    settings = load_settings()
    if generations.current(settings) is None and not any(settings.graphs.rglob("*.nq")):
        raise click.ClickException(
            _("{folder} has no documents yet: run “wenmai ingest PATH…” first").format(
                folder=settings.graphs
            )
        )
    with _told():
        return generations.latest(settings)


def _query_text(text: str) -> str:
    if text == "-":
        return sys.stdin.read()
    # A query has spaces or braces; only a text without them may name a file of another kind.
    if text.endswith(".rq") or (not re.search(r"[\s{<]", text) and Path(text).is_file()):
        try:
            return Path(text).read_text(encoding="utf-8")
        except OSError as error:
            raise _failed(text, error) from None
        except UnicodeDecodeError:
            what, remedy = _("is not UTF-8 text"), _("save it as UTF-8")
            raise click.ClickException(f"{text}{_(': ')}{what} — {remedy}") from None
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


def _print_table(answer: bytes) -> None:
    import json

    from rich.console import Console
    from rich.table import Table

    from ontology.namespaces import shorten

    found = json.loads(answer)
    if "boolean" in found:
        click.echo(_("yes") if found["boolean"] else _("no"))
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
    text = _("{count:,} row") if len(rows) == 1 else _("{count:,} rows")
    click.echo(text.format(count=len(rows)))


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
            family, kind, proto, _name, address = net.getaddrinfo(
                host, number, type=net.SOCK_STREAM, flags=net.AI_PASSIVE
            )[0]
        except OSError as error:
            raise _failed(host, error) from None
        sock = net.socket(family, kind, proto)
        try:
            sock.setsockopt(net.SOL_SOCKET, net.SO_REUSEADDR, 1)
            sock.bind(address)
            sock.listen(1024)
        except OSError as error:
            sock.close()
            if port is not None:
                raise click.ClickException(
                    _(
                        "port {port} on {host}: {reason}; choose another with --port "
                        "(make serve PORT=…), or name none"
                    ).format(port=port, host=host, reason=_(error.strerror or str(error)))
                ) from None
            continue
        if port is None and number != _FIRST:
            click.echo(
                _("Port {port} is in use; taking {other}.").format(port=_FIRST, other=number),
                err=True,
            )
        return sock
    raise click.ClickException(
        _("ports {first} to {last} on {host} are all in use; choose one with --port").format(
            first=ports[0], last=ports[-1], host=host
        )
    )


def _address(host: str, port: int) -> str:
    shown = "127.0.0.1" if host in ("", "0.0.0.0") else "[::1]" if host == "::" else host  # noqa: S104
    return f"http://{f'[{shown}]' if ':' in shown and shown[0] != '[' else shown}:{port}/"
