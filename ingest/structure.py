"""From blocks to sections, sentences and what the text says of itself."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ingest import metadata, sentences
from ingest.document import Block, Document, Section, Sentence
from ingest.flow import Stretch, clean, has_broken_words, words_of
from ingest.folding import plain
from ingest.layout import headings, rules
from ingest.layout.lines import Line, split
from ingest.markers import CIRCLED

_LIST_ITEM = re.compile(
    r"[-*+•▪●○]\s|\d{1,2}[.．、)）]|[（(]\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-z])\s?[)）]|[①-⑳]"
    r"|[一二三四五六七八九十]{1,2}(?:、|是(?!个))|第[一二三四五六七八九十]{1,2}[，,、]|其[一二三四五六七八九十][，,]"
)
_BOLD = re.compile(r"\*\*|__")
_CIRCLED_NOTE = re.compile(rf"\s*(?:[-*•]\s*)?[{CIRCLED}]")
Kind = Literal["body", "abstract"]


@dataclass(slots=True)
class _Run:
    """Stretches of one kind in one section that are read as running text."""

    kind: Kind
    section: int | None
    stretches: list[Stretch] = field(default_factory=list)
    pages: list[int | None] = field(default_factory=list)


def structure(doc: Document) -> Document:
    """Return the document with ``metadata``, ``sections`` and ``sentences``."""
    sections = _sections(doc)
    found = tuple(_sentences(doc, sections))
    read = doc.having(sections=sections, sentences=found)
    return read.having(metadata=metadata.find(read))


def _sections(doc: Document) -> tuple[Section, ...]:
    text = doc.source.text
    blocks = [block for block in doc.blocks if block.kind == "heading"]
    ranks = [_rank(text[block.start : block.end]) for block in blocks]
    used = sorted({rank for rank in ranks if rank is not None})
    sections: list[Section] = []
    open_: list[Section] = []
    below = _below_words(doc, blocks, ranks)
    stated = _stated_levels(doc, blocks)
    known: dict[int, int] = {}
    for rank, given in zip(ranks, stated, strict=True):
        if rank is not None and given is not None:
            known.setdefault(rank, given)
    for index, (block, rank) in enumerate(zip(blocks, ranks, strict=True)):
        if (given := stated[index]) is not None:
            level = given
        elif rank is None:
            level = 1 + below[index]
        elif known:
            above = max((known[each] for each in known if each < rank), default=0)
            level = known.get(rank, above + 1)
        else:
            level = used.index(rank) + 1
        while open_ and open_[-1].level >= level:
            open_.pop()
        section = Section(
            title=_title(doc, block),
            level=level,
            start=block.start,
            end=block.end,
            index=index,
            parent=open_[-1].index if open_ else None,
        )
        sections.append(section)
        open_.append(section)
    return tuple(sections)


def _stated_levels(doc: Document, blocks: Sequence[Block]) -> list[int | None]:
    """The level that the format states of each heading."""
    hints = [hint for hint in doc.source.hints if hint.kind == "heading" and hint.level]
    starts = [hint.start for hint in hints]
    levels: list[int | None] = []
    for block in blocks:
        index = bisect_right(starts, block.start) - 1
        inside = index >= 0 and block.start < hints[index].end
        levels.append(hints[index].level if inside else None)
    return levels


def _below_words(doc: Document, blocks: Sequence[Block], ranks: Sequence[int | None]) -> list[bool]:
    """Which unnumbered headings stand under one like ``Methods``, as far as print shows.

    One right after it, without text between, does; so do the next ones up to its like.
    """
    text = doc.source.text
    below: list[bool] = []
    inside = False
    for index, (block, rank) in enumerate(zip(blocks, ranks, strict=True)):
        word = headings.names(text[block.start : block.end], "headings")
        last = blocks[index - 1] if index else None
        if word or rank is not None or last is None:
            inside = False
        elif not text[last.end : block.start].strip():
            inside = headings.names(text[last.start : last.end], "headings") or inside
        below.append(inside)
    return below


def _rank(text: str) -> int | None:
    """The rank of a heading's numbering, None for a heading without a number."""
    found = headings.label(headings.undressed(plain(text)))
    return None if found is None else found.rank


def _title(doc: Document, block: Block) -> str:
    """The words of a heading, with its number and the space after it as printed."""
    text = doc.source.text
    start = block.start
    markdown = doc.source.format == "markdown"
    folded = plain(text[block.start : block.end])
    found = headings.label(folded)
    if (bold := _BOLD.match(text, start, block.end)) is not None:
        start = bold.end()
        found = headings.label(folded[start - block.start :])
    if found is not None and found.family == "hash":
        start += found.end
        found = headings.label(folded[start - block.start :])
    number = ""
    if found is not None:
        number = " ".join(text[start : start + found.end].split())
        printed = text[start + found.end - 1 : start + found.end + 1]
        number += " " if any(char.isspace() for char in printed) else ""
        start += found.end
    flow = clean(
        text,
        [Stretch(start, block.end, False)],
        markdown=markdown,
        heads=False,
        given=doc.source.pointers,
    )
    return (number + flow.text.strip().rstrip("#")).strip()


