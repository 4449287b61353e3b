"""What a text says of itself: title, authors, where it appeared. ``None`` where it is silent.

``title``, ``abstract`` and ``keywords`` are those in the document's own language; the fields
with ``_en`` are the English ones that a Chinese document gives besides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from ingest import names, sentences
from ingest.document import Block, Document, Metadata
from ingest.flow import Stretch, clean
from ingest.folding import plain
from ingest.frontmatter import front_matter
from ingest.layout import rules
from ingest.layout.lines import han, is_latin, latin
from ingest.rulefiles import data
from ingest.stated import DASHES, with_facts, with_head

_TITLE_WASTE = re.compile(
    r"\s*(?:被引(?:量|次数|频次)?|下载(?:量|次数)?|浏览量?)\s*[:：]\s*\d*\s*$|[\s*＊∗⁎†‡#]+$"
)
_AUTHOR_LABEL = re.compile(r"[■□◎●○◆◇▲△◤▌]|(?:作\s*者|文|撰文|By|BY|Authors?)\s*[:：/／]?\s*")
_AUTHOR_END = re.compile(r"\s*(?:时间|日期|来源|发布|单位|编辑|责任编辑|译者?)\s*[:：/／]")
_SOURCE_LABEL = re.compile(r"(?:\*\*)?[【\[]?\s*(?:出\s*处|来源)")
_JOURNAL_PATTERNS = (
    "issue_zh",
    "issue_after_page",
    "issue_dotted",
    "issue_tw",
    "volume_zh",
    "journal_line_full",
    "newspaper",
    "cited_en",
    "journal_en",
    "volume_en",
    "season_en",
)
# the sign of a note on the paper, also before a subtitle
_STAR = re.compile(r"\s*[*＊∗⁎†‡]+(?=\s*(?:——|—|–|:|：|$))")
_NO_JOURNAL = re.compile(
    r"[:：，。]|[第总]\s*[\d一二三四五六七八九十百]+\s*[期卷]|[\d一二三四五六七八九十]\s*[年月]"
)
_FIELDS = ("container", "year", "volume", "issue", "pages")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return one pattern of ``ingest/rules/metadata.toml``."""
    entries = {entry["name"]: entry["pattern"] for entry in data("metadata")["pattern"]}
    return re.compile(entries[name], re.VERBOSE)


def read(name: str, text: str, *, start: bool = False) -> dict[str, str | None] | None:
    """Return what a pattern's groups hold in a text, as printed; None where it does not fit.

    Patterns are written in simplified characters. ``start`` asks for the beginning of the text.
    """
    found = pattern(name).match if start else pattern(name).search
    if (hit := found(plain(text))) is None:
        return None
    spans = {group: hit.span(group) for group in hit.re.groupindex}
    values: dict[str, str | None] = {"": text[hit.start() : hit.end()]}
    return values | {name: text[a:b] if a >= 0 else None for name, (a, b) in spans.items()}


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
        return with_head(found, front_matter(doc.source.text).values)
    read = any(each.kind == "body" for each in doc.sentences)
    return with_facts(found, doc.source.facts, read)


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
        flow = clean(
            doc.source.text,
            [Stretch(block.start, block.end, False)],
            markdown=doc.source.format == "markdown",
            given=doc.source.pointers,
        )
        text = _TITLE_WASTE.sub("", flow.text.strip().lstrip("# "))
        text = _STAR.sub("", text).strip()
        if text:
            yield text


def _authors(doc: Document, lang: str) -> tuple[str, ...]:
    found: list[str] = []
    for _, raw in _blocks(doc, "byline"):
        rule = rules.match(plain(raw))
        if rule is not None and rule.name == "byline.editor":
            continue
        raw = raw.replace("*", "")
        label = _AUTHOR_LABEL.match(plain(raw))
        text = raw[label.end() :] if label else raw
        text = _AUTHOR_END.split(text)[0].strip()
        if found and re.match(r"\d{1,2}[.．、\s]*[A-Z\u4e00-\u9fff]", text):
            continue  # where the authors work, numbered
        here = names.han_names(text) if lang == "zh" or han(text) else None
        chinese = [name for name in here or () if han(name)]
        foreign = re.search(r"[A-Za-z]{2}", text)
        if here is None and foreign and han(text[: foreign.start()]):
            here = names.han_names(text[: foreign.start()])
        elif here and 2 * len(chinese) == len(here):
            here = chinese  # the same people a second time, in Latin script
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
        if (signed := read("signed", text)) is not None and signed["name"]:
            yield signed["name"]
        elif re.match(r"[【\[（(]?\s*(?:作\s*者\s*简\s*介|第一作者)", plain(text)):
            for hit in pattern("biography").finditer(text):
                yield hit["name"]


def _keywords(doc: Document) -> tuple[tuple[str, ...], tuple[str, ...]]:
    chinese: list[str] = []
    english: list[str] = []
    for _, raw in _blocks(doc, "keywords"):
        label = pattern("keywords_label").match(plain(raw))
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
        if (found := pattern("doi").search(text)) is not None:
            return found[0].rstrip(".,")
    for _, text in _blocks(doc, "furniture"):
        if (hit := pattern("doi_labelled").search(text)) is not None:
            return hit["doi"].rstrip(".,")
    return None


def _journal(doc: Document) -> dict[str, str]:
    """Container, year, volume, issue and pages, the surest statement first."""
    found: dict[str, str] = {}
    texts = [text for _, text in _blocks(doc, "meta")]
    edges = [text for _, text in _blocks(doc, "furniture", "byline")]
    for text in texts:
        _add(found, read("cited_as", text))
    for text in [*texts, *_lines(edges)]:
        if _SOURCE_LABEL.match(plain(text)):
            _add(found, read("issue_zh", text))
    for text in texts:
        if (article := pattern("article_code").search(plain(text))) is not None:
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
        for name in _JOURNAL_PATTERNS:
            _add(found, read(name, text, start=True))
    for text in [*edges, *texts]:
        for line in _lines([text]):
            _add(found, read("pages_en", line, start=True))
        _add(found, read("page_range", text))
        if "year" not in found:
            _add(found, read("published_en", text))
            _add(found, {"year": (read("date", text) or {}).get("year")})
    return found


def _column(text: str) -> str | None:
    """The journal's name in a head set in columns: volume and issue, name, English."""
    columns = re.split(r"\s{2,}", text)
    if len(columns) < 2 or not re.search(r"\d\s*[期卷月]", text):
        return None
    names_ = [
        column for column in columns if han(column) >= 3 and _NO_JOURNAL.search(column) is None
    ]
    return names_[0] if len(names_) == 1 and len(names_[0]) <= 30 else None


def _lines(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for line in text.splitlines():
            if 0 < len(line.strip()) <= 160:
                yield line.strip(" \t·•|-—*")


def _add(found: dict[str, str], values: Mapping[str, str | None] | None) -> None:
    values = values or {}
    for key in _FIELDS:
        value = values.get(key)
        if key == "container":
            value = value or values.get("titled") or values.get("bare")
        if value and key not in found:
            if key == "pages":
                value = re.sub(r"\s", "", value).translate(DASHES)
            found[key] = (value if key == "container" else plain(value)).strip()


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdigit() else None
