"""From a page of PDFium to pieces of print: words that stand together on one baseline.

PDFium gives characters in the order in which the file draws them, broken into lines. Asking
it about every character would cost more than everything else; so it is asked about the ends
of a line, its spaces and its digits, and about every character only of lines that turn out
to be uneven.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2
import pypdfium2.raw as pdfium

RAISED, LOWERED = "\x0e", "\x0f"  # around raised digits and marks, until the text is written
_HYPHEN = "\x02"  # PDFium's sign for a hyphen that ends a line
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
_LINES = re.compile(rf"[^\r\n{_HYPHEN}\ufffe]+[{_HYPHEN}\ufffe]?|[{_HYPHEN}\ufffe]")
_MARK = re.compile(r"[0-9\[\]［］①-⑳㉑-㉟*†‡]")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]+")
# Control characters and characters that only one font knows
_WASTE = re.compile(r"[\x00-\x08\x0b\x10-\x1f\x7f\u00ad\u200b\u2060\ufeff\ufffd\ue000-\uf8ff]+")
_UNKNOWN = re.compile(r"[\x00\ufffd\ue000-\uf8ff]")
_NO_TEXT = re.compile(r"[\ud800-\udfff\x0b\x0c\x0e\x0f]")
_BULLETS = str.maketrans({"\uf0b7": "•", "\uf0a7": "▪", "\uf06c": "●", "\uf0d8": "•"})
_PRESENTATION = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_BOLD_NAME = re.compile(
    r"bold|heavy|black|semibold|demi|[-+]?(?:sim|st|fz|ms|ya|dengxian)?hei(?!sei)|heiti|[\u9ed1]|ht[-_gk]|xiaobiaosong|cmbx|-B$|\.B\b",
    re.IGNORECASE,
)
_SLANTED_NAME = re.compile(r"italic|oblique|cmti|cmsl|-I(?:t|$)", re.IGNORECASE)
WIDE = 1.3  # ems: a wider gap is no space between words


@dataclass(slots=True)
class Piece:
    """Words on one baseline, in points from the page's top left corner."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    slanted: bool = False
    turn: int = 0  # quarter turns of the print against the page

    @property
    def top(self) -> float:
        """The upper edge of its line."""
        return self.base - 0.85 * self.size

    @property
    def bottom(self) -> float:
        """The lower edge of its line."""
        return self.base + 0.2 * self.size


@dataclass(slots=True)
class Page:
    """The print of one page."""

    number: int
    width: float
    height: float
    pieces: list[Piece]
    characters: int  # that PDFium gives, white space aside
    unknown: int  # of them those that a font does not name


@dataclass(slots=True)
class _Run:
    start: int
    end: int
    x0: float
    x1: float
    base: float
    size: float
    turn: int


class Glyphs:
    """One page's characters, asked about through the C interface."""

    def __init__(self, page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage) -> None:
        self.raw = textpage.raw
        self.count = max(0, textpage.count_chars())
        left, bottom, right, top = page.get_bbox()
        self.rotation = page.get_rotation() // 90 % 4
        self.edges = (left, bottom, right, top)
        self._box = pdfium.FS_RECTF()
        self._matrix = pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._to_box = ctypes.byref(self._box)
        self._to_matrix = ctypes.byref(self._matrix)
        self._to_x, self._to_y = ctypes.byref(self._x), ctypes.byref(self._y)

    def text(self) -> str:
        """All characters; one Python character for each of PDFium's."""
        unicode, raw = pdfium.FPDFText_GetUnicode, self.raw
        codes = [unicode(raw, index) for index in range(self.count)]
        try:
            text = "".join(map(chr, codes))
        except (ValueError, OverflowError):
            text = "".join(chr(code) if 0 <= code < 0x110000 else "\ufffd" for code in codes)
        return _NO_TEXT.sub("\ufffd", text)

    def place(self, index: int, turn: int) -> tuple[float, float]:
        """Where a character's origin is."""
        pdfium.FPDFText_GetCharOrigin(self.raw, index, self._to_x, self._to_y)
        return self._turned(self._x.value, self._y.value, turn)

    def right(self, index: int, turn: int) -> float:
        """Where a character ends."""
        pdfium.FPDFText_GetLooseCharBox(self.raw, index, self._to_box)
        box = self._box
        one = self._turned(box.left, box.bottom, turn)[0]
        other = self._turned(box.right, box.top, turn)[0]
        return one if one > other else other

    def size(self, index: int) -> tuple[float, int]:
        """The size in points, and in which direction the line runs (quarter turns)."""
        pdfium.FPDFText_GetMatrix(self.raw, index, self._to_matrix)
        matrix = self._matrix
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = abs(pdfium.FPDFText_GetFontSize(self.raw, index)) * scale
        a, b = matrix.a, matrix.b
        turn = (0 if a >= 0 else 2) if abs(a) >= abs(b) else (1 if b > 0 else 3)
        return size, (turn + self.rotation) % 4

    def face(self, index: int) -> tuple[bool, bool]:
        """Whether a character's font is a heavy one, and whether it is a slanted one."""
        buffer, flags = self._name, self._flags
        length = pdfium.FPDFText_GetFontInfo(self.raw, index, buffer, 128, ctypes.byref(flags))
        heavy, slanted = _face(buffer.raw[: max(0, min(length, 128) - 1)])
        if not heavy:
            heavy = pdfium.FPDFText_GetFontWeight(self.raw, index) >= 600
        return heavy, slanted or bool(flags.value & 64)

    def generated(self, index: int) -> bool:
        """Whether PDFium put a space between two characters that the file does not have."""
        return bool(pdfium.FPDFText_IsGenerated(self.raw, index) == 1)

    def unknown(self, index: int) -> bool:
        """Whether the font does not say which character it is."""
        return bool(pdfium.FPDFText_HasUnicodeMapError(self.raw, index) == 1)

    def _turned(self, x: float, y: float, turn: int) -> tuple[float, float]:
        """User space to a page whose lines of this direction run from left to right."""
        left, bottom, right, top = self.edges
        turn = (turn - self.rotation) % 4  # of the line in user space
        if turn == 0:
            return x - left, top - y
        if turn == 1:
            return y - bottom, x - left
        if turn == 2:
            return right - x, y - bottom
        return top - y, right - x


