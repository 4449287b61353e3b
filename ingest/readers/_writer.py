"""Writes the text of a format that is no text, and keeps what the format states about it.

A reader hands over paragraphs as pieces (words, whether they are raised, what they link to);
the writer sets raised marks as ``^[3]^``, puts each paragraph on a line of its own, and turns
links into pointers once all references are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.document import BlockKind, GivenPointer, GivenReference, Hint, Source
from ingest.markers import CIRCLED, labels_of
from ingest.readers import digest

_LISTED = r"\d{1,3}(?:\s?[,，、;；\-–—~～]\s?\d{1,3}){0,30}"
_BRACKETED = re.compile(rf"[\[［〔]\s?(?P<numbers>{_LISTED})\s?[\]］〕]")
_BRACKETS = re.compile(rf"(?:{_BRACKETED.pattern.replace('?P<numbers>', '?:')}[^\[［〔]{{0,16}})+")
_CIRCLES = re.compile(rf"[{CIRCLED}](?:[\s,，、]*[{CIRCLED}])*")
_NUMBERS = re.compile(_LISTED)
_POWER = re.compile(r"[-−–+]?\d{1,3}")
_SHORT_LABEL = re.compile(r"[^\s\[\]()（）^]{1,6}")
# A unit, a variable or a number, after which raised digits are a power: m², R², 10³
_POWERED = re.compile(r"(?:(?:^|[^A-Za-z])[A-Za-zΑ-ωχ]{1,2}|\d)$")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d$")
_HIGH = str.maketrans("0123456789-−–+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻⁺")
_AROUND = re.compile(rf"[\[［〔]\s?{_LISTED}\s?[\]］〕]|[(（]\s?{_LISTED}\s?[)）]")
_FRONT_LENGTH = 120  # characters: a longer paragraph is no line of the front matter
_SPACE = re.compile(r"[ \r\f\v\u00a0\u2002-\u200a\u202f]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a paragraph that are set in one way. ``targets`` are keys of notes or items."""

    text: str
    raised: bool = False
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """What makes a line a note or an item of a list of references."""

    keys: tuple[str, ...] = ()  # what links name it by
    label: str | None = None
    csl: Mapping[str, Any] | None = None


@dataclass(slots=True)
class _Link:
    start: int
    end: int
    targets: tuple[str, ...]


@dataclass(slots=True)
class Writer:
    """The text so far. ``front`` holds before the text begins: raised digits are affiliations."""

    front: bool = True
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _hints: list[Hint] = field(default_factory=list)
    _items: list[tuple[int, int, Item]] = field(default_factory=list)
    _links: list[_Link] = field(default_factory=list)

    def paragraph(
        self,
        pieces: Iterable[Piece],
        kind: BlockKind | None = None,
        level: int | None = None,
        item: Item | None = None,
        close: bool = False,
    ) -> None:
        """Write one paragraph, or nothing where it has no words.

        ``close`` puts it right below the line before: rows of a table, items of a list.
        """
        text, links = render(list(pieces), self.front and kind not in ("references", "footnotes"))
        lead = len(text) - len(text.lstrip())
        text = text.strip()
        if not text:
            return
        if self.front and (
            kind in ("heading", "abstract", "references") or len(text) > _FRONT_LENGTH
        ):
            self.front = False
        if self._parts:
            self._add("\n" if close else "\n\n")
        start = self._length
        self._add(text)
        if kind is not None:
            self._hints.append(Hint(start, self._length, kind, level))
        if item is not None:
            self._items.append((start, self._length, item))
        for link in links:
            link.start = max(start, start + link.start - lead)
            link.end = min(self._length, start + link.end - lead)
            if link.start < link.end:
                self._links.append(link)

    def source(
        self,
        file: str,
        data: bytes,
        form: str,
        facts: Mapping[str, Any],
        *,
        encoding: str = "utf-8",
        all_linked: bool = False,
    ) -> Source:
        """Return what was written as the source that ``file`` with the bytes ``data`` gives."""
        return Source(
            file=file,
            sha256=digest(data),
            text=self.text,
            format=form,
            encoding=encoding,
            hints=self.hints,
            references=self.references,
            pointers=self.pointers,
            all_linked=all_linked,
            facts=facts,
        )

    @property
    def text(self) -> str:
        """The text as written."""
        return "".join(self._parts) + ("\n" if self._parts else "")

    @property
    def hints(self) -> tuple[Hint, ...]:
        """The kinds of lines that the format states."""
        return tuple(self._hints)

    @property
    def references(self) -> tuple[GivenReference, ...]:
        """The notes and items, in the order of the text."""
        return tuple(
            GivenReference(start, end, item.label, item.csl) for start, end, item in self._items
        )

    @property
    def pointers(self) -> tuple[GivenPointer, ...]:
        """The links whose targets are among the references; ``[3–5]`` names all three."""
        by_key = {key: at for at, (_, _, item) in enumerate(self._items) for key in item.keys}
        labels = [item.label for _, _, item in self._items]
        by_label = {label: at for at, label in enumerate(labels) if labels.count(label) == 1}
        text = self.text
        found: list[GivenPointer] = []
        for link in self._links:
            named = [by_key[key] for key in link.targets if key in by_key]
            if not named:
                continue
            printed = text[link.start : link.end].strip("^[]［］〔〕()（） ")
            if _NUMBERS.fullmatch(printed):
                numbered = [by_label.get(label) for label in labels_of(printed)]
                if set(named) <= set(numbered):
                    named = [at for at in numbered if at is not None]
            found.append(GivenPointer(link.start, link.end, tuple(dict.fromkeys(named))))
        return tuple(found)

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def plain_text(pieces: Iterable[Piece]) -> str:
    """Return the words of pieces as print shows them, without marks' dress."""
    return squeeze("".join(piece.text for piece in pieces)).strip()


