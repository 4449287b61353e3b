"""Printed lines: their spans, widths, gaps and page signs, and what shape the text has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from ingest.document import BlockKind
from ingest.folding import plain

_SPACES = " \t\u00a0\u3000\u2002\u2003\u2009\u200b\ufeff\u00ad\x1c\x1d\x1e\x1f"
# A mark or a quote may follow the stop that ends a paragraph.
_TAIL = (
    r"[”’\"'」』）)】\]》〉]*"
    r"(?:\s?\^?[\[［〔]\d[\d,，、\-–~ ]*[\]］〕]\^?(?:\s?[（(][Pp][^()（）]{0,20}[)）])?"
    r"|[①-⑳㉑-㉟㊱-㊿¹²³⁴-⁹]|(?<=[a-z)”]\.)\d{1,3}(?:[,–-]\d{1,3})*)*\s*$"
)
_TERMINATED = re.compile(rf"[。！？!?….．｡]{_TAIL}")
_PAUSED = re.compile(rf"[：；:;—]{_TAIL}")
_BULLET = re.compile(r"[•▪●○]\s*\S|[-*+]\s+(?=[A-Z\u4e00-\u9fff“*])|\d{1,2}[.)]\s+(?=\S)")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]")


@dataclass(slots=True)
class Line:
    """A printed line without the white space around it. ``kind`` is filled step by step.

    ``text`` is as ``folding.plain`` has it, so that one set of rules reads all scripts; the
    source keeps what is printed.
    """

    start: int
    end: int
    text: str
    indent: str
    gap: int  # blank lines before it
    width: int  # columns, a Han character is two
    breaks: bool = False  # a sign of a new page (or column, or box) stands before it
    feed: bool = False  # a form feed stands before it
    page: int | None = None
    kind: BlockKind | None = None
    rule: str = ""  # what gave the kind
    joined: bool = False  # continues the block of the line before it
    hint: int | None = None  # number of the reader's hint that gave the kind

    @property
    def terminated(self) -> bool:
        """Whether it ends like a sentence."""
        return _TERMINATED.search(self.text, max(0, len(self.text) - 60)) is not None

    @property
    def paused(self) -> bool:
        """Whether it ends with a colon, a semicolon or a dash."""
        return _PAUSED.search(self.text, max(0, len(self.text) - 60)) is not None


@dataclass(frozen=True, slots=True)
class Shape:
    """How a text is set: wrapped lines or one line a paragraph, and what a blank line means."""

    wrapped: bool
    measure: int  # columns of a full line, where wrapped
    gaps: bool  # whether blank lines separate paragraphs
    indented: bool  # whether paragraphs begin with an indent

    def full(self, line: Line, share: float = 0.85) -> bool:
        """Whether a wrapped line reaches the right margin."""
        return self.wrapped and line.width >= share * self.measure


def han(text: str) -> int:
    """Number of Han characters."""
    return len(_HAN.findall(text))


def latin(text: str) -> int:
    """Number of Latin letters."""
    return len(_LATIN.findall(text))


def is_latin(text: str) -> bool:
    """Whether a line is in a Latin script (some Han characters may stand in it)."""
    return latin(text) > 4 * han(text)


def split(text: str, start: int = 0) -> list[Line]:
    """Return the non-blank lines from ``start`` on."""
    lines: list[Line] = []
    position, gap, feed = 0, 0, False
    for raw in plain(text).splitlines(keepends=True):
        begin, position = position, position + len(raw)
        if begin < start:
            continue
        body = raw.strip("\n\r\v\f\x85\u2028\u2029" + _SPACES)
        if body:
            left = raw.find(body)
            lines.append(
                Line(
                    start=begin + left,
                    end=begin + left + len(body),
                    text=body,
                    indent=raw[:left],
                    gap=gap,
                    width=(len(body.encode("utf-8", "surrogatepass")) + len(body)) // 2,
                    feed=feed,
                    breaks=feed,
                )
            )
            gap, feed = 0, False
        elif "\f" not in raw:
            gap += 1
        if raw.endswith("\f"):
            feed = True
    return lines


def measure(lines: list[Line]) -> Shape:
    """Find out how the text is set."""
    widths = sorted(line.width for line in lines if line.width >= 12)
    indented = _paragraph_indents(lines)
    if len(widths) < 6:
        return Shape(False, 0, _spaced_out(lines), indented)
    full, near = _busiest(widths)
    running = [
        (line, following)
        for line, following in pairwise(lines)
        if 0.9 * full <= line.width <= 1.05 * full and not line.terminated
    ]
    # where paragraphs are one line each, most of the text stands in lines that are longer
    longer = sum(width for width in widths if width > 1.3 * full)
    wrapped = (
        full <= 150
        and near >= max(5, 0.15 * len(widths))
        and longer <= 0.25 * sum(widths)
        and len(running) >= 0.4 * near
    )
    if not wrapped:
        return Shape(False, 0, _spaced_out(lines), indented)
    spaced = sum(following.gap > 0 for _, following in running)
    return Shape(True, full, spaced <= 0.5 * len(running), indented)


def _spaced_out(lines: list[Line]) -> bool:
    """Whether blank lines stand between paragraphs that are one line each."""
    return len(lines) < 4 or sum(line.gap > 0 for line in lines) >= 0.25 * len(lines)


def _busiest(widths: list[int]) -> tuple[int, int]:
    """Return the width that most lines nearly have (ascending widths), and how many do."""
    best, count, low = widths[-1], 0, 0
    for high, width in enumerate(widths):
        while widths[low] < 0.9 * width:
            low += 1
        # of equally busy widths the wider is the margin
        if high - low + 1 >= count:
            best, count = width, high - low + 1
    return best, count


def _paragraph_indents(lines: list[Line]) -> bool:
    count = sum(_is_indent(line.indent) for line in lines)
    return 3 <= count <= 0.7 * len(lines)


def _is_indent(indent: str) -> bool:
    return indent.startswith("\u3000") or len(indent.replace("\t", "    ")) >= 2


def begins_paragraph(line: Line, last: Line, shape: Shape) -> bool:
    """Whether the way a line is set says that a paragraph begins with it."""
    if _BULLET.match(line.text) and (last.terminated or last.paused or not shape.full(last)):
        return True
    if shape.indented and _is_indent(line.indent):
        return True
    return shape.gaps and line.gap > 0


def mark_breaks(lines: list[Line]) -> None:
    """Mark the lines that have a sign of a new page before them.

    Signs: a form feed; one space before the first word, where hardly any line has it (what is
    left of a form feed); a run of blank lines that is longer than the usual gap.
    """
    if not lines or any(line.feed for line in lines):
        return
    spaced = [line for line in lines if line.indent == " "]
    if len(lines) >= 20 and 0 < len(spaced) <= 0.12 * len(lines):
        for line in spaced:
            line.breaks = True
    gaps = [line.gap for line in lines[1:]]
    if len(gaps) < 20:
        return
    usual = sorted(gaps)[len(gaps) // 2]
    longer = [line for line in lines[1:] if line.gap >= max(3, usual + 2)]
    if 0 < len(longer) <= 0.12 * len(lines):
        for line in longer:
            line.breaks = True


def break_at_numbers(lines: list[Line], is_number: str) -> None:
    """Where nothing else shows pages, page numbers on lines of their own do."""
    if any(line.breaks for line in lines):
        return
    numbers = [
        (index, int(re.sub(r"\D", "", line.text) or 0))
        for index, line in enumerate(lines)
        if line.rule == is_number
    ]
    pairs = list(pairwise(numbers))
    if not pairs or not all(0 < after[1] - before[1] <= 3 for before, after in pairs):
        return
    top = numbers[0][0] <= 2
    for index, _ in numbers:
        place = index if top else index + 1
        if 0 < place < len(lines):
            lines[place].breaks = True


def number_pages(lines: list[Line]) -> None:
    """Give each line its page, where pages show.

    A sign begins a page only where the page so far holds running text (a title, a box with a
    figure or the notes of the same page stand behind such signs, too).
    """
    if not any(line.breaks for line in lines):
        return
    page, holds_text, after_notes = 1, False, False
    for index, line in enumerate(lines):
        if line.breaks and index and line.kind not in ("footnotes", "caption"):
            near = lines[index : index + 12]
            ahead = next((each for each in near if each.kind != "furniture"), line)
            if (holds_text or after_notes) and ahead.kind != "footnotes":
                page, holds_text, after_notes = page + 1, False, False
        if line.kind == "body":
            holds_text = True
        elif line.kind in ("footnotes", "references"):
            after_notes = True
        line.page = page
