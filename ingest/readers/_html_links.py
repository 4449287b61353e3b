"""Which links of a page are marks, and which of its elements are notes and items of lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from ingest.readers._html_tree import BLOCKS, HEADINGS, is_called, names, text_of
from ingest.readers._package import attribute, local

_MARK = re.compile(
    r"[\[［〔(（]?\s*(?:注|note\s?|fn\s?|ref\s?)?(?P<label>\d{1,3}|[①-⑳㉑-㉟㊱-㊿]|[*＊†‡§]{1,3}|[a-z]|[ivxl]{1,7})"
    r"\s*[\]］〕)）]?\.?",
    re.IGNORECASE,
)
_AUTHOR_YEAR = re.compile(r"(?:1[5-9]|20)\d\d[a-z]?\b|n\.d\.|forthcoming", re.IGNORECASE)
_LONGEST_NOTE = 6000  # characters
_NOTES = frozenset({"footnote", "endnote", "rearnote", "doc-footnote", "doc-endnote", "note"})
_NOTE_BLOCKS = frozenset(
    {"li", "p", "div", "aside", "dd", "dt", "tr", "td", "section", "blockquote"}
)


@dataclass(slots=True)
class Links:
    """What the links of one page, or of all pages of a book, say."""

    marks: dict[etree._Element, str] = field(default_factory=dict)  # link → key
    labels: dict[str, str] = field(default_factory=dict)  # key → label of the mark
    blocks: dict[etree._Element, tuple[str, ...]] = field(default_factory=dict)  # note → keys


def find(pages: dict[str, etree._Element]) -> Links:
    """Find marks and their notes in pages by their paths ("" for a single page)."""
    found = Links()
    places: dict[etree._Element, int] = {}
    named: dict[str, etree._Element] = {}
    for path, root in pages.items():
        for element in root.iter():
            places[element] = len(places)
            for key in (element.get("id"), element.get("name")):
                if key and f"{path}#{key}" not in named:
                    named[f"{path}#{key}"] = element
    for path, root in pages.items():
        for link in root.iter():
            if local(link) != "a" or not (
                href := link.get("href") or attribute(link, "href") or ""
            ):
                continue
            key = _key(path, href)
            target = named.get(key)
            if target is None:
                continue
            text = text_of(link)
            mark = _MARK.fullmatch(text)
            dated = mark is None and len(text) <= 80 and _AUTHOR_YEAR.search(text) is not None
            if mark is None and not dated:
                continue
            block = _block(target)
            if block is None or block in set(link.iterancestors()):
                continue
            if places[block] < places[link] and not _is_note(block):
                continue  # a link back
            if _opens(link) and not _is_noteref(link):
                continue  # the label of a note that links back to its mark
            if dated and not _in_list(block):
                continue
            found.marks[link] = key
            if mark is not None:
                found.labels.setdefault(key, mark["label"])
            found.blocks[block] = tuple(dict.fromkeys((*found.blocks.get(block, ()), key)))
    return found


def _key(path: str, href: str) -> str:
    file, sharp, name = href.partition("#")
    if not sharp or not name or re.match(r"[a-z][a-z0-9+.-]*:", file, re.IGNORECASE):
        # a saved page may name itself with its full address
        return f"{path}#{name}" if sharp and name and not path else ""
    if not path:
        return f"#{name}"
    if not file:
        return f"{path}#{name}"
    folder = path.rpartition("/")[0]
    parts: list[str] = folder.split("/") if folder else []
    for part in file.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts) + f"#{name}"


def _block(target: etree._Element) -> etree._Element | None:
    """The note or item that a target stands in."""
    each: etree._Element | None = target
    while each is not None and local(each) not in BLOCKS:
        each = each.getparent()
    if each is None or local(each) not in _NOTE_BLOCKS:
        return None
    parent = each.getparent()
    if (
        parent is not None and local(each) == "p" and local(parent) in ("li", "aside", "dd", "td")
    ) or (
        parent is not None
        and local(each) == "p"
        and re.match(r"ftn|edn|fn", parent.get("id") or "")
    ):
        each = parent
    if local(each) == "td" and each.getparent() is not None:
        each = each.getparent()
    if each is None or len(text_of(each)) > _LONGEST_NOTE:
        return None
    if any(local(inner) in (*HEADINGS, "table", "figure") for inner in each.iterdescendants()):
        return None
    return each


def _is_note(block: etree._Element) -> bool:
    return not names(block).isdisjoint(_NOTES)


def _is_noteref(link: etree._Element) -> bool:
    return "noteref" in names(link) or "doc-noteref" in names(link) or "footnote-ref" in names(link)


def _opens(link: etree._Element) -> bool:
    """Whether a link begins its paragraph or item."""
    each: etree._Element | None = link
    while each is not None and local(each) not in BLOCKS:
        before = each.getprevious()
        parent = each.getparent()
        if before is not None and (before.tail or "").strip():
            return False
        if before is not None and (
            text_of(before) or local(parent if parent is not None else each) == ""
        ):
            return False
        if before is None and parent is not None and (parent.text or "").strip(" \n\t[［〔("):
            return False
        each = parent
    return True


def _in_list(block: etree._Element) -> bool:
    return local(block) == "li" or any(
        is_called(each, "references") for each in [block, *block.iterancestors()]
    )
