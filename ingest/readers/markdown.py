"""Markdown, with or without a block of YAML at its head: our corpus and people's notes."""

from __future__ import annotations

from ingest.document import DocumentError, Source
from ingest.frontmatter import FrontMatterError, front_matter
from ingest.readers import digest
from ingest.readers._bytes import decode
from ontology.i18n import _

SUFFIXES = (".md", ".markdown")


def read(file: str, data: bytes) -> Source:
    """Return the text of a Markdown file, head included, newlines untouched.

    Raises DocumentError where the head looks like YAML and cannot be parsed.
    """
    text, encoding = decode(file, data)
    try:
        front_matter(text)
    except FrontMatterError as problem:
        raise DocumentError(
            file,
            _("the block between --- at its head is not valid YAML ({what})").format(what=problem),
            _("correct it, or delete the block"),
        ) from None
    return Source(file=file, sha256=digest(data), text=text, format="markdown", encoding=encoding)
