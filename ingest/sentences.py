"""From stretches of source to cleaned sentences, each character with its place in the source."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from ingest import markers
from ingest.document import Marker
from ingest.rulefiles import data

_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
_HAN_RE = re.compile(f"[{_HAN}]")
_LATIN_RE = re.compile("[A-Za-zÀ-ÖØ-öø-ÿ]")
_WORD = re.compile(rf"[\w{_HAN}]")
_SPACE = "\\s\u200b\u200c\u200d\u2060\ufeff\u00ad\u0000-\u001f\u007f"
# What is not printed text: white space, and marks of Markdown and HTML
_EVENT = re.compile(
    rf"(?P<space>[{_SPACE}]+)"
    r"|(?P<bold>\*\*|__(?=\S)|(?<=\S)__)"
    r"|(?P<tag></?(?:sup|sub|b|i|em|strong|u|span|br)\b[^<>]{0,80}/?>|<!--.{0,500}?-->)"
)
_EVENT_MARKDOWN = re.compile(
    _EVENT.pattern + r"|(?P<image>!\[[^\]]{0,200}\]\([^()\s]{0,500}(?:\s[^()]{0,100})?\))"
    r"|(?P<link>(?<!\!)\[(?=[^\[\]]{1,300}\]\((?!\s?[PpＰ]\.?\s?\d)[^()\s]{1,500}(?:\s[^()]{0,100})?\)))"
    r"|(?P<emphasis>(?<![\w*\\])\*(?=[^\s*][^*\n]{0,300}\*)|(?<=[^\s*])\*(?![\w*])|(?<![\w\\])_(?=\S)|(?<=[^\s_])_(?!\w))"
    r"|(?P<code>`+)|(?P<strike>~~)|(?P<escape>\\(?=[\\`*_{}\[\]()#+\-.!|>~]))"
)
_LINK_END = re.compile(r"\]\([^()\s]{1,500}(?:\s[^()]{0,100})?\)")
_LINE_HEAD = re.compile(r"(?:>\s?)+|[-*+•·▪●○]\s+|\d{1,2}\.\s+(?=\S)")
_LINE_HEAD_PLAIN = re.compile(r"[•▪●○]\s*|[-*]\s+(?=\S)")
_HYPHEN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+-$")
_TAIL_WORDS = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ-]+-$")
_NEXT_PART = re.compile(r"[a-zà-öø-ÿ]+(?:-[a-zà-öø-ÿ]+)*")

_BROKEN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]{1,40}-[ \t]*[\r\n]\s*[a-zà-öø-ÿ]{1,40}")
_LATIN_WORDS = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:-[A-Za-zÀ-ÖØ-öø-ÿ]+)*")

_PARTS_MARKS = re.compile(r"\s{0,2}[,，、;；]\s{0,2}")
_LOOK_BACK = 600
# who said it, after the closing quotation mark: ……。”（访谈记录A12）
_SOURCE_OF_QUOTE = re.compile(r"\s?[（(][^（）()。！？]{1,40}[）)](?![，,；;、：])")
_CLOSERS = "”’\"'」』）)】]》〉›»"
_ENDER = re.compile(rf"(?:[。｡！？!?]+|[.．]+)[{re.escape(_CLOSERS)}]*")
_TITLES = re.compile(r"《[^《》]{1,120}》|〈[^〈〉]{1,120}〉")
_PARENS = re.compile(r"[（(][^（）()]{1,240}[)）]|\[[^\[\]]{1,160}\]|【[^【】]{1,160}】")
_INITIAL = re.compile(r"(?:^|[\s(（.\-“])([A-Z])$")
_LAST_TOKEN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ.]+$")
_FIRST_WORD = re.compile(r"\s*[“‘\"'(（\[]*([A-Za-zÀ-ÖØ-öø-ÿ]+|\d|[" + _HAN + "])?")
_NUMBER_ONLY = re.compile(r"\s*[（(]?(?:\d{1,2}|[A-Za-z]|[ivxIVX]{1,4})$")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Source text that runs on. ``closed``: a paragraph surely ends before it."""

    start: int
    end: int
    closed: bool
    index: int = 0  # the caller's number for it


