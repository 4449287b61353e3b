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
_NUMBERED_PLACE = re.compile(r"(?:\d{1,2}|[a-e](?=\s))[.．、\s]*[A-Z\u4e00-\u9fff]")
_SUBTITLE = re.compile(r"\s*(?:——|—|--|–|：)")
_TITLE_WASTE = re.compile(
    r"\s*(?:被引(?:量|次数|频次)?|下载(?:量|次数)?|浏览(?:量)?)\s*[:：]\s*\d*\s*$"
)
_FENCE = re.compile(r"(?:`{3,}|~{3,})")
_DATE = re.compile(
    r"[（(]?(?:时间|日期|发布时间)?\s*[:：]?\s*\d{4}\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}"
)
_COLUMNS = re.compile(r"\S\s{3,}\S")
_WITH_PAGE = re.compile(r"^\S.{2,90}?\s{5,}\d{1,4}$|^\d{1,4}\s{5,}\S.{2,90}$")
_ROW = re.compile(
    r"\S[^\s]{0,30}(?: [^\s]{1,30}){0,8}(?:\s{2,}[^\s]{1,30}(?: [^\s]{1,30}){0,8}){2,8}$"
)
_TABLE = re.compile(r"(?:\*\*)?附?(?:表|T)")
_OF_THE_PAPER = re.compile(
    r"(?:本文|本研究|文章|该文|本论文|This (?:paper|article|study|research|chapter)"
    r"|The (?:paper|article|study))"
)
_STRUCTURED = re.compile(
    r"[\[【［〔]?\s*(?:(?:研究)?目的(?:\s*[/／与]\s*意义)?|Background|Objectives?|Purpose|Aims?|Context)"
    r"\s*(?:[\]】］〕][:：]?|[:：]|\s[–—-]\s)"
)
_PAGE_NUMBER = "furniture.page_number"
_CITES = re.compile(r"(?:How to cite|(?:To )?[Cc]ite this|引\s*用|本文引用)")
_BY = re.compile(r"(?:作\s*者|文|撰文|By|BY|Authors?|[■□◎●○◆◇▲△◤▌])\s*[:：/／]?\s*")
_WHO_IT_IS = re.compile(
    r"\s(?:is|was|teaches|works|holds|serves|studies|received|has been|can be contacted)\s"
    r"|\s?[，,：:（(是系].{0,40}(?:教授|讲师|研究员|博士|硕士|研究生|大学|学院|研究院|党校|研究所)"
)
_RELATED = re.compile(r"[•·>»\-\s]*(?:相关|推荐|延伸|热[门点]|最新|更多|Related|Recommended|More)")
_LONE_KEYWORDS = re.compile(r"(?:[^:：]{0,16}[:：]|[^\s,，;；]{1,8}(?: [^\s,，;；]{1,8})?)$")
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


def _name_of(line: Line) -> str:
    return _STANDING_HEAD.sub("", line.text).strip("＊†‡")


def heads_above_issue(lines: list[Line], shape: Shape) -> None:
    """The journal's name over one or two lines, right above the number of the issue."""
    for index, line in enumerate(lines):
        if index < 3 or line.gap or not line.rule.startswith(("furniture.journal", "furniture.addr")):
            continue
        above: list[Line] = []
        for before in lines[index - 1 :: -1][:3]:
            if before.kind is not None or before.terminated or before.paused or len(before.text) > 60:
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
            name = _name_of(line)
            if line.joined and titles:
                titles += [titles[-1] + name]
            else:
                titles.append(name)
    for line in lines:
        if line.kind is not None or not 6 <= len(line.text) <= 160 or headings.label(line.text):
            continue
        name = _name_of(line)
        if any(
            name == title
            or (line.breaks and title in name and len(name) <= len(title) + 16)
            or (len(name) >= 0.6 * len(title) and name in title) for title in titles
        ):
            line.kind, line.rule = "furniture", "furniture.running_head"


