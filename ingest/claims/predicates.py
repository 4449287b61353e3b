"""Choose the predicate of a Chinese clause, and say what it claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.claims.clauses import Clause
from ingest.claims.conditions import fits, overlap
from ingest.claims.found import Found, Span, State
from ingest.claims.left import Left, left_of
from ingest.claims.linking import Linker
from ingest.claims.patterns import Match, Rule, balanced, match
from ingest.claims.phrases import is_subject, is_verbal, place, strip_lead, subject, trim
from ingest.claims.sides import members, slot
from ingest.claims.wordlists import lists
from ingest.claims.words import Sentence
from ingest.document import ClaimType, Modality, Polarity, Relation
from ingest.tables import table


@dataclass(slots=True)
class _Candidate:
    match: Match
    rule: Rule
    left: Left
    own: Span | None  # a subject of its own in front of the cue


def in_clause(
    sentence: Sentence,
    clause: Clause,
    here: list[tuple[int, Rule]],
    state: State,
    linker: Linker,
) -> Iterator[Found]:
    """Yield the claims of one clause from the rules whose first words stand in it."""
    candidates = []
    for start, rule in here:
        candidate = _candidate(sentence, clause, start, rule)
        if candidate is not None:
            candidates.append(candidate)
    candidates.sort(
        key=lambda c: (
            bool(c.rule.option("fallback")),
            c.match.start,
            -int(c.rule.option("priority", 0)),
            -(c.match.end - c.match.start),
            c.rule.id,
        )
    )
    done = clause.start
    before: Found | None = None
    for i, candidate in enumerate(candidates):
        if candidate.match.start < done or (before and candidate.rule.option("fallback")):
            continue
        if before is not None and candidate.rule.lead:
            # A further predicate of the clause shares the first one's subject.
            candidate.own = before.subject if before.subject[1] <= candidate.match.start else None
        if _outdone(sentence, clause, candidate, candidates[i + 1 :]):
            continue
        claims = _claims(sentence, clause, candidate, state, linker)
        if claims:
            yield from claims
            before = claims[0]
            done = max(max(c.object[1] for c in claims), candidate.match.end)


def _candidate(sentence: Sentence, clause: Clause, start: int, rule: Rule) -> _Candidate | None:
    text = sentence.text
    wide = rule.option("through") or rule.option("object") == "rest"
    end = len(text.rstrip("。！!.；，")) if wide else clause.end
    found = match(rule, text, start, end, sentence.bounds)
    if found is None or (start < clause.core and not rule.option("opens")):
        return None
    if rule.option("front") and start > clause.core:
        return None
    if not balanced(text[clause.start : start]) or _ASKS.search(text, clause.core, start):
        return None
    first = sentence.after(start)
    if first is None:
        return None
    after = sentence.after(found.end)
    if (
        after is not None
        and after.text in ("的", "之", "者", "型", "性", "化", "力", "率")
        and after.end <= clause.end
    ) and rule.option("before_de") is not True:
        return None
    if rule.option("final", not found.slots) and found.end != clause.end:
        tail = text[found.end : clause.end]
        if tail not in (
            "了",
            "的问题",
            "等",
            "等问题",
            "的现象",
            "现象",
            "的情况",
            "问题",
            "的状态",
            "着",
            "等现象",
        ):
            return None
    left = left_of(sentence, clause.core, start)
    if left.blocked and not rule.option("opens"):
        return None
    own = None
    if left.end > left.start:
        front = sentence.within(left.start, left.end)
        if rule.relation == "isA" and any(w.text in lists().copulas for w in front[1:]):
            return None
        own = subject(sentence, left.start, left.end)
        bare = left.end == start or rule.option("plain_subject")
        if own and bare and not rule.option("strong") and is_verbal(sentence, *own):
            own = None
        if rule.option("place"):
            own = place(sentence, *(own or (left.start, left.end)))
        if own is None and not rule.option("opens"):
            stripped = strip_lead(sentence, left.start, left.end)
            if stripped[1] > stripped[0] and not _only_frame(sentence, *stripped):
                return None
    return _Candidate(found, rule, left, own)


_ASKS = re.compile(r"谁来|如何|怎样|是否|何以|为何|能否|如果|一旦|倘若")


def _only_frame(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a stretch is a prepositional frame and so leaves the clause without subject."""
    words = sentence.within(start, end)
    return bool(words) and words[0].text in lists().prepositions


