"""Apply the English rules to the clause around a verb."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ingest.claims.en_phrases import (
    Clause,
    Node,
    last_of,
    objects_of,
    phrase,
    through,
    verb_phrase,
    word_set,
)
from ingest.claims.found import Found, Span
from ingest.claims.linking import Linker
from ingest.claims.patterns import raw_rules
from ingest.document import Modality, Polarity, Relation


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb of a rule: its lemma, the particle or preposition that it needs."""

    rule: dict[str, Any]
    shape: str
    preps: frozenset[str]


@lru_cache(maxsize=1)
def _by_lemma() -> dict[str, tuple[Verb, ...]]:
    found: dict[str, list[Verb]] = {}
    for rule in raw_rules("en"):
        for lemma in rule.get("verbs", ()):
            verb = Verb(rule, rule["shape"], frozenset(rule.get("preps", ())))
            found.setdefault(lemma, []).append(verb)
    return {
        lemma: tuple(sorted(verbs, key=lambda v: -int(v.rule.get("priority", 0))))
        for lemma, verbs in found.items()
    }


def claims(clause: Clause, linker: Linker) -> Iterator[Found]:
    """Yield what a clause claims: a duty where a modal says so, else the verb's first rule."""
    verb = clause.verb
    if clause.normative and clause.borrowed and (clause.passive or verb.dep_ == "xcomp"):
        return  # the verb above says the duty
    if (clause.normative and verb.lemma_ != "be") or verb.lemma_ in ("ought",):
        found = _normative(clause, linker)
        if found is not None:
            yield found
            return
    fired = False
    for option in _by_lemma().get(verb.lemma_, ()):
        claims = list(_apply(option, clause, linker))
        if claims:
            fired = True
            yield from claims
            break
    if clause.normative and not fired:
        found = _normative(clause, linker)
        if found is not None:
            yield found


def _normative(clause: Clause, linker: Linker) -> Found | None:
    rule = next((r for r in raw_rules("en") if r.get("shape") == "modal"), None)
    if rule is None or clause.subject is None:
        return None
    verb = clause.verb
    end = verb_phrase(verb)
    subject = _subject(clause)
    if subject is None:
        return None
    return _found(rule, clause, subject, end, linker)


def _subject(clause: Clause) -> Span | None:
    node = clause.subject
    if node is None:
        return None
    if node.dep_ == "csubj" or node.pos_ in ("VERB",):
        return verb_phrase(node) if node.tag_ in ("VBG", "VB") else None
    if node.lower_ in word_set("not_subjects"):
        return None
    if node.pos_ not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
        return None
    return phrase(node)


