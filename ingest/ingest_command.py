"""The body of ``wenmai ingest``: progress, what is printed, the report, the exit status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from ingest.archive import Archive
from ingest.batch import Batch, Options
from ingest.collecting import collect
from ingest.document import DocumentError
from ingest.outcomes import (
    FAILURES,
    Line,
    Outcome,
    Totals,
    error_console,
    failure,
    outcome_name,
    report_failure,
)
from ingest.report import Report
from ontology.i18n import _
from ontology.settings import load_settings
from ontology.terminal import printable

INTERRUPTED = 130


def run_batch(
    paths: Iterable[Path], options: Options | None = None, reports: Sequence[Path] = ()
) -> int:
    """Read files and folders into the graph, print progress and a table; return the status.

    0: all is well; 1: some file could not be read; 130: somebody interrupted, and what had
    been read till then is stored.
    """
    options = options or Options()
    folder = load_settings().data
    try:
        archive = Archive.open(folder, write=not options.dry)
    except DocumentError as error:
        report_failure(error)
        return 1
    try:
        batch = Batch(archive, collect(paths, data=folder), options)
        interrupted = not _read(batch)
        lines = batch.report()
        totals = batch.totals(lines)
        made = Report(lines, totals, batch.run, options.jobs, options.dry)
        last = [] if options.dry else [folder / "report.json", folder / "report.html"]
        lost = _write([*last, *reports], made)
    finally:
        archive.close()
    _print(lines, totals, dry=options.dry)
    for failed in lost:
        report_failure(failed)
    if interrupted:
        error_console().print(_("Ended before it was done: what was read is stored."))
        return INTERRUPTED
    return 1 if totals.failures or lost else 0


def _read(batch: Batch) -> bool:
    """Do the batch; say whether it came to its end."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True, highlight=False)
    try:
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task(_("Looking for what is new"), total=None)
            todo = batch.plan()
            progress.reset(task, total=len(todo), description=_("Reading"))
            for name in batch.read(todo):
                progress.update(task, advance=1, description=printable(Path(name).name)[:40])
    except KeyboardInterrupt:
        batch.finish()
        return False
    batch.finish()
    return True


class _Rate(ProgressColumn):
    """How many files are read in a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(_("{number} files/s").format(number=f"{speed:.1f}") if speed else "")


def _write(paths: Iterable[Path], report: Report) -> list[DocumentError]:
    lost = []
    for path in paths:
        try:
            report.write(path)
        except OSError as error:
            lost.append(failure(path, error))
    return lost


def _print(lines: Iterable[Line], totals: Totals, *, dry: bool) -> None:
    out = Console(highlight=False, soft_wrap=True)
    errors = error_console()
    if dry:
        for line in lines:
            if line.outcome not in FAILURES:
                what = f"{outcome_name(line.outcome, dry=True)}: {line.file}"
                why = f" — {line.reason}" if line.reason else ""
                out.print(printable(what + why), markup=False)
    else:
        table = Table(show_header=False, box=None, pad_edge=False)
        table.add_column()
        table.add_column(justify="right")
        for label, number in totals.rows():
            table.add_row(label, f"{number:,}")
        out.print(table)
        for line in lines:
            if line.outcome is Outcome.DUPLICATE:
                errors.print(f"· {printable(f'{line.file}: {line.reason}')}", markup=False)
            for note in line.notes:
                errors.print(f"· {printable(f'{line.file}: {note}')}", markup=False)
    for line in lines:
        if line.outcome in FAILURES:
            report_failure(DocumentError(line.file, line.reason, line.remedy), errors)