def _outdone(
    sentence: Sentence, clause: Clause, candidate: _Candidate, later: list[_Candidate]
) -> bool:
    """Whether a later cue of the clause is its predicate, and this one inside a modifier."""
    if candidate.rule.option("strong") or candidate.rule.option("through"):
        return False
    text = sentence.text
    for other in later:
        if other.match.start < candidate.match.end:
            continue
        between = text[candidate.match.end : other.match.start]
        if candidate.own is None and other.rule.option("strong") and "从而" not in between:
            return True
        inside = "的" in between and not between.startswith(("了", "着"))
        if inside and other.rule.option("strong") and other.own is not None:
            return True
    return False


def _claims(
    sentence: Sentence, clause: Clause, candidate: _Candidate, state: State, linker: Linker
) -> list[Found]:
    rule, left, text = candidate.rule, candidate.left, sentence.text
    if state_blocks(clause, rule) or (rule.option("finding_only") and not state.finding):
        return []
    sides: dict[str, Span] = {}
    resolved: Span | None = None
    lead_name = rule.lead.name if rule.lead else None
    inherited = False
    if lead_name:
        if candidate.own is not None:
            sides[lead_name] = _joined(sentence, clause, state, candidate.own)
        else:
            stand_in = _stand_in(sentence, clause, rule, state)
            if stand_in is None:
                return []
            sides[lead_name] = stand_in
            inherited = True
    for name, span in candidate.match.slots.items():
        if name == "T":
            # 为公民提供渠道: for whom; the rule holds where that is somebody.
            if not text[slice(*span)].endswith(tuple(table("zh")["actor_heads"])):
                return []
            continue
        trimmed = slot(sentence, clause, rule, name, span)
        if trimmed is None:
            return []
        sides[name] = trimmed
    if rule.option("include_cue_front") and "S" in sides:
        sides["S"] = (candidate.match.start, sides["S"][1])
    include = rule.option("include_cue")
    if include:
        base = sides.get(include)
        cue = (candidate.match.start, candidate.match.end)
        sides[include] = (min(cue[0], base[0]), max(cue[1], base[1])) if base else cue
    if rule.option("to_end"):
        sides["O"] = (candidate.match.start, clause.end)
    if rule.option("agent") and candidate.own is not None:
        # 政府通过A提升B: the one who acts.
        sides["S"] = candidate.own
    if rule.option("members") and "O" in sides:
        sides["O"] = _behind_colon(sentence, clause, sides["O"])
    if "O" not in sides:
        sides["O"] = (left.end, candidate.match.end)
    if "S" not in sides:
        stand_in = candidate.own or _stand_in(sentence, clause, rule, state)
        if stand_in is None:
            return []
        sides["S"] = stand_in
    subject_, object__ = sides["S"], sides["O"]
    if overlap(subject_, object__) or not fits(
        sentence, rule, subject_, object__, candidate.match.slots.get("O")
    ):
        return []
    phrase = text[slice(*subject_)]
    if phrase in lists().pronouns and state.topic and state.topic != subject_:
        resolved = state.topic
    polarity: Polarity = "negative" if left.negative else "positive"
    if rule.option("polarity") == "negative":
        polarity = "positive" if left.negative else "negative"
    return _typed(
        sentence, candidate, state, linker, subject_, object__, polarity, resolved, inherited
    )


_COUNTED = re.compile(
    r"[一二三四五六七八九十两几]+(?:个|种|大|类|项)?[\u4e00-\u9fff]{0,4}$|以下.{0,4}$"
)


def _behind_colon(sentence: Sentence, clause: Clause, span: Span) -> Span:
    """Return the list that a counted object announces: 四个环节：A、B、C和D."""
    text = sentence.text
    if text[clause.end : clause.end + 1] != "：" or not _COUNTED.search(text[slice(*span)]):
        return span
    stop = re.compile(r"[；。！？]").search(text, clause.end + 1)
    return trim(sentence, clause.end + 1, stop.start() if stop else len(text))


