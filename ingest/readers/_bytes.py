"""Bytes: which format they are, and which text they hold. Newlines stay as they are."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from ingest.document import DocumentError
from ontology.i18n import _

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
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Letters, Han characters, punctuation and white space of the languages that are read.
_USUAL = re.compile(
    r"[\t\n\r\f -~\u00a0-\u024f\u2000-\u206f\u2460-\u24ff\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]"
)
# Tried first where neither UTF-8 nor GB 18030 fits.
_OTHERS = ["big5", "big5hkscs", "cp1252", "shift_jis", "euc_jp", "euc_kr"]
# Share of the characters outside ASCII that GB 2312 has: below it, GB 18030 is doubtful
# (Big5 and Latin-1 bytes often decode as rare characters of GB 18030).
_COMMON = 0.85


def recognise(data: bytes) -> str | None:
    """Return what people call a binary format ("a PDF document"), or None for text."""
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        head = data[:4096] + data[-65536:]
        return next((name for inside, name in _ZIPPED if inside in head), "a zip archive")
    if b"\x00" in data and not data.startswith(tuple(mark for mark, _ in _MARKS)):
        return None if _unmarked_utf16(data) else "a binary file (it holds NUL bytes)"
    return None


def decode(file: str, data: bytes) -> tuple[str, str]:
    """Return the text and its encoding: BOM, UTF-8, GB 18030, then a guess.

    Raises DocumentError where no encoding gives text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                break
    if (wide := _unmarked_utf16(data)) is not None:
        return data.decode(wide), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    text = _gb18030(data)
    if text is not None and _common_share(text) >= _COMMON:
        return text, "gb18030"
    best = from_bytes(data, cp_isolation=_OTHERS).best() or from_bytes(data).best()
    if best is not None:
        try:
            # str(best) would translate newlines
            return data.decode(best.encoding), best.encoding
        except (UnicodeDecodeError, LookupError):
            pass
    raise DocumentError(
        file,
        _("its encoding is not known (neither UTF-8 nor GB 18030 nor another that fits)"),
        _("save it as UTF-8"),
    )


def _gb18030(data: bytes) -> str | None:
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return None


def _common_share(text: str) -> float:
    foreign = "".join(ch for ch in text[:20_000] if ch >= "\x80")
    if not foreign:
        return 0.0
    return len(foreign.encode("gb2312", "ignore")) / 2 / len(foreign)


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: one of the two byte orders gives usual characters only."""
    head = data[:20_000]
    if len(data) % 2 or b"\x00" not in head:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)[:10_000]
        except UnicodeDecodeError:
            continue
        if len(_USUAL.findall(text)) >= 0.97 * len(text):
            return encoding
    return None
