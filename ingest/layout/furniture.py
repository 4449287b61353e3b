"""What print and web pages add to a text: running heads, journal names, links, Markdown marks."""

from __future__ import annotations

import re
from collections import Counter

from ingest.layout import headings
from ingest.layout.lines import Line, Shape, is_latin

_FENCE = re.compile(r"(?:`{3,}|~{3,})")
_COLUMNS = re.compile(r"\S\s{3,}\S")
_WITH_PAGE = re.compile(r"^\S.{2,90}?\s{5,}\d{1,4}$|^\d{1,4}\s{5,}\S.{2,90}$")
_RELATED = re.compile(r"[•·>»\-\s]*(?:相关|推荐|延伸|热[门点]|最新|更多|Related|Recommended|More)")
_STANDING_HEAD = re.compile(r"^\W*\d+(?=\D)|(?<=\D)\d+\W*$|[\s·•|—–\-*.]")
_NO_HEAD = re.compile(r"[\[［〔(（]\s?\d|[a-z]|.*(?:[。；！？]|[a-z]\.\s[A-Z])")


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
    marked = [line for line in lines if "\t" in line.indent and line.kind is None]
    if not marked or len(lines) < 20 or len(marked) > 0.2 * len(lines):
        return
    for line in reversed(lines):
        if "\t" not in line.indent or line.kind is not None:
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
        if _NO_HEAD.match(line.text):
            continue
        name = key(line)
        first = name not in seen
        seen.add(name)
        set_apart = _COLUMNS.search(line.text) is not None
        if line.breaks and pages and _WITH_PAGE.search(line.text) is not None:
            line.kind, line.rule = "furniture", "furniture.running_head"
            continue
        if not set_apart and (
            len(line.text) > 80
            or (first and place < 8)  # the title itself
            or headings.label(line.text)
            or headings.names(line.text, "headings")
        ):
            continue
        twice = counts[name] == 2 and (set_apart or (line.breaks and pages))
        if not re.search(r"[^\W\d_]{2}", name):
            continue  # figures of a table
        if len(name) >= 3 and (counts[name] >= 3 or twice):
            line.kind, line.rule = "furniture", "furniture.running_head"


def name_of(line: Line) -> str:
    """Return the words of a running head: no page number, no spaces."""
    return _STANDING_HEAD.sub("", line.text).strip("＊†‡")


def heads_above_issue(lines: list[Line], shape: Shape) -> None:
    """The journal's name over one or two lines, right above the number of the issue."""
    for index, line in enumerate(lines):
        if (
            index < 3
            or line.gap
            or not line.rule.startswith(("furniture.journal", "furniture.addr"))
        ):
            continue
        above: list[Line] = []
        for before in reversed(lines[index - 3 : index]):
            if (
                before.kind is not None
                or before.terminated
                or before.paused
                or len(before.text) > 60
            ):
                above = []
                break
            above.append(before)
            if before.gap or before.breaks:
                break
        else:
            above = []
        if above and is_latin(above[-1].text) and (shape.gaps or above[-1].breaks):
            for before in above:
                before.kind, before.rule = "furniture", "furniture.journal_name"


def repeated_title(lines: list[Line]) -> None:
    """A line that repeats the title at the top of a later page is a running head."""
    titles: list[str] = []
    for line in lines:
        if line.kind == "title":
            name = name_of(line)
            if line.joined and titles:
                titles += [titles[-1] + name]
            else:
                titles.append(name)
    for line in lines:
        if line.kind is not None or not 6 <= len(line.text) <= 160 or headings.label(line.text):
            continue
        name = name_of(line)
        if any(
            name == title
            or (line.breaks and title in name and len(name) <= len(title) + 16)
            or (len(name) >= 0.6 * len(title) and name in title)
            for title in titles
        ):
            line.kind, line.rule = "furniture", "furniture.running_head"


def related(lines: list[Line]) -> None:
    """Titles of other texts that a web page lists after its own."""
    inside = False
    for line in lines:
        if line.kind is not None:
            inside = line.rule == "furniture.site" and _RELATED.match(line.text) is not None
        elif inside and not line.terminated and len(line.text) <= 80:
            line.kind, line.rule = "furniture", "furniture.related"
        else:
            inside = False