def _apply(option: Verb, clause: Clause, linker: Linker) -> Iterator[Found]:
    rule, shape, verb = option.rule, option.shape, clause.verb
    subject = _subject(clause)
    if subject is None:
        if shape != "there" or clause.subject is None:
            return
        subject = (0, 0)
    if shape == "svo":
        if clause.passive:
            agent = through(verb, frozenset({"by", "through"}))
            if agent is None or agent.pos_ not in ("NOUN", "PROPN", "VERB", "PRON"):
                return
            side = phrase(agent) if agent.pos_ != "VERB" else verb_phrase(agent)
            yield from _several(rule, clause, side, [subject], linker)
            return
        objects = objects_of(verb)
        if not objects or objects[0].pos_ not in ("NOUN", "PROPN", "PRON", "VERB", "NUM", "ADJ"):
            return
        beside = [*verb.children, *objects[0].children]
        if any(c.lower_ in rule.get("not_with", ()) for c in beside if c.dep_ == "prep"):
            return
        if rule.get("include_verb"):
            problem = verb_phrase(verb)
            found = _found(rule, clause, problem, subject, linker)
            if found:
                yield found
            return
        if rule.get("swap"):
            if rule.get("problem_only") and objects[0].lower_ not in word_set("problem_nouns"):
                return
            found = _found(rule, clause, phrase(objects[0]), subject, linker)
            if found:
                yield found
            return
        if rule.get("colon"):
            if objects[0].lower_ not in word_set("part_nouns"):
                return
            items = _colon_list(objects[0])
            yield from _several(rule, clause, subject, items, linker)
            return
        yield from _several(rule, clause, subject, _split(objects[0], rule, linker), linker)
    elif shape == "svo-prep":
        for noun in objects_of(verb):
            if noun.lower_ not in word_set(rule["object_nouns"]):
                continue
            target = through(noun, option.preps) or through(verb, option.preps)
            if target is not None:
                yield from _several(rule, clause, subject, _split(target, rule, linker), linker)
    elif shape == "there":
        target = through(verb, option.preps)
        noun = next((c for c in verb.children if c.dep_ in ("attr", "nsubj")), None)
        if noun is not None and target is None:
            target = through(noun, option.preps)
        if noun is not None and target is not None and noun.lower_ in word_set("problem_nouns"):
            start, end = phrase(noun)
            end = min(end, noun.idx + len(noun.text))
            yield from _several(rule, clause, (start, end), [phrase(target)], linker)
    elif shape == "prep":
        if clause.passive:
            return
        target = through(verb, option.preps)
        if target is None:
            return
        if rule.get("swap"):
            yield from _several(rule, clause, phrase(target), [subject], linker)
            return
        yield from _several(rule, clause, subject, _split(target, rule, linker), linker)
    elif shape == "passive-prep":
        target = through(verb, option.preps)
        if target is None:
            return
        if clause.passive:
            yield from _several(rule, clause, subject, _split(target, rule, linker), linker)
            return
        objects = objects_of(verb)
        if objects and rule.get("active", True):
            yield from _several(
                rule, clause, phrase(objects[0]), _split(target, rule, linker), linker
            )
    elif shape == "copula":
        yield from _copula(rule, clause, subject, linker)
    elif shape == "adjective":
        for child in verb.children:
            if child.dep_ == "acomp" and child.lemma_ in rule["adjectives"]:
                target = through(child, option.preps) if option.preps else None
                if option.preps and target is None:
                    target = through(verb, option.preps)
                if target is not None:
                    yield from _several(rule, clause, subject, [phrase(target)], linker)
                elif not rule.get("needs_target"):
                    end = last_of(child)
                    yield from _several(
                        rule, clause, subject, [(child.idx, end.idx + len(end.text))], linker
                    )
    elif shape == "infinitive":
        for child in verb.children:
            if child.dep_ in ("xcomp", "ccomp") and child.tag_ == "VB" and not _own_subject(child):
                yield from _several(rule, clause, subject, [verb_phrase(child)], linker)
    elif shape == "xcomp":
        for child in verb.children:
            if child.dep_ in ("xcomp", "ccomp") and child.pos_ in ("VERB", "AUX"):
                if rule.get("include_verb"):
                    found = _found(rule, clause, (verb.idx, verb_phrase(child)[1]), subject, linker)
                    if found:
                        yield found
                else:
                    start, end_ = verb_phrase(child)
                    own = next((c for c in child.children if c.dep_ == "nsubj"), None)
                    own = own or next((c for c in verb.children if c.dep_ == "dobj"), None)
                    if own is not None and own.i > verb.i:
                        start = phrase(own)[0]
                    yield from _several(rule, clause, subject, [(start, end_)], linker)
    elif shape == "comparative":
        for child in verb.children:
            target = _than(child)
            if target is not None:
                yield from _several(rule, clause, subject, [phrase(target)], linker)
                return


def _own_subject(node: Node) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass") for c in node.children)


def _colon_list(head: Node) -> list[Span]:
    """Return the members behind a colon: three marks: A, B and C."""
    text = head.doc.text
    colon = text.find(":", head.idx)
    if colon < 0 or colon - head.idx > 60:
        return []
    stop = re.compile(r"[;.]").search(text, colon)
    end = stop.start() if stop else len(text)
    spans: list[Span] = []
    at = colon + 1
    for join in [*re.finditer(r",\s+and\s+|,\s+|\s+and\s+", text[colon + 1 : end]), None]:
        upto = colon + 1 + join.start() if join else end
        if text[at:upto].strip():
            spans.append((at + len(text[at:upto]) - len(text[at:upto].lstrip()), upto))
        at = colon + 1 + join.end() if join else end
    if not 2 <= len(spans) <= 4 or any(e - s > 60 for s, e in spans):
        start = colon + 1 + (len(text[colon + 1 : end]) - len(text[colon + 1 : end].lstrip()))
        return [(start, end)]
    return spans


def _than(node: Node) -> Node | None:
    for token in node.subtree:
        if token.lower_ == "than" and token.dep_ == "prep":
            return next((c for c in token.children if c.dep_ == "pobj"), None)
    return None


def _copula(rule: dict[str, Any], clause: Clause, subject: Span, linker: Linker) -> Iterator[Found]:
    if rule.get("subject_heads"):
        node = clause.subject
        if node is None or node.lower_ not in word_set(rule["subject_heads"]):
            return
        inner = through(node, frozenset({"of", "for"}))
        if inner is not None:
            subject = phrase(inner)
    for child in clause.verb.children:
        if child.dep_ != "attr" or child.pos_ not in ("NOUN", "PROPN"):
            continue
        heads = rule.get("heads")
        if heads and child.lemma_.lower() not in word_set(heads):
            continue
        head = child
        if child.lemma_.lower() in ("one", "kind", "type", "form", "set", "part") and not heads:
            head = child
        start, end = phrase(head)
        if clause.negative:
            positive = _but(child)
            if positive is not None:
                start, end = phrase(child, coordinated=False)
                clause.negative = False
                yield from _several(rule, clause, subject, [phrase(positive)], linker)
                clause.negative = True
        yield from _several(rule, clause, subject, [(start, end)], linker)
        return


