"""From printed lines to paragraphs: where one ends, and how its lines are joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers._pdf_columns import LineKind, Printed
from ingest.readers._pdf_glyphs import LOWERED, RAISED

_STOP = re.compile(
    r"[。！？!?….．:：;；][”’\"'」』）)】\]]*"
    rf"(?:{RAISED}[^{LOWERED}]*{LOWERED}|[①-⑳])*$"
)
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’]")
_LIST = re.compile(
    r"[\[［〔](\d{1,3})[\]］〕]|([①-⑳㉑-㉟])"
    rf"|{RAISED}\[?(\d{{1,3}}|[*†‡①-⑳])\]?{LOWERED}\s?(?=\S)"
    r"|(\d{1,3})(?:[.．、]\s*|\s+)(?=[^\W\d_]|[“《\"])"
)
_WORD = re.compile(r"\S+")
_SECTION = re.compile(
    r"第[一二三四五六七八九十]{1,3}[章节]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]"
)
# What stands at the head of a paper, each on a line of its own
_OPENS = re.compile(
    r"[【\[［〔]?\s?(?:摘\s*要|关\s*键\s*[词字]|中图分类号|文献标[识志]码|文章编号|基金项目|收稿日期|作者简介"
    r"|(?:A(?:bstract|BSTRACT)|K(?:ey\s?-?[Ww]ords?|EY\s?WORDS?)|DOI|CLC [Nn]umber|JEL)"
    r"\s?[】\]］〕]?\s?[:：.—])"
)


@dataclass(slots=True)
class Paragraph:
    """Lines that are one paragraph (of a table: one row each)."""

    lines: list[Printed]

    @property
    def first(self) -> Printed:
        """Its first line."""
        return self.lines[0]

    @property
    def kind(self) -> LineKind | None:
        """What print says that it is."""
        return self.lines[0].kind

    @property
    def text(self) -> str:
        """Its words for a look; the writer joins them better."""
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class _Column:
    """How the lines of one flow are set."""

    left: float
    right: float
    pitch: float
    lead: float  # the same in ems
    size: float  # of most lines
    justified: bool
    hanging: bool


def paragraphs(lines: list[Printed], listed: bool) -> Iterator[Paragraph]:
    """Yield the paragraphs of a page. ``listed``: the lines are entries of a list."""
    group: list[Printed] = []
    columns = _columns(lines, listed)
    for line in lines:
        if group and not _goes_on(group, line, columns):
            yield Paragraph(group)
            group = []
        group.append(line)
    if group:
        yield Paragraph(group)


Key = tuple[float, float, str | None]


def _key(line: Printed) -> Key:
    return (*line.column, line.kind)


def _columns(lines: list[Printed], listed: bool) -> dict[Key, _Column]:
    by_key: dict[Key, list[Printed]] = {}
    for line in lines:
        by_key.setdefault(_key(line), []).append(line)
    return {key: _column(group, listed) for key, group in by_key.items()}


def _column(group: list[Printed], listed: bool) -> _Column:
    left = min(_edges([line.x0 for line in group]))
    right = max(_edges([line.x1 for line in group]))
    steps = sorted(
        b.base - a.base for a, b in pairwise(group) if 0.5 * a.size < b.base - a.base < 4 * a.size
    )
    pitch = steps[len(steps) // 3] if steps else 1.6 * group[0].size
    size = group[0].size
    sizes = sorted(line.size for line in group)
    lead = max(1.15, pitch / sizes[len(sizes) // 2])
    flush = sum(abs(line.x1 - right) < 0.7 * size for line in group)
    justified = flush >= 0.5 * len(group)
    out = into = 0
    for a, b in pairwise(group):
        if abs(a.x0 - left) < 0.4 * size and b.x0 - left > 0.7 * size:
            if _STOP.search(a.text) is None and right - a.x1 < 3 * size:
                out += 1
            else:
                into += 1
    labelled = sum(_LIST.match(line.text) is not None for line in group)
    hanging = out > into and (listed or labelled > out / 2) and out >= 1
    return _Column(left, right, pitch, lead, sizes[len(sizes) // 2], justified, hanging)


def _edges(values: list[float]) -> list[float]:
    """Where most lines begin or end; there may be several such places."""
    counts = Counter(round(value) for value in values)
    near = {v: counts[v - 1] + counts[v] + counts[v + 1] for v in counts}
    most = max(near.values())
    usual = [v for v, count in near.items() if count >= max(2, 0.25 * most)] or list(near)
    return [float(value) for value in usual]


def _goes_on(group: list[Printed], line: Printed, columns: dict[Key, _Column]) -> bool:
    last = group[-1]
    if last.kind != line.kind or line.kind == "table":
        return False
    size = max(last.size, line.size)
    if abs(last.size - line.size) > 0.06 * size or last.bold != line.bold:
        short = min(len(last.text), len(line.text)) > 12
        if abs(last.size - line.size) > 0.06 * size or not short or group[0].bold == line.bold:
            return False
    if line.kind == "furniture":
        return False
    here, before = columns[_key(line)], columns[_key(last)]
    turned = line.flow != last.flow
    step = line.base - last.base
    if not turned and step > max(1.3 * here.pitch, 1.25 * here.lead * size):
        return False
    if not turned and step < 0.3 * size:
        return False
    if _OPENS.match(line.text) or (_SECTION.match(line.text) and _STOP.search(last.text)):
        return False
    if last.text.endswith("-") and line.text[:1].islower():
        return True
    if line.kind == "caption":
        return True
    indent = line.x0 - here.left
    if _labels(group, line):
        return False
    if here.hanging:
        return indent > 0.5 * size
    big = line.x0 - last.x0
    if _centred(line, here) and not turned and _middle(last, here):
        large = line.size > 1.12 * here.size and not re.search(r"\d$", last.text)
        return large or not _has_room(last, line, here)
    if 0.7 * size < indent and (turned or big > 0.7 * size or len(group) == 1):
        first = len(group) == 1 and not turned and abs(big) <= 0.4 * size
        if not first and not (len(group) > 1 and abs(big) <= 0.4 * size):
            return False
        if first and _STOP.search(last.text):
            return False
    if turned:
        return _STOP.search(last.text) is None or not _ends_short(last, line, before)
    return not _ends_short(last, line, before)


def _has_room(last: Printed, line: Printed, column: _Column) -> bool:
    """Whether a centred line would have had room for the next one's first word."""
    room = (column.right - column.left) - (last.x1 - last.x0)
    word = _WORD.match(line.text)
    share = len(word[0]) / max(1, len(line.text)) if word else 1.0
    if _HAN.match(line.text[:1]):
        share = 2.2 / max(1, len(line.text))
    return room > (line.x1 - line.x0) * share + line.size


