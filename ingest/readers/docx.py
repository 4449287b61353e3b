"""Word documents (.docx, .docm): paragraphs, notes, automatic numbers, citation fields.

Nothing in a document is run and nothing outside it is opened. The old binary format (.doc) is
recognised and refused with a remedy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from ingest.document import DocumentError, Source
from ingest.layout import headings
from ingest.readers._docx_fields import bare, named_in
from ingest.readers._docx_numbering import numbering, printed
from ingest.readers._docx_paragraphs import NoteCount, Story
from ingest.readers._docx_styles import styles
from ingest.readers._entries import LABEL, Entry, decide, note, write
from ingest.readers._package import Package, attribute, child, damaged, encrypted, local, value
from ingest.readers._writer import Item, Piece, Writer, plain_text
from ontology.i18n import _

SUFFIXES = (".docx", ".docm", ".dotx", ".doc")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What stands in a note to the title or to an author is about the paper
_ABOUT = re.compile(
    r"[*＊\s]*[【\[]?(?:本文系|本文为|基金|项目|课题|作者简介|作者信息|收稿日期"
    r"|通[讯信]作者|funding|supported by"
    r"|corresponding author|this (?:paper|work|research|study) (?:is|was) supported)",
    re.IGNORECASE,
)
_FRONT = 25  # paragraphs in which a title stated by the file must stand


def read(file: str, data: bytes) -> Source:
    """Return the text of a Word document and what its format states.

    Raises DocumentError for the old format, for encrypted and damaged files, and for archives
    that unpack to far more than a paper holds.
    """
    if data.startswith(_OLE):
        raise _old(file, data)
    package = Package(file, data)
    main = _main_part(package)
    if main is None:
        raise DocumentError(
            file,
            _("this archive holds no Word document"),
            _("check that the file was saved or converted completely"),
        )
    document = package.xml(main)
    folder = main.rpartition("/")[0]

    def part(name: str) -> etree._Element | None:
        return package.optional_xml(f"{folder}/{name}" if folder else name)

    settings = part("settings.xml")
    story = Story(
        styles(part("styles.xml")),
        numbering(part("numbering.xml")),
        _notes(document, settings),
    )
    body = child(document, "body")
    if body is None:
        raise damaged(file, f"{main}: body")
    entries = list(story.read(body))
    title_of = _stated_title(package, entries)
    decide(entries)
    writer = Writer()
    _lists(entries, story.works)
    for kind in ("footnote", "endnote"):
        entries += _notes_of(kind, part(f"{kind}s.xml"), story)
    write(writer, entries)
    return writer.source(file, data, "docx", {"title": title_of} if title_of else {})


def _old(file: str, data: bytes) -> DocumentError:
    """Say what an OLE container is: an encrypted document or one of the old format."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return encrypted(file)
    if "WordDocument".encode("utf-16-le") not in data:
        return DocumentError(
            file,
            _("this is an old Office document that is no Word document (.xls, .ppt)"),
            _("save its text as .docx"),
        )
    return DocumentError(
        file,
        _("this is a document of the old Word format (.doc), which cannot be read"),
        _("open it in Word, WPS or LibreOffice and save it as .docx"),
    )


def _main_part(package: Package) -> str | None:
    relations = package.optional_xml("_rels/.rels")
    for each in relations if relations is not None else ():
        kind = attribute(each, "Type") or ""
        target = (attribute(each, "Target") or "").lstrip("/")
        if kind.endswith("/officeDocument") and target in package.names:
            return target
    return "word/document.xml" if "word/document.xml" in package.names else None


def _notes(document: etree._Element, settings: etree._Element | None) -> NoteCount:
    """How notes are numbered: what the sections say before what the settings say."""
    forms = {"endnote": "lowerRoman"}
    starts: dict[str, int] = {}
    restarts: dict[str, str] = {}
    places = [each for each in document.iter() if local(each) == "sectPr"]
    places += [] if settings is None else [settings]
    for place in reversed(places):
        for kind in ("footnote", "endnote"):
            properties = child(place, f"{kind}Pr")
            if (form := value(properties, "numFmt")) is not None:
                forms[kind] = form
            if (start := value(properties, "numStart")) is not None and start.isdigit():
                starts[kind] = int(start)
            if (restart := value(properties, "numRestart")) is not None:
                restarts[kind] = restart
    return NoteCount(forms, starts, restarts, printed)


def _lists(entries: Sequence[Entry], works: Mapping[str, Any]) -> None:
    """Find the items of the lists of references, and the works that citation fields state."""
    in_list = False
    for at, entry in enumerate(entries):
        words = entry.number + entry.text
        named = headings.names(words, "references")
        after = next((each for each in entries[at + 1 : at + 2]), Entry())
        listed = after.kind == "references" or LABEL.match(after.number + after.text)
        if named and (entry.kind == "references" or (entry.kind is None and listed)):
            entry.kind = "heading"
        label = LABEL.match(words)
        if entry.kind == "heading" or named:
            in_list = named
        elif entry.kind is None and in_list:
            in_list = label is not None
            entry.kind = "references" if in_list else None
        if entry.kind == "references":
            key = named_in(words, works)
            keys = (*entry.keys, key) if key else entry.keys
            number = (label["in"] or label["dot"]) if label else None
            entry.item = Item(keys, number, works[key] if key else None)


def _notes_of(kind: str, root: etree._Element | None, story: Story) -> Iterator[Entry]:
    """Yield the notes that the text refers to, in the order of their marks."""
    if root is None:
        return
    by_key = {f"{kind}:{attribute(each, 'id')}": each for each in root if local(each) == kind}
    for key, label in list(story.notes.labels.items()):
        if key not in by_key:
            continue
        words: list[Piece] = []
        inner = Story(story.styles, story.numbering, story.notes, story.works)
        for entry in inner.read(by_key[key]):
            words += [Piece(" ")] if words else []
            words += [Piece(entry.number)] if entry.number else []
            words += entry.pieces
        text = plain_text(words)
        if text:
            found = note(key, label, words)
            if _ABOUT.match(text):
                found.kind = None
            yield found


def _stated_title(package: Package, entries: Sequence[Entry]) -> str | None:
    """The title among the file's properties, where a paragraph of the first page is the same."""
    core = package.optional_xml("docProps/core.xml")
    stated = next((e.text for e in core if local(e) == "title"), None) if core is not None else None
    words = bare(stated or "")
    if len(words) < 4:
        return None
    return next(
        (each.text.replace("\n", "") for each in entries[:_FRONT] if bare(each.text) == words), None
    )
