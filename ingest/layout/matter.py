"""What stands before and after the text: titles, authors, abstracts; tables; Markdown marks."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from ingest import names
from ingest.layout import headings
from ingest.layout.lines import Line, Shape, han, is_latin

_AFFILIATION = re.compile(
    r"[（(]?\s*(?:\d{1,2}\s*[.．、)]?\s*|[①-⑳*†‡]\s*|[a-e]\s)?[^。；]{0,60}(?:大学|学院|研究院|研究所|研究中心|研究会|党校|实验室|出版社|社会科学院)"
    r"|.{0,90}\b(?:University|Institute|School|Department|College|Academy|Faculty|Centre|Center)\b"
)
_SUBTITLE = re.compile(r"\s*(?:——|—|--|–|：)")
_TITLE_WASTE = re.compile(
    r"\s*(?:被引(?:量|次数|频次)?|下载(?:量|次数)?|浏览(?:量)?)\s*[:：]\s*\d*\s*$"
)
_FENCE = re.compile(r"(?:`{3,}|~{3,})")
_DATE = re.compile(
    r"[（(]?(?:时间|日期|发布时间)?\s*[:：]?\s*\d{4}\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}"
)
_COLUMNS = re.compile(r"\S\s{3,}\S")
_ROW = re.compile(
    r"\S[^\s]{0,30}(?: [^\s]{1,30}){0,8}(?:\s{2,}[^\s]{1,30}(?: [^\s]{1,30}){0,8}){2,8}$"
)
_TABLE = re.compile(r"(?:\*\*)?附?(?:表|T)")
_OF_THE_PAPER = re.compile(
    r"(?:本文|本研究|文章|该文|本论文|This (?:paper|article|study|research|chapter)"
    r"|The (?:paper|article|study))"
)
_STANDING_HEAD = re.compile(r"\d+|[\s·•|—–\-*.]")


def code_and_rules(lines: list[Line]) -> None:
    """In Markdown: code blocks and link definitions are furniture."""
    fence: str | None = None
    for line in lines:
        hit = _FENCE.match(line.text)
        if fence is not None:
            line.kind, line.rule = "furniture", "markdown.code"
            if hit is not None and hit[0][:3] == fence:
                fence = None
        elif hit is not None:
            fence = hit[0][:3]
            line.kind, line.rule = "furniture", "markdown.code"
        elif re.match(r"\[[^\]^]{1,40}\]:\s*\S+", line.text) or line.text.startswith("<!--"):
            line.kind, line.rule = "furniture", "markdown.definition"


def bookmarks(lines: list[Line]) -> None:
    """The outline that a conversion from PDF leaves after the end, indented by tabs."""
    marked = [line for line in lines if "\t" in line.indent]
    if not marked or len(lines) < 20 or len(marked) > 0.2 * len(lines):
        return
    for line in reversed(lines):
        if "\t" not in line.indent:
            break
        line.kind, line.rule = "furniture", "furniture.bookmark"


def running_heads(lines: list[Line]) -> None:
    """Short lines that come back on several pages are furniture."""

    def key(line: Line) -> str:
        return _STANDING_HEAD.sub("", line.text)

    counts = Counter(
        key(line)
        for line in lines
        if line.kind is None and len(line.text) <= 160 and not line.terminated
    )
    pages = any(line.breaks for line in lines)
    seen: set[str] = set()
    for place, line in enumerate(lines):
        if line.kind is not None or len(line.text) > 160 or line.terminated:
            continue
        name = key(line)
        first = name not in seen
        seen.add(name)
        set_apart = _COLUMNS.search(line.text) is not None
        if not set_apart and (
            len(line.text) > 80
            or (first and place < 8)  # the title itself
            or headings.label(line.text)
            or headings.names(line.text, "headings")
        ):
            continue
        twice = counts[name] == 2 and (set_apart or (line.breaks and pages))
        if len(name) >= 3 and (counts[name] >= 3 or twice):
            line.kind, line.rule = "furniture", "furniture.running_head"


def repeated_title(lines: list[Line]) -> None:
    """A line that repeats the title at the top of a later page is a running head."""
    titles: list[str] = []
    for line in lines:
        if line.kind == "title":
            name = _STANDING_HEAD.sub("", line.text)
            if line.joined and titles:
                titles[-1] += name
            else:
                titles.append(name)
    for line in lines:
        if line.kind is not None or not 6 <= len(line.text) <= 160 or headings.label(line.text):
            continue
        name = _STANDING_HEAD.sub("", line.text)
        if any(
            name == title or (len(name) >= 0.6 * len(title) and name in title) for title in titles
        ):
            line.kind, line.rule = "furniture", "furniture.running_head"


def tables(lines: list[Line], shape: Shape) -> None:
    """Rows set in columns, and cells after the caption of a table, one short line each."""
    rows = [line.kind is None and _ROW.match(line.text) is not None for line in lines]
    for place, line in enumerate(lines):
        near = rows[max(0, place - 1) : place] + rows[place + 1 : place + 2]
        captioned = place > 0 and lines[place - 1].kind in ("caption", "table")
        if rows[place] and (any(near) or captioned) and not line.terminated:
            line.kind, line.rule = "table", "table.columns"
    for line, title in pairwise(lines):
        # the number on a line of its own, the words below it
        open_ = title.kind is None and not title.terminated and not shape.full(title, 0.9)
        if line.rule == "caption.number" and open_ and len(title.text) <= 120:
            title.kind, title.rule = "caption", "caption.words"
    if not shape.wrapped:
        return
    for index, line in enumerate(lines):
        if not line.rule.startswith("caption.") or not _TABLE.match(line.text):
            continue
        if line.rule == "caption.number" and lines[index + 1 : index + 2]:
            index += lines[index + 1].rule == "caption.words"
        cells: list[Line] = []
        for after in lines[index + 1 : index + 200]:
            if after.kind == "table":
                continue
            if after.kind is not None or after.breaks or shape.full(after, 0.75):
                break
            if after.terminated or headings.label(after.text):
                break
            cells.append(after)
        if len(cells) >= 3:
            for cell in cells:
                cell.kind, cell.rule = "table", "table.cells"


def table_notes(lines: list[Line]) -> None:
    """``注：`` right after a table or a figure belongs to it."""
    for before, line in pairwise(lines):
        if (
            line.kind is None
            and before.kind in ("table", "caption")
            and re.match(r"(?:\*\s?)?(?:注\s*[:：]|Notes?\s*[:.])", line.text)
        ):
            line.kind, line.rule = "caption", "caption.note"


def continue_labelled(lines: list[Line], shape: Shape) -> None:
    """Abstracts, keywords and notes on the paper run on over wrapped lines."""
    index = 0
    while index < len(lines):
        line = lines[index]
        abstract = line.kind == "abstract" or (
            line.kind == "heading" and headings.names(line.text, "abstract")
        )
        meta = line.kind in ("meta", "keywords") and line.rule != "front"
        if not abstract and not meta:
            index += 1
            continue
        kind, rule = line.kind if not abstract else "abstract", line.rule + ".further"
        lone = line.kind == "heading"
        listing = line.kind == "keywords" and line.text.endswith((":", "："))
        first = index
        index += 1
        while index < len(lines):
            last, line = lines[index - 1], lines[index]
            if line.kind == "furniture":
                if not abstract or index + 1 >= len(lines) or lines[index + 1].kind is not None:
                    break
                index += 1
                continue
            if line.kind is not None or (line.breaks and last.terminated):
                break
            if abstract:
                if not _abstract_goes_on(lines, first, index, shape, lone):
                    break
            elif listing and len(line.text) < 50 and not line.gap and not line.terminated:
                pass
            elif not _meta_goes_on(last, line, shape):
                break
            line.kind, line.rule = kind, rule
            index += 1


def _abstract_goes_on(lines: list[Line], first: int, index: int, shape: Shape, lone: bool) -> bool:
    last, line = lines[index - 1], lines[index]
    if lone and index == first + 1:
        return True
    if shape.wrapped:
        if shape.gaps and line.gap:
            return not last.terminated and not last.breaks and line.gap == 0
        if last.terminated and not shape.full(last, 0.8):
            return _labelled_ahead(lines, index)
        return True
    if not last.terminated:
        return True
    return _labelled_ahead(lines, index)


def about_the_paper(lines: list[Line]) -> None:
    """Thanks, funding and declarations are about the paper, not its text."""
    inside = False
    for line in lines:
        if line.kind == "heading":
            inside = headings.names(line.text, "credits")
        elif inside and line.kind is None:
            line.kind, line.rule = "meta", "meta.credits.further"


def _labelled_ahead(lines: list[Line], index: int) -> bool:
    """Whether keywords come within a few lines: what stands before them is still abstract."""
    for line in lines[index : index + 8]:
        if line.kind == "keywords":
            return True
        if line.kind is not None:
            return False
    return False


def _meta_goes_on(last: Line, line: Line, shape: Shape) -> bool:
    if re.search(r"[,，;；、:：]$", last.text) and line.gap <= 1 and len(line.text) < 200:
        return True
    if not shape.wrapped or (shape.gaps and line.gap):
        return False
    return shape.full(last, 0.9) and not last.terminated and not shape.full(line, 0.98)


def front(lines: list[Line], shape: Shape, markdown: bool) -> None:
    """Find the title and the authors before the text begins."""
    stop, named = _text_begins(lines, shape)
    zone = [
        (index, line) for index, line in enumerate(lines[:stop]) if line.kind in (None, "byline")
    ]
    if not named:
        zone = _lone_title(zone, lines)
    title: Line | None = None
    if markdown:
        title = _markdown_title(lines)
    seen_byline = False
    for place, (index, line) in enumerate(zone):
        if line.kind == "byline":
            seen_byline = True
            continue
        text = line.text.strip("*_ ")
        plain = _TITLE_WASTE.sub("", text)
        if title is not None and _is_names(plain):
            line.kind, line.rule, seen_byline = "byline", "front.names", True
        elif title is not None and _AFFILIATION.match(plain) and (seen_byline or len(plain) < 80):
            line.kind, line.rule = "byline", "front.affiliation"
        elif _DATE.match(plain):
            line.kind, line.rule = "meta", "front"
        elif title is None:
            if _column_name(plain, [each for _, each in zone[place + 1 :]]):
                line.kind, line.rule = "furniture", "front.column"
            else:
                line.kind, line.rule = "title", "front.title"
                title = line
        elif not seen_byline and (
            _SUBTITLE.match(plain)
            or (
                lines[index - 1].kind == "title"
                and is_latin(lines[index - 1].text) == is_latin(plain)
            )
        ):
            line.kind, line.rule, line.joined = "title", "front.title", True
        elif not seen_byline or (is_latin(plain) and not is_latin(title.text)):
            line.kind, line.rule = "title", "front.title"
        else:
            line.kind, line.rule = "meta", "front"


def _is_names(text: str) -> bool:
    if is_latin(text):
        return names.latin_names(text) is not None
    return names.han_names(text) is not None


def _lone_title(zone: list[tuple[int, Line]], lines: list[Line]) -> list[tuple[int, Line]]:
    """Without authors or an abstract only one or two lines before the text can be a title."""
    if not zone or len(zone) > 2 or zone[-1][0] + 1 >= len(lines):
        return []
    if len(zone) == 2 and not _SUBTITLE.match(zone[1][1].text):
        return []
    closed = all(re.search(r"[，,；;、：:的]$", line.text) is None for _, line in zone)
    return zone if closed and re.match(r"\w|[“《#]", zone[0][1].text) else []


def _text_begins(lines: list[Line], shape: Shape) -> tuple[int, bool]:
    """Index of the first line of the text, and whether authors or an abstract come before."""
    evidence = False
    for index, line in enumerate(lines[:60]):
        if line.kind in ("abstract", "keywords", "meta"):
            return index, True
        stated = line.kind is None and index > 0
        if line.kind == "byline" or (
            stated and (_is_names(line.text) or _DATE.match(line.text) is not None)
        ):
            evidence = True
            continue
        if line.kind == "furniture":
            continue
        if line.kind is not None:
            return index, evidence or headings.names(line.text, "abstract")
        running = line.terminated or (
            shape.full(line, 0.9) and not is_latin(line.text) and not _byline_ahead(lines, index)
        )
        if running or len(line.text) > (250 if is_latin(line.text) else 80):
            return index, evidence
        if _runs_on(lines, index, shape) and not evidence and not _byline_ahead(lines, index):
            return index, False
    return min(len(lines), 60), evidence


def _runs_on(lines: list[Line], index: int, shape: Shape) -> bool:
    """Whether a line and those after it make a wrapped paragraph."""
    line = lines[index]
    if not shape.wrapped or not shape.full(line, 0.75):
        return False
    following = next((each for each in lines[index + 1 : index + 2]), None)
    if following is None or following.kind is not None or (shape.gaps and following.gap):
        return False
    return shape.full(following, 0.9) or following.terminated


def _byline_ahead(lines: list[Line], index: int) -> bool:
    for line in lines[index + 1 : index + 5]:
        if line.kind in ("byline", "abstract", "keywords", "meta"):
            return True
        if line.kind not in (None, "furniture"):
            return headings.names(line.text, "abstract")
        if line.kind is None and (names.han_names(line.text) or names.latin_names(line.text)):
            return True
        if line.terminated:
            return False
    return False


def _column_name(text: str, rest: list[Line]) -> bool:
    """The name of a journal's column above the title: 【数字治理】, ·专题·."""
    if not rest or han(text) > 12 or (is_latin(text) and len(text) > 24):
        return False
    after = rest[0]
    dressed = re.match(r"[【\[［·•◆●■☆★\[]|(?:专题|特稿|专栏|本期|Original|Article|Research)", text)
    longer = after.kind is None and len(after.text) >= 1.8 * len(text)
    if names.han_names(after.text) or names.latin_names(after.text):
        return False
    if dressed or not longer:
        return longer
    named = len(rest) > 1 and (rest[1].kind == "byline" or _is_names(rest[1].text))
    return named and han(text) <= 8 and han(after.text) > 10


