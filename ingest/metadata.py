"""What a text says of itself: title, authors, where it appeared. ``None`` where it is silent.

``title``, ``abstract`` and ``keywords`` are those in the document's own language; the fields
with ``_en`` are the English ones that a Chinese document gives besides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from ingest import names, sentences
from ingest.document import Block, Document, Metadata
from ingest.frontmatter import front_matter
from ingest.layout import rules
from ingest.layout.lines import han, is_latin, latin
from ingest.rulefiles import data
from ingest.sentences import Stretch

_TITLE_WASTE = re.compile(
    r"\s*(?:被引(?:量|次数|频次)?|下载(?:量|次数)?|浏览量?)\s*[:：]\s*\d*\s*$|[\s*＊†‡#]+$"
)
_AUTHOR_LABEL = re.compile(r"[■□◎●○◆◇▲△◤▌]|(?:作\s*者|文|撰文|By|BY|Authors?)\s*[:：/／]?\s*")
_AUTHOR_END = re.compile(r"\s*(?:时间|日期|来源|发布|单位|编辑|责任编辑|译者?)\s*[:：/／]")
_SOURCE_LABEL = re.compile(r"(?:\*\*)?[【\[]?\s*(?:出\s*处|来源)")
_FIELDS = ("container", "year", "volume", "issue", "pages")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return one pattern of ``ingest/rules/metadata.toml``."""
    entries = {entry["name"]: entry["pattern"] for entry in data("metadata")["pattern"]}
    return re.compile(entries[name], re.VERBOSE)


def find(doc: Document) -> Metadata:
    """Return what the text says of itself. ``blocks`` and ``sentences`` must be there."""
    lang = _language(doc)
    titles = list(_titles(doc))
    title = next((each for each in titles if is_latin(each) == (lang == "en")), None)
    title = title or next(iter(titles), None)
    other = next((each for each in titles if each != title and is_latin(each)), None)
    journal = _journal(doc)
    keywords, keywords_en = _keywords(doc)
    found = Metadata(
        title=title,
        title_en=other if lang == "zh" else None,
        authors=_authors(doc, lang),
        container=journal.get("container"),
        year=_number(journal.get("year")),
        volume=journal.get("volume"),
        issue=journal.get("issue"),
        pages=journal.get("pages"),
        doi=_doi(doc),
        abstract=_abstract(doc, lang),
        abstract_en=_abstract(doc, "en") if lang == "zh" else None,
        keywords=keywords if lang == "zh" else keywords_en,
        keywords_en=keywords_en if lang == "zh" else (),
        lang=lang,
    )
    if doc.source.format == "markdown":
        return _with_head(found, front_matter(doc.source.text).values)
    return found


def _language(doc: Document) -> str:
    read = [each.text for each in doc.sentences if each.kind == "body"]
    # of a title and an abstract in two languages the first is the paper's own
    sample = "".join(read)[:20_000] or next(_titles(doc), "")
    sample = sample or "".join(each.text for each in doc.sentences[:1]) or doc.source.text[:20_000]
    return sentences.language(sample)


def _blocks(doc: Document, *kinds: str) -> Iterator[tuple[Block, str]]:
    for block in doc.blocks:
        if block.kind in kinds:
            yield block, doc.source.text[block.start : block.end]


def _titles(doc: Document) -> Iterator[str]:
    for block, _ in _blocks(doc, "title"):
        flow = sentences.clean(
            doc.source.text,
            [Stretch(block.start, block.end, False)],
            markdown=doc.source.format == "markdown",
        )
        text = _TITLE_WASTE.sub("", flow.text.strip().lstrip("# ")).strip()
        if text:
            yield text


def _authors(doc: Document, lang: str) -> tuple[str, ...]:
    found: list[str] = []
    for _, raw in _blocks(doc, "byline"):
        rule = rules.match(raw)
        if rule is not None and rule.name == "byline.editor":
            continue
        raw = raw.replace("*", "")
        label = _AUTHOR_LABEL.match(raw)
        text = raw[label.end() :] if label else raw
        text = _AUTHOR_END.split(text)[0].strip()
        foreign = re.search(r"[A-Za-z]{2}", text)
        chinese = text[: foreign.start()] if foreign and han(text[: foreign.start()]) else text
        here = names.han_names(chinese) if lang == "zh" or han(text) else None
        if here is None and (lang == "en" or not found):
            here = names.latin_names(text)
        if here and not (found and lang == "zh" and is_latin(here[0])):
            found.extend(here)
    if not found and lang == "zh":
        found = [name for name in _signed(doc) if names.is_han_name(name)]
    known = dict.fromkeys(name for name in found if not names.nobody(name))
    return tuple(known)


