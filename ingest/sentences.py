"""From running text to sentences: which stops end one."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from ingest.document import Marker
from ingest.flow import HAN, HAN_RE, LATIN_RE, WORD, Flow
from ingest.rulefiles import data

_LOOK_BACK = 600
# who said it, after the closing quotation mark: ……。”（访谈记录A12）
_SOURCE_OF_QUOTE = re.compile(r"\s?[（(][^（）()。！？]{1,40}[）)](?![，,；;、：])")
_CLOSERS = "”’\"'」』）)】]》〉›»"
_ENDER = re.compile(rf"(?:[。｡！？!?]+|[.．]+)[{re.escape(_CLOSERS)}]*")
_TITLES = re.compile(r"《[^《》]{1,120}》|〈[^〈〉]{1,120}〉")
_PARENS = re.compile(r"[（(][^（）()]{1,240}[)）]|\[[^\[\]]{1,160}\]|【[^【】]{1,160}】")
_INITIAL = re.compile(r"(?:^|[\s(（.\-“])([A-Z])$")
_LAST_TOKEN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ.]+$")
_FIRST_WORD = re.compile(r"\s*[“‘\"'(（\[]*([A-Za-zÀ-ÖØ-öø-ÿ]+|\d|[" + HAN + "])?")
_NUMBER_ONLY = re.compile(r"\s*[（(]?(?:\d{1,2}|[A-Za-z]|[ivxIVX]{1,4})$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a flow: its stretch of the cleaned text and the marks in it."""

    start: int
    end: int
    marks: tuple[Marker, ...]


def split(flow: Flow) -> list[Piece]:
    """Return the sentences of a flow, in order, white space at their ends left out."""
    text = flow.text
    shelter = _shelters(text)
    starts = [start for start, _ in shelter]
    cuts: list[int] = []
    begin = 0
    for border in [*flow.closes, len(text)]:
        for hit in _ENDER.finditer(text, begin, border):
            end = _closed(text, begin, hit)
            place = bisect_right(starts, hit.start()) - 1
            if place >= 0 and hit.start() < shelter[place][1]:
                opened, closed = shelter[place]
                # a sentence in brackets of its own ends with the bracket
                if end < closed or opened - begin > 40 or text[begin:opened].strip():
                    continue
            if _ends(text, begin, hit, end, border):
                cuts.append(end)
                begin = end
        cuts.append(border)
        begin = border
    return _pieces(flow, cuts)


def _closed(text: str, begin: int, hit: re.Match[str]) -> int:
    """Where a stop with its closing quotes ends; a straight quote may open the next words."""
    end = hit.end()
    if text[end - 1] in "”」』" and (source := _SOURCE_OF_QUOTE.match(text, end)) is not None:
        return source.end()
    if text[end - 1] == '"' and text.count('"', max(begin, end - _LOOK_BACK), end) % 2:
        while end > hit.start() + 1 and text[end - 1] == '"':
            end -= 1
    return end


def _pieces(flow: Flow, cuts: list[int]) -> list[Piece]:
    pieces: list[Piece] = []
    text = flow.text
    begin = 0
    spans: list[tuple[int, int]] = []
    for cut in cuts:
        start, end = begin, cut
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        begin = cut
        if WORD.search(text, start, end):
            spans.append((start, end))
    marks = flow.marks
    place = 0
    for number, (start, end) in enumerate(spans):
        limit = spans[number + 1][0] if number + 1 < len(spans) else len(text) + 1
        own: list[Marker] = []
        while place < len(marks) and (
            marks[place].at < end or (marks[place].at <= limit and _removed(flow, marks[place]))
        ):
            mark = marks[place]
            at = min(max(mark.at - start, 0), end - start)
            own.append(Marker(mark.start, mark.end, mark.surface, at, mark.labels, mark.locator))
            place += 1
        pieces.append(Piece(start, end, tuple(own)))
    return pieces


def _removed(flow: Flow, mark: Marker) -> bool:
    return not (mark.at < len(flow.offsets) and flow.offsets[mark.at] == mark.start)


def _shelters(text: str) -> list[tuple[int, int]]:
    """Spans of titles and brackets, outermost only: no sentence ends in them."""
    spans = sorted(
        (hit.start(), hit.end()) for pattern in (_TITLES, _PARENS) for hit in pattern.finditer(text)
    )
    outer: list[tuple[int, int]] = []
    for start, end in spans:
        if not outer or start >= outer[-1][1]:
            outer.append((start, end))
    return outer


def _ends(text: str, begin: int, hit: re.Match[str], end: int, border: int) -> bool:
    """Whether a stop with its closing quotes ends a sentence."""
    if end >= border:
        return True
    first, after = text[hit.start()], text[end]
    if after in "，、；：,;:）)":
        return False
    if first in "。｡":
        return True
    if first in "！？!?":
        if text[end - 1] in _CLOSERS and after in "的之等这那是":
            return False
        if after.isspace() and text[end : end + 2].strip().islower():
            return False
        if first in "!?" and not HAN_RE.match(text[hit.start() - 1 : hit.start()]):
            return after.isspace() or after.isupper() or HAN_RE.match(after) is not None
        return True
    return _full_stop_ends(text, begin, hit.start(), end)


def _full_stop_ends(text: str, begin: int, start: int, end: int) -> bool:
    """Whether ``.`` is a full stop: not in a number, an abbreviation, an initial, a label."""
    before, after = text[max(begin, start - 40) : start], text[end : end + 40]
    left = before[-1:]
    if not left or (start - begin < 8 and _NUMBER_ONLY.fullmatch(text, begin, start)):
        return False
    if HAN_RE.match(left) or left in "”）》】" or text[start] == "．":
        return not after[:1].isdigit() or HAN_RE.match(left) is not None
    if left.isdigit() and after[:1].isdigit():
        return False
    first = _FIRST_WORD.match(after)
    word = first[1] if first is not None and first[1] else ""
    glued = not after[:1].isspace()
    if glued:
        # a lost space: "governance.Its logic"; not a name or an address
        return (
            re.search(r"[a-z]{2}$|\d$|[”’\"')\]]$", before) is not None
            and re.match(r"[A-Z][a-z]* ?[a-z]", after) is not None
            and not re.search(r"www\.\w*$|https?:\S*$|@\S*$", before)
        ) or (HAN_RE.match(after) is not None and re.search(r"[a-z]{3}$", before) is not None)
    if word and word[0].islower():
        return False
    token = _LAST_TOKEN.search(before)
    name = token[0].strip(".").lower() if token else ""
    starts_one = word.lower() in _words("starters")
    if name in _words("doubtful"):
        return starts_one or not word or not word.isascii()
    if name in _words("abbreviations") and not (name == "al" and starts_one):
        return False
    if _INITIAL.search(before):
        return starts_one
    return not (word.isdigit() and name in {"no", "p", "pp", "vol", "fig"})


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(data("sentences")[key])


def language(text: str) -> str:
    """Return ``zh`` or ``en``: which script carries a sentence."""
    # a Chinese word has about two characters, an English one five
    return "zh" if 2.5 * len(HAN_RE.findall(text)) >= len(LATIN_RE.findall(text)) else "en"