@dataclass(slots=True)
class Flow:
    """Cleaned running text with its map to the source."""

    text: str = ""
    offsets: list[int] = field(default_factory=list)
    marks: list[Marker] = field(default_factory=list)
    closes: list[int] = field(default_factory=list)  # places where a paragraph surely ends


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a flow: its stretch of the cleaned text and the marks in it."""

    start: int
    end: int
    marks: tuple[Marker, ...]


def clean(
    source: str,
    stretches: Sequence[Stretch],
    *,
    markdown: bool = False,
    circled_notes: bool = True,
    vocabulary: frozenset[str] = frozenset(),
    heads: bool = True,
) -> Flow:
    """Join stretches into one cleaned text.

    Wrapped lines are joined, marks and markup removed, stray spaces dropped. ``vocabulary``
    holds the words of the document: it decides whether a hyphen at a line end is a word's own.
    ``heads`` says whether bullets and numbers of lists at line beginnings are dropped.
    """
    out = _Builder(source, vocabulary)
    for stretch in stretches:
        found = markers.find(
            source,
            stretch.start,
            stretch.end,
            circled_notes,
            bool(out.offsets) and not stretch.closed,
        )
        latin = _mostly_latin(source[stretch.start : stretch.start + 400])
        out.begin(stretch, latin)
        for start, end in _kept(source, stretch, found, markdown, heads):
            out.add(start, end)
        out.mark(found)
    return out.flow()


def _kept(
    source: str, stretch: Stretch, found: Iterable[markers.Mark], markdown: bool, heads: bool
) -> Iterable[tuple[int, int]]:
    """Yield the spans that stay; what lies between them is white space, marks and markup."""
    event = _EVENT_MARKDOWN if markdown else _EVENT
    head = _LINE_HEAD if markdown else _LINE_HEAD_PLAIN
    position = stretch.start
    cuts = _joined_cuts(source, [(mark.start, mark.end) for mark in found if mark.removed])
    cuts.append((stretch.end, stretch.end))
    if heads and (opening := head.match(source, position, stretch.end)) is not None:
        position = opening.end()
    links: list[int] = []
    for cut_start, cut_end in cuts:
        while position < cut_start:
            hit = event.search(source, position, cut_start)
            if links and (hit is None or hit.start() > links[-1]):
                # the address of a link, after its words
                place = links.pop()
                if position <= place < cut_start:
                    if position < place:
                        yield position, place
                    tail = _LINK_END.match(source, place, stretch.end)
                    position = tail.end() if tail else place
                    continue
            if hit is None:
                yield position, cut_start
                break
            if hit.start() > position:
                yield position, hit.start()
            position = hit.end()
            if hit.lastgroup == "link":
                place = source.find("](", position, stretch.end)
                if place >= 0:
                    links.append(place)
            elif hit.lastgroup == "space" and markdown and heads and "\n" in hit[0]:
                opening = head.match(source, position, cut_start)
                if opening is not None and source[position] in ">-*+":
                    position = opening.end()
        position = max(position, cut_end)


def _joined_cuts(source: str, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What parts two marks goes with them: the comma of ``[2], [3]``."""
    joined: list[tuple[int, int]] = []
    for start, end in cuts:
        if joined and _PARTS_MARKS.fullmatch(source, joined[-1][1], start):
            joined.append((joined.pop()[0], end))
        else:
            joined.append((start, end))
    return joined


