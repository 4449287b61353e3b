"""In-text reference marks: where they stand and what they say. Linking is done elsewhere.

Numbered and circled marks are print, not words, and leave the sentence (``removed``);
author–date marks are words and stay.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.document import GivenPointer
from ingest.names import is_han_name

CIRCLED = "①-⑳㉑-㉟㊱-㊿"
_CIRCLES = "".join(
    chr(code)
    for first, last in ((0x2460, 0x2473), (0x3251, 0x325F), (0x32B1, 0x32BF))
    for code in range(first, last + 1)
)
_PUNCTUATION = "，。；：！？、,.;:!?”’」』）)》〉】…"
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_WIDTH = str.maketrans("０１２３４５６７８９［］，、；;～–—－（）", "0123456789[],,,,~---()")
_LONGEST_RANGE = 60

_NUMBERS = r"[0-9０-９]{1,3}(?:\s?[,，、;；\-–—－~～]\s?[0-9０-９]{1,3}){0,30}"
_PAGES = r"\d{1,5}(?:\s?[-–—－~～]\s?\d{1,5})?"
_LOCATOR = (
    rf"[ \t]?[(（]\s?(?:[PpＰ]{{1,2}}\.?|第)\s?(?P<page>{_PAGES}(?:\s?[,，、]\s?{_PAGES}){{0,5}})"
    r"\s?页?\s?[)）]"
)
_NUMERIC = re.compile(
    rf"(?:\^\s?|<sup>\s?)?[\[［〔]\s{{0,9}}(?P<numbers>{_NUMBERS})"
    rf"(?:\s?[:：,，]\s?[Pp]{{0,2}}\.?\s?(?P<inner>(?<=[:：.Pp ])\d{{1,5}}(?:[-–—]\d{{1,5}})?)"
    rf"|\s?[,，]\s?(?P<place>(?:Sec|Sect|Section|Ch|Chap|Chapter|Fig|Figure|Eq|Table|Thm|Theorem|App|Art|Vol|Part|第)"
    rf"s?\.?\s?[\dIVXA-Z.]{{1,6}}(?:\s?[章节卷条])?))?"
    rf"\s{{0,9}}[\]］〕](?P<more>\s?[-–—~～]\s?[\[［〔]\d{{1,3}}[\]］〕])?"
    rf"(?:{_LOCATOR}|(?P<outer>\d{{1,4}}(?:[-–—]\d{{1,4}})?)(?=[，。；：、,;”）)]))?"
    r"(?:\s?\^(?!\s?[\[［])|\s?</sup>)?"
)
_FOOTNOTE_MARK = re.compile(r"\[\^(?P<note>[\w-]{1,30})\](?!:)")
_CIRCLE = re.compile(
    rf"(?:\^\s?|<sup>\s?)?(?P<circle>[{CIRCLED}])(?:\s?\^|\s?</sup>)?(?:{_LOCATOR})?"
)
_HIGH = re.compile(r"(?P<high>[⁰¹²³⁴-⁹]{1,3}(?:[,，⁻⁃–-][⁰¹²³⁴-⁹]{1,3}){0,10})")
_ANY = re.compile(
    "|".join(
        (
            "(?P<is_numeric>[\\^<\\[［〔])",
            f"(?P<is_circle>[{CIRCLED}])",
            "(?P<is_high>[⁰¹²³⁴-⁹])",
            # a raised number that print has lowered: "…to users.1 The second"
            r"(?P<is_low>(?<=[a-z]{2}[.?!”]|[a-z\d]\)\.|[a-z][.?!][”’\"])"
            r"\d{1,3}(?:[,–-]\d{1,3}){0,8}(?=\s+[A-Z“‘(]|\s*\Z))",
        )
    )
)

# Author and year
_YEAR = r"(?:1[5-9]|20)\d{2}[a-z]?"
_PARTICLE = r"(?:(?:van|von|de|del|der|den|di|da|la|le|al|bin)\s){0,2}"
_LATIN = rf"{_PARTICLE}[A-ZÀ-ÖØ-Þ][\w’'\-]{{1,30}}"
_LATIN_NAMES = (
    rf"{_LATIN}(?:,?\s(?:[A-Z]\.\s?){{1,3}})?"
    rf"(?:(?:,\s+|,?\s+(?:and|&|et)\s+|\s?[＆&和、]\s?){_LATIN}){{0,6}}"
    r"(?:,?\s?et\sal\.?|\s?等人?)?"
)
_HAN_NAMES = (
    r"(?:\[[^\]]{1,6}\])?[\u4e00-\u9fff·]{2,12}(?:[、，,和与及與]\s?[\u4e00-\u9fff·]{2,12}){0,4}"
    r"(?:等人?)?"
)
_PAGE_TAIL = rf"(?:\s?[,，:：]\s?(?:pp?\.?\s?|第|[页頁]\s?)?(?P<page>{_PAGES})\s?[页頁]?)?"
_ITEM = re.compile(
    r"\s*(?:(?:[Ss]ee also|[Ss]ee|[Cc]f\.|e\.g\.,?|i\.e\.,?|for example,?|for instance,?|also|and"
    r"|见|参见|如|例如|详见)[\s：:,]?\s?){0,3}"
    rf"(?P<names>{_LATIN_NAMES}|{_LATIN}\s{_LATIN}(?:\set\sal\.?)?|{_HAN_NAMES})\s?[,，]?\s?"
    rf"(?P<years>{_YEAR}(?:\s?[,，、]\s?{_YEAR}){{0,5}}){_PAGE_TAIL}\s*"
)
_PAREN = re.compile(r"[(（](?P<inside>[^()（）\n]{0,240}?(?:\n[^()（）]{0,160})?)[)）]")
_ONLY_YEAR = re.compile(rf"\s*(?P<years>{_YEAR}(?:\s?[,，、]\s?{_YEAR}){{0,5}}){_PAGE_TAIL}\s*")
_NAMES_BEFORE = re.compile(
    rf"(?P<latin>{_LATIN}(?:(?:,\s+|,?\s+(?:and|&)\s+|和|与|、){_LATIN}){{0,4}}"
    r"(?:,?\s*et\s+al\.?|\s?等人?)?(?:’s|'s)?)\s*$"
)
_JOINT = re.compile(r"(?P<words>[\u4e00-\u9fff·]{2,12})[、和与與及]$")
_HAN_TAIL = re.compile(r"(?P<words>[\u4e00-\u9fff·]{2,12}?)(?P<closing>等(?:人|学者)?)?\s?$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in the source. ``cut`` is what leaves the text: the mark and spaces before it."""

    start: int
    end: int
    labels: tuple[str, ...]
    locator: str | None
    removed: bool


