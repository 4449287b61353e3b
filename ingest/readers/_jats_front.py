"""What JATS states of an article before its text: titles, people, journal, abstracts, keywords."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from ingest.layout.lines import is_latin
from ingest.nodes import display_name
from ingest.readers._inline import language, titled, words
from ingest.readers._jats_citation import best_name, pages, read_name
from ingest.readers._package import child, local
from ingest.readers._people import Csl, issued

_MARKS = ("xref", "fn", "break")
_NO_ABSTRACT = re.compile("graph|teaser|key|toc|short|summary|highlight|video|plain")
_PUBLISHED = ("ppub", "collection", "issue-pub", "pub", "epub-ppub", "epub", "print", "electronic")


def all_of(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """Yield the children of some names, in order."""
    for each in element if element is not None else ():
        if local(each) in names:
            yield each


class Front:
    """The front of an article or of one of its sub-articles."""

    def __init__(self, article: etree._Element) -> None:
        front = child(article, "front")
        self.stub = front is None
        self.meta = child(article, "front-stub") if front is None else child(front, "article-meta")
        self.journal = child(front, "journal-meta")
        self.lang = language(article)
        self.titles = tuple(self._titles())
        self.abstracts = tuple(self._abstracts())
        self.keywords = tuple(self._keywords())

    def _titles(self) -> Iterator[str]:
        group = child(self.meta, "title-group")
        for each in (group, *all_of(group, "trans-title-group")):
            for name in ("article-title", "trans-title"):
                for title in all_of(each, name):
                    text = words(title, *_MARKS)
                    for sub in all_of(each, "subtitle", "trans-subtitle"):
                        below = words(sub, *_MARKS)
                        same = (local(sub) == "subtitle") == (name == "article-title")
                        if below and same:
                            text += (": " if is_latin(text) else "：") + below
                    if text:
                        yield text

    def _abstracts(self) -> Iterator[etree._Element]:
        for each in all_of(self.meta, "abstract", "trans-abstract"):
            if not _NO_ABSTRACT.search(str(each.get("abstract-type", ""))):
                yield each

    def _keywords(self) -> Iterator[tuple[str, list[str]]]:
        """The heading and the words of each group of keywords."""
        for group in all_of(self.meta, "kwd-group"):
            if str(group.get("kwd-group-type") or "author").startswith("author"):
                found = [
                    words(each, "xref")
                    for each in group.iter()
                    if local(each) in ("kwd", "compound-kwd", "nested-kwd")
                    and not any(local(inner) == "kwd" for inner in each)
                ]
                heading = words(child(group, "title")).strip(" :：[]【】")
                if any(found):
                    yield heading, [each.strip(" ;；,，、") for each in found if each]

    def authors(self, lang: str | None) -> list[dict[str, str]]:
        """Return the authors; of names in several scripts those of a language."""
        found = []
        for group in all_of(self.meta, "contrib-group"):
            for contrib in all_of(group, "contrib"):
                if str(contrib.get("contrib-type") or "author") != "author":
                    continue
                alternatives = child(contrib, "name-alternatives")
                if alternatives is not None:
                    name = best_name(alternatives, lang)
                else:
                    stated = next(all_of(contrib, "name", "string-name", "collab"), None)
                    name = read_name(stated) if stated is not None else None
                if name is not None and name not in found:
                    found.append(name)
        return found

    def places(self) -> Iterator[str]:
        """Yield where the authors work, as printed."""
        groups = list(all_of(self.meta, "contrib-group"))
        for each in (self.meta, *groups):
            for aff in all_of(each, "aff", "aff-alternatives"):
                label = words(child(aff, "label"))
                if text := words(aff, "label", "institution-id"):
                    yield titled(label, text)

    def journal_title(self) -> str:
        """Return the journal's title in the language of the article."""
        group = child(self.journal, "journal-title-group")
        stated = [
            *all_of(group, "journal-title"),
            *all_of(self.journal, "journal-title"),
            *(
                title
                for trans in all_of(group, "trans-title-group")
                for title in all_of(trans, "trans-title")
            ),
        ]
        named = [text for each in stated if (text := words(each))]
        own = [text for text in named if is_latin(text) == (self.lang != "zh")]
        return next(iter(own or named), "")

    def facts(self) -> dict[str, Any]:
        """Return CSL-JSON of the article, and both languages of what JATS gives in two."""
        csl: Csl = {"type": "article-journal", "container-title": self.journal_title()}
        _in_two(csl, "title", self.titles)
        _in_two(csl, "abstract", [self.abstract(each) for each in self.abstracts])
        for _, group in self.keywords:
            key = "keyword_en" if is_latin("".join(group)) else "keyword"
            csl.setdefault(key, group)
        if "keyword" not in csl and "keyword_en" in csl:
            csl["keyword"] = csl["keyword_en"]
        csl["author"] = self.authors(self.lang)
        found: dict[str, str] = {}
        for each in self.meta if self.meta is not None else ():
            found.setdefault(local(each), words(each))
        csl["volume"], csl["issue"], csl["page"] = (
            found.get("volume", ""),
            found.get("issue", ""),
            pages(found),
        )
        csl["issued"] = self._issued()
        for each in all_of(self.meta, "article-id"):
            if each.get("pub-id-type") == "doi":
                csl["DOI"] = words(each)
        csl["language"] = self.lang
        return {key: value for key, value in csl.items() if value}

    def _issued(self) -> Csl | None:
        dates = list(all_of(self.meta, "pub-date"))

        def rank(date: etree._Element) -> int:
            stated = {date.get("pub-type"), date.get("date-type"), date.get("publication-format")}
            return min(
                (at for at, name in enumerate(_PUBLISHED) if name in stated),
                default=len(_PUBLISHED),
            )

        for date in sorted(dates, key=rank):
            if (found := issued(words(child(date, "year")))) is not None:
                return found
        return None

    def abstract(self, element: etree._Element) -> str:
        """Return an abstract's words, paragraphs joined, without its own heading."""
        parts = [text for _, text in abstract_paragraphs(element)]
        whole = "".join(parts)
        return " ".join(parts) if is_latin(whole) else whole

    def byline(self) -> Iterator[str]:
        """Yield the authors' names as lines: in the article's language, then in others."""
        seen = set()
        for lang in (self.lang, "en" if self.lang == "zh" else "zh"):
            shown = [display_name(each) for each in self.authors(lang)]
            line = (", " if is_latin("".join(shown)) else "，").join(shown)
            if shown and line not in seen:
                seen.add(line)
                yield line

    def imprint(self) -> str:
        """Return where the article appeared, as a line: journal, year, volume, pages, DOI."""
        csl = self.facts()
        year = str(csl["issued"]["date-parts"][0][0]) if "issued" in csl else ""
        number = csl.get("volume", "") + (f"({csl['issue']})" if csl.get("issue") else "")
        number += f": {csl['page']}" if csl.get("page") else ""
        doi = f"DOI: {csl['DOI']}" if csl.get("DOI") else ""
        parts = [csl.get("container-title", ""), year, number]
        return ". ".join(part for part in (", ".join(p for p in parts if p), doi) if part)


def abstract_paragraphs(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the paragraphs of an abstract, each with the title of its part before it."""
    for each in element:
        name = local(each)
        if name == "sec":
            title = words(child(each, "title"), *_MARKS).strip(" :：.")
            for number, (paragraph, text) in enumerate(abstract_paragraphs(each)):
                if title and not number:
                    text = title + (": " if is_latin(text) else "：") + text
                yield paragraph, text
        elif name not in ("title", "label", "object-id", "") and (text := words(each, "xref")):
            yield each, text


def _in_two(csl: Csl, key: str, texts: Sequence[str]) -> None:
    """The first text as it is, and an English one besides a first that is Chinese."""
    stated = [text for text in texts if text]
    if not stated:
        return
    first = stated[0]
    other = next((text for text in stated[1:] if is_latin(text) != is_latin(first)), None)
    csl[key] = first
    if other is not None:
        csl[key], csl[f"{key}_en"] = (other, first) if is_latin(first) else (first, other)
