"""Automatic numbers of a Word document: what is printed before a paragraph, as it would be."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from ingest.readers._package import attribute, child, local, value

_HAN = "零一二三四五六七八九"
_HAN_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_HAN_FORMAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_SYMBOLS = "*†‡§"
_DEEPEST = 9


def printed(number: int, form: str | None) -> str:
    """Return a number as a Word number format prints it: ``decimal``, ``chineseCounting`` …"""
    if number < 0:
        return str(number)
    if form in ("chineseCounting", "chineseCountingThousand", "japaneseCounting"):
        return _counting(number, _HAN, "十百千")
    if form in ("taiwaneseCounting", "taiwaneseCountingThousand", "ideographDigital"):
        return _counting(number, _HAN, "十百千")
    if form in ("chineseLegalSimplified", "japaneseLegal"):
        return _counting(number, _HAN_FORMAL, "拾佰仟", bare_ten=False)
    if form == "ideographLegalTraditional":
        return _counting(number, _HAN_FORMAL_TRADITIONAL, "拾佰仟", bare_ten=False)
    if form == "ideographTraditional" and 1 <= number <= 10:
        return _STEMS[number - 1]
    if form == "ideographZodiac" and 1 <= number <= 12:
        return _BRANCHES[number - 1]
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese"):
        return circled(number)
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman.upper() if form == "upperRoman" else roman
    if form in ("upperLetter", "lowerLetter") and number:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form == "chicago" and number:
        return _SYMBOLS[(number - 1) % 4] * ((number - 1) // 4 + 1)
    if form == "decimalZero":
        return f"{number:02}"
    if form == "decimalEnclosedParen":
        return f"({number})"
    if form == "decimalEnclosedFullstop":
        return f"{number}."
    return str(number)


def circled(number: int) -> str:
    """Return ① for 1, up to ㊿; plain digits beyond."""
    for first, base, last in ((0x2460, 1, 20), (0x3251, 21, 35), (0x32B1, 36, 50)):
        if base <= number <= last:
            return chr(first + number - base)
    return str(number)


def _counting(number: int, digits: str, units: str, bare_ten: bool = True) -> str:
    if number >= 10_000:
        return str(number)
    if number == 0:
        return digits[0]
    out = ""
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            out += digits[digit] + (units[power - 1] if power else "")
        elif out and not out.endswith(digits[0]) and number % 10**power:
            out += digits[0]
    return out[1:] if bare_ten and 10 <= number < 20 else out


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    out = ""
    for size, letters in _ROMAN:
        while number >= size:
            out += letters
            number -= size
    return out


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str | None
    text: str
    suffix: str  # what follows the number: "tab", "space", "nothing"
    legal: bool  # all numbers of the label in Arabic digits
    restart: int | None


@dataclass(slots=True)
class Numbering:
    """The lists of ``numbering.xml``, counting as paragraphs come."""

    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)  # by numId
    _abstract: dict[str, str] = field(default_factory=dict)  # numId → abstractNumId
    _styles: dict[str, tuple[str, int]] = field(default_factory=dict)  # style → numId, level
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)  # by abstractNumId
    _started: set[tuple[str, int]] = field(default_factory=set)
    _overrides: dict[tuple[str, int], int] = field(default_factory=dict)

    def of_style(self, style: str) -> tuple[str, int] | None:
        """Return the list and level that a level's own paragraph style stands for."""
        return self._styles.get(style)

    def label(self, list_: str, level: int) -> tuple[str, bool] | None:
        """Count one paragraph and return what is printed before it, and whether it is a bullet.

        None where the list is not known or prints nothing.
        """
        levels = self._levels.get(list_)
        if levels is None or level not in levels:
            return None
        counts = self._counts.setdefault(self._abstract.get(list_, list_), {})
        this = levels[level]
        override = self._overrides.get((list_, level))
        if override is not None and (list_, level) not in self._started:
            counts[level] = override - 1
        self._started.add((list_, level))
        counts[level] = counts.get(level, this.start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and level < restart):
                del counts[deeper]
        if this.form == "bullet":
            return ("• ", True)

        def number(hit: re.Match[str]) -> str:
            which = int(hit[1]) - 1
            other = levels.get(which)
            if other is None:
                return ""
            form = "decimal" if this.legal and other.form != "none" else other.form
            return "" if form == "none" else printed(counts.setdefault(which, other.start), form)

        text = re.sub(r"%([1-9])", number, this.text).strip()
        if not text:
            return None
        # after 一、 and （一） no space is printed that a reader would write
        spaced = this.suffix != "nothing" and not re.search(r"[、，。）】：]$", text)
        return (text + (" " if spaced else ""), False)


def numbering(root: etree._Element | None) -> Numbering:
    """Read ``numbering.xml``; without one nothing is numbered."""
    found = Numbering()
    if root is None:
        return found
    abstracts: dict[str, dict[int, _Level]] = {}
    own_styles: dict[str, list[tuple[str, int]]] = {}
    links: dict[str, str] = {}  # a list that only names a numbering style
    named: dict[str, str] = {}  # numbering style → list
    for element in root:
        if local(element) != "abstractNum":
            continue
        key = attribute(element, "abstractNumId") or ""
        abstracts[key] = {}
        if (link := value(element, "numStyleLink")) is not None:
            links[key] = link
        if (link := value(element, "styleLink")) is not None:
            named[link] = key
        for each in element:
            if local(each) == "lvl":
                depth = _whole(attribute(each, "ilvl"), 0)
                if 0 <= depth < _DEEPEST:
                    abstracts[key][depth] = _level(each)
                    if (style := value(each, "pStyle")) is not None:
                        own_styles.setdefault(key, []).append((style, depth))
    for element in root:
        if local(element) != "num":
            continue
        list_, key = attribute(element, "numId") or "", value(element, "abstractNumId") or ""
        key = named.get(links.get(key, ""), key)
        levels = dict(abstracts.get(key, {}))
        for each in element:
            if local(each) == "lvlOverride":
                depth = _whole(attribute(each, "ilvl"), 0)
                if (own := child(each, "lvl")) is not None:
                    levels[depth] = _level(own)
                if (start := value(each, "startOverride")) is not None:
                    found._overrides[list_, depth] = _whole(start, 1)
        found._levels[list_] = levels
        found._abstract[list_] = key
        for style, depth in own_styles.get(key, ()):
            found._styles.setdefault(style, (list_, depth))
    return found


def _level(element: etree._Element) -> _Level:
    restart = value(element, "lvlRestart")
    return _Level(
        start=_whole(value(element, "start"), 1),
        form=value(element, "numFmt") or _custom(element) or "decimal",
        text=value(element, "lvlText") or "",
        suffix=value(element, "suff") or "tab",
        legal=child(element, "isLgl") is not None,
        restart=None if restart is None else _whole(restart, 0),
    )


def _custom(element: etree._Element) -> str | None:
    """A number format that stands in an alternative for newer programs."""
    return next(
        (attribute(each, "val") for each in element.iter() if local(each) == "numFmt"), None
    )


def _whole(text: str | None, otherwise: int) -> int:
    try:
        return int(text or otherwise)
    except ValueError:
        return otherwise
