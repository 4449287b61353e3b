"""What a rule asks of the sides it has found: heads, lengths, a noun at the end."""

from __future__ import annotations

import re

from ingest.claims.found import Span
from ingest.claims.patterns import Rule
from ingest.claims.wordlists import lists
from ingest.claims.words import Sentence
from ingest.tables import table


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def fits(
    sentence: Sentence, rule: Rule, subject_: Span, object__: Span, printed: Span | None
) -> bool:
    """Whether the sides are what the rule's options ask for; ``printed`` is the object's slot."""
    text = sentence.text
    named = text[slice(*object__)]
    heads = rule.option("object_heads")
    if heads and not named.rstrip("”").endswith(tuple(table("zh")[heads])):
        return False
    heads = rule.option("subject_heads")
    if heads and not text[slice(*subject_)].endswith(tuple(table("zh")[heads])):
        return False
    if rule.option("needs_actor") and not text[slice(*object__)].endswith(
        tuple(table("zh")["actor_heads"])
    ):
        return False
    if rule.option("modality") == "normative" and _relative(sentence, object__):
        return False
    if rule.option("subject_clause") and not _plain_clause(sentence, *subject_):
        return False
    if rule.option("noun_object"):
        head = sentence.after(object__[0])
        then = sentence.after(head.end) if head else None
        if head and (head.text in lists().negations or head.tag[0] in "pd"):
            degree = head.text in lists().degrees and then is not None and then.tag[0] in "anb"
            modifier = head.tag[0] == "p" and "的" in named and _noun_end(sentence, object__)
            if not (degree or modifier) and (then is None or then.text != "的"):
                return False
    if rule.option("place") and _causes_inside(sentence, subject_):
        return False
    if rule.option("verb_cue") and not _governs(sentence, printed):
        return False
    if rule.option("needs_noun_end") and not _noun_end(sentence, object__):
        return False
    if rule.option("needs_verb") and not any(
        w.tag[0] in "vad" for w in sentence.within(*object__)[1:]
    ):
        return False
    longest = int(rule.option("longest", 60))
    if object__[1] - object__[0] > longest:
        return False
    unwanted = rule.option("not_object")
    raw = text[slice(*printed)] if printed else named
    return not (unwanted and (re.search(unwanted, named) or re.search(unwanted, raw)))


def _noun_end(sentence: Sentence, span: Span) -> bool:
    last = sentence.before(span[1])
    if last is None or last.tag[0] in "dpcuey" or last.text in lists().predicates:
        return False
    if last.tag != "v" or last.text in lists().nominal_verbs:
        return True
    before = sentence.before(last.start)
    return before is not None and before.start >= span[0] and before.tag[0] in "nubaj"


def _plain_clause(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a clause can stand as one side of a claim: short, with a subject in front."""
    words = sentence.within(start, end)
    if not words or end - start > 24 or words[0].tag[0] not in "nabjlirseSmtz":
        return False
    return words[0].text not in lists().vp_start and not any(
        w.text in lists().normative or w.text in ("不论", "无论", "既", "因此", "所以")
        for w in words
    )


def _causes_inside(sentence: Sentence, span: Span) -> bool:
    """Whether a problem's words go on with what it causes: 攻击|导致系统瘫痪."""
    words = sentence.within(*span)
    return any(
        w.text in lists().causing and not any(x.text == "的" for x in words[i:])
        for i, w in enumerate(words)
        if i
    )


def _relative(sentence: Sentence, span: Span) -> bool:
    """Whether a verb phrase only modifies a noun: 解决的问题 of 需要解决的问题."""
    words = sentence.within(*span)
    return len(words) in (3, 4) and words[0].tag[0] == "v" and words[1].text == "的"


def _governs(sentence: Sentence, printed: Span | None) -> bool:
    """Whether a noun phrase follows a verb directly; else the verb is itself used as a noun."""
    if printed is None:
        return True
    head = sentence.after(printed[0])
    if head is None:
        return False
    if head.tag[0] in "nabmrlijtsz" or head.tag in ("vn", "ul", "uz", "eng", "k"):
        return True
    if head.tag == "f":
        return len(head.text) > 1
    if head.tag == "x":
        return head.text in "“《（「"
    if head.text in ("了", "着", "对", "以", "从", "跨", "与", "不同"):
        return True
    if head.tag[0] in "dc":
        return len(head.text) > 1 and head.text not in lists().adverbs | lists().negations
    return head.tag[0] == "v" and head.text in lists().nominal_verbs
