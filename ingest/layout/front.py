"""Titles and authors, before the text and before an abstract at the end."""

from __future__ import annotations

import re

from ingest import names
from ingest.layout import headings
from ingest.layout.about import AFFILIATION, begins_abstract
from ingest.layout.furniture import name_of
from ingest.layout.lines import Line, Shape, han, is_latin

_NUMBERED_PLACE = re.compile(r"(?:\d{1,2}|[a-e](?=\s))[.．、\s]*[A-Z\u4e00-\u9fff]")
_DRESSED = re.compile(r"[·•◆●■☆★]\s*[^·•◆●■☆★]{2,16}\s*[·•◆●■☆★]|[【［\[][^】］\]]{2,12}[】］\]]")
_SUBTITLE = re.compile(r"\s*(?:——|—|--|–|：)")
_TITLE_WASTE = re.compile(
    r"\s*(?:被引(?:量|次数|频次)?|下载(?:量|次数)?|浏览(?:量)?)\s*[:：]\s*\d*\s*$"
)
_DATE = re.compile(
    r"[（(]?(?:时间|日期|发布时间)?\s*[:：]?\s*\d{4}\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}"
)


def front(lines: list[Line], shape: Shape, markdown: bool) -> None:
    """Find the title and the authors before the text begins."""
    _source_of_paper(lines)
    _bold_title(lines)
    stop, named = _text_begins(lines, shape)
    zone = [
        (index, line) for index, line in enumerate(lines[:stop]) if line.kind in (None, "byline")
    ]
    if not named:
        zone = _lone_title(zone, lines)
    stated = [line for line in lines if line.kind == "title" and line.hint is not None]
    title = stated[0] if stated else None
    if markdown:
        title = _markdown_title(lines)
    seen_byline = False
    for place, (index, line) in enumerate(zone):
        if line.kind == "byline":
            seen_byline = True
            continue
        text = line.text.strip("*_ ")
        plain = _TITLE_WASTE.sub("", text)
        numbered = seen_byline and _NUMBERED_PLACE.match(plain) is not None
        if title is not None and not numbered and _is_names(plain):
            line.kind, line.rule, seen_byline = "byline", "front.names", True
        elif title is not None and (
            numbered or (AFFILIATION.match(plain) and (seen_byline or len(plain) < 80))
        ):
            line.kind, line.rule = "byline", "front.affiliation"
        elif _DATE.match(plain):
            line.kind, line.rule = "meta", "front"
        elif title is None:
            rest = [each for _, each in zone[place + 1 :]]
            if (
                _column_name(plain, rest)
                or _journal_name(lines, index, rest)
                or _recurs(lines, line, rest)
            ):
                line.kind, line.rule = "furniture", "front.column"
            else:
                line.kind, line.rule = "title", "front.title"
                title = line
        elif stated:
            other = is_latin(plain) and not any(is_latin(each.text) for each in stated)
            line.kind, line.rule = "title" if other and index else "meta", "front"
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
        if line.kind == "meta" and _title_ahead(lines, index):
            continue  # dates and numbers above the title
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
        if line.kind == "title":
            evidence = True
            continue
        if line.kind is not None:
            return index, evidence or headings.names(line.text, "abstract")
        asks = line.text.endswith(("？", "?", "！")) and _byline_ahead(lines, index)
        running = (line.terminated and not asks) or (
            shape.full(line, 0.9) and not is_latin(line.text) and not _byline_ahead(lines, index)
        )
        if running or len(line.text) > (250 if is_latin(line.text) else 80):
            return index, evidence
        starts_text = evidence and not re.match(r"[\d*†‡①-⑳(（]", line.text)
        if starts_text and AFFILIATION.match(line.text) is not None:
            starts_text = False
        if starts_text and _runs_on(lines, index, shape) and not _byline_ahead(lines, index):
            return index, True
        if _runs_on(lines, index, shape) and not evidence and not _byline_ahead(lines, index):
            return index, False
    return min(len(lines), 60), evidence


def _title_ahead(lines: list[Line], index: int) -> bool:
    """Whether the title comes after a line about the paper: words, then authors or an abstract."""
    if not any(line.kind is None for line in lines[:index]):
        return True
    for place, line in enumerate(lines[index + 1 : index + 5], index + 1):
        if line.kind in ("meta", "furniture"):
            continue
        names_ = line.kind is not None or _is_names(line.text)
        return not names_ and len(line.text) <= 160 and _byline_ahead(lines, place)
    return False


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
    if _SUBTITLE.match(after.text):
        return False
    if _DRESSED.fullmatch(text) is not None:
        return True
    dressed = re.match(r"[【\[［·•◆●■☆★\[]|(?:专题|特稿|专栏|本期|Original|Article|Research)", text)
    longer = after.kind is None and len(after.text) >= 1.8 * len(text)
    if names.han_names(after.text) or names.latin_names(after.text):
        return False
    if dressed or not longer:
        return longer
    named = len(rest) > 1 and (rest[1].kind == "byline" or _is_names(rest[1].text))
    return named and han(text) <= 8 and han(after.text) > 10


def _source_of_paper(lines: list[Line]) -> None:
    """``来源：`` above the text says where the paper stood, not where a figure is from."""
    for index, line in enumerate(lines[:12]):
        if line.kind in ("heading", "table") or line.rule in ("caption.zh", "caption.en"):
            return
        if line.rule == "caption.source" and any(
            each.kind in ("byline", "abstract", "keywords")
            for each in lines[max(0, index - 3) : index + 4]
        ):
            line.kind, line.rule = "meta", "meta.source"


def _bold_title(lines: list[Line]) -> None:
    """A first line in bold with authors below it is the title, no heading."""
    first = next((index for index, line in enumerate(lines) if line.kind != "furniture"), None)
    if first is None or lines[first].rule != "heading.bold":
        return
    below = next((line for line in lines[first + 1 : first + 3] if line.kind != "furniture"), None)
    if below is not None and below.kind in (None, "byline") and _byline_ahead(lines, first):
        lines[first].kind, lines[first].rule = None, ""


def _recurs(lines: list[Line], line: Line, rest: list[Line]) -> bool:
    """Whether a line is the running head of the pages that follow and another is the title."""
    title = next((each for each in rest if each.kind is None), None)
    return (
        title is not None
        and not _is_names(title.text)
        and not _SUBTITLE.match(title.text)
        and len(title.text) >= 6
        and any(name_of(each) == name_of(line) for each in lines if each.rule.endswith("head"))
    )


def _journal_name(lines: list[Line], index: int, rest: list[Line]) -> bool:
    """The head of a page: set in columns, or right above the number of the issue."""
    if not any(each.kind is None for each in rest):
        return False
    line, below = lines[index], lines[index + 1]
    if below.rule.startswith("furniture.journal_line") and below.gap == 0 and len(line.text) <= 60:
        return True
    return re.search(r"\S\s{2,}\S", line.text) is not None and not _is_names(line.text)


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
        if not begins_abstract(line) or line.rule.endswith(".further") or not is_latin(line.text):
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
            elif AFFILIATION.match(candidate.text):
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
