"""English claims without a parser: the rules' verbs between two short phrases.

Less is found than with a model, and only what stands in the plain order subject, verb,
object. The same rule files are read; rules whose shape needs a tree are left out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from ingest.claims.found import Found
from ingest.claims.linking import Linker
from ingest.claims.patterns import raw_rules
from ingest.document import Modality, Polarity, Relation
from ingest.tables import table

_MODAL = r"(?:(?P<modal>should|must|may|might|could|can|will|would|shall)\s+)?"
_NOT = r"(?:(?P<not>not|never)\s+)?"
_ADVERB = r"(?:\w+ly\s+|also\s+|often\s+|still\s+)?"
_SPLIT = re.compile(
    r"[,;:]\s+(?:and\s+|but\s+|so\s+|while\s+|whereas\s+)?|\s+(?:but|whereas|while)\s+"
)
_LEAD = re.compile(
    r"^(?:(?:the|a|an|thus|therefore|however|moreover|furthermore|in addition|first|second|third|"
    r"finally|also|and|but|for example|in practice|similarly|consequently)[, ]+)+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s+(?:because|although|since|if|when|before|after|so that|in order to)\b.*$")


def forms(lemma: str) -> set[str]:
    """Return the inflected forms of a regular English verb."""
    if lemma == "be":
        return {"is", "are", "was", "were"}
    if lemma == "have":
        return {"have", "has", "had"}
    irregular = {"lead": "led", "give": "gave", "make": "made", "find": "found", "meet": "met"}
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    third = lemma + ("es" if lemma.endswith(("s", "x", "sh", "ch")) else "s")
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        third, stem = lemma[:-1] + "ies", lemma[:-1] + "i"
    return {lemma, third, irregular.get(lemma, stem + "ed")}


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[dict[str, Any], re.Pattern[str]], ...]:
    found = []
    for rule in raw_rules("en"):
        shape = rule["shape"]
        if shape == "modal":
            verb = r"(?P<modal>should|must)\s+" + _NOT + r"(?P<o>\w+\s.+)"
            found.append((rule, re.compile(rf"^(?P<s>.{{3,80}}?)\s+{verb}$", re.IGNORECASE)))
            continue
        if shape not in ("svo", "prep") or rule.get("colon") or rule.get("include_verb"):
            continue
        words = "|".join(sorted({f for v in rule["verbs"] for f in forms(v)}, key=len)[::-1])
        preps = rf"\s+(?:{'|'.join(rule['preps'])})" if shape == "prep" else ""
        pattern = (
            rf"^(?P<s>.{{3,80}}?)\s+{_MODAL}{_NOT}{_ADVERB}(?:{words}){preps}\s+(?P<o>.{{3,120}})$"
        )
        found.append((rule, re.compile(pattern, re.IGNORECASE)))
    return tuple(found)


def find(text: str, linker: Linker) -> list[Found]:
    """Return the claims that the surface shows, at most four."""
    claims: list[Found] = []
    at = 0
    for match in [*_SPLIT.finditer(text), None]:
        end = match.start() if match else len(text.rstrip(". "))
        claim = _in_clause(text, at, end, linker)
        if claim is not None:
            claims.append(claim)
        at = match.end() if match else end
    return claims[:4]


def _in_clause(text: str, start: int, end: int, linker: Linker) -> Found | None:
    clause = text[start:end]
    best: tuple[int, dict[str, Any], re.Match[str]] | None = None
    for rule, pattern in _patterns():
        match = pattern.match(clause)
        if match and (best is None or match.start("o") < best[0]):
            best = (match.start("o"), rule, match)
    if best is None:
        return None
    _, rule, match = best
    subject = _trim(text, start + match.start("s"), start + match.end("s"))
    object_ = _trim(text, start + match.start("o"), start + match.end("o"))
    words = [text[slice(*s)] for s in (subject, object_)]
    lists = table("en")
    if any(len(w) < 2 for w in words) or len(words[0].split()) > 9:
        return None
    if words[0].lower() in lists["not_subjects"] or words[1].lower() in lists["not_objects"]:
        return None
    ends = [linker.link(w, "en") for w in words]
    if rule.get("needs") and not any(ends):
        return None
    relation: Relation = rule["relation"]
    if rule.get("when_value") and ends[1] is not None and ends[1].cls == "Value":
        relation = rule["when_value"]
    groups = match.groupdict()
    modal = (groups.get("modal") or "").lower()
    modality: Modality = rule.get("modality", "asserted")
    if modal in lists["normative"]:
        modality = "normative"
    elif modal in lists["possible"]:
        modality = "possible"
    polarity: Polarity = "negative" if groups.get("not") else "positive"
    if rule.get("swap"):
        subject, object_ = object_, subject
    confidence = round(float(rule.get("confidence", 0.7)) - 0.2, 2)
    return Found(
        rule["id"], rule["type"], relation, subject, object_, polarity, modality, confidence
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    phrase = text[start:end]
    lead = _LEAD.match(phrase)
    if lead:
        start += lead.end()
    tail = _TAIL.search(text[start:end])
    if tail:
        end = start + tail.start()
    while end > start and text[end - 1] in " .,;:":
        end -= 1
    return start, end