def _typed(
    sentence: Sentence,
    candidate: _Candidate,
    state: State,
    linker: Linker,
    subject_: Span,
    object__: Span,
    polarity: Polarity,
    resolved: Span | None,
    inherited: bool,
) -> list[Found]:
    rule, left, text = candidate.rule, candidate.left, sentence.text
    ends = [linker.link(text[slice(*s)], "zh") for s in (resolved or subject_, object__)]
    needed = rule.option("needs", "")
    if ("S" in needed and not ends[0]) or ("O" in needed and not ends[1]):
        return []
    if needed == "any" and not any(ends):
        return []
    relation: Relation = rule.relation
    kinds = [e.cls if e else None for e in ends]
    if rule.option("when_problem") and _is_problem(sentence, object__, kinds[1]):
        raised = text[candidate.match.start : candidate.match.end].rstrip("了") in lists().raising
        relation = "reinforces" if raised else rule.option("when_problem")
    elif kinds[1] == "Value" and rule.option("lowers_value"):
        lowered = text[candidate.match.start : candidate.match.end].rstrip("了") in ("降低", "减少")
        relation = "threatens" if lowered else relation
    elif kinds[1] == "Value" and (better := rule.option("when_value")):
        relation = "reinforces" if kinds[0] == "Value" else better
    if rule.option("actor_relation"):
        place = object__
        heads = tuple(table("zh")["actor_heads"])
        if kinds[1] == "Actor" or text[slice(*place)].endswith(heads):
            relation = rule.option("actor_relation")
    kind: ClaimType = "causal" if (rule.type, relation) == ("function", "causes") else rule.type
    modality: Modality = rule.option("modality", "asserted")
    if left.normative:
        modality = "normative"
        if rule.option("modal_type", True) and kind in ("causal", "function"):
            kind, relation = "normative", "requires" if rule.option("modal_requires") else relation
    good = rule.option("good")
    if good and re.search(good, text[slice(*object__)]):
        bad = rule.option("bad")
        if not (bad and re.search(bad, text[slice(*object__)])):
            kind, relation = "function", "realizes" if kinds[1] == "Value" else "enables"
    if left.possible or (state.conditional and modality == "asserted"):
        modality = "possible"
    if state.finding:
        kind = "finding"
    confidence = float(rule.option("confidence", 0.75))
    confidence += 0.05 * sum(e is not None for e in ends) - (0.1 if inherited else 0.0)
    first = Found(
        rule.id, kind, relation, subject_, object__, polarity, modality,
        round(min(0.95, max(0.05, confidence)), 2), state.authors, resolved,
    )  # fmt: skip
    if rule.option("members"):
        parts = members(sentence, *object__)
        verbal = [is_verbal(sentence, *part) for part in parts]
        if 2 <= len(parts) <= 4 and (all(verbal) or not any(verbal)):
            return [replace(first, object=part) for part in parts]
    elif rule.option("contrast") or ends[1] is None:
        parts = members(sentence, *object__)
        if 2 <= len(parts) <= 3 and all(linker.exact(text[slice(*p)]) for p in parts):
            return [replace(first, object=part) for part in parts]
    return [first]


def _is_problem(sentence: Sentence, span: Span, kind: str | None) -> bool:
    """Whether a phrase names something unwanted, by its concept or by the words behind it."""
    tail = re.match(r"等[^，。；]{0,8}", sentence.text[span[1] :])
    named = sentence.text[slice(*span)] + (tail.group() if tail else "")
    return kind == "Dilemma" or named.endswith(tuple(table("zh")["problem_heads"]))


def state_blocks(clause: Clause, rule: Rule) -> bool:
    """Whether a clause says only under which condition something holds."""
    words = table("zh")["conditionals"]
    return any(
        c in words or c in ("只有", "只要", "除非", "无论", "不论", "不管") for c in clause.lead
    ) and not (rule.option("opens"))


def _joined(sentence: Sentence, clause: Clause, state: State, own: Span) -> Span:
    """Reach back over “A，以及B都是C” to A."""
    if state.clause is None or not {"以及", "及"} & set(clause.lead) or state.claimed:
        return own
    start, end = strip_lead(sentence, state.clause.core, state.clause.end)
    if own[1] - start > 40 or not is_subject(sentence, start, end, sentence.text[start:end]):
        return own
    return start, own[1]


def _stand_in(sentence: Sentence, clause: Clause, rule: Rule, state: State) -> Span | None:
    """Return what stands for a dropped subject, as the rule allows."""
    for policy in str(rule.option("empty", "topic")).split("|"):
        if policy == "topic" and state.topic and state.topic[1] <= clause.start:
            return state.topic
        if policy == "clause" and state.claimed and state.topic:
            return state.topic
        if policy == "clause" and state.clause and state.clause.closer == "，":
            start, end = strip_lead(sentence, state.clause.core, state.clause.end)
            known = lists()
            while (head := sentence.after(start)) and (
                head.text in known.adverbs | known.possible | known.normative | lists().causing
            ):
                start = head.end
            start, end = trim(sentence, start, end)
            phrase = sentence.text[start:end]
            if 3 <= end - start <= 30 and is_subject(sentence, start, end, phrase):
                return start, end
    return None