def _markdown_title(lines: list[Line]) -> Line | None:
    """The only heading of the first level, where it stands before all others."""
    hashes = [line for line in lines if line.rule == "heading.hash" and not line.joined]
    first = [line for line in hashes if re.match(r"#\s", line.text)]
    if len(first) == 1 and hashes[0] is first[0]:
        first[0].kind, first[0].rule = "title", "front.title.hash"
        return first[0]
    return None


def back(lines: list[Line], shape: Shape) -> None:
    """Titles and authors before an abstract at the end; a title after everything else."""
    for index, line in enumerate(lines):
        ahead = line.kind == "abstract" or (
            line.kind == "heading" and headings.names(line.text, "abstract")
        )
        if not ahead or line.rule.endswith(".further") or not is_latin(line.text):
            continue
        before = index - 1
        while before >= 0 and index - before <= 6:
            candidate = lines[before]
            if candidate.kind is not None:
                if candidate.kind in ("furniture", "byline", "meta"):
                    before -= 1
                    continue
                break
            if candidate.terminated or not is_latin(candidate.text) or len(candidate.text) > 250:
                break
            if names.latin_names(candidate.text):
                candidate.kind, candidate.rule = "byline", "back.names"
            elif _AFFILIATION.match(candidate.text):
                candidate.kind, candidate.rule = "byline", "back.affiliation"
            else:
                candidate.kind, candidate.rule = "title", "back.title"
                if lines[before + 1].rule == "back.title":
                    lines[before + 1].joined = True
            before -= 1
    if not any(line.kind == "title" for line in lines):
        marked = next((line for line in lines if line.rule == "furniture.bookmark"), None)
        if marked is not None and not headings.label(marked.text):
            marked.kind, marked.rule = "title", "back.title"
        else:
            _last_title(lines)


