"""From paragraphs to the text of a source, with its hints and the place of every line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.document import BlockKind, Hint, Place
from ingest.readers._pdf_columns import Printed
from ingest.readers._pdf_glyphs import LOWERED, RAISED
from ingest.readers._pdf_paragraphs import Paragraph

_RAISED = re.compile(rf"{RAISED}([^{LOWERED}]*){LOWERED}")
_NUMBERS = re.compile(
    r"[\[［〔]?\s?\d{1,3}(?:\s?[,，、;；\-–—~～]\s?\d{1,3})*\s?[\]］〕]?"
    r"(?:\s?[\[［〔]\d{1,3}(?:[,，、;\-–—~～]\s?\d{1,3})*[\]］〕])*$"
)
_BRACKETED = re.compile(r"[\[［〔]")
_LABEL = re.compile(rf"\s*{RAISED}\s?[\[［〔]?(\d{{1,3}}|[*†‡①-⑳])[\]］〕]?[.．]?\s?{LOWERED}\s*")
_NUMBER = re.compile(r"\s*(\d{1,3})(?:[.．、]\s*|\s+)(?=[^\W\d_]|[“《\"])")
_SHORT = re.compile(r"(?:^|[^A-Za-zΑ-ωÀ-ÿ])[A-Za-zΑ-ω]{1,2}$|(?<!\d)(?!(?:1[5-9]|20)\d\d$)\d+$")
_HIGH = str.maketrans("0123456789-–−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻")
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
_WORDS = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+(?:-[A-Za-zÀ-ÖØ-öø-ÿ]+)*(?!-?$)(?![A-Za-zÀ-ÖØ-öø-ÿ-])")
_BROKEN = re.compile(r"([A-Za-zÀ-ÖØ-öø-ÿ-]+)-$")
_REST = re.compile(r"[a-zà-öø-ÿ]+(?:-[a-zà-öø-ÿ]+)*")
_ADDRESS = re.compile(r"(?:https?:|www\.|doi[:.]|10\.\d{4,}/)\S*$", re.IGNORECASE)


def words_of(lines: Iterable[Printed]) -> frozenset[str]:
    """The Latin words that no line end breaks, in lower case."""
    found: set[str] = set()
    for line in lines:
        found.update(_WORDS.findall(line.text))
    return frozenset(word.lower() for word in found)


@dataclass(slots=True)
class Writer:
    """Collects the text; ``vocabulary`` decides whose hyphen stands at a line end."""

    vocabulary: frozenset[str]
    parts: list[str] = field(default_factory=list)
    length: int = 0
    hints: list[Hint] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def page(self) -> None:
        """Begin another page."""
        self._add("\f\n" if self.length else "")

    def close(self) -> None:
        """End lines that stand without blank lines between them (rows, notes)."""
        self._add("\n")

    def paragraph(
        self,
        paragraph: Paragraph,
        kind: BlockKind | None,
        level: int | None = None,
        plain: bool = False,
        gap: bool = True,
    ) -> None:
        """Write one paragraph on one line. ``plain``: raised digits stay digits."""
        start = self.length
        text = ""
        for line in paragraph.lines:
            words = _told(line, text, kind, plain)
            if not words:
                continue
            if text:
                text = self._joined(text, words)
            begin = start + len(text)
            text += words
            box = (
                round(line.x0, 1),
                round(line.top, 1),
                round(line.x1, 1),
                round(line.bottom, 1),
            )
            self.places.append(Place(begin, start + len(text), line.page, box))
        if not text.strip():
            return
        # a hyphen that went shortens the line before it
        self._add(text + "\n")
        if kind is not None:
            self.hints.append(Hint(start, start + len(text), kind, level))
        if gap:
            self._add("\n")

    def _joined(self, text: str, words: str) -> str:
        """What stands before a further line: a space, nothing, or no hyphen any more."""
        left, right = text[-1], words[0]
        if left == "-" and (broken := _BROKEN.search(text)) is not None:
            rest = _REST.match(words)
            if rest is not None and self._is_broken(broken[1].lower(), rest[0]):
                last = self.places[-1]
                self.places[-1] = Place(last.start, last.end - 1, last.page, last.box)
                return text[:-1]
            return text
        if left in "—–/-" or right in "—/":
            return text
        if _HAN.match(left) or _HAN.match(right):
            return text
        if _ADDRESS.search(text[-200:]) and (left in "._=?&%" or re.match(r"\S*[\d/_=]", words)):
            return text
        return text + " "

    def _is_broken(self, first: str, second: str) -> bool:
        """Whether a word was broken at its hyphen and is written without it."""
        whole = f"{first}{second}"
        if whole in self.vocabulary:
            return True
        if f"{first}-{second}" in self.vocabulary:
            return False
        last = first.rpartition("-")[2]
        both = last in self.vocabulary and second in self.vocabulary
        return not (both and len(last) > 2 and len(second) > 3)

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def text(self) -> str:
        """All that was written."""
        return "".join(self.parts)


def _told(line: Printed, before: str, kind: BlockKind | None, plain: bool) -> str:
    """A line's words, with raised marks written as marks."""
    words = "\t".join(cell.text for cell in line.cells) if kind == "table" else line.text
    if kind == "footnotes" and not before and (number := _NUMBER.match(words)) is not None:
        return f"[{number[1]}] {_told_raised(words[number.end() :], '', plain)}"
    if RAISED not in words:
        return words.strip()
    if kind == "footnotes" and not before and (label := _LABEL.match(words)) is not None:
        mark = f"[{label[1]}]" if label[1].isdigit() else label[1]
        words = f"{mark} {words[label.end() :]}"
    return _told_raised(words, before, plain)


def _told_raised(words: str, before: str, plain: bool) -> str:
    parts: list[str] = []
    end = 0
    for hit in _RAISED.finditer(words):
        parts.append(words[end : hit.start()])
        so_far = (before + " " if before and not parts[-1] else "") + "".join(parts)
        parts.append(_mark(hit[1], so_far, plain))
        end = hit.end()
    parts.append(words[end:])
    return "".join(parts).replace(RAISED, "").replace(LOWERED, "").strip()


def _mark(inside: str, before: str, plain: bool) -> str:
    """A raised text as the pipeline reads it."""
    inside = inside.strip()
    if plain or _NUMBERS.match(inside) is None:
        return inside
    if _BRACKETED.match(inside):
        return "^" + re.sub(r"([\]］〕])\s?([\[［〔])", r"\1^^\2", inside) + "^"
    inside = inside.strip("]］〕 ")
    if not before.strip() or _SHORT.search(before[-24:]):
        return inside.translate(_HIGH)
    return f"^[{inside}]^"
