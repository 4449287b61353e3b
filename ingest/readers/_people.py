"""Names and works that XML states element by element, as CSL-JSON and as a line of print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ingest.nodes import display_name
from ingest.references.names import parse_names

Csl = dict[str, Any]
_HAN = re.compile(r"[\u3400-\u9fff]")


def person(family: str, given: str, eastern: bool = False) -> dict[str, str] | None:
    """Return a name in CSL; ``eastern``: the family name comes first, also in Latin script."""
    if family and given:
        if eastern and not _HAN.search(family):
            return {"literal": f"{family} {given}"}
        return {"family": family, "given": given}
    return named(family or given)


def named(text: str) -> dict[str, str] | None:
    """Return a name that is stated in one piece; divided where that is safe."""
    text = text.strip(" ,;，；、")
    if not text:
        return None
    people = parse_names(text).people
    return dict(people[0]) if len(people) == 1 else {"literal": text}


def issued(year: str) -> Csl | None:
    """Return a CSL date from what stands in a year's place."""
    hit = re.search(r"(?:1[4-9]|20)\d\d", year)
    return {"date-parts": [[int(hit[0])]]} if hit else None


def kind_of(csl: Mapping[str, Any]) -> str:
    """Return the CSL type of a work that states none, by the fields that it has."""
    if csl.get("container-title"):
        serial = any(csl.get(key) for key in ("volume", "issue"))
        return "article-journal" if serial or not csl.get("publisher") else "chapter"
    return "book" if csl.get("publisher") or csl.get("publisher-place") else "document"


def printed(csl: Mapping[str, Any]) -> str:
    """Return a work as a line of text, where the format states its fields only."""
    han = _HAN.search(str(csl.get("title", ""))) is not None
    people = _names(csl.get("author", ()), han)
    editors = _names(csl.get("editor", ()), han)
    title = str(csl.get("title", ""))
    container = str(csl.get("container-title", ""))
    if container and editors:
        container = f"{editors}. {container}"
    elif editors and not people:
        people = editors
    dates = (csl.get("issued") or {}).get("date-parts") or [[""]]
    place = ": ".join(str(csl[key]) for key in ("publisher-place", "publisher") if csl.get(key))
    number = str(csl.get("volume", "")) + (f"({csl['issue']})" if csl.get("issue") else "")
    year = str(dates[0][0] or "")
    if number.startswith("("):
        year, number = year + number, ""
    when = ", ".join(part for part in (place, year, number) if part)
    if container and not place:
        container, when = ", ".join(part for part in (container, when) if part), ""
    page = f": {csl['page']}" if csl.get("page") else ""
    doi = f"DOI: {csl['DOI']}" if csl.get("DOI") else str(csl.get("URL", ""))
    container, when = (container, when + page) if when else (container + page, "")
    parts = [people, title, container, when, doi]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _names(people: Iterable[Mapping[str, str]], han: bool) -> str:
    shown: Sequence[str] = [
        f"{each['family']} {each['given']}"
        if each.get("family") and each.get("given") and not _HAN.search(each["family"])
        else display_name(each)
        for each in people
    ]
    return ("，" if han else ", ").join(shown)