def tables(lines: list[Line], shape: Shape) -> None:
    """Rows set in columns, and cells after the caption of a table, one short line each."""
    rows = [
        (line.kind is None or line.rule in ("furniture.head_with_page", "caption.source"))
        and _ROW.match(line.text) is not None
        for line in lines
    ]
    for place, line in enumerate(lines):
        near = [rows[at] for at in (_beside(lines, place, -1), _beside(lines, place, 1)) if at >= 0]
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
            if after.rule == _PAGE_NUMBER and not after.breaks:
                cells.append(after)
                continue
            if after.kind in ("table", "furniture"):
                continue
            place = next(at for at in range(index, len(lines)) if lines[at] is after)
            if after.breaks and not _turned(lines, place, shape):
                break
            if after.kind is not None or shape.full(after, 0.75):
                break
            if after.terminated or headings.label(after.text):
                break
            cells.append(after)
        if cells and cells[-1].rule == _PAGE_NUMBER and _page_ends(lines, cells[-1]):
            cells.pop()
        if len(cells) >= 3:
            for cell in cells:
                cell.kind, cell.rule = "table", "table.cells"


def _beside(lines: list[Line], place: int, step: int) -> int:
    """Index of the nearest line that is not between two pages, -1 where there is none."""
    at = place + step
    while 0 <= at < len(lines) and lines[at].kind in ("furniture", "meta", "footnotes"):
        if lines[at].rule == "furniture.head_with_page" and _ROW.match(lines[at].text):
            break
        at += step
    return at if 0 <= at < len(lines) else -1


def _page_ends(lines: list[Line], line: Line) -> bool:
    """Whether a line is the last of its page, as far as print shows."""
    at = next(index for index, each in enumerate(lines) if each is line) + 1
    return at >= len(lines) or lines[at].breaks or lines[at].kind == "furniture"


def _turned(lines: list[Line], index: int, shape: Shape) -> bool:
    """Whether a table goes on after a page end: short lines without a stop follow."""
    following = [line for line in lines[index : index + 6] if line.kind != "furniture"][:3]
    return len(following) == 3 and not any(
        line.terminated or shape.full(line, 0.4) or headings.label(line.text) for line in following
    )


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
        abstract = _begins_abstract(line)
        meta = line.kind in ("meta", "keywords") and line.rule != "front"
        if not abstract and not meta:
            index += 1
            continue
        kind, rule = line.kind if not abstract else "abstract", line.rule + ".further"
        lone = line.kind == "heading"
        listing = line.kind == "keywords" and _LONE_KEYWORDS.match(line.text) is not None
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
            elif listing and (index == first + 1 or len(line.text) < 50) and _still_listed(line):
                pass
            elif not _meta_goes_on(lines, first, index, shape):
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


def about_the_authors(lines: list[Line]) -> None:
    """A line that begins with an author's name and says who that is: about the paper."""
    known: list[str] = []
    for line in lines:
        if line.kind == "byline" and line.rule != "byline.editor":
            text = _BY.sub("", line.text)
            known += (names.latin_names if is_latin(text) else names.han_names)(text) or []
    for index, line in enumerate(lines):
        text = line.text.lstrip("*＊†‡ ")
        name = next((each for each in known if text.lower().startswith(each.lower())), None)
        if name is None or line.kind is not None:
            continue
        if _WHO_IT_IS.match(text, len(name)) is not None:
            line.kind, line.rule = "meta", "meta.author_note"
            for after in lines[index + 1 : index + 8]:
                if after.kind is not None or after.gap or lines[index].terminated:
                    break
                after.kind, after.rule = "meta", "meta.author_note.further"
                index += 1


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


def about_the_paper(lines: list[Line]) -> None:
    """Thanks, funding and declarations are about the paper, not its text."""
    inside, heading = False, ""
    for index, line in enumerate(lines):
        if line.kind == "heading":
            inside, heading = headings.names(line.text, "credits"), line.text
        elif inside and line.kind is None:
            ahead = any(_begins_abstract(each) for each in lines[index + 1 : index + 7])
            if ahead and is_latin(line.text) and not is_latin(heading):
                inside = False  # the English title and authors
                continue
            line.kind, line.rule = "meta", "meta.credits.further"


def _begins_abstract(line: Line) -> bool:
    return line.kind == "abstract" or (
        line.kind == "heading" and headings.names(line.text, "abstract")
    )


def _labelled_ahead(lines: list[Line], index: int) -> bool:
    """Whether keywords come within a few lines: what stands before them is still abstract."""
    for line in lines[index : index + 8]:
        if line.kind == "keywords":
            return True
        if line.kind is not None:
            return False
    return False


def _still_listed(line: Line) -> bool:
    """Whether a line after a lone ``Keywords`` holds keywords."""
    return not line.gap and not line.terminated and len(line.text) < 250


