"""The one type that flows through the pipeline.

Every part is a span of the source text as decoded (Unicode code points, ``end`` exclusive).
A step takes a :class:`Document` and returns a new one; nothing is changed in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

BlockKind = Literal[
    "title",
    "byline",  # authors, affiliation, editors
    "abstract",
    "keywords",
    "meta",  # classification numbers, DOI, funding, journal line
    "heading",
    "body",
    "footnotes",
    "references",
    "caption",
    "table",
    "furniture",  # running heads, page numbers, site navigation
]
ClaimType = Literal[
    "definition",
    "composition",
    "causal",
    "function",
    "evaluation",
    "normative",
    "problem",
    "comparison",
    "finding",
]
Relation = Literal[
    "isA",
    "hasPart",
    "causes",
    "causedBy",
    "realizes",
    "reinforces",
    "threatens",
    "conflictsWith",
    "requires",
    "enables",
    "addresses",
    "concernsActor",
    "arisesIn",
    "precedes",
    "guides",
    "defines",
    "exemplifies",
    "other",
]
Polarity = Literal["positive", "negative"]
Modality = Literal["asserted", "normative", "possible"]
ReferenceType = Literal["work", "policy", "comment"]


class DocumentError(Exception):
    """A file that cannot be read: what is wrong and what a person can do about it."""

    def __init__(self, file: str, reason: str, remedy: str) -> None:
        super().__init__(f"{file}: {reason} — {remedy}")
        self.file = file
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of the text stands in an original that has pages.

    ``box`` is left, top, right, bottom in points from the page's top left corner.
    """

    start: int
    end: int
    page: int  # 1-based
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Hint:
    """What the format itself says of a stretch of the text: its kind, a heading's level.

    Layout takes it as given and applies its rules to the rest.
    """

    start: int
    end: int
    kind: BlockKind
    level: int | None = None  # of a heading, 1 for the outermost


@dataclass(frozen=True, slots=True)
class GivenReference:
    """A reference that the format marks as one; ``csl`` where it also states the fields."""

    start: int
    end: int
    label: str | None = None  # as printed, normalised: "3"; None where none is printed
    csl: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class GivenPointer:
    """An in-text mark that the format links to its references (indexes into ``references``)."""

    start: int
    end: int
    references: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The text as read, before anything is cleaned, and what the format states about it."""

    file: str  # the path as the caller gave it
    sha256: str  # of the file's bytes
    text: str  # decoded, newlines untouched; of a format that is no text: as the reader writes it
    format: str = "text"  # the reader's name: "text", "markdown", "pdf", "docx" …
    encoding: str = "utf-8"
    places: tuple[Place, ...] = ()  # sorted, not overlapping; each line of a PDF
    hints: tuple[Hint, ...] = ()  # sorted, not overlapping, at line borders
    references: tuple[GivenReference, ...] = ()  # sorted
    pointers: tuple[GivenPointer, ...] = ()  # sorted
    all_linked: bool = False  # what looks like a mark and is not in ``pointers`` is none: F[1,12]
    # CSL-JSON of the paper itself as far as the format states it (title, author, issued, DOI …);
    # besides "title_en", "abstract_en", "keyword" and "keyword_en" (lists of str).
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of source text of one kind, in reading order. Blocks do not overlap."""

    kind: BlockKind
    start: int
    end: int
    page: int | None = None  # 1-based, where the source shows page breaks


@dataclass(frozen=True, slots=True)
class Marker:
    """An in-text reference mark as printed: ``[1](P57)``, ``^[7]^``, ``①``, ``(Moore, 1995)``."""

    start: int
    end: int
    surface: str
    at: int  # position in the cleaned sentence where the mark stood
    labels: tuple[str, ...]  # normalised: ("1",), ("1", "3", "4"); ("①",) keeps the circled form
    locator: str | None = None  # "57"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, cleaned, with a map back to the source.

    ``offsets[i]`` is the source position of ``text[i]``; ``len(offsets) == len(text)``.
    Invented characters (a space between joined Latin lines) carry the position of the
    line break that they replace.
    """

    start: int
    end: int
    text: str
    lang: str  # "zh" or "en"
    section: int | None  # index into Document.sections
    offsets: tuple[int, ...]
    markers: tuple[Marker, ...] = ()
    kind: Literal["body", "abstract"] = "body"
    page: int | None = None

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of the cleaned characters ``text[start:end]``."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no such span in the sentence: {start}–{end} of {len(self.text)}")
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its stretch. ``start``–``end`` is the heading itself, as printed."""

    title: str
    level: int  # 1 for the outermost
    start: int
    end: int
    index: int  # 0-based, in reading order
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the text says of itself; ``None`` or empty where it is silent."""

    title: str | None = None
    title_en: str | None = None
    authors: tuple[str, ...] = ()
    container: str | None = None
    year: int | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    abstract: str | None = None
    abstract_en: str | None = None
    keywords: tuple[str, ...] = ()
    keywords_en: tuple[str, ...] = ()
    lang: str = "zh"
    kind: Literal["article", "digest"] = "article"
    retells: Mapping[str, Any] | None = None  # CSL-JSON of the paper that a digest retells
    own_sections: tuple[str, ...] = ()  # headings under which a digest speaks for itself


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept's name in a sentence. ``at``/``to`` index the cleaned sentence."""

    sentence: int
    start: int
    end: int
    at: int
    to: int
    surface: str
    concept: str | None  # IRI, or None for a candidate concept
    cls: str  # local name of the class: "Value", "Actor" …
    nested: bool = False  # stands inside a longer mention


@dataclass(frozen=True, slots=True)
class Reference:
    """One cited item as printed. A footnote with two works gives two references."""

    id: str  # unique in the document
    label: str | None  # as printed, normalised: "3", "①"
    start: int
    end: int
    raw: str  # as printed, lines joined
    type: ReferenceType
    csl: Mapping[str, Any]  # CSL-JSON; empty for a comment
    confidence: float = 1.0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Pointer:
    """An in-text mark linked to its references; empty ``references`` is unresolved."""

    start: int
    end: int
    surface: str
    sentence: int
    references: tuple[str, ...]
    locator: str | None = None
    function: str | None = None  # a cito: local name


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose statement it is: authors named in the sentence, or the marker that closes it."""

    authors: tuple[str, ...] = ()
    marker: str | None = None
    references: tuple[str, ...] = ()  # ids of Document.references


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement found. Subject and object stand literally in the cleaned sentence."""

    sentence: int
    start: int
    end: int
    quote: str
    type: ClaimType
    subject: str
    relation: Relation
    object: str
    rule: str
    confidence: float
    subject_concept: str | None = None
    object_concept: str | None = None
    polarity: Polarity = "positive"
    modality: Modality = "asserted"
    attribution: Attribution | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document and everything found in it so far."""

    source: Source
    metadata: Metadata = field(default_factory=Metadata)
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    references: tuple[Reference, ...] = ()
    pointers: tuple[Pointer, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()

    def having(self, **changes: Any) -> Document:
        """Return a copy with some parts replaced."""
        return replace(self, **changes)
