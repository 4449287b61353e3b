"""Web pages, saved as they are (.html, .xhtml) or with what belongs to them (.mhtml)."""

from __future__ import annotations

import re
from email import policy
from email.parser import BytesParser

from lxml import etree

from ingest.document import DocumentError, Source
from ingest.readers._entries import decide, write
from ingest.readers._facts import clean, of_page
from ingest.readers._html_body import Body
from ingest.readers._html_links import find
from ingest.readers._html_tree import (
    container,
    headings_in,
    is_called,
    page_text,
    parse,
    prune,
    text_of,
)
from ingest.readers._package import local
from ingest.readers._writer import Writer
from ontology.i18n import _

SUFFIXES = (".html", ".htm", ".xhtml", ".xht", ".shtml", ".mhtml", ".mht")
_MIME = re.compile(
    rb"(?:From|Subject|Date|MIME-Version|Content-Type|Snapshot-Content-Location)\s*:", re.IGNORECASE
)
_PARTS = 2_000
_SURE = 5  # characters with which a page's title may begin


def read(file: str, data: bytes) -> Source:
    """Return the paper on a page and what the page states of it.

    Raises DocumentError where no page is in the file.
    """
    page, charset = archived(file, data)
    text, encoding = page_text(file, page) if charset is None else (page.decode(charset), charset)
    root = parse(file, text)
    facts = of_page(root)
    shared = _shared_title(root)
    prune(root)
    whole = container(root)
    stated = [str(facts.get("title", "")), shared]
    title = title_of(whole, stated)
    if title is None:
        title = title_of(root, stated)
    body = Body(find({"": root}), title)
    for part in _parts(whole, title):
        body.read(part)
    entries = [*body.entries, *body.notes]
    decide(entries)
    if "title" not in facts and body.title is not None and shared:
        words = text_of(body.title)
        if words and (words in shared or shared in words):
            facts["title"] = words
    writer = Writer()
    write(writer, entries)
    return writer.source(file, data, "html", facts, encoding=encoding)


def archived(file: str, data: bytes) -> tuple[bytes, str | None]:
    """Return the page of an MHTML archive and its encoding; other data as it is."""
    if not _MIME.match(data.lstrip()[:80]):
        return data, None
    message = BytesParser(policy=policy.compat32).parsebytes(data.lstrip())
    for number, part in enumerate(message.walk()):
        if number > _PARTS:
            break
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                charset = part.get_content_charset()
                try:
                    if charset and charset not in ("us-ascii", "utf-8"):
                        page.decode(charset)
                        return page, charset
                except (LookupError, UnicodeDecodeError):
                    pass
                return page, None
    raise DocumentError(
        file,
        _("this web archive holds no page"),
        _("save the page again, as HTML"),
    )


def _parts(whole: etree._Element, title: etree._Element | None) -> list[etree._Element]:
    """What is read: the text, and before it what stands between a title outside it and the text."""
    if title is None:
        return [whole]
    above = [whole, *whole.iterancestors()]
    path = [title, *title.iterancestors()]
    common = next((each for each in path if each in above), whole)
    if common is whole:
        return [whole]
    children = list(common)
    first = next(at for at, each in enumerate(children) if each in path)
    last = next(at for at, each in enumerate(children) if each in above)
    return [*(children[first:last] if first < last else [title]), whole]


def title_of(root: etree._Element, stated: list[str]) -> etree._Element | None:
    """Return the heading that is the title: the one stated, the only h1, one before all text."""
    found = list(headings_in(root))
    for words in map(_bare, stated):
        for each in found:
            if words and _bare(text_of(each)) == words:
                return each
        # a page's own title often ends with the name of the site
        for each in found:
            if len(_bare(text_of(each))) >= _SURE and words.startswith(_bare(text_of(each))):
                return each
    named = [each for each in found if is_called(each, "title")]
    if named:
        return named[0]
    first = [each for each in found if local(each) == "h1"]
    if len(first) == 1 and len(found) > 0 and found[0] is first[0]:
        return first[0]
    if len(first) == 1 and any(is_called(each, "title") for each in first[0].iterancestors()):
        return first[0]
    if len(first) == 1:
        return first[0]
    if len(first) > 1 and not _text_before(root, first[0]) and len(text_of(first[0])) > 8:
        return first[0]
    return None


def _text_before(root: etree._Element, heading: etree._Element) -> bool:
    for each in root.iter():
        if each is heading:
            return False
        if local(each) == "p" and len(text_of(each)) > 40:
            return True
    return False


def _shared_title(root: etree._Element) -> str:
    """The title that a page gives to those who link to it."""
    for each in root.iter("meta"):
        if (each.get("property") or each.get("name") or "").lower() in (
            "og:title",
            "twitter:title",
        ):
            return clean(each.get("content") or "")
    title = next(iter(root.iter("title")), None)
    return "" if title is None else re.split(r"\s*[_|｜]\s*|\s+[-–—]\s+", clean(text_of(title)))[0]


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
