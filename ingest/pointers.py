"""Link in-text marks to the references that they name; what is not there stays unresolved.

Numbers of a list hold for the whole document. Numbers of page notes restart on every page:
they belong to the notes printed after them, and a mark whose note is not printed gets no
reference. Author–date marks are matched by surname and year.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.document import Document, Marker, Pointer, Reference
from ingest.printed import fold, table
from ingest.references.items import CIRCLED
from ingest.references.names import family_of

_NEAR = 800  # characters
_AUTHOR_YEAR = re.compile(r"(?P<name>.*\D)\s?(?P<year>(?:1[5-9]|20)\d\d)(?P<suffix>[a-z])?$")


@dataclass(frozen=True, slots=True)
class _Mark:
    marker: Marker
    sentence: int
    page: int | None


@dataclass(frozen=True, slots=True)
class _Group:
    """The references of one block."""

    start: int
    kind: str
    page: int | None
    by_label: dict[str, tuple[str, ...]]


def link(doc: Document) -> Document:
    """Return the document with ``pointers``: one for each mark in its sentences."""
    marks = [
        _Mark(marker, index, sentence.page)
        for index, sentence in enumerate(doc.sentences)
        for marker in sentence.markers
    ]
    marks.sort(key=lambda m: m.marker.start)
    groups = _groups(doc)
    stated = _stated(doc, marks)
    resolved = _resolve_numbers(marks, groups, stated)
    named_notes = _markdown_notes(doc.references)
    by_name = _Names(doc.references)
    pointers: list[Pointer] = []
    for number, mark in enumerate(marks):
        given = stated.get(number, ())
        ids = [each.id for each in given]
        for label in _unstated(mark.marker.labels, given):
            if mark.marker.surface.startswith("[^"):
                ids += named_notes.get(label, ())
                continue
            named = _AUTHOR_YEAR.match(label)
            ids += by_name.find(named) if named else resolved.get((number, label), ())
        sentence = doc.sentences[mark.sentence]
        pointers.append(
            Pointer(
                start=mark.marker.start,
                end=mark.marker.end,
                surface=mark.marker.surface,
                sentence=mark.sentence,
                references=tuple(dict.fromkeys(ids)),
                locator=mark.marker.locator,
                function=function_of(sentence.text, mark.marker.at),
            )
        )
    return doc.having(pointers=tuple(pointers))


def _stated(doc: Document, marks: Sequence[_Mark]) -> dict[int, tuple[Reference, ...]]:
    """The references of each mark that the format links, by the mark's number."""
    stated: dict[int, tuple[Reference, ...]] = {}
    pointers = doc.source.pointers
    if not pointers:
        return stated
    starts = [reference.start for reference in doc.references]
    places = [each.start for each in pointers]
    for number, mark in enumerate(marks):
        found: list[Reference] = []
        first = bisect_left(places, mark.marker.start)
        last = bisect_left(places, mark.marker.end)
        for pointer in pointers[first:last]:
            for index in pointer.references:
                if not 0 <= index < len(doc.source.references):
                    continue
                given = doc.source.references[index]
                # a note with several works is several references
                here = slice(bisect_left(starts, given.start), bisect_left(starts, given.end))
                found += doc.references[here]
        if found:
            stated[number] = tuple({each.id: each for each in found}.values())
    return stated


def _unstated(labels: Sequence[str], given: Sequence[Reference]) -> list[str]:
    """The labels of a mark that the format left without a link: the middle of ``[1]–[3]``."""
    if not given:
        return list(labels)
    if len(labels) <= len(given):
        return []
    known = {reference.label for reference in given}
    return [label for label in labels if label not in known]


def _markdown_notes(references: Sequence[Reference]) -> dict[str, list[str]]:
    """Notes ``[^label]:`` hold for the whole document, whatever their label."""
    notes: dict[str, list[str]] = {}
    for reference in references:
        if reference.label is not None and reference.raw.startswith("[^"):
            notes.setdefault(reference.label, []).append(reference.id)
    return notes


def _groups(doc: Document) -> list[_Group]:
    blocks = sorted(
        (b for b in doc.blocks if b.kind in ("references", "footnotes")), key=lambda b: b.start
    )
    starts = [block.start for block in blocks]
    members: dict[int, dict[str, list[str]]] = {}
    for reference in doc.references:
        if reference.label is None:
            continue
        index = bisect_left(starts, reference.start + 1) - 1
        members.setdefault(index, {}).setdefault(reference.label, []).append(reference.id)
    return [
        _Group(
            blocks[index].start if index >= 0 else 0,
            blocks[index].kind if index >= 0 else "references",
            blocks[index].page if index >= 0 else None,
            {label: tuple(ids) for label, ids in labels.items()},
        )
        for index, labels in sorted(members.items())
    ]


