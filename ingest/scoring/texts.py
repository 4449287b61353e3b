"""The texts that the gold annotates: seeds by offsets, our own digests by their words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest.document import Document
from ingest.pipeline import read_document


class Texts:
    """Reads each annotated text once. A seed that is not there gives no document."""

    def __init__(self, seeds: Path, digests: Path) -> None:
        self._seeds, self._digests = seeds, digests
        self._read: dict[str, Document | None] = {}

    def document(self, item: Mapping[str, Any]) -> Document | None:
        """Return the document that a gold item belongs to, or None where it is absent."""
        name = item.get("seed") or item["digest"]
        if name not in self._read:
            if "seed" in item:
                path = next(iter(sorted(self._seeds.glob(f"{name}_*.txt"))), None)
            else:
                path = self._digests / name
            there = path is not None and path.exists()
            self._read[name] = read_document(path) if there and path is not None else None
        return self._read[name]

    def sentence(self, doc: Document, item: Mapping[str, Any]) -> int | None:
        """Return the number of the sentence that a gold item annotates, if it was found."""
        if "text" in item:
            return next((i for i, s in enumerate(doc.sentences) if s.text == item["text"]), None)
        best, place = 0, None
        for i, sentence in enumerate(doc.sentences):
            overlap = min(sentence.end, item["end"]) - max(sentence.start, item["start"])
            if overlap > best:
                best, place = overlap, i
        return place if best >= 0.5 * (item["end"] - item["start"]) else None