def _signed(doc: Document) -> Iterator[str]:
    """Authors named only in notes about them."""
    for _, text in _blocks(doc, "meta"):
        if (hit := pattern("signed").search(text)) is not None:
            yield hit["name"]
        elif re.match(r"[【\[（(]?\s*(?:作\s*者\s*简\s*介|第一作者)", text):
            for hit in pattern("biography").finditer(text):
                yield hit["name"]


def _keywords(doc: Document) -> tuple[tuple[str, ...], tuple[str, ...]]:
    chinese: list[str] = []
    english: list[str] = []
    for _, raw in _blocks(doc, "keywords"):
        label = pattern("keywords_label").match(raw)
        words = raw[label.end() :] if label else raw
        if label and "\n" in label[0] and "\n" in words:
            words = ";".join(words.splitlines())  # one keyword a line
        text = " ".join(words.split()).strip(" .。;；*")
        if not han(text):
            english.extend(_split_english(text))
            continue
        parts = re.split(r"\s*[;；,，、|／]\s*|(?<=[\u4e00-\u9fff])/(?=[\u4e00-\u9fff])", text)
        if len(parts) == 1:
            parts = text.split(" ")
            turn = next(
                (at for at, part in enumerate(parts) if latin(part) > 1 and not han(part)), None
            )
            if turn and not any(han(part) for part in parts[turn:]):
                rest = " ".join(parts[turn:])
                parts = parts[:turn]
                english.extend(_split_run(rest, len(parts), doc))
        chinese.extend(part for part in parts if part)
    return tuple(dict.fromkeys(chinese)), tuple(dict.fromkeys(english))


def _split_english(text: str) -> list[str]:
    for mark in (r"[;；]", r"[,，、]", r"\s[·•|–—]\s|\s{2,}"):
        if re.search(mark, text):
            return [part.strip(" .") for part in re.split(mark, text) if part.strip(" .")]
    return [text] if text else []


def _split_run(text: str, count: int, doc: Document) -> list[str]:
    """Split English keywords that only spaces part into as many as the Chinese ones.

    Of all ways, the one whose parts stand most completely in the abstract and the titles;
    undivided where several ways are as good.
    """
    if re.search("[;；,，]", text):
        return _split_english(text)
    words = text.split()
    said = " ".join(sentence.text.lower() for sentence in doc.sentences if sentence.lang == "en")
    said += " ".join(title.lower() for title in _titles(doc))
    said = said[-20_000:]
    if not 1 < count <= len(words) <= 16 or not said:
        return [text]
    best: list[list[str]] = []
    score = 0
    for parts in _partitions(words, count, 4):
        worth = sum(
            len(part.split())
            for part in parts
            if re.search(rf"\b{re.escape(part.lower())}\b", said) is not None
        )
        if worth > score:
            best, score = [parts], worth
        elif worth == score:
            best.append(parts)
    return best[0] if len(best) == 1 else [text]


def _partitions(words: Sequence[str], count: int, longest: int) -> Iterator[list[str]]:
    if count == 1:
        if len(words) <= longest:
            yield [" ".join(words)]
        return
    for size in range(1, min(longest, len(words) - count + 1) + 1):
        for rest in _partitions(words[size:], count - 1, longest):
            yield [" ".join(words[:size]), *rest]


def _abstract(doc: Document, lang: str) -> str | None:
    parts = [each.text for each in doc.sentences if each.kind == "abstract" and each.lang == lang]
    return ("" if lang == "zh" else " ").join(parts) or None


def _doi(doc: Document) -> str | None:
    for _, text in _blocks(doc, "meta", "byline"):
        if (hit := pattern("doi").search(text)) is not None:
            return hit[0].rstrip(".,")
    for _, text in _blocks(doc, "furniture"):
        if (hit := pattern("doi_labelled").search(text)) is not None:
            return hit["doi"].rstrip(".,")
    return None


