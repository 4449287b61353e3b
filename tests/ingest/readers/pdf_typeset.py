"""A small typesetter for tests: invented papers as PDF, set as journals set them.

Marks in the texts: ``^[3]^`` raised as printed, ``^3^`` raised digits, ``{{note}}`` a footnote.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

_TOKEN = re.compile(
    r"\^[^^]{1,12}\^|\{\{.*?\}\}|[ \u00a0]+|[A-Za-z0-9'’.,;:()\[\]/&%@=+\-–“”?!]+|.", re.S
)
_NO_START = "，。；：！？、）》”’】,.;:)]"
CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True)
class Paper:
    """What is printed, and what a reader should find."""

    title: str
    authors: tuple[str, ...]
    affiliation: str
    abstract: str
    keywords: tuple[str, ...]
    sections: tuple[tuple[int, str, tuple[str, ...]], ...]  # level, heading, paragraphs
    references: tuple[str, ...] = ()
    title_en: str = ""
    authors_en: str = ""
    abstract_en: str = ""
    keywords_en: tuple[str, ...] = ()
    table: tuple[str, tuple[tuple[str, ...], ...]] | None = None
    lang: str = "zh"


@dataclass
class Style:
    """How it is set."""

    columns: int = 1
    size: float = 10.5
    lead: float = 1.6
    margin: float = 72
    gutter: float = 20
    page: tuple[float, float] = (595, 842)
    heads: tuple[str, str] = ("", "")  # of even and odd pages
    numbers: str = "bottom"  # or "head", "outer", ""
    circled: bool = True
    restart: bool = True
    indent: float = 2.0
    note_size: float = 0.8
    rule: bool = True
    first_number: int = 1
    wide_front: bool = True
    justify: bool = True
    spaced: float = 0.0  # between paragraphs, in ems
    hanging: bool = True
    table_wide: bool = False
    heading_bold: bool = True
    heading_size: float = 1.2
    title: str = ""  # as the file's properties have it


@dataclass
class _Token:
    text: str
    font: str
    size: float
    rise: float = 0.0
    note: str = ""
    space: bool = False

    @property
    def width(self) -> float:
        return float(pdfmetrics.stringWidth(self.text, self.font, self.size))


@dataclass
class _Setter:
    paper: Paper
    style: Style
    out: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        if "STSong-Light" not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        self.canvas = Canvas(self.out, pagesize=self.style.page, invariant=1)
        if self.style.title:
            self.canvas.setTitle(self.style.title)
        self.number = self.style.first_number
        self.note_count = 0
        self.notes: list[list[list[_Token]]] = []  # lines of each note of the column
        self.column = -1
        self.columns = 1
        self.top = self.style.page[1] - self.style.margin
        self.floor = self.style.margin
        self.y = self.top
        self.x0 = self.style.margin
        self.measure = self.style.page[0] - 2 * self.style.margin
        self.page_begins()

    # pages and columns
    def page_begins(self) -> None:
        style = self.style
        if style.restart:
            self.note_count = 0
        width, height = style.page
        head = style.heads[self.number % 2]
        if head:
            self.text_at(width / 2, height - 40, head, 8, "centre")
        number = str(self.number)
        if style.numbers == "bottom":
            self.text_at(width / 2, 30, number, 8, "centre")
        elif style.numbers == "dashed":
            self.text_at(width / 2, 30, f"— {number} —", 8, "centre")
        elif style.numbers == "head":
            x = style.margin if self.number % 2 == 0 else width - style.margin
            self.text_at(x, height - 40, number, 8, "left" if self.number % 2 == 0 else "right")
        self.top = height - style.margin
        self.y = self.top

    def text_at(self, x: float, y: float, text: str, size: float, where: str) -> None:
        tokens = list(self.tokens(text, size, False))
        wide = sum(token.width for token in tokens)
        x -= {"left": 0, "centre": wide / 2, "right": wide}[where]
        for token in tokens:
            self.canvas.setFont(token.font, token.size)
            self.canvas.drawString(x, y, token.text)
            x += token.width

    def turn(self) -> None:
        """To the next column or page."""
        self.draw_notes()
        if self.column + 1 < self.columns:
            self.column += 1
            self.y = self.top
        else:
            self.canvas.showPage()
            self.number += 1
            self.page_begins()
            self.column = 0
        self.place_column()

    def set_columns(self, count: int) -> None:
        self.columns, self.column = count, 0
        self.top = self.y
        self.place_column()

    def place_column(self) -> None:
        style = self.style
        whole = style.page[0] - 2 * style.margin
        self.measure = (whole - (self.columns - 1) * style.gutter) / self.columns
        self.x0 = style.margin + self.column * (self.measure + style.gutter)

    def notes_height(self) -> float:
        size = self.style.size * self.style.note_size
        lines = sum(len(note) for note in self.notes)
        return lines * size * 1.35 + (12 if self.notes else 0)

    def draw_notes(self) -> None:
        if not self.notes:
            return
        size = self.style.size * self.style.note_size
        y = self.floor + self.notes_height() - 12
        if self.style.rule:
            self.canvas.line(self.x0, y + size + 4, self.x0 + 80, y + size + 4)
        for note in self.notes:
            for line in note:
                self.draw(line, self.x0, y, self.measure, False)
                y -= size * 1.35
        self.notes = []

    # text
    def font(self, char: str, bold: bool) -> str:
        if ord(char[0]) > 0x2500 or (char[0] in "“”‘’—…·" and self.paper.lang == "zh"):
            return "STSong-Light"
        if 0x2460 <= ord(char[0]) <= 0x24FF:
            return "STSong-Light"
        return "Times-Bold" if bold else "Times-Roman"

    def tokens(self, text: str, size: float, bold: bool) -> Iterator[_Token]:
        for hit in _TOKEN.finditer(text):
            words = hit[0]
            if words.startswith("^") and words.endswith("^") and len(words) > 2:
                inside = words[1:-1]
                yield _Token(inside, self.font(inside, False), size * 0.65, size * 0.38)
            elif words.startswith("{{"):
                yield _Token("", "Times-Roman", size, note=words[2:-2])
            elif words.isspace():
                yield _Token(" ", self.font("a", bold), size, space=True)
            elif (
                all(ord(char) < 0x2460 for char in words)
                and self.font(words, bold) != "STSong-Light"
            ):
                yield _Token(words, self.font(words, bold), size)
            else:
                for char in words:
                    yield _Token(char, self.font(char, bold), size)

    def lines(
        self, text: str, size: float, bold: bool, first: float, rest: float, measure: float
    ) -> Iterator[tuple[list[_Token], float, bool]]:
        """Lines of a paragraph with their indents, and whether one is the last."""
        line: list[_Token] = []
        room = measure - first
        indent = first
        queue = list(self.tokens(text, size, bold))
        index = 0
        while index < len(queue):
            token = queue[index]
            if token.note:
                self.note_count += 1
                mark = CIRCLES[self.note_count - 1] if self.style.circled else str(self.note_count)
                token = _Token(
                    mark,
                    self.font(mark, False),
                    size * 0.65,
                    size * 0.38,
                    note=f"{mark} {token.note}",
                )
                queue[index] = token
            used = sum(each.width for each in line)
            glued = bool(line) and (token.text[:1] in _NO_START or token.rise > 0)
            if used + token.width <= room + (token.width if glued else 0):
                if not (token.space and not line):
                    line.append(token)
                index += 1
                continue
            cut = self.broken(token, room - used)
            if cut is not None:
                head, tail = cut
                line.append(head)
                queue[index] = tail
            while line and line[-1].space:
                line.pop()
            yield line, indent, False
            line, indent, room = [], rest, measure - rest
        if line:
            yield line, indent, True

    def broken(self, token: _Token, room: float) -> tuple[_Token, _Token] | None:
        word = re.match(r"[A-Za-z]{7,}", token.text)
        if word is None or token.rise:
            return None
        for at in range(len(word[0]) - 3, 3, -1):
            head = _Token(token.text[:at] + "-", token.font, token.size)
            if head.width <= room and word[0][at - 1] in "aeioutnrl" and word[0][at] not in "aeiou":
                return head, _Token(token.text[at:], token.font, token.size)
        return None

    def draw(self, line: list[_Token], x: float, y: float, measure: float, stretch: bool) -> None:
        used = sum(token.width for token in line)
        spaces = sum(token.space for token in line)
        free = measure - used
        step = free / spaces if stretch and spaces and free > 0 else 0.0
        letter = free / max(1, len(line) - 1) if stretch and not spaces and 0 < free < 30 else 0.0
        run = self.canvas.beginText(x, y)
        for token in line:
            run.setTextOrigin(x, y)
            run.setFont(token.font, token.size)
            run.setRise(token.rise)
            run.textOut(token.text)
            x += token.width + (step if token.space else letter)
        self.canvas.drawText(run)

    def paragraph(
        self,
        text: str,
        size: float | None = None,
        bold: bool = False,
        centre: bool = False,
        first: float = 0.0,
        rest: float = 0.0,
        after: float = 0.0,
        keep: int = 1,
    ) -> None:
        style = self.style
        size = size or style.size
        step = size * style.lead
        if self.y - keep * step < self.floor + self.notes_height():
            self.turn()
        for line, indent, last in self.lines(text, size, bold, first, rest, self.measure):
            new = [self.note_lines(token.note) for token in line if token.note]
            height = self.notes_height() + sum(map(len, new)) * style.size * style.note_size * 1.35
            height += 12 if new and not self.notes else 0
            if self.y - step < self.floor + height:
                self.turn()
                if new and style.restart and self.column == 0:
                    self.renumber(line)
                    new = [self.note_lines(token.note) for token in line if token.note]
            self.notes += new
            self.y -= step
            x = self.x0 + indent
            measure = self.measure - indent
            if centre:
                x += (measure - sum(token.width for token in line)) / 2
            self.draw(line, x, self.y, measure, style.justify and not last and not centre)
        self.y -= after * size

    def renumber(self, line: list[_Token]) -> None:
        """Notes of a line that went over to a new page begin anew."""
        self.note_count = 0
        for token in line:
            if token.note:
                self.note_count += 1
                mark = CIRCLES[self.note_count - 1] if self.style.circled else str(self.note_count)
                token.note = mark + token.note[token.note.index(" ") :]
                token.text = mark

    def note_lines(self, note: str) -> list[list[_Token]]:
        size = self.style.size * self.style.note_size
        count = self.note_count
        found = [line for line, _, _ in self.lines(note, size, False, 0, 0, self.measure)]
        self.note_count = count
        return found

    def table(self) -> None:
        if self.paper.table is None:
            return
        caption, rows = self.paper.table
        step = self.style.size * 1.5
        if self.y - (len(rows) + 4) * step < self.floor + self.notes_height():
            self.turn()
        self.y -= step
        self.paragraph(caption, self.style.size * 0.9, centre=True)
        cell = self.measure / len(rows[0])
        for row in rows:
            self.y -= step
            for place, words in enumerate(row):
                self.text_at(
                    self.x0 + place * cell + 4, self.y, words, self.style.size * 0.85, "left"
                )
        self.y -= 1.2 * step

    def run(self) -> bytes:
        paper, style, size = self.paper, self.style, self.style.size
        zh = paper.lang == "zh"
        self.set_columns(1)
        self.paragraph(paper.title, size * 1.7, bold=not zh, centre=True, after=0.6)
        self.paragraph(("，" if zh else ", ").join(paper.authors), size * 1.1, centre=True)
        self.paragraph(paper.affiliation, size * 0.9, centre=True, after=1)
        if not style.wide_front:
            self.set_columns(style.columns)
        label, keys = ("摘要：", "关键词：") if zh else ("Abstract: ", "Keywords: ")
        self.paragraph(label + paper.abstract, size * 0.9)
        self.paragraph(keys + ("；" if zh else "; ").join(paper.keywords), size * 0.9, after=1.5)
        if style.wide_front:
            self.set_columns(style.columns)
        third = len(paper.sections) // 2
        for index, (level, heading, texts) in enumerate(paper.sections):
            self.y -= 0.5 * size
            big = style.heading_size if level == 1 else (1 + style.heading_size) / 2
            self.paragraph(heading, size * big, bold=style.heading_bold, keep=3, after=0.3)
            for text in texts:
                self.paragraph(text, first=style.indent * size, after=style.spaced)
            if index == third:
                self.table()
        if paper.references:
            self.y -= size
            name = "参考文献" if zh else "References"
            self.paragraph(
                name, size * style.heading_size, bold=style.heading_bold, keep=3, after=0.3
            )
            for item in paper.references:
                self.paragraph(item, size * 0.85, rest=1.8 * size if style.hanging else 0)
        if paper.title_en:
            self.turn_down()
            self.paragraph(paper.title_en, size * 1.3, bold=True, centre=True, keep=8)
            self.paragraph(paper.authors_en, size, centre=True, after=0.5)
            self.paragraph("Abstract: " + paper.abstract_en, size * 0.9)
            self.paragraph("Key words: " + "; ".join(paper.keywords_en), size * 0.9)
        self.draw_notes()
        self.canvas.showPage()
        self.canvas.save()
        return self.out.getvalue()

    def turn_down(self) -> None:
        self.y -= 2 * self.style.size


def typeset(paper: Paper, **style: Any) -> bytes:
    """Return the PDF of a paper."""
    return _Setter(paper, Style(**style)).run()


def as_text(paper: Paper) -> str:
    """The same paper as plain text, one paragraph a line, notes at the end."""
    zh = paper.lang == "zh"
    notes: list[str] = []
    circled = [0]

    def told(text: str) -> str:
        def note(hit: re.Match[str]) -> str:
            circled[0] += 1
            mark = CIRCLES[(circled[0] - 1) % 20]
            notes.append(f"{mark} {hit[1]}")
            return mark

        text = re.sub(r"\{\{(.*?)\}\}", note, text)
        return re.sub(r"\^(\d[\d,–-]*)\^", r"^[\1]^", text)

    parts = [paper.title, ("，" if zh else ", ").join(paper.authors), paper.affiliation]
    parts.append(("摘要：" if zh else "Abstract: ") + paper.abstract)
    parts.append(("关键词：" if zh else "Keywords: ") + ("；" if zh else "; ").join(paper.keywords))
    for _, heading, texts in paper.sections:
        parts += [heading, *map(told, texts)]
    if paper.references:
        parts += ["参考文献" if zh else "References", "\n".join(paper.references)]
    if notes:
        parts += ["\n".join(notes)]
    if paper.title_en:
        parts += [
            paper.title_en,
            paper.authors_en,
            "Abstract: " + paper.abstract_en,
            "Key words: " + "; ".join(paper.keywords_en),
        ]
    return "\n\n".join(parts) + "\n"
