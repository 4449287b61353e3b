"""Where the lists of references and the notes at page ends are."""

from __future__ import annotations

import re

from ingest.layout import headings
from ingest.layout.lines import Line, Shape, is_latin
from ingest.markers import CIRCLED

_INLINE_HEADING = re.compile(
    r"(?:\*\*)?[【\[［]?\s*(?:主要\s*)?(?:参\s*考\s*文\s*献|注\s*释|引用文献|References|REFERENCES|Bibliography|Notes)"
    r"\s*[】\]］]?\s*[:：]?\s*(?:\*\*)?\s*(?=(?:[\[［〔]\s?1\s?[\]］〕]|①|[\[［〔(（]\D)\s*\S)"
)
_NUMBERED = re.compile(r"(?:[-*•]\s*)?[\[［〔【(（]\s?([0-9lIO]{1,3})\s?[\]］〕】)）]\s*(?=\S)")
_CIRCLE = re.compile(rf"(?:[-*•]\s*)?([{CIRCLED}])\s*(?=\S)(?![，。；：、）”])")
_MD_NOTE = re.compile(r"\[\^([\w-]{1,30})\]:\s*(?=\S)")
_BRACKET = re.compile(
    r"(?:[-*•]\s*)?[\[［〔]\s?(\d{1,3})\s?[\]］〕]\s*(?=[^\s\[［〔，。；：、！？）”’,.;:!?)\]])"
)
_PLAIN = re.compile(r"(\d{1,3})[.．、]?\s+(?=[A-Z\u4e00-\u9fff“《\"])")
_LABELS = ((_CIRCLE, "circle"), (_MD_NOTE, "md"), (_BRACKET, "bracket"), (_PLAIN, "plain"))
# Words and signs that cited items have and running text hardly has
_CITED = re.compile(
    r"《[^》]{2,80}》[，,（(]?.{0,40}?(?:年|期|版|卷|出版社|\d{4})|\[\s?[JMDCNRSPZGAEO](?:B|/OL)?[^\]]{0,6}\]|［[JMDCNR]］"
    r"|\bpp?\.\s?\d|https?://|\bdoi\b|\d{4}\s*年第|第\s*\d+(?:[-–—]\d+)?\s*页|参见|详见|转引自|载《|[，,]\s?\d{4}\s?[,，(（.]"
    r"|\b\d{1,3}\s?[(（]\d{1,3}[)）]|\(\d{4}[a-z]?\)|\d{4}[;:]\s?\d|\bIbid\b|出版社|\bPress\b|^见|^同上|^See\b|资料来源|数据来源"
)
_LOW = re.compile(r"(?:(?<=[a-z][.,;:?!”])|(?<=[a-z][.,?!][”\"]))(\d{1,2})(?=\s|$)")
_PAGE_NUMBER = "furniture.page_number"
_LIST_END = re.compile(r"[；;，,：:]\s*$")
_TITLE_CASE = re.compile(
    r"(?:[A-Z“][\w’'-]*|and|of|the|in|on|for|to|a|an|with|by|from|[:：，,-]+)\s*"
)


def find_references(lines: list[Line], shape: Shape) -> None:
    """Give ``references`` to the lines of the lists of references, ``heading`` to theirs."""
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.hint is not None:
            index += 1
            if line.kind == "heading" and _is_list_heading(lines, index - 1):
                index = _list(lines, index)
        elif line.kind in (None, "furniture") and _is_list_heading(lines, index):
            line.kind, line.rule = "heading", "heading.references"
            index = _list(lines, index + 1)
        elif line.kind is None and (inline := _INLINE_HEADING.match(line.text)) is not None:
            line.kind, line.rule = "references", f"references.inline:{inline.end()}"
            index = _list(lines, index + 1)
        else:
            index += 1
    if not any(line.kind == "references" for line in lines):
        _unheaded(lines)


def _is_list_heading(lines: list[Line], index: int) -> bool:
    text = headings.undressed(lines[index].text)
    if headings.names(text, "references"):
        # an entry of a table of contents has more entries after it
        ahead = next((each for each in lines[index + 1 : index + 12] if each.kind is None), None)
        return ahead is not None
    if headings.names(text, "notes"):
        ahead = next((each for each in lines[index + 1 : index + 12] if each.kind is None), None)
        return ahead is not None and (
            _NUMBERED.match(ahead.text) is not None
            or _CIRCLE.match(ahead.text) is not None
            or _PLAIN.match(ahead.text) is not None
            or _CITED.search(ahead.text) is not None
        )
    return False


