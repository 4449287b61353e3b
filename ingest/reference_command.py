"""The body of ``wenmai references``: reference strings in, records in one of four formats out."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, TextIO

import click

from ingest.document import DocumentError
from ingest.outcomes import report_failure
from ingest.readers._bytes import decode
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


def run(file: BinaryIO, form: str) -> int:
    """Read references from a file and print them in a format; return the exit status."""
    name = getattr(file, "name", "-")
    try:
        text, _encoding = decode(str(name), file.read())
    except DocumentError as error:
        report_failure(error)
        return 1
    lines = io.StringIO(text)
    if form == "csljson":
        for record in records(lines):
            # UTF-8, whatever the terminal's encoding
            click.echo(f"{json.dumps(record, ensure_ascii=False)}\n".encode(), nl=False)
        return 0
    from ingest.references.render import render

    click.echo(render(list(records(lines)), form).encode(), nl=False)
    return 0
