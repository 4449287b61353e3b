"""What is said about the paper: abstract, keywords, funding, authors, how it runs on."""

from __future__ import annotations

import re

from ingest import names
from ingest.layout import headings
from ingest.layout.lines import Line, Shape, is_latin

AFFILIATION = re.compile(
    r"[（(]?\s*(?:\d{1,2}\s*[.．、)]?\s*|[①-⑳*†‡]\s*|[a-e]\s)?[^。；]{0,60}(?:大学|学院|研究院|研究所|研究中心|研究会|党校|实验室|出版社|社会科学院)"
    r"|.{0,90}\b(?:University|Institute|School|Department|College|Academy|Faculty|Centre|Center)\b"
)
_OF_THE_PAPER = re.compile(
    r"(?:本文|本研究|文章|该文|本论文|This (?:paper|article|study|research|chapter)"
    r"|The (?:paper|article|study))"
)
_STRUCTURED = re.compile(
    r"[\[【［〔]?\s*(?:(?:研究)?目的(?:\s*[/／与]\s*意义)?|Background|Objectives?|Purpose|Aims?|Context)"
    r"\s*(?:[\]】］〕][:：]?|[:：]|\s[–—-]\s)"
)
_CITES = re.compile(r"(?:How to cite|(?:To )?[Cc]ite this|引\s*用|本文引用)")
_BY = re.compile(r"(?:作\s*者|文|撰文|By|BY|Authors?|[■□◎●○◆◇▲△◤▌])\s*[:：/／]?\s*")
_WHO_IT_IS = re.compile(
    r"\s(?:is|was|teaches|works|holds|serves|studies|received|has been|can be contacted)\s"
    r"|\s?[，,：:（(是系].{0,40}(?:教授|讲师|研究员|博士|硕士|研究生|大学|学院|研究院|党校|研究所)"
)
_LONE_KEYWORDS = re.compile(r"(?:[^:：]{0,16}[:：]|[^\s,，;；]{1,8}(?: [^\s,，;；]{1,8})?)$")


def continue_labelled(lines: list[Line], shape: Shape) -> None:
    """Abstracts, keywords and notes on the paper run on over wrapped lines."""
    index = 0
    while index < len(lines):
        line = lines[index]
        abstract = begins_abstract(line)
        meta = line.kind in ("meta", "keywords") and line.rule != "front"
        whole = line.hint is not None and line.kind != "heading"
        if whole or (not abstract and not meta):
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


def begins_abstract(line: Line) -> bool:
    """Whether a line is an abstract's first or its heading."""
    return line.kind == "abstract" or (
        line.kind == "heading" and headings.names(line.text, "abstract")
    )


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


def _lone_affiliation(line: Line) -> bool:
    """Whether a line names one more author's workplace and nothing else."""
    return (
        len(line.text) <= 60
        and not line.terminated
        and re.search(r"[，,；;：:]", line.text) is None
        and AFFILIATION.match(line.text) is not None
        and re.search(r"(?:大学|学院|系|院|所|中心|校|[）)])$", line.text) is not None
    )


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


def about_the_paper(lines: list[Line]) -> None:
    """Thanks, funding and declarations are about the paper, not its text."""
    inside, heading = False, ""
    for index, line in enumerate(lines):
        if line.kind == "heading":
            inside, heading = headings.names(line.text, "credits"), line.text
        elif inside and line.kind is None:
            ahead = any(begins_abstract(each) for each in lines[index + 1 : index + 7])
            if ahead and is_latin(line.text) and not is_latin(heading):
                inside = False  # the English title and authors
                continue
            line.kind, line.rule = "meta", "meta.credits.further"


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
    if any(line.hint is not None for line in texts):
        return
    structured = bool(texts) and _STRUCTURED.match(texts[0].text) is not None
    if not texts or not (structured or _OF_THE_PAPER.match(texts[0].text)):
        return
    if structured or sum(line.terminated for line in texts) == 1 or shape.wrapped:
        for line in texts:
            line.kind, line.rule = "abstract", "abstract.unlabelled"
