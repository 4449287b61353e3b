"""English phrases in a dependency tree, and the clause around a verb."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ingest.claims.found import Span
from ingest.tables import table

Node = Any  # a spaCy token; spaCy is not imported before it is needed


@lru_cache(maxsize=32)
def word_set(name: str) -> frozenset[str]:
    """Return one list of ``lists/en.toml`` as a set."""
    return frozenset(table("en")[name])


@dataclass(slots=True)
class Clause:
    """A verb with what hangs on it."""

    verb: Node
    subject: Node | None
    passive: bool
    negative: bool
    normative: bool
    possible: bool
    borrowed: bool  # the subject stands at another verb


def clause_of(verb: Node) -> Clause | None:
    """Return a verb with its subject, found at another verb where its own is dropped."""
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)
    subject = next(
        (c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "csubj", "expl")), None
    )
    borrowed = False
    if subject is None:
        if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
            above = clause_of(verb.head)
            subject, borrowed = (above.subject if above else None), True
            passive = passive or (verb.tag_ == "VBN" and above is not None and above.passive)
        elif verb.dep_ == "xcomp" and verb.head.lemma_ in ("be", "mean"):
            return None
        elif (verb.dep_ == "xcomp" and verb.head.pos_ in ("VERB", "AUX")) or (
            verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.head.pos_ in ("VERB", "AUX")
        ):
            above = clause_of(verb.head)
            subject, borrowed = (above.subject if above else None), True
        elif verb.dep_ in ("relcl",):
            return None
    if subject is not None and subject.lower_ == "it" and _expletive(verb):
        subject = None
    if subject is not None and subject.lower_ in ("which", "that", "who", "what"):
        if verb.dep_ != "relcl" or verb.head.pos_ not in ("NOUN", "PROPN"):
            return None
        if verb.tag_ == "VBP" and verb.head.tag_ in ("NN", "NNP") and not passive:
            return None
        subject, borrowed = verb.head, True
    words = [c.lower_ for c in verb.children if c.dep_ in ("aux", "neg", "advmod", "auxpass")]
    if verb.dep_ == "xcomp" or (verb.dep_ == "conj" and borrowed):
        words += [c.lower_ for c in verb.head.children if c.dep_ in ("aux", "neg")]
    negative = any(w in ("not", "n't", "never", "no", "hardly", "rarely", "cannot") for w in words)
    if subject is not None and any(c.lower_ in ("no", "neither") for c in subject.children):
        negative = not negative
    above_lemma = verb.head.lemma_ if verb.dep_ == "xcomp" else ""
    if above_lemma in ("fail",):
        negative = True
    normative = bool(set(words) & word_set("normative")) or above_lemma in ("need", "have", "ought")
    possible = bool(set(words) & word_set("possible")) or above_lemma in ("tend", "seem", "appear")
    return Clause(verb, subject, passive, negative, normative, possible, borrowed)


def _expletive(verb: Node) -> bool:
    """Whether "it" stands for a clause that follows: it is essential to …"""
    if verb.lemma_ not in ("be", "become", "seem", "appear"):
        return False
    return any(
        t.dep_ in ("xcomp", "ccomp", "csubj", "advcl")
        for c in verb.children
        for t in (c, *c.children)
        if t.i > verb.i and t.dep_ != "acomp"
    )


def phrase(head: Node, *, coordinated: bool = True) -> Span:
    """Return the noun phrase of a head: modifiers that restrict stay, asides go."""
    start = end = head
    for child in head.children:
        if child.i < head.i:
            if child.dep_ in ("det", "predet") and child.lower_ in (
                "the",
                "a",
                "an",
                "this",
                "these",
            ):
                continue
            if child.dep_ in ("punct", "cc", "preconj", "advmod", "mark", "aux", "cop"):
                continue
            first = min(child.subtree, key=lambda t: t.i)
            start = first if first.i < start.i else start
        elif child.dep_ in ("prep",) and child.lower_ in word_set("noun_preps"):
            last = last_of(child)
            end = last if last.i > end.i else end
        elif child.dep_ in ("acl", "relcl") and not comma_before(child):
            last = last_of(child)
            # A restrictive clause stays, unless it is long or a statement of its own.
            own = child.dep_ == "relcl" and child.lemma_ in word_set("own_statements")
            first = min(child.subtree, key=lambda t: t.i)
            own = own or first.i != end.i + 1
            if last.i - head.i <= 18 and not own:
                end = last if last.i > end.i else end
        elif child.dep_ == "conj" and coordinated:
            if any(c.dep_ in ("nsubj", "nsubjpass") for c in child.children):
                break
            last = child.doc.char_span(*phrase(child), alignment_mode="expand")[-1]
            end = last if last.i > end.i else end
        elif child.dep_ in ("nummod", "npadvmod", "compound", "amod"):
            last = last_of(child)
            end = last if last.i > end.i else end
    while start.dep_ == "det" and start.lower_ in ("the", "a", "an") and start.i < end.i:
        start = start.nbor(1)
    return _hyphenated(head.doc.text, start.idx, end.idx + len(end.text))


def _hyphenated(text: str, start: int, end: int) -> Span:
    """Carry a span on over a hyphen: value co|-creation."""
    while end < len(text) - 1 and text[end] == "-" and text[end + 1].isalpha():
        end += 1
        while end < len(text) and text[end].isalpha():
            end += 1
    while start > 1 and text[start - 1] == "-" and text[start - 2].isalpha():
        start -= 1
        while start > 0 and text[start - 1].isalpha():
            start -= 1
    return start, end


def last_of(node: Node) -> Node:
    """Return the last word of a subtree, asides behind a comma left out."""
    last = node
    for token in node.subtree:
        if token.dep_ in ("relcl", "advcl", "parataxis", "appos") and comma_before(token):
            break
        last = token
    while last.is_punct and last.i > node.i:
        last = last.nbor(-1)
    return last


def comma_before(node: Node) -> bool:
    """Whether a mark stands in front of a subtree."""
    first = min(node.subtree, key=lambda t: t.i)
    return bool(first.i > 0 and first.nbor(-1).is_punct)


def verb_phrase(verb: Node) -> Span:
    """Return a verb with what it governs, from the verb to the end of the clause."""
    end = verb
    for child in verb.children:
        if child.i < verb.i or child.dep_ in ("punct", "cc"):
            continue
        if child.dep_ in ("advcl", "conj", "parataxis", "ccomp") and (
            comma_before(child) or child.dep_ == "conj"
        ):
            break
        last = last_of(child)
        end = last if last.i > end.i else end
    while end.is_punct:
        end = end.nbor(-1)
    return verb.idx, end.idx + len(end.text)


def objects_of(verb: Node) -> list[Node]:
    """Return what a verb governs directly."""
    return [c for c in verb.children if c.dep_ in ("dobj", "attr", "oprd")]


def through(verb: Node, preps: frozenset[str]) -> Node | None:
    """Return what one of the prepositions at a verb governs."""
    for child in verb.children:
        if child.dep_ in ("prep", "agent", "dative", "prt") and child.lower_ in preps:
            for inner in child.children:
                if inner.dep_ in ("pobj", "pcomp"):
                    return inner
        if child.dep_ == "acomp":
            found = through(child, preps)
            if found is not None:
                return found
    return None
