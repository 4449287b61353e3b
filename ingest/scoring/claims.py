"""Score found claims against the development gold in ``corpus/gold/claims.jsonl``.

A claim is right where a gold claim of the same sentence has the same relation and both of
its sides: the same words, or words that end alike and overlap by half (the head closes a
Chinese phrase; in English the same words may begin alike). Each gold claim counts once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.document import Claim, Document
from ingest.scoring.counts import Counts
from ingest.scoring.texts import Texts

Span = tuple[int, int]


def f_measure(precision: float, recall: float) -> float:
    """Return the harmonic mean of precision and recall."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(slots=True)
class ClaimScore(Counts):
    """Counts over annotated sentences of one language, or of both."""

    sentences: Counter[str] = field(default_factory=Counter)  # hit, miss, false, rejected
    linked_right: int = 0  # claims with a concept on both sides
    linked_found: int = 0
    same: Counter[str] = field(default_factory=Counter)  # on right claims
    by_type: dict[str, Counter[str]] = field(default_factory=dict)
    by_rule: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def sentence_f(self) -> float:
        """F of saying which sentences are claims."""
        s = self.sentences
        precision = s["hit"] / (s["hit"] + s["false"]) if s["hit"] else 0.0
        recall = s["hit"] / (s["hit"] + s["miss"]) if s["hit"] else 0.0
        return f_measure(precision, recall)

    @property
    def rejected(self) -> float:
        """Share of the sentences without a claim in which none is found."""
        total = self.sentences["rejected"] + self.sentences["false"]
        return self.sentences["rejected"] / total if total else 1.0

    @property
    def linked_precision(self) -> float:
        """Precision of the claims with a concept on both sides."""
        return self.linked_right / self.linked_found if self.linked_found else 0.0

    def share(self, name: str) -> float:
        """Share of the right claims whose type, polarity or modality is right too."""
        return self.same[name] / self.right if self.right else 0.0

    @property
    def attribution_f(self) -> float:
        """F of saying that a right claim is somebody else's, and whose."""
        hit = self.same["attributed"]
        precision = hit / self.same["says attributed"] if hit else 0.0
        recall = hit / self.same["is attributed"] if hit else 0.0
        return f_measure(precision, recall)

    def add(self, other: ClaimScore) -> None:
        """Add another score's counts."""
        self.sentences.update(other.sentences)
        self.same.update(other.same)
        self.count(other.right, other.found, other.expected)
        self.linked_right += other.linked_right
        self.linked_found += other.linked_found
        for mine, theirs in ((self.by_type, other.by_type), (self.by_rule, other.by_rule)):
            for key, counts in theirs.items():
                mine.setdefault(key, Counter()).update(counts)

    def figures(self) -> dict[str, float]:
        """Return the figures that are reported and held as floors.

        Attribution is left out where no right claim is somebody else's, in gold or as found.
        """
        attributed = self.same["says attributed"] or self.same["is attributed"]
        return {
            "sentence_f": self.sentence_f,
            "rejected": self.rejected,
            "precision": self.precision,
            "recall": self.recall,
            "f": self.f1,
            "linked_precision": self.linked_precision,
            "type": self.share("type"),
            "polarity": self.share("polarity"),
            "modality": self.share("modality"),
            **({"attribution_f": self.attribution_f} if attributed else {}),
        }


def same_side(found: Span, gold: Span, lang: str) -> bool:
    """Whether two stretches of a sentence name the same side of a claim."""
    overlap = min(found[1], gold[1]) - max(found[0], gold[0])
    if overlap <= 0:
        return False
    shorter, longer = sorted((found[1] - found[0], gold[1] - gold[0]))
    if 2 * overlap / (shorter + longer) >= 0.75:
        return True
    alike = found[1] == gold[1] or (lang == "en" and found[0] == gold[0])
    return alike and overlap >= 0.5 * longer


def score_sentence(
    claims: Iterable[Claim], gold: Mapping[str, Any], lang: str, text: str
) -> ClaimScore:
    """Score the claims found in one annotated sentence; gold spans index ``text``."""
    result = ClaimScore()
    found = sorted(claims, key=lambda c: -c.confidence)
    left = list(gold["claims"])
    name = ("hit" if found else "miss") if left else ("false" if found else "rejected")
    result.sentences[name] += 1
    result.expected, result.found = len(left), len(found)
    for item in left:
        result.by_type.setdefault(item["type"], Counter())["expected"] += 1
    for claim in found:
        linked = claim.subject_concept is not None and claim.object_concept is not None
        result.linked_found += linked
        rule = result.by_rule.setdefault(claim.rule, Counter())
        rule["found"] += 1
        match = next((item for item in left if _right(claim, item, text, lang)), None)
        if match is None:
            continue
        left.remove(match)
        result.right += 1
        result.linked_right += linked
        rule["right"] += 1
        result.by_type[match["type"]]["right"] += 1
        result.same["type"] += claim.type == match["type"]
        result.same["polarity"] += claim.polarity == match["polarity"]
        result.same["modality"] += claim.modality == match["modality"]
        theirs = match.get("attribution")
        result.same["is attributed"] += theirs is not None
        result.same["says attributed"] += claim.attribution is not None
        result.same["attributed"] += theirs is not None and _same_source(claim, theirs)
    return result


def _same_source(claim: Claim, gold: Mapping[str, Any]) -> bool:
    if claim.attribution is None:
        return False
    if gold.get("authors"):
        return set(gold["authors"]) == set(claim.attribution.authors)
    return bool(gold.get("marker") == claim.attribution.marker)


def _right(claim: Claim, gold: Mapping[str, Any], text: str, lang: str) -> bool:
    if claim.relation != gold["relation"]:
        return False
    return all(
        any(same_side(span, tuple(gold[side]), lang) for span in _places(text, words))
        for side, words in (("subject", claim.subject), ("object", claim.object))
    )


def _places(text: str, words: str) -> list[Span]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append((at, at + len(words)))
        at = text.find(words, at + 1)
    return found


def evaluate(gold: Path, seeds: Path, digests: Path) -> dict[str, ClaimScore]:
    """Read the annotated texts, find claims, and return a score for ``zh`` and ``en``."""
    texts = Texts(seeds, digests)
    scores = {"zh": ClaimScore(), "en": ClaimScore()}
    for line in gold.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        doc = texts.document(item)
        if doc is None:
            continue
        place = texts.sentence(doc, item)
        if place is None:
            # The annotated sentence is not one of ours: everything in it is missed.
            scores[item["lang"]].expected += len(item["claims"])
            scores[item["lang"]].sentences["miss"] += bool(item["claims"])
            continue
        lang, text = item["lang"], doc.sentences[place].text
        cleaned = {**item, "claims": [_cleaned(c, doc, place) for c in item["claims"]]}
        claims = [c for c in doc.claims if c.sentence == place]
        scores[lang].add(score_sentence(claims, cleaned, lang, text))
    return scores


def _cleaned(claim: Mapping[str, Any], doc: Document, place: int) -> dict[str, Any]:
    """Return a gold claim with its sides as spans of the cleaned sentence."""
    sentence = doc.sentences[place]
    sides: dict[str, Any] = {}
    for side in ("subject", "object"):
        value = claim[side]
        if isinstance(value, str):
            at = sentence.text.find(value)
            sides[side] = (at, at + len(value)) if at >= 0 else (0, 0)
            continue
        inside = [i for i, p in enumerate(sentence.offsets) if value[0] <= p < value[1]]
        sides[side] = (inside[0], inside[-1] + 1) if inside else (0, 0)
    return {**claim, **sides}
