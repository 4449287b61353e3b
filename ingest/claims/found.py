"""A claim as the rules find it, before it is linked to the document."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.claims.clauses import Clause
from ingest.document import ClaimType, Modality, Polarity, Relation

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """A claim in the cleaned sentence, before it is linked to the document."""

    rule: str
    type: ClaimType
    relation: Relation
    subject: Span
    object: Span
    polarity: Polarity
    modality: Modality
    confidence: float
    authors: tuple[str, ...] = ()
    resolved: Span | None = None  # what a pronoun subject stands for, where it is clear


@dataclass(slots=True)
class State:
    """What earlier clauses of the sentence leave behind."""

    topic: Span | None = None
    clause: Clause | None = None
    authors: tuple[str, ...] = ()
    finding: bool = False
    conditional: bool = False
    covered: int = 0  # where the last object ends
    claimed: bool = False  # the clause before gave a claim
    duty: Found | None = None  # the duty that the clause before states
    duties: int = 0  # how many further clauses have listed duties


def surest(found: list[Found]) -> list[Found]:
    """Keep one claim for each pair of phrases, and the four surest, in reading order."""
    unique: dict[tuple[Span, Span], Found] = {}
    for claim in found:
        key = (claim.subject, claim.object)
        if key not in unique or unique[key].confidence < claim.confidence:
            unique[key] = claim
    chosen = sorted(unique.values(), key=lambda c: (-c.confidence, c.object))[:4]
    return sorted(chosen, key=lambda c: (c.object, c.subject))
