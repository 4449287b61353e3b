"""The body of a page as paragraphs: pages and the chapters of books alike."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from ingest.document import BlockKind
from ingest.layout import headings
from ingest.readers._entries import LABEL, Entry, note, on_one_line, trimmed, without_label
from ingest.readers._html_inline import all_bold, apart, flat, inline, spaces
from ingest.readers._html_links import Links
from ingest.readers._html_tree import BLOCKS, HEADINGS, is_called, names, text_of, whole_text
from ingest.readers._package import DEPTH, local
from ingest.readers._writer import Item, Piece, plain_text

_CELL_LENGTH = 160
_AFTER = re.compile(
    r"[（(【\[]?\s*(?:作者简介|作者信息|作者单位|责任编辑|责编|编辑|收稿日期"
    r"|基金|版权|来源|原载|本文(?:系|为|原)|©|copyright)",
    re.IGNORECASE,
)
_OWN_LABEL = re.compile(
    r"[•·●▪◆①-⑳\-–—]|[（(][一二三四五六七八九十\d]|[\u4e00-\u9fff]{2,8}[:：]|[A-Z]{3,8}\s?[:：]"
)
_ABOUT = re.compile(
    r"[*＊\s]*(?:本文系|基金|项目|作者简介|收稿日期|通[讯信]作者|funding|corresponding)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Body:
    """Walks a tree and gathers its paragraphs."""

    links: Links
    title: etree._Element | None = None
    entries: list[Entry] = field(default_factory=list)
    notes: list[Entry] = field(default_factory=list)  # that stand between the text
    _mode: BlockKind | None = None  # references after their heading
    _listed: bool = False  # items of a list element were read in this mode

    def read(self, element: etree._Element) -> None:
        """Read one element, whatever it is."""
        if local(element) in ("body", "html"):
            self.walk(element)
        else:
            self._block(element, None, 0)

    def walk(self, element: etree._Element, kind: BlockKind | None = None, depth: int = 0) -> None:
        """Read one element that holds blocks."""
        if depth > DEPTH:
            return
        buffer: list[Piece] = []

        def flush() -> None:
            if any(piece.text.strip() for piece in buffer):
                self._paragraph(list(buffer), kind, element if len(buffer) == 1 else None)
            buffer.clear()

        if element.text:
            buffer.append(Piece(spaces(element.text)))
        for each in element:
            tag = local(each)
            if tag in BLOCKS or _holds_blocks(each):
                if tag in BLOCKS or any(p.text.strip() for p in buffer):
                    flush()
                self._block(each, kind, depth + 1)
            else:
                buffer += apart(buffer, each, kind)
                buffer += inline(self.links, each, False, depth + 1)
            if each.tail:
                buffer.append(Piece(spaces(each.tail)))
        flush()

    def leave(self) -> None:
        """A page ends: a list of references does not go on in the next."""
        self._mode, self._listed = None, False

    def _block(self, element: etree._Element, kind: BlockKind | None, depth: int) -> None:
        tag = local(element)
        if element in self.links.blocks:
            self._linked(element, depth)
        elif tag in HEADINGS:
            self._heading(element, kind)
        elif tag == "table":
            self._table(element, kind, depth)
        elif tag in ("ul", "ol") or (tag == "dl" and self._mode is not None):
            self._list(element, self._kind(element, kind), depth)
        elif tag == "pre":
            for line in whole_text(element).splitlines():
                self._add(Entry([Piece(line)], kind, close=True))
        elif tag == "hr":
            self.leave()
        else:
            inner = self._kind(element, kind)
            region = inner == "references" and self._mode is None and tag != "p"
            if region:
                self._mode, self._listed = "references", False
            if _holds_blocks(element):
                self.walk(element, inner, depth)
            else:
                self._leaf(element, inner, depth)
            if region:
                self._mode = None

    def _kind(self, element: etree._Element, kind: BlockKind | None) -> BlockKind | None:
        """What an element's names say of its content."""
        if local(element) in ("figcaption", "caption") or is_called(element, "captions"):
            return "caption"
        if kind is not None:
            return kind
        if is_called(element, "references"):
            return "references"
        if is_called(element, "abstract"):
            return "abstract"
        if is_called(element, "keywords") and len(text_of(element)) < 400:
            return "keywords"
        if is_called(element, "byline") and len(text_of(element)) < 1500:
            return "byline"
        return None

    def _leaf(self, element: etree._Element, kind: BlockKind | None, depth: int) -> None:
        if kind == "byline" and len(element):
            pieces = [Piece(spaces(element.text or ""))]
            for each in element:
                pieces += [*apart(pieces, each, kind), *inline(self.links, each, False, depth + 1)]
                pieces.append(Piece(spaces(each.tail or "")))
            self._paragraph(pieces, kind, element)
            return
        self._paragraph(inline(self.links, element, False, depth), kind, element)

    def _paragraph(
        self, pieces: list[Piece], kind: BlockKind | None, element: etree._Element | None
    ) -> None:
        words = plain_text(pieces)
        if not words:
            self._drawn(element)
            return
        mode = self._mode
        if mode == "references" and kind in (None, "references"):
            label = LABEL.match(words)
            if headings.names(words, "references"):
                self._add(Entry(pieces, "heading"))
            elif _AFTER.match(words) or (self._listed and label is None):
                self._mode = None
                self._add(Entry(pieces))
            else:
                self._item(pieces, ())
            return
        if kind == "references":
            kind = None
        if kind is None and headings.names(words, "references"):
            self._mode, self._listed = "references", False
            self._add(Entry(pieces, "heading"))
            return
        if kind == "abstract" and re.match(
            r"[【\[]?\s*(?:关\s*键\s*[词字]|key\s*words)", words, re.I
        ):
            kind = "keywords"
        bold = element is not None and all_bold(element)
        if kind is None and element is not None and self._labels(element, words):
            self.entries[-1].pieces += [Piece(" "), *pieces]
            return
        self._add(Entry(pieces, kind, bold=bold))

    def _labels(self, element: etree._Element, words: str) -> bool:
        """Whether the paragraph before is the name of this one: 分类号： and then its value."""
        last = self.entries[-1] if self.entries else None
        parent = element.getparent()
        if last is None or last.kind is not None or parent is None:
            return False
        if re.fullmatch(r"[^。，]{2,12}[：:]", last.text) is None:
            return False
        alone = len(text_of(parent)) <= len(last.text) + len(words) + 4
        return alone and local(parent) in ("li", "dd", "td", "div", "p")

    def _heading(self, element: etree._Element, kind: BlockKind | None) -> None:
        pieces = on_one_line(inline(self.links, element, False, 0))
        words = plain_text(pieces)
        if not words:
            return
        if element is self.title:
            self._add(Entry(pieces, "title"))
        elif kind is None and is_called(element, "byline"):
            self._leaf(element, "byline", 0)
        elif kind in ("byline", "caption", "table"):
            self._add(Entry(pieces, kind))
        elif kind == "abstract" and not headings.names(words, "abstract"):
            # parts of a structured abstract: Background, Methods
            self._add(Entry([*pieces, Piece(": ")], "abstract"))
            self.entries[-1].drawn = True
        else:
            self._mode = "references" if headings.names(words, "references") else None
            self._listed = False
            self._add(Entry(pieces, "heading", int(local(element)[1])))

    def _list(self, element: etree._Element, kind: BlockKind | None, depth: int) -> None:
        region = kind == "references" and self._mode is None
        if region:
            self._mode = "references"
        number, first = _whole(element.get("start"), 1), True
        ordered = local(element) == "ol"
        for each in element:
            tag = local(each)
            if tag in ("ul", "ol"):
                self._list(each, kind, depth + 1)
                continue
            if tag not in ("li", "dd", "dt", "div", "p"):
                if tag:
                    self._block(each, None, depth + 1)
                continue
            number = _whole(each.get("value"), number)
            label = str(number) if ordered and not _unnumbered(element) else None
            number += 1
            if each in self.links.blocks:
                self._linked(each, depth, label)
            elif self._mode == "references" and tag in ("li", "dd", "div", "p"):
                self._listed = True
                self._item(flat(self.links, each, depth), (), label)
            elif is_called(element, "notes") or is_called(each, "notes"):
                self._note(flat(self.links, each, depth), (), label)
            elif _holds_blocks(each) and any(len(text_of(p)) > 60 for p in each.iter("p", "div")):
                self.walk(each, kind, depth + 1)
            else:
                pieces = trimmed(flat(self.links, each, depth))
                words = plain_text(pieces)
                lead = f"{label}. " if label else "• "
                if words and kind is None and not _labelled(words) and local(element) != "dl":
                    pieces = [Piece(lead), *pieces]
                if words:
                    self._add(Entry(on_one_line(pieces), kind, close=not first))
                    first = False
        if region:
            self._mode = None

    def _linked(self, element: etree._Element, depth: int, label: str | None = None) -> None:
        """Read a note or an item that marks link to."""
        keys = self.links.blocks[element]
        printed = next((self.links.labels[key] for key in keys if key in self.links.labels), None)
        pieces = flat(self.links, element, depth)
        around = [element, *element.iterancestors()]
        as_note = next((is_called(each, "notes") for each in around if _says(each)), False)
        in_list = not as_note and (self._mode == "references" or any(map(_is_list, around)))
        if in_list and printed is not None and self._counts_anew(printed):
            in_list = False
            self.leave()
        if in_list:
            self._listed = self._listed or local(element) == "li"
            self._item(pieces, keys, printed or label)
        else:
            moved = local(element) == "aside" or "footnote" in names(element)
            self._note(pieces, keys, printed or label, moved)

    def _counts_anew(self, label: str) -> bool:
        """Whether a label cannot be the next of the list: ①, or 1 after 12."""
        last = next((e.item for e in reversed(self.entries) if e.kind == "references"), None)
        if not label.isascii():
            return True
        return (
            last is not None
            and last.label is not None
            and label.isdigit()
            and (last.label.isdigit() and int(label) <= int(last.label))
        )

    def _item(self, pieces: list[Piece], keys: tuple[str, ...], label: str | None = None) -> None:
        pieces = trimmed(on_one_line(pieces))
        words = plain_text(pieces)
        if not words:
            return
        found = LABEL.match(words)
        printed = (found["in"] or found["dot"]) if found else None
        if printed is not None and (label is None or label == printed):
            label = printed
            pieces = without_label(pieces, label)
        elif label is not None and not label.isdigit():
            pieces, label = without_label(pieces, label), None
        elif label is not None:
            pieces = without_label(pieces, label)
        lead = [Piece(f"[{label}] ")] if label else []
        self._add(Entry([*lead, *pieces], "references", item=Item(keys, label)))

    def _note(
        self, pieces: list[Piece], keys: tuple[str, ...], label: str | None, moved: bool = False
    ) -> None:
        pieces = trimmed(on_one_line(pieces))
        words = plain_text(pieces)
        if not words:
            return
        found = LABEL.match(words)
        if label is None and found is not None:
            label = found["in"] or found["dot"]
        entry = note("", label, pieces)
        entry.item = Item(keys, label)
        if _ABOUT.match(plain_text(without_label(pieces, label) if label else pieces)):
            entry.kind = None
        if moved:
            self.notes.append(entry)
        else:
            self._add(entry)

    def _table(self, element: etree._Element, kind: BlockKind | None, depth: int) -> None:
        rows = [each for each in element.iter("tr", "{*}tr") if _table_of(each) is element]
        cells = [[c for c in row if local(c) in ("td", "th")] for row in rows]
        widest = max((len(row) for row in cells), default=0)
        linked = any(each in self.links.blocks for each in element.iter())
        long = any(len(text_of(cell)) > _CELL_LENGTH for row in cells for cell in row)
        nested = any(each is not element for each in element.iter("table"))
        if widest <= 1 or long or nested or linked or self._mode == "references":
            for row, inside in zip(rows, cells, strict=True):
                if row in self.links.blocks:
                    self._linked(row, depth)
                elif self._mode == "references":
                    self._item(flat(self.links, row, depth), ())
                else:
                    for cell in inside:
                        self._block(cell, kind, depth + 1)
            return
        for each in element:
            if local(each) == "caption":
                self._leaf(each, "caption", depth)
        first = True
        for inside in cells:
            pieces: list[Piece] = []
            for at, cell in enumerate(inside):
                pieces += [Piece("\t")] if at else []
                pieces += trimmed(on_one_line(flat(self.links, cell, depth)))
            if any(piece.text.strip() for piece in pieces):
                self._add(Entry(pieces, "table", close=not first))
                first = False

    def _drawn(self, element: etree._Element | None) -> None:
        if element is not None and next(element.iter("img", "{*}img"), None) is not None:
            self.entries.append(Entry(drawn=True))

    def _add(self, entry: Entry) -> None:
        last = self.entries[-1] if self.entries else None
        if last is not None and last.kind == "abstract" and last.drawn and entry.kind == "abstract":
            last.pieces, last.drawn = [*last.pieces, *entry.pieces], False
            return
        self.entries.append(entry)


def _says(element: etree._Element) -> bool:
    """Whether an element's names tell a note or an item of a list of references."""
    return is_called(element, "notes") or is_called(element, "references")


def _is_list(element: etree._Element) -> bool:
    return is_called(element, "references")


def _holds_blocks(element: etree._Element) -> bool:
    return any(local(each) in BLOCKS for each in element.iterdescendants())


def _table_of(row: etree._Element) -> etree._Element | None:
    return next((each for each in row.iterancestors() if local(each) == "table"), None)


def _unnumbered(element: etree._Element) -> bool:
    style = re.sub(r"\s", "", element.get("style") or "")
    return re.search(r"list-style(?:-type)?:none", style) is not None


def _labelled(words: str) -> bool:
    """Whether an item of a list begins with a number, a sign or a name of its own: ``DOI：``."""
    return LABEL.match(words) is not None or _OWN_LABEL.match(words) is not None


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.strip().isdigit() else otherwise
