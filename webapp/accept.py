"""HTTP content negotiation: which of the things on offer an ``Accept`` header prefers."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PARAMETER = re.compile(r';\s*(?P<name>[^\s=;,"]+)\s*=\s*(?P<value>"[^"]*"|[^\s;,]*)')
_RANGE = re.compile(r"\s*(?P<type>[^\s/;,]+)/(?P<subtype>[^\s/;,]+)")
_LONGEST = 4000  # characters of a header that are looked at


def parse(header: str) -> list[tuple[str, str, float]]:
    """Return the media ranges of an ``Accept`` header as (type, subtype, quality).

    Parameters other than ``q`` are passed over; a part that is not a media range too.
    """
    ranges: list[tuple[str, str, float]] = []
    for part in header[:_LONGEST].split(","):
        match = _RANGE.match(part)
        if match is None:
            continue
        quality = 1.0
        for parameter in _PARAMETER.finditer(part, match.end()):
            if parameter["name"].lower() == "q":
                try:
                    quality = min(1.0, max(0.0, float(parameter["value"].strip('"'))))
                except ValueError:
                    quality = 0.0
        ranges.append((match["type"].lower(), match["subtype"].lower(), quality))
    return ranges


def best(header: str | None, offers: Sequence[str]) -> str | None:
    """Return the media type on offer that the header prefers, or None where it takes none.

    ``offers`` stand in our own order of preference, which decides between equals; without a
    header (or without one media range in it) the first is taken. For each offer the most
    specific range speaks; between offers of one quality, one that is named wins over one that
    only a wildcard covers.
    """
    ranges = parse(header) if header else []
    if not ranges:
        return offers[0] if offers else None
    chosen: tuple[float, int, str] | None = None
    for offer in offers:
        kind, _, subtype = offer.partition("/")
        quality, specific = 0.0, -1
        for a, b, q in ranges:
            if (a, b) == (kind, subtype):
                fit = 2
            elif a == kind and b == "*":
                fit = 1
            elif a == b == "*":
                fit = 0
            else:
                continue
            if fit > specific or (fit == specific and q > quality):
                quality, specific = q, fit
        if quality > 0 and (chosen is None or (quality, specific) > chosen[:2]):
            chosen = (quality, specific, offer)
    return chosen[2] if chosen else None


def prefers_html(header: str | None) -> bool:
    """Say whether a browser asks: HTML is named, and nothing that we speak is liked more."""
    if not header or "html" not in header.lower():
        return False
    offers = (
        "text/html",
        "application/xhtml+xml",
        "text/turtle",
        "application/ld+json",
        "application/rdf+xml",
        "application/n-triples",
        "application/json",
    )
    return best(header, offers) in ("text/html", "application/xhtml+xml")


def problem_language(header: str | None) -> str:
    """Return ``zh`` or ``en``, whichever an ``Accept-Language`` header likes more.

    English where it names neither: such a reader is a program, or reads a third language.
    """
    weights = {"zh": 0.0, "en": 0.0}
    for part in (header or "")[:_LONGEST].split(","):
        tag, _, rest = part.strip().partition(";")
        quality = 1.0
        match = re.match(r"\s*q\s*=\s*([0-9.]+)\s*$", rest)
        if match:
            try:
                quality = float(match[1])
            except ValueError:
                quality = 0.0
        language = tag.split("-")[0].lower()
        if language in weights:
            weights[language] = max(weights[language], quality)
    return "zh" if weights["zh"] > weights["en"] else "en"
