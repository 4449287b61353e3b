"""From pieces of print to lines in reading order: columns, and what runs over them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Literal

from ingest.readers._pdf_glyphs import LOWERED, RAISED, WIDE, Page, Piece

_HAN_END = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
_LABEL = re.compile(r"(?:[\[［〔(（]?\w{1,3}[\]］〕)）.．、]?|[①-⑳•▪●·*-])$")
TABLE_CAPTION = re.compile(r"(?:附?[表]|Table|TABLE)\s?(?:\d|[IVX]+\b|[一二三四五六七八九十])")
LineKind = Literal["furniture", "footnotes", "table", "caption", "meta", "figure"]


@dataclass(slots=True)
class Printed:
    """One printed line of one column."""

    cells: list[Piece]
    page: int
    column: tuple[float, float] = (0.0, 0.0)  # its edges
    kind: LineKind | None = None
    flow: int = 0  # lines of one flow stand in one column with nothing between them

    text: str = field(init=False)
    x0: float = field(init=False)
    x1: float = field(init=False)
    base: float = field(init=False)
    size: float = field(init=False)
    bold: bool = field(init=False)
    slanted: bool = field(init=False)

    def __post_init__(self) -> None:
        main = max(self.cells, key=lambda cell: len(cell.text))
        self.base, self.size = main.base, main.size
        self.x0, self.x1 = self.cells[0].x0, max(cell.x1 for cell in self.cells)
        self.bold = all(cell.bold for cell in self.cells)
        self.slanted = all(cell.slanted for cell in self.cells)
        self.text = "  ".join(cell.text for cell in self.cells)

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.base - 0.85 * self.size

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.base + 0.2 * self.size


def joined(left: str, right: str, gap: float, size: float) -> str:
    """Two pieces of one line as one text."""
    if left.endswith(LOWERED) and right.startswith(RAISED) and gap < 0.3 * size:
        return left[:-1] + right[1:]
    wide = _HAN_END.match(left[-1:]) and _HAN_END.match(right[:1])
    return left + (" " if gap > (0.22 if wide else 0.12) * size else "") + right


def merged(pieces: list[Piece]) -> list[Piece]:
    """Join pieces that touch each other on one line."""
    found: list[Piece] = []
    for group in _rows(pieces):
        group.sort(key=attrgetter("x0"))
        last: Piece | None = None
        for piece in group:
            if last is not None and -0.6 * last.size < piece.x0 - last.x1 < 0.6 * last.size:
                last = _one(last, piece)
                found[-1] = last
                continue
            last = piece
            found.append(piece)
    return found


def _one(left: Piece, right: Piece) -> Piece:
    main, other = (left, right) if left.size >= right.size else (right, left)
    rise = main.base - other.base
    first, second = left.text, right.text
    if other.size <= 0.85 * main.size and rise >= 0.1 * main.size and RAISED not in other.text:
        lifted = f"{RAISED}{other.text}{LOWERED}"
        first, second = (lifted, second) if other is left else (first, lifted)
    long = left if len(left.text) >= len(right.text) else right
    return Piece(
        joined(first, second, right.x0 - left.x1, main.size),
        left.x0,
        max(left.x1, right.x1),
        main.base,
        main.size,
        long.bold,
        long.slanted,
        main.turn,
    )


def _rows(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Pieces whose baselines are one, up to what is raised, from top to bottom."""
    row: list[Piece] = []
    for piece in sorted(pieces, key=attrgetter("base")):
        if row:
            high = max(each.size for each in row)
            lowest = row[-1].base
            # raised marks come before the words beside them
            near = 0.25 * max(high, piece.size)
            small = high <= 0.85 * piece.size
            if piece.base - lowest > (0.55 * piece.size if small else near):
                yield row
                row = []
        row.append(piece)
    if row:
        yield row


def in_order(pieces: list[Piece], page: Page, gutters: tuple[float, ...] = ()) -> list[Printed]:
    """Return the lines of a page as they are read."""
    lines: list[Printed] = []
    for flow, (column, group) in enumerate(_regions(pieces, page.width, gutters)):
        for row in _rows(group):
            row.sort(key=attrgetter("x0"))
            lines.append(Printed(_cells(row), page.number, column, flow=flow))
    return lines


def _cells(row: list[Piece]) -> list[Piece]:
    """Join what no wide gap parts; a number before its item is no cell of its own."""
    cells = [row[0]]
    for piece in row[1:]:
        last = cells[-1]
        label = len(cells) == 1 and _LABEL.match(last.text) is not None
        if piece.x0 - last.x1 < (3 * WIDE if label else WIDE) * max(last.size, piece.size):
            cells[-1] = _one(last, piece)
        else:
            cells.append(piece)
    return cells


Sides = tuple[list[Piece], list[Piece]]
Region = tuple[tuple[float, float], list[Piece]]