def _but(node: Node) -> Node | None:
    """Return Y of "not X but Y"."""
    if any(c.dep_ == "cc" and c.lower_ in ("but", "rather") for c in node.children):
        return next((c for c in node.children if c.dep_ == "conj"), None)
    return None


def _split(head: Node, rule: dict[str, Any], linker: Linker) -> list[Span]:
    """Return the members of a coordination as the rule wants them, else the whole."""
    if head.pos_ == "VERB":
        return [verb_phrase(head)]
    if rule.get("object") == "rest":
        start, end = phrase(head)
        verb = next((a for a in head.ancestors if a.pos_ in ("VERB", "AUX")), head)
        return [(start, max(end, verb_phrase(verb)[1]))]
    listed = _colon_list(head) if head.lower_ in word_set("part_nouns") else []
    if listed and rule.get("members"):
        return listed
    heads = [head, *head.conjuncts]
    whole = phrase(head)
    if len(heads) == 1 or len(heads) > 4:
        return [whole]
    parts = [phrase(h, coordinated=False) for h in heads]
    text = head.doc.text
    if rule.get("members") or all(linker.link(text[slice(*p)], "en") for p in parts):
        return parts
    return [whole]


def _several(
    rule: dict[str, Any], clause: Clause, subject: Span, objects: list[Span], linker: Linker
) -> Iterator[Found]:
    for end in objects:
        found = _found(rule, clause, subject, end, linker)
        if found is not None:
            yield found


def _found(
    rule: dict[str, Any], clause: Clause, subject: Span, end: Span, linker: Linker
) -> Found | None:
    text = clause.verb.doc.text
    subject, end = _clean(text, subject), _clean(text, end)
    if subject[0] >= subject[1] or end[0] >= end[1]:
        return None
    if subject[0] < end[1] and end[0] < subject[1]:
        return None
    words = [text[slice(*s)] for s in (subject, end)]
    if words[0].lower() in word_set("not_subjects") or words[1].lower() in word_set("not_objects"):
        return None
    if len(words[0]) > 140 or len(words[1]) > 240 or len(words[1]) < 3:
        return None
    ends = [linker.link(word, "en") for word in words]
    kinds = [e.cls if e else None for e in ends]
    needs = rule.get("needs", "")
    if "O" in needs and not ends[1]:
        return None
    if "S" in needs and not ends[0] and words[0].lower() not in ("it", "they"):
        return None
    if needs == "any" and not any(ends):
        return None
    relation: Relation = rule["relation"]
    last = re.split(r"\s+(?:of|in|for|among|between)\s", words[1].lower())[0].split()[-1:]
    if rule.get("when_problem") and (
        kinds[1] == "Dilemma" or set(last) & word_set("problem_nouns")
    ):
        relation = rule["when_problem"]
    elif rule.get("when_good") and (kinds[1] == "Value" or set(last) & word_set("good_nouns")):
        relation = rule["when_good"]
    elif rule.get("when_value") and kinds[1] == "Value":
        relation = "reinforces" if kinds[0] == "Value" else rule["when_value"]
    if rule.get("actor_relation") and (kinds[1] == "Actor" or set(last) & word_set("actor_nouns")):
        relation = rule["actor_relation"]
    if rule.get("bad_only") and clause.verb.lemma_ in rule["bad_only"]:
        bad = kinds[1] == "Dilemma" or set(re.findall(r"[a-z-]+", words[1].lower())) & word_set(
            "problem_nouns"
        )
        if not bad:
            return None
    needed = rule.get("object_nouns")
    named = set(re.findall(r"[a-z-]+", words[1].lower()))
    if needed and rule["shape"] == "svo" and not named & word_set(needed):
        return None
    polarity: Polarity = "negative" if clause.negative else "positive"
    if clause.negative and rule.get("negative_relation"):
        relation, polarity = rule["negative_relation"], "positive"
    modality: Modality = rule.get("modality", "asserted")
    if clause.normative:
        modality = "normative"
    elif clause.possible:
        modality = "possible"
    confidence = float(rule.get("confidence", 0.75)) + 0.05 * sum(e is not None for e in ends)
    if clause.borrowed:
        confidence -= 0.05
    if words[0].lower() in word_set("pronouns"):
        confidence -= 0.1
    return Found(
        rule["id"], rule["type"], relation, subject, end, polarity, modality,
        round(min(0.95, confidence), 2),
    )  # fmt: skip


def _clean(text: str, span: Span) -> Span:
    start, end = span
    while start < end and not (text[start].isalnum() or text[start] in "(“\"'‘"):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ")”\"'’%"):
        end -= 1
    for article in ("the ", "a ", "an ", "The ", "A ", "An "):
        if text.startswith(article, start, end):
            start += len(article)
            break
    return start, end
