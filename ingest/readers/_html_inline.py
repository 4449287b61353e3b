"""Words inside a paragraph of a page: marks, breaks, formulas, bold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from ingest.document import BlockKind
from ingest.readers._html_links import Links
from ingest.readers._html_tree import BLOCKS, is_called, text_of, whole_text, words_of
from ingest.readers._package import DEPTH, local
from ingest.readers._writer import Piece

_WIDE = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_HAN_BREAK = re.compile(rf"(?<={_WIDE})[ \t]*\r?\n\s*(?={_WIDE})")
_HIGH_STYLE = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)


def flat(links: Links, element: etree._Element, depth: int) -> list[Piece]:
    """The words of an element whose blocks are put on one line."""
    out: list[Piece] = []
    if element.text:
        out.append(Piece(spaces(element.text)))
    for each in element:
        if local(each) in BLOCKS:
            out += [Piece(" "), *flat(links, each, depth + 1), Piece(" ")]
        else:
            out += inline(links, each, False, depth + 1)
        if each.tail:
            out.append(Piece(spaces(each.tail)))
    return out


def inline(links: Links, element: etree._Element, raised: bool, depth: int) -> list[Piece]:
    """Return the words of an element inside a paragraph."""
    tag = local(element)
    if depth > DEPTH or not tag:
        return []
    if tag == "br":
        return [Piece("\n")]
    if tag == "math":
        words = element.get("alttext") or " ".join(
            text
            for each in element.iter()
            if local(each) != "annotation" and (text := (each.text or "").strip())
        )
        return [Piece(words)]
    if tag == "a" and text_of(element).lower().strip(" []") in words_of("reference_links"):
        return []
    raised = raised or tag == "sup" or bool(_HIGH_STYLE.search(element.get("style") or ""))
    raised = raised or any(is_called(each, "raised") for each in [element, *element])
    if tag == "a" and len(element) == 1 and not (element.text or "").strip():
        raised = raised or local(element[0]) == "sup"
    key = links.marks.get(element)
    targets = (key,) if key else ()
    out: list[Piece] = []
    if element.text:
        out.append(Piece(spaces(element.text), raised, targets))
    for each in element:
        if targets:
            out.append(Piece(spaces(whole_text(each)), raised, targets))
        elif local(each) in BLOCKS:
            out += [Piece(" "), *flat(links, each, depth + 1), Piece(" ")]
        else:
            out += inline(links, each, raised, depth + 1)
        if each.tail:
            out.append(Piece(spaces(each.tail), raised, targets))
    return out


def apart(before: list[Piece], element: etree._Element, kind: BlockKind | None) -> list[Piece]:
    """What parts two authors whose names a page sets apart by its looks only."""
    last = next((piece.text for piece in reversed(before) if piece.text), "")
    if kind != "byline" or not last.strip() or last[-1:].isspace() or local(element) == "sup":
        return []
    named = len(re.sub(r"[\W\d_]", "", text_of(element))) > 1
    return [Piece("; ")] if named and re.search(r"[\w)）*]$", last) else []


def spaces(text: str) -> str:
    """Line ends of the page's source are spaces, and none between Chinese characters."""
    return re.sub(r"[ \t\r\n\f]+", " ", _HAN_BREAK.sub("", text))


def all_bold(element: etree._Element) -> bool:
    """Whether every word of a short paragraph is bold."""

    def words(each: etree._Element, bold: bool) -> Iterator[tuple[bool, str]]:
        bold = (
            bold
            or local(each) in ("b", "strong")
            or bool(_BOLD_STYLE.search(each.get("style") or ""))
        )
        yield bold, each.text or ""
        for inner in each:
            yield from words(inner, bold)
            yield bold, inner.tail or ""

    if len(text_of(element)) > 120:
        return False
    found = [bold for bold, text in words(element, False) if text.strip()]
    return bool(found) and all(found)
