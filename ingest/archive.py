"""The truth on disk: one N-Quads file for each document, replaced whole or not at all.

``data/graphs/<xx>/<key>.nq`` holds a document, ``data/graphs/records/<name>.nq`` a list of
bibliographic records, ``data/links/*.nq`` which works are one and which files hold the same
paper, ``data/runs.nq`` when runs took place, ``data/index.json`` which file gave which document.

The index is rewritten only when a batch ends. Until then each change is one line at the end of
``data/journal.jsonl``, so that a batch that is killed loses nothing and repeats nothing; a
journal that is there is the sign of a batch that did not end.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import IO, Any

from pyoxigraph import Quad, RdfFormat, parse

from ingest.document import DocumentError
from ingest.lock import Lock
from ingest.rdf import to_nquads
from ontology.i18n import _


def write_atomically(path: Path, data: bytes) -> bool:
    """Write a file whole or not at all, durably; say whether its content changed."""
    try:
        if path.read_bytes() == data:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index knows of one source file."""

    sha256: str
    key: str
    sentences: int
    run: str = ""  # software, rules and ontology that read it; empty in indexes of old
    stored: bool = True  # whether the graph of ``key`` was made from this file
    stat: tuple[int, ...] = ()  # what the system said of the file when it was read
    about: Mapping[str, Any] = field(default_factory=dict)  # title, year, author …, see copies
    counts: Mapping[str, int] = field(default_factory=dict)
    times: tuple[str, ...] = ()  # when its reading began and ended


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that could not be read, kept until its batch has ended."""

    sha256: str
    run: str
    reason: str
    remedy: str


class ArchiveError(DocumentError):
    """The data folder itself: which file of it is wrong, how, and what to do."""


class Archive:
    """The documents that have been read, on disk. Opened for writing it is locked."""

    def __init__(self, data: Path, *, write: bool = True) -> None:
        self.data = data
        self.writes = write
        self._index_path = data / "index.json"
        self._journal_path = data / "journal.jsonl"
        self._journal: IO[bytes] | None = None
        self._lock: Lock | None = None
        self._index: dict[str, Entry] = {}
        self._by_key: dict[str, dict[str, None]] = {}
        self.refused: dict[str, Refused] = {}
        self.new: dict[str, Entry] = {}  # read since the last batch that ended
        self.unfinished = self._journal_path.exists()
        self._touched = False
        if write:
            self._lock = Lock(data)
        try:
            self._load()
            self._replay()
        except BaseException:
            self.close()
            raise

    @classmethod
    def open(cls, data: Path, *, write: bool = True) -> Archive:
        """Open a data folder, made where there is none (unless nothing is to be written).

        Raises ArchiveError where it cannot be written, another program is writing to it, or
        its index is damaged.
        """
        try:
            if write:
                data.mkdir(parents=True, exist_ok=True)
                with tempfile.TemporaryFile(dir=data):
                    pass
            return cls(data, write=write)
        except OSError as error:
            raise ArchiveError(
                str(error.filename if error.filename and Path(error.filename).exists() else data),
                _("Not a directory")
                if isinstance(error, FileExistsError)
                else _(error.strerror or str(error)),
                _("set WENMAI_DATA to a folder that can be written"),
            ) from error

    def close(self) -> None:
        """Let others write to the folder."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    # -- the index -----------------------------------------------------------------------

    def _load(self) -> None:
        try:
            raw = json.loads(self._index_path.read_text(encoding="utf-8"))
            for name, entry in raw.items():
                self._note(name, _entry(entry))
        except (FileNotFoundError, NotADirectoryError):
            pass
        except (ValueError, TypeError, AttributeError) as error:
            raise ArchiveError(
                str(self._index_path),
                _("it is damaged ({what})").format(what=error),
                _("delete it: reading the papers again writes it anew"),
            ) from error

    def _replay(self) -> None:
        """Add what a batch that did not end had done."""
        if not self.unfinished:
            return
        for line in self._journal_path.read_bytes().splitlines():
            try:
                change = json.loads(line)
                name = change.pop("file")
                if "reason" in change:
                    self.refused[name] = Refused(**change)
                elif change.get("gone"):
                    self._drop(name)
                else:
                    self._note(name, _entry(change))
                    self.new[name] = self._index[name]
                    self.refused.pop(name, None)
            except (ValueError, TypeError, AttributeError, KeyError):
                continue  # the line that was being written when the batch was killed
        if self.writes:  # files that were being written then
            for folder in ("graphs", "links"):
                for left in (self.data / folder).rglob(".*.nq.*"):
                    left.unlink(missing_ok=True)

    def _note(self, name: str, entry: Entry) -> None:
        self._drop(name)
        self._index[name] = entry
        self._by_key.setdefault(entry.key, {})[name] = None

    def _drop(self, name: str) -> None:
        before = self._index.pop(name, None)
        if before is not None:
            self._by_key[before.key].pop(name, None)

    def _append(self, change: Mapping[str, Any]) -> None:
        """Add a line to the journal, durably."""
        if not self.writes:
            return
        if self._journal is None:
            torn = self.unfinished and not self._journal_path.read_bytes().endswith(b"\n")
            self._journal = self._journal_path.open("ab")
            if torn:
                self._journal.write(b"\n")
            self.unfinished = True
        self._journal.write(json.dumps(change).encode() + b"\n")
        self._journal.flush()
        os.fsync(self._journal.fileno())

    def entries(self) -> Mapping[str, Entry]:
        """Return what is known of each source file."""
        return self._index

    def holders(self, key: str) -> list[tuple[str, Entry]]:
        """Return the source files that gave the document ``key``."""
        return [(name, self._index[name]) for name in sorted(self._by_key.get(key, ()))]

    # -- graphs --------------------------------------------------------------------------

    def graph_file(self, key: str) -> Path:
        """Return the file of a document or, for ``records/<name>``, of a record list."""
        if key.startswith("records/"):
            return self.data / "graphs" / f"{key}.nq"
        return self.data / "graphs" / key.rsplit("-", 1)[-1][:2] / f"{key}.nq"

    def store(self, name: str, entry: Entry, graph: bytes | None) -> bool:
        """Write a document's graph, if it is this file's, and note where it came from.

        Says whether the graph changed. Where the same file gave a document of another key
        before (its title is read differently now), the old graph goes.
        """
        changed = False
        if graph is not None and self.writes:
            changed = write_atomically(self.graph_file(entry.key), graph)
        before = self._index.get(name)
        if before and before.stored and (before.key != entry.key or not entry.stored):
            self._unlink(before.key, but=name, kept=entry.key if entry.stored else None)
        self._note(name, entry)
        self.new[name] = entry
        self._append({"file": name} | asdict(entry))
        return changed

    def touch(self, name: str, entry: Entry) -> None:
        """Note what the system says of a file whose content is as it was."""
        self._note(name, entry)
        self._touched = True

    def give_way(self, name: str, *, gone: bool = False) -> None:
        """Note that a file's graph is no longer held: another file has the paper, and better.

        ``gone`` forgets the file altogether.
        """
        before = self._index[name]
        after = Entry(**(_shallow(before) | {"stored": False}))
        kept = {e.key for other, e in self.holders(before.key) if e.stored and other != name}
        if before.stored and before.key not in kept:
            self._unlink(before.key, but=name)
        if gone:
            self._drop(name)
            self.new.pop(name, None)
            self._append({"file": name, "gone": True})
        else:
            self._note(name, after)
            self.new[name] = after
            self._append({"file": name} | asdict(after))

    def refuse(self, name: str, refused: Refused) -> None:
        """Note that a file could not be read, for the case that the batch does not end."""
        self.refused[name] = refused
        self._append({"file": name} | asdict(refused))

    def _unlink(self, key: str, *, but: str, kept: str | None = None) -> None:
        others = any(e.stored for name, e in self.holders(key) if name != but)
        if not others and key != kept and self.writes:
            self.graph_file(key).unlink(missing_ok=True)

    def fold(self) -> None:
        """End a batch: write the index whole, and take the journal away."""
        if not (self.unfinished or self._touched) or not self.writes:
            return
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        index = {name: asdict(e) for name, e in sorted(self._index.items())}
        write_atomically(self._index_path, (json.dumps(index, indent=0) + "\n").encode())
        self._journal_path.unlink(missing_ok=True)
        self.unfinished = False
        self.new.clear()
        self.refused.clear()

    def graphs(self) -> Iterator[Path]:
        """Yield every graph file, in a fixed order."""
        yield from sorted((self.data / "graphs").rglob("*.nq"))

    def write_links(self, quads: Iterable[Quad], name: str = "works") -> None:
        """Write which works are one (``wm:mergedInto``), or another file of ``links``."""
        write_atomically(self.data / "links" / f"{name}.nq", to_nquads(quads))

    def add_runs(self, quads: Iterable[Quad]) -> None:
        """Add run times; those of a run that is repeated replace its earlier ones."""
        path = self.data / "runs.nq"
        new = list(quads)
        again = {q.subject for q in new}
        old: list[Quad] = []
        if path.exists():
            old = [q for q in read_quads(path) if q.subject not in again]
        write_atomically(path, to_nquads([*old, *new]))


