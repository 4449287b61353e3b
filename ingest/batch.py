"""``wenmai ingest``: many files into the graph, one failure never stopping the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from pyoxigraph import Literal, Quad
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from ingest.archive import Archive, ArchiveError, Entry, work_descriptions
from ingest.document import Document, DocumentError
from ingest.nodes import iri, local_name
from ingest.rdf import document_key, quads, record_quads, run_quads
from ingest.records import read_records
from ingest.run import current_run
from ontology.i18n import _
from ontology.settings import load_settings
from ontology.terminal import printable

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
    found: dict[Path, Path] = {}  # by where it really is: one file may be named twice
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
            for file in inside:
                found.setdefault(file.resolve(), file)
        elif path.exists():
            found.setdefault(path.resolve(), path)
        else:
            failures.append(
                DocumentError(
                    str(path), _("there is no such file"), _("check the path and its spelling")
                )
            )
    return list(found.values()), failures


def report_failure(error: DocumentError, console: Console | None = None) -> None:
    """Print one failure as one line on standard error: file, reason, what to do."""
    console = console or Console(stderr=True, soft_wrap=True, highlight=False)
    console.print(Text.assemble(("✗", "red"), f" {printable(str(error))}"))


def failure(path: Path, error: Exception) -> DocumentError:
    """Return whatever went wrong with a file as what is told of it."""
    if isinstance(error, DocumentError):
        return error
    if isinstance(error, OSError):
        return DocumentError(
            str(error.filename or path),
            _(error.strerror or str(error)),
            _("check that the file can be read and the data folder written"),
        )
    return DocumentError(
        str(path),
        _("the program failed on it ({kind}: {what})").format(
            kind=type(error).__name__, what=str(error)[:200]
        ),
        _("please report this, with the file if you may"),
    )


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
        self.times: list[Quad] = []  # when each run took place

    def read(self, path: Path) -> None:
        """Read one file; a failure is noted, never raised."""
        try:
            if path.suffix.lower() in RECORDS:
                self._records(path)
            else:
                self._document(path)
        except Exception as error:  # a fault of ours in one paper must not cost the others
            self.totals.failures.append(failure(path, error))

    def _records(self, path: Path) -> None:
        import hashlib

        records = read_records(path)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        name = self._list_name(path)
        entry = Entry(sha256, f"records/{name}", 0)
        self.totals.changed += self.archive.store(path, entry, record_quads(records, name))
        self.totals.files += 1
        self.totals.records += len(records)

    def _list_name(self, path: Path) -> str:
        """Return what a list of records is called: after its file, and no other list's name."""
        import hashlib

        known = self.archive.entry(path)
        if known and known.key.startswith("records/"):
            return known.key.removeprefix("records/")
        name = local_name(path.stem)[:60] or "list"
        if self.archive.holders(f"records/{name}"):
            name += "-" + hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:8]
        return name

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
        self.times.extend(run_quads(document, self.run, started, _now()))
        self.totals.add(document)

    def finish(self) -> None:
        """Write what concerns the batch as a whole: run times, and which works are one."""
        for step in (partial(self.archive.add_runs, self.times), self.link_works):
            try:
                step()
            except (OSError, ArchiveError) as error:
                self.totals.failures.append(failure(self.archive.data, error))

    def link_works(self) -> None:
        """Find which works of all documents are one, and write it down."""
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
    try:
        batch = Batch(Archive.open(load_settings().data))
    except ArchiveError as error:
        report_failure(error)
        return 1
    batch.totals.failures.extend(failures)
    try:
        with Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        ) as progress:
            task = progress.add_task(_("Reading"), total=len(files))
            for path in files:
                progress.update(task, description=printable(path.name))
                batch.read(path)
                progress.advance(task)
    finally:  # also where somebody interrupts: what was read is stored
        if batch.totals.files:
            batch.finish()
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
        errors.print(f"· {printable(note)}", markup=False)
    for failure in totals.failures:
        report_failure(failure, errors)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
