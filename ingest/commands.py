"""The subcommands of this room. Heavy modules are imported inside the functions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

import click

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.command()
@PATHS
def ingest(paths: tuple[Path, ...]) -> None:
    """Read papers (text, Markdown) and bibliographic records (CSL-JSON) into the graph.

    PATHS are files, or folders that are read with everything below them.
    """
    from ingest.batch import run_batch

    sys.exit(run_batch(paths))


@click.command()
@PATHS
def extract(paths: tuple[Path, ...]) -> None:
    """Print everything found in files as JSON Lines, one object for each found thing."""
    import json

    from ingest.batch import collect, failure, report_failure
    from ingest.jsonlines import records
    from ingest.pipeline import read_document

    files, failures = collect(paths, records=False)
    for path in files:
        try:
            # Everything before the first line goes out: a document is printed whole or not at all.
            found = [json.dumps(r, ensure_ascii=False) for r in records(read_document(path))]
            lines = "".join(f"{line}\n" for line in found).encode()
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