def find(
    text: str, start: int, end: int, circled_notes: bool = True, continued: bool = False
) -> list[Mark]:
    """Return the marks in ``text[start:end]``, in order, without overlap.

    ``circled_notes`` says whether the document has notes with circled numbers; without them
    a circled number between two words is taken for the number of a list item. ``continued``
    says that the stretch goes on from words before it.
    """
    found = [*_printed(text, start, end, circled_notes, continued), *_author_date(text, start, end)]
    found.sort(key=lambda mark: mark.start)
    kept: list[Mark] = []
    for mark in found:
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def with_given(
    text: str, found: list[Mark], given: Iterable[GivenPointer], all_linked: bool = False
) -> list[Mark]:
    """Return the marks with those that the format links itself.

    A printed mark that holds them stays whole: ``[3](P57)``, ``(Moore, 1995; Ye, 2007)``; one
    that contradicts them goes. A given mark without words leaves the text, as others do.
    ``all_linked``: what only looks like a mark, on the line and unlinked, is text.
    """
    stated: list[GivenPointer] = []
    for each in sorted(given, key=lambda each: each.start):
        if each.start < each.end and (not stated or stated[-1].end <= each.start):
            stated.append(each)
    starts = [each.start for each in stated]
    held: set[int] = set()
    kept: list[Mark] = []
    for mark in found:
        low, high = bisect_right(starts, mark.start), bisect_left(starts, mark.end)
        if low and stated[low - 1].end > mark.start:
            low -= 1
        touched = range(low, high)
        inside = [i for i in touched if mark.start <= starts[i] and stated[i].end <= mark.end]
        raised = text[mark.start] not in "[［〔" and mark.removed
        if len(inside) == len(touched) and (inside or raised or not all_linked):
            kept.append(mark)
            held.update(inside)
    kept += [_stated(text, each) for index, each in enumerate(stated) if index not in held]
    return sorted(kept, key=lambda mark: mark.start)


