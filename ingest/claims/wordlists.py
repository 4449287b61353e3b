"""The Chinese word lists as sets: what ``lists/zh.toml`` says, ready for lookup."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ingest.tables import table


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists as sets, longest first where the order matters."""

    adverbs: frozenset[str]
    negations: frozenset[str]
    normative: frozenset[str]
    possible: frozenset[str]
    prepositions: frozenset[str]
    locatives: tuple[str, ...]
    pronouns: frozenset[str]
    not_subjects: frozenset[str]
    not_objects: frozenset[str]
    object_lead: tuple[str, ...]
    phrase_trail: tuple[str, ...]
    object_stops: frozenset[str]
    nominal_verbs: frozenset[str]
    nominal_after: tuple[str, ...]
    predicates: frozenset[str]
    long_adverbs: tuple[str, ...]
    vp_start: frozenset[str]
    moved: tuple[str, ...]
    blockers: frozenset[str]
    stating: frozenset[str]
    light: frozenset[str]
    auxiliaries: frozenset[str]
    purposes: frozenset[str]
    bare_stops: frozenset[str]
    degrees: frozenset[str]
    raising: frozenset[str]
    copulas: frozenset[str]
    causing: frozenset[str]
    embedding: frozenset[str]
    subject_not_first: frozenset[str]
    subject_not_last: frozenset[str]
    frame_openers: frozenset[str]
    subject_not_inside: frozenset[str]


@lru_cache(maxsize=1)
def lists() -> Lists:
    """Return the word lists of ``lists/zh.toml``."""
    words = table("zh")

    def longest(name: str) -> tuple[str, ...]:
        return tuple(sorted(words[name], key=len, reverse=True))

    return Lists(
        adverbs=frozenset(words["adverbs"]),
        negations=frozenset(words["negations"]),
        normative=frozenset(words["normative"]),
        possible=frozenset(words["possible"]),
        prepositions=frozenset(words["prepositions"]),
        locatives=longest("locatives"),
        pronouns=frozenset(words["pronouns"]),
        not_subjects=frozenset(words["not_subjects"]),
        not_objects=frozenset(words["not_objects"]),
        object_lead=longest("object_lead"),
        phrase_trail=longest("phrase_trail"),
        object_stops=frozenset(words["object_stops"]),
        nominal_verbs=frozenset(words["nominal_verbs"]),
        nominal_after=longest("nominal_after"),
        predicates=frozenset(words["predicates"]),
        long_adverbs=tuple(a for a in longest("adverbs") if len(a) > 2),
        vp_start=frozenset(words["vp_start"]).union(
            *(table("cues")[name] for name in ("promote", "worsen", "harm", "reduce"))
        ),
        moved=tuple(words["moved"]),
        **{name: frozenset(group) for name, group in words["phrases"].items()},
    )
