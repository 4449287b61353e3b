"""Which printed lines are notes, tables and captions, as far as print shows it surely."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from ingest.folding import plain
from ingest.layout import headings
from ingest.readers._pdf_columns import Printed
from ingest.readers._pdf_glyphs import LOWERED, RAISED

CAPTION = re.compile(
    r"(?:附?[图圖表]|Fig(?:ure)?s?\.?|FIG(?:URE)?\.?|Tables?|TABLE|Chart|Box)\s?"
    r"(?:\d{1,3}(?:[-–.．]\d{1,3})?|[IVX]{1,5}|[一二三四五六七八九十]{1,3})(?:\s?[:：.．、]|[\s\u3000]|$)"
)
_NOTE = re.compile(
    rf"(?:{RAISED}[\d\[\]*†‡①-⑳]{{1,5}}{LOWERED}|[①-⑳㉑-㉟]|[\[［〔]\d{{1,3}}[\]］〕]|\d{{1,3}}[.．、\s]|[*＊†‡⁎∗])\s*\S"
)
_CIRCLED = re.compile(r"[①-⑳㉑-㉟]\s*\S")
_TABLE = re.compile(r"附?表|Table|TABLE")


def body_size(pages: list[list[Printed]]) -> float:
    """The size in which most of the text is set."""
    counts: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            if line.kind is None:
                counts[round(line.size * 2) / 2] += len(line.text)
    return counts.most_common(1)[0][0] if counts else 10.0


def is_list_heading(line: Printed) -> bool:
    """Whether a line stands above a list of references or of notes."""
    text = headings.undressed(plain(line.text.strip()))
    return headings.names(text, "references") or headings.names(text, "notes")


def notes(lines: list[Printed], body: float, listed: bool) -> None:
    """Give ``footnotes`` to the notes at the bottom of a page's columns.

    They are smaller than the text, nothing of the text's size stands below them, and they
    begin with a mark. ``listed`` says that a list of references has begun on an earlier page.
    """
    after: set[int] = set()
    for line in lines:
        listed = listed or (line.kind is None and is_list_heading(line))
        if listed:
            after.add(id(line))
    low = [
        line
        for line in lines
        if line.kind is None and line.size < 0.94 * body and id(line) not in after
    ]
    full = [line for line in lines if line.kind is None and line.size >= 0.94 * body]
    tail = [
        line
        for line in low
        if not any(
            other.base > line.base and other.x0 < line.x1 and line.x0 < other.x1 for other in full
        )
    ]
    above = [line for line in full if tail and line.base < tail[0].base]
    if above or not full:
        for group in _groups(tail):
            _group(group)
    _same_size(lines, body, after)


def _groups(tail: list[Printed]) -> Iterator[list[Printed]]:
    group: list[Printed] = []
    for line in tail:
        if group and (line.column != group[-1].column or line.base < group[-1].base):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _group(group: list[Printed]) -> None:
    """Small lines at the bottom of one column: notes from the first mark on."""
    if any(CAPTION.match(line.text) for line in group):
        start = max(i for i, line in enumerate(group) if CAPTION.match(line.text)) + 1
        group = group[start:]
    first = next((i for i, line in enumerate(group) if _NOTE.match(line.text)), None)
    if first is None:
        return
    if any(len(line.cells) > 2 for line in group[first:]):
        return
    # lines above the first mark belong to a note that began on the page before
    begin = first
    while begin and group[begin].base - group[begin - 1].base < 1.6 * group[begin].size:
        begin -= 1
    for line in group[begin:]:
        line.kind = "footnotes"


def _same_size(lines: list[Printed], body: float, after: set[int]) -> None:
    """Notes set like the text: with circled numbers, set apart, to the end of the column."""
    by_column: dict[tuple[float, float], list[Printed]] = {}
    for line in lines:
        if line.kind in (None, "footnotes") and id(line) not in after:
            by_column.setdefault(line.column, []).append(line)
    for group in by_column.values():
        start: int | None = None
        for index in range(len(group) - 1, 0, -1):
            line, last = group[index], group[index - 1]
            if _CIRCLED.match(line.text) is None or line.kind is not None:
                continue
            if line.text.startswith("①") or line.base - last.base > 1.9 * line.size:
                gap = line.base - last.base
                usual = _pitch(group)
                if gap > 1.35 * usual and _closing(group[index:]):
                    start = index
                    break
        if start is not None:
            for line in group[start:]:
                line.kind = "footnotes"


def _closing(group: list[Printed]) -> bool:
    """Whether lines are nothing but notes: near, and marked in order."""
    marks = [line.text[0] for line in group if _CIRCLED.match(line.text)]
    usual = _pitch(group)
    near = all(b.base - a.base <= 1.5 * max(usual, b.size) for a, b in pairwise(group))
    return near and marks == sorted(marks) and len(group) <= 6 * len(marks)


def _pitch(group: list[Printed]) -> float:
    steps = sorted(b.base - a.base for a, b in pairwise(group) if b.base > a.base)
    return steps[len(steps) // 2] if steps else 0.0


def figures(lines: list[Printed], body: float) -> None:
    """Give ``figure`` to the words inside a drawing: scattered lines above its caption."""
    for index, line in enumerate(lines):
        if line.kind is not None or not CAPTION.match(line.text) or _TABLE.match(line.text):
            continue
        if len(line.text) > 160 or not (line.size < 0.97 * body or _off_left(line)):
            continue
        line.kind = "caption"
        place = index - 1
        while place >= 0 and index - place < 60 and _in_drawing(lines[place], line, body):
            lines[place].kind = "figure"
            place -= 1


def _off_left(line: Printed) -> bool:
    return line.x0 - line.column[0] > 2 * line.size


def _in_drawing(line: Printed, caption: Printed, body: float) -> bool:
    """Whether a line is no text: short, unfinished, set apart from the column's edge."""
    if line.kind is not None or line.column != caption.column or line.base > caption.base:
        return False
    if line.text.endswith(("。", ".", "；", "：", ":", "-")) or len(line.text) > 60:
        return False
    left, right = line.column
    if len(line.cells) > 1:
        return True
    small = line.size < 0.94 * body
    return (small or _off_left(line)) and line.x1 - line.x0 < 0.6 * (right - left)


