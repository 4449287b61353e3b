"""Running text of XML elements: pieces with what is raised and what it links to."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from lxml import etree

from ingest.readers._package import local
from ingest.readers._writer import Piece

_CJK = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…"
_BETWEEN = re.compile(rf"(?<=[{_CJK}])\s+(?=[{_CJK}])")
_TEX = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)


class Dialect(Protocol):
    """What the elements of one format mean inside a paragraph."""

    def inside(self, element: etree._Element, now: Piece) -> Iterator[Piece] | None:
        """Yield the pieces of an element that is not plain text, None for one that is.

        ``now`` says how the text around it is set.
        """


def pieces(element: etree._Element, dialect: Dialect, now: Piece | None = None) -> Iterator[Piece]:
    """Yield the pieces of an element's content, comments and instructions left out."""
    now = now or Piece("")
    yield from plain_pieces(element.text, now)
    for child in element:
        yield from child_pieces(child, dialect, now)
        yield from plain_pieces(child.tail, now)


def child_pieces(child: etree._Element, dialect: Dialect, now: Piece) -> Iterator[Piece]:
    """Yield the pieces of one child, without the text after it."""
    if isinstance(child, etree._Entity):
        yield from plain_pieces(html.unescape(child.text or ""), now)
    elif local(child):
        special = dialect.inside(child, now)
        yield from pieces(child, dialect, now) if special is None else special


def plain_pieces(text: str | None, now: Piece) -> Iterator[Piece]:
    """Yield text as one piece, white space as single spaces."""
    if text:
        yield Piece(re.sub(r"\s+", " ", text), now.raised, now.targets)


def tidy(text: str) -> str:
    """Return text on one line, without the spaces that line ends leave between Han characters."""
    return _BETWEEN.sub("", " ".join(text.split()))


def words(element: etree._Element | None, *without: str) -> str:
    """Return all text inside an element on one line, without that of some elements."""
    return "" if element is None else tidy("".join(_all(element, without)))


def _all(element: etree._Element, without: tuple[str, ...]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child, etree._Entity):
            yield html.unescape(child.text or "")
        elif (name := local(child)) and name not in without:
            yield from _all(child, without)
        yield child.tail or ""


def language(element: etree._Element | None) -> str | None:
    """Return the language that an element or the nearest one around it states: ``zh``, ``en``."""
    while element is not None:
        for key in ("{http://www.w3.org/XML/1998/namespace}lang", "lang"):
            if value := element.get(key):
                return str(value)[:2].lower()
        element = element.getparent()
    return None


def parent_name(element: etree._Element) -> str:
    """Return the name of the element around one, "" for a root."""
    above = element.getparent()
    return "" if above is None else local(above)


def formula(element: etree._Element) -> str:
    """Return a formula on one line: its MathML's signs, or its TeX without the preamble."""
    for each in element.iter():
        if local(each) == "math":
            return words(each, "annotation", "annotation-xml")
    for each in element.iter():
        if local(each) == "tex-math":
            tex = words(each)
            body = _TEX.search(tex)
            return (body[1] if body else tex).strip(" $")
    return words(element, "label", "graphic", "inline-graphic")


def titled(label: str, title: str) -> str:
    """Return a heading with its number: ``1 Introduction``, ``一、引言``."""
    if not label or title.startswith(label):
        return title or label
    return label + ("" if re.search(r"[、）)．】]$", label) else " ") + title


def bare_label(label: str) -> str | None:
    """Return a printed label as references have it: ``[3]`` and ``3.`` are ``3``."""
    return label.strip(" \u3000[]［］〔〕()（）.．、:：^") or None


def numbers(marks: Iterable[tuple[str, str]], references: Sequence[str]) -> dict[str, str]:
    """Return the numbers that marks in the text print for what they name alone, by its id.

    ``marks`` are what each names and prints. Where the references named by number stand in the
    order of their numbers, the others have their numbers, too.
    """
    found: dict[str, str] = {}
    for key, printed in marks:
        label = bare_label(printed.strip(" ,，;；–-")) or ""
        if " " not in key.strip() and re.fullmatch(r"\d{1,3}|[①-⑳㉑-㉟㊱-㊿]|[*†‡§]{1,3}", label):
            found.setdefault(key, label)
    order = {key: str(place) for place, key in enumerate(references, 1)}
    stated = [key for key in order if key in found]
    if stated and all(found[key] == order[key] for key in stated):
        found |= order
    return found
