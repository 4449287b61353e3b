"""What pages and books state of themselves in fields of their own, as CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lxml import etree

from ingest.readers._package import local
from ingest.references.names import han_name, parse_names

_HAN = re.compile(r"[\u3400-\u9fff]")
_DATE = re.compile(r"(?P<y>(?:1[5-9]|20)\d{2})(?:\D{1,3}(?P<m>\d{1,2}))?(?:\D{1,3}(?P<d>\d{1,2}))?")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ARTICLES = frozenset(
    {"ScholarlyArticle", "MedicalScholarlyArticle", "Article", "Report", "Thesis"}
)
_DEEPEST = 12  # objects inside each other in JSON-LD
# Names of meta tags, the surest first
_ONE = {
    "container-title": (
        "citation_journal_title",
        "prism.publicationname",
        "citation_conference_title",
        "citation_inbook_title",
        "dc.source",
        "dcterms.ispartof",
    ),
    "volume": ("citation_volume", "prism.volume", "dc.source.volume"),
    "issue": ("citation_issue", "prism.number", "prism.issue", "dc.source.issue"),
    "publisher": ("citation_publisher", "dc.publisher"),
    "ISSN": ("citation_issn", "prism.issn", "dc.source.issn"),
}
_TITLES = (
    "citation_title",
    "dc.title",
    "dcterms.title",
    "eprints.title",
    "bepress_citation_title",
    "prism.title",
)
_AUTHORS = (
    "citation_author",
    "citation_authors",
    "dc.creator",
    "dcterms.creator",
    "dc.creator.personalname",
    "eprints.creators_name",
    "bepress_citation_author",
)
_DATES = (
    "citation_publication_date",
    "citation_date",
    "citation_cover_date",
    "citation_year",
    "prism.publicationdate",
    "citation_online_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
)
_ABSTRACTS = (
    "citation_abstract",
    "dcterms.abstract",
    "dc.description.abstract",
    "eprints.abstract",
    "dc.description",
)
_KEYWORDS = (
    "citation_keywords",
    "citation_keyword",
    "dc.subject",
    "dcterms.subject",
    "prism.keyword",
)
_DOIS = ("citation_doi", "prism.doi", "dc.identifier.doi", "dc.identifier", "dcterms.identifier")


def of_page(root: etree._Element) -> dict[str, Any]:
    """Return what the meta tags and the JSON-LD of a page state of the paper on it."""
    metas: dict[str, list[str]] = {}
    linked: list[Mapping[str, Any]] = []
    for element in root.iter():
        name = local(element)
        if name == "meta":
            key = element.get("name") or element.get("property") or ""
            words = clean(element.get("content") or "")
            if key and words:
                metas.setdefault(key.lower().strip(), []).append(words)
        elif name == "script" and "ld+json" in (element.get("type") or "").lower():
            linked += _articles(element.text or "")
    facts = _of_metas(metas)
    for article in linked:
        for key, stated in _of_article(article).items():
            facts.setdefault(key, stated)
    return facts


def _of_metas(metas: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    def all_(names: Iterable[str]) -> list[str]:
        return next((list(dict.fromkeys(metas[name])) for name in names if name in metas), [])

    facts: dict[str, Any] = {}
    by_language(facts, "title", all_(_TITLES))
    by_language(facts, "abstract", [each for each in all_(_ABSTRACTS) if len(each) >= 30])
    people = [person for each in all_(_AUTHORS) for person in persons(each)]
    if people:
        facts["author"] = in_one_script(people)
    keywords(facts, all_(_KEYWORDS))
    for key, names in _ONE.items():
        if stated := all_(names):
            facts[key] = next((each for each in stated if _HAN.search(each)), stated[0])
    if date := issued(all_(_DATES)):
        facts["issued"] = date
    first = all_(("citation_firstpage", "prism.startingpage", "dc.source.firstpage"))
    last = all_(("citation_lastpage", "prism.endingpage", "dc.source.lastpage"))
    if first:
        alike = last and last[0] != first[0]
        facts["page"] = f"{first[0]}-{last[0]}" if alike else first[0]
    elif pages := all_(("citation_pages", "prism.pagerange")):
        facts["page"] = pages[0]
    for each in [each for name in _DOIS for each in metas.get(name, ())]:
        if (hit := _DOI.search(each)) is not None:
            facts["DOI"] = hit[0].rstrip(".,;")
            break
    if language := all_(("citation_language", "dc.language", "dcterms.language")):
        facts["language"] = language[0]
    return facts


def by_language(facts: dict[str, Any], key: str, texts: Sequence[str]) -> None:
    """Put the first Chinese text under ``key`` and the English one beside it under ``_en``."""
    chinese = next((each for each in texts if _HAN.search(each)), None)
    english = next((each for each in texts if not _HAN.search(each)), None)
    if (own := chinese or english) is not None:
        facts[key] = own
    if chinese and english:
        facts[f"{key}_en"] = english


def keywords(facts: dict[str, Any], stated: Iterable[str]) -> None:
    """Add the keywords, the Chinese and the English apart."""
    words: list[str] = []
    for each in stated:
        separator = r"[;；]" if re.search(r"[;；]", each) else r"[,，、|]"
        words += [word for part in re.split(separator, each) if (word := clean(part).rstrip("."))]
    words = list(dict.fromkeys(words))
    chinese = [word for word in words if _HAN.search(word)]
    english = [word for word in words if not _HAN.search(word)]
    if words:
        facts["keyword"] = chinese or english
    if chinese and len(english) > 1:
        facts["keyword_en"] = english
    elif chinese and english:
        facts["keyword"] = words  # 政务 APP: a word in Latin letters among Chinese ones


def persons(text: str) -> list[dict[str, str]]:
    """Return the people of one field: usually one, in any order of family and given name."""
    text = re.sub(r"\s*[\d*†‡]+(?:,[\d*†‡]+)*$", "", clean(text)).strip(" ;；")
    if not text:
        return []
    if re.search(r"[;；]", text):
        return [person for part in re.split(r"[;；]", text) for person in persons(part)]
    if _HAN.search(text):
        parts = re.split(r"[,，、]|\s+(?=[\u3400-\u9fff]{2})", text)
        return [dict(han_name(part)) for part in parts if part.strip()]
    family, comma, given = (part.strip() for part in text.partition(","))
    if comma and "," not in given and family and given:
        return [{"family": family, "given": given}]
    found = parse_names(text).people
    if len(found) == 1 and found[0].get("family") and not comma:
        words = text.split()
        # a page prints given name first where no comma stands
        at = next((i for i, word in enumerate(words) if i and word[:1].islower()), len(words) - 1)
        return [{"family": " ".join(words[at:]), "given": " ".join(words[:at])}]
    return [{str(k): str(v) for k, v in person.items()} for person in found]


def in_one_script(people: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return people once: where names stand in both scripts, the Chinese ones."""
    unique = [dict(each) for each in {tuple(sorted(p.items())): p for p in people}.values()]
    chinese = [each for each in unique if _HAN.search("".join(each.values()))]
    rest = [each for each in unique if each not in chinese]
    return chinese if len(chinese) == len(rest) and rest else unique


