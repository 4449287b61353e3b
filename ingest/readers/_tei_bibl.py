"""A work as TEI describes it in ``biblStruct``, as CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from ingest.readers._inline import words
from ingest.readers._package import child, local
from ingest.readers._people import Csl, issued, kind_of, named, person

_HAN = re.compile(r"[\u3400-\u9fff]")
_SCOPES = {"volume": "volume", "vol": "volume", "issue": "issue", "number": "issue"}


def find(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """Yield all descendants of some names, in order."""
    for each in element.iter() if element is not None else ():
        if local(each) in names:
            yield each


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """Yield the children of some names, in order."""
    for each in element if element is not None else ():
        if local(each) in names:
            yield each


def people(element: etree._Element | None, role: str = "author") -> list[dict[str, str]]:
    """Return the people of one role below an element."""
    found: list[dict[str, str]] = []
    for each in children(element, role):
        name = child(each, "persName")
        if name is None:
            organization = child(each, "orgName")
            inner = each if organization is None else organization
            text = words(inner, "affiliation", "email", "idno", "ptr", "note")
            body = local(inner) == "orgName" and text
            one = {"literal": text} if body else named(text)
        else:
            surname = words(child(name, "surname"))
            given = [words(part) for part in children(name, "forename")]
            link = words(child(name, "nameLink"))
            family = f"{link} {surname}" if link else surname
            joined = ("" if _HAN.search(family) else " ").join(part for part in given if part)
            one = person(family, joined) if family or joined else named(words(name))
        if one is not None and one not in found:
            found.append(one)
    return found


def titles(element: etree._Element | None) -> list[str]:
    """Return the titles right below an element, main ones first."""
    stated = list(children(element, "title"))
    stated.sort(key=lambda each: each.get("type") not in (None, "main"))
    return [text for each in stated if (text := words(each, "ref", "note"))]


def fields(struct: etree._Element) -> Csl:
    """Return the CSL fields of a ``biblStruct``; empty where it states no title and no author."""
    analytic, monogr = child(struct, "analytic"), child(struct, "monogr")
    imprint = child(monogr, "imprint")
    own, host = titles(analytic), titles(monogr)
    csl: Csl = {"title": (own or host or [""])[0]}
    if own and host:
        csl["container-title"] = host[0]
    csl["author"] = people(analytic) or people(monogr)
    csl["editor"] = people(monogr, "editor") or people(analytic, "editor")
    for date in find(imprint, "date"):
        if found := issued(str(date.get("when") or words(date))):
            csl["issued"] = found
            break
    for scope in find(imprint, "biblScope"):
        unit = str(scope.get("unit") or scope.get("type") or "")
        if unit in _SCOPES:
            csl.setdefault(_SCOPES[unit], words(scope) or str(scope.get("from") or ""))
        elif unit in ("page", "pp") and "page" not in csl:
            csl["page"] = _pages(scope)
    csl["publisher"] = words(child(imprint, "publisher")) or words(
        child(monogr, "respStmt", "orgName")
    )
    csl["publisher-place"] = words(child(imprint, "pubPlace"))
    for each in find(struct, "idno"):
        if str(each.get("type", "")).upper() == "DOI" and (
            hit := re.search(r"10\.\d{4,9}/\S+", words(each))
        ):
            csl.setdefault("DOI", hit[0].rstrip(".,;"))
    for each in find(struct, "ptr", "ref"):
        if str(each.get("target", "")).startswith("http"):
            csl.setdefault("URL", str(each.get("target")))
    csl = {key: value for key, value in csl.items() if value}
    if not csl.get("title") and not csl.get("author"):
        return {}
    return {"type": _type(csl, monogr), **csl}


def _type(csl: Csl, monogr: etree._Element | None) -> str:
    levels = {each.get("level") for each in children(monogr, "title")}
    if child(monogr, "meeting") is not None:
        return "paper-conference"
    if "container-title" in csl and "j" in levels:
        return "article-journal"
    if "container-title" in csl and "m" in levels:
        return "chapter"
    return kind_of(csl)


def _pages(scope: etree._Element) -> str:
    first, last = str(scope.get("from") or ""), str(scope.get("to") or "")
    if not first:
        return re.sub(r"[–—]", "-", words(scope))
    return f"{first}-{last}" if last and last != first else first


def raw(struct: etree._Element) -> str:
    """Return the reference as printed, where it was kept (GROBID: ``raw_reference``)."""
    for each in children(struct, "note"):
        if each.get("type") == "raw_reference":
            return words(each)
    return ""
