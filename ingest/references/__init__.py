"""References: found in the document's lists and notes, split into items, read into CSL-JSON."""

from ingest.references.find import find
from ingest.references.parse import Parsed, parse

__all__ = ["Parsed", "find", "parse"]
