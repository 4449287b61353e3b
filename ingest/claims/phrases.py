"""Trim Chinese stretches to the phrase that a claim is about."""

from __future__ import annotations

import re

from ingest.claims.clauses import connectives
from ingest.claims.patterns import balanced
from ingest.claims.tokens import Token
from ingest.claims.wordlists import lists
from ingest.claims.words import Sentence


def subject(sentence: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """Return the noun phrase of a stretch in front of a predicate, or None."""
    text, known = sentence.text, lists()
    start, end = strip_lead(sentence, start, end)
    words = sentence.within(start, end)
    # Behind a copula the words go on with a clause of their own: 最突出的是|部门之间存在壁垒.
    for i in range(len(words) - 1, -1, -1):
        if (
            (words[i].text in lists().embedding or (i and words[i].text in lists().stating))
            and i + 1 < len(words)
            and words[i + 1].text != "的"
        ):
            start, words = words[i].end, words[i + 1 :]
            break
    # A prepositional phrase between subject and predicate goes; one that modifies a noun stays.
    for i, word in enumerate(words):
        if i == 0 or word.text not in known.prepositions:
            continue
        if word.text in ("与", "同", "就", "当", "被", "将", "因"):
            continue
        rest = words[i:]
        if any(w.text == "的" for w in rest) and rest[-1].text not in known.locatives:
            continue
        if word.text in ("为", "以", "于") and words[i - 1].text in ("作", "视", "称", "成"):
            continue
        end = word.start
        break
    for word in reversed(sentence.within(start, end)):
        if word.text not in known.adverbs | known.normative | known.possible:
            break
        end = word.start
    start, end = trim(sentence, start, end)
    if end <= start:
        return None
    phrase = text[start:end]
    return (start, end) if is_subject(sentence, start, end, phrase) else None


def is_verbal(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a phrase begins with a verb that governs what follows: 提升 | 透明度."""
    words = sentence.within(start, end)
    return len(words) > 1 and words[0].text in lists().vp_start and words[1].text != "的"


def place(sentence: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """Return the phrase that names a place: 数字治理 of “在数字治理实践中”."""
    words, known = sentence.within(start, end), lists()
    while words and words[-1].text in known.locatives:
        words.pop()
    if words and words[0].text in ("在", "从"):
        words = words[1:]
    while words and words[-1].text in ("过程", "实践", "的", "方面", "领域", "内部", "间", "之间"):
        words.pop()
    if not words:
        return None
    start, end = trim(sentence, words[0].start, words[-1].end)
    if end - start < 2 or not is_subject(sentence, start, end, sentence.text[start:end]):
        return None
    return start, end


def strip_lead(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Remove connectives, times and places at the front of a stretch."""
    text = sentence.text
    moved = True
    while moved and start < end:
        moved = False
        words = sentence.within(start, end)
        if not words:
            break
        first = words[0]
        if (
            first.text in connectives()
            and first.end < end
            and not (
                first.text in ("和", "与", "如", "则", "即", "而", "就", "更", "其中")
                and first.tag.startswith("n")
            )
        ):
            start, moved = first.end, True
        elif first.text in lists().frame_openers:
            stop = _place_end(words, first.text)
            if stop is not None and stop < end:
                start, moved = stop, True
        while start < end and text[start] in " 　、，":
            start += 1
    return start, end


def _place_end(words: list[Token], opener: str) -> int | None:
    known = lists()
    closers = {
        "对": ("来说", "而言", "来讲"),
        "对于": ("来说", "而言", "来讲"),
        "就": ("来说", "而言", "来讲"),
        "与": ("相比", "相比较"),
        "和": ("相比", "相比较"),
        "作为": (),
        "通过": (),
    }.get(opener, known.locatives)
    for i, word in enumerate(words[1:], 1):
        following = words[i + 1].text if i + 1 < len(words) else ""
        if word.text in closers and following not in ("的", "之", "、", "和"):
            return word.end
    return None


def trim(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Remove white space, quotation marks around the whole, and trailing words of no content."""
    text, known = sentence.text, lists()
    moved = True
    while moved and start < end:
        moved = False
        while start < end and text[start] in " 　、，；：“”":
            if text[start] == "“" and not _whole_quote(text, start, end):
                break
            start += 1
            moved = True
        while end > start and text[end - 1] in " 　、，；：。“”！":
            if text[end - 1] == "”" and text[start:end].count("“") == text[start:end].count("”"):
                break
            end -= 1
            moved = True
        count = _COUNT.search(text[start:end])
        cut = start + count.start() if count else 0
        if cut > start + 1 and cut in sentence.bounds and text[cut - 1] not in "的第":
            end, moved = cut, True
            continue
        for trail in known.phrase_trail:
            stop = end - len(trail)
            if stop > start + 1 and stop in sentence.bounds and text.endswith(trail, start, end):
                end -= len(trail)
                moved = True
                break
    return start, end


_COUNT = re.compile(
    r"(?:这)?[一二三四五六七八九十两几多\d]+(?:个|种|大|类|项)?(?:方面|要素|类型|维度|层面|部分|环节|阶段|内容|类|领域|类别|步骤|特征|特点)$"
)


def _whole_quote(text: str, start: int, end: int) -> bool:
    return text.find("”", start, end) in (end - 1, -1)


_ORDINAL = re.compile(r"第[一二三四五六七八九十]+(?:条|个|种|类|项)?[\u4e00-\u9fff]{0,3}$")


def is_subject(sentence: Sentence, start: int, end: int, phrase: str) -> bool:
    """Whether a phrase can be what a claim is about."""
    known = lists()
    if phrase in known.not_subjects or not balanced(phrase) or end - start > 34:
        return False
    if end - start < 2 and phrase not in known.pronouns:
        return False
    words = sentence.within(start, end)
    if not words or _ORDINAL.match(phrase):
        return False
    first, last = words[0], words[-1]
    if first.text in lists().subject_not_first:
        return False
    if first.text in known.prepositions and (
        first.text not in ("对", "对于", "与", "同", "以", "基于", "关于", "面向", "由", "依托")
        or not any(w.text == "的" for w in words)
        or (first.text == "以" and not any(w.text == "为" for w in words))
        or (first.text in ("基于", "由", "依托") and last.tag[0] not in "nv")
    ):
        return False
    if len(words) > 1 and words[1].text in ("了", "着", "过", "出"):
        return False
    tail = max((i for i, w in enumerate(words) if w.text == "的"), default=-1)
    if any(
        w.text in lists().auxiliaries and w.text not in lists().light for w in words[tail + 1 :]
    ):
        return False
    if any(w.text in lists().copulas or w.text in lists().subject_not_inside for w in words):
        return False
    if last.text in known.predicates and len(words) > 1:
        return False
    if last.tag == "a" and len(last.text) == 1 and len(words) > 1:
        return False
    if any(w.text in ("指", "是指") for w in words[1:]):
        return False
    if last.text in lists().subject_not_last:
        return False
    if last.text in known.adverbs or (
        last.tag in ("d", "p", "c", "u", "uj", "ul", "uz", "m", "q") and len(last.text) == 1
    ):
        return False
    if all(w.tag[0] in "dpcumqxr" for w in words):
        return phrase in known.pronouns
    if any(
        w.text in ("哪些", "我们", "本文", "笔者", "本研究", "什么", "如何", "为何", "怎样", "本章")
        for w in words
    ):
        return False
    return not any(character in phrase for character in "？！。；")


def object_(
    sentence: Sentence, start: int, end: int, *, whole: bool = False
) -> tuple[int, int] | None:
    """Return the phrase behind a cue, or None where it is none."""
    text, known = sentence.text, lists()
    words = sentence.within(start, end)
    if words and not whole:
        for i, word in enumerate(words):
            then = words[i + 1].text if i + 1 < len(words) else ""
            stops = word.text in known.object_stops or (
                word.text == "以" and then in known.vp_start
            )
            stops = stops or (
                word.text == "、" and then in known.vp_start and words[0].text not in known.vp_start
            )
            if i > 0 and stops and word.start - start >= 2:
                end = word.start
                break
    moved = True
    while moved and start < end:
        moved = False
        for lead in known.object_lead:
            stop = start + len(lead)
            if text.startswith(lead, start, end) and stop < end and stop in sentence.bounds:
                if text[stop] in "的" and lead[-1] != "的":
                    stop += 1
                if stop < end:
                    start, moved = stop, True
                break
    start, end = trim(sentence, start, end)
    last = sentence.before(end)
    if last is not None and last.text in ("都", "也", "更", "还") and last.start > start:
        start, end = trim(sentence, start, last.start)
    phrase = text[start:end]
    if end - start < 2 or phrase in known.not_objects or not balanced(phrase):
        return None
    words = sentence.within(start, end)
    if not words or words[0].text in (
        "的",
        "之",
        "了",
        "着",
        "等",
        "与",
        "和",
        "及",
        "地",
        "得",
        "以及",
        "或",
        "而",
        "但",
    ):
        return None
    if words[-1].text in (
        "的",
        "之",
        "地",
        "和",
        "与",
        "及",
        "在",
        "对",
        "是",
        "为",
        "、",
        "以",
        "把",
    ):
        if words[-1].text == "的" and any(w.text == "是" for w in words):
            pass
        elif words[-1].text == "的" and len(words) > 1:
            end = words[-1].start
        else:
            return None
    if any(w.text in ("什么", "怎么", "为何", "怎样", "哪些", "何", "与否") for w in words):
        return None
    return (start, end) if end - start >= 2 else None


def _before_verb(words: list[Token]) -> bool:
    """Whether a verb comes before any 的: 对政府提出…的要求, not 对政府的信任."""
    for word in words[1:]:
        if word.text == "的":
            return False
        if word.tag == "v" and word.text not in lists().nominal_verbs:
            return True
    return True


def topic(sentence: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """Return a clause's subject by its place: what stands in front of the first predicate."""
    known = lists()
    start, end = strip_lead(sentence, start, end)
    words = sentence.within(start, end)
    for i, word in enumerate(words):
        if i == 0:
            if (
                word.text in known.prepositions
                or word.text in lists().auxiliaries | known.negations
            ):
                return None
            if word.text in known.predicates or (
                word.text in known.vp_start and len(words) > 1 and words[1].text not in ("的", "是")
            ):
                return None
            continue
        if word.text in ("对", "向", "为", "给") and _before_verb(words[i:]):
            found = trim(sentence, start, word.start)
            return (
                found
                if found[1] > found[0]
                and is_subject(sentence, *found, sentence.text[slice(*found)])
                else None
            )
        verb = word.tag[0] == "v" and word.tag != "vn" and word.text not in known.nominal_verbs
        if word.text in lists().auxiliaries or word.text in known.adverbs or verb:
            rest = [w.text for w in words[i + 1 :]]
            if verb and rest and rest[0] == "的":
                continue
            if words[i - 1].text in ("的", "、", "和", "与", "及"):
                continue
            found = trim(sentence, start, word.start)
            if found[1] - found[0] < 1:
                return None
            phrase = sentence.text[found[0] : found[1]]
            return found if is_subject(sentence, *found, phrase) else None
    return None
