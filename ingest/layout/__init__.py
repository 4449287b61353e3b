"""Every stretch of the source gets its kind: title, body, footnotes, furniture, … .

Steps give kinds to printed lines, the surest first; a line that nothing claims is body.
Knowledge about lines is in ``ingest/rules/layout.toml`` and ``headings.toml``.
"""

from __future__ import annotations

from ingest.document import Block, Document, Source
from ingest.frontmatter import front_matter
from ingest.layout import about, front, furniture, given, headings, notes, rules, tables
from ingest.layout.lines import (
    Line,
    Shape,
    begins_paragraph,
    break_at_numbers,
    mark_breaks,
    measure,
    number_pages,
    split,
)

_RUN = ("body", "abstract", "footnotes", "references", "furniture", "table", "meta", "keywords")


def clean(doc: Document) -> Document:
    """Return the document with ``blocks``: every non-blank stretch, in reading order."""
    text = doc.source.text
    markdown = doc.source.format == "markdown"
    head = front_matter(text).end if markdown else 0
    lines = split(text, head)
    given.take(lines, doc.source)
    shape = measure([line for line in lines if line.kind in (None, "body")])
    classify(lines, shape, doc.source, markdown)
    blocks = _blocks(lines, shape)
    if head:
        first = len(text) - len(text.lstrip())
        end = len(text[:head].rstrip())
        blocks.insert(0, Block("meta", first, end))
    return doc.having(blocks=tuple(blocks))


def classify(lines: list[Line], shape: Shape, source: Source, markdown: bool) -> None:
    """Give every line its kind and its page. A kind that is there already stays."""
    if source.places:
        given.mark_pages(lines, source.places)
    else:
        mark_breaks(lines)
    if markdown:
        furniture.code_and_rules(lines)
    furniture.bookmarks(lines)
    for line in lines:
        if line.kind is None and (rule := rules.match(line.text)) is not None:
            line.kind, line.rule = rule.kind, rule.name
    if not source.places:
        break_at_numbers(lines, "furniture.page_number")
    furniture.running_heads(lines)
    furniture.heads_above_issue(lines, shape)
    notes.find_references(lines, shape)
    notes.find_footnotes(lines, shape, source.text)
    tables.tables(lines, shape)
    headings.find(lines, shape, markdown)
    tables.table_notes(lines)
    about.continue_labelled(lines, shape)
    about.about_the_paper(lines)
    front.front(lines, shape, markdown)
    front.back(lines, shape)
    about.about_the_authors(lines)
    furniture.related(lines)
    about.unlabelled_abstract(lines, shape)
    furniture.repeated_title(lines)
    for line in lines:
        if line.kind is None:
            line.kind, line.rule = "body", "body"
    if not source.places:
        number_pages(lines)


def _blocks(lines: list[Line], shape: Shape) -> list[Block]:
    blocks: list[Block] = []
    start: Line | None = None
    for place, line in enumerate(lines):
        last = lines[place - 1] if place else None
        if start is not None and last is not None and not _goes_on(last, line, shape):
            blocks.append(_block(start, last))
            start = None
        start = start or line
    if start is not None:
        blocks.append(_block(start, lines[-1]))
    return blocks


def _block(first: Line, last: Line) -> Block:
    if first.kind is None:
        raise AssertionError("a line without a kind")
    return Block(first.kind, first.start, last.end, first.page)


def _goes_on(last: Line, line: Line, shape: Shape) -> bool:
    """Whether two lines that follow each other stand in one block."""
    if last.kind != line.kind or last.page != line.page:
        return False
    if (stated := given.goes_on(last, line, shape)) is not None:
        return stated
    if line.joined:
        return True
    if line.kind == "title":
        return False
    if line.kind not in _RUN:
        return False
    if line.kind in ("meta", "keywords"):
        return line.rule.endswith(".further")
    if line.kind == "abstract":
        return line.rule.endswith((".further", "unlabelled"))
    if line.kind != "body":
        return True
    if not shape.wrapped or begins_paragraph(line, last, shape):
        return False
    return not ((last.terminated or last.paused) and not shape.full(last, 0.9))
