"""Score pointers against gold: one link is a mark and one reference that it denotes.

A mark without a reference counts as a link to nothing, so that inventing a target for it
and leaving a resolvable one open both cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ingest.document import Document
from ingest.scoring.counts import Counts

Link = tuple[int, int, int | None]  # start and end of the mark, start of the reference


def links_of(doc: Document) -> set[Link]:
    """Return the links of a document."""
    starts = {reference.id: reference.start for reference in doc.references}
    links: set[Link] = set()
    for pointer in doc.pointers:
        if not pointer.references:
            links.add((pointer.start, pointer.end, None))
        links.update((pointer.start, pointer.end, starts[r]) for r in pointer.references)
    return links


def gold_links(rows: Iterable[Mapping[str, Any]]) -> set[Link]:
    """Return the links of gold rows (``start``, ``end``, ``references``: their starts)."""
    links: set[Link] = set()
    for row in rows:
        for target in row["references"] or [None]:
            links.add((row["start"], row["end"], target))
    return links


def score_links(found: set[Link], expected: set[Link]) -> Counts:
    """Compare the links found in a document with the gold."""
    return Counts(len(found & expected), len(found), len(expected))
