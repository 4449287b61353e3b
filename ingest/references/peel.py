"""A printed reference and its folded twin, cut in step; what is not prose is peeled off."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.folding import simplify
from ingest.printed import fold

_LABEL = re.compile(
    r"\s*(?:[-*•]\s+)?(?:\^?\[\s*[\dlIO]{1,3}\s*\]\^?|\(\s*\d{1,3}\s*\)|[①-⑳㉑-㉟]"
    r"|\d{1,3}\s*[.、)](?!\d)|\d{1,3}\s+(?=[^\W\d_]))\s*"
)
_DATE = (
    r"(?:(?P<y>\d{4})\s*(?:[-/.]|年)\s*(?P<m>\d{1,2})\s*(?:[-/.]|月)\s*(?P<d>\d{1,2})\s*[日号]?"
    r"|(?:(?P<d2>\d{1,2})(?:st|nd|rd|th)?\s+)?(?P<mn>[A-Z][a-z]{2,8})\.?\s+"
    r"(?:(?P<d3>\d{1,2})(?:st|nd|rd|th)?\s*,?\s*)?(?P<y2>\d{4}))"
)
_DOI = re.compile(
    r"[\[(]?\s*(?:https?://(?:dx\.)?doi\.org/|\bdoi\s*[:.]?\s*(?:https?://(?:dx\.)?doi\.org/)?)"
    r"(?P<doi>10\.\d{4,9}/[^\s,;，；。\])]*[^\s,;.，；。\])])\s*[\])]?",
    re.IGNORECASE,
)
_URL = re.compile(r"[<\[(]?(?P<url>(?:https?|ftp)://[!-;=?-~]+|www\.[!-;=?-~]+\.[!-;=?-~]+)[>\])]?")
_ACCESSED = (
    re.compile(rf"\[\s*{_DATE}\s*\]"),
    re.compile(
        r"[\[(]?\s*(?:最后|上次)?(?:访问|浏览|检索|查阅|登录|引用|上网|获取)(?:日期|时间|于)?\s*[:]?\s*"
        + _DATE
        + r"\s*[\])]?"
    ),
    re.compile(_DATE + r"\s*(?:最后|上次)?(?:访问|浏览|检索|查阅)"),
    re.compile(
        r"[\[(]?\s*(?:[Ll]ast\s+)?(?:[Rr]etrieved|[Aa]ccessed|[Vv]iewed|[Cc]ited)\s*(?:on\s*)?:?\s*"
        + _DATE
        + r"\s*,?\s*(?:from\b|at\b)?\s*:?\s*[\])]?"
    ),
)
_LEFTOVER = re.compile(
    r"[\[(]?\s*(?:[Rr]etrieved\s+from|[Aa]vailable\s+(?:at|from|online)|[Oo]nline\s+at|URL|网址|来源)"
    r"\s*:?\s*[\])]?\s*(?=$|[.,;])|\[\s*[Oo]nline\s*\]|\(\s*\)|\[\s*\]"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TYPE = re.compile(
    r"\[\s*(?P<letter>J|M|D|C|N|R|S|P|Z|A|G|CM|DB|DS|CP|EB|j|m|d|c|n|r)\s*"
    r"(?:/\s*(?:OL|CD|DK|MT|ol|0L))?\s*\]"
)


def month_number(name: str) -> int | None:
    """Return the number of an English month name; None for a season."""
    key = name[:3].lower()
    return _MONTHS.index(key) + 1 if key in _MONTHS else None


@dataclass(frozen=True, slots=True)
class Printed:
    """Text as printed and folded; position for position the same."""

    raw: str
    folded: str

    @classmethod
    def of(cls, raw: str) -> Printed:
        """Fold a text."""
        return cls(raw, fold(simplify(raw)))

    def part(self, start: int, end: int | None = None) -> Printed:
        """Return a stretch of it."""
        return Printed(self.raw[start:end], self.folded[start:end])

    def without(self, start: int, end: int, instead: str = "") -> Printed:
        """Return it with a stretch taken out."""
        return Printed(
            self.raw[:start] + instead + self.raw[end:],
            self.folded[:start] + instead + self.folded[end:],
        )


def strip_label(text: Printed) -> Printed:
    """Take the printed number off: ``[1]``, ``1.``, ``①``."""
    found = _LABEL.match(text.folded)
    return text.part(found.end()) if found else text


def canonical_types(text: Printed) -> Printed:
    """Write every type mark of GB/T 7714 as ``[J]``, ``[EB]`` …: no spaces, no carrier."""
    for found in reversed(list(_TYPE.finditer(text.folded))):
        text = text.without(found.start(), found.end(), f"[{found['letter'].upper()}]")
    return text


def peel(text: Printed) -> tuple[Printed, dict[str, object]]:
    """Take off DOI, address and date of access; return the rest and what was found."""
    fields: dict[str, object] = {}
    found = _DOI.search(text.folded)
    if found:
        fields["DOI"] = found["doi"].rstrip(".")
        text = text.without(found.start(), found.end())
        while (again := _DOI.search(text.folded)) is not None:
            text = text.without(again.start(), again.end())
    for pattern in _ACCESSED:
        found = pattern.search(text.folded)
        if found:
            date = _date(found)
            if date:
                fields["accessed"] = {"date-parts": [date]}
            text = text.without(found.start(), found.end())
            break
    found = _URL.search(text.folded)
    if found:
        # 。 and ， are folded like . and , but no address holds them
        url = re.split("[，。；、）》]", text.raw[found.start("url") : found.end("url")])[0]
        end = found.end() if len(url) == len(found["url"]) else found.start("url") + len(url)
        fields["URL"] = url.rstrip(".,;)")
        text = text.without(found.start(), end)
    if fields:
        while (left := _LEFTOVER.search(text.folded)) is not None:
            text = text.without(left.start(), left.end())
        text = _tidy(text)
    return text, fields


def _tidy(text: Printed) -> Printed:
    """Close the gaps that peeling leaves: doubled punctuation, an open end."""
    while (found := re.search(r"(?<=[.,;:])\s+[.,;:]+(?=\s|$)", text.folded)) is not None:
        text = text.without(found.start(), found.end())
    size = len(text.folded.rstrip(" ,;:"))
    return text.part(0, size)


def _date(found: re.Match[str]) -> list[int] | None:
    if found["y"]:
        return [int(found["y"]), int(found["m"]), int(found["d"])]
    month = month_number(found["mn"])
    day = found["d2"] or found["d3"]
    if month is None:
        return None
    return [int(found["y2"]), month, *([int(day)] if day else [])]
