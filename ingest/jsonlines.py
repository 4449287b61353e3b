"""What ``wenmai extract`` prints: JSON Lines, one object for each found thing (``quality.md``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.document import Attribution, Document

Record = dict[str, Any]


def records(document: Document) -> Iterator[Record]:
    """Yield the document and everything found in it, ``kind`` first, in reading order."""
    meta, source = document.metadata, document.source
    yield {
        "kind": "document",
        "file": source.file,
        "sha256": source.sha256,
        "lang": meta.lang,
        "title": meta.title,
        "title_en": meta.title_en,
        "authors": list(meta.authors),
        "container": meta.container,
        "year": meta.year,
        "volume": meta.volume,
        "issue": meta.issue,
        "pages": meta.pages,
        "doi": meta.doi,
        "abstract": meta.abstract,
        "abstract_en": meta.abstract_en,
        "keywords": list(meta.keywords),
        "keywords_en": list(meta.keywords_en),
    }
    for section in document.sections:
        yield {
            "kind": "section",
            "title": section.title,
            "level": section.level,
            "start": section.start,
            "end": section.end,
        }
    for sentence in document.sentences:
        yield {
            "kind": "sentence",
            "start": sentence.start,
            "end": sentence.end,
            "text": sentence.text,
            "lang": sentence.lang,
        }
    for mention in document.mentions:
        if mention.nested:
            continue  # the longest term names the concept; what stands inside it is its part
        yield {
            "kind": "mention",
            "start": mention.start,
            "end": mention.end,
            "surface": mention.surface,
            "concept": mention.concept,
            "class": mention.cls,
        }
    for claim in document.claims:
        yield {
            "kind": "claim",
            "start": claim.start,
            "end": claim.end,
            "quote": claim.quote,
            "type": claim.type,
            "subject": claim.subject,
            "relation": claim.relation,
            "object": claim.object,
            "subject_concept": claim.subject_concept,
            "object_concept": claim.object_concept,
            "polarity": claim.polarity,
            "modality": claim.modality,
            "attribution": _attribution(claim.attribution),
            "confidence": claim.confidence,
            "rule": claim.rule,
        }
    for reference in document.references:
        yield {
            "kind": "reference",
            "id": reference.id,
            "label": reference.label,
            "start": reference.start,
            "end": reference.end,
            "raw": reference.raw,
            "type": reference.type,
            "csl": dict(reference.csl),
        }
    for pointer in document.pointers:
        yield {
            "kind": "pointer",
            "start": pointer.start,
            "end": pointer.end,
            "surface": pointer.surface,
            "references": list(pointer.references),
            "locator": pointer.locator,
            "context": document.sentences[pointer.sentence].text,
            "function": pointer.function,
        }


def _attribution(attribution: Attribution | None) -> Record | None:
    if attribution is None:
        return None
    return {"authors": list(attribution.authors), "marker": attribution.marker}