def _centred(line: Printed, column: _Column) -> bool:
    left, right = line.x0 - column.left, column.right - line.x1
    return left > 1.5 * line.size and abs(left - right) < 1.2 * line.size


def _middle(line: Printed, column: _Column) -> bool:
    """Whether a line stands in the middle of its column, as full lines do, too."""
    return abs((line.x0 - column.left) - (column.right - line.x1)) < 2 * line.size


def _ends_short(last: Printed, line: Printed, column: _Column) -> bool:
    """Whether the next line's first word would still have had room on the line before it."""
    room = column.right - last.x1
    if not column.justified and room < 0.3 * (column.right - column.left):
        return _STOP.search(last.text) is not None and room > 0.12 * (column.right - column.left)
    word = _WORD.match(line.text)
    if word is None:
        return True
    if _HAN.match(line.text[:1]) or _HAN.match(last.text[-1:]):
        need = 2.2 * line.size
    else:
        share = len(word[0]) / max(1, len(line.text))
        need = (line.x1 - line.x0) * share + 0.35 * line.size
        if not column.justified:
            need += 0.4 * line.size
    return room > need


def _labels(group: list[Printed], line: Printed) -> bool:
    """Whether a line begins the next entry of a list that the paragraph is an entry of."""
    hit, first = _LIST.match(line.text), _LIST.match(group[0].text)
    if hit is None or first is None or hit.lastindex != first.lastindex:
        return False
    one, other = first[first.lastindex or 0], hit[hit.lastindex or 0]
    if one.isascii() and one.isdigit() and other.isdigit():
        return int(other) == int(one) + 1
    return ord(other[0]) == ord(one[0]) + 1


def ends_open(paragraph: Paragraph) -> bool:
    """Whether a paragraph's last line does not end like a sentence."""
    return _STOP.search(paragraph.lines[-1].text) is None


def carry(before: list[Paragraph], after: list[Paragraph]) -> None:
    """Give the end of a list's entry that runs over a page back to its beginning."""
    last = next((each for each in reversed(before) if each.kind is None), None)
    if last is None or not after or after[0].kind is not None:
        return
    first = after[0].first
    same = abs(first.size - last.first.size) < 0.06 * first.size
    labelled = _LIST.match(last.first.text) is not None
    begins = _LIST.match(first.text) is not None if labelled else not ends_open(last)
    if same and not begins and (ends_open(last) or labelled):
        last.lines += after.pop(0).lines
