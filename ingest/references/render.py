"""Write CSL-JSON as GB/T 7714-2015 (numeric), BibTeX or RIS."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from ingest.folding import is_han
from ingest.printed import language_of

Csl = Mapping[str, Any]

_BIBTEX_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "thesis": "phdthesis",
    "report": "techreport",
    "webpage": "misc",
}
_RIS_TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "paper-conference": "CONF",
    "thesis": "THES",
    "report": "RPRT",
    "webpage": "ELEC",
    "patent": "PAT",
    "standard": "STAND",
    "legislation": "STAT",
    "dataset": "DATA",
    "software": "COMP",
}
# What refkit calls a locale for the language of an item
_LOCALES = {"zh": "zh-CN", "en": "en-US"}


def render(records: Sequence[Csl], form: str) -> str:
    """Return all records in one format (``gbt7714``, ``bibtex``, ``ris``), ending in a newline."""
    if form == "gbt7714":
        return "".join(f"[{n}] {gbt7714(r)}\n" for n, r in enumerate(records, start=1))
    if form == "bibtex":
        return bibtex(records)
    if form == "ris":
        return ris(records)
    raise ValueError(f"no such format: {form}")


@cache
def _style() -> Any:
    import refkit

    return refkit.Style.load("gb-7714-2015-numeric")


def gbt7714(record: Csl) -> str:
    """Return one record as GB/T 7714-2015 prints it, without number.

    等 or et al., 译 or trans. follow the language of the item itself.
    """
    if not record.get("title"):
        return str(record.get("custom", {}).get("raw", ""))
    import refkit

    language = str(record.get("language") or language_of(str(record["title"])))[:2]
    item = {**_for_refkit(record), "id": "item", "language": _LOCALES.get(language, "en-US")}
    library = refkit.decode(json.dumps([item], ensure_ascii=False), format="csl-json")["library"]
    document = refkit.Document(library, _style(), locale=_LOCALES.get(language, "en-US"))
    text = str(document.render([refkit.Citation("item", "item")]).bibliography.text)
    text = re.sub(r"^\[1\]\s*", "", text.strip())
    return _complete(text, record, language)


def _for_refkit(record: Csl) -> dict[str, Any]:
    item = {k: v for k, v in record.items() if k not in ("custom", "year-suffix")}
    if item.get("type") in ("legislation", "document"):
        item["type"] = "webpage" if item.get("URL") else "document"
    for role in ("author", "editor", "translator"):
        if role in item:
            item[role] = [_initialled(person) for person in item[role]]
    return item


def _initialled(person: Mapping[str, str]) -> dict[str, str]:
    """Pin-yu gives P Y: GB/T takes the initial of each part of a given name."""
    name = dict(person)
    given = name.get("given", "")
    if given and not any(map(is_han, given)):
        name["given"] = re.sub(r"-(\w)", lambda m: " " + m[1].upper(), given)
    return name


def _complete(text: str, record: Csl, language: str) -> str:
    """Put 等 or et al. after a list that was printed cut short."""
    people = record.get("author", ())
    mark = "等" if language == "zh" else "et al."
    if record.get("custom", {}).get("author-et-al") and len(people) <= 3:
        lead, dot, rest = text.partition(". ")
        if dot and not lead.endswith(mark.rstrip(".")):
            ending = mark if language == "zh" else "et al"
            return f"{lead}, {ending}. {rest}"
    return text


def cite_key(record: Csl) -> str:
    """Return a BibTeX key: first author, year, first word of the title."""
    people = record.get("author") or record.get("editor") or ()
    first = people[0] if people else {}
    name = first.get("family") or first.get("literal") or "anon"
    parts = record.get("issued", {}).get("date-parts", ())
    year = str(parts[0][0]) if parts and parts[0] else "nd"
    title = str(record.get("title", ""))
    word = next(iter(re.findall(r"[A-Za-z]{4,}|[\u3400-\u9fff]{2}", title)), "")
    return re.sub(r"\W", "", f"{name}{year}{word}") or "item"


def _escaped(value: str) -> str:
    return re.sub(r"(?<!\\)([%&#_$])", r"\\\1", value)


def bibtex(records: Sequence[Csl]) -> str:
    """Return records as BibTeX; names that must not be split stand in braces."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, Field

    library = Library()
    used: dict[str, int] = {}
    for record in records:
        if not record.get("title"):
            continue
        key = cite_key(record)
        used[key] = used.get(key, 0) + 1
        if used[key] > 1:
            key += chr(ord("a") + used[key] - 1)
        fields = [Field(name, value) for name, value in _bibtex_fields(record)]
        library.add(Entry(_BIBTEX_TYPES.get(str(record.get("type")), "misc"), key, fields))
    return str(write_string(library))