def _stated(text: str, given: GivenPointer) -> Mark:
    surface = " ".join(text[given.start : given.end].split())
    bare = surface.translate(_WIDTH).strip("^[]() ")
    bare = bare.translate(_SUPERSCRIPT)
    removed = re.search(r"[^\W\d_]", bare) is None and re.fullmatch(_YEAR, bare) is None
    removed = removed or surface.startswith(("^", "[", "［", "〔"))
    numbers = re.fullmatch(r"[0-9]{1,3}(?:\s?[,~-]\s?[0-9]{1,3})*", bare)
    labels = labels_of(bare) if numbers and removed else (bare or surface,)
    start, end = given.start, given.end
    if removed and text[start - 1 : start] == "^" == text[end : end + 1]:
        start, end = start - 1, end + 1  # the signs of a raised mark go with it
    return Mark(start, end, labels, None, removed)


def labels_of(numbers: str) -> tuple[str, ...]:
    """Return the single numbers of ``1,3-5``: ``("1", "3", "4", "5")``."""
    labels: list[str] = []
    for part in re.split(r"[,]", numbers.translate(_WIDTH).replace(" ", "")):
        first, dash, last = (piece for piece in re.split(r"([-~]|$)", part, maxsplit=1))
        if dash and last.isdigit() and first.isdigit():
            low, high = int(first), int(last)
            if low <= high <= low + _LONGEST_RANGE:
                labels.extend(str(number) for number in range(low, high + 1))
                continue
            labels.extend((str(low), str(high)))
        elif first.isdigit():
            labels.append(str(int(first)))
    return tuple(dict.fromkeys(labels))


def _printed(
    text: str, start: int, end: int, circled_notes: bool, continued: bool
) -> Iterator[Mark]:
    position = start
    listed: str | None = None  # the last circled number that began a list item
    while (hit := _ANY.search(text, position, end)) is not None:
        at = hit.start()
        mark: Mark | None = None
        before = _before(text, at, start) or ("…" if continued else "")
        if hit.lastgroup == "is_low":
            mark = Mark(at, hit.end(), labels_of(hit[0]), None, True)
        elif hit.lastgroup == "is_high":
            mark = _high(text, at, end, before)
        elif (circle := _CIRCLE.match(text, at, end)) is not None and text[at] != "[":
            label = circle["circle"]
            after = text[circle.end() : circle.end() + 8].lstrip(" ^" + _CIRCLES)[:1]
            if _is_item(label, listed, before, after, circled_notes):
                listed = label
            else:
                mark = Mark(at, circle.end(), (label,), _clean(circle["page"]), True)
        elif (note := _FOOTNOTE_MARK.match(text, at, end)) is not None:
            mark = Mark(at, note.end(), (note["note"],), None, True)
        elif (numeric := _NUMERIC.match(text, at, end)) is not None and (
            before or text[numeric.end() : numeric.end() + 1] in tuple(_PUNCTUATION)
        ):
            numbers = numeric["numbers"]
            if numeric["more"]:
                numbers += "-" + re.sub(r"\D", "", numeric["more"])
            locator = numeric["page"] or numeric["inner"] or numeric["outer"] or numeric["place"]
            mark = Mark(at, numeric.end(), labels_of(numbers), _clean(locator), True)
        if mark is not None and mark.labels:
            yield mark
            position = mark.end
        else:
            position = at + 1