def _resolve_numbers(
    marks: Sequence[_Mark], groups: Sequence[_Group], stated: Mapping[int, Sequence[Reference]]
) -> dict[tuple[int, str], tuple[str, ...]]:
    """Return the references of each (mark, label) that is printed with a number."""
    resolved: dict[tuple[int, str], tuple[str, ...]] = {}
    lists = [g for g in groups if g.kind == "references"]
    notes = [g for g in groups if g.kind == "footnotes"]
    for group in lists:
        for number, mark in enumerate(marks):
            for label in mark.marker.labels:
                if label in group.by_label:
                    resolved.setdefault((number, label), group.by_label[label])
    labels = {label for group in notes for label in group.by_label}
    # With a list and page notes side by side, marks that the list answers are not the notes'
    numbered = [
        (number, mark.marker.labels[0])
        for number, mark in enumerate(marks)
        if mark.marker.labels
        and number not in stated
        and _ordinal(mark.marker.labels[0]) is not None
        and (number, mark.marker.labels[0]) not in resolved
        and (mark.marker.labels[0] in CIRCLED or bool(labels - set(CIRCLED)))
    ]
    runs = _runs(numbered)
    if len(runs) == 1 and len(labels) == sum(len(g.by_label) for g in notes):
        for number, _label in runs[0]:
            for label in marks[number].marker.labels:
                for group in notes:
                    if label in group.by_label:
                        resolved[number, label] = group.by_label[label]
        return resolved
    _resolve_pages(marks, notes, runs, resolved)
    return resolved


def _resolve_pages(
    marks: Sequence[_Mark],
    notes: Sequence[_Group],
    runs: Sequence[Sequence[tuple[int, str]]],
    resolved: dict[tuple[int, str], tuple[str, ...]],
) -> None:
    """Give each block of page notes the nearest run of marks that began before it."""
    firsts = [marks[run[0][0]].marker.start for run in runs]
    for group in notes:
        index = bisect_left(firsts, group.start) - 1
        candidates = [index] if index >= 0 else []
        if index + 1 < len(runs):
            candidates.append(index + 1)
        for candidate in candidates:
            run = runs[candidate]
            pages = {marks[number].page for number, _ in run} - {None}
            after = firsts[candidate] > group.start
            # Notes printed before their text: only where the pages say so
            if after and (group.page is None or group.page not in pages):
                continue
            hits = [
                (number, label)
                for number, _ in run
                for label in marks[number].marker.labels
                if label in group.by_label and (number, label) not in resolved
            ]
            if hits:
                for number, label in hits:
                    resolved[number, label] = group.by_label[label]
                break


def _runs(numbered: Sequence[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """Divide marks into runs of rising numbers: a lower or equal number begins a new page."""
    runs: list[list[tuple[int, str]]] = []
    previous = 0
    for number, label in numbered:
        ordinal = _ordinal(label) or 0
        if not runs or ordinal <= previous:
            runs.append([])
        runs[-1].append((number, label))
        previous = ordinal
    return runs


def _ordinal(label: str) -> int | None:
    if label in CIRCLED:
        return CIRCLED.index(label) + 1
    return int(label) if label.isdecimal() and len(label) <= 3 else None


class _Names:
    """Finds references by first author and year."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self.by_year: dict[int, list[Reference]] = {}
        for reference in references:
            parts = reference.csl.get("issued", {}).get("date-parts", ())
            if parts and parts[0]:
                self.by_year.setdefault(int(parts[0][0]), []).append(reference)

    def find(self, named: re.Match[str]) -> list[str]:
        """Return the one reference of that name and year; nothing where there are several."""
        name = fold(named["name"]).strip().lower()
        found = [
            reference
            for reference in self.by_year.get(int(named["year"]), ())
            if _is_by(reference, name)
        ]
        suffix = named["suffix"]
        if len(found) > 1 and suffix:
            lettered = [r for r in found if r.csl.get("year-suffix") == suffix]
            # Letters are often printed in the text only: a, b … in the order of the list
            place = ord(suffix) - ord("a")
            found = lettered or (found[place : place + 1])
        works = {str(r.csl.get("title", "")) for r in found}
        return [found[0].id] if found and len(works) == 1 else []


def _is_by(reference: Reference, name: str) -> bool:
    people = reference.csl.get("author") or reference.csl.get("editor") or ()
    if not people:
        return False
    first = people[0]
    family = family_of(first)
    if re.search(r"[\u3400-\u9fff]", name):
        whole = (first.get("family", "") + first.get("given", "")) or first.get("literal", "")
        # The words before a narrative mark may hang on to the name: 学者张三（2020）
        return name.endswith(whole.lower()) or name == family or whole.lower().endswith("·" + name)
    last = name.split()[-1] if name.split() else ""
    return family in (name, last) or family.split()[-1:] == [last]


@cache
def _functions() -> tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None], ...]:
    return tuple(
        (
            row["cito"],
            re.compile(row["near"], re.IGNORECASE) if "near" in row else None,
            re.compile(row["sentence"], re.IGNORECASE) if "sentence" in row else None,
        )
        for row in table("functions")["function"]
    )


def function_of(sentence: str, at: int) -> str | None:
    """Say what a mark at position ``at`` of a sentence cites for: a local name of CiTO."""
    # of a sentence without end only what is near
    sentence, at = sentence[max(0, at - _NEAR) : at + _NEAR], min(at, _NEAR)
    clause = re.split(r"[。；;！？]|(?<=[a-z])\.\s", sentence[:at])[-1]
    if not clause.strip():
        clause = sentence
    for name, near, whole in _functions():
        if near and near.search(clause):
            return name
        if whole and whole.search(sentence):
            return name
    return None
