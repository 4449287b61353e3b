"""The declared order of the steps from a file to a :class:`Document`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest import claims, layout, mentions, pointers, readers, references, structure
from ingest.document import Document

Step = Callable[[Document], Document]

STEPS: tuple[Step, ...] = (
    layout.clean,
    structure.structure,
    references.find,
    pointers.link,
    mentions.find,
    claims.find,
)


def read_document(path: Path) -> Document:
    """Read one file through every step.

    Raises DocumentError where the file cannot be read, with the reason and a remedy.
    """
    document = Document(readers.read(path))
    for step in STEPS:
        document = step(document)
    return document