def _list(lines: list[Line], index: int) -> int:
    """Take the lines of a list from ``index`` on; return the index after it."""
    first = index
    while index < len(lines):
        line = lines[index]
        if line.hint is not None:
            inside = line.kind in ("furniture", "references", "footnotes", "table", "caption")
            if not inside and not (line.kind == "heading" and _is_group(line.text)):
                break
        elif line.kind is None and _MD_NOTE.match(line.text):
            line.kind, line.rule = "footnotes", "footnotes"
        elif line.kind is None:
            if _ends_list(lines, index, first):
                break
            line.kind, line.rule = "references", "references.list"
        elif _belongs(lines, index, first):
            line.kind, line.rule = "references", "references.list"
        elif line.kind in ("abstract", "keywords", "byline", "meta") and not _item(line.text):
            break
        elif line.kind not in ("furniture", "references"):
            line.kind, line.rule = "references", "references.list"
        index += 1
    _give_back_title(lines, first, index)
    return index


def _belongs(lines: list[Line], index: int, first: int) -> bool:
    """Whether a line that looks like a journal's head is the rest of an item in a list."""
    line, last = lines[index], lines[index - 1]
    after = lines[index + 1] if index + 1 < len(lines) else None
    return (
        line.rule.startswith(("furniture.journal_line", "furniture.issue"))
        and index > first
        and not line.breaks
        and line.gap == 0
        and last.kind == "references"
        and not last.terminated
        and (after is None or (after.kind is None and not after.breaks and _item(after.text)))
    )


def _ends_list(lines: list[Line], index: int, first: int) -> bool:
    text = headings.undressed(lines[index].text)
    if headings.names(text, "after_references") or headings.names(text, "references"):
        return True
    if headings.names(text, "notes") and _is_list_heading(lines, index):
        return True
    found = headings.label(text)
    if found is None or not found.sure or found.family == "decimal" or lines[index].terminated:
        return False
    if found.family == "hash" or found.family in ("chapter", "section", "part"):
        return not _is_group(text)
    return index > first and len(text) <= 40 and not _CITED.search(text) and not _is_group(text)


def _is_group(text: str) -> bool:
    name = headings.bare(text)
    return len(name) <= 10 and name.endswith(tuple(headings.word_list_of("reference_groups")))


def _item(text: str) -> bool:
    return _NUMBERED.match(text) is not None or _CIRCLE.match(text) is not None


def _give_back_title(lines: list[Line], first: int, end: int) -> None:
    """Lines before an abstract that follows the list are its title and authors, not items."""
    if end >= len(lines) or not _abstract_ahead(lines[end]):
        return
    index, spared = end - 1, 0
    while index > first and spared < 5:
        line = lines[index]
        if line.hint is not None:
            break
        if line.kind == "references":
            if _item(line.text) or _CITED.search(line.text) or line.terminated:
                break
            if is_latin(line.text) and not _looks_titled(line.text):
                break
            line.kind, line.rule = None, ""
            spared += 1
        index -= 1


def _abstract_ahead(line: Line) -> bool:
    return line.kind == "abstract" or headings.names(line.text, "abstract")


def _looks_titled(text: str) -> bool:
    return sum(len(hit) for hit in _TITLE_CASE.findall(text)) >= 0.6 * len(text) or text.isupper()


def _unheaded(lines: list[Line]) -> None:
    """A list without a heading: items [1], [2], [3] … at line beginnings, at the end."""
    starts = [
        (index, hit[1])
        for index, line in enumerate(lines)
        if line.kind is None and (hit := _NUMBERED.match(line.text)) is not None
    ]
    last = bool(starts) and _is_last(lines, starts[-1][0])
    for place, (index, number) in enumerate(starts if last else ()):
        if number != "1" or index < 0.3 * len(lines):
            continue
        following = starts[place : place + 3]
        if [each[1] for each in following] != ["1", "2", "3"]:
            continue
        cited = sum(_CITED.search(lines[each].text) is not None for each, _ in following)
        if cited >= 2 and following[-1][0] - index <= 12:
            _list(lines, index)
            return


def _is_last(lines: list[Line], index: int) -> bool:
    """Whether hardly any running text comes after a line."""
    return sum(len(line.text) for line in lines[index + 6 :] if line.kind is None) < 1500


