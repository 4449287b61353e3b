"""Plain text."""

from __future__ import annotations

from ingest.document import Source
from ingest.readers import digest
from ingest.readers._bytes import decode

SUFFIXES = (".txt", ".text")


def read(file: str, data: bytes) -> Source:
    """Return the text of a plain-text file, newlines untouched."""
    text, encoding = decode(file, data)
    return Source(file=file, sha256=digest(data), text=text, format="text", encoding=encoding)
