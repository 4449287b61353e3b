"""Lists and notes cut into items: ``[1]``, ``1.``, ``①``, hanging or unnumbered.

Every item keeps the offsets of its characters, so that its span in the source is right
also where lines were joined or two works stand in one note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache

from ingest.folding import is_han, simplify
from ingest.printed import Joined, fold, join_lines, outside_brackets
from ingest.references.names import looks_like_han_name
from ingest.references.rules import words

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_SLIPS = str.maketrans("lIiOo", "11100")
_STYLES = {
    "markdown": re.compile(r"[ \t]*(?P<at>\[\^(?P<n>[\w-]{1,30})\]:)"),
    "bracket": re.compile(
        r"[ \t]*(?:[-*•][ \t]+)?(?P<at>\^?\[[ \t]*(?P<n>[\dlIiOo]{1,3})[ \t]*\]\^?:?)"
    ),
    "paren": re.compile(r"[ \t]*(?:[-*•][ \t]+)?(?P<at>\([ \t]*(?P<n>\d{1,3})[ \t]*\))"),
    "circled": re.compile(rf"[ \t]*(?:[-*•][ \t]+)?(?P<at>(?P<n>[{CIRCLED}]))"),
    "dot": re.compile(r"[ \t]*(?P<at>(?P<n>\d{1,3})[ \t]*[.、)](?=\s*[^\s\d.,]))"),
    "bare": re.compile(r"[ \t]*(?P<at>(?P<n>\d{1,3}))(?=[ \t]+[A-Z\u3400-\u9fff\[《\"])"),
    "star": re.compile(r"[ \t]*(?P<at>(?P<n>\*{1,3}))(?=\s*\S)"),
}
_SECOND = {
    "bracket": re.compile(r"(?<=[.;\d\])])\s*(?=\[\s*\d{1,3}\s*\]\s*[^\s\d])"),
    "circled": re.compile(rf"(?<=[.;])\s*(?=[{CIRCLED}])"),
}
_COMPLETE = re.compile(r"(?:[.。;]|\d\s*页?|https?://\S+|10\.\d{4,9}/\S+|[)\]》])\s*$")
_LATIN_START = re.compile(
    r"(?:[A-ZÀ-Þ][\w'’-]+(?:\s+[A-ZÀ-Þ][\w'’-]+)?,?\s+(?:[A-ZÀ-Þ]\.|[A-ZÀ-Þ][a-z]+|[A-Z]{1,3}\b)"
    r"|[A-ZÀ-Þ]\.\s?(?:[A-ZÀ-Þ]\.\s?)*[A-ZÀ-Þ][a-z]+|[A-ZÀ-Þ][\w&'’-]+(?:\s[\w&'’-]+){0,6}[.,]?\s*\()"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One printed item: its label (``3``, ``①``) where it has one, and its text."""

    label: str | None
    text: Joined  # with the label, as printed
    body: Joined  # without it


@dataclass(frozen=True, slots=True)
class _Start:
    """Where an item begins: its line (a bullet may come first), its label, its words."""

    line: int
    at: int
    body: int
    label: str | None


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str  # folded, without the line break


@cache
def _headings() -> frozenset[str]:
    return frozenset(words("layout")["headings"].split())


def _lines(source: str, start: int, end: int) -> list[_Line]:
    lines: list[_Line] = []
    position = start
    for raw in source[start:end].splitlines(keepends=True):
        body = raw.rstrip("\r\n\f\v\x1c\x1d\x1e\x85\u2028\u2029")
        if body.strip():
            lines.append(_Line(position, position + len(body), fold(simplify(body))))
        position += len(raw)
    return lines


@cache
def _inline_heading() -> re.Pattern[str]:
    """A heading on the line of the first item: ``参考文献：[1] …``."""
    names = "|".join(r"\s*".join(map(re.escape, name)) for name in sorted(_headings()))
    return re.compile(
        rf"[\s*\[]*(?:{names})\s*\]?[\s:*]*"
        rf"(?=\[\s*1\s*\]|[{CIRCLED[0]}]|\[[^\W\d]|\([^\W\d])",
        re.IGNORECASE,
    )


def _after_heading(line: _Line) -> _Line:
    if (found := _inline_heading().match(line.text)) is None:
        return line
    return _Line(line.start + found.end(), line.end, line.text[found.end() :])


def _is_heading(line: _Line) -> bool:
    bare = re.sub(r"[\s#*:\[\]【】()]", "", line.text).lower()
    return bare in _headings()


def split_items(
    source: str, start: int, end: int, vocabulary: Set[str] = frozenset(), notes: bool = False
) -> list[Item]:
    """Split one block into its items, in order. ``notes``: it may begin with any number."""
    lines = _lines(source, start, end)
    while lines and _is_heading(lines[0]):
        lines.pop(0)
    if not lines:
        return []
    lines[0] = _after_heading(lines[0])
    starts = _labelled(lines, notes) or _unlabelled(lines, _indent(source, lines[0].start))
    items: list[Item] = []
    last = lines[-1].end
    for index, begin in enumerate(starts):
        stop = starts[index + 1].line if index + 1 < len(starts) else last
        text = join_lines(source, begin.at, stop, vocabulary)
        body = join_lines(source, begin.body, stop, vocabulary)
        if body.text:
            items.append(Item(begin.label, text, body))
    return items


