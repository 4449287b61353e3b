"""From what a pattern captured to CSL-JSON, with a judgement of how plausible it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ingest.folding import simplify
from ingest.printed import clean, fold, language_of
from ingest.references.divide import divide_note, divide_title, small_words, split_lead
from ingest.references.names import Person, is_foreign, parse_names
from ingest.references.peel import Printed, month_number
from ingest.references.rules import Rule, expand, words

Csl = dict[str, Any]

TYPES = {
    "J": "article-journal",
    "M": "book",
    "D": "thesis",
    "C": "paper-conference",
    "N": "article-newspaper",
    "R": "report",
    "S": "standard",
    "P": "patent",
    "Z": "document",
    "A": "chapter",
    "G": "book",
    "CM": "map",
    "DB": "dataset",
    "DS": "dataset",
    "CP": "software",
    "EB": "webpage",
}
_CSL_NAMES = {
    "title": "title",
    "container": "container-title",
    "publisher": "publisher",
    "place": "publisher-place",
    "genre": "genre",
    "number": "number",
    "series": "collection-title",
    "section": "section",
}
_PEOPLE = ("author", "editor", "translator")
_COMPOSED = ("lead", "containerlead", "titlecontainer", "leadcontainer", "notelead")
_ORDINALS = {"second": "2", "third": "3", "fourth": "4", "fifth": "5"}
_HAN_DIGITS = "零一二三四五六七八九十"


@dataclass(slots=True)
class Draft:
    """A work being put together."""

    csl: Csl = field(default_factory=dict)
    confidence: float = 0.0
    warnings: list[str] = field(default_factory=list)
    rule: str = ""

    def doubt(self, factor: float, warning: str = "") -> None:
        """Lower the confidence, and say why."""
        self.confidence *= factor
        if warning and warning not in self.warnings:
            self.warnings.append(warning)


def groups(match: re.Match[str]) -> dict[str, tuple[int, int]]:
    """Return the spans of the named groups that matched; ``year__2`` counts as ``year``."""
    spans: dict[str, tuple[int, int]] = {}
    for name in match.re.groupindex:
        if match.start(name) >= 0:
            spans.setdefault(name.partition("__")[0], match.span(name))
    return spans


def build(rule: Rule, match: re.Match[str], text: Printed) -> Draft:
    """Put together what one rule found in one text."""
    draft = Draft(confidence=rule.confidence, rule=rule.name)
    spans = groups(match)
    raw = {name: text.raw[a:b] for name, (a, b) in spans.items()}
    folded = {name: text.folded[a:b] for name, (a, b) in spans.items()}
    draft.csl["type"] = rule.type or _kind(folded)
    divide(draft, rule, raw)
    for name in _PEOPLE:
        if name in raw:
            add_people(draft, name, raw[name], rule.names)
    for name, csl_name in _CSL_NAMES.items():
        if name in raw:
            put(draft, csl_name, raw[name])
    add_dates(draft, folded)
    add_numbers(draft, folded)
    draft.csl.update(rule.fixed)
    settle(draft)
    judge(draft)
    return draft


def _kind(folded: Mapping[str, str]) -> str:
    letter, second = folded.get("kind", "Z"), folded.get("kindtwo", "")
    if second:
        letter = "C" if "C" in (letter, second) else "A"
    if letter == "M" and "containerlead" in folded:
        letter = "A"
    return TYPES[letter]


def divide(draft: Draft, rule: Rule, raw: Mapping[str, str]) -> None:
    """Take apart the groups that hold several fields."""
    author = title = container = ""
    quality = 1.0
    if "lead" in raw:
        author, title, quality = split_lead(raw["lead"], rule.names)
    elif "titlecontainer" in raw:
        title, container, quality = divide_title(raw["titlecontainer"])
    elif "leadcontainer" in raw:
        author, rest, first = split_lead(raw["leadcontainer"], rule.names)
        title, container, second = divide_title(rest)
        quality = first * second
        if not author:
            draft.doubt(0.5)
    elif "notelead" in raw:
        author, title, quality = divide_note(raw["notelead"])
    elif "noteleadcontainer" in raw:
        author, rest, quality = divide_note(raw["noteleadcontainer"])
        title, _, container = rest.rpartition(",")
        if not title:
            title, container = container, ""
            draft.doubt(0.4)
    if "containerlead" in raw:
        editor, container, _ = split_lead(raw["containerlead"], rule.names)
        if editor:
            add_people(draft, "editor", editor, rule.names)
    if author:
        year = re.search(r"\s*[,.(]?\s*((?:1[89]|20)\d\d)([a-h]?)\)?\s*$", fold(author))
        if year and year.start():  # 陈潭, 2019. 题名[N]
            add_dates(draft, {"year": year[1], "yearsuffix": year[2]})
            author = author[: year.start()]
        add_people(draft, "author", author, rule.names)
    if title:
        put(draft, "title", title)
    if container:
        put(draft, "container-title", container)
    if quality < 0.6 and "lead" in raw and not author:
        draft.doubt(0.85, "no authors found before the title")
    elif quality < 1.0:
        draft.doubt(0.7 + 0.3 * quality)


def put(draft: Draft, name: str, value: str) -> None:
    """Set one text field, cleaned; an empty one is left out."""
    value = clean(value)
    if name == "container-title":
        value = re.sub(r"^(?:[Ii]n:?\s+|载于?\s*|见\s*)(?=\S)", "", value)
    if name == "publisher-place" and value.count("(") > value.count(")"):
        value += ")"
    if value:
        draft.csl.setdefault(name, value)


def add_people(draft: Draft, role: str, text: str, style: str) -> None:
    """Read a list of names into one role; the list itself may name another role."""
    names = parse_names(text, style)
    if not names.people:
        return
    if role == "author" and names.role == "editor" and "author" not in draft.csl:
        role = "editor"
    people: list[Person] = list(names.people)
    draft.csl.setdefault(role, people)
    if names.et_al:
        draft.csl.setdefault("custom", {})[f"{role}-et-al"] = True
    if names.quality < 0.7:
        draft.doubt(0.5 + 0.5 * names.quality, f"names not understood: {clean(text)[:60]}")


def add_dates(draft: Draft, folded: Mapping[str, str]) -> None:
    """Set the date of publication."""
    year = folded.get("year")
    if not year:
        return
    parts = [int(year)]
    month = folded.get("month")
    number = int(month) if month else month_number(folded.get("monthname", ""))
    if number and 1 <= number <= 12:
        parts.append(number)
        if folded.get("day") and 1 <= int(folded["day"]) <= 31:
            parts.append(int(folded["day"]))
    draft.csl.setdefault("issued", {"date-parts": [parts]})
    if folded.get("yearsuffix"):
        draft.csl["year-suffix"] = folded["yearsuffix"]


def add_numbers(draft: Draft, folded: Mapping[str, str]) -> None:
    """Set volume, issue, pages and edition as plain strings."""
    volume, issue = folded.get("volume", "").strip(), folded.get("issue", "").strip()
    if volume.startswith("0") and not issue:  # 2009, 06: an issue of old Chinese lists
        volume, issue = "", volume
    for name, value in (("volume", volume), ("issue", issue)):
        if value:
            draft.csl.setdefault(name, _number(value))
    if folded.get("page"):
        draft.csl.setdefault("page", _pages(folded["page"]))
    if folded.get("edition"):
        edition = folded["edition"].strip()
        draft.csl["edition"] = _ORDINALS.get(edition.lower(), _han_number(edition))


def _number(value: str) -> str:
    value = re.sub(r"\s*-\s*", "-", value.replace("~", "-"))
    return re.sub(r"(?<![\d.])0+(?=\d)", "", value).strip()


def _pages(value: str) -> str:
    value = re.sub(r"\s*[-~]+\s*", "-", value)
    value = re.sub(r"\s*([,、+&])\s*", lambda m: "," if m[1] == "、" else m[1], value)
    return re.sub(r"(?<![\dA-Za-z.])0+(?=\d)", "", value).strip()


def _han_number(value: str) -> str:
    if value and all(c in _HAN_DIGITS for c in value):
        if value == "十":
            return "10"
        left, ten, right = value.partition("十")
        units = _HAN_DIGITS.index(right) if right else 0
        if ten:
            return str((_HAN_DIGITS.index(left) if left else 1) * 10 + units)
        return str(_HAN_DIGITS.index(value)) if len(value) == 1 else value
    return value


def journal_like(text: str) -> bool:
    """Whether every word of a Latin title is capitalised, as journals print their names."""
    tokens = re.findall(r"[^\s/–-]+", text)
    if not tokens or len(tokens) > 16:
        return False
    return all(
        t[0].isupper() or t.lower().strip(".,:()") in small_words("journal") or not t[0].isalpha()
        for t in tokens
    )


_NOT_A_CONTAINER = (
    (re.compile(r"\b(?:1[89]|20)\d\d\b|\bvol\.", re.IGNORECASE), 0.75),
    (re.compile(r"\d\s*\(\d|:\s*\d"), 0.6),
    (re.compile(r"论文$|报告$|\b[Dd]iss(?:ertation)?\b|\b[Tt]hesis\b"), 0.6),
    (
        re.compile(
            r"(?:^|[,\s])(?:January|February|March|April|May|June|July|August|September"
            r"|October|November|December)$"
        ),
        0.5,
    ),
    (re.compile(r"^(?:[Ii]n:?\s|[Ee]d(?:s|ited)?\b)|\bedited by\b"), 0.5),
    (re.compile(r"\b(?:no|nos|vol)\.?$", re.IGNORECASE), 0.5),
)


_VOLUME_OF_TITLE = re.compile(
    r"\s*[:,]\s*(?:第\s*(?P<a>[\d一二三四五六七八九十]+)\s*[卷册辑]|卷\s*(?P<b>[\d一二三四五六七八九十]+)"
    r"|(?P<c>[上中下][册卷])|[Vv]ol(?:ume|\.)?\s*(?P<d>\d+))\s*$"
)
# 标题: GB/T 00000-2021; 办法: 某数发〔2022〕3号
_NUMBER_OF_TITLE = re.compile(
    r"\s*[:,]\s*(?P<number>(?:GB|DB|ISO|IEC|YD|GA|CY)[A-Z/\s]{0,6}[\d.\-/]{2,20}"
    r"|[\u3400-\u9fff]{2,10}\s*[\[(]\s*(?:19|20)\d\d\s*[\])]\s*\d{1,4}\s*号)\s*$"
)
_PROCEEDINGS = re.compile(r"Proc(?:eedings|\.)\s|.*\b(?:Conference|Symposium|Workshop)\b")
_DATE_ONLY = re.compile(r"\(?(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\)?")


def settle(draft: Draft) -> None:
    """Put right what stands in a neighbouring field by the habits of print."""
    csl = draft.csl
    publisher = fold(csl.get("publisher", ""))
    date = _DATE_ONLY.fullmatch(publisher)
    if date:
        del csl["publisher"]
        csl.pop("issued", None)
        add_dates(draft, date.groupdict())
    elif re.fullmatch(r"\d+(?:-\d+)?", publisher) and "publisher-place" in csl:
        csl["page"] = publisher  # 高等教育出版社: 23
        csl["publisher"] = csl.pop("publisher-place")
    for name in ("title", "container-title"):
        volume = _VOLUME_OF_TITLE.search(fold(csl.get(name, "")))
        if volume and "volume" not in csl and csl["type"] in ("book", "chapter"):
            csl["volume"] = next(g for g in volume.groups() if g)
            csl[name] = csl[name][: volume.start()]
    number = _NUMBER_OF_TITLE.search(fold(simplify(csl.get("title", ""))))
    if number and csl["type"] in ("standard", "document", "legislation", "report"):
        csl["number"] = csl["title"][number.start("number") : number.end("number")].strip()
        csl["title"] = csl["title"][: number.start()]
    container = csl.get("container-title", "")
    unnumbered = csl["type"] == "article-journal" and not {"volume", "issue"} & csl.keys()
    if unnumbered and _PROCEEDINGS.match(container):
        csl["type"] = "paper-conference"
    if "issued" not in csl and re.fullmatch(r"(?:1[89]|20)\d\d", csl.get("issue", "")):
        add_dates(draft, {"year": csl.pop("issue")})
    if csl["type"] == "document" and re.search(r"\b(?:GB|ISO|DB|IEC)\b", csl.get("title", "")):
        csl["type"] = "standard"
    _settle_place(csl)


def _settle_place(csl: Csl) -> None:
    """Publisher, Place of some styles; a town alone in the place of a conference's publisher."""
    name = csl.get("publisher", "")
    if not name or "publisher-place" in csl:
        return
    hints = words("kinds")["publisher_hints"].split()
    left, comma, right = name.partition(", ")
    if comma and any(h in left for h in hints) and _place().fullmatch(fold(right)):
        csl["publisher"], csl["publisher-place"] = left, right
    elif csl["type"] == "paper-conference" and not any(hint in name for hint in hints):
        csl["publisher-place"] = csl.pop("publisher")