class _Builder:
    """Collects kept spans and decides what stands between them."""

    def __init__(self, source: str, vocabulary: frozenset[str]) -> None:
        self.source = source
        self.vocabulary = vocabulary
        self.parts: list[str] = []
        self.offsets: list[int] = []
        self.closes: list[int] = []
        self.marks: list[Marker] = []
        self.last_end = -1
        self.latin = False

    def begin(self, stretch: Stretch, latin: bool) -> None:
        if self.offsets and stretch.closed:
            self.closes.append(len(self.offsets))
        self.latin = latin

    def tail(self, length: int) -> str:
        """The last characters so far."""
        text = ""
        for part in reversed(self.parts):
            text = part[-(length - len(text)) :] + text
            if len(text) >= length:
                break
        return text

    def add(self, start: int, end: int) -> None:
        if self.offsets:
            self._between(start, end)
        self.parts.append(self.source[start:end])
        self.offsets.extend(range(start, end))
        self.last_end = end

    def _between(self, start: int, end: int) -> None:
        """Put a space between two kept spans, or join a hyphenated word, or nothing."""
        gap_start = self.last_end
        between = self.source[gap_start : min(start, gap_start + 200)]
        if not between or not any(char.isspace() for char in between):
            return
        if self.closes and self.closes[-1] == len(self.offsets):
            space = True
        else:
            wrapped = "\n" in between or "\r" in between or start - gap_start > 200
            space = self._space(self.source[start : min(end, start + 12)], wrapped)
        if space:
            place = next(gap_start + index for index, char in enumerate(between) if char.isspace())
            self.parts.append(" ")
            self.offsets.append(place)

    def _space(self, ahead: str, wrapped: bool) -> bool:
        before = self.tail(24)
        left, right = before[-1], ahead[0]
        if _HAN_RE.match(left) or _HAN_RE.match(right):
            return False
        if wrapped and left == "-" and _HYPHEN.search(before):
            self._hyphen(before, ahead)
            return False
        if wrapped and (left in "—–/-" or right in "—/"):
            return False
        if left in "“‘（(《【[" or right in "”’，。；：！？、）》】,;:!?)]":
            return False
        if right == "." and not ahead[1:2].isalnum():
            return False
        if left.isascii() and right.isascii() and left.isalnum() and right.isalnum():
            return True
        if self.latin:
            return True
        if left == "." and right.isdigit() and before[-2:-1].isdigit():
            return False
        return not (_nearest_han(before[::-1]) or _nearest_han(ahead))

    def _hyphen(self, before: str, ahead: str) -> None:
        """Drop the hyphen at a line end where the word is written without it."""
        word, rest = _TAIL_WORDS.search(before), _NEXT_PART.match(ahead)
        if word is None or rest is None:
            return  # the hyphen of a name or a number stays
        first, second = word[0][:-1].lower(), rest[0]
        whole = f"{first}{second}"
        if f"{first}-{second}" in self.vocabulary and whole not in self.vocabulary:
            return
        if whole not in self.vocabulary:
            last = first.rpartition("-")[2]
            both = last in self.vocabulary and second in self.vocabulary
            if both and len(last) > 2 and len(second) > 3:
                return
        part = self.parts[-1]
        self.parts[-1] = part[:-1]
        self.offsets.pop()

    def mark(self, found: Iterable[markers.Mark]) -> None:
        for mark in found:
            at = bisect_left(self.offsets, mark.start)
            surface = " ".join(self.source[mark.start : mark.end].split())
            self.marks.append(Marker(mark.start, mark.end, surface, at, mark.labels, mark.locator))

    def flow(self) -> Flow:
        return Flow("".join(self.parts), self.offsets, self.marks, self.closes)


def _nearest_han(text: str) -> bool:
    """Whether the first letter or digit of a text is a Han character."""
    hit = _WORD.search(text)
    return hit is not None and _HAN_RE.match(hit[0]) is not None


def _mostly_latin(text: str) -> bool:
    return len(_LATIN_RE.findall(text)) > 3 * len(_HAN_RE.findall(text))


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
        if _WORD.search(text, start, end):
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
        if first in "!?" and not _HAN_RE.match(text[hit.start() - 1 : hit.start()]):
            return after.isspace() or after.isupper() or _HAN_RE.match(after) is not None
        return True
    return _full_stop_ends(text, begin, hit.start(), end)


def _full_stop_ends(text: str, begin: int, start: int, end: int) -> bool:
    """Whether ``.`` is a full stop: not in a number, an abbreviation, an initial, a label."""
    before, after = text[max(begin, start - 40) : start], text[end : end + 40]
    left = before[-1:]
    if not left or (start - begin < 8 and _NUMBER_ONLY.fullmatch(text, begin, start)):
        return False
    if _HAN_RE.match(left) or left in "”）》】" or text[start] == "．":
        return not after[:1].isdigit() or _HAN_RE.match(left) is not None
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
        ) or (_HAN_RE.match(after) is not None and re.search(r"[a-z]{3}$", before) is not None)
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
    return "zh" if 2.5 * len(_HAN_RE.findall(text)) >= len(_LATIN_RE.findall(text)) else "en"


def words_of(text: str) -> frozenset[str]:
    """Return the Latin words of a document that no line end breaks, in lower case."""
    whole = _BROKEN.sub(" ", text)
    return frozenset(word.lower() for word in _LATIN_WORDS.findall(whole))


def has_broken_words(text: str) -> bool:
    """Whether a word is broken at a line end somewhere."""
    return _BROKEN.search(text) is not None