@lru_cache(maxsize=512)
def _face(name: bytes) -> tuple[bool, bool]:
    for encoding in ("utf-8", "gb18030"):
        try:
            text = name.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _BOLD_NAME.search(text) is not None, _SLANTED_NAME.search(text) is not None
    return False, False


def page_of(page: pypdfium2.PdfPage, number: int, most: int) -> Page | None:
    """Return the print of a page, None where it holds more than ``most`` characters."""
    textpage = page.get_textpage()
    try:
        glyphs = Glyphs(page, textpage)
        if glyphs.count > most:
            return None
        text = glyphs.text()
        pieces = [piece for piece in _pieces(glyphs, text) if piece.text.strip()]
        printed = sum(not char.isspace() for char in text)
        unknown = len(_UNKNOWN.findall(text)) + 8 * sum(
            glyphs.unknown(index) for index in range(4, glyphs.count, 8)
        )
    finally:
        textpage.close()
    turn = _main_turn(pieces)
    width, height = page.get_size()
    if (turn % 2) == 1:
        width, height = height, width
    pieces = [piece for piece in pieces if piece.turn == turn]
    return Page(number, width, height, pieces, printed, unknown)


def _main_turn(pieces: list[Piece]) -> int:
    """How most of a page's print runs: a table set sideways turns its page."""
    counts: Counter[int] = Counter()
    for piece in pieces:
        counts[piece.turn] += len(piece.text)
    return counts.most_common(1)[0][0] if counts else 0


def _pieces(glyphs: Glyphs, text: str) -> Iterator[Piece]:
    for match in _LINES.finditer(text):
        start, end = match.span()
        words = match[0]
        start += len(words) - len(words.lstrip(" \t\u00a0"))
        end -= len(words) - len(words.rstrip(" \t\u00a0"))
        if start < end:
            yield from _line(glyphs, text, start, end)


def _line(glyphs: Glyphs, text: str, start: int, end: int) -> Iterator[Piece]:
    """The pieces of one of PDFium's lines."""
    size, turn = glyphs.size(start)
    x0, base = glyphs.place(start, turn)
    even = True
    if end - start > 1:
        last_size, last_turn = glyphs.size(end - 1)
        x1, last_base = glyphs.place(end - 1, turn)
        even = (
            last_turn == turn
            and x1 >= x0
            and abs(last_size - size) <= 0.02 * size
            and abs(last_base - base) <= 0.05 * size
        )
        even = even and not any(
            abs(glyphs.size(hit.start())[0] - size) > 0.02 * size
            for hit in _MARK.finditer(text, start, end)
        )
    if even:
        run = _Run(start, end, x0, glyphs.right(end - 1, turn), base, size, turn)
        yield from _cut(glyphs, text, [run], run)
        return
    for runs in _parted(_runs(glyphs, text, start, end)):
        yield from _cut(glyphs, text, runs, _main(runs))


