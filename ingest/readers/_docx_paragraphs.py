"""The paragraphs of one story of a Word document: its body, a note, a text box."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from ingest.readers._docx_fields import Field
from ingest.readers._docx_numbering import Numbering
from ingest.readers._docx_styles import Look, Styles, with_run
from ingest.readers._entries import Entry
from ingest.readers._package import DEPTH, attribute, child, local, value
from ingest.readers._writer import Piece

_DROPPED = {
    "del",
    "moveFrom",
    "delText",
    "delInstrText",
    "rPr",
    "pPr",
    "rPrChange",
    "pPrChange",
    "comment",
    "commentReference",
    "annotationRef",
    "instrText",
    "fldChar",
    "footnoteRef",
    "endnoteRef",
    "separator",
    "continuationSeparator",
    "sdtPr",
    "sdtEndPr",
    "object",
    "rt",
    "Fallback",
    "pgNum",
    "tblPr",
    "trPr",
    "tcPr",
    "tblGrid",
    "sectPr",
    "proofErr",
}
_CELL_LENGTH = 160  # characters: a longer cell holds running text, the table only sets the page


@dataclass(slots=True)
class Story:
    """Reads elements into entries. Fields may go on from one paragraph to the next."""

    styles: Styles
    numbering: Numbering
    notes: NoteCount
    works: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    _fields: list[Field] = field(default_factory=list)
    _entry: Entry = field(default_factory=Entry)
    _open: Entry | None = None  # its paragraph mark was deleted: the next one goes on
    _boxes: list[etree._Element] = field(default_factory=list)
    _looks: list[tuple[bool, int, int]] = field(default_factory=list)  # bold, size, length

    def read(self, parent: etree._Element, depth: int = 0) -> Iterator[Entry]:
        """Yield the paragraphs inside an element, in reading order."""
        if depth > DEPTH:
            return
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element, depth)
            elif name == "tbl":
                yield from self._table(element, depth)
            elif name == "sdt":
                gallery = value(element, "sdtPr", "docPartObj", "docPartGallery")
                if gallery != "Table of Contents":
                    yield from self._content(element, depth, gallery == "Bibliographies")
            elif name == "AlternateContent":
                yield from self.read(_alternative(element), depth + 1)
            elif name and name not in _DROPPED:
                yield from self.read(element, depth + 1)

    def _content(self, element: etree._Element, depth: int, list_: bool) -> Iterator[Entry]:
        content = child(element, "sdtContent")
        for entry in self.read(content, depth + 1) if content is not None else ():
            if list_ and entry.kind is None:
                entry.kind = "references"
            yield entry

    def _paragraph(self, element: etree._Element, depth: int) -> Iterator[Entry]:
        properties = child(element, "pPr")
        style = value(properties, "pStyle")
        look = self.styles.look(style)
        entry = self._open or Entry()
        if self._open is None:
            self._place(entry, look, style, properties)
            self._looks = []
        self._open, self._entry = None, entry
        silent = any(each.silent for each in self._fields if each.result)
        self._runs(element, look, depth)
        if any(each.list_ for each in self._fields) and entry.kind is None:
            entry.kind = "references"
        if properties is not None and child(properties, "sectPr") is not None:
            self.notes.section_ends()
        boxes, self._boxes = self._boxes, []
        deleted = child(properties, "rPr", "del") is not None
        if deleted:
            self._open = entry
        elif entry.text or entry.drawn:
            words = [each for each in self._looks if each[2]]
            entry.bold = bool(words) and all(bold for bold, _, _ in words)
            entry.size = min((size for _, size, _ in words), default=0)
            if not silent or entry.text:
                self._count(entry, look, style, properties)
                yield entry
        for box in boxes:
            yield from Story(self.styles, self.numbering, self.notes, self.works).read(
                box, depth + 1
            )

    def _place(
        self, entry: Entry, look: Look, style: str | None, properties: etree._Element | None
    ) -> None:
        entry.kind, entry.level = look.kind, look.level
        outline = value(properties, "outlineLvl")
        if outline is not None and outline.isdigit() and look.kind in (None, "heading", "body"):
            number = int(outline)
            entry.kind = "heading" if number < 9 else None
            entry.level = number + 1 if number < 9 else None
        if entry.kind == "body":
            entry.kind = None

    def _count(
        self, entry: Entry, look: Look, style: str | None, properties: etree._Element | None
    ) -> None:
        """Give a paragraph that has words its automatic number."""
        if not entry.text:
            return
        list_, depth = look.list_, look.depth or 0
        if list_ is None and style is not None and (named := self.numbering.of_style(style)):
            list_, depth = named
        elif style is not None and (named := self.numbering.of_style(style)) is not None:
            depth = named[1]
        own = child(properties, "numPr")
        if own is not None:
            list_ = value(own, "numId") or list_
            level = value(own, "ilvl")
            depth = int(level) if level is not None and level.isdigit() else depth
        if list_ is None or list_ == "0":
            return
        label = self.numbering.label(list_, depth)
        if label is not None:
            entry.number = label[0]

    def _table(self, element: etree._Element, depth: int) -> Iterator[Entry]:
        rows: list[list[list[Entry]]] = []
        for row in _inside(element, "tr"):
            if child(row, "trPr", "del") is not None:
                continue
            rows.append([list(self.read(cell, depth + 1)) for cell in _inside(row, "tc")])
        cells = [cell for row in rows for cell in row if cell]
        widest = max((len(row) for row in rows), default=0)
        frame = widest <= 1 or any(
            len(entry.text) > _CELL_LENGTH for cell in cells for entry in cell
        )
        if frame:
            for cell in cells:
                yield from cell
            return
        first = True
        for line in rows:
            pieces: list[Piece] = []
            for at, cell in enumerate(line):
                if at:
                    pieces.append(Piece("\t"))
                for place, entry in enumerate(cell):
                    pieces += [Piece(" ")] if place else []
                    pieces += [Piece(entry.number)] if entry.number else []
                    pieces += [_on_one_line(each) for each in entry.pieces]
            if any(piece.text.strip() for piece in pieces):
                yield Entry(pieces, "table", close=not first)
                first = False

    def _runs(self, parent: etree._Element, look: Look, depth: int) -> None:
        if depth > DEPTH:
            return
        for element in parent:
            name = local(element)
            if name == "r":
                self._run(element, look, depth)
            elif name == "hyperlink":
                anchor = attribute(element, "anchor")
                field_ = Field(result=True, targets=(f"bookmark:{anchor}",) if anchor else ())
                self._fields.append(field_)
                self._runs(element, look, depth + 1)
                if self._fields and self._fields[-1] is field_:
                    self._fields.pop()
            elif name == "fldSimple":
                field_ = Field()
                field_.add(attribute(element, "instr") or "")
                field_.close_code(self.works)
                self._fields.append(field_)
                self._runs(element, look, depth + 1)
                if self._fields and self._fields[-1] is field_:
                    self._fields.pop()
            elif name == "bookmarkStart":
                self._entry.keys += (f"bookmark:{attribute(element, 'name')}",)
            elif name == "AlternateContent":
                self._runs(_alternative(element), look, depth + 1)
            elif name == "sdt":
                content = child(element, "sdtContent")
                if content is not None:
                    self._runs(content, look, depth + 1)
            elif name in ("oMath", "oMathPara"):
                words = "".join(each.text or "" for each in element.iter() if local(each) == "t")
                self._add(words, look)
            elif name == "ruby":
                base = child(element, "rubyBase")
                if base is not None:
                    self._runs(base, look, depth + 1)
            elif name and name not in _DROPPED:
                self._runs(element, look, depth + 1)

    def _run(self, run: etree._Element, look: Look, depth: int) -> None:
        properties = child(run, "rPr")
        own = value(properties, "rStyle")
        if own is not None:
            styled = self.styles.look(own)
            look = Look(
                bold=look.bold if styled.bold is None else styled.bold,
                size=styled.size or look.size,
                raised=styled.raised or look.raised,
                hidden=styled.hidden or look.hidden,
            )
        look = with_run(look, properties)
        custom: str | None = None  # the note whose mark is typed by hand after it
        for element in run:
            name = local(element)
            if name == "fldChar":
                self._field(attribute(element, "fldCharType"))
            elif name == "instrText":
                if self._fields and not self._fields[-1].result:
                    self._fields[-1].add(element.text or "")
            elif name == "t":
                text = (element.text or "").replace("\t", " ").replace("\n", " ")
                if custom is not None and text.strip():
                    key = self.notes.custom(custom, text.strip())
                    self._add(text, look, raised=True, targets=(key,))
                    custom = None
                else:
                    self._add(text, look)
            elif name in ("footnoteReference", "endnoteReference"):
                which = f"{name[: -len('Reference')]}:{attribute(element, 'id')}"
                if on_mark(element):
                    custom = which
                else:
                    self._add(self.notes.count(which), look, raised=True, targets=(which,))
            elif name == "br":
                if attribute(element, "type") == "page":
                    self.notes.page_ends()
                elif attribute(element, "type") in (None, "textWrapping"):
                    self._add("\n", look)
            elif name == "cr":
                self._add("\n", look)
            elif name in ("tab", "ptab"):
                self._add(" ", look)
            elif name == "noBreakHyphen":
                self._add("-", look)
            elif name == "lastRenderedPageBreak":
                self.notes.page_ends()
            elif name in ("drawing", "pict", "AlternateContent"):
                self._drawing(element)
            elif name == "ruby":
                base = child(element, "rubyBase")
                if base is not None:
                    self._runs(base, look, depth + 1)

    def _drawing(self, element: etree._Element) -> None:
        part = _alternative(element) if local(element) == "AlternateContent" else element
        boxes = [each for each in part.iter() if local(each) == "txbxContent"]
        # a box inside a box is read with the outer one
        self._boxes += [
            box
            for box in boxes
            if not any(local(each) == "txbxContent" for each in box.iterancestors())
        ]
        self._entry.drawn = self._entry.drawn or not boxes

    def _field(self, sign: str | None) -> None:
        if sign == "begin":
            self._fields.append(Field())
        elif sign == "separate" and self._fields:
            self._fields[-1].close_code(self.works)
        elif sign == "end" and self._fields:
            self._fields.pop()

    def _add(
        self, text: str, look: Look, raised: bool = False, targets: tuple[str, ...] = ()
    ) -> None:
        if look.hidden or any(each.silent or not each.result for each in self._fields):
            return
        for each in self._fields:
            targets += each.targets
        self._entry.pieces.append(Piece(text, raised or bool(look.raised), targets))
        if not raised and not look.raised:
            size = look.size or self.styles.size
            self._looks.append((bool(look.bold), size, len(text.strip())))


@dataclass(slots=True)
class NoteCount:
    """Numbers notes as they are referred to."""

    forms: Mapping[str, str]  # "footnote", "endnote" → number format
    starts: Mapping[str, int]
    restarts: Mapping[str, str]
    printed: Any  # (number, form) -> str
    labels: dict[str, str] = field(default_factory=dict)
    _last: dict[str, int] = field(default_factory=dict)

    def count(self, which: str) -> str:
        """Return the mark of a note: ①, 1, i."""
        kind = which.partition(":")[0]
        if which not in self.labels:
            self._last[kind] = self._last.get(kind, self.starts.get(kind, 1) - 1) + 1
            self.labels[which] = self.printed(self._last[kind], self.forms.get(kind))
        return self.labels[which]

    def custom(self, which: str, mark: str) -> str:
        """Take a mark that was typed by hand; return the note's key."""
        self.labels.setdefault(which, mark.strip("[]［］〔〕()（）"))
        return which

    def section_ends(self) -> None:
        """A new section begins."""
        for kind, restart in self.restarts.items():
            if restart == "eachSect":
                self._last.pop(kind, None)

    def page_ends(self) -> None:
        """A new page began where the document was last set."""
        for kind, restart in self.restarts.items():
            if restart == "eachPage":
                self._last.pop(kind, None)


def on_mark(element: etree._Element) -> bool:
    """Whether a note's mark is typed by hand instead of counted."""
    return attribute(element, "customMarkFollows") in ("1", "true", "on")


def _alternative(element: etree._Element) -> etree._Element:
    """The first form of content that stands there in several."""
    choice = child(element, "Choice")
    if choice is not None and len(choice):
        return choice
    fallback = child(element, "Fallback")
    return element if fallback is None else fallback


def _inside(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table, cells of a row; content controls and insertions stand between."""
    for each in element:
        found = local(each)
        if found == name:
            yield each
        elif found in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            yield from _inside(each, name)


def _on_one_line(piece: Piece) -> Piece:
    return Piece(re.sub(r"\s*\n\s*", " ", piece.text), piece.raised, piece.targets)
