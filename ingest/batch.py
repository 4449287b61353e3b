"""``wenmai ingest``: many files into the graph, one failure never stopping the rest."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from ingest.archive import Archive, Entry, work_descriptions
from ingest.document import Document, DocumentError
from ingest.nodes import iri
from ingest.rdf import document_key, quads, record_quads, run_quads
from ingest.run import current_run
from ontology.i18n import _
from ontology.settings import load_settings

DOCUMENTS = {".txt", ".text", ".md", ".markdown"}
RECORDS = {".json"}
# What a folder of papers holds besides papers, and nobody means by its name
IGNORED = {"readme.md", "readme.zh.md", "license", "license.md", "license.txt", "changelog.md"}


def collect(
    paths: Iterable[Path], *, records: bool = True
) -> tuple[list[Path], list[DocumentError]]:
    """Return the files to read below ``paths``, sorted and each once, and what is amiss.

    A named file is always returned, whatever its name (the reader says what is wrong with
    it); in a folder only files that can be papers or records are, and hidden files and
    folders called ``gold`` are passed over.
    """
    known = DOCUMENTS | (RECORDS if records else set())
    found: dict[Path, None] = {}
    failures: list[DocumentError] = []
    for path in paths:
        if path.is_dir():
            inside = [
                p
                for p in sorted(path.rglob("*"))
                if p.is_file()
                and p.suffix.lower() in known
                and p.name.lower() not in IGNORED
                and not any(
                    part.startswith(".") or part == "gold" for part in p.relative_to(path).parts
                )
            ]
            if not inside:
                failures.append(
                    DocumentError(
                        str(path),
                        _("no papers in this folder"),
                        _("papers are files in {formats}").format(
                            formats=" ".join(sorted(DOCUMENTS))
                        ),
                    )
                )
            found.update(dict.fromkeys(inside))
        elif path.exists():
            found[path] = None
        else:
            failures.append(
                DocumentError(
                    str(path), _("there is no such file"), _("check the path and its spelling")
                )
            )
    return list(found), failures


def read_records(path: Path) -> list[dict[str, Any]]:
    """Read a file of bibliographic records (a CSL-JSON array, or one object).

    Raises DocumentError where it is not CSL-JSON.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise DocumentError(str(path), _("is not UTF-8 text"), _("save it as UTF-8")) from error
    except json.JSONDecodeError as error:
        raise DocumentError(
            str(path),
            _("is not valid JSON (line {line}: {what})").format(line=error.lineno, what=error.msg),
            _("export the records again as CSL-JSON"),
        ) from error
    records = data if isinstance(data, list) else [data]
    for number, record in enumerate(records, 1):
        if not (isinstance(record, dict) and isinstance(record.get("title"), str)):
            raise DocumentError(
                str(path),
                _("record {number} has no title").format(number=number),
                _("only CSL-JSON records can be read from .json files"),
            )
    return records


def report_failure(error: DocumentError, console: Console | None = None) -> None:
    """Print one failure as one line on standard error: file, reason, what to do."""
    console = console or Console(stderr=True, soft_wrap=True, highlight=False)
    console.print(f"[red]✗[/red] {error}", markup=True)


@dataclass(slots=True)
class Totals:
    """What a batch read and found."""

    files: int = 0
    documents: int = 0
    records: int = 0
    sections: int = 0
    references: int = 0
    pointers: int = 0
    linked: int = 0
    mentions: int = 0
    claims: int = 0
    changed: int = 0
    failures: list[DocumentError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, document: Document) -> None:
        """Count what was found in one document."""
        self.documents += 1
        self.sections += len(document.sections)
        self.references += len(document.references)
        self.pointers += len(document.pointers)
        self.linked += sum(1 for p in document.pointers if p.references)
        self.mentions += sum(1 for m in document.mentions if m.concept and not m.nested)
        self.claims += len(document.claims)


class Batch:
    """Reads files into the archive one after another and keeps the totals."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.run = current_run()
        self.totals = Totals()

    def read(self, path: Path) -> None:
        """Read one file; a failure is noted, never raised."""
        try:
            if path.suffix.lower() in RECORDS:
                self._records(path)
            else:
                self._document(path)
        except DocumentError as error:
            self.totals.failures.append(error)
        except OSError as error:
            self.totals.failures.append(
                DocumentError(
                    str(path),
                    error.strerror or str(error),
                    _("check that the file can be read and the data folder written"),
                )
            )

    def _records(self, path: Path) -> None:
        import hashlib

        records = read_records(path)
        key = f"records/{path.stem}"
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        entry = Entry(sha256, key, 0)
        self.totals.changed += self.archive.store(path, entry, record_quads(records, path.stem))
        self.totals.files += 1
        self.totals.records += len(records)

    def _document(self, path: Path) -> None:
        from ingest.pipeline import read_document

        started = _now()
        document = read_document(path)
        key = document_key(document)
        entry = Entry(document.source.sha256, key, len(document.sentences))
        self.totals.files += 1
        others = [
            (name, other)
            for name, other in self.archive.holders(key)
            if name != str(path.resolve()) and Path(name).exists()
        ]
        # Of two texts of one paper the fuller is kept; of two equal ones the one read first.
        if any(other.sentences >= entry.sentences for _name, other in others):
            self.totals.notes.append(
                _("{file}: the same paper as {other}, which is kept").format(
                    file=path, other=others[0][0]
                )
            )
            return
        self.totals.changed += self.archive.store(path, entry, quads(document, self.run))
        self.archive.add_runs(run_quads(document, self.run, started, _now()))
        self.totals.add(document)

    def link_works(self) -> None:
        """Find which works of all documents are one, and write it down."""
        from pyoxigraph import Literal, Quad

        from ingest.works import merge

        works = work_descriptions(self.archive.graphs())
        graph, merged, why = iri("wmd:works"), iri("wm:mergedInto"), iri("wm:mergeReason")
        links: list[Quad] = []
        for alias, match in sorted(merge(works.items()).items()):
            node = iri(f"wmd:work/{alias}")
            links.append(Quad(node, merged, iri(f"wmd:work/{match.key}"), graph))
            links.append(Quad(node, why, Literal(match.reason), graph))
        self.archive.write_links(links)


def run_batch(paths: Iterable[Path]) -> int:
    """Read files and folders into the graph, print progress and a table; return the status."""
    console = Console(stderr=True, highlight=False)
    files, failures = collect(paths)
    batch = Batch(Archive(load_settings().data))
    batch.totals.failures.extend(failures)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    ) as progress:
        task = progress.add_task(_("Reading"), total=len(files))
        for path in files:
            progress.update(task, description=path.name)
            batch.read(path)
            progress.advance(task)
    if batch.totals.files:
        batch.link_works()
    _print_totals(batch.totals)
    return 1 if batch.totals.failures else 0


def _print_totals(totals: Totals) -> None:
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for label, number in (
        (_("files read"), totals.files),
        (_("documents"), totals.documents),
        (_("bibliographic records"), totals.records),
        (_("sections"), totals.sections),
        (_("references"), totals.references),
        (_("pointers"), totals.pointers),
        (_("pointers with a reference"), totals.linked),
        (_("mentions"), totals.mentions),
        (_("claims"), totals.claims),
        (_("graphs changed"), totals.changed),
        (_("failures"), len(totals.failures)),
    ):
        table.add_row(label, f"{number:,}")
    Console(highlight=False).print(table)
    errors = Console(stderr=True, soft_wrap=True, highlight=False)
    for note in totals.notes:
        errors.print(f"· {note}", markup=False)
    for failure in totals.failures:
        report_failure(failure, errors)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