@cache
def _place() -> re.Pattern[str]:
    return re.compile(expand("{latin_place}"))


def _as_printed(person: Person) -> Person:
    """The author of a translated work: a name written like a foreign one is not divided."""
    whole = person.get("family", "") + person.get("given", "")
    foreign = len(whole) <= 4 and language_of(whole) == "zh" and is_foreign(whole)
    return {"literal": whole} if foreign else person


def judge(draft: Draft) -> None:
    """Lower the confidence where a field does not look like what it should be."""
    csl = draft.csl
    if "translator" in csl and "author" in csl:
        csl["author"] = [_as_printed(person) for person in csl["author"]]
    title = csl.get("title", "")
    container = csl.get("container-title", "")
    if len(title) < 2:
        draft.doubt(0.3, "no title")
    if re.search(r"\bpp?\.\s*\d|\bvol\.\s*\d|https?:", fold(title), re.IGNORECASE):
        draft.doubt(0.5, "the title holds more than a title")
    if re.search(
        r"[.?!,]\s+[Ii]n:?\s+[A-Z][^.]*(?:\(eds?|[Pp]roceedings|[Cc]onference)", fold(title)
    ):
        draft.doubt(0.6, "the title holds more than a title")
    if container:
        for pattern, factor in _NOT_A_CONTAINER:
            if pattern.search(fold(container)):
                draft.doubt(factor)
        if language_of(container) == "en":
            if csl["type"] == "article-journal" and not journal_like(container):
                draft.doubt(0.8)
            if re.search(r"[a-z]{5,}[.?!]\s+[A-Z]", container):
                draft.doubt(0.8)
    if "issued" not in csl:
        draft.doubt(0.5 if re.fullmatch(r"(?:1[89]|20)\d\d", csl.get("volume", "")) else 0.88)
    if csl["type"] == "article-journal" and "page" not in csl and "issue" not in csl:
        draft.doubt(0.92)
    publisher = csl.get("publisher", "")
    if publisher and len(publisher.split()) > 9:
        draft.doubt(0.8)
    if re.match(r"(?:[Ii]n|[Vv]ol|[Nn]o|[Pp]p)\b", publisher):
        draft.doubt(0.4)
    if title:
        csl["language"] = language_of(title + container)
