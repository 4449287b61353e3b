"""Publication: the files that are the truth become one generation that readers open.

A generation is a folder ``store/gen-<n>/`` with ``quads.nq`` (everything, derived triples
included), ``union.nt`` (the same without graphs), ``text.db`` (full text) and ``meta.json``.
It is built beside its place and renamed into it; ``store/current`` names the generation that
readers open, and changes in one step. A publication that dies in the middle leaves the
generation before it in force.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

import ontology
from ontology.i18n import _
from ontology.namespaces import (
    SCHEMA_GRAPH,
    VOCABULARY_GRAPH,
    WM,
    curation_graph,
    data_iri,
)
from ontology.settings import Settings
from webapp.holding import Hold, is_held

if TYPE_CHECKING:
    from pyoxigraph import Store

    from webapp.search import SearchIndex

LAYOUT = 4  # of a generation's files; a change makes every older generation stale
_MERGED = WM + "mergedInto"
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|<([^<>]*)>|_:([^\s<>"]+)')
_IRI = re.compile(rb"<([^<>\s]*)>")
_KEPT = 2  # the current generation and the one before it, which a reader may be opening


class PublishError(Exception):
    """What is wrong with the files to publish, in one line, and in which file."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file to publish, and the graph for its triples that name none."""

    path: Path
    graph: str | None = None


class _Joined(io.RawIOBase):
    """Several files, read as one."""

    def __init__(self, paths: list[Path]) -> None:
        super().__init__()
        self._files = [path.open("rb") for path in paths]

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while self._files:
            part = self._files[0].read(size)
            if part:
                return part
            self._files.pop(0).close()
        return b""

    def close(self) -> None:
        for file in self._files:
            file.close()
        super().close()


@dataclass(frozen=True, slots=True)
class Generation:
    """A published generation."""

    path: Path
    number: int
    meta: dict[str, Any]

    def load_store(self, *, union: bool = True) -> Store:
        """Load the graph into memory, its default graph being the union of all named graphs.

        The union is made of triples of its own: the engine's way to query all graphs as one
        gives a triple that stands in two graphs twice, and every count would be wrong. Without
        ``union`` the default graph is empty.
        """
        from pyoxigraph import RdfFormat, Store

        store = Store()
        names = ["quads.nq", "union.nt"] if union else ["quads.nq"]
        # One load for both files: blank nodes keep their names within one load only.
        with _Joined([self.path / name for name in names]) as file:
            store.bulk_load(cast(IO[bytes], file), RdfFormat.N_QUADS, lenient=True)
        return store

    def hold(self) -> Hold:
        """Keep publications from removing the generation until what is returned is closed."""
        return Hold(self.path / "meta.json")

    def open_search(self) -> SearchIndex:
        """Open the full-text index."""
        from webapp.search import SearchIndex

        return SearchIndex(self.path / "text.db")


def ontology_folder() -> Path:
    """Folder of the ontology that this program ships with."""
    return Path(ontology.__file__).parent


def inputs(settings: Settings, ontology: Path | None = None) -> list[Input]:
    """Return every file that a generation is made from, in a fixed order."""
    base = ontology or ontology_folder()
    found: list[Input] = []

    def add(folder: Path, graph: str | None, *suffixes: str) -> None:
        found.extend(
            Input(path, graph)
            for path in sorted(folder.rglob("*"))
            if path.suffix in suffixes and path.is_file() and not path.name.startswith(".")
        )

    add(base / "schema", SCHEMA_GRAPH, ".ttl")
    add(base / "vocabulary", VOCABULARY_GRAPH, ".ttl")
    add(settings.data / "curation", curation_graph(), ".ttl", ".nt", ".nq", ".trig")
    runs = settings.data / "runs.nq"
    if runs.is_file():
        found.append(Input(runs))
    add(settings.data / "links", None, ".nq")
    add(settings.graphs, None, ".nq")
    return found


def fingerprint(files: Iterable[Input]) -> str:
    """Return a hash that changes when a file is added, removed or written."""
    digest = hashlib.sha256(f"{LAYOUT} {version('wenmai')}".encode())
    for item in files:
        stat = item.path.stat()
        digest.update(f"\0{item.path}\0{stat.st_size}\0{stat.st_mtime_ns}".encode())
    return digest.hexdigest()


def name_in_force(settings: Settings) -> str:
    """Return the folder's name of the generation in force; empty before the first publication."""
    link = settings.store / "current"
    try:
        return os.readlink(link) if link.is_symlink() else link.read_text().strip()
    except (OSError, ValueError):
        return ""


