"""What a document states of itself outside its text: the head of Markdown, a format's fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ingest import names
from ingest.document import Metadata
from ingest.layout.lines import han, is_latin

DASHES = str.maketrans("–—~～", "----")


def with_head(found: Metadata, head: Mapping[str, Any]) -> Metadata:
    """Return the metadata with what the YAML head says, which comes before what the text says."""
    if not head:
        return found
    lang = str(head["lang"])[:2] if head.get("lang") else found.lang
    retells = head.get("retells")
    return Metadata(
        title=_text(head.get("title")) or found.title,
        title_en=_text(head.get("title_en")) or found.title_en,
        authors=_people(head.get("authors") or head.get("author")) or found.authors,
        container=_text(head.get("container") or head.get("journal")) or found.container,
        year=_year(head.get("year") or head.get("date")) or found.year,
        volume=_text(head.get("volume")) or found.volume,
        issue=_text(head.get("issue")) or found.issue,
        pages=_text(head.get("pages")) or found.pages,
        doi=_text(head.get("doi")) or found.doi,
        abstract=_text(head.get("abstract")) or found.abstract,
        abstract_en=_text(head.get("abstract_en")) or found.abstract_en,
        keywords=_words(head.get("keywords")) or found.keywords,
        keywords_en=_words(head.get("keywords_en")) or found.keywords_en,
        lang=lang,
        kind="digest" if head.get("type") == "digest" else "article",
        retells=dict(retells) if isinstance(retells, Mapping) else None,
        own_sections=tuple(str(title) for title in head.get("own_sections") or ()),
    )


def with_facts(found: Metadata, facts: Mapping[str, Any], read: bool) -> Metadata:
    """Return the metadata with what the format states in fields of its own (``Source.facts``).

    It comes before what the text says; the text fills what is missing. ``read`` says whether
    there is running text, whose language is surer than the one stated.
    """
    if not facts:
        return found
    lang = found.lang
    stated = str(facts.get("language") or "")[:2].lower()
    if stated in ("zh", "en") and not read:
        lang = stated
    titles = [each for key in ("title", "title_en") if (each := _text(facts.get(key)))]
    abstracts = [each for key in ("abstract", "abstract_en") if (each := _text(facts.get(key)))]
    words = _words(facts.get("keyword")), _words(facts.get("keyword_en"))
    in_own = [each for each in words if each and (is_latin("".join(each)) == (lang == "en"))]
    in_english = [each for each in words if each and is_latin("".join(each))]
    title = _of(titles, lang) or found.title or next(iter(titles), None)
    title_en = abstract_en = None
    keywords_en: tuple[str, ...] = ()
    if lang == "zh":
        title_en = _of(titles, "en") or found.title_en
        title_en = None if title_en == title else title_en
        abstract_en = _of(abstracts, "en") or found.abstract_en
        keywords_en = next(iter(in_english), found.keywords_en)
    date = facts.get("issued")
    parts = date.get("date-parts") if isinstance(date, Mapping) else None
    pages = _text(facts.get("page"))
    return replace(
        found,
        title=title,
        title_en=title_en,
        authors=_people(facts.get("author")) or found.authors,
        container=_text(facts.get("container-title")) or found.container,
        year=_year(parts[0][0] if parts and parts[0] else None) or found.year,
        volume=_text(facts.get("volume")) or found.volume,
        issue=_text(facts.get("issue")) or found.issue,
        pages=re.sub(r"\s", "", pages).translate(DASHES) if pages else found.pages,
        doi=_text(facts.get("DOI")) or found.doi,
        abstract=_of(abstracts, lang) or found.abstract,
        abstract_en=abstract_en,
        keywords=next(iter(in_own), found.keywords),
        keywords_en=keywords_en,
        lang=lang,
    )


def _of(texts: Iterable[str], lang: str) -> str | None:
    """The first of some texts that is in a language."""
    return next((each for each in texts if is_latin(each) == (lang == "en")), None)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, list | dict):
        return None
    return " ".join(str(value).split()) or None


def _words(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = re.split(r"\s*[;；,，、]\s*", value)
    return tuple(str(each).strip() for each in value if each) if isinstance(value, list) else ()


def _people(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = re.split(r"\s*[;；,，、]\s*|\s+and\s+", value)
    if not isinstance(value, list):
        return ()
    people: list[str] = []
    for each in value:
        if isinstance(each, Mapping):
            family, given = str(each.get("family", "")), str(each.get("given", ""))
            name = (
                each.get("literal")
                or each.get("name")
                or (family + given if han(family) else f"{given} {family}".strip())
            )
            people.append(str(name))
        elif each:
            people.append(str(each).strip())
    return tuple(name for name in people if name and not names.nobody(name))


def _year(value: Any) -> int | None:
    hit = re.search(r"(?:1[5-9]|20)\d{2}", str(value)) if value is not None else None
    return int(hit[0]) if hit else None
