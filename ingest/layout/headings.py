"""Headings: what their numbers look like, and which lines are headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.folding import plain
from ingest.layout.lines import Line, Shape, han, is_latin
from ingest.rulefiles import data

_HASH = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_BOLD = re.compile(r"(?:\*\*|__)(?P<text>[^*_]{1,120})(?:\*\*|__)\s*[:：]?$")
_DRESS = re.compile(r"[\s:：【】\[\]［］〔〕*_#.]")
_HAN_DIGITS = {
    char: number
    for row in ("〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖")
    for number, char in enumerate(row)
} | {"参": 3}  # 參 simplified
_ROMAN = {"I": 1, "V": 5, "X": 10}
# Words at the end of a line that a heading does not end with: the sentence goes on.
_OPEN_END = re.compile(
    r"(?:[，,、；;的及或把被]|\b(?:the|a|an|of|and|or|to|in|for|with|by|"
    r"on|that|is|are|as|at|from))$"
)
_LONGEST_HAN, _LONGEST_LATIN = 56, 160


@dataclass(frozen=True, slots=True)
class Label:
    """The number before a heading."""

    family: str
    rank: int
    sure: bool
    number: int
    end: int  # length of the label


@dataclass(frozen=True, slots=True)
class Family:
    """One way of numbering headings."""

    name: str
    rank: int
    sure: bool
    pattern: re.Pattern[str]
    entry: dict[str, Any]


@cache
def families() -> tuple[Family, ...]:
    """Return the families of ``ingest/rules/headings.toml``."""
    return tuple(
        Family(e["name"], e["rank"], e["sure"], re.compile(e["pattern"]), e)
        for e in data("headings")["family"]
    )


_MAYBE = re.compile(r"[#*_第（(【〔\dIVXA-H一二三四五六七八九十壹贰叁参肆伍陆柒捌玖拾PC]")


def label(text: str) -> Label | None:
    """Return the number that a line (simplified) begins with, if it looks like a heading's."""
    if not _MAYBE.match(text):
        return None
    if (hashes := _HASH.match(text)) is not None:
        depth = len(hashes[1])
        return Label("hash", depth, True, 0, hashes.end())
    for family in families():
        if (hit := family.pattern.match(text[:60])) is not None:
            number = next(group for group in hit.groups() if group)
            parts = re.findall(r"\d+", number)
            deeper = len(parts) - 2 if family.name == "decimal" else 0
            return Label(
                family.name, family.rank + deeper, family.sure, to_number(number), hit.end()
            )
    return None


def to_number(text: str) -> int:
    """Return the value of an Arabic, Han or Roman number (the last part of ``2.1``)."""
    digits = re.findall(r"\d+", text)
    if digits:
        return int(digits[-1])
    if all(char in _ROMAN for char in text):
        values = [_ROMAN[char] for char in text]
        return sum(
            -value if value < max(values[index:], default=0) else value
            for index, value in enumerate(values)
        )
    if text.isascii():
        return ord(text[0].upper()) - 64
    text = text.replace("拾", "十")
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * _HAN_DIGITS.get(tens, 1) + _HAN_DIGITS.get(ones, 0)
    total = 0
    for char in text:
        total = total * 10 + _HAN_DIGITS.get(char, 0)
    return total


def bare(text: str) -> str:
    """Return a heading without number, brackets, colons and spaces, in lower case."""
    found = label(text)
    rest = text[found.end :] if found else text
    if found is not None and found.family == "hash":
        inner = label(rest)
        rest = rest[inner.end :] if inner else rest
    return _DRESS.sub("", rest).lower()


def names(text: str, key: str) -> bool:
    """Whether a heading is one of the words of a list (``references``, ``notes`` …)."""
    return len(text) <= 60 and bare(plain(text)) in word_list_of(key)


@cache
def word_list_of(key: str) -> frozenset[str]:
    """Return one list of words of ``headings.toml``."""
    return frozenset(word.replace(" ", "").lower() for word in data("headings")["words"][key])


def undressed(text: str) -> str:
    """Return a line without bold marks around it."""
    bold = _BOLD.match(text)
    return bold["text"].strip() if bold else text


def _fits(text: str, strict: bool) -> bool:
    """Whether words can be those of a heading."""
    longest = _LONGEST_LATIN if is_latin(text) else _LONGEST_HAN
    if len(text) > longest or not re.search(r"\w", text):
        return False
    if re.search(r"[。；;！]|[:：,，、]$|\.\s+[A-Z]", text) or text.count("，") > 2:
        return False
    if any(text.count(left) != text.count(right) for left, right in ("“”", "（）", "《》", "()")):
        return False
    if re.search(r"[.．]$", text) and not re.search(r"\b[A-Z]\.$", text):
        return False
    return not (strict and (_OPEN_END.search(text) or text.count("，") > 1))


def find(lines: list[Line], shape: Shape, markdown: bool) -> None:
    """Give the kind ``heading`` to the lines that are headings."""
    candidates: list[tuple[int, Label]] = []
    sure = 0
    given = any(line.kind == "heading" and line.hint is not None for line in lines)
    for index, line in enumerate(lines):
        if line.kind is not None or line.joined:
            continue
        text = undressed(line.text)
        found = label(text)
        if found is not None and found.family == "hash":
            _take(lines, index, shape, "heading.hash")
            sure += 1
        elif found is not None:
            if not _stands_alone(lines, index, shape, text[found.end :], found):
                continue
            if found.sure:
                _take(lines, index, shape, f"heading.{found.family}")
                sure += 1
            elif not markdown or text != line.text:
                candidates.append((index, found))
        elif names(text, "headings") and not line.terminated:
            if not shape.full(line):
                _take(lines, index, shape, "heading.word")
        elif text != line.text and _fits(text, strict=False):
            _take(lines, index, shape, "heading.bold")
            sure += 1
    if given:
        return  # the format knows its headings: only what is surely printed as one is added
    sure += _counted(lines, candidates, shape)
    if sure < 3:
        _unnumbered(lines, shape)


