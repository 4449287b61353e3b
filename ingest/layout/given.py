"""What the format itself says of lines: their kind by its hints, their page by its places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from ingest.document import Hint, Place, Source
from ingest.layout.lines import Line, Shape, begins_paragraph

RULE = "given"
# Kinds whose lines make one block also over several hints: one hint an item is usual
_LISTS = ("references", "footnotes", "table", "furniture")
# Kinds that a block holds paragraph by paragraph, also within one hint
_PARAGRAPHS = ("body", "abstract")


def take(lines: list[Line], source: Source) -> None:
    """Give the lines that a hint or a stated reference covers their kind, before any rule."""
    hints = list(source.hints)
    hints += [Hint(each.start, each.end, "references") for each in source.references]
    ordered = sorted(enumerate(hints), key=lambda each: (each[1].start, each[0]))
    position = 0
    for line in lines:
        while position < len(ordered) and ordered[position][1].end <= line.start:
            position += 1
        # of several the first stated wins: a hint before what a reference implies
        covering = []
        for number, hint in ordered[position:]:
            if hint.start >= line.end:
                break
            if hint.end > line.start:
                covering.append((number, hint))
        if covering:
            number, hint = min(covering, key=lambda each: each[0])
            line.kind, line.rule, line.hint = hint.kind, RULE, number


def goes_on(last: Line, line: Line, shape: Shape) -> bool | None:
    """Whether two lines of one kind stand in one block as hints have it; None: ask the rules."""
    if last.hint is None and line.hint is None:
        return None
    if last.hint != line.hint:
        return line.kind in _LISTS
    if line.kind in _PARAGRAPHS:
        if not shape.wrapped or line.gap or begins_paragraph(line, last, shape):
            return False
        return not (last.terminated or last.paused) or shape.full(last, 0.9)
    return line.kind != "byline"


def mark_pages(lines: list[Line], places: Sequence[Place]) -> None:
    """Give each line the page on which it stands; a line that no place covers is on the last."""
    starts = [place.start for place in places]
    page = places[0].page
    for line in lines:
        index = bisect_right(starts, line.end - 1) - 1
        if index >= 0 and places[index].end > line.start:
            # of a line's places the first
            while index and places[index - 1].end > line.start:
                index -= 1
            page = places[index].page
        line.page = page
    for last, line in pairwise(lines):
        line.breaks = line.page != last.page
