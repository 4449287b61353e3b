"""CSSCI's plain text (【来源篇名】…)."""

from __future__ import annotations

import re

from ingest.records._items import Items
from ingest.records._tagged import Tagged, build, items_of

NAME = "CSSCI"
SUFFIXES = (".txt", ".text")

_FORM = Tagged("cssci")
recognise = _FORM.recognise


def read(file: str, text: str) -> Items:
    """Read a list; year, volume, issue and pages are taken out of their common field."""
    return items_of(build(_fields(record), _FORM.rules) for record in _FORM.records(text))


def _fields(record: list[tuple[str, str]]) -> list[tuple[str, str]]:
    fields: list[tuple[str, str]] = []
    for tag, value in record:
        name = re.sub(r"\s", "", tag)
        if name in ("来源作者", "关键词"):
            value = value.replace("/", ";")
        found = re.search(_FORM.rules["volume_and_issue"], value) if name == "年代卷期" else None
        if found is None:
            fields.append((name, value))
            continue
        fields += [("年", found["year"]), ("页", found["page"])]
        fields += [("卷", found["volume"].strip("0")), ("期", found["issue"].lstrip("0"))]
    return fields