def _entry(raw: Mapping[str, Any]) -> Entry:
    """Make an entry of what JSON gave. Raises TypeError where it is none."""
    lists = {name: tuple(raw[name]) for name in ("stat", "times") if name in raw}
    return Entry(**(dict(raw) | lists))


def _shallow(entry: Entry) -> dict[str, Any]:
    return {f.name: getattr(entry, f.name) for f in fields(entry)}


def read_quads(path: Path) -> Iterator[Quad]:
    """Yield the quads of a file of ours. Raises ArchiveError where it is damaged."""
    try:
        yield from parse(path=str(path), format=RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as error:
        raise ArchiveError(
            str(path),
            _("it is damaged ({what})").format(what=error),
            _("delete it and read its paper again")
            if "graphs" in path.parts
            else _("delete it: reading the papers again writes it anew"),
        ) from error


def work_descriptions(paths: Iterable[Path]) -> dict[str, dict[str, Any]]:
    """Read the works described in graph files back as CSL-like records, by IRI.

    Where several files describe one work, the fuller description wins field by field:
    works are joined on what is known of them, wherever it was printed.
    """
    from ingest.nodes import iri

    title, year = iri("dcterms:title"), iri("fabio:hasPublicationYear")
    creator, container = iri("dcterms:creator"), iri("prism:publicationName")
    names, family, given = iri("foaf:name"), iri("foaf:familyName"), iri("foaf:givenName")
    wanted = {title, year, creator, container, names, family, given}
    digest = iri("wm:Digest")
    facts: dict[Any, dict[Any, list[Any]]] = {}
    digests: set[Any] = set()
    for path in paths:
        for quad in read_quads(path):
            if quad.predicate in wanted:
                known = facts.setdefault(quad.subject, {}).setdefault(quad.predicate, [])
                if quad.object not in known:
                    known.append(quad.object)
            elif quad.object == digest:
                digests.add(quad.subject)
    prefix = iri("wmd:work/").value
    works: dict[str, dict[str, Any]] = {}
    for node, values in sorted(facts.items(), key=lambda item: str(item[0])):
        if title not in values or node in digests or not node.value.startswith(prefix):
            continue
        csl: dict[str, Any] = {"title": values[title][0].value}
        if year in values:
            csl["issued"] = {"date-parts": [[int(values[year][0].value)]]}
        if container in values:
            csl["container-title"] = values[container][0].value
        csl["author"] = []
        for agent in values.get(creator, ()):
            about = facts.get(agent, {})
            if family in about:
                csl["author"].append(
                    {
                        "family": about[family][0].value,
                        "given": about[given][0].value if given in about else "",
                    }
                )
            elif names in about:
                csl["author"].append({"literal": about[names][0].value})
        works[node.value.removeprefix(prefix)] = csl
    return works
