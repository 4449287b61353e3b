"""From stretches of source to cleaned running text, each character with its place there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest import markers
from ingest.document import GivenPointer, Marker

HAN = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
HAN_RE = re.compile(f"[{HAN}]")
LATIN_RE = re.compile("[A-Za-zÀ-ÖØ-öø-ÿ]")
WORD = re.compile(rf"[\w{HAN}]")
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
# a word that goes on behind notes or on the next page
_LEFT_OPEN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]{1,40}-[ \t]*[\r\n]")
_LATIN_WORDS = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:-[A-Za-zÀ-ÖØ-öø-ÿ]+)*")
_PARTS_MARKS = re.compile(r"\s{0,2}[,，、;；]\s{0,2}")


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


def clean(
    source: str,
    stretches: Sequence[Stretch],
    *,
    markdown: bool = False,
    circled_notes: bool = True,
    vocabulary: frozenset[str] = frozenset(),
    heads: bool = True,
    given: Sequence[GivenPointer] = (),
    all_linked: bool = False,
) -> Flow:
    """Join stretches into one cleaned text.

    Wrapped lines are joined, marks and markup removed, stray spaces dropped. ``vocabulary``
    holds the words of the document: it decides whether a hyphen at a line end is a word's own.
    ``heads`` says whether bullets and numbers of lists at line beginnings are dropped.
    ``given`` are the marks that the format links itself, sorted; ``all_linked``: it links all.
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
        if given:
            first = bisect_left(given, stretch.start, key=lambda each: each.start)
            last = bisect_left(given, stretch.end, key=lambda each: each.start)
            here = [each for each in given[first:last] if each.end <= stretch.end]
            found = markers.with_given(source, found, here, all_linked)
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
        if HAN_RE.match(left) or HAN_RE.match(right):
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
    hit = WORD.search(text)
    return hit is not None and HAN_RE.match(hit[0]) is not None


def _mostly_latin(text: str) -> bool:
    return len(LATIN_RE.findall(text)) > 3 * len(HAN_RE.findall(text))


def words_of(text: str) -> frozenset[str]:
    """Return the Latin words of a document that no line end breaks, in lower case."""
    whole = _LEFT_OPEN.sub(" ", _BROKEN.sub(" ", text))
    return frozenset(word.lower() for word in _LATIN_WORDS.findall(whole))


def has_broken_words(text: str) -> bool:
    """Whether a word is broken at a line end somewhere."""
    return _BROKEN.search(text) is not None
