"""A page as a tree: decoded, parsed, without what is no part of the paper.

Nothing is run or fetched: scripts, forms and embedded things are dropped unread.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache

from lxml import etree

from ingest.document import DocumentError
from ingest.readers._bytes import decode
from ingest.readers._package import DEPTH, damaged, local
from ingest.rulefiles import data
from ontology.i18n import _

_CHARSET = re.compile(
    rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE
)
_HEAD = 8192  # bytes in which a page declares its encoding
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
}
_ELEMENTS = 300_000
_DRESS = ("font", "span", "b", "i", "u", "em", "strong", "big", "small", "center")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_INLINE = (
    "span",
    "a",
    "em",
    "i",
    "b",
    "strong",
    "sup",
    "sub",
    "font",
    "label",
    "small",
    "cite",
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)
_MOST = 0.4  # share of the page's words that no rule by name may drop
_SENTENCE = re.compile(r"[。！？；]|[a-z)][.?!](?:\s|$)")
_LEAST_LINE = 30  # characters of a line that shows where the text is


def page_text(file: str, page: bytes) -> tuple[str, str]:
    """Return a page's text and encoding: BOM, UTF-8, what it declares, a guess.

    Raises DocumentError where nothing fits.
    """
    if page.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return decode(file, page)
    try:
        return page.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(page[:_HEAD])
    name = declared[1].decode("ascii").lower() if declared else ""
    name = _WIDER.get(name, name)
    if name and not name.startswith("utf"):
        try:
            return page.decode(name), name
        except (UnicodeDecodeError, LookupError):
            pass
    for encoding in ([name] if name else []) + ["utf-8", "gb18030"]:
        try:
            text = page.decode(encoding, "replace")
        except LookupError:
            continue
        # a page that was cut or mended may hold a few broken characters
        if text.count("\ufffd") <= 0.001 * len(text):
            return text.replace("\ufffd", ""), encoding
    return decode(file, page)


def parse(file: str, text: str) -> etree._Element:
    """Return the root of a page. Raises DocumentError where there is none or it is hostile."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"), count=1)
    # without huge_tree the parser drops what is nested deeper than 256, and says nothing
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise damaged(file, problem) from None
    if root is None:
        raise damaged(file, "html")
    if _depth(root) > DEPTH:  # fonts that are never closed nest in each other
        etree.strip_tags(root, *_DRESS)
    return checked(file, root)


def checked(file: str, root: etree._Element) -> etree._Element:
    """Return a tree that is not too large and not too deep.

    Raises DocumentError otherwise.
    """
    if sum(1 for _each in root.iter()) > _ELEMENTS or _depth(root) > DEPTH:
        raise DocumentError(
            file,
            _("its elements are too many or nested too deep for a paper"),
            _("save the text of the page, or leave it out"),
        )
    return root


def _depth(root: etree._Element) -> int:
    depth = deepest = 0
    for event, _each in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


@cache
def words_of(key: str) -> frozenset[str]:
    """Return one list of words of ``pages.toml``."""
    return frozenset(data("pages")["web"][key])


def whole_text(element: etree._Element) -> str:
    """Return the words of an element as they stand."""
    return "".join(str(text) for text in element.itertext())


def text_of(element: etree._Element) -> str:
    """Return the words of an element on one line."""
    return " ".join(whole_text(element).split())


def names(element: etree._Element) -> frozenset[str]:
    """Return what classes, id, role and EPUB's type call an element."""
    given = [
        str(value)
        for key, value in element.attrib.items()
        if re.split("[}:]", str(key))[-1] in ("class", "id", "role", "type", "itemprop")
    ]
    return frozenset(" ".join(given).lower().split())


def is_called(element: etree._Element, key: str) -> bool:
    """Whether one of an element's names is in a list of ``pages.toml``."""
    return not names(element).isdisjoint(words_of(key))


def _parts(element: etree._Element) -> frozenset[str]:
    given = f"{element.get('class') or ''} {element.get('id') or ''}"
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", given)
    return frozenset(re.split(r"[^a-z0-9\u4e00-\u9fff]+", apart.lower()))