def issued(stated: Iterable[str]) -> dict[str, Any] | None:
    """Return the first date among some texts in the form of CSL-JSON."""
    for each in stated:
        if (hit := _DATE.search(each)) is not None:
            parts = [int(part) for part in (hit["y"], hit["m"], hit["d"]) if part]
            if len(parts) > 1 and not 1 <= parts[1] <= 12:
                parts = parts[:1]
            return {"date-parts": [parts]}
    return None


def clean(text: str) -> str:
    """Return text on one line, without tags that some pages write into their fields."""
    return " ".join(re.sub(r"</?[a-zA-Z][^<>]{0,80}>", " ", text).split())


def _articles(text: str) -> list[Mapping[str, Any]]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return []
    found: list[Mapping[str, Any]] = []
    waiting = [(whole, 0)]
    while waiting:
        each, depth = waiting.pop(0)
        if depth > _DEEPEST:
            continue
        if isinstance(each, list):
            waiting += [(inner, depth + 1) for inner in each[:50]]
        elif isinstance(each, dict):
            kinds = each.get("@type")
            if set(kinds if isinstance(kinds, list) else [kinds]) & _ARTICLES:
                found.append(each)
            waiting += [(each[key], depth + 1) for key in ("@graph", "mainEntity") if key in each]
    return found[:1]


def _of_article(article: Mapping[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    names = [_words(article.get(key)) for key in ("headline", "name", "alternativeHeadline")]
    by_language(facts, "title", [each for each in names if each])
    authors = article.get("author") or article.get("creator") or []
    people: list[dict[str, str]] = []
    for each in authors if isinstance(authors, list) else [authors]:
        if isinstance(each, dict) and each.get("familyName"):
            people.append(
                {"family": _words(each["familyName"]), "given": _words(each.get("givenName"))}
            )
        else:
            people += persons(_words(each.get("name") if isinstance(each, dict) else each))
    if people:
        facts["author"] = people
    if date := issued([_words(article.get("datePublished")), _words(article.get("dateCreated"))]):
        facts["issued"] = date
    by_language(facts, "abstract", [each for each in [_words(article.get("abstract"))] if each])
    words = article.get("keywords")
    keywords(
        facts, [_words(each) for each in words] if isinstance(words, list) else [_words(words)]
    )
    _of_parts(facts, article.get("isPartOf"), 0)
    start, end = _words(article.get("pageStart")), _words(article.get("pageEnd"))
    if start:
        facts["page"] = f"{start}-{end}" if end and end != start else start
    for key in ("identifier", "sameAs", "@id", "doi"):
        if (hit := _DOI.search(json.dumps(article.get(key, ""), ensure_ascii=False))) is not None:
            facts["DOI"] = re.split(r"[\"'\s]", hit[0])[0].rstrip(".,;")
            break
    return facts


def _of_parts(facts: dict[str, Any], part: Any, depth: int) -> None:
    if isinstance(part, list):
        part = next((each for each in part if isinstance(each, dict)), None)
    if not isinstance(part, dict) or depth > 4:
        return
    kinds = part.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if (volume := _words(part.get("volumeNumber"))) and "volume" not in facts:
        facts["volume"] = volume
    if (issue := _words(part.get("issueNumber"))) and "issue" not in facts:
        facts["issue"] = issue
    name = _words(part.get("name"))
    if name and (
        "Periodical" in kinds or not set(kinds) & {"PublicationVolume", "PublicationIssue"}
    ):
        facts.setdefault("container-title", name)
    _of_parts(facts, part.get("isPartOf"), depth + 1)


def _words(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return clean(str(value)) if isinstance(value, str | int) else ""
