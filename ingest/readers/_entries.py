"""Paragraphs as a format sets them, and what their look says: headings, captions, the title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.document import BlockKind
from ingest.layout import headings
from ingest.layout.lines import is_latin
from ingest.markers import CIRCLED
from ingest.readers._writer import Item, Piece, Writer, plain_text

LABEL = re.compile(
    r"(?:[\[［〔【(（]\s?(?P<in>\d{1,3})\s?[\]］〕】)）]|(?P<dot>\d{1,3})[.．、](?!\d))\s*(?=\S)"
)
_CAPTION = re.compile(
    r"(?:附?[图表圖]|Table|Figure|Fig\.)\s*[\dA-Z一二三四五六七八九十]", re.IGNORECASE
)
_ENDED = re.compile(r"[。．.！!？?；;，,：:、]\s*$")
_STOP = re.compile(r"[。！？]|[a-z)]\.(?:\s|$)")
_LONGEST_HEADING = 200
_KEYWORDS = re.compile(
    r"[【\[［]?\s*(?:关\s*键\s*[词字]|關\s*鍵\s*[詞字]|key\s*words?)", re.IGNORECASE
)
_ABOUT = re.compile(
    r"[【\[［]?\s*(?:摘\s*要|内容提要|关\s*键\s*[词字]|abstract\b|summary\b|key\s*words?\b)",
    re.IGNORECASE,
)
_COLON = "：:】］]"


@dataclass(slots=True)
class Entry:
    """One paragraph, and what its format says of it."""

    pieces: list[Piece] = field(default_factory=list)
    kind: BlockKind | None = None
    level: int | None = None
    number: str = ""  # printed before it by automatic numbering
    bold: bool = False  # every word of it
    size: int = 0  # of its smallest words
    keys: tuple[str, ...] = ()  # what links name it by
    drawn: bool = False  # it holds a picture
    close: bool = False  # stands right below the line before
    item: Item | None = None

    @property
    def text(self) -> str:
        """The words, without an automatic number."""
        return plain_text(self.pieces)


def decide(entries: list[Entry]) -> None:
    """Settle the kinds: headings that are none, headings by look, captions, the title."""
    join_labels(entries)
    sizes = sorted(each.size for each in entries for _place in range(len(each.text) // 20))
    normal = sizes[len(sizes) // 2] if sizes else 0
    begun = False
    for at, entry in enumerate(entries):
        text = entry.number + entry.text
        if entry.kind == "heading" and not _can_be_heading(text):
            entry.kind, entry.level = None, None
        if entry.kind is None and _is_caption(entries, at):
            entry.kind = "caption"
        if entry.kind is None and begun and _looks_like_heading(entries, at, normal):
            entry.kind = "heading"
        if entry.kind in ("heading", "abstract", "keywords") or _ENDED.search(text):
            begun = True
    _title_by_heading(entries)
    used = sorted({each.level for each in entries if each.kind == "heading" and each.level})
    for entry in entries:
        if entry.kind == "heading" and entry.level:
            entry.level = used.index(entry.level) + 1


def join_labels(entries: list[Entry]) -> None:
    """Put ``摘要`` and ``Keywords`` that stand alone before the words that they name."""
    at, running, begun = 0, 0, False
    while at + 1 < len(entries):
        entry, after = entries[at], entries[at + 1]
        text = entry.text.strip(_COLON + "【［[ ")
        named = headings.names(text, "abstract")
        running += entry.kind is None and len(entry.text) > 40 and bool(_STOP.search(entry.text))
        begun = running > 1 or begun or (entry.kind == "heading" and not named)
        # a paper may end with a section called Summary
        abstract = named and not (begun and text.lower() == "summary")
        keywords = _KEYWORDS.fullmatch(text) is not None
        follows = after.kind in (None, "abstract", "keywords") and after.text
        if (abstract or keywords) and follows and not entry.number:
            colon = "：" if re.search(r"[\u3400-\u9fff]", text) else ": "
            # an abstract that is set in the text has its label already
            if not re.match(re.escape(text), after.text, re.IGNORECASE):
                after.pieces = [
                    Piece(re.sub(r"(?<=[\u3400-\u9fff])\s+", "", text) + colon),
                    *after.pieces,
                ]
            after.kind = "abstract" if abstract else "keywords"
            after.bold = False
            del entries[at]
        at += 1


def _can_be_heading(text: str) -> bool:
    if not text or len(text) > _LONGEST_HEADING or not re.search(r"\w", text):
        return False
    return not (len(text) > (120 if is_latin(text) else 50) and _ENDED.search(text))


def _is_caption(entries: Sequence[Entry], at: int) -> bool:
    entry = entries[at]
    if not _CAPTION.match(entry.text) or len(entry.text) > 150 or entry.text.endswith("。"):
        return False
    beside = [*entries[max(0, at - 1) : at], *entries[at + 1 : at + 2]]
    return any(each.kind == "table" or (each.drawn and not each.text) for each in beside)


def _looks_like_heading(entries: Sequence[Entry], at: int, normal: int) -> bool:
    """Whether a short line, all bold or larger, before plain text, can be nothing else."""
    entry = entries[at]
    text = entry.number + entry.text
    if not (entry.bold or entry.size > normal + 1) or "\n" in entry.text:
        return False
    if len(text) > (110 if is_latin(text) else 40) or _ENDED.search(text):
        return False
    if not re.search(r"\w", text) or headings.names(text, "abstract"):
        return False
    after = next(iter(entries[at + 1 : at + 2]), None)
    if after is None or after.kind not in (None, "heading", "table", "caption"):
        return False
    found = headings.label(text)
    if found is not None and (found.sure or entry.number or entry.bold):
        return found.end < len(text)
    if is_latin(text) != is_latin(after.text) or _ABOUT.match(after.text):
        return False  # the title in another language, before its abstract
    plain = not after.bold and after.size <= normal + 1 and len(after.text) > 40
    return plain and not re.search(r"[:：]|^[*＊]|\d{4}", text) and not entry.number


def _title_by_heading(entries: Sequence[Entry]) -> None:
    """The only heading of the outermost level, first of all and without a number, is the title."""
    if any(each.kind == "title" for each in entries):
        return
    ranked = [each for each in entries if each.kind == "heading" and each.level]
    first = next((each for each in entries if each.text), None)
    if first is None or not ranked or first is not ranked[0] or len(ranked) < 2:
        return
    top = min(each.level or 9 for each in ranked)
    alone = [each for each in ranked if each.level == top] == [first]
    if alone and not first.number and headings.label(first.text) is None:
        first.kind, first.level = "title", None


def write(writer: Writer, entries: Sequence[Entry]) -> None:
    """Write paragraphs whose kinds are settled."""
    last: Entry | None = None
    for entry in entries:
        pieces = [Piece(entry.number), *entry.pieces] if entry.number else list(entry.pieces)
        if entry.kind in ("heading", "references", "footnotes", "byline", "keywords", "caption"):
            pieces = on_one_line(pieces)
        close = entry.close or (
            last is not None
            and last.kind == entry.kind
            and entry.kind in ("references", "footnotes", "title")
        )
        level = entry.level if entry.kind == "heading" else None
        writer.paragraph(pieces, entry.kind, level, entry.item, close)
        last = entry if entry.text else last


def on_one_line(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces without line ends."""
    return [
        Piece(re.sub(r"\s*\n\s*", " ", each.text), each.raised, each.targets) for each in pieces
    ]


