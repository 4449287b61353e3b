"""The truth on disk: one N-Quads file for each document, replaced whole or not at all.

``data/graphs/<xx>/<key>.nq`` holds a document, ``data/graphs/records/<name>.nq`` a list of
bibliographic records, ``data/links/works.nq`` which works are one, ``data/runs.nq`` when runs
took place, ``data/index.json`` which file gave which document.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, RdfFormat, parse

from ingest.document import DocumentError
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


class ArchiveError(DocumentError):
    """The data folder itself: which file of it is wrong, how, and what to do."""


class Archive:
    """The documents that have been read, on disk."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self._index_path = data / "index.json"
        self._index: dict[str, Entry] = {}
        try:
            raw = json.loads(self._index_path.read_text(encoding="utf-8"))
            self._index = {name: Entry(**entry) for name, entry in raw.items()}
        except FileNotFoundError:
            pass
        except (ValueError, TypeError, AttributeError) as error:
            raise ArchiveError(
                str(self._index_path),
                _("it is damaged ({what})").format(what=error),
                _("delete it: reading the papers again writes it anew"),
            ) from error

    @classmethod
    def open(cls, data: Path) -> Archive:
        """Open a data folder, made where there is none.

        Raises ArchiveError where it cannot be written, or its index is damaged.
        """
        try:
            data.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=data):
                pass
            return cls(data)
        except OSError as error:
            raise ArchiveError(
                str(error.filename if error.filename and Path(error.filename).exists() else data),
                _("Not a directory")
                if isinstance(error, FileExistsError)
                else _(error.strerror or str(error)),
                _("set WENMAI_DATA to a folder that can be written"),
            ) from error

    def graph_file(self, key: str) -> Path:
        """Return the file of a document or, for ``records/<name>``, of a record list."""
        if key.startswith("records/"):
            return self.data / "graphs" / f"{key}.nq"
        return self.data / "graphs" / key.rsplit("-", 1)[-1][:2] / f"{key}.nq"

    def entry(self, file: Path) -> Entry | None:
        """Return what is known of a source file."""
        return self._index.get(str(file.resolve()))

    def holders(self, key: str) -> list[tuple[str, Entry]]:
        """Return the source files that gave the document ``key``."""
        return [(name, e) for name, e in sorted(self._index.items()) if e.key == key]

    def store(self, file: Path, entry: Entry, quads: Iterable[Quad]) -> bool:
        """Write a document's graph and note where it came from; say whether it changed.

        Where the same file gave a document of another key before (its title is read
        differently now), the old graph goes.
        """
        name = str(file.resolve())
        changed = write_atomically(self.graph_file(entry.key), to_nquads(quads))
        before = self._index.get(name)
        self._index[name] = entry
        if before and before.key != entry.key and not self.holders(before.key):
            self.graph_file(before.key).unlink(missing_ok=True)
        self._save()
        return changed

    def _save(self) -> None:
        index = {
            name: {"sha256": e.sha256, "key": e.key, "sentences": e.sentences}
            for name, e in sorted(self._index.items())
        }
        text = json.dumps(index, ensure_ascii=False, indent=1) + "\n"
        write_atomically(self._index_path, text.encode())

    def graphs(self) -> Iterator[Path]:
        """Yield every graph file, in a fixed order."""
        yield from sorted((self.data / "graphs").rglob("*.nq"))

    def write_links(self, quads: Iterable[Quad]) -> None:
        """Write which works are one (``wm:mergedInto``)."""
        write_atomically(self.data / "links" / "works.nq", to_nquads(quads))

    def add_runs(self, quads: Iterable[Quad]) -> None:
        """Add run times; those of a run that is repeated replace its earlier ones."""
        path = self.data / "runs.nq"
        new = list(quads)
        again = {q.subject for q in new}
        old: list[Quad] = []
        if path.exists():
            old = [q for q in read_quads(path) if q.subject not in again]
        write_atomically(path, to_nquads([*old, *new]))


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
