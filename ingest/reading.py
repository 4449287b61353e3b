"""What a worker does with one file: read it, and hand back everything that is to be kept."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingest.document import Document, DocumentError
from ingest.run import Run


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read. ``look`` is to find out what it is, and no more."""

    path: Path
    list_name: str  # what it is called if it is a list of records
    run: Run
    look: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one file."""

    sha256: str
    key: str
    sentences: int
    about: Mapping[str, Any]
    counts: Mapping[str, int]
    graph: bytes  # N-Quads; empty where the worker was to look only
    times: tuple[str, str]
    seconds: float
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file could not be read, and what a person can do."""

    file: str
    reason: str
    remedy: str
    seconds: float


def read(task: Task) -> Found | Refusal:
    """Read a file; what is wrong with it is returned, faults of ours are raised."""
    began, started = time.monotonic(), _now()
    try:
        from ingest import records

        form = records.form_of(task.path)
        if form is not None:
            return _records(task, form, began, started)
        return _document(task, began, started)
    except DocumentError as error:
        return Refusal(error.file, error.reason, error.remedy, time.monotonic() - began)


def counts(document: Document) -> dict[str, int]:
    """Return how much was found in a document."""
    return {
        "documents": 1,
        "sections": len(document.sections),
        "sentences": len(document.sentences),
        "references": len(document.references),
        "pointers": len(document.pointers),
        "linked": sum(1 for p in document.pointers if p.references),
        "mentions": sum(1 for m in document.mentions if m.concept and not m.nested),
        "claims": len(document.claims),
    }


def _document(task: Task, began: float, started: str) -> Found:
    from ingest import pipeline, readers
    from ingest.copies import about
    from ingest.rdf import document_key, quads, to_nquads

    if task.look:
        document = Document(readers.read(task.path))
        for step in pipeline.STEPS[:2]:
            document = step(document)
    else:
        document = pipeline.read_document(task.path)
    return Found(
        sha256=document.source.sha256,
        key=document_key(document),
        sentences=len(document.sentences),
        about=about(document),
        counts=counts(document),
        graph=b"" if task.look else to_nquads(quads(document, task.run)),
        times=(started, _now()),
        seconds=time.monotonic() - began,
    )


def _records(task: Task, form: str, began: float, started: str) -> Found:
    from ingest import records
    from ingest.rdf import record_quads, to_nquads

    found = records.read_list(task.path, form)
    name = task.list_name
    return Found(
        sha256=found.sha256,
        key=f"records/{name}",
        sentences=0,
        about={"format": form},
        counts={"records": len(found.items)},
        graph=b"" if task.look else to_nquads(record_quads(found.items, name)),
        times=(started, _now()),
        seconds=time.monotonic() - began,
        notes=found.notes,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