def note(key: str, label: str | None, pieces: Sequence[Piece]) -> Entry:
    """Return a note that begins with its label: ``① …``, ``[1] …``."""
    pieces = without_label(pieces, label) if label else trimmed(pieces)
    lead = f"[{label}] " if label else ""
    if label is not None and re.fullmatch(rf"[{CIRCLED}]+", label):
        lead = f"{label} "
    return Entry(
        [Piece(lead), *pieces] if lead else list(pieces),
        "footnotes",
        item=Item((key,), label),
    )


def without_label(pieces: Sequence[Piece], label: str) -> list[Piece]:
    """Return pieces without the label that they begin with, in whatever dress it stands."""
    text = "".join(piece.text for piece in pieces)
    dressed = re.match(
        rf"\s*(?:[\[［〔(（^]\s*{re.escape(label)}\s*[\]］〕)）^]|{re.escape(label)}(?![\w]))"
        r"\s?[.．、:：]?\s*",
        text,
    )
    rest = dressed.end() if dressed is not None and dressed.end() < len(text) else 0
    kept: list[Piece] = []
    for piece in pieces:
        cut = min(rest, len(piece.text))
        rest -= cut
        if cut < len(piece.text):
            kept.append(Piece(piece.text[cut:], piece.raised, piece.targets))
    return trimmed(kept)


def trimmed(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces without white space before the first word."""
    kept = list(pieces)
    while kept and not kept[0].text.strip():
        kept.pop(0)
    if kept:
        kept[0] = Piece(kept[0].text.lstrip(), kept[0].raised, kept[0].targets)
    return kept
