"""Cut the two sides of a Chinese claim out of what a rule matched."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.claims.clauses import Clause
from ingest.claims.found import Span
from ingest.claims.patterns import Rule, Slot
from ingest.claims.phrases import object_, strip_lead, subject, trim
from ingest.claims.wordlists import lists
from ingest.claims.words import Sentence


def slot(sentence: Sentence, clause: Clause, rule: Rule, name: str, span: Span) -> Span | None:
    """Return the trimmed phrase of a slot, or None where it is none."""
    start, end = span
    last = rule.elements[-1]
    if isinstance(last, Slot) and last.name == name:
        shape = rule.option("object", "np")
        if rule.option("through") and (comma := re.search("[，；：]", sentence.text[start:end])):
            end = start + comma.start()
        if shape == "rest":
            while start < end and sentence.text[start] in "，： ":
                start += 1
            start, end = _rest(sentence, start)
            return object_(sentence, start, end, whole=True)
        if shape == "list":
            end = _list_end(sentence, clause, end)
        after = sentence.text[start:end]
        if after.startswith(lists().nominal_after) and rule.option("verb_cue"):
            nominal = next(n for n in lists().nominal_after if after.startswith(n))
            stop = start + len(nominal)
            follows = sentence.after(stop) if stop < end else None
            if stop in sentence.bounds and (follows is None or follows.tag[0] not in "nbaj"):
                return None
        head = sentence.after(start)
        if (
            shape != "vp"
            and head is not None
            and head.text in lists().prepositions
            and head.text not in ("对", "以", "从", "与", "由", "在", "基于")
        ):
            return None
        if shape == "vp" and (means := _MEANS.match(sentence.text[start:end])):
            start, end = start + means.start(1), start + means.end(1)
        if shape == "vp" and rule.option("noun_object") and head and head.tag[0] == "p":
            end = _modifier_end(sentence, start, end)
        if rule.option("verb_cue") or rule.option("agent"):
            then = sentence.after(start)
            if then is not None and then.text in ("形成", "实现", "达成") and then.end + 2 < end:
                start = then.end
        return object_(sentence, start, end, whole=shape in ("vp", "list", "clause"))
    if name == "S":
        found = subject(sentence, start, end)
        return found
    start, end = strip_lead(sentence, start, end) if rule.option("strip") else (start, end)
    return object_(sentence, start, end, whole=True)


_MEANS = re.compile(r"(?:通过|借助|依靠|依托)(.{2,30}?)(?:来|而|去)(?:实现|完成|达成|推进)$")


def _modifier_end(sentence: Sentence, start: int, end: int) -> int:
    """Carry 是依托A，通过B来推动的C on to C, where the first clause is only a modifier."""
    text = sentence.text
    if "的" in text[start:end] or text[end : end + 1] != "，":
        return end
    stop = re.compile(r"[，；：。！？]").search(text, end + 1)
    following = stop.start() if stop else len(text)
    return following if re.search(r"的[^的]{2,12}$", text[end:following]) else end


_CONTINUES = re.compile(r"以及|及|和|与|或")
_CONTRAST = re.compile(
    r"而不只|而不仅|主张|认为|指出|强调|建议|并|包括|主要包括|具体包括|分为|例如|比如|如|而不是|而非|不是|并非|它|其|这|即|也就是|因此|从而|但|并且|同时|是|形成"
)


def _list_end(sentence: Sentence, clause: Clause, end: int) -> int:
    """Carry an enumeration on over “，以及…”."""
    text = sentence.text
    while end < len(text) and text[end] == "，" and _CONTINUES.match(text, end + 1):
        stop = re.compile(r"[，；：。！？]").search(text, end + 1)
        end = stop.start() if stop else len(text)
    return end


def _rest(sentence: Sentence, start: int) -> Span:
    """Return the stretch of a definition: clause after clause while it goes on."""
    text = sentence.text
    first = re.compile(r"[，；：。！？]").search(text, start)
    near = end = first.start() if first else len(text)
    while end < len(text) and text[end] == "，":
        if _CONTRAST.match(text, end + 1):
            break
        stop = re.compile(r"[，,；：。！？]").search(text, end + 1)
        end = stop.start() if stop else len(text)
    if end - start > 90:
        end = near
        if end - start < 14 and end < len(text) and text[end] == "，":
            stop = re.compile(r"[，,；：。！？]").search(text, end + 1)
            end = stop.start() if stop else len(text)
    return start, end


def _shared_head(text: str, parts: list[Span]) -> bool:
    """Whether a noun closes several members at once: A、B的保密性."""
    for before, part in pairwise(parts):
        joined = text[before[1] : part[0]] in ("、", "和", "与", "及")
        if joined and "的" in text[slice(*part)] and "的" not in text[slice(*before)]:
            return True
    return False


def members(sentence: Sentence, start: int, end: int) -> list[Span]:
    """Split an enumeration at 、 and the last 和/以及, outside brackets and quotation marks."""
    text = sentence.text
    parts, depth, begin = [], 0, start
    for i in range(start, end):
        character = text[i]
        if character in "（(“《「『":
            depth += 1
        elif character in "）)”》」』":
            depth -= 1
        elif depth == 0 and (character == "、" or text.startswith(("，以及", "，和", "，及"), i)):
            parts.append((begin, i))
            begin = i + 1
    parts.append((begin, end))
    head, tail = parts[:-1], parts[-1]
    for word in ("以及", "和", "与", "及"):
        at = text.find(word, tail[0], tail[1])
        if at == tail[0] and head:
            tail = (at + len(word), tail[1])
            break
        if at > 0 and at in sentence.bounds and at + len(word) in sentence.bounds:
            # A shared head or a modifier in front makes the two one phrase.
            if "的" in text[tail[0] : tail[1]] and not head:
                break
            parts = [*head, (tail[0], at), (at + len(word), tail[1])]
            head, tail = parts[:-1], parts[-1]
            break
    if _shared_head(text, [*head, tail]):
        return [trim(sentence, start, end)]
    trimmed = [trim(sentence, *part) for part in (*head, tail)]
    return trimmed if len(trimmed) > 4 else [t for t in trimmed if t[1] - t[0] >= 2]