def _last_title(lines: list[Line]) -> None:
    """A bookmark after the end: the title of a paper whose first page has none."""
    said = "".join(line.text for line in lines if line.kind in (None, "heading"))
    if len(said) < 1000:
        return
    for line in lines[-1:-8:-1]:
        if line.kind == "furniture":
            continue
        if line.kind not in (None, "references") or line.terminated:
            return
        if not re.match(r"\w|[“《]", line.text):
            return
        if not 4 <= len(line.text) <= 80 or headings.label(line.text):
            continue
        if line.kind == "references" and line.indent.strip(" ") == "" and line.gap == 0:
            continue
        if re.search(r"\[[A-Z]\]|\d{4}|[\[\]]", line.text):
            continue
        pairs = [line.text[place : place + 2] for place in range(len(line.text) - 1)]
        if sum(pair in said for pair in pairs) >= 0.7 * len(pairs):
            line.kind, line.rule = "title", "back.title"
            return


def unlabelled_abstract(lines: list[Line], shape: Shape) -> None:
    """A paragraph between the authors and the first heading that speaks of the paper."""
    if any(line.kind == "abstract" for line in lines[:60]):
        return
    byline = next((index for index, line in enumerate(lines[:30]) if line.kind == "byline"), None)
    if byline is None:
        return
    rest = [line for line in lines[byline + 1 : byline + 40] if line.kind != "furniture"]
    stop = next((place for place, line in enumerate(rest) if line.kind == "heading"), None)
    texts = [line for line in rest[:stop] if line.kind in (None, "body")] if stop else []
    if not texts or not _OF_THE_PAPER.match(texts[0].text):
        return
    if sum(line.terminated for line in texts) == 1 or shape.wrapped:
        for line in texts:
            line.kind, line.rule = "abstract", "abstract.unlabelled"
