"""The same work across papers, styles and slips: keys, comparison, merging.

A work is known by a key made of its year and title. Two keys are one work where title and
authors agree as far as both are printed; look-alikes (another part, another year, another
title in the same journal) stay apart. Every merge says which fields agreed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ingest.folding import is_han
from ingest.printed import fold
from ingest.references.names import family_of
from ingest.titles import normal_title

THRESHOLD = 0.8
_BLOCK_LIMIT = 400  # a block larger than this says nothing
_PART = re.compile(
    r"[（(]\s*([上中下]|[一二三四五六七八九十]|[ⅠⅡⅢⅣⅤ]|I{1,3}|IV|V)\s*[）)]"
    r"|第\s*([\d一二三四五六七八九十百]+)\s*[卷册辑部编版次届期]"
    r"|之([一二三四五六七八九十])(?=\W|$)"
    r"|([上中下])[册卷编篇]?$"
    r"|([ⅠⅡⅢⅣⅤⅥ])"
    r"|\b(?:part|vol(?:ume)?\.?|book|no\.?)\s*(\d+|[ivx]+)\b"
    r"|(?<=\s)(i{1,3}|iv|v)\s*$",
    re.IGNORECASE,
)
_HAN_NUMERALS = frozenset("一二三四五六七八九十百上中下")
_SUBTITLE = re.compile(r"\s*(?:[:：]|——|--|—|―| - |[?？!！.]\s)\s*")


@dataclass(frozen=True, slots=True)
class Match:
    """How far two records are one work: a score from 0 to 1 and the fields that agree."""

    score: float
    agreed: tuple[str, ...]

    def __bool__(self) -> bool:
        return self.score >= THRESHOLD


@dataclass(frozen=True, slots=True)
class Merge:
    """Into which work an alias goes, and why."""

    key: str
    score: float
    agreed: tuple[str, ...]

    @property
    def reason(self) -> str:
        """One line for people: the score and the fields that agreed."""
        return f"{self.score:.2f}: {', '.join(self.agreed)}"


def year_of(csl: Mapping[str, Any]) -> int | None:
    """Return the year of publication, where the record has one."""
    parts = csl.get("issued", {}).get("date-parts", ())
    return int(parts[0][0]) if parts and parts[0] else None


def work_key(csl: Mapping[str, Any]) -> str:
    """Return the key in ``wmd:work/<key>``: year or ``nd``, and twelve hex digits of the title."""
    title = normal_title(str(csl.get("title", "")))
    year = year_of(csl)
    digest = hashlib.sha256(title.encode()).hexdigest()[:12]
    return f"{year if year is not None else 'nd'}-{digest}"


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is compared of one record, prepared once."""

    key: str
    title: str
    head: str  # the title before its subtitle
    parts: tuple[str, ...]
    digits: tuple[str, ...]
    authors: frozenset[str]
    first: str
    partial: bool  # the list of authors was cut with 等 or et al.
    year: int | None
    container: str
    place: tuple[str, ...]  # volume, issue, first page
    doi: str
    type: str
    han: bool
    weight: int


def _facts(key: str, csl: Mapping[str, Any]) -> _Facts:
    printed = unicodedata.normalize("NFKC", str(csl.get("title", "")))
    title = normal_title(printed)
    people = csl.get("author") or csl.get("editor") or ()
    authors = [_author(person) for person in people]
    page = re.match(r"\w+", str(csl.get("page", "")))
    return _Facts(
        key=key,
        title=title,
        head=normal_title(_SUBTITLE.split(printed.strip(), maxsplit=1)[0]),
        parts=tuple(next(g for g in m.groups() if g).lower() for m in _PART.finditer(printed)),
        digits=tuple(re.findall(r"\d+", title)),
        authors=frozenset(a for a in authors if a),
        first=authors[0] if authors else "",
        partial=bool(csl.get("custom", {}).get("author-et-al")),
        year=year_of(csl),
        container=normal_title(str(csl.get("container-title", ""))),
        place=(str(csl.get("volume", "")), str(csl.get("issue", "")), page[0] if page else ""),
        doi=str(csl.get("DOI", "")).lower(),
        type=str(csl.get("type", "")),
        han=any(map(is_han, title)),
        weight=sum(bool(v) for v in csl.values()),
    )


def _author(person: Mapping[str, str]) -> str:
    """A Chinese name whole (何艳玲), any other by its family name."""
    family = person.get("family", "")
    if family and any(map(is_han, family)):
        return normal_title(family + person.get("given", ""))
    literal = person.get("literal", "")
    if literal and any(map(is_han, literal)):
        return normal_title(fold(literal).rsplit("·", 1)[-1])
    return normal_title(family_of(dict(person)))