def find_footnotes(lines: list[Line], shape: Shape, text: str) -> bool:
    """Give ``footnotes`` to the notes between the text; tell whether some have circles."""
    circled = False
    pages = any(line.breaks or line.rule == _PAGE_NUMBER for line in lines)
    index = 0
    pending: set[str] = set()  # circled marks seen in the text since the last notes
    previous: Line | None = None  # the last line that is not a note
    open_until: tuple[int, int] | None = None  # last note line and its number
    while index < len(lines):
        line = lines[index]
        if line.kind in ("furniture", "caption", "table"):
            index += 1
            continue
        found = _note_label(line) if line.kind in (None, "references") else None
        if found is not None and line.kind is None:
            mark, form = found
            number = _number(mark)
            score = 0
            score += 2 * (_CITED.search(_item_text(lines, index)) is not None)
            score += 2 * (mark in pending)
            score += 3 * (form == "md")
            follows = open_until is not None and number == open_until[1] + 1
            score += 2 * follows
            score += line.breaks or _page_end_ahead(lines, index)
            score += _interrupted(previous)
            broken = line.text.endswith((",", "，")) and shape.full(line)
            score -= 3 * (_LIST_END.search(line.text) is not None and not (follows or broken))
            score -= 2 * (previous is not None and previous.paused)
            if form == "plain":
                score -= 1 + (not pages)
            elif form == "bracket":
                score -= 0 if follows or number == 1 else 1
            if score >= 2:
                index = _note(lines, index, shape)
                circled = circled or form == "circle"
                open_until = (index, number)
                continue
        if line.kind is None:
            pending.update(_glued(line.text))
            previous = line
            if open_until is not None:
                open_until = None
                pending = set(_glued(line.text))
        index += 1
    return circled


def _interrupted(line: Line | None) -> bool:
    """Whether a sentence was still open at the end of a line."""
    return (
        line is not None
        and not line.terminated
        and not line.paused
        and headings.label(line.text) is None
    )


def _page_end_ahead(lines: list[Line], index: int) -> bool:
    """Whether a page ends within four lines, or after notes that follow."""
    ahead = 0
    for line in lines[index + 1 : index + 40]:
        if line.breaks or line.rule == _PAGE_NUMBER:
            return True
        if _note_label(line) is None:
            ahead += 1
        if ahead > 3 or (line.terminated and line.gap > 0 and ahead):
            return False
    return len(lines) - index < 40  # the text ends, and its last page


def _note_label(line: Line) -> tuple[str, str] | None:
    for pattern, form in _LABELS:
        if (hit := pattern.match(line.text)) is not None:
            return hit[1], form
    return None


def _number(mark: str) -> int:
    if mark.isascii() and mark.isdigit():
        return int(mark)
    for first, base in ((0x2460, 1), (0x3251, 21), (0x32B1, 36)):
        if len(mark) == 1 and first <= ord(mark) < first + 20:
            return ord(mark) - first + base
    return 0


def _glued(text: str) -> set[str]:
    found = set(re.findall(rf"(?<=\S)[{CIRCLED}]", text))
    found.update(re.findall(r"(?<=\S)[\[［〔](\d{1,3})[\]］〕]", text))
    found.update(_LOW.findall(text))
    return found


def _item_text(lines: list[Line], index: int) -> str:
    """The first lines of a note without its label, joined."""
    found = _note_label(lines[index])
    parts = [lines[index].text.partition(found[0])[2].lstrip("]］〕)）. ：:") if found else ""]
    for line in lines[index + 1 : index + 3]:
        if line.kind is not None or line.breaks or _note_label(line):
            break
        parts.append(line.text)
    return " ".join(parts)


def _note(lines: list[Line], index: int, shape: Shape) -> int:
    """Take one note with its further lines; return the index after it."""
    line = lines[index]
    line.kind, line.rule = "footnotes", "footnotes"
    widest = line.width
    index += 1
    while index < len(lines) and index:
        last, line = lines[index - 1], lines[index]
        if line.kind == "furniture" and not line.breaks:
            index += 1
            continue
        if line.kind is not None or line.breaks or _note_label(line) is not None:
            break
        if last.kind == "furniture":
            break
        if not shape.wrapped:
            if last.terminated or line.gap > 0:
                break
        elif (shape.gaps and line.gap) or (
            last.terminated
            and not (
                last.width >= max(0.97 * widest, shape.measure) and _page_ends_soon(lines, index)
            )
        ):
            break
        line.kind, line.rule = "footnotes", "footnotes.further"
        widest = max(widest, line.width)
        index += 1
    return index


def _page_ends_soon(lines: list[Line], index: int) -> bool:
    """Whether a note or a page sign comes within two lines that hold no marks."""
    for line in lines[index + 1 : index + 3]:
        if line.breaks or _CIRCLE.match(line.text):
            return True
        if _glued(line.text):
            return False
    return False
