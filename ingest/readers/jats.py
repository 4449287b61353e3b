"""JATS: the XML of journal articles (NISO Z39.96), as publishers and archives keep it."""

from __future__ import annotations

from bisect import bisect_left

from lxml import etree

from ingest import markers
from ingest.document import Source
from ingest.readers._jats_front import Front, all_of
from ingest.readers._jats_text import Text
from ingest.readers._package import child, local
from ingest.readers._writer import Writer
from ingest.readers.xml import read, unknown

SUFFIXES = (".nxml",)
ROOTS = ("article",)
__all__ = ["ROOTS", "SUFFIXES", "read", "read_root"]


def read_root(file: str, data: bytes, root: etree._Element) -> Source:
    """Return the text of an article and what its elements state.

    A translation that stands beside the article (``sub-article``) gives its titles, abstract
    and keywords; its text, and other people's reports on the article, are left out.
    """
    if not any(local(each) in ("front", "body") for each in root):
        raise unknown(file, "article")  # DocBook has this root, too
    front = Front(root)
    text = Text(root)
    text.front(front)
    text.content(child(root, "body"), 1)
    text.content(child(root, "floats-group"), 1)
    text.collected_notes()
    text.back(child(root, "back"))
    facts = front.facts()
    for each in all_of(root, "sub-article"):
        if each.get("article-type") == "translation":
            other = Front(each)
            text.front(other)
            for key, value in other.facts().items():
                _add(facts, key, value, str(other.lang))
    writer = text.writer
    return writer.source(
        file,
        data,
        "jats",
        facts,
        encoding=(root.getroottree().docinfo.encoding or "utf-8").lower(),
        all_linked=_all_linked(writer),
    )


def _all_linked(writer: Writer) -> bool:
    """Whether the article links its marks, so that the few others are none."""
    pointers = writer.pointers
    starts = [each.start for each in pointers]
    text, loose = writer.text, 0
    for hint in writer.hints:
        if hint.kind == "body":
            for mark in markers.find(text, hint.start, hint.end):
                loose += bisect_left(starts, mark.start) == bisect_left(starts, mark.end)
    return len(pointers) > 4 * loose


def _add(facts: dict[str, object], key: str, value: object, lang: str) -> None:
    """Add what a translation states to what the article does."""
    if key not in ("title", "abstract", "keyword"):
        return
    if lang == "en" and key in facts:
        facts.setdefault(f"{key}_en", value)
    elif lang == "zh" and f"{key}_en" not in facts:
        if key in facts:
            facts[f"{key}_en"] = facts[key]
        facts[key] = value