def _runs(glyphs: Glyphs, text: str, start: int, end: int) -> list[_Run]:
    """Stretches of one size on one baseline, found character by character."""
    runs: list[_Run] = []
    for index in range(start, end):
        if text[index].isspace():
            continue
        size, turn = glyphs.size(index)
        x, base = glyphs.place(index, turn)
        last = runs[-1] if runs else None
        if (
            last is not None
            and last.turn == turn
            and abs(last.size - size) <= 0.02 * size
            and abs(last.base - base) <= 0.05 * size
            and x >= last.x1 - 0.5 * size
        ):
            last.end, last.x1 = index + 1, x
        else:
            runs.append(_Run(index, index + 1, x, x, base, size, turn))
    for run in runs:
        run.x1 = glyphs.right(run.end - 1, run.turn)
    return runs


def _parted(runs: list[_Run]) -> Iterator[list[_Run]]:
    """Runs that stand beside each other in one line; what is elsewhere comes apart."""
    together: list[_Run] = []
    for run in runs:
        if together:
            last = together[-1]
            high = max(_main(together).size, run.size)
            beside = -0.5 * high <= run.x0 - last.x1
            if last.turn != run.turn or abs(last.base - run.base) > 0.7 * high or not beside:
                yield together
                together = []
        together.append(run)
    if together:
        yield together


def _main(runs: list[_Run]) -> _Run:
    """The run that gives a line its size and baseline: the longest of the largest."""
    return max(runs, key=lambda run: (run.end - run.start) * run.size**2)


def _cut(glyphs: Glyphs, text: str, runs: list[_Run], main: _Run) -> Iterator[Piece]:
    """Join runs into pieces, cut where a gap is wider than between words."""
    size, turn = main.size, main.turn
    parts: list[str] = []
    begin = runs[0]
    x0, first, end = begin.x0, begin.start, 0
    stop = x0
    for run in runs:
        raised = _is_raised(run, main)
        spaced = bool(end) and run.start > end
        if spaced and run.x0 - stop > WIDE * size:
            yield _piece(glyphs, parts, x0, stop, main, first)
            parts, x0, first, spaced = [], run.x0, run.start, False
        if spaced and not (_closed(text[end - 1], text[run.start]) and run.x0 - stop < 0.22 * size):
            parts.append(" ")
        if raised:
            parts += [RAISED, text[run.start : run.end], LOWERED]
            stop, end = run.x1, run.end
            continue
        at = run.start
        for hit in _SPACES.finditer(text, run.start, run.end):
            before, after = hit.start() - 1, hit.end()
            if after >= run.end or before < run.start:
                continue
            if hit[0] == "\u3000":
                continue
            left = glyphs.right(before, turn)
            gap = glyphs.place(after, turn)[0] - left
            if gap > WIDE * size or gap < -0.6 * size:
                parts.append(text[at : before + 1])
                yield _piece(glyphs, parts, x0, left, main, first)
                parts, at, first = [], after, after
                x0 = glyphs.place(after, turn)[0]
            elif (
                _closed(text[before], text[after])
                and gap < 0.22 * size
                and (glyphs.generated(hit.start()) or gap < 0.15 * size)
            ):
                parts.append(text[at : before + 1])
                at = after
        parts.append(text[at : run.end])
        stop, end = run.x1, run.end
    yield _piece(glyphs, parts, x0, stop, main, first)


def _closed(left: str, right: str) -> bool:
    """Whether no space stands between two characters: one of them is Han or wide."""
    return _HAN.match(left) is not None and _HAN.match(right) is not None


def _is_raised(run: _Run, main: _Run) -> bool:
    rise = main.base - run.base
    return (
        run is not main
        and run.size <= 0.85 * main.size
        and 0.1 * main.size <= rise <= 0.8 * main.size
    )


def _piece(glyphs: Glyphs, parts: list[str], x0: float, x1: float, main: _Run, first: int) -> Piece:
    text = "".join(parts).translate(_BULLETS).translate(_PRESENTATION)
    text = text.replace(_HYPHEN, "-").replace("\ufffe", "-")
    if text.endswith(("\u00ad", "\u2010")):
        text = text[:-1] + "-"
    text = _WASTE.sub("", text)
    bold, slanted = glyphs.face(min(first, glyphs.count - 1))
    if (bold or slanted) and len(text) > 4:
        for index in (min(first + len(text) // 2, main.end - 1), main.end - 1):
            other = glyphs.face(index)
            bold, slanted = bold and other[0], slanted and other[1]
    return Piece(text.strip(), x0, x1, main.base, main.size, bold, slanted, main.turn)