def _note_ends(lines: list[Line], index: int, shape: Shape) -> bool:
    """Whether a note of several full lines ends soon: at a page end or before another note."""
    if not shape.full(lines[index - 1], 0.9) or lines[index - 1].terminated:
        return False
    for at in range(index, min(index + 5, len(lines))):
        after = lines[at + 1] if at + 1 < len(lines) else None
        if after is None or after.breaks or after.gap or after.kind is not None:
            return after is None or after.breaks or after.kind in ("meta", "furniture", "footnotes")
        if lines[at].terminated and not shape.full(lines[at], 0.8):
            return False
    return False


def _meta_goes_on(lines: list[Line], first: int, index: int, shape: Shape) -> bool:
    last, line = lines[index - 1], lines[index]
    if last.rule.startswith("meta.author_note") and (
        _lone_affiliation(line) or (len(last.text) <= 20 and last.text.isalpha() and not line.gap)
    ):
        return True
    if not line.gap and not last.terminated and index + 1 < len(lines):
        after = lines[index + 1]
        if after.kind == "meta" and not after.gap and len(line.text) < len(last.text):
            return True
    if not line.gap and (_CITES.match(lines[first].text) or _note_ends(lines, index, shape)):
        return True
    if re.search(r"[,，;；、:：]$", last.text) and line.gap <= 1 and len(line.text) < 200:
        return True
    if not shape.wrapped or (shape.gaps and line.gap):
        return False
    return shape.full(last, 0.9) and not last.terminated and not shape.full(line, 0.98)


def _lone_affiliation(line: Line) -> bool:
    """Whether a line names one more author's workplace and nothing else."""
    return (
        len(line.text) <= 60
        and not line.terminated
        and re.search(r"[，,；;：:]", line.text) is None
        and _AFFILIATION.match(line.text) is not None
        and re.search(r"(?:大学|学院|系|院|所|中心|校|[）)])$", line.text) is not None
    )


def front(lines: list[Line], shape: Shape, markdown: bool) -> None:
    """Find the title and the authors before the text begins."""
    _bold_title(lines)
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
        numbered = seen_byline and _NUMBERED_PLACE.match(plain) is not None
        if title is not None and not numbered and _is_names(plain):
            line.kind, line.rule, seen_byline = "byline", "front.names", True
        elif title is not None and (
            numbered or (_AFFILIATION.match(plain) and (seen_byline or len(plain) < 80))
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
        if line.kind is not None:
            return index, evidence or headings.names(line.text, "abstract")
        asks = line.text.endswith(("？", "?", "！")) and _byline_ahead(lines, index)
        running = (line.terminated and not asks) or (
            shape.full(line, 0.9) and not is_latin(line.text) and not _byline_ahead(lines, index)
        )
        if running or len(line.text) > (250 if is_latin(line.text) else 80):
            return index, evidence
        starts_text = evidence and not re.match(r"[\d*†‡①-⑳(（]", line.text)
        if starts_text and _AFFILIATION.match(line.text) is None and _runs_on(lines, index, shape):
            if not _byline_ahead(lines, index):
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
    if re.fullmatch(r"[·•◆●■☆★]\s*[^·•◆●■☆★]{2,16}\s*[·•◆●■☆★]|[【［\[][^】］\]]{2,12}[】］\]]", text):
        return True
    dressed = re.match(r"[【\[［·•◆●■☆★\[]|(?:专题|特稿|专栏|本期|Original|Article|Research)", text)
    longer = after.kind is None and len(after.text) >= 1.8 * len(text)
    if names.han_names(after.text) or names.latin_names(after.text):
        return False
    if dressed or not longer:
        return longer
    named = len(rest) > 1 and (rest[1].kind == "byline" or _is_names(rest[1].text))
    return named and han(text) <= 8 and han(after.text) > 10


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
        and any(_name_of(each) == _name_of(line) for each in lines if each.rule.endswith("head"))
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
        if not _begins_abstract(line) or line.rule.endswith(".further") or not is_latin(line.text):
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
    structured = bool(texts) and _STRUCTURED.match(texts[0].text) is not None
    if not texts or not (structured or _OF_THE_PAPER.match(texts[0].text)):
        return
    if structured or sum(line.terminated for line in texts) == 1 or shape.wrapped:
        for line in texts:
            line.kind, line.rule = "abstract", "abstract.unlabelled"