def _journal(doc: Document) -> dict[str, str]:
    """Container, year, volume, issue and pages, the surest statement first."""
    found: dict[str, str] = {}
    issue_zh = pattern("issue_zh")
    texts = [text for _, text in _blocks(doc, "meta")]
    edges = [text for _, text in _blocks(doc, "furniture", "byline")]
    for text in texts:
        if (hit := pattern("cited_as").search(text)) is not None:
            _add(found, hit.groupdict())
    for text in texts:
        if _SOURCE_LABEL.match(text) and (hit := issue_zh.search(text)) is not None:
            _add(found, _issue(hit))
    for text in texts:
        if (article := pattern("article_code").search(text)) is not None:
            first, count = int(article["first"]), int(article["count"])
            _add(
                found,
                {
                    "year": article["year"],
                    "issue": article["issue"].lstrip("0") or None,
                    # the code ends with the number of pages
                    "pages": f"{first}-{first + count - 1}" if count > 1 else str(first),
                },
            )
    for text in _lines(edges[:5]):
        _add(found, {"container": _column(text)})
    for text in _lines(edges):
        if (hit := issue_zh.match(text)) is not None:
            _add(found, _issue(hit))
            continue
        for name in ("volume_zh", "journal_en", "volume_en"):
            if (hit := pattern(name).match(text)) is not None:
                _add(found, hit.groupdict())
                break
    for text in [*edges, *texts]:
        if "year" not in found and (hit := pattern("date").search(text)) is not None:
            found["year"] = hit["year"]
    return found


def _column(text: str) -> str | None:
    """The journal's name in a head set in columns: volume and issue, name, English."""
    columns = re.split(r"\s{2,}", text)
    if len(columns) < 2 or not re.search(r"\d\s*[期卷月]", text):
        return None
    names_ = [
        column
        for column in columns
        if han(column) >= 3 and not re.search(r"[:：，。]|第\s*\d+\s*[期卷]|\d\s*[年月]", column)
    ]
    return names_[0] if len(names_) == 1 and len(names_[0]) <= 30 else None


def _lines(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for line in text.splitlines():
            if 0 < len(line.strip()) <= 160:
                yield line.strip(" \t·•|-—*")


def _issue(hit: re.Match[str]) -> dict[str, str | None]:
    values = hit.groupdict()
    return {
        "container": values["titled"] or values["bare"],
        **{key: values[key] for key in ("year", "volume", "issue", "pages")},
    }


def _add(found: dict[str, str], values: Mapping[str, str | None]) -> None:
    for key in _FIELDS:
        value = values.get(key)
        if value and key not in found:
            if key == "pages":
                value = re.sub(r"\s", "", value).translate(_DASHES)
            found[key] = value.strip()


_DASHES = str.maketrans("–—~～", "----")


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdigit() else None


def _with_head(found: Metadata, head: Mapping[str, Any]) -> Metadata:
    """What the YAML head says comes before what the text says."""
    if not head:
        return found
    lang = str(head["lang"])[:2] if head.get("lang") else found.lang
    retells = head.get("retells")
    return Metadata(
        title=_text(head.get("title")) or found.title,
        title_en=_text(head.get("title_en")) or found.title_en,
        authors=_people(head.get("authors") or head.get("author")) or found.authors,
        container=_text(head.get("container") or head.get("journal")) or found.container,
        year=_year(head.get("year") or head.get("date")) or found.year,
        volume=_text(head.get("volume")) or found.volume,
        issue=_text(head.get("issue")) or found.issue,
        pages=_text(head.get("pages")) or found.pages,
        doi=_text(head.get("doi")) or found.doi,
        abstract=_text(head.get("abstract")) or found.abstract,
        abstract_en=_text(head.get("abstract_en")) or found.abstract_en,
        keywords=_words(head.get("keywords")) or found.keywords,
        keywords_en=_words(head.get("keywords_en")) or found.keywords_en,
        lang=lang,
        kind="digest" if head.get("type") == "digest" else "article",
        retells=dict(retells) if isinstance(retells, Mapping) else None,
        own_sections=tuple(str(title) for title in head.get("own_sections") or ()),
    )


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, list | dict):
        return None
    return " ".join(str(value).split()) or None


def _words(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = re.split(r"\s*[;；,，、]\s*", value)
    return tuple(str(each).strip() for each in value if each) if isinstance(value, list) else ()


def _people(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = re.split(r"\s*[;；,，、]\s*|\s+and\s+", value)
    if not isinstance(value, list):
        return ()
    people: list[str] = []
    for each in value:
        if isinstance(each, Mapping):
            family, given = str(each.get("family", "")), str(each.get("given", ""))
            name = (
                each.get("literal")
                or each.get("name")
                or (family + given if han(family) else f"{given} {family}".strip())
            )
            people.append(str(name))
        elif each:
            people.append(str(each).strip())
    return tuple(name for name in people if name and not names.nobody(name))


def _year(value: Any) -> int | None:
    hit = re.search(r"(?:1[5-9]|20)\d{2}", str(value)) if value is not None else None
    return int(hit[0]) if hit else None