def tables(lines: list[Printed], body: float) -> None:
    """Give ``table`` to rows of cells and ``caption`` to what stands above or below them."""
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.kind is not None:
            index += 1
            continue
        captioned = CAPTION.match(line.text) is not None and _TABLE.match(line.text) is not None
        start = index + 1 if captioned else index
        if captioned:
            # the words of a caption may go on
            while (
                start < min(index + 3, len(lines))
                and len(lines[start].cells) == 1
                and (
                    lines[start].size <= line.size * 1.02
                    and start + 1 < len(lines)
                    and len(lines[start + 1].cells) > 1
                )
            ):
                start += 1
        end, rows, widest = _table(lines, start, body)
        many = rows >= max(4 if widest < 3 else 3, 0.6 * (end - start))
        if (captioned and rows >= 2) or (many and _aligned(lines[start:end])):
            for each in lines[start:end]:
                if each.kind is None:
                    each.kind = "table"
            if captioned:
                for each in lines[index:start]:
                    each.kind = "caption"
            index = end
        else:
            index += 1


def _aligned(lines: list[Printed]) -> bool:
    """Whether cells stand below each other; the gaps of a justified line do not."""
    rows = [line.cells for line in lines if len(line.cells) > 1]
    below = sum(
        any(
            abs(cell.x0 - other.x0) < 3 or abs(cell.x0 + cell.x1 - other.x0 - other.x1) < 6
            for cell in row[1:]
            for other in after[1:]
        )
        for row, after in pairwise(rows)
    )
    return below >= 0.6 * (len(rows) - 1)


def _table(lines: list[Printed], start: int, body: float) -> tuple[int, int, int]:
    """Where rows of cells end, how many rows have several cells, how many the widest has."""
    rows = widest = 0
    end = index = start
    single = 0
    while index < len(lines):
        line = lines[index]
        if line.kind is not None:
            if line.kind != "furniture":
                break
            index += 1
            continue
        if index > start and line.base - lines[index - 1].base > 3 * body:
            break
        if CAPTION.match(line.text) or line.text.startswith(("注：", "注:", "资料来源", "Note")):
            break
        if len(line.cells) > 1:
            rows, widest, single = rows + 1, max(widest, len(line.cells)), 0
            end = index + 1
        else:
            left, right = line.column
            single += 1
            long = line.x1 - line.x0 > 0.7 * (right - left)
            if index == start or single > 3 or (long and line.size >= 0.94 * body):
                break
        index += 1
    return end, rows, widest
