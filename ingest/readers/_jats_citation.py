"""A work as JATS tags it in a list of references: its fields and its line of print."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from ingest.readers._inline import language, tidy, words
from ingest.readers._package import local
from ingest.readers._people import Csl, issued, kind_of, named, person

CITATIONS = ("mixed-citation", "element-citation", "nlm-citation", "citation")
_TYPES = {
    "journal": "article-journal",
    "magazine": "article-magazine",
    "newspaper": "article-newspaper",
    "news": "article-newspaper",
    "book": "book",
    "book-chapter": "chapter",
    "chapter": "chapter",
    "thesis": "thesis",
    "dissertation": "thesis",
    "confproc": "paper-conference",
    "conf-proc": "paper-conference",
    "conference": "paper-conference",
    "report": "report",
    "gov": "report",
    "government": "report",
    "working-paper": "report",
    "web": "webpage",
    "webpage": "webpage",
    "website": "webpage",
    "patent": "patent",
    "standard": "standard",
    "data": "dataset",
    "dataset": "dataset",
    "software": "software",
    "preprint": "article",
    "legal-doc": "legislation",
}
_FIELDS = {
    "volume": "volume",
    "issue": "issue",
    "publisher-name": "publisher",
    "publisher-loc": "publisher-place",
    "edition": "edition",
    "institution": "publisher",
    "conf-name": "event-title",
}
_TITLES = ("article-title", "chapter-title", "part-title", "data-title")
_ROLES = {"author": "author", "editor": "editor", "editors": "editor", "translator": "translator"}


def fields(citation: etree._Element) -> Csl:
    """Return the CSL fields that a citation's elements state; empty where none are tagged."""
    found: dict[str, str] = {}
    people: dict[str, list[dict[str, str]]] = {}
    csl: Csl = {}
    for each in citation.iter():
        name = local(each)
        if not name or each is citation:
            continue
        text = words(each).strip(" ,;，；")
        if name in ("name", "string-name", "collab"):
            if _within(each, citation, ("name-alternatives", "collab", "string-name")):
                continue
            if (one := read_name(each)) is not None:
                people.setdefault(_role(each, citation), []).append(one)
        elif name == "name-alternatives":
            if (one := best_name(each, language(each))) is not None:
                people.setdefault(_role(each, citation), []).append(one)
        elif name in ("pub-id", "article-id") and each.get("pub-id-type") == "doi":
            found.setdefault("DOI", _doi(text))
        elif name in ("ext-link", "uri"):
            link = str(each.get("{http://www.w3.org/1999/xlink}href") or text)
            key = "DOI" if "doi.org/" in link or link.startswith("10.") else "URL"
            found.setdefault(key, _doi(link) if key == "DOI" else link)
        else:
            found.setdefault(name, text)
    title = next((_title(found[key]) for key in _TITLES if found.get(key)), "")
    source = _title(found.get("source", ""))
    csl["title"] = title or (source if not _serial(citation) else "")
    if title and source != title:
        csl["container-title"] = source
    csl.update({role: each for role, each in people.items() if role in _ROLES.values()})
    if (date := issued(found.get("year", ""))) is not None:
        csl["issued"] = date
    for name, key in _FIELDS.items():
        if found.get(name) and key not in csl:
            csl[key] = found[name]
    csl["page"] = pages(found)
    csl["DOI"], csl["URL"] = found.get("DOI", ""), found.get("URL", "")
    csl = {key: value for key, value in csl.items() if value}
    if not csl.get("title") and not csl.get("author"):
        return {}
    stated = str(citation.get("publication-type") or citation.get("citation-type") or "").lower()
    kind = _TYPES.get(stated, kind_of(csl))
    if kind == "book" and title and found.get("chapter-title"):
        kind = "chapter"
    return {"type": kind, **csl}


def pages(found: dict[str, str]) -> str:
    """Return first and last page, or what stands in their place."""
    if found.get("fpage"):
        last = found.get("lpage", "")
        both = last and last != found["fpage"]
        return found["fpage"] + (f"-{last}" if both else "")
    return re.sub(r"[–—]", "-", found.get("page-range") or found.get("elocation-id", ""))


def _serial(citation: etree._Element) -> bool:
    kind = str(citation.get("publication-type") or citation.get("citation-type") or "")
    return _TYPES.get(kind.lower(), "").startswith("article-")


def _title(text: str) -> str:
    text = text.strip(" .,;，；。")
    return re.sub(r"\s*\[[A-Z]{1,2}(?:/OL)?\]$|^[《“\"]([^《》“”\"]+)[》”\"]$", r"\1", text)


def _doi(text: str) -> str:
    hit = re.search(r"10\.\d{4,9}/\S+", text)
    return hit[0].rstrip(".,;") if hit else ""


def _role(element: etree._Element, top: etree._Element) -> str:
    group = element.getparent()
    while group is not None and group is not top:
        if local(group) == "person-group":
            return _ROLES.get(str(group.get("person-group-type") or "author"), "contributor")
        group = group.getparent()
    return "author"


def _within(element: etree._Element, top: etree._Element, names: Iterable[str]) -> bool:
    above = element.getparent()
    while above is not None and above is not top:
        if local(above) in names:
            return True
        above = above.getparent()
    return False


def read_name(element: etree._Element) -> dict[str, str] | None:
    """Return the name in a ``name``, ``string-name`` or ``collab`` element."""
    if local(element) == "collab":
        inside = words(element, "contrib-group", "xref", "address", "aff", "fn")
        return {"literal": inside.strip(" ,;")} if inside.strip(" ,;") else None
    parts = {local(each): words(each).strip(" ,") for each in element if local(each)}
    family, given = parts.get("surname", ""), parts.get("given-names", "")
    if not family and not given:
        return named(words(element, "xref"))
    if parts.get("prefix", "").islower():  # "van", "de": part of the family name
        family = f"{parts['prefix']} {family}"
    one = person(family, given, element.get("name-style") == "eastern")
    if one is not None and parts.get("suffix") and "family" in one:
        one["suffix"] = parts["suffix"]
    return one


def best_name(alternatives: etree._Element, lang: str | None) -> dict[str, str] | None:
    """Return of several forms of one name the one in a language."""
    forms = [each for each in alternatives if local(each) in ("name", "string-name", "collab")]
    if not forms:
        return None

    def fits(each: etree._Element) -> tuple[bool, bool]:
        han = re.search(r"[\u3400-\u9fff]", tidy(words(each))) is not None
        return han == (lang == "zh"), language(each) == lang

    return read_name(max(forms, key=fits))
