"""PDF: lines in reading order, without what print adds to them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.document import BlockKind, DocumentError, Source
from ingest.layout import rules
from ingest.readers import _pdf_furniture, _pdf_headings, _pdf_kinds, _pdf_paragraphs, digest
from ingest.readers._pdf_columns import Printed, gutter_of, in_order, merged
from ingest.readers._pdf_facts import facts
from ingest.readers._pdf_glyphs import Page, Piece, page_of
from ingest.readers._pdf_open import MOST_CHARACTERS, garbled, no_text, opened, too_full
from ingest.readers._pdf_paragraphs import Paragraph, paragraphs
from ingest.readers._pdf_write import Writer, words_of

SUFFIXES = (".pdf",)
AT_ONCE = 25  # pages: what PDFium keeps of them goes when the document is closed
_LETTER = re.compile(r"[^\W\d_]")


def read(file: str, data: bytes) -> Source:
    """Return the text of a PDF, one paragraph a line, form feeds between its pages.

    Raises DocumentError where it is encrypted, damaged, garbled, far too long, or only pictures.
    """
    pages, info = _print(file, data)
    _check(file, pages)
    single = [[Printed([piece], page.number) for piece in page.pieces] for page in pages]
    body = _pdf_kinds.body_size(single)
    _pdf_furniture.mark(single, [page.height for page in pages], body)
    running = [[line.cells[0] for line in lines if line.kind is None] for lines in single]
    furniture = [[line for line in lines if line.kind is not None] for lines in single]
    gutters = _gutters(running)
    lines = [in_order(pieces, page, gutters) for pieces, page in zip(running, pages, strict=True)]
    body = _pdf_kinds.body_size(lines)
    first = " ".join(line.text for line in single[0]) if single else ""
    stated = facts(data, info, first)
    writer = _write(lines, furniture, body, stated.title)
    text = writer.text()
    printed = len(_LETTER.findall(text))
    beside = sum(hint.end - hint.start for hint in writer.hints if hint.kind == "furniture")
    if printed - beside < 12 * len(pages) and _pictures(pages):
        raise no_text(file, len(pages))
    return Source(
        file=file,
        sha256=digest(data),
        text=text,
        format="pdf",
        places=tuple(writer.places),
        hints=tuple(writer.hints),
        facts=stated.csl,
    )


def _print(file: str, data: bytes) -> tuple[list[Page], dict[str, str]]:
    """The print of all pages, and what the document states about itself."""
    pages: list[Page] = []
    info: dict[str, str] = {}
    count = 1
    while len(pages) < count:
        with opened(file, data) as document:
            count = len(document)
            info = info or document.get_metadata_dict(skip_empty=True)
            for index in range(len(pages), min(count, len(pages) + AT_ONCE)):
                page = document[index]
                try:
                    found = page_of(page, index + 1, MOST_CHARACTERS)
                finally:
                    page.close()
                if found is None:
                    raise too_full(file, index + 1)
                found.pieces = merged(found.pieces)
                pages.append(found)
    return pages, info


def _check(file: str, pages: Sequence[Page]) -> None:
    """Raise where there is no text or where it says nothing."""
    printed = sum(page.characters for page in pages)
    if printed < 8 * len(pages):
        raise no_text(file, len(pages))
    if sum(page.unknown for page in pages) > 0.3 * printed:
        raise garbled(file)
    words = "".join(piece.text for page in pages for piece in page.pieces)
    letters = len(_LETTER.findall(words))
    if len(words) > 2_000 and letters < 0.4 * len(words):
        raise garbled(file)


def _pictures(pages: Sequence[Page]) -> bool:
    """Whether hardly any page holds text: a stamp on scanned pages is none."""
    return sum(page.characters < 200 for page in pages) > 0.8 * len(pages)


def _gutters(pages: Sequence[list[Piece]]) -> tuple[float, ...]:
    """The gutters that several pages share, the most usual first."""
    counts: Counter[int] = Counter()
    for pieces in pages:
        if pieces:
            left = min(piece.x0 for piece in pieces)
            right = max(piece.x1 for piece in pieces)
            gutter = gutter_of(pieces, left, right)
            if gutter is not None:
                counts[round(gutter / 3)] += 1
    enough = max(1, 0.3 * len(pages))
    return tuple(3.0 * place for place, count in counts.most_common(2) if count >= enough)


def _write(
    pages: list[list[Printed]],
    furniture: list[list[Printed]],
    body: float,
    known: str | None,
) -> Writer:
    writer = Writer(words_of(line for lines in pages for line in lines))
    listed = False
    read: list[list[Paragraph]] = []
    for lines in pages:
        _pdf_kinds.tables(lines, body)
        _pdf_kinds.figures(lines, body)
        _pdf_kinds.notes(lines, body, listed)
        running = [line for line in lines if line.kind != "footnotes"]
        found: list[Paragraph] = []
        start = 0
        for index, line in enumerate(running):
            if _pdf_kinds.is_list_heading(line):
                found += paragraphs(running[start:index], listed)
                found.append(Paragraph([line]))
                start, listed = index + 1, True
        found += paragraphs(running[start:], listed)
        found += paragraphs([line for line in lines if line.kind == "footnotes"], True)
        if read and listed:
            _pdf_paragraphs.carry(read[-1], found)
        read.append(found)
    begin = _pdf_headings.front_end(read[0], body) if read else 0
    title = _pdf_headings.title_of(read[0], begin, body, known) if read else None
    heavy = _heavy(pages, body)
    levels = _pdf_headings.find(read, begin, body, heavy)
    other = _pdf_headings.second_front(
        [each for found in read for each in found if each.kind is None][title is not None :], body
    )
    for number, found in enumerate(read):
        writer.page()
        _furniture(writer, furniture[number], pages[number], top=True)
        for index, paragraph in enumerate(found):
            kind, front = _kind(paragraph, levels), number == 0 and index < begin
            if front and index == title:
                kind = "title"
            if kind is None and id(paragraph) in other:
                kind, front = other[id(paragraph)], True
            if number == 0 and kind == "footnotes" and _about(paragraph):
                kind = None
            tight = kind in ("table", "footnotes")
            writer.paragraph(paragraph, kind, levels.get(id(paragraph)), plain=front, gap=not tight)
            after = found[index + 1] if index + 1 < len(found) else None
            if tight and (after is None or after.kind != paragraph.kind):
                writer.close()
        _furniture(writer, furniture[number], pages[number], top=False)
    return writer


def _kind(paragraph: Paragraph, levels: dict[int, int]) -> BlockKind | None:
    if id(paragraph) in levels:
        return "heading"
    kind = paragraph.kind
    return "furniture" if kind == "figure" else kind


def _about(paragraph: Paragraph) -> bool:
    """Whether a note on the first page is about the paper: rules know these better."""
    rule = rules.match(_pdf_headings.words(paragraph))
    return rule is not None and rule.kind in ("meta", "byline", "furniture", "keywords")


def _furniture(writer: Writer, furniture: list[Printed], lines: list[Printed], top: bool) -> None:
    bases = [line.base for line in lines] or [line.base for line in furniture]
    for line in furniture:
        if (line.base < (min(bases) + max(bases)) / 2) == top:
            writer.paragraph(Paragraph([line]), "furniture", plain=True)


def _heavy(pages: list[list[Printed]], body: float) -> bool:
    """Whether most of the text is set in a heavy font."""
    heavy = every = 0
    for lines in pages:
        for line in lines:
            if line.kind is None and abs(line.size - body) < 0.05 * body:
                every += len(line.text)
                heavy += line.bold * len(line.text)
    return heavy > 0.5 * every


__all__ = ["SUFFIXES", "DocumentError", "read"]
