"""Running heads and page numbers: by where they stand and by coming back page after page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from ingest.readers._pdf_columns import Printed

_NUMBERS = re.compile(r"[\dⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ]+|\b[ivxlc]+\b")
_DRESS = re.compile(r"[\s·•|—–\-―_/．.]+")
_PAGE_NUMBER = re.compile(
    r"[\s·•.|—–\-―~〜第(（\[]*(?:p\.?\s?|page\s)?(\d{1,5}|[ivxlc]{1,6})\s*(?:页|頁)?[\s·•.|—–\-―~〜)）\]]*"
    r"(?:(?:/|of|共|，|,)\s*(?:共)?\s*\d{1,5}\s*(?:页|頁)?[\s—–\-·)）]*)?$",
    re.IGNORECASE,
)
Edges = list[tuple[str, int, Printed]]
_SAME = 4.0  # points between the places of one running head on two pages
_EDGE = 3  # lines at the top and at the bottom that are looked at


def mark(pages: list[list[Printed]], heights: list[float], body: float) -> None:
    """Give ``furniture`` to running heads, running feet and page numbers."""
    for lines in pages:
        line_numbers(lines)
    edges = [list(_edges(lines, height)) for lines, height in zip(pages, heights, strict=True)]
    places: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
    for number, found in enumerate(edges):
        for where, _, line in found:
            name = key(line.text)
            if name:
                places[where, name].append((number, line.base))
    repeated = {each for each, at in places.items() if _comes_back(at)}
    for found in edges:
        for where, _, line in found:
            if (where, key(line.text)) in repeated and not line.kind:
                line.kind = "furniture"
    _page_numbers(edges)
    _by_place(edges, [_pitch(lines) for lines in pages], body)


def _pitch(lines: list[Printed]) -> float:
    """The usual step from line to line on a page."""
    steps = sorted(
        b.base - a.base for a, b in pairwise(lines) if 0.5 * a.size < b.base - a.base < 5 * a.size
    )
    return steps[len(steps) // 2] if steps else 0.0


def key(text: str) -> str:
    """A running head without what changes from page to page."""
    name = _DRESS.sub("", _NUMBERS.sub("", text.lower()))
    return name if len(name) > 1 else ""


def _comes_back(at: list[tuple[int, float]]) -> bool:
    """Whether a line stands at one height on two pages or more (the like height, bound books)."""
    numbers = {number for number, _ in at}
    if len(numbers) < 2:
        return False
    bases = sorted(base for _, base in at)
    near = sum(b - a <= _SAME for a, b in pairwise(bases))
    return near >= max(1, 0.5 * (len(bases) - 1))


def _edges(lines: list[Printed], height: float) -> Iterator[tuple[str, int, Printed]]:
    """The outermost lines of a page: where, how many lines from the edge, and the line."""
    rows: list[list[Printed]] = []
    for line in sorted((line for line in lines if not line.kind), key=lambda line: line.base):
        if rows and line.base - rows[-1][0].base < 0.5 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    for depth, row in enumerate(rows[:_EDGE]):
        for line in row:
            if line.base < 0.2 * height:
                yield "top", depth, line
    for depth, row in enumerate(reversed(rows[-_EDGE:])):
        for line in row:
            if line.base > 0.82 * height:
                yield "bottom", depth, line


def _page_numbers(edges: list[Edges]) -> None:
    """Numbers at the edge that count the pages; of a single page the one that stands alone."""
    able: list[tuple[int, Printed]] = []
    for page, found in enumerate(edges):
        for where, _, line in found:
            if (hit := _PAGE_NUMBER.match(line.text)) is None or not _outermost(line, found, where):
                continue
            able.append((int(hit[1]) - page if hit[1].isdigit() else -1, line))
    counts = Counter(offset for offset, _ in able)
    for offset, line in able:
        if counts[offset] > 1 or len(edges) <= 2:
            line.kind = "furniture"
    bases = {round(line.base / 4) for _, line in able if line.kind}
    for _, line in able:
        if round(line.base / 4) in bases:
            line.kind = "furniture"


def _outermost(line: Printed, found: Edges, where: str) -> bool:
    """Whether nothing but furniture stands between a line and the paper's edge, or beside it."""
    for other_where, _, other in found:
        if other is line or other_where != where or other.kind == "furniture":
            continue
        beyond = line.base - other.base if where == "top" else other.base - line.base
        if beyond > -2:
            return False
    return True


def _by_place(edges: list[Edges], pitches: list[float], body: float) -> None:
    """Single heads where other pages have theirs: the outermost line, set apart and no larger."""
    known: Counter[tuple[str, int]] = Counter()
    for found in edges:
        bases = {(where, round(line.base / 2)) for where, _, line in found if _furniture(line)}
        known.update(bases)
    candidates: list[tuple[str, Printed]] = []
    for page, (found, pitch) in enumerate(zip(edges, pitches, strict=True)):
        for where, depth, line in found:
            if depth == 0 and line.kind is None and _set_apart(line, found, where, pitch):
                candidates.append((where, line))
                small = line.size < 0.95 * body and len(line.text) <= 120
                if page and small and _set_apart(line, found, where, 1.8 * pitch):
                    line.kind = "furniture"
    for where, line in candidates:
        place = round(line.base / 2)
        here = sum(known[where, place + step] for step in (-1, 0, 1))
        like = sum(
            other_where == where and abs(other.base - line.base) <= 2
            for other_where, other in candidates
        )
        short = len(line.text) <= 120 and line.size <= 1.08 * body
        if short and (here or like >= 2):
            line.kind = "furniture"


def _furniture(line: Printed) -> bool:
    return line.kind == "furniture"


def _set_apart(line: Printed, found: Edges, where: str, pitch: float) -> bool:
    """Whether more than a line's space is between it and the text."""
    if re.search(r"[。；;]$", line.text):
        return False
    gaps = [
        (other.base - line.base) if where == "top" else (line.base - other.base)
        for other_where, depth, other in found
        if other_where == where and depth == 1
    ]
    return bool(gaps) and min(gaps) > max(1.6 * line.size, 1.3 * pitch)


def line_numbers(lines: list[Printed]) -> None:
    """Give ``furniture`` to the numbers that a manuscript for review has beside its lines."""
    numbers = [line for line in lines if line.text.isdigit() and len(line.text) <= 4]
    if len(numbers) < 12 or len(numbers) < 0.25 * len(lines):
        return
    starts = sorted(line.x0 for line in lines if not line.text.isdigit())
    if not starts:
        return
    edge = starts[len(starts) // 20]
    beside = [line for line in numbers if line.x1 <= edge]
    beside.sort(key=lambda line: line.base)
    rising = sum(int(b.text) > int(a.text) for a, b in pairwise(beside))
    if len(beside) >= 12 and rising >= 0.9 * (len(beside) - 1):
        for line in beside:
            line.kind = "furniture"
