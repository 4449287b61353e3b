"""Whose statement a clause is: authors named in front of a reporting verb."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.claims.clauses import Clause
from ingest.claims.words import Sentence
from ingest.tables import table


@dataclass(frozen=True, slots=True)
class Report:
    """A reporting frame: who speaks, where the statement begins, whether it is a finding."""

    authors: tuple[str, ...]
    start: int
    finding: bool = False


_GLOSS = re.compile(r"\s*[（(][^（）()]{1,40}[）)]")
_LATIN = re.compile(
    r"[A-Z][A-Za-zÀ-ž.’'\-]*(?:\s*[·.]?\s*(?:and\s+|&\s*)?[A-ZÀ-Ž][A-Za-zÀ-ž.’'\-]*){0,5}"
)
_FOREIGN = re.compile(
    r"[\u4e00-\u9fff]{1,6}·[\u4e00-\u9fff]{1,6}|[\u4e00-\u9fff]{2,5}(?=[（(][A-Z])"
)
_JOIN = re.compile(r"\s*(?:、|和|与|及|以及|,|，(?=[\u4e00-\u9fff]{2,3}等))\s*")
_SUFFIX = re.compile(r"\s*等?(?:人|学者|研究者|教授|研究团队)?(?:们)?\s*")
_WHERE = re.compile(r"(?:在《[^》]+》(?:一书)?(?:中|里)|于\s*\d{4}年|在\s*\d{4}年)?")


@lru_cache(maxsize=1)
def _verbs() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = table("zh")

    def any_of(name: str) -> str:
        return "|".join(sorted(words[name], key=len, reverse=True))

    said = re.compile(
        rf"(?P<lead>[^，；。]{{0,14}}?)(?P<verb>{any_of('reporting_verbs')})(?:了|到|出)?[，,:：]?"
    )
    does = re.compile(rf"[^，；。]{{0,4}}?(?:{any_of('reporting')})")
    finding = re.compile(
        rf"(?:[^，；。]{{0,16}}?(?:{any_of('finding_agents')})(?:结果|结论)?"
        rf"(?:进一步|也|还|均|都|共同)?(?:发现|表明|显示|揭示|证实|证明|指出|说明)(?:了)?[，,:：]?)"
        rf"|(?:结果|由此)?(?:发现|表明)[，,:：]"
    )
    return said, does, finding


def zh_report(sentence: Sentence, clause: Clause) -> Report | None:
    """Return the reporting frame with which a Chinese clause begins, if it has one."""
    said, does, finding = _verbs()
    text = sentence.text
    authors, at = _people(sentence, clause)
    if authors:
        spoken = said.match(text, at, clause.end)
        if spoken and len(spoken["lead"]) <= 8:
            # 指出 with a comma, or a statement behind 认为
            return Report(authors, min(spoken.end(), clause.end))
        if does.match(text, at, clause.end):
            return Report(authors, at)
        return None
    if (match := finding.match(text, clause.core, clause.end)) is not None:
        return Report((), match.end(), finding=True)
    return None


def _people(sentence: Sentence, clause: Clause) -> tuple[tuple[str, ...], int]:
    text, at = sentence.text, clause.core
    names: list[str] = []
    while at < clause.end:
        found = _name(sentence, at, clause.end)
        if found is None:
            break
        name, at = found
        names.append(name)
        if gloss := _GLOSS.match(text, at, clause.end):
            at = gloss.end()
        join = _JOIN.match(text, at, clause.end)
        if not join or _name(sentence, join.end(), clause.end) is None:
            break
        at = join.end()
    if not names:
        return (), clause.core
    if suffix := _SUFFIX.match(text, at, clause.end):
        at = suffix.end()
    if gloss := _GLOSS.match(text, at, clause.end):
        at = gloss.end()
    if where := _WHERE.match(text, at, clause.end):
        at = where.end()
    return tuple(names), at


def _name(sentence: Sentence, at: int, end: int) -> tuple[str, int] | None:
    words = table("zh")
    text = sentence.text
    if (latin := _LATIN.match(text, at, end)) and len(latin.group()) > 2:
        name = latin.group().strip()
        # An acronym is no author: ICT, G2C, ChatGPT.
        if not re.fullmatch(r"[A-Z0-9\-]+|.*[a-z][A-Z]{2,}.*", name):
            return name, latin.end()
        return None
    if foreign := _FOREIGN.match(text, at, end):
        return foreign.group(), foreign.end()
    token = sentence.after(at)
    if token is None or token.text[0] not in words["surnames"]:
        return None
    if any(text.startswith(w, at) for w in words["not_names"]):
        return None
    following = text[token.end : token.end + 2]
    if 2 <= len(token.text) <= 3 and token.tag.startswith("nr"):
        second = sentence.after(token.end)
        # The segmenter cuts some given names in two: 何艳 | 玲.
        cut = ("ng", "nr", "nrfg", "zg", "n", "a")
        if len(token.text) == 2 and second and len(second.text) == 1 and second.tag in cut:
            return token.text + second.text, second.end
        return token.text, token.end
    if len(token.text) == 1:
        stop, name = token.end, token.text
        while len(name) < 3 and (part := sentence.after(stop)) and len(name + part.text) <= 3:
            if part.tag[0] in "vpdcu" or not "\u4e00" <= part.text[0] <= "\u9fff":
                break
            name, stop = name + part.text, part.end
        if len(name) >= 2 and _said_next(text, stop):
            return name, stop
    elif (
        len(token.text) in (2, 3)
        and token.tag[0] != "v"
        and following.startswith(("等", "（", "("))
        and _said_next(text, token.end)
    ):
        return token.text, token.end
    return None


_NEXT = re.compile(
    r"\s*(?:[（(][^）)]{1,40}[）)])?\s*(?:、[^，。]{1,12})?(?:等(?:人|学者)?)?\s*"
    r"(?:也|还|则|均|都|进一步|明确)?(?:认为|指出|主张|提出|强调|发现|表示|建议|把|将"
    r"|(?:结合|从|基于|通过|对)[^。]{2,60}?(?:认为|提出|主张|指出|界定))"
)


def _said_next(text: str, at: int) -> bool:
    return _NEXT.match(text, at) is not None


_THEY = re.compile(
    r"(?:他们|她们|他|她|该学者|这些学者|两位学者)(?=[认把将还也进从主指强提在对])|(?:认为|主张)"
)


def continues(text: str) -> bool:
    """Whether a sentence goes on with what the author before it says (他…, 认为…)."""
    return _THEY.match(text) is not None
