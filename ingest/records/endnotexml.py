"""EndNote's XML export."""

from __future__ import annotations

import re

from lxml import etree

from ingest.readers._package import parse_xml
from ingest.records._items import Items
from ingest.records._tagged import build, items_of
from ingest.rulefiles import data

NAME = "EndNote XML"
SUFFIXES = (".xml",)
_BEGINS = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<xml>\s*<records>")


def recognise(text: str) -> bool:
    """Whether a text begins as EndNote's XML does."""
    return _BEGINS.match(text) is not None


def read(file: str, text: str) -> Items:
    """Read a list. Raises DocumentError where it is damaged."""
    text = re.sub(r"^\s*<\?xml[^>]*>", "", text)
    root = parse_xml(file, text.encode(), "")
    rules = data("records/endnotexml")
    return items_of(
        build(_fields(record, rules["fields"]), rules) for record in root.iter("record")
    )


def _fields(record: etree._Element, paths: dict[str, str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for path in paths:
        where, _slash, attribute = path.partition("/@")
        for node in record.iterfind(where):
            value = node.get(attribute, "") if attribute else "".join(map(str, node.itertext()))
            found.append((path, value))
    return found