def same_work(a: Mapping[str, Any], b: Mapping[str, Any]) -> Match:
    """Compare two CSL-JSON records; the match is true where they are one work."""
    return _compare(_facts("", a), _facts("", b))


_NO = Match(0.0, ())


def _compare(a: _Facts, b: _Facts) -> Match:
    agreed: list[str] = []
    if a.doi and b.doi:
        if a.doi != b.doi:
            return _NO
        return Match(1.0, ("DOI",))
    if not a.title or not b.title:
        return _NO
    if a.year is not None and b.year is not None and a.year != b.year:
        return _NO
    title = _compare_titles(a, b)
    if title < 0.85:
        return _NO
    agreed.append("title" if title == 1.0 else "title (nearly)")
    people = _compare_authors(a, b)
    if people == 0.0:
        return _NO
    if people == 1.0:
        agreed.append("authors")
    elif people is not None:
        agreed.append("authors (in part)")
    if a.year is not None and a.year == b.year:
        agreed.append("year")
    container = _compare_containers(a, b)
    if container == 0.0:
        return _NO
    if container:
        agreed.append("container")
    place = sum(bool(x) and x == y for x, y in zip(a.place, b.place, strict=True))
    apart = sum(bool(x and y) and x != y for x, y in zip(a.place, b.place, strict=True))
    if apart > place:
        return _NO
    if place:
        agreed.append("volume, issue or page")
    return Match(_weigh(a, title, people, agreed), tuple(agreed))


def _weigh(a: _Facts, title: float, people: float | None, agreed: list[str]) -> float:
    """Weigh what agrees: a long equal title with authors, or with year and journal."""
    known = {"year": 0.15, "container": 0.1, "volume, issue or page": 0.1}
    score = 0.55 * title + sum(v for k, v in known.items() if k in agreed)
    score += 0.3 if people == 1.0 else 0.25 if people else 0.0
    size = len(a.title) if a.han else len(a.title) / 3
    if size < 5:  # 引言, Preface: the title alone is nothing
        score -= 0.2
    if title < 1.0 and "year" not in agreed:
        score -= 0.1
    return round(max(0.0, min(1.0, score)), 3)