def _regions(pieces: list[Piece], width: float, gutters: tuple[float, ...]) -> list[Region]:
    """Parts of a page, each one column wide, in reading order."""
    if not pieces:
        return []
    left = min(piece.x0 for piece in pieces)
    right = max(piece.x1 for piece in pieces)
    gutter = gutter_of(pieces, left, right)
    if gutter is None:
        gutter = next((each for each in gutters if _fits(pieces, each)), None)
    if gutter is None:
        return [((left, right), pieces)]
    found: list[Region] = []
    over, sides = _sides(pieces, gutter)
    if cells := _wide_tables(pieces, over, gutter, _usual(sides)):
        over += [piece for side in sides for piece in side if id(piece) in cells]
        over.sort(key=attrgetter("base"))
        sides = (
            [piece for piece in sides[0] if id(piece) not in cells],
            [piece for piece in sides[1] if id(piece) not in cells],
        )
    edges = sorted({piece.base for piece in over})
    bands: list[tuple[list[Piece], list[Piece]]] = [([], []) for _ in range(len(edges) + 1)]
    for side, group in enumerate(sides):
        for piece in group:
            place = sum(edge < piece.base for edge in edges)
            bands[place][side].append(piece)
    wide: list[Piece] = []
    for place, band in enumerate(bands):
        if any(band):
            if wide:
                found.append(((left, right), wide))
                wide = []
            for side, group in enumerate(band):
                if group:
                    found += _inside(sides[side], group, width)
        if place < len(edges):
            wide += [piece for piece in over if piece.base == edges[place]]
    if wide:
        found.append(((left, right), wide))
    return found


def _wide_tables(pieces: list[Piece], over: list[Piece], gutter: float, column: float) -> set[int]:
    """The cells (by ``id``) of tables that run over both columns.

    Their rows have cells beside each other in both columns, or stand below a caption that runs
    over both.
    """
    captions = {id(piece) for piece in over if TABLE_CAPTION.match(piece.text)}
    rows = list(_rows(pieces))
    found: set[int] = set()
    index = 0
    while index < len(rows):
        captioned = any(id(piece) in captions for piece in rows[index])
        start = index + 1 if captioned else index
        end, many = start, 0
        while end < len(rows) and _is_row(rows[end], column):
            left = sum(piece.x1 < gutter for piece in rows[end])
            many += left > 1 and len(rows[end]) - left > 1
            end += 1
        if end - start >= 2 and (captioned or many >= 3):
            found.update(id(piece) for row in rows[start:end] for piece in row)
        index = max(end, index + 1)
    return found


def _usual(sides: Sides) -> float:
    """How long a full line of a column is."""
    lengths = sorted(piece.x1 - piece.x0 for side in sides for piece in side)
    return lengths[int(0.8 * (len(lengths) - 1))] if lengths else 0.0


def _is_row(row: list[Piece], column: float) -> bool:
    return len(row) > 1 and max(piece.x1 - piece.x0 for piece in row) < 0.72 * column


def _inside(whole: list[Piece], group: list[Piece], width: float) -> list[Region]:
    """One side of a gutter: one column, or several again."""
    left, right = min(piece.x0 for piece in whole), max(piece.x1 for piece in whole)
    if right - left > 0.5 * width and gutter_of(whole, left, right) is not None:
        return _regions(group, width, (gutter_of(whole, left, right) or 0.0,))
    return [((left, right), group)]


def _fits(pieces: list[Piece], gutter: float) -> bool:
    """Whether the gutter of other pages parts this one, too."""
    over, (left, right) = _sides(pieces, gutter)
    if not left or not right:
        return False
    crossing = sum(piece.x1 - piece.x0 for piece in over)
    return crossing <= 0.6 * sum(piece.x1 - piece.x0 for piece in pieces)


def gutter_of(pieces: list[Piece], left: float, right: float) -> float | None:
    """Return the middle of the white stripe between two columns, None where there is none."""
    width = right - left
    if width < 150 or len(pieces) < 12:
        return None
    bins = [0] * (int(width / 2) + 2)
    for piece in pieces:
        first, last = int((piece.x0 - left) / 2), int((piece.x1 - left) / 2)
        for place in range(max(0, first), min(len(bins) - 1, last) + 1):
            bins[place] += 1
    low, high = int(0.28 * len(bins)), int(0.72 * len(bins))
    middle = bins[low:high]
    if not middle:
        return None
    least = min(middle)
    best: tuple[int, int] | None = None
    place = low
    while place < high:
        end = place
        while end < high and bins[end] <= least + 0.05 * len(pieces):
            end += 1
        if end > place and (best is None or end - place > best[1] - best[0]):
            best = (place, end)
        place = end + 1
    if best is None or best[1] - best[0] < 3:
        return None
    gutter = left + best[0] + best[1]
    over, sides = _sides(pieces, gutter)
    for side in sides:
        lines = sorted(piece.x1 - piece.x0 for piece in side)
        if len(lines) < 6 or lines[len(lines) // 2] < 0.24 * width:
            return None
    if len(over) > 1.2 * sum(map(len, sides)):
        return None
    tall = [max(p.base for p in side) - min(p.base for p in side) for side in sides]
    if min(tall) < 50:
        return None
    return gutter


def _sides(
    pieces: list[Piece], gutter: float
) -> tuple[list[Piece], tuple[list[Piece], list[Piece]]]:
    """What runs over a gutter, and what stands left and right of it."""
    over: list[Piece] = []
    left: list[Piece] = []
    right: list[Piece] = []
    for piece in pieces:
        if piece.x1 <= gutter + 0.2 * piece.size:
            left.append(piece)
        elif piece.x0 >= gutter - 0.2 * piece.size:
            right.append(piece)
        else:
            over.append(piece)
    # a line that is longer than its column runs into the next one's white, not over both
    starts = sorted((piece.base, piece.x0) for piece in right)
    kept: list[Piece] = []
    for piece in over:
        beside = any(abs(base - piece.base) < 0.6 * piece.size for base, _ in starts)
        (left if beside and piece.x0 < gutter else kept).append(piece)
    return kept, (left, right)
