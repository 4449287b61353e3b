"""Field codes of Word: which results are text, and what citation programs keep in them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_NO_TEXT = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|SECTION|TOC|TOA|INDEX|TC|XE|RD|ADDIN EN\.CITE\.DATA)\b",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"\s*(?:ADDIN\s+(?:ZOTERO_BIBL|EN\.REFLIST|Mendeley Bibliography|CSL_BIBLIOGRAPHY|NE\.Bib)"
    r"|BIBLIOGRAPHY)\b",
    re.IGNORECASE,
)
_CITATION = re.compile(r"\s*ADDIN\s+(?:ZOTERO_ITEM|CSL_CITATION|NE\.Ref)", re.IGNORECASE)
_POINTS_AT = re.compile(r"\s*(?:REF|NOTEREF)\s+(?P<name>\S+)", re.IGNORECASE)
_LINK = re.compile(r'\s*HYPERLINK\s+.*?\\l\s+"(?P<name>[^"]+)"', re.IGNORECASE)
_LONGEST = 500_000  # characters of one field code


@dataclass(slots=True)
class Field:
    """One field: its code as it is read, and what it turned out to be."""

    code: list[str] = field(default_factory=list)
    size: int = 0
    result: bool = False  # the code has ended, what follows is the visible result
    silent: bool = False  # the result is no text of the paper
    list_: bool = False  # the result is the list of references
    targets: tuple[str, ...] = ()

    def add(self, text: str) -> None:
        """Take a part of the code."""
        self.size += len(text)
        if self.size <= _LONGEST:
            self.code.append(text)

    def close_code(self, works: dict[str, Mapping[str, Any]]) -> None:
        """Find out what the field is; works that it cites go into ``works``."""
        self.result = True
        code = "".join(self.code)
        self.silent = _NO_TEXT.match(code) is not None
        self.list_ = _LIST.match(code) is not None
        if (named := _POINTS_AT.match(code) or _LINK.match(code)) is not None:
            self.targets = (f"bookmark:{named['name']}",)
        elif (cited := _CITATION.match(code)) is not None:
            found = cited_works(code[cited.end() :])
            works.update(found)
            self.targets = tuple(found)


def cited_works(code: str) -> dict[str, Mapping[str, Any]]:
    """Return the CSL-JSON of the works in a citation's code, by a key for each."""
    begin = code.find("{")
    if begin < 0:
        return {}
    try:
        citation, _end = json.JSONDecoder().raw_decode(code, begin)
    except (ValueError, RecursionError):
        return {}
    items = citation.get("citationItems") if isinstance(citation, dict) else None
    found: dict[str, Mapping[str, Any]] = {}
    for item in items if isinstance(items, list) else ():
        csl = item.get("itemData") if isinstance(item, dict) else None
        if not isinstance(csl, dict) or not isinstance(csl.get("title"), str):
            continue
        uris = item.get("uris") or item.get("uri")
        key = uris[0] if isinstance(uris, list) and uris else item.get("id", csl.get("id"))
        found[f"work:{key}"] = {name: value for name, value in csl.items() if name != "id"}
    return found


def bare(text: str) -> str:
    """Return text as titles are compared: letters and digits only, in lower case."""
    return re.sub(r"[\W_]+", "", text).lower()


def named_in(printed: str, works: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Return the key of the work whose title an item of the list holds: the longest one."""
    words = bare(printed)
    found = [
        (len(title), key)
        for key, csl in works.items()
        if len(title := bare(str(csl["title"]))) >= 4 and title in words
    ]
    return max(found)[1] if found else None