def current(settings: Settings) -> Generation | None:
    """Return the generation in force; None before the first publication, or where it is damaged."""
    name = name_in_force(settings)
    if not name:
        return None
    path = settings.store / name
    try:
        meta = json.loads((path / "meta.json").read_text(encoding="utf-8"))
        whole = meta["files"] == _sizes(path)
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return None
    if not whole:
        return None
    return Generation(path, int(meta["number"]), meta)


def is_stale(settings: Settings, *, ontology: Path | None = None) -> bool:
    """Say whether files have changed since the generation in force (or there is none)."""
    generation = current(settings)
    if generation is None:
        return True
    return bool(generation.meta.get("fingerprint") != fingerprint(inputs(settings, ontology)))


def latest(settings: Settings) -> Generation:
    """Return a generation of the files as they are, published now where that is needed.

    Where nothing can be written, the generation in force has to do: a line on standard error
    says so. Raises PublishError as :func:`publish` does.
    """
    generation = current(settings)
    if generation is not None and not is_stale(settings):
        return generation
    try:
        return publish(settings)
    except OSError as error:
        if generation is None or error.errno not in (errno.EROFS, errno.EACCES, errno.ENOSPC):
            raise
        text = _("{file}: {reason}; going on with what was published before")
        reason = _(error.strerror or str(error))
        print(text.format(file=error.filename or settings.store, reason=reason), file=sys.stderr)
        return generation


def publish(settings: Settings, *, ontology: Path | None = None) -> Generation:
    """Build a generation from the files and put it in force.

    Raises PublishError where a file is not valid; the generation in force stays.
    """
    settings.store.mkdir(parents=True, exist_ok=True)
    with _locked(settings.store / ".lock"):
        for left in settings.store.glob("*.partial"):
            shutil.rmtree(left, ignore_errors=True)
        partial = Path(tempfile.mkdtemp(dir=settings.store, suffix=".partial"))
        try:
            meta = _build(settings, partial, inputs(settings, ontology))
            number = 1 + max((n for n, _path in _existing(settings.store)), default=0)
            meta["number"] = number
            meta["files"] = _sizes(partial)
            with (partial / "meta.json").open("w", encoding="utf-8") as out:
                json.dump(meta, out, ensure_ascii=False, indent=1, sort_keys=True)
                _sync(out.fileno())
            partial.chmod(0o755)
            path = settings.store / f"gen-{number}"
            partial.rename(path)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        _point(settings.store, path.name)
        for _number, old in sorted(_existing(settings.store))[:-_KEPT]:
            if not is_held(old / "meta.json"):
                shutil.rmtree(old, ignore_errors=True)
    return Generation(path, number, meta)


def _sizes(path: Path) -> dict[str, int]:
    """Return the sizes of a generation's files, by which a damaged one is known."""
    return {name: (path / name).stat().st_size for name in ("quads.nq", "union.nt", "text.db")}


def _existing(store: Path) -> list[tuple[int, Path]]:
    return [(int(p.name[4:]), p) for p in store.glob("gen-*") if p.name[4:].isdigit()]


def _point(store: Path, name: str) -> None:
    """Let ``current`` name a generation, in one step."""
    new = store / ".current.new"
    new.unlink(missing_ok=True)
    try:
        new.symlink_to(name)
    except OSError:  # Windows without the right to make links: a file with the name in it
        new.write_text(name)
    new.replace(store / "current")
    if os.name == "posix":
        folder = os.open(store, os.O_RDONLY)
        try:
            _sync(folder)
        finally:
            os.close(folder)


