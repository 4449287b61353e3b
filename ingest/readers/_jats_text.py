"""The text of a JATS article: headings, paragraphs, notes, tables, references, marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from ingest import metadata
from ingest.document import BlockKind
from ingest.folding import plain
from ingest.layout.lines import is_latin
from ingest.readers._inline import (
    bare_label,
    child_pieces,
    formula,
    language,
    numbers,
    pieces,
    plain_pieces,
    titled,
    words,
)
from ingest.readers._jats_citation import CITATIONS, fields
from ingest.readers._jats_front import Front, abstract_paragraphs, all_of
from ingest.readers._package import child, local
from ingest.readers._people import printed
from ingest.readers._writer import Item, Piece, Writer

_FLOATS = ("fig", "fig-group", "table-wrap", "table-wrap-group", "supplementary-material", "media")
_BLOCKS = ("list", "disp-quote", "boxed-text", "def-list", "verse-group", "statement", "speech")
_UNPRINTED = (
    *(
        "label",
        "graphic",
        "inline-graphic",
        "object-id",
        "alt-text",
        "long-desc",
        "index-term",
        "target",
    ),
    *("inline-supplementary-material", "permissions", "abbrev-xref", "def", "attrib-id"),
)
# A unit, a variable or a number, after which raised digits are a power
_POWERED = re.compile(r"(?:(?:^|[^A-Za-z])[A-Za-zΑ-ωχ]{1,2}|\d)$")
_FORMULAS = ("inline-formula", "disp-formula", "disp-formula-group", "math", "tex-math")


class Text:
    """Writes an article. Footnotes that stand inside paragraphs are collected and written once."""

    def __init__(self, root: etree._Element) -> None:
        self.writer = Writer(front=False)
        self.lang = language(root)
        self._notes: list[tuple[etree._Element, str, str]] = []
        self._aside: list[etree._Element] = []
        marks = [each for each in root.iter() if local(each) == "xref"]
        self._linked = any(each.get("ref-type") == "bibr" for each in marks)
        groups = [each for each in root.iter() if local(each) == "fn-group"]
        # notes that the text points at, by id, until they are met
        self._waiting = {
            str(each.get("id")): each for group in groups for each in all_of(group, "fn")
        }
        self._notes_title = next((t for group in groups if (t := words(child(group, "title")))), "")
        references = [each for each in root.iter() if local(each) == "ref"]
        self._printed = numbers(
            ((str(each.get("rid", "")), words(each)) for each in marks),
            [str(each.get("id")) for each in references],
        )
        self._order = {str(each.get("id")): n for n, each in enumerate(references, 1)}
        self._labels = {str(each.get("id")): words(child(each, "label")) for each in references}

    # -- words inside a paragraph ----------------------------------------------------------

    def inside(self, element: etree._Element, now: Piece) -> Iterator[Piece] | None:
        """Yield the pieces of an element inside a paragraph that is more than text."""
        name = local(element)
        if name == "sup":
            return pieces(
                element, self, replace(now, raised=now.raised or self._is_high(element, now))
            )
        if name == "xref":
            return self._mark(element, now)
        if name == "fn":
            return iter([self._note_mark(element)])
        if name in _FORMULAS:
            return iter([replace(now, text=f" {formula(element)} ")])
        if name in _FLOATS:
            self._aside.append(element)
            return iter(())
        if name == "break":
            return iter([replace(now, text=" ")])
        return iter(()) if name in _UNPRINTED else None

    def _is_high(self, element: etree._Element, now: Piece) -> bool:
        """Whether raised characters are a mark or a power: where marks are linked, ¹²⁵I is none."""
        if not self._linked or now.targets or any(local(each) == "xref" for each in element):
            return True
        before = element.getprevious()
        parent = element.getparent()
        text = before.tail if before is not None else parent.text if parent is not None else ""
        return not words(element).isdigit() or _POWERED.search(text or "") is not None

    def _mark(self, element: etree._Element, now: Piece) -> Iterator[Piece]:
        keys = tuple(str(element.get("rid") or element.get("alt") or "").split())
        kind = element.get("ref-type")
        if kind not in ("bibr", "fn", "other", None) or not keys:
            yield from pieces(element, self, now)
        elif words(element):
            for key in keys:
                if (note := self._waiting.pop(key, None)) is not None:
                    label = words(child(note, "label")) or self._printed.get(key, "")
                    self._notes.append((note, key, label))
            yield from pieces(element, self, replace(now, targets=keys))
        elif kind == "bibr":
            labels = [bare_label(self._labels.get(key, "")) for key in keys]
            shown = ",".join(
                label or str(self._order.get(key, ""))
                for label, key in zip(labels, keys, strict=True)
            )
            yield Piece(f"[{shown}]", now.raised, keys)

    def _note_mark(self, element: etree._Element) -> Piece:
        label = words(child(element, "label")) or str(len(self._notes) + 1)
        key = str(element.get("id") or f"note {len(self._notes) + 1}")
        self._notes.append((element, key, label))
        return Piece(bare_label(label) or label, True, (key,))

    # -- paragraphs ------------------------------------------------------------------------

    def paragraph(
        self,
        element: etree._Element,
        kind: BlockKind = "body",
        before: str = "",
        item: Item | None = None,
        close: bool = False,
    ) -> None:
        """Write an element as a paragraph; lists and quotations in it as their own."""
        lead = [Piece(before)] if before else []
        run: list[Piece] = []
        begun = False

        def flush() -> None:
            nonlocal lead, run, begun
            if any(piece.text.strip() for piece in run):
                self.writer.paragraph(
                    lead + run, kind, item=None if begun else item, close=close and not begun
                )
                lead, begun = [], True
            run = []

        run += plain_pieces(element.text, Piece(""))
        for each in element:
            if local(each) in _BLOCKS:
                flush()
                self.block(each, 1, kind)
            elif local(each) == "p":
                flush()
                self.paragraph(each, kind, "" if begun else before, None if begun else item, close)
                lead, begun = [], True
            else:
                run += child_pieces(each, self, Piece(""))
            run += plain_pieces(each.tail, Piece(""))
        flush()
        floats, self._aside = self._aside, []
        for each in floats:
            self.block(each, 1)

    def content(self, element: etree._Element | None, level: int, kind: BlockKind = "body") -> None:
        """Write what stands in a body, a section or an appendix."""
        for each in element if element is not None else ():
            self.block(each, level, kind)

    def block(self, element: etree._Element, level: int, kind: BlockKind = "body") -> None:
        """Write one element that stands between paragraphs."""
        name = local(element)
        if name in ("sec", "app", "ack", "notes", "bio", "glossary", "boxed-text", "app-group"):
            self._section(element, level, "meta" if name in ("ack", "notes", "bio") else kind)
        elif name in ("list", "def-list"):
            self._list(element, kind)
        elif name in _FLOATS:
            self._float(element)
        elif name == "table":
            self._rows(element)
        elif name in ("disp-quote", "verse-group", "statement", "speech", "fig-group"):
            label = titled(words(child(element, "label")), words(child(element, "title")))
            if label:
                self.writer.paragraph([Piece(label)], "caption")
            self.content(element, level, kind)
        elif name == "fn-group":
            self._notes_of(element, level)
        elif name == "ref-list":
            self._references(element, level)
        elif name in ("disp-formula", "disp-formula-group"):
            self.writer.paragraph([Piece(formula(element))], "caption")
        elif name in ("sig-block", "fn"):
            self.paragraph(element, "meta")
        elif name and name not in ("title", "label", "sec-meta", "subtitle", *_UNPRINTED):
            self.paragraph(element, kind)

    def _section(self, element: etree._Element, level: int, kind: BlockKind) -> None:
        label, title = words(child(element, "label")), child(element, "title")
        stated = words(title, "xref", "fn")
        whole = titled(label, stated)
        if whole and local(element) != "boxed-text":
            marks = list(pieces(title, self)) if title is not None else []
            gap = whole[: len(whole) - len(stated)] if whole != label else label
            self.writer.paragraph([Piece(gap), *marks], "heading", level)
        elif whole:
            self.writer.paragraph([Piece(whole)], "caption")
        deeper = level + 1 if whole and local(element) != "boxed-text" else level
        self.content(element, deeper, kind)

    def _list(self, element: etree._Element, kind: BlockKind) -> None:
        for each in element:
            name = local(each)
            if name == "list-item":
                label = words(child(each, "label"))
                first = True
                for inner in each:
                    if local(inner) in ("list", "def-list", *_FLOATS):
                        self.block(inner, 1, kind)
                    elif local(inner) not in ("label", ""):
                        lead = titled(label, " ") if label and first else ""
                        self.paragraph(inner, kind, lead, close=True)
                        first = False
            elif name == "def-item":
                term = words(child(each, "term"))
                lead = f"{term}: " if is_latin(term) else f"{term}："
                for definition in all_of(each, "def"):
                    self.paragraph(definition, kind, lead, close=True)
            elif name == "title":
                self.paragraph(each, kind)

    def _float(self, element: etree._Element) -> None:
        caption = child(element, "caption")
        label, lead = words(child(element, "label")), True
        parts = [each for each in caption if local(each)] if caption is not None else []
        for each in parts or ([caption] if caption is not None else []):
            text = [*pieces(each, self)]
            self.writer.paragraph([Piece(f"{label} "), *text] if lead else text, "caption")
            lead = False
        if lead and label:
            self.writer.paragraph([Piece(label)], "caption")
        self._float_content(element)

    def _float_content(self, element: etree._Element) -> None:
        for each in element:
            name = local(each)
            if name == "table":
                self._rows(each)
            elif name in _FLOATS:
                self._float(each)
            elif name == "table-wrap-foot":
                for note in each:
                    if local(note) not in ("", "label", "title"):
                        self.paragraph(note, "caption", words(child(note, "label")))
            elif name in ("alternatives", "oasis"):
                self._float_content(each)

    def _rows(self, table: etree._Element) -> None:
        first = True
        for row in table.iter():
            if local(row) != "tr":
                continue
            line: list[Piece] = []
            for number, cell in enumerate(all_of(row, "td", "th")):
                line += [Piece("\t")] * bool(number) + list(pieces(cell, self))
            self.writer.paragraph(line, "table", close=not first)
            first = False

    # -- notes and references ----------------------------------------------------------------

    def collected_notes(self) -> None:
        """Write the notes whose marks have been written, in the order of the marks."""
        if self._notes and self._notes_title:
            self.writer.paragraph([Piece(self._notes_title)], "heading", 1)
            self._notes_title = ""
        while self._notes:
            notes, self._notes = self._notes, []
            for element, key, label in notes:
                self._note(element, key, label)

    def _notes_of(self, group: etree._Element, level: int) -> None:
        left = [each for each in all_of(group, "fn") if str(each.get("id")) in self._waiting]
        title = words(child(group, "title"))
        if left and title and title == self._notes_title:
            self.writer.paragraph([Piece(title)], "heading", level)
        for each in left:
            self.paragraph(each, "meta", words(child(each, "label")))

    def _note(self, element: etree._Element, key: str, label: str) -> None:
        item = Item((key,), bare_label(label))
        self.paragraph(element, "footnotes", f"{label} " if label else "", item)

    def _references(self, element: etree._Element, level: int) -> None:
        title = words(child(element, "title"))
        if title:
            self.writer.paragraph([Piece(title)], "heading", level)
        for each in element:
            name = local(each)
            if name == "ref":
                self._reference(each)
            elif name == "ref-list":
                self._references(each, level + 1)
            elif name == "p":
                self.paragraph(each, "meta")

    def _reference(self, element: etree._Element) -> None:
        key = str(element.get("id"))
        label = self._labels.get(key, "")
        groups = [element, *all_of(element, "citation-alternatives")]
        stated = [each for group in groups for each in all_of(group, *CITATIONS)]
        languages = {each.get("{http://www.w3.org/XML/1998/namespace}lang") for each in stated}
        if len(stated) > 1 and (len(groups) > 1 or len(languages) == len(stated)):
            # one work in several dresses, or in several languages
            mixed = [each for each in stated if local(each) == "mixed-citation"]
            first = (mixed or stated)[0]
            tagged = [first, *(each for each in stated if each not in mixed)]
            csl = next((found for each in tagged if (found := fields(each))), None)
            self._work(first, csl, key, label)
            return
        for number, each in enumerate(stated):
            self._work(each, fields(each) or None, "" if number else key, label)
        if not stated:
            notes = words(element, "label")
            if notes:
                item = Item((key,), self._number(label, key))
                self.writer.paragraph([Piece(titled(label, notes))], "references", item=item)

    def _work(
        self, citation: etree._Element, csl: dict[str, object] | None, key: str, label: str
    ) -> None:
        mixed = local(citation) in ("mixed-citation", "citation")
        text = words(citation, "label", "object-id") if mixed else ""
        if csl and len(text) < len(str(csl.get("title", ""))) + 4:
            text = ""
        text = text or (printed(csl) if csl else words(citation))
        line = titled(label if not text.startswith(label) else "", text)
        item = Item((key,) if key else (), self._number(label, key), csl)
        self.writer.paragraph([Piece(line)], "references", item=item)

    def _number(self, label: str, key: str) -> str | None:
        """The number of a reference: as printed with it, else as the marks in the text have it."""
        return bare_label(label) or self._printed.get(key)

    # -- before and after the text ---------------------------------------------------------

    def front(self, front: Front) -> None:
        """Write what stands before the text."""
        for text in front.titles:
            self.writer.paragraph([Piece(text)], "title")
        for text in (*front.byline(), *front.places()):
            self.writer.paragraph([Piece(text)], "byline")
        if not front.stub and (imprint := front.imprint()):
            self.writer.paragraph([Piece(imprint)], "meta")
        for abstract in front.abstracts:
            self._abstract(abstract)
        for heading, group in front.keywords:
            latin = is_latin("".join(group))
            heading = heading or ("Keywords" if latin else "关键词")
            line = heading + (": " + "; ".join(group) if latin else "：" + "；".join(group))
            self.writer.paragraph([Piece(line)], "keywords")
        for notes in all_of(front.meta, "author-notes", "funding-group"):
            for each in notes:
                self.paragraph(each, "meta")

    def _abstract(self, abstract: etree._Element) -> None:
        title = words(child(abstract, "title"), "xref").strip(" :：[]【】")
        for number, (element, text) in enumerate(abstract_paragraphs(abstract)):
            own = words(element, "xref")
            before = text[: len(text) - len(own)]
            if title and not number:
                label = title + (": " if is_latin(own) else "：")
                if metadata.pattern("abstract_label").match(plain(label + own)) is not None:
                    before = label + before
            self.paragraph(element, "abstract", before)

    def back(self, element: etree._Element | None) -> None:
        """Write what stands after the text."""
        self.content(element, 1)
        self.collected_notes()
