"""Bytes: which format they are, and which text they hold. Newlines stay as they are."""

from __future__ import annotations

import codecs
import re

from ingest.readers._encodings import MARKS, decode, has_strays, unmarked_utf16

# Beginnings of files that are not text, and what people call them.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (.doc, .xls, .ppt)"),
    (b"{\\rtf", "an RTF document"),
    (b"CAJ\x00", "a CAJ document (CNKI)"),
    (b"HN\x00\x00", "a CAJ document (CNKI)"),
    (b"KDH ", "a KDH document (CNKI)"),
    (b"AT&TFORM", "a DjVu document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
# What a zip archive is called by a name inside it.
_ZIPPED: tuple[tuple[bytes, str], ...] = (
    (b"word/", "a Word document (.docx)"),
    (b"xl/", "an Excel sheet (.xlsx)"),
    (b"ppt/", "a PowerPoint presentation (.pptx)"),
    (b"application/epub+zip", "an EPUB book"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file (.odt, .ods, .odp)"),
)
# The reader that takes what is recognised, whatever the file's own ending is.
_ENDINGS: dict[str, str] = {
    "a PDF document": ".pdf",
    "an old Office document (.doc, .xls, .ppt)": ".doc",
    "a Word document (.docx)": ".docx",
    "an EPUB book": ".epub",
}
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*(?:<!DOCTYPE\s+html|<html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
# XML of a paper, JATS or TEI: a declaration or a document type, then the root
_ARTICLE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*(?:<[?!][^>]{0,500}>\s*){0,9}<(?:\w+:)?(?:article|TEI)[\s>]"
    rb"|<!DOCTYPE\s+(?:article|TEI)\s)"
)
_WEB_ARCHIVE = re.compile(
    rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,12}Content-Type:\s*multipart/related", re.IGNORECASE
)


def recognise(data: bytes) -> str | None:
    """Return what people call a binary format ("a PDF document"), or None for text."""
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        head = data[:4096] + data[-65536:]
        return next((name for inside, name in _ZIPPED if inside in head), "a zip archive")
    if b"\x00" in data and not data.startswith(tuple(mark for mark, _ in MARKS)):
        text = unmarked_utf16(data) is not None or has_strays(data)
        return None if text else "a binary file (it holds NUL bytes)"
    return None


def ending_of(data: bytes) -> str | None:
    """Return the ending that the content should have, where its bytes leave no doubt."""
    form = recognise(data)
    if form is not None:
        return _ENDINGS.get(form)
    head = data[:4096]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head[: len(head) // 2 * 2].decode("utf-16", "ignore").encode()
    head = head.removeprefix(codecs.BOM_UTF8)
    if _PAGE.match(head):
        return ".html"
    if _ARTICLE.match(head):
        return ".xml"
    return ".mhtml" if _WEB_ARCHIVE.match(head.lstrip()) else None


__all__ = ["decode", "ending_of", "recognise"]