def _before(text: str, at: int, start: int) -> str:
    """The last printed character before a mark, "" at the beginning of the stretch."""
    index = at - 1
    while index >= start and text[index].isspace():
        index -= 1
    return text[index] if index >= start else ""


def _is_item(label: str, listed: str | None, before: str, after: str, circled_notes: bool) -> bool:
    """Whether a circled number begins a list item instead of pointing at a note."""
    if before == "" or before in "：:（(":
        return True
    if label != "①" and (listed is None or ord(label) != ord(listed) + 1):
        return False
    if before in "；;，,、。" and label != "①":
        return True
    if after == "" or after in _PUNCTUATION:
        return False
    if before in "；;，,、":
        return True
    return not circled_notes


def _high(text: str, at: int, end: int, before: str) -> Mark | None:
    """Superscript digits, where they cannot be a power or a unit."""
    high = _HIGH.match(text, at, end)
    if high is None or before == "" or before.isdigit() or before in ")）]⁻⁺":
        return None
    word = re.search(r"[A-Za-zΑ-ωχ]+$", text[max(0, at - 12) : at])
    if word is not None and len(word[0]) < 3:
        return None
    numbers = re.sub("[⁻⁃–]", "-", high["high"]).translate(_SUPERSCRIPT)
    return Mark(at, high.end(), labels_of(numbers), None, True)


def _author_date(text: str, start: int, end: int) -> Iterator[Mark]:
    for paren in _PAREN.finditer(text, start, end):
        inside = paren["inside"]
        if not re.search(r"(?:1[5-9]|20)\d\d", inside):
            continue
        joined = " ".join(inside.split())
        only = _ONLY_YEAR.fullmatch(joined)
        if only is not None:
            names = _narrative_names(text, paren.start(), start)
            if names is not None:
                labels = _labels(names, only["years"])
                begin = paren.start() - len(names[1])
                yield Mark(begin, paren.end(), labels, _clean(only["page"]), False)
            continue
        labels = ()
        locator: str | None = None
        for piece in re.split("[;；]", joined):
            item = _ITEM.fullmatch(piece)
            if item is None:
                labels = ()
                break
            labels += _labels((item["names"], item["names"]), item["years"])
            locator = locator or item["page"]
        if labels:
            yield Mark(paren.start(), paren.end(), labels, _clean(locator), False)


def _narrative_names(text: str, at: int, start: int) -> tuple[str, str] | None:
    """Return the names before ``(1995)`` and how they stand in the text, spaces included."""
    head = text[max(start, at - 120) : at]
    if (match := _NAMES_BEFORE.search(head)) is not None:
        return match[1], match[0]
    # in running text nothing shows where a Chinese name begins but the surname
    tail = _HAN_TAIL.search(head)
    if tail is None:
        return None
    words = tail["words"]
    for length in (3, 2, 4):
        joined = (
            length == 3 and words[-3:-2] in ("和", "与", "與", "及") and is_han_name(words[-2:])
        )
        if len(words) >= length and is_han_name(words[-length:]) and not joined:
            rest = head[: tail.end("words") - length]
            first = words[-length:]
            while (before := _joint_name(rest)) is not None:
                first, rest = before, rest[: -len(before) - 1]
            return first, head[len(rest) :]
    return None


def _joint_name(head: str) -> str | None:
    """Return the name before a closing ``、`` or ``和``: 张三、李四（2020）."""
    joint = _JOINT.search(head)
    if joint is None:
        return None
    names = (joint["words"][-length:] for length in (3, 2, 4) if len(joint["words"]) >= length)
    return next((name for name in names if is_han_name(name)), None)


def _labels(names: tuple[str, str], years: str) -> tuple[str, ...]:
    first = re.split(r",|，|、|\s+(?:and|&|et)\s+|&|＆|和|与|與|及|等|\set\sal", names[0])[0]
    first = re.sub(r"\[[^\]]*\]|(?:’s|'s)$", "", first).strip()
    return tuple(f"{first} {year}" for year in re.findall(_YEAR, years))


def _clean(locator: str | None) -> str | None:
    return None if locator is None else re.sub(r"\s", "", locator).translate(_WIDTH)