def _sentences(doc: Document, sections: Sequence[Section]) -> Iterator[Sentence]:
    text = doc.source.text
    # of a PDF a page may end in a word
    broken = has_broken_words(text) or doc.source.places
    vocabulary = words_of(text) if broken else frozenset[str]()
    notes = _circled_notes(doc)
    for run in _runs(doc, sections):
        flow = clean(
            text,
            run.stretches,
            markdown=doc.source.format == "markdown",
            circled_notes=notes,
            vocabulary=vocabulary,
            given=doc.source.pointers,
            all_linked=doc.source.all_linked,
        )
        stretch = 0
        for piece in sentences.split(flow):
            offsets = tuple(flow.offsets[piece.start : piece.end])
            words = flow.text[piece.start : piece.end]
            while stretch + 1 < len(run.stretches) and offsets[0] >= run.stretches[stretch].end:
                stretch += 1
            yield Sentence(
                start=offsets[0],
                end=offsets[-1] + 1,
                text=words,
                lang=sentences.language(words),
                section=run.section,
                offsets=offsets,
                markers=piece.marks,
                kind=run.kind,
                page=run.pages[stretch],
            )


def _circled_notes(doc: Document) -> bool:
    """Whether the document has notes or references with circled numbers."""
    text = doc.source.text
    return any(
        _CIRCLED_NOTE.match(line.text) is not None
        for block in doc.blocks
        if block.kind in ("footnotes", "references")
        for line in split(text[block.start : block.end])
    )


def _runs(doc: Document, sections: Sequence[Section]) -> Iterator[_Run]:
    """Yield body and abstract in reading order, one run a section."""
    text = doc.source.text
    by_start = {section.start: section.index for section in sections}
    section: int | None = None
    run: _Run | None = None
    last: Block | None = None
    interrupted = False
    # where the format states paragraphs, none goes on in the next (on a page, one may)
    hints = () if doc.source.places else doc.source.hints
    begins = sorted(hint.start for hint in hints if hint.kind in ("body", "abstract"))
    for block in doc.blocks:
        if block.kind == "heading":
            section = by_start[block.start]
            if run is not None:
                yield run
            run, last, interrupted = None, None, False
            continue
        if block.kind not in ("body", "abstract"):
            interrupted = True
            continue
        kind: Kind = "abstract" if block.kind == "abstract" else "body"
        start = block.start
        labelled = False
        if kind == "abstract":
            start, labelled = _after_label(text, block)
        if run is None or run.kind != kind or labelled:
            if run is not None:
                yield run
            outside = kind == "abstract" and not _abstract_section(sections, section)
            run = _Run(kind, None if outside else section)
            last = None
        apart = last is not None and (
            bisect_left(begins, last.end) < bisect_left(begins, block.end)
        )
        closed = last is None or apart or not _continues(text, last, block, interrupted)
        if start < block.end:
            run.stretches.append(Stretch(start, block.end, closed))
            run.pages.append(block.page)
        last, interrupted = block, False
    if run is not None:
        yield run


def _abstract_section(sections: Sequence[Section], section: int | None) -> bool:
    return section is not None and headings.names(sections[section].title, "abstract")


def _after_label(text: str, block: Block) -> tuple[int, bool]:
    """Where an abstract's words begin, after ``摘要：``."""
    head = plain(text[block.start : min(block.end, block.start + rules.HEAD)])
    hit = metadata.pattern("abstract_label").match(head)
    return (block.start + hit.end(), True) if hit is not None else (block.start, False)


def _continues(text: str, last: Block, block: Block, interrupted: bool) -> bool:
    """Whether a paragraph goes on in the next block: a page or column ended in between."""
    tail = _line(text, max(last.start, last.end - 80), last.end)
    head = _line(text, block.start, min(block.end, block.start + 40))
    if tail.terminated or _LIST_ITEM.match(head.text):
        return False
    turned = interrupted or last.page != block.page
    before = text[max(0, block.start - 4) : block.start]
    if re.search(r"\u3000$|[ \t]{2,}$", before) and not turned:
        return False
    if tail.paused:
        return turned and not tail.text.endswith(("：", ":"))
    if tail.text.endswith("-") and head.text[:1].islower():
        return True  # a word broken at the line end
    if re.search(r"[\u3400-\u9fff，、,“（《A-Za-z0-9”》）)]$", tail.text) is None:
        return False
    if re.match(r"[A-ZÀ-Þ]", head.text) and re.search(r"[A-Za-z)]$", tail.text):
        return turned
    # a list entry without a stop is short; the line of a column is not
    return turned or last.end - last.start >= 15


def _line(text: str, start: int, end: int) -> Line:
    words = text[start:end].strip()
    return Line(start, end, words, "", 0, 0)