def _indent(source: str, start: int) -> int:
    """How far the first line of a block is set in: blocks begin at their first word."""
    return len(source[source.rfind("\n", 0, start) + 1 : start].expandtabs(4))


def _labelled(lines: list[_Line], notes: bool = False) -> list[_Start]:
    """Return (start, end of the label, label) of each item, in the style that fits most."""
    best: list[_Start] = []
    for style, pattern in _STYLES.items():
        found = _sequence(lines, style, pattern, notes)
        covers = found and found[0].line <= lines[0].end
        if covers and (len(found) > len(best)):
            best = found
    return best


def _sequence(
    lines: list[_Line], style: str, pattern: re.Pattern[str], notes: bool
) -> list[_Start]:
    found: list[_Start] = []
    previous = 0
    for line in lines:
        match = pattern.match(line.text)
        if match and style == "markdown":
            at, after = match.span("at")
            found.append(_Start(line.start, line.start + at, line.start + after, match["n"]))
            continue
        number = _number(match["n"], previous) if match else None
        if match and number is not None and _follows(number, previous, style, bool(found), notes):
            found.append(_start(line, line.start, match, number))
            previous = number
        # A second label on the same line: "… 2019. [8]Smith …"
        offset = match.end() if match and found else 0
        if style in _SECOND and found:
            for later in _SECOND[style].finditer(line.text[offset:]):
                inner = pattern.match(line.text, offset + later.end())
                number = _number(inner["n"], previous) if inner else None
                if inner and number == previous + 1:
                    found.append(_start(line, line.start + offset + later.end(), inner, number))
                    previous = number
    return found


def _start(line: _Line, begin: int, match: re.Match[str], number: int) -> _Start:
    label = _label(match["n"], number)
    return _Start(begin, line.start + match.start("at"), line.start + match.end("at"), label)


def _number(printed: str, previous: int) -> int | None:
    if printed in CIRCLED:
        return CIRCLED.index(printed) + 1
    if printed.startswith("*"):
        return len(printed)
    digits = printed.translate(_SLIPS)
    number = int(digits) if digits.isdigit() else None
    if number is not None and not printed.isdigit() and number != previous + 1:
        return None  # letters read as digits only where the number is the expected one
    return number


def _label(printed: str, number: int) -> str:
    return printed if printed in CIRCLED or printed.startswith("*") else str(number)


def _follows(number: int, previous: int, style: str, running: bool, notes: bool) -> bool:
    """Whether a number may be the next label: years and page numbers may not."""
    if style == "circled":
        return number == previous + 1 or number == 1 or not running
    if style in ("bracket", "paren"):
        return previous < number <= previous + 6 or not running
    if not running:
        return number <= 3 or notes
    return number == previous + 1


def _unlabelled(lines: list[_Line], first: int = 0) -> list[_Start]:
    """Find where items begin without labels: a finished line, then the start of a name.

    Where the lists sets further lines in (or the first ones), that decides. ``first`` is how
    far the first line is set in.
    """
    indents = [len(line.text) - len(line.text.lstrip()) for line in lines]
    before = indents[0]
    hanging = len(set(indents)) > 1 and max(first, before) == 0
    pushed = first > 0 and before == 0 and len(set(indents[1:])) > 1
    starts: list[_Start] = []
    for index, line in enumerate(lines):
        begin = line.start + indents[index]
        if index == 0:
            new = True
        elif (hanging and indents[index] > 0) or (pushed and indents[index] < first):
            new = False
        else:
            new = bool(_COMPLETE.search(lines[index - 1].text)) and begins_item(line.text.strip())
        if new:
            starts.append(_Start(line.start, begin, begin, None))
    return starts


def begins_item(text: str) -> bool:
    """Whether a line could be the first of an item: it opens with names."""
    if is_han(text[0]) or text[0] in "[《(":
        head = re.split(
            r"[,、.:\s(《\[]|等|\d", re.sub(r"^[\[(][^\])]{1,4}[\])]\s*", "", text), maxsplit=1
        )[0]
        return text[0] in "《" or looks_like_han_name(head) or len(head) > 4
    return bool(_LATIN_START.match(text))


def split_works(body: Joined) -> Iterator[Joined]:
    """Yield the works of one note: parted by ；or 。 where the next part has its own title."""
    folded = fold(body.text)
    start = 0
    for index in outside_brackets(folded):
        if folded[index] == ";" or body.text[index] == "。":
            rest = folded[index + 1 :]
            if rest.strip() and _is_work(folded[start:index]) and _is_work(rest):
                yield body.cut(start, index + 1)
                start = index + 1
    if folded[start:].strip(" .;,"):
        yield body.cut(start, len(folded))


def _is_work(text: str) -> bool:
    """Whether a stretch of a note has a title of its own."""
    if "《" in text and "》" in text:
        return True
    if re.search(r"(?:前引|前揭|前注)\s*[\[(]?\s*\w|^\s*(?:Ibid|Id)\.", text):
        return True
    if re.search(r"\[(?:J|M|D|C|N|R|EB)(?:/OL)?\]", text):
        return True
    latin = re.search(r"[A-Z][a-z]+", text)
    year = re.search(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)", text)
    return bool(latin and year and len(re.findall(r"[A-Za-z]{2,}", text)) >= 5)
