"""The subcommands of this room. Heavy modules are imported inside the functions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

import click

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))


def _formats(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    """Print the endings of files that can be read, one a line."""
    if not wanted or context.resilient_parsing:
        return
    from ingest.readers import readers
    from ingest.records import suffixes

    click.echo("\n".join(sorted({*readers(), *suffixes()})))
    context.exit()


@click.command()
@PATHS
@click.option(
    "--formats",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_formats,
    help="Print the endings of files that can be read, and end.",
)
@click.option("--jobs", type=click.IntRange(1, 256), help="Files read at a time (all cores).")
@click.option("--again", is_flag=True, help="Read unchanged files, too.")
@click.option("--dry-run", is_flag=True, help="Say what would happen to each file, write nothing.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write the report to this .json or .html file.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=300,
    show_default=True,
    help="Seconds for a file at most.",
)
@click.option(
    "--memory-limit",
    type=click.IntRange(min=1),
    default=800,
    show_default=True,
    help="Megabytes of memory for a file at most.",
)
def ingest(
    paths: tuple[Path, ...],
    jobs: int | None,
    again: bool,
    dry_run: bool,
    reports: tuple[Path, ...],
    time_limit: float,
    memory_limit: int,
) -> None:
    """Read papers and bibliographic records into the graph.

    PATHS are files, or folders that are read with everything below them. Files that are as they
    were when they were last read are not read again. What became of each file is told in
    report.html and report.json in the data folder.
    """
    from ingest.batch import Options
    from ingest.ingest_command import run_batch
    from ingest.report import FORMATS
    from ingest.workers import Limits, cores

    for path in reports:
        if path.suffix.lower() not in FORMATS:
            from ontology.i18n import _

            raise click.BadParameter(
                _("the name of a report ends in .json or .html"), param_hint="--report"
            )
    limits = Limits(time_limit, memory_limit)
    options = Options(jobs=jobs or cores(), again=again, dry=dry_run, limits=limits)
    sys.exit(run_batch(paths, options, reports))


@click.command()
@PATHS
def extract(paths: tuple[Path, ...]) -> None:
    """Print everything found in files as JSON Lines, one object for each found thing."""
    import json

    from ingest.collecting import collect
    from ingest.jsonlines import records
    from ingest.outcomes import failure, report_failure
    from ingest.pipeline import read_document
    from ingest.records import refuse_records

    found = collect(paths, records=False)
    failures = found.failures
    for path in found.files:
        try:
            refuse_records(path)
            # Everything before the first line goes out: a document is printed whole or not at all.
            things = [json.dumps(r, ensure_ascii=False) for r in records(read_document(path))]
            lines = "".join(f"{line}\n" for line in things).encode()
        except Exception as error:  # a fault of ours in one paper must not cost the others
            failures.append(failure(path, error))
            continue
        click.echo(lines, nl=False)  # UTF-8, whatever the terminal's encoding
    for failed in failures:
        report_failure(failed)
    sys.exit(1 if failures else 0)


@click.command()
@click.argument("file", default="-", type=click.File("rb"))
@click.option(
    "--format",
    "form",
    type=click.Choice(["csljson", "bibtex", "ris", "gbt7714"]),
    default="csljson",
    show_default=True,
    help="Format of what is printed.",
)
def references(file: BinaryIO, form: str) -> None:
    """Parse reference strings, one a line (FILE or standard input), each on a line of its own."""
    from ingest.reference_command import run

    sys.exit(run(file, form))


@click.command()
@click.option("--write-floors", is_flag=True, help="Write the figures as the new floors.")
def score(write_floors: bool) -> None:
    """Measure the extraction against the development gold in corpus/gold."""
    from ingest.scoring.command import run

    sys.exit(run(write_floors=write_floors))