def squeeze(text: str) -> str:
    """Return text with single spaces; line ends stay."""
    return re.sub(r" ?\n[ \u3000]*", "\n", _SPACE.sub(" ", text.replace("\u00ad", "")))


def render(pieces: Sequence[Piece], front: bool = False) -> tuple[str, list[_Link]]:
    """Return the text of a paragraph with its marks dressed, and its links."""
    out: list[str] = []
    size = 0
    links: list[_Link] = []

    def write(text: str, targets: tuple[str, ...]) -> None:
        nonlocal size
        if not out or out[-1][-1:] == "\n":
            text = text.lstrip(" \u3000")
        elif text[:1] == " " and out[-1][-1:] == " ":
            text = text.lstrip(" ")
        if not text:
            return
        if targets and text.strip():
            trimmed = len(text) - len(text.lstrip())
            links.append(_Link(size + trimmed, size + len(text.rstrip()), targets))
        out.append(text)
        size += len(text)

    for group in _groups(pieces):
        before = "".join(out[-24:])[-80:]
        if group[0].raised or _is_mark(group[0], before):
            for text, targets in _raise(group, before, front):
                write(text, targets)
        else:
            for piece in group:
                write(squeeze(piece.text), piece.targets)
    text = "".join(out)
    return text, _widen(text, links)


def _groups(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Raised pieces that stand side by side are one mark; other pieces stand alone."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if not piece.text:
            continue
        if piece.raised and groups and groups[-1][-1].raised:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _is_mark(piece: Piece, before: str) -> bool:
    """Whether linked digits on the line are a mark: no bracket or comma stands before them."""
    text = piece.text.strip()
    if not piece.targets or not (_NUMBERS.fullmatch(text) or _CIRCLES.fullmatch(text)):
        return False
    return re.search(r"[\[［〔(（][\d\s,，;；、–—~-]*$", before) is None


def _raise(group: Sequence[Piece], before: str, front: bool) -> list[tuple[str, tuple[str, ...]]]:
    whole = "".join(piece.text for piece in group)
    text = squeeze(whole).strip()
    targets = tuple(dict.fromkeys(key for piece in group for key in piece.targets))
    if not text:
        return [(whole[:1], ())]
    if _BRACKETS.fullmatch(text):
        return _brackets(group, targets)
    if _CIRCLES.fullmatch(text):
        marks = re.findall(rf"[{CIRCLED}]", text)
        keyed = [piece.targets for piece in group if piece.targets]
        each = keyed if len(keyed) == len(marks) else [targets] * len(marks)
        return [(f"^{mark}^", keys) for mark, keys in zip(marks, each, strict=True)]
    label = text.strip("[]［］〔〕()（） ")
    if targets:
        fits = _NUMBERS.fullmatch(label) or _SHORT_LABEL.fullmatch(label)
        return [(f"^[{label}]^" if fits else text, targets)]
    if _NUMBERS.fullmatch(text):
        if front:
            return [(f"^{text}^", ())]
        single = _POWER.fullmatch(text) is not None
        if single and _POWERED.search(before) and not _YEAR.search(before):
            return [(text.translate(_HIGH), ())]
        return [(f"^[{text}]^", ())]
    if _POWER.fullmatch(text):
        return [(text.translate(_HIGH), ())]
    if front and re.fullmatch(r"[\da-z*＊∗†‡§¶#,， ]{1,8}", text):
        return [(f"^{text}^", ())]
    return [(squeeze(whole), ())]


def _brackets(
    group: Sequence[Piece], targets: tuple[str, ...]
) -> list[tuple[str, tuple[str, ...]]]:
    """Set ``[1][2](P57)`` as one mark for each bracket, with the page where one is printed."""
    whole = "".join(piece.text for piece in group)
    found = list(_BRACKETED.finditer(whole))
    marks: list[tuple[str, tuple[str, ...]]] = []
    for hit, after in zip(found, [*(each.start() for each in found[1:]), len(whole)], strict=True):
        keys: list[str] = []
        position = 0
        for piece in group:
            if position < after and hit.start() < position + len(piece.text):
                keys += piece.targets
            position += len(piece.text)
        tail = whole[hit.end() : after].strip(" ,，、")
        if re.fullmatch(r"\d{1,4}(?:[-–—]\d{1,4})?", tail):
            tail = f"(P{tail})"
        marks.append((f"^[{hit['numbers']}]{tail}^", tuple(dict.fromkeys(keys)) or ()))
    if len(marks) == 1 and not marks[0][1]:
        return [(marks[0][0], targets)]
    return marks


def _widen(text: str, links: list[_Link]) -> list[_Link]:
    """Links inside one bracket of numbers are one pointer, brackets included."""
    widened: list[_Link] = []
    at = 0
    for hit in _AROUND.finditer(text) if links else ():
        while at < len(links) and links[at].start < hit.start():
            widened.append(links[at])
            at += 1
        first = at
        while at < len(links) and links[at].start < hit.end():
            at += 1
        inside = links[first:at]
        if inside and inside[-1].end <= hit.end():
            keys = tuple(dict.fromkeys(key for each in inside for key in each.targets))
            inside = [_Link(hit.start(), hit.end(), keys)]
        widened += inside
    return widened + links[at:]
