"""The body of ``wenmai references``: reference strings in, records in one of four formats out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

import click

from ingest.references import parse


def records(lines: TextIO) -> Iterator[dict[str, Any]]:
    """Yield one CSL-JSON record for each line that is not blank."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        parsed = parse(line)
        record = {"id": f"ref{number}", **parsed.csl}
        record["custom"] = {
            **parsed.csl.get("custom", {}),
            "confidence": parsed.confidence,
            "warnings": list(parsed.warnings),
            "rule": parsed.rule,
            "raw": line.strip(),
        }
        yield record


def run(file: TextIO, form: str) -> int:
    """Read references from a file and print them in a format; return the exit status."""
    try:
        if form == "csljson":
            for record in records(file):
                click.echo(json.dumps(record, ensure_ascii=False))
            return 0
        from ingest.references.render import render

        click.echo(render(list(records(file)), form), nl=False)
    except UnicodeDecodeError as error:
        name = getattr(file, "name", "-")
        click.echo(f"{name}: not UTF-8 text ({error.reason}) — convert it to UTF-8", err=True)
        return 1
    return 0
