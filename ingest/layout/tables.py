"""Tables and what stands below them."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.layout import headings
from ingest.layout.lines import Line, Shape

_ROW = re.compile(
    r"\S[^\s]{0,30}(?: [^\s]{1,30}){0,8}(?:\s{2,}[^\s]{1,30}(?: [^\s]{1,30}){0,8}){2,8}$"
)
_TABLE = re.compile(r"(?:\*\*)?附?(?:表|T)")
_PAGE_NUMBER = "furniture.page_number"


def tables(lines: list[Line], shape: Shape) -> None:
    """Rows set in columns, and cells after the caption of a table, one short line each."""
    rows = [
        (line.kind is None or line.rule in ("furniture.head_with_page", "caption.source"))
        and _ROW.match(line.text) is not None
        for line in lines
    ]
    for place, line in enumerate(lines):
        if not rows[place]:
            continue
        near = [rows[at] for at in (_beside(lines, place, -1), _beside(lines, place, 1)) if at >= 0]
        captioned = place > 0 and lines[place - 1].kind in ("caption", "table")
        if (any(near) or captioned) and not line.terminated:
            line.kind, line.rule = "table", "table.columns"
    for line, title in pairwise(lines):
        # the number on a line of its own, the words below it
        open_ = title.kind is None and not title.terminated and not shape.full(title, 0.9)
        if line.rule == "caption.number" and open_ and len(title.text) <= 120:
            title.kind, title.rule = "caption", "caption.words"
    if not shape.wrapped:
        return
    for index, line in enumerate(lines):
        if not line.rule.startswith("caption.") or not _TABLE.match(line.text):
            continue
        if line.rule == "caption.number" and lines[index + 1 : index + 2]:
            index += lines[index + 1].rule == "caption.words"
        cells: list[Line] = []
        place = index + 1
        for place in range(index + 1, min(index + 200, len(lines))):
            after = lines[place]
            if after.rule == _PAGE_NUMBER and not after.breaks:
                cells.append(after)
                continue
            if after.kind in ("table", "furniture"):
                continue
            if after.breaks and not _turned(lines, place, shape):
                break
            if after.kind is not None or shape.full(after, 0.75):
                break
            if after.terminated or headings.label(after.text):
                break
            cells.append(after)
        if cells and cells[-1].rule == _PAGE_NUMBER and _page_ends(lines, place):
            cells.pop()
        if len(cells) >= 3:
            for cell in cells:
                cell.kind, cell.rule = "table", "table.cells"


def _beside(lines: list[Line], place: int, step: int) -> int:
    """Index of the nearest line that is not between two pages, -1 where there is none."""
    at = place + step
    while (
        0 <= at < len(lines)
        and abs(at - place) < 12
        and lines[at].kind in ("furniture", "meta", "footnotes")
    ):
        if lines[at].rule == "furniture.head_with_page" and _ROW.match(lines[at].text):
            break
        at += step
    return at if 0 <= at < len(lines) else -1


def _page_ends(lines: list[Line], at: int) -> bool:
    """Whether a page ends before a line, as far as print shows."""
    return at >= len(lines) or lines[at].breaks or lines[at].kind == "furniture"


def _turned(lines: list[Line], index: int, shape: Shape) -> bool:
    """Whether a table goes on after a page end: short lines without a stop follow."""
    following = [line for line in lines[index : index + 6] if line.kind != "furniture"][:3]
    return len(following) == 3 and not any(
        line.terminated or shape.full(line, 0.4) or headings.label(line.text) for line in following
    )


def table_notes(lines: list[Line]) -> None:
    """``注：`` right after a table or a figure belongs to it."""
    for before, line in pairwise(lines):
        if (
            line.kind is None
            and before.kind in ("table", "caption")
            and re.match(r"(?:\*\s?)?(?:注\s*[:：]|Notes?\s*[:.])", line.text)
        ):
            line.kind, line.rule = "caption", "caption.note"
