"""What stands between a subject and its predicate: adverbs, negation, modals."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.claims.tokens import Token
from ingest.claims.wordlists import lists
from ingest.claims.words import Sentence


@dataclass(slots=True)
class Left:
    """What stands in front of a cue: the phrase, and what the words between say."""

    start: int
    end: int  # start == end where nothing is left
    negative: bool = False
    normative: bool = False
    possible: bool = False
    blocked: bool = False  # the cue is no predicate here


def left_of(sentence: Sentence, start: int, cue: int) -> Left:
    """Walk back from a cue over adverbs, negations and modals to the subject's end."""
    words, known = sentence.within(start, cue), lists()
    left = Left(start, cue)
    while words:
        word = words[-1]
        text = word.text
        flagged = False
        long = next(
            (a for a in known.long_adverbs if sentence.text.endswith(a, start, left.end)), ""
        )
        if long:
            left.end -= len(long)
            words = sentence.within(start, left.end)
            continue
        if text == "地" and len(words) > 1:
            left.end = words[-2].start
            words = words[:-2]
            continue
        if text in known.negations:
            left.negative = not left.negative
            flagged = True
        if text in known.normative:
            left.normative = True
            flagged = True
        if text in known.possible:
            left.possible = True
            flagged = True
        if not (flagged or text in known.adverbs or _adverbial(word)):
            break
        if text == "将" and _moves(sentence.text, cue):
            left.blocked = True
        words.pop()
        left.end = word.start
    if words:
        last = words[-1].text
        if last in ("和", "与", "并", "或") and len(words) > 1 and words[-2].tag == "v":
            # 鼓励和|促进: the subject stands in front of both verbs.
            left.end = words[-2].start
        elif last in lists().blockers or last.endswith("到"):
            left.blocked = True
    return left


def _moves(text: str, cue: int) -> bool:
    """Whether 将 in front of a cue takes an object, because a verb of putting follows."""
    stop = text.find("，", cue)
    return any(text.find(verb, cue, stop if stop > 0 else len(text)) > 0 for verb in lists().moved)


def _adverbial(word: Token) -> bool:
    return word.tag == "d" and (len(word.text) == 1 or word.text[0] == word.text[-1])