def _compare_titles(a: _Facts, b: _Facts) -> float:
    if a.parts != b.parts or a.digits != b.digits:
        return 0.0
    if a.title == b.title:
        return 1.0
    short, long = sorted((a, b), key=lambda f: len(f.title))
    # A title printed without its subtitle
    if short.title == long.head and len(short.title) >= (6 if a.han else 12):
        return 0.93
    if a.han != b.han:
        return 0.0
    if not a.han and len(short.title) >= 20 and fuzz.ratio(short.title, long.head) >= 95:
        return 0.9
    if a.han:
        if len(short.title) < 8 or abs(len(a.title) - len(b.title)) > 3:
            return 0.0
        edits = Levenshtein.editops(a.title, b.title)
        if len(edits) > max(1, len(short.title) // 12):
            return 0.0
        for edit in edits:  # 第十九 and 第二十 differ in one character, and are two texts
            touched = (
                a.title[edit.src_pos : edit.src_pos + 1]
                + b.title[edit.dest_pos : edit.dest_pos + 1]
            )
            if edit.tag != "insert" and touched[:1] in _HAN_NUMERALS:
                return 0.0
            if edit.tag != "delete" and touched[-1:] in _HAN_NUMERALS:
                return 0.0
        return 1.0 - len(edits) / len(short.title)
    ratio = fuzz.ratio(a.title, b.title) / 100
    return ratio if ratio >= 0.93 and len(short.title) >= 15 else 0.0


def _compare_authors(a: _Facts, b: _Facts) -> float | None:
    """1 where the lists are the same, 0 where they speak against it, None where one is empty."""
    if not a.authors or not b.authors:
        return None
    if a.authors == b.authors:
        return 1.0
    shared = {x for x in a.authors if any(_near(x, y) for y in b.authors)}
    if not shared:
        return 0.0
    if len(shared) == len(a.authors) == len(b.authors):
        return 1.0
    fewest = min(len(a.authors), len(b.authors))
    if len(shared) == fewest:  # a list cut short, with or without 等
        return 0.9
    return 0.6 if len(shared) * 2 >= fewest else 0.0


def _near(x: str, y: str) -> bool:
    if x == y:
        return True
    if is_han(x[:1] or "a"):
        return len(x) == len(y) >= 3 and sum(c != d for c, d in zip(x, y, strict=True)) <= 1
    return len(x) > 4 and len(y) > 4 and (x in y or y in x or fuzz.ratio(x, y) >= 85)


def _compare_containers(a: _Facts, b: _Facts) -> float | None:
    """0 where two printed journals are clearly different ones, None where one is missing."""
    x, y = a.container, b.container
    if not x or not y:
        return None
    if x == y:
        return 1.0
    short, long = sorted((x, y), key=len)
    if long.startswith(short) and len(short) >= (4 if is_han(short[0]) else 10):
        return 1.0  # 示例大学学报 and 示例大学学报（社会科学版）
    if fuzz.ratio(x, y) >= 75 or _abbreviates(x, y):
        return 0.9
    return 0.0


def _abbreviates(x: str, y: str) -> bool:
    """Whether one is the other with letters left out, from its first letter on."""
    short, long = sorted((x, y), key=len)
    if is_han(short[0]) or short[0] != long[0] or not 5 <= len(short) * 4 / 3 <= len(long):
        return False
    letters = iter(long)
    return all(c in letters for c in short)


def merge(works: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, Merge]:
    """Return for each alias the work that it is merged into; the order given has no influence.

    The fullest record with a year becomes the canonical one. No group ever holds two years:
    an undated record that fits two years is left alone.
    """
    fullest: dict[str, _Facts] = {}
    for key, csl in works:
        facts = _facts(key, csl)
        if key not in fullest or _rank(facts) < _rank(fullest[key]):
            fullest[key] = facts
    pairs = _candidates(fullest)
    matches: list[tuple[float, str, str, Match]] = []
    for one, two in sorted(pairs):
        match = _compare(fullest[one], fullest[two])
        if match:
            matches.append((-match.score, one, two, match))
    ambiguous = _ambiguous(matches, fullest)
    groups: dict[str, set[str]] = {key: {key} for key in fullest}
    reasons: dict[frozenset[str], Match] = {}
    for _score, one, two, match in sorted(matches, key=lambda m: m[:3]):
        reasons[frozenset((one, two))] = match
        if one in ambiguous or two in ambiguous or groups[one] is groups[two]:
            continue
        joined = groups[one] | groups[two]
        if len({fullest[k].year for k in joined} - {None}) > 1:
            continue
        for key in joined:
            groups[key] = joined
    merged: dict[str, Merge] = {}
    for key in sorted(fullest):
        canonical = min(groups[key], key=lambda k: _rank(fullest[k]))
        if canonical != key:
            why = reasons.get(frozenset((key, canonical)))
            if why is None:
                why = _compare(fullest[key], fullest[canonical])
            merged[key] = Merge(canonical, why.score, why.agreed or ("a third record",))
    return merged


def _rank(facts: _Facts) -> tuple[Any, ...]:
    """Order records: dated before undated, fuller before thinner, then by what they say."""
    said = (facts.doi, facts.container, sorted(facts.authors), facts.place, facts.type)
    return (facts.year is None, -facts.weight, facts.key, facts.title, *said)


def _ambiguous(
    matches: Iterable[tuple[float, str, str, Match]], facts: Mapping[str, _Facts]
) -> set[str]:
    """Undated records that match works of two different years."""
    years: dict[str, set[int]] = defaultdict(set)
    for _score, one, two, _match in matches:
        for key, other in ((one, two), (two, one)):
            year = facts[other].year
            if facts[key].year is None and year is not None:
                years[key].add(year)
    return {key for key, found in years.items() if len(found) > 1}


def _candidates(works: Mapping[str, _Facts]) -> set[tuple[str, str]]:
    """Return pairs that share a beginning, an end or a rare stretch of title, or a DOI."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for key in sorted(works):
        facts = works[key]
        for block in _blocks(facts):
            blocks[block].append(key)
    pairs: set[tuple[str, str]] = set()
    for members in blocks.values():
        if 2 <= len(members) <= _BLOCK_LIMIT:
            for index, one in enumerate(members):
                pairs.update((one, two) for two in members[index + 1 :])
    return pairs


def _blocks(facts: _Facts) -> set[str]:
    title = facts.title
    size = 6 if facts.han else 14
    found = {f"d:{facts.doi}"} if facts.doi else set()
    if title:
        found |= {f"t:{title}", f"h:{facts.head}", f"b:{title[:size]}", f"e:{title[-size:]}"}
        middle = max(0, len(title) // 2 - size // 2)
        found.add(f"m:{title[middle : middle + size]}")
    if facts.first and facts.year is not None:
        found.add(f"a:{facts.first}:{facts.year}")
    return found
