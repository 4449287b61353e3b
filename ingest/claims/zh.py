"""Find claims in Chinese sentences: the engine that applies the rules of ``rules/claims/zh``.

Which rule fires is decided in two steps. Each clause proposes every rule whose first word
stands in it as a word. Of these the predicate of the clause wins: a strong cue (是指, 应,
有助于 …) where the weaker one in front of it has no subject of its own, else the leftmost.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from ingest.claims.attribution import zh_report
from ingest.claims.clauses import Clause, split
from ingest.claims.found import Found, Span, State, surest
from ingest.claims.linking import Linker
from ingest.claims.patterns import Rule, zh_rules
from ingest.claims.phrases import is_subject, object_, strip_lead, topic, trim
from ingest.claims.predicates import in_clause
from ingest.claims.tokens import tokens
from ingest.claims.wordlists import lists
from ingest.claims.words import Sentence
from ingest.tables import table


@lru_cache(maxsize=1)
def _index() -> tuple[Any, list[list[Rule]]]:
    import ahocorasick_rs

    by_word: dict[str, list[Rule]] = {}
    for rule in zh_rules():
        for word in rule.anchors:
            by_word.setdefault(word, []).append(rule)
    words = sorted(by_word)
    return ahocorasick_rs.AhoCorasick(words, store_patterns=False), [by_word[w] for w in words]


@lru_cache(maxsize=1)
def _filters() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = table("zh")

    def any_of(name: str) -> str:
        return "|".join(re.escape(w) for w in sorted(words[name], key=len, reverse=True))

    return (
        re.compile(any_of("own_paper")),
        re.compile(any_of("political")),
        re.compile(any_of("signposts")),
    )


def is_statement(text: str) -> bool:
    """Whether a sentence can hold a statement about the field at all."""
    own, political, sign = _filters()
    if text.rstrip("”）)").endswith(("？", "?")) or len(text) < 7:
        return False
    if own.search(text) and not re.match(r".{0,3}本(?:文|研究)(?:认为|发现|表明|主张|指出)", text):
        return False
    return not (political.search(text) or sign.search(text))


_IF = re.compile(r"如果|一旦|倘若|假如|若(?!干)")
_NARROW = re.compile(r"(?<=[\u4e00-\u9fff”）)])[,;:](?=\s*[\u4e00-\u9fff“（(A-Z])")
_WIDE = {",": "，", ";": "；", ":": "："}


def _wide(text: str) -> str:
    """Write the marks between Chinese words as Chinese marks; nothing moves."""
    return _NARROW.sub(lambda m: _WIDE[m.group()], text)


def find(text: str, linker: Linker, *, filtered: bool = True) -> list[Found]:
    """Return the claims of one cleaned sentence, at most the four main ones."""
    if filtered and not is_statement(text):
        return []
    text = _wide(text)
    automaton, rules = _index()
    hits = sorted(
        (start, end, index)
        for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True)
    )
    if not hits:
        return []
    sentence = Sentence(text, tokens(text))
    state = State()
    found: list[Found] = []
    clauses = split(text, sentence.words)
    for number, clause in enumerate(clauses):
        if clause.end <= state.covered:
            continue  # part of a definition that began before
        report = zh_report(sentence, clause)
        if report:
            if report.authors:
                state.authors = report.authors
            state.finding = state.finding or report.finding
            core, lead = clause.core, clause.lead
            if report.start > clause.core:
                core, _ = strip_lead(sentence, min(report.start, clause.end), clause.end)
            clause = replace(clause, core=core, lead=lead)
        here = [
            (start, rule)
            for start, _, index in hits
            if clause.start <= start < clause.end
            for rule in rules[index]
        ]
        duty = _duty(sentence, clause, state)
        if duty is not None:
            claims = [duty]
        else:
            claims = list(in_clause(sentence, clause, here, state, linker)) if here else []
        found.extend(claims)
        state.covered = max([state.covered, *(c.object[1] for c in claims)])
        named = topic(sentence, clause.core, clause.end)
        following = clauses[number + 1] if number + 1 < len(clauses) else None
        if named_all := _bare(sentence, clause, following):
            state.topic = named_all
        elif claims and named and claims[0].object == named:
            pass
        elif claims and clause.start <= min(claims[0].subject, claims[0].object)[0]:
            first = min(claims[0].subject, claims[0].object)
            state.topic = named if _opening(claims[0]) and named else first
        elif named and (state.topic is None or text[slice(*named)] not in lists().pronouns):
            state.topic = named
        state.clause = clause
        state.claimed = bool(claims)
        duties = [c for c in claims if c.modality == "normative" and c.relation == "requires"]
        state.duty = duties[0] if duties and duties[0].polarity == "positive" else None
        state.duties = state.duties + 1 if duty is not None else 0
        if _IF.search(text, clause.start, clause.end):
            state.conditional = True
        if clause.closer == "；":
            state.topic, state.conditional, state.duty = None, False, None
    return surest(found)


def _duty(sentence: Sentence, clause: Clause, state: State) -> Found | None:
    """Return a further duty: 建立C of “政府应A，建立C”."""
    first = sentence.after(clause.core)
    if (
        state.duty is None
        or state.duties >= 2
        or first is None
        or lists().purposes & set(clause.lead)
    ):
        return None
    if first.text not in lists().vp_start or first.text in ("成为", "使用", "认为"):
        return None
    then = sentence.after(first.end)
    if then is None or then.start >= clause.end or then.text in ("的", "了", "是"):
        return None
    span = object_(sentence, clause.core, clause.end, whole=True)
    if span is None or span[1] - span[0] < 4:
        return None
    confidence = round(state.duty.confidence - 0.1, 2)
    return replace(state.duty, object=span, confidence=confidence)


_GOES_ON = re.compile(
    r"是|就是|则|既|不仅|不但|能够?|可以|也是|并不|并非|不是|要|应|必须|需要|具有|成为|取决于|主要|有助于|有利于|在一定|往往|往|已|正|将|会|可能"
)


def _bare(sentence: Sentence, clause: Clause, following: Clause | None) -> Span | None:
    """Return a clause that is only the subject of the next one: “X，是Y”."""
    if following is None or clause.closer != "，":
        return None
    if not _GOES_ON.match(sentence.text, following.start, following.end):
        return None
    start, end = strip_lead(sentence, clause.core, clause.end)
    start, end = trim(sentence, start, end)
    words = sentence.within(start, end)
    if not words or any(w.text in lists().bare_stops for w in words):
        return None
    tail = max((i for i, w in enumerate(words) if w.text == "的"), default=-1)
    if any(
        (w.tag == "v" and w.text not in lists().nominal_verbs) or w.tag == "d"
        for w in words[tail + 1 :]
    ):
        return None
    return (start, end) if is_subject(sentence, start, end, sentence.text[start:end]) else None


def _opening(claim: Found) -> bool:
    """Whether an agent stands in front of the claim's subject (X把A界定为B)."""
    return claim.rule in {r.id for r in zh_rules() if r.option("opens")}


def speakers(text: str) -> tuple[str, ...]:
    """Return the authors whose words a sentence reports, whether it holds a claim or not."""
    text = _wide(text)
    sentence = Sentence(text, tokens(text))
    for clause in split(text, sentence.words)[:2]:
        report = zh_report(sentence, clause)
        if report and report.authors:
            return report.authors
    return ()