def _bibtex_fields(record: Csl) -> list[tuple[str, str]]:
    kind = str(record.get("type"))
    fields = [
        (role, " and ".join(map(_bibtex_name, record[role])) + _others(record, role))
        for role in ("author", "editor", "translator")
        if record.get(role)
    ]
    fields.append(("title", "{" + _escaped(str(record["title"])) + "}"))
    inside = kind in ("chapter", "paper-conference")
    names = (
        ("container-title", "booktitle" if inside else "journal"),
        ("volume", "volume"),
        ("issue", "number"),
        ("edition", "edition"),
        ("publisher", "school" if kind == "thesis" else "publisher"),
        ("publisher-place", "address"),
        ("DOI", "doi"),
        ("URL", "url"),
        ("language", "langid"),
    )
    langid = {"zh": "chinese", "en": "english"}
    printed = {bib: str(record[name]) for name, bib in names if record.get(name)}
    if "langid" in printed:
        printed["langid"] = langid.get(printed["langid"], printed["langid"])
    fields += [(b, v if b in ("doi", "url") else _escaped(v)) for b, v in printed.items()]
    if record.get("page"):
        fields.append(("pages", str(record["page"]).replace("-", "--")))
    parts = record.get("issued", {}).get("date-parts", ())
    if parts and parts[0]:
        fields.append(("year", str(parts[0][0])))
        if len(parts[0]) > 1:
            fields.append(("month", str(parts[0][1])))
    return fields


def _others(record: Csl, role: str) -> str:
    return " and others" if record.get("custom", {}).get(f"{role}-et-al") else ""


def _bibtex_name(person: Mapping[str, str]) -> str:
    if person.get("literal"):
        return "{" + _escaped(person["literal"]) + "}"
    family, given = person.get("family", ""), person.get("given", "")
    return f"{family}, {given}" if given else family


def ris(records: Sequence[Csl]) -> str:
    """Return records as RIS."""
    import rispy
    from rispy.writer import RisWriter

    class Unnumbered(RisWriter):  # type: ignore[misc]
        """RIS proper has no running numbers before its records."""

        def set_header(self, count: int) -> str:
            return ""

    entries = [_ris_entry(r) for r in records if r.get("title")]
    return str(rispy.dumps(entries, implementation=Unnumbered)).lstrip("\n")


def _ris_name(person: Mapping[str, str]) -> str:
    """Family and given name with a comma between, also of Chinese names."""
    if person.get("literal"):
        return person["literal"]
    return ", ".join(p for p in (person.get("family"), person.get("given")) if p)


def _ris_entry(record: Csl) -> dict[str, Any]:
    entry: dict[str, Any] = {"type_of_reference": _RIS_TYPES.get(str(record.get("type")), "GEN")}
    for role, name in (
        ("author", "authors"),
        ("editor", "secondary_authors"),
        ("translator", "subsidiary_authors"),
    ):
        if record.get(role):
            entry[name] = [_ris_name(person) for person in record[role]]
    names = (
        ("title", "title"),
        ("container-title", "secondary_title"),
        ("volume", "volume"),
        ("issue", "number"),
        ("edition", "edition"),
        ("publisher", "publisher"),
        ("publisher-place", "place_published"),
        ("DOI", "doi"),
        ("language", "language"),
    )
    for name, tag in names:
        if record.get(name):
            entry[tag] = str(record[name])
    if record.get("URL"):
        entry["urls"] = [str(record["URL"])]
    pages = str(record.get("page", ""))
    if pages:
        first, dash, last = pages.partition("-")
        entry["start_page"] = first
        if dash:
            entry["end_page"] = last
    parts = record.get("issued", {}).get("date-parts", ())
    if parts and parts[0]:
        entry["year"] = str(parts[0][0])
        if len(parts[0]) > 1:
            entry["date"] = "/".join(f"{p:02d}" for p in parts[0])
    return entry