def _stands_alone(lines: list[Line], index: int, shape: Shape, rest: str, found: Label) -> bool:
    """Whether a numbered line is a heading by its form: short, closed, alone on its lines."""
    line = lines[index]
    if not rest.strip():
        return found.family in ("part", "chapter", "section")
    if not _fits(rest, strict=not found.sure) or (
        line.terminated and not rest.endswith(("？", "?"))
    ):
        return False
    if _OPEN_END.search(rest) and not _tail(lines, index, shape):
        return False
    if shape.wrapped and line.width > (0.97 if found.sure else 0.92) * shape.measure:
        return _tail(lines, index, shape)
    before = lines[index - 1] if index else None
    if before is None or before.kind is not None or (found.sure and found.family != "decimal"):
        return True
    above = label(before.text)
    if above is not None and _fits(before.text[above.end :], strict=True):
        return True
    # in running text a number can come to stand at the beginning of a line
    return before.terminated or before.paused or (shape.gaps and line.gap > 0)


def _tail(lines: list[Line], index: int, shape: Shape) -> bool:
    """Whether the next line is the short rest of a heading that was too long for one line."""
    if index + 1 >= len(lines):
        return False
    line, after = lines[index], lines[index + 1]
    reaches = shape.full(line, 0.8) or _OPEN_END.search(line.text) is not None
    if not shape.wrapped or not reaches or after.breaks or (shape.gaps and after.gap):
        return False
    if after.kind is not None or after.width > 0.6 * shape.measure or label(after.text):
        return False
    return (
        not after.terminated
        and not after.paused
        and _fits(after.text, strict=True)
        and (not is_latin(after.text) or is_latin(line.text))
    )


def _take(lines: list[Line], index: int, shape: Shape, rule: str) -> None:
    line = lines[index]
    line.kind, line.rule = "heading", rule
    alone = label(undressed(line.text))
    number_only = alone is not None and alone.end >= len(undressed(line.text))
    if index + 1 < len(lines):
        after = lines[index + 1]
        short = (
            number_only
            and after.kind is None
            and not after.terminated
            and label(after.text) is None
            and _fits(after.text, strict=True)
            and len(after.text) <= 30
        )
        if short or (rule != "heading.word" and _tail(lines, index, shape)):
            after.kind, after.rule, after.joined = "heading", rule, True


def _counted(lines: list[Line], candidates: list[tuple[int, Label]], shape: Shape) -> int:
    """Take the doubtful families where they count 1, 2, 3 with text between them."""
    positions = dict(candidates)
    last: dict[str, int] = {}
    taken: list[int] = []
    known: set[str] = set()
    for index, found in candidates:
        after, before = positions.get(index + 1), positions.get(index - 1)
        listed = (after is not None and after.family == found.family) or (
            before is not None and before.family == found.family
        )
        follows = lines[index + 1].kind if index + 1 < len(lines) else "furniture"
        text_follows = follows in (None, "heading", "caption")
        in_order = found.number == 1 or found.number == last.get(found.family, -1) + 1
        if names(undressed(lines[index].text), "headings"):
            known.add(found.family)  # "3 Conclusions" is a heading and so are its like
        elif listed or not text_follows or not in_order:
            continue
        last[found.family] = found.number
        taken.append(index)
    kinds = {positions[index].family for index in taken}
    single = {
        family
        for family in kinds - known
        if max(positions[index].number for index in taken if positions[index].family == family) < 2
    }
    count = 0
    for index in taken:
        if positions[index].family not in single and lines[index].kind is None:
            _take(lines, index, shape, f"heading.{positions[index].family}")
            count += 1
    return count


def _unnumbered(lines: list[Line], shape: Shape) -> None:
    """Take short paragraphs of their own before running text, in papers without numbers."""
    begun = False
    for index, line in enumerate(lines):
        if line.kind in ("abstract", "heading", "keywords") or line.terminated:
            begun = True
        if line.kind is not None or not begun or line.joined:
            continue
        text = line.text
        capitals = text.isupper() and is_latin(text) and len(text) >= 4
        alone = line.gap > 0 if shape.gaps else not shape.wrapped
        if not (alone or capitals) or line.terminated or line.paused or shape.full(line, 0.8):
            continue
        if not _fits(text, strict=True) or index + 1 >= len(lines) or label(text):
            continue
        marks = r"\d|[，,]|[-–—]$" if capitals else r"\d|[，,：:\"]|[-–—]$"
        if re.search(marks, text) or not (text[0].isupper() or han(text[0])):
            continue
        if len(text.split()) > 12 or han(text) > 24:
            continue
        following = lines[index + 1]
        body = following.kind is None and (
            following.terminated or following.width > 60 or shape.full(following, 0.6)
        )
        before = lines[index - 1] if index else None
        closed = before is None or before.kind is not None or before.terminated
        if body and closed and (not shape.gaps or following.gap > 0 or capitals):
            line.kind, line.rule = "heading", "heading.unnumbered"
