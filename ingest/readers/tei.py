"""TEI: the XML of scholarly texts, and what GROBID writes of a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from ingest.document import BlockKind, Source
from ingest.layout.lines import is_latin
from ingest.nodes import display_name
from ingest.readers._inline import (
    bare_label,
    child_pieces,
    formula,
    language,
    numbers,
    parent_name,
    pieces,
    plain_pieces,
    titled,
    words,
)
from ingest.readers._package import child, local
from ingest.readers._people import printed
from ingest.readers._tei_bibl import children, fields, find, people, raw, titles
from ingest.readers._writer import Item, Piece, Writer
from ingest.readers.xml import read

SUFFIXES = (".tei",)
ROOTS = ("TEI", "TEI.2")
__all__ = ["ROOTS", "SUFFIXES", "read", "read_root"]

_ID = "{http://www.w3.org/XML/1998/namespace}id"
_META = ("acknowledgement", "acknowledgment", "funding", "availability", "conflict", "contribution")


def read_root(file: str, data: bytes, root: etree._Element) -> Source:
    """Return the text of a TEI document and what its elements state."""
    facts = _facts(root)
    text = _Text(root)
    text.front(root, facts)
    whole = child(root, "text")
    for name in ("front", "body", "back"):
        text.blocks(child(whole, name), 1)
        if name == "body":
            text.collected()
    text.references()
    return text.writer.source(
        file,
        data,
        "tei",
        facts,
        encoding=(root.getroottree().docinfo.encoding or "utf-8").lower(),
    )


def _facts(root: etree._Element) -> dict[str, Any]:
    """What the header states of the paper, as CSL-JSON."""
    header = child(root, "teiHeader")
    struct = child(header, "fileDesc", "sourceDesc", "biblStruct")
    csl = fields(struct) if struct is not None else {}
    named = titles(child(struct, "analytic")) + titles(child(header, "fileDesc", "titleStmt"))
    _in_two(csl, "title", named)
    _in_two(csl, "abstract", [_joined(each) for each in _abstracts(root)])
    for _, group in _keywords(root):
        csl.setdefault("keyword_en" if is_latin("".join(group)) else "keyword", group)
    if "keyword" not in csl and "keyword_en" in csl:
        csl["keyword"] = csl["keyword_en"]
    if not csl.get("author"):
        csl["author"] = people(child(header, "fileDesc", "titleStmt"))
    csl["language"] = language(child(root, "text")) or language(header)
    return {key: value for key, value in csl.items() if value}


def _in_two(csl: dict[str, Any], key: str, stated: Sequence[str]) -> None:
    """The first text; where two languages are given, the Chinese and the English one."""
    texts = [text for text in stated if text]
    if not texts:
        return
    csl[key] = texts[0]
    other = next((text for text in texts if is_latin(text) != is_latin(texts[0])), None)
    if other is not None:
        latin = is_latin(other)
        csl[key], csl[f"{key}_en"] = (texts[0], other) if latin else (other, texts[0])


def _abstracts(root: etree._Element) -> Iterator[etree._Element]:
    yield from children(child(root, "teiHeader", "profileDesc"), "abstract")


def _paragraphs(abstract: etree._Element) -> list[etree._Element]:
    inside = [each for each in find(abstract, "p", "ab") if each is not abstract]
    return inside or [abstract]


def _joined(abstract: etree._Element) -> str:
    parts = [words(each, "ref", "head") for each in _paragraphs(abstract)]
    return (" " if is_latin("".join(parts)) else "").join(part for part in parts if part)


def _keywords(root: etree._Element) -> Iterator[tuple[str, list[str]]]:
    """The heading and the words of each group."""
    for group in find(child(root, "teiHeader", "profileDesc", "textClass"), "keywords"):
        terms = [words(each) for each in find(group, "term", "item")]
        if not terms:
            terms = re.split(r"\s*[;；,，、]\s*", words(group, "head"))
        found = [term.strip(" .;；") for term in terms if term.strip(" .;；")]
        if found:
            yield words(child(group, "head")), found


class _Text:
    """Writes the text of a document."""

    def __init__(self, root: etree._Element) -> None:
        self.writer = Writer(front=False)
        self._notes: list[tuple[etree._Element, str, str]] = []
        self._works = [
            each
            for each in find(child(root, "text"), "biblStruct", "bibl")
            if local(each) == "biblStruct" or parent_name(each) == "listBibl"
        ]
        self._aside: list[etree._Element] = []
        divs = find(child(root, "text", "body"), "div")
        # GROBID writes all sections side by side: only their numbers say how deep they are
        self._nested = any(parent_name(each) == "div" for each in divs)
        self._numbers = numbers(
            (
                (target[1:], words(each))
                for each in find(child(root, "text"), "ref")
                if (target := str(each.get("target", ""))).startswith("#")
            ),
            [str(each.get(_ID)) for each in self._works],
        )
        notes = [each for each in find(child(root, "text"), "note") if each.get(_ID)]
        self._note_labels = {str(each.get(_ID)): str(each.get("n") or "") for each in notes}

    def inside(self, element: etree._Element, now: Piece) -> Iterator[Piece] | None:
        """Yield the pieces of an element inside a paragraph that is more than text."""
        name = local(element)
        if name == "ref":
            keys = tuple(
                key[1:] for key in str(element.get("target", "")).split() if key.startswith("#")
            )
            kind = element.get("type")
            if not keys or kind not in ("bibr", "biblio", "foot", "note", "noteAnchor", None):
                return pieces(element, self, now)
            raised = now.raised or kind in ("foot", "note", "noteAnchor")
            if not words(element):
                label = self._note_labels.get(keys[0]) if raised else self._shown(keys)
                return iter([Piece(label or "", raised, keys)])
            return pieces(element, self, replace(now, raised=raised, targets=keys))
        if name == "hi" and re.search(
            "sup", str(element.get("rend") or element.get("style") or "")
        ):
            return pieces(element, self, replace(now, raised=True))
        if name == "note":
            key = str(element.get(_ID) or f"note {len(self._notes) + 1}")
            label = str(element.get("n") or len(self._notes) + 1)
            self._notes.append((element, key, label))
            return iter([Piece(bare_label(label) or label, True, (key,))])
        if name == "formula":
            return iter([replace(now, text=f" {formula(element)} ")])
        if name in ("figure", "table"):
            self._aside.append(element)
            return iter(())
        if name in ("lb", "pb", "cb"):
            return iter([replace(now, text=" ")])
        return iter(()) if name in ("graphic", "figDesc", "fw") else None

    def _shown(self, keys: tuple[str, ...]) -> str:
        order = {str(each.get(_ID)): n for n, each in enumerate(self._works, 1)}
        return f"[{','.join(str(order[key]) for key in keys if key in order)}]"

    def front(self, root: etree._Element, facts: dict[str, Any]) -> None:
        """Write what the header states, in the order of print."""
        write = self.writer.paragraph
        for key in ("title", "title_en"):
            if facts.get(key):
                write([Piece(str(facts[key]))], "title")
        names = [display_name(each) for each in facts.get("author", ())]
        write([Piece((", " if is_latin("".join(names)) else "，").join(names))], "byline")
        seen = set()
        for aff in find(child(root, "teiHeader", "fileDesc", "sourceDesc"), "affiliation"):
            parts = [words(each) for each in aff if local(each) not in ("note", "")]
            line = ", ".join(part for part in parts if part) or words(aff)
            if line not in seen:
                seen.add(line)
                write([Piece(line)], "byline")
        dates = (facts.get("issued") or {}).get("date-parts") or [[""]]
        number = str(facts.get("volume", "")) + (
            f"({facts['issue']})" if facts.get("issue") else ""
        )
        number += f": {facts['page']}" if facts.get("page") else ""
        parts = [str(facts.get("container-title", "")), str(dates[0][0]), number]
        imprint = ", ".join(part for part in parts if part)
        doi = f"DOI: {facts['DOI']}" if facts.get("DOI") else ""
        write([Piece(". ".join(part for part in (imprint, doi) if part))], "meta")
        for abstract in _abstracts(root):
            for each in _paragraphs(abstract):
                self._paragraph(each, "abstract")
        for heading, group in _keywords(root):
            latin = is_latin("".join(group))
            heading = heading or ("Keywords" if latin else "关键词")
            line = heading + (": " + "; ".join(group) if latin else "：" + "；".join(group))
            write([Piece(line)], "keywords")

    def blocks(self, element: etree._Element | None, depth: int, kind: BlockKind = "body") -> None:
        """Write what stands in a division."""
        for each in element if element is not None else ():
            self._block(each, depth, kind)

    def _block(self, element: etree._Element, depth: int, kind: BlockKind) -> None:
        name = local(element)
        if name == "div" or re.fullmatch(r"div[1-7]", name):
            about = str(element.get("type", "")).lower()
            inner: BlockKind = "meta" if about.startswith(_META) else kind
            if about == "references" and child(element, "head") is None:
                return  # the list is written once, at the end
            self.blocks(element, depth + (child(element, "head") is not None), inner)
        elif name == "head":
            label = str(element.get("n") or "").strip()
            level = max(1, depth - 1) if self._nested else _level(label)
            gap = titled(label, words(element))[: -len(words(element)) or None]
            marks = list(pieces(element, self))
            self.writer.paragraph([Piece(gap) if label else Piece(""), *marks], "heading", level)
        elif name == "note":
            key = str(element.get(_ID) or f"note {len(self._notes) + 1}")
            label = str(element.get("n") or self._numbers.get(key, ""))
            if element.get("place") in ("foot", "bottom", "end") or key in self._numbers:
                self._notes.append((element, key, label))
            else:
                self._paragraph(element, "meta")
        elif name == "figure":
            self._figure(element)
        elif name == "table":
            self._rows(element)
        elif name == "list":
            for item in children(element, "item", "head"):
                self._paragraph(item, kind, close=True)
        elif name in ("quote", "lg", "cit", "sp", "body", "group", "floatingText"):
            held = any(local(each) in ("p", "l", "lg", "div", "quote") for each in element)
            if held:
                self.blocks(element, depth, kind)
            else:
                self._paragraph(element, kind)
        elif name == "formula":
            self.writer.paragraph([Piece(formula(element))], "caption")
        elif name and name not in ("listBibl", "pb", "cb", "lb", "fw", "titlePage", "graphic"):
            self._paragraph(element, kind)

    def _paragraph(
        self,
        element: etree._Element,
        kind: BlockKind,
        before: str = "",
        item: Item | None = None,
        close: bool = False,
    ) -> None:
        lead = [Piece(before)] if before else []
        run: list[Piece] = []

        def flush() -> None:
            nonlocal lead, item, run
            if any(piece.text.strip() for piece in run):
                self.writer.paragraph([*lead, *run], kind, None, item, close)
                lead, item = [], None
            run = []

        run += plain_pieces(element.text, Piece(""))
        for each in element:
            if local(each) in ("list", "quote", "lg"):
                flush()
                self._block(each, 1, kind)
            elif local(each) == "p":
                flush()
                self._paragraph(each, kind, lead[0].text if lead else "", item, close)
                lead, item = [], None
            else:
                run += child_pieces(each, self, Piece(""))
            run += plain_pieces(each.tail, Piece(""))
        flush()
        aside, self._aside = self._aside, []
        for each in aside:
            self._block(each, 1, "body")

    def _figure(self, element: etree._Element) -> None:
        head = words(child(element, "head"))
        label = words(child(element, "label"))
        lead = head if head else label
        caption = words(child(element, "figDesc"))
        self.writer.paragraph([Piece(f"{lead} {caption}")], "caption")
        for table in children(element, "table"):
            self._rows(table)
        for note in children(element, "note", "p"):
            self._paragraph(note, "caption")

    def _rows(self, table: etree._Element) -> None:
        first = True
        for row in find(table, "row"):
            line: list[Piece] = []
            for number, cell in enumerate(children(row, "cell")):
                line += [Piece("\t")] * bool(number) + list(pieces(cell, self))
            self.writer.paragraph(line, "table", close=not first)
            first = False

    def collected(self) -> None:
        """Write the notes met so far."""
        while self._notes:
            notes, self._notes = self._notes, []
            for element, key, label in notes:
                item = Item((key,), bare_label(label))
                self._paragraph(element, "footnotes", f"{label} " if label else "", item)

    def references(self) -> None:
        """Write the works of the lists of references, each on a line."""
        self.collected()
        for each in self._works:
            key = str(each.get(_ID) or "")
            known = local(each) == "biblStruct"
            csl, text = (fields(each), raw(each)) if known else ({}, words(each))
            if not text and not csl:
                continue
            begins = re.match(r"\s*[\[［〔(（]?\s*(\d{1,3})\s*(?:[\]］〕)）]|[.、](?!\d))", text)
            label = begins[1] if begins else self._numbers.get(key)
            item = Item((key,), label, csl or None)
            self.writer.paragraph([Piece(text or printed(csl))], "references", item=item)


def _level(label: str) -> int | None:
    """The level of a heading by its number ``2.1.``; None where only its like can tell."""
    if not re.fullmatch(r"\d+(?:\.\d+)*\.?", label):
        return None
    return label.strip(".").count(".") + 1