def drop(element: etree._Element) -> None:
    """Take an element out of its tree; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def prune(root: etree._Element) -> None:
    """Drop what is no part of the paper: by tag, role and name, by heading, by its links."""
    for element in list(root.iter()):
        if element is not root and local(element) in words_of("drop_tags"):
            drop(element)
    whole = max(1, len(text_of(root)))
    keep = _linked_to(root)
    for element in list(root.iter()):
        if element.getparent() is None or local(element) in ("html", "body"):
            continue
        if _unwanted(element) and _may_go(element, whole, keep):
            drop(element)
    for element in list(root.iter(*HEADINGS)):
        if re.sub(r"[\s:：]", "", text_of(element)).lower() in words_of("drop_headings"):
            _drop_section(element, whole, keep)
    for element in list(root.iter("ul", "ol", "div", "p", "table", "section", "dl")):
        if element.getparent() is not None and _is_links(element) and _may_go(element, whole, keep):
            drop(element)


def _linked_to(root: etree._Element) -> set[etree._Element]:
    """The elements in which footnotes and items of lists stand that the page itself links to."""
    targets: set[str] = set()
    for each in root.iter("a"):
        # a saved page may name itself with its full address
        name = (each.get("href") or "").partition("#")[2]
        text = text_of(each)
        if name and len(text) <= 8 and re.search(r"\d|[①-㊿*†]", text):
            targets.add(name)
    found: set[etree._Element] = set()
    for element in root.iter():
        if element.get("id") in targets or (element.get("name") or "\0") in targets:
            found.add(element)
            found.update(element.iterancestors())
    return found


def _unwanted(element: etree._Element) -> bool:
    tag = local(element)
    if tag in HEADINGS or tag in ("sup", "body"):
        return False
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    called = names(element)
    if tag in ("header", "footer", "aside") and "footnote" not in called:
        return tag != "header" or next(element.iter("h1"), None) is None
    if not called.isdisjoint(words_of("drop_roles")):
        return True
    if not called.isdisjoint(words_of("drop_inline")):
        return tag != "a" or "#" not in (element.get("href") or "")
    if tag in _INLINE:
        return False
    return not (
        called.isdisjoint(words_of("drop_names")) and _parts(element).isdisjoint(words_of("drop"))
    )


def _may_go(element: etree._Element, whole: int, keep: set[etree._Element]) -> bool:
    if element in keep or len(text_of(element)) > _MOST * whole:
        return False
    if next(element.iter("h1"), None) is not None:
        return len(list(element.getroottree().getroot().iter("h1"))) > 1
    return not any(is_called(each, "references") for each in element.iter("ol", "ul"))


def _drop_section(heading: etree._Element, whole: int, keep: set[etree._Element]) -> None:
    """Drop a heading and what follows it, up to the next heading that is not below it."""
    parent = heading.getparent()
    if parent is None:
        return
    level = local(heading)
    if local(parent) in ("section", "div", "li", "header") and parent[0] is heading:
        rest = [each for each in parent.iter(*HEADINGS) if each is not heading]
        if all(local(each) > level for each in rest) and _may_go(parent, whole, keep):
            drop(parent)
            return
    for after in list(heading.itersiblings()):
        if local(after) in HEADINGS and local(after) <= level:
            break
        inner = next(after.iter(*HEADINGS), None)
        if (inner is not None and local(inner) <= level) or not _may_go(after, whole, keep):
            break
        drop(after)
    drop(heading)


def _is_links(element: etree._Element) -> bool:
    """Whether an element is a list of links to other pages: menus, other papers."""
    links = [each for each in element.iter("a") if not (each.get("href") or "#").startswith("#")]
    if len(links) < 3 or any(
        is_called(each, "byline") or is_called(each, "keywords")
        for each in [element, *element.iterancestors(), *element.iter("p", "div", "span")]
    ):
        return False
    text = text_of(element)
    if re.match(
        r"[【\[]?\s*(?:关\s*键\s*[词字]|key\s*words)", text, re.IGNORECASE
    ) or _SENTENCE.search(text):
        return False
    if is_called(element, "references") or next(element.iter(*HEADINGS), None) is not None:
        return False
    return sum(len(_bare(text_of(each))) for each in links) >= 0.8 * len(_bare(text))


def container(root: etree._Element) -> etree._Element:
    """Return the element that holds the whole paper, as far as the page shows it."""
    body = next(iter(root.iter("body")), root)
    whole = max(1, len(text_of(body)))
    best: etree._Element | None = None
    for each in body.iter():
        called = names(each)
        paper = local(each) in ("article", "main") or "main" in called or "articlebody" in called
        if paper and len(text_of(each)) >= 0.6 * whole:
            best = each
            break
    if best is None:
        best = _where_text_is(body)
    # notes and lists that the text links to are part of it, wherever they stand
    linked = _linked_to(body)
    inside = set(best.iter())
    while best is not body and not linked <= inside | set(best.iterancestors()):
        parent = best.getparent()
        if parent is None:
            break
        best = parent
        inside = set(best.iter())
    return best


def _where_text_is(body: etree._Element) -> etree._Element:
    """The smallest element around the lines that trafilatura takes for the text."""
    import trafilatura  # takes a second to load

    # it says on standard error which pages it finds nothing in
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        page = etree.tostring(body, encoding="unicode", method="html")
        found = trafilatura.extract(
            f"<html>{page}</html>", include_comments=False, include_tables=True, favor_recall=True
        )
    except Exception:  # its rules are no reason to lose a paper
        return body
    lines = {_bare(each) for each in (found or "").splitlines() if len(each) >= _LEAST_LINE}
    lines.discard("")
    around: list[etree._Element] | None = None
    for element in body.iter("p", "div", "li", "td", "blockquote", "h1", "h2", "h3"):
        title = local(element) == "h1"
        if not title and (_has_blocks(element) or _bare(text_of(element)) not in lines):
            continue
        path = [*reversed(list(element.iterancestors())), element]
        if around is None:
            around = path[:-1]
        else:
            same = 0
            while same < min(len(around), len(path)) and around[same] is path[same]:
                same += 1
            around = around[:same]
    return around[-1] if around and body in around else body


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _has_blocks(element: etree._Element) -> bool:
    return any(local(each) in BLOCKS for each in element.iterdescendants())


def headings_in(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the headings of a tree that have words."""
    for each in root.iter():
        if local(each) in HEADINGS and text_of(each):
            yield each