def _sync(fd: int) -> None:
    os.fsync(fd)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the publication lock; a second publisher waits."""
    with path.open("a+b") as handle:
        if os.name == "posix":
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _build(settings: Settings, folder: Path, files: list[Input]) -> dict[str, Any]:
    """Write ``quads.nq`` and ``text.db`` and return what ``meta.json`` says."""
    from pyoxigraph import Quad, RdfFormat, Store, parse, serialize

    from webapp import derive, textindex

    print_of_files = fingerprint(files)
    aliases = _aliases(files)
    target = folder / "quads.nq"
    store = Store()
    with target.open("w+b") as out:
        for item in files:
            _append(item, aliases, out)
        graph = data_iri("works").encode()
        for alias, end in sorted(aliases.items()):
            out.write(b"<%b> <%b> <%b> <%b> .\n" % (alias, _MERGED.encode(), end, graph))
        out.flush()
        try:
            store.bulk_load(path=target, format=RdfFormat.N_QUADS)
        except (SyntaxError, ValueError) as error:
            raise _culprit(files) or _damaged(target, error) from error
        extra = derive.derived(store)
        serialize(extra, out, RdfFormat.N_QUADS)
        out.flush()
        _sync(out.fileno())
        store.bulk_extend(extra)
    graphs = derive.graph_sizes(store)
    store.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in store)
    with (folder / "union.nt").open("wb") as out:
        triples = (q.triple for q in parse(path=target, format=RdfFormat.N_QUADS))
        serialize(triples, out, RdfFormat.N_TRIPLES)
        _sync(out.fileno())
    textindex.build(store, folder / "text.db")
    return {
        "layout": LAYOUT,
        "fingerprint": print_of_files,
        "software": version("wenmai"),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "counts": derive.counts(store),
        "graphs": graphs,
        "classes": derive.class_sizes(store),
    }


def _append(item: Input, aliases: dict[bytes, bytes], out: BinaryIO) -> None:
    """Write one file's quads, blank nodes made the file's own and aliases replaced."""
    from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

    if item.path.suffix == ".nq" and item.graph is None:
        data = item.path.read_bytes()
    else:
        fmt = RdfFormat.from_extension(item.path.suffix[1:])
        graph = NamedNode(item.graph or VOCABULARY_GRAPH)
        try:
            quads = [
                q
                if isinstance(q.graph_name, NamedNode)
                else Quad(q.subject, q.predicate, q.object, graph)
                for q in parse(path=item.path, format=fmt)
            ]
        except (SyntaxError, ValueError) as error:
            raise _damaged(item.path, error) from error
        data = serialize(quads, format=RdfFormat.N_QUADS) or b""
    name = "/".join(item.path.parts[-2:])
    own = b"_:f" + hashlib.sha256(name.encode()).hexdigest()[:12].encode() + b"x"
    if item.path.parent.name == "links":
        data = b"".join(x for x in data.splitlines(keepends=True) if _MERGED.encode() not in x)
    rewrite = any(m[1] in aliases for m in _IRI.finditer(data))

    def replace(match: re.Match[bytes]) -> bytes:
        if match[2] is not None:
            return own + match[2]
        if rewrite and match[1] in aliases:
            return b"<" + aliases[match[1]] + b">"
        return match[0]

    for line in data.splitlines(keepends=True):
        if rewrite or b"_:" in line:
            line = _TOKEN.sub(replace, line)
        out.write(line)
    if data and not data.endswith(b"\n"):
        out.write(b"\n")


def _aliases(files: Iterable[Input]) -> dict[bytes, bytes]:
    """Read which work IRIs stand for which others; chains are followed to their end."""
    from pyoxigraph import NamedNode, RdfFormat, parse

    step: dict[str, str] = {}
    for item in files:
        if item.path.parent.name != "links":
            continue
        try:
            for quad in parse(path=item.path, format=RdfFormat.N_QUADS):
                if quad.predicate.value == _MERGED and isinstance(quad.object, NamedNode):
                    step[str(quad.subject)[1:-1]] = quad.object.value
        except (SyntaxError, ValueError) as error:
            raise _damaged(item.path, error) from error
    whole: dict[bytes, bytes] = {}
    for alias in step:
        seen = {alias}
        end = step[alias]
        while end in step and end not in seen:
            seen.add(end)
            end = step[end]
        if end in seen:  # a circle has no end: its smallest IRI stands for all
            end = min(seen)
        if end != alias:
            whole[alias.encode()] = end.encode()
    return whole


def _damaged(path: Path, error: Exception) -> PublishError:
    what = _("{file} is damaged ({what})").format(file=path, what=error)
    if path.suffix != ".nq":
        remedy = _("correct that place")
    elif "graphs" in path.parts:
        remedy = _("delete it and read its paper again")
    else:
        remedy = _("delete it: reading the papers again writes it anew")
    return PublishError(f"{what} — {remedy}")


def _culprit(files: Iterable[Input]) -> PublishError | None:
    """Name the file that does not parse."""
    from pyoxigraph import RdfFormat, parse

    for item in files:
        if item.path.suffix == ".nq":
            try:
                for _quad in parse(path=item.path, format=RdfFormat.N_QUADS):
                    pass
            except (SyntaxError, ValueError) as error:
                return _damaged(item.path, error)
    return None
