"""Titles and headings by their print: larger or heavier than the text, alone on their lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.document import BlockKind
from ingest.folding import plain
from ingest.layout import headings, rules
from ingest.layout.lines import han, is_latin
from ingest.readers._pdf_glyphs import LOWERED, RAISED
from ingest.readers._pdf_kinds import CAPTION
from ingest.readers._pdf_paragraphs import Paragraph, ends_open

_MARKS = re.compile(f"{RAISED}[^{LOWERED}]*{LOWERED}")
_NO_HEADING = re.compile(r"[。；;！!]|[.．,，:：、]$|\.\s+[A-Z]|@|https?:|\d{4}\s*年\s*第")
Style = tuple[float, bool]


def words(paragraph: Paragraph) -> str:
    """The words of a paragraph, folded, for rules to look at."""
    return plain(_MARKS.sub("", paragraph.text).strip())


def front_end(page: Sequence[Paragraph], body: float) -> int:
    """Return where the title, the authors and what belongs to them end on the first page."""
    for index, paragraph in enumerate(page[:30]):
        if paragraph.kind is not None:
            continue
        text = words(paragraph)
        rule = rules.match(text)
        if rule is not None and rule.kind in ("abstract", "keywords"):
            return index
        if headings.names(text, "abstract") or headings.names(text, "headings"):
            return index
        running = len(paragraph.lines) >= 3 or len(text) > 160
        if running and not ends_open(paragraph) and paragraph.first.size <= 1.1 * body:
            return index
    return min(4, len(page))


def title_of(page: Sequence[Paragraph], end: int, body: float, known: str | None) -> int | None:
    """Return which paragraph of the first page is surely the title."""
    able = [
        index
        for index, paragraph in enumerate(page[: max(end, 1)])
        if paragraph.kind is None and _titled(words(paragraph))
    ]
    if known is not None:
        name = _bare(known)
        for index in able:
            if len(name) >= 6 and _bare(words(page[index])) == name:
                return index
    able = [index for index in able if page[index].first.size >= 1.2 * body]
    if not able:
        return None
    largest = max(page[index].first.size for index in able)
    best = [index for index in able if page[index].first.size > 0.97 * largest]
    return best[0] if len(best) == 1 else None


def _titled(text: str) -> bool:
    if len(text) > 300 or rules.match(text) is not None:
        return False
    if headings.names(text, "headings") or headings.names(text, "abstract"):
        return False
    return han(text) >= 6 or len(text.split()) >= 3


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", plain(text)).lower()


def find(
    pages: Sequence[Sequence[Paragraph]], begin: int, body: float, heavy: bool
) -> dict[int, int]:
    """Return the level of each heading by ``id`` of its paragraph.

    ``begin`` is where the first page's front matter ends; ``heavy`` says that the text itself
    is set in a heavy font.
    """
    found: list[tuple[Paragraph, Style]] = []
    flat = [each for page in pages for each in page if each.kind in (None, "footnotes")]
    chinese = _is_chinese(flat)
    listed = False
    first = {id(each) for each in pages[0][:begin]} if pages else set()
    for index, paragraph in enumerate(flat):
        if paragraph.kind is not None or id(paragraph) in first:
            continue
        text = words(paragraph)
        if not _looks(paragraph, text):
            continue
        style = (round(paragraph.first.size * 2) / 2, all(line.bold for line in paragraph.lines))
        larger, heavier = style[0] >= 1.07 * body, style[1] and not heavy
        slanted = len(paragraph.lines) == 1 and paragraph.first.slanted and not heavy
        known = headings.names(text, "headings") or headings.names(text, "references")
        if not (larger or heavier or slanted) or style[0] < 0.94 * body:
            continue
        if headings.names(text, "abstract"):
            continue
        label = headings.label(text)
        if listed and not (
            known or (larger and not slanted) or headings.names(text, "after_references")
        ):
            continue
        if chinese and label is None and not known and not han(text):
            continue  # the English title, its authors
        if _abstract_follows(flat, index) and label is None and not known:
            continue
        listed = listed or headings.names(text, "references")
        found.append((paragraph, style))
    counts = Counter(style for _, style in found)
    kept = [
        (paragraph, style)
        for paragraph, style in found
        if counts[style] > 1
        or headings.label(words(paragraph)) is not None
        or headings.names(words(paragraph), "headings")
        or headings.names(words(paragraph), "references")
        or style[0] >= 1.15 * body
    ]
    styles = sorted({style for _, style in kept}, reverse=True)
    ranks = {style: rank for rank, style in enumerate(styles, start=1)}
    return {id(paragraph): ranks[style] for paragraph, style in kept}


def _is_chinese(flat: Sequence[Paragraph]) -> bool:
    text = "".join(map(words, flat[:200]))
    return 2 * han(text) > len(text.split())


def second_front(flat: Sequence[Paragraph], body: float) -> dict[int, BlockKind]:
    """Find the title and the authors in the other language, before its abstract."""
    found: dict[int, BlockKind] = {}
    if not _is_chinese(flat):
        return found
    for index, paragraph in enumerate(flat):
        text = words(paragraph)
        rule = rules.match(text)
        abstract = headings.names(text, "abstract") or (rule and rule.kind == "abstract")
        if not abstract or not is_latin(text) or index < 2:
            continue
        for place in range(index - 1, max(-1, index - 6), -1):
            before = flat[place]
            line = before.first
            if before.kind is not None or not is_latin(words(before)) or len(before.text) > 260:
                break
            large = line.size >= 1.08 * body or line.bold
            if large and len(words(before).split()) > 3 and rules.match(words(before)) is None:
                found[id(before)] = "title"
                found.update({id(each): "byline" for each in flat[place + 1 : index]})
                break
    return found


def _looks(paragraph: Paragraph, text: str) -> bool:
    if len(paragraph.lines) > 3 or not re.search(r"[^\W\d_]", text) or CAPTION.match(text):
        return False
    if len(text) > (160 if is_latin(text) else 56):
        return False
    label = headings.label(text)
    if _NO_HEADING.search(text[label.end :] if label else text):
        return False
    rule = rules.match(text)
    return rule is None or rule.kind == "heading"


def _abstract_follows(flat: Sequence[Paragraph], index: int) -> bool:
    for paragraph in flat[index + 1 : index + 5]:
        text = words(paragraph)
        rule = rules.match(text)
        if headings.names(text, "abstract") or (rule is not None and rule.kind == "abstract"):
            return True
    return False
