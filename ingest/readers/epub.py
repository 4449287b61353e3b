"""EPUB books: the chapters in the order of the spine, each read as a page is."""

from __future__ import annotations

import re
from html.entities import html5
from posixpath import normpath
from typing import Any
from urllib.parse import unquote

from lxml import etree

from ingest.document import DocumentError, Source
from ingest.readers._entries import decide, write
from ingest.readers._facts import by_language, clean, in_one_script, issued, keywords, persons
from ingest.readers._html_body import Body
from ingest.readers._html_links import find
from ingest.readers._html_tree import checked, page_text, parse, prune, text_of
from ingest.readers._package import Package, attribute, child, damaged, encrypted, local, parse_xml
from ingest.readers._writer import Writer
from ingest.readers.html import title_of
from ontology.i18n import _

SUFFIXES = (".epub",)
_CHAPTERS = 2_000
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_NO_TEXT = re.compile(
    r"(?:^|[/_.-])(?:cover|titlepage|title-page|nav|toc|copyright|contents)(?:[_.-]|\.x?html?$)",
    re.IGNORECASE,
)
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")


def read(file: str, data: bytes) -> Source:
    """Return the text of a book and what its package states.

    Raises DocumentError for a damaged, locked or hostile package.
    """
    package = Package(file, data)
    if _is_locked(package):
        raise encrypted(file)
    opf = _package_document(package)
    root = package.xml(opf)
    folder = opf.rpartition("/")[0]
    pages: dict[str, etree._Element] = {}
    for path in _spine(root, folder)[:_CHAPTERS]:
        if path in package.names:
            page = _page(file, package.read(path))
            prune(page)
            pages[path] = next(iter(each for each in page.iter() if local(each) == "body"), page)
    if not pages:
        raise DocumentError(
            file,
            _("this book holds no text"),
            _("check that the file was saved or converted completely"),
        )
    facts = facts_of(root)
    links = find(pages)
    body = Body(links)
    titled = False
    for path, page in pages.items():
        if not titled:
            alone = len(pages) == 1
            body.title = (
                title_of(page, [str(facts.get("title", ""))]) if alone else _same(page, facts)
            )
            titled = body.title is not None
        elif _NO_TEXT.search(path) and len(text_of(page)) < 400:
            continue
        body.walk(page)
        body.leave()
    entries = [*body.entries, *body.notes]
    decide(entries)
    writer = Writer()
    write(writer, entries)
    return writer.source(file, data, "epub", facts)


def _is_locked(package: Package) -> bool:
    """Whether something other than fonts is encrypted."""
    if "META-INF/rights.xml" in package.names or "META-INF/sinf.xml" in package.names:
        return True
    root = package.optional_xml("META-INF/encryption.xml")
    if root is None:
        return False
    ways = [
        attribute(each, "Algorithm") or ""
        for each in root.iter()
        if local(each) == "EncryptionMethod"
    ]
    return any(not way.startswith(_FONTS) for way in ways)


def _package_document(package: Package) -> str:
    container = package.optional_xml("META-INF/container.xml")
    for each in container.iter() if container is not None else ():
        path = attribute(each, "full-path")
        if local(each) == "rootfile" and path in package.names and path is not None:
            return path
    found = sorted(name for name in package.names if name.endswith(".opf"))
    if not found:
        raise damaged(package.file, "META-INF/container.xml")
    return found[0]


def _spine(root: etree._Element, folder: str) -> list[str]:
    """Paths of the chapters in reading order, without navigation."""
    items: dict[str, str] = {}
    for each in root.iter():
        if local(each) != "item" or attribute(each, "media-type") not in _PAGES:
            continue
        if "nav" in (attribute(each, "properties") or "").split():
            continue
        href = unquote((attribute(each, "href") or "").partition("#")[0])
        items[attribute(each, "id") or ""] = normpath(f"{folder}/{href}").lstrip("/")
    skipped = {
        normpath(f"{folder}/{unquote((attribute(each, 'href') or '').partition('#')[0])}").lstrip(
            "/"
        )
        for each in root.iter()
        if local(each) == "reference" and attribute(each, "type") in ("toc", "cover", "loi", "lot")
    }
    main: list[str] = []
    aside: list[str] = []
    for each in root.iter():
        path = items.get(attribute(each, "idref") or "") if local(each) == "itemref" else None
        if path is None or path in main or (path in skipped and len(items) > 1):
            continue
        (aside if attribute(each, "linear") == "no" else main).append(path)
    return main + aside


def _page(file: str, data: bytes) -> etree._Element:
    """A chapter as a tree with plain names: XML where it is well-formed, else as a page."""
    text, _encoding = page_text(file, data)
    bare = re.sub(r"<\?xml[^>]*\?>|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>", "", text.lstrip("\ufeff"))
    bare = re.sub(r"&(?!(?:amp|lt|gt|quot|apos);)(\w{2,31};)", lambda m: html5.get(m[1], " "), bare)
    try:
        root = parse_xml(file, bare.strip().encode("utf-8", "replace"), "xhtml")
    except DocumentError:
        return parse(file, text)
    for element in checked(file, root).iter():
        if isinstance(element.tag, str):
            element.tag = local(element)
        else:
            element.text = ""
    return root


def facts_of(root: etree._Element) -> dict[str, Any]:
    """Return what the package's metadata state of the book."""
    stated: dict[str, list[str]] = {}
    metadata = child(root, "metadata")
    roles: dict[str, str] = {}
    for each in metadata.iter() if metadata is not None else ():
        if local(each) == "meta" and attribute(each, "property") == "role":
            roles[(attribute(each, "refines") or "").lstrip("#")] = (each.text or "").strip()
    for each in metadata.iter() if metadata is not None else ():
        words = clean(each.text or "")
        role = attribute(each, "role") or roles.get(each.get("id") or "", "aut")
        if words and not (local(each) == "creator" and role not in ("aut", "")):
            key = attribute(each, "property") or local(each)
            stated.setdefault(key, []).append(words)
    facts: dict[str, Any] = {}
    by_language(facts, "title", stated.get("title", []))
    if people := [person for each in stated.get("creator", ()) for person in persons(each)]:
        facts["author"] = in_one_script(people)
    if date := issued([*stated.get("dcterms:issued", ()), *stated.get("date", ())]):
        facts["issued"] = date
    keywords(facts, stated.get("subject", ()))
    for key, name in (("publisher", "publisher"), ("language", "language")):
        if name in stated:
            facts[key] = stated[name][0]
    for each in [*stated.get("identifier", ()), *stated.get("source", ())]:
        if (hit := _DOI.search(each)) is not None:
            facts["DOI"] = hit[0].rstrip(".,;")
            break
    return facts


def _same(page: etree._Element, facts: dict[str, Any]) -> etree._Element | None:
    """The heading that is the stated title; a book's first chapter has one of its own."""
    title = re.sub(r"[\W_]+", "", str(facts.get("title", ""))).lower()
    for each in page.iter("h1", "h2", "h3"):
        if title and re.sub(r"[\W_]+", "", text_of(each)).lower() == title:
            return each
    return None
