"""What a PDF states about itself: XMP of publishers; the title only where the page has it."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.folding import plain

_XMP = re.compile(rb"<x:xmpmeta.{0,200000}?</x:xmpmeta>", re.DOTALL)
_DOI = re.compile(r"10\.\d{4,9}/[^\s<>\"]{2,120}")
_FIELDS = {
    "publicationName": "container-title",
    "volume": "volume",
    "number": "issue",
    "issn": "ISSN",
}
_NO_TITLE = re.compile(
    r"untitled|microsoft word|^[\w.-]+\.(?:docx?|pdf|indd|tex|qxd|wps|html?)$|^\W*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Stated:
    """CSL-JSON of what is stated, and a title that the first page shows, too."""

    csl: Mapping[str, Any] = field(default_factory=dict)
    title: str | None = None


def facts(data: bytes, info: Mapping[str, str], first_page: str) -> Stated:
    """Read the XMP packet and the document information; keep what can be trusted."""
    packet = _XMP.search(data)
    xmp = packet[0].decode("utf-8", "replace") if packet else ""
    csl: dict[str, Any] = {}
    doi = _value(xmp, "prism:doi") or _value(xmp, "pdfx:doi") or info.get("doi", "")
    doi = doi or _value(xmp, "prism:url") or _value(xmp, "dc:identifier")
    if (hit := _DOI.search(doi)) is not None:
        csl["DOI"] = hit[0].rstrip(".;,)")
    for name, key in _FIELDS.items():
        if value := _value(xmp, f"prism:{name}"):
            csl[key] = value
    first, last = _value(xmp, "prism:startingPage"), _value(xmp, "prism:endingPage")
    if first:
        csl["page"] = f"{first}-{last}" if last and last != first else first
    if year := re.match(r"(?:1[5-9]|20)\d\d", _value(xmp, "prism:coverDate")):
        csl["issued"] = {"date-parts": [[int(year[0])]]}
    title = None
    for each in (_value(xmp, "dc:title"), info.get("Title", "")):
        if title is None and _shown(each, first_page):
            title = " ".join(each.split())
    if title is not None:
        csl["title"] = title
    return Stated(csl, title)


def _value(xmp: str, name: str) -> str:
    """One property of an XMP packet, as element (its first alternative) or as attribute."""
    hit = re.search(rf"<{name}(?:\s[^<>]*)?>(.{{1,2000}}?)</{name}>", xmp, re.DOTALL)
    if hit is not None:
        item = re.search(r"<rdf:li[^<>]*>(.*?)</rdf:li>", hit[1], re.DOTALL)
        return html.unescape(re.sub(r"<[^<>]*>", "", item[1] if item else hit[1])).strip()
    hit = re.search(rf"\s{name}=(?:\"([^\"]{{1,2000}})\"|'([^']{{1,2000}})')", xmp)
    return html.unescape(hit[1] or hit[2]).strip() if hit else ""


def _shown(title: str, page: str) -> bool:
    """Whether a stated title is one, and stands on the first page."""
    if len(title) < 6 or len(title) > 400 or _NO_TITLE.search(title):
        return False
    return _bare(title) in _bare(page)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", plain(text)).lower()
