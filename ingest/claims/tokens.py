"""Chinese words with their positions and rough part of speech."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from ingest.tables import table


@dataclass(frozen=True, slots=True)
class Token:
    """A word: ``text`` stands at ``start``–``end``; ``tag`` as jieba gives it."""

    start: int
    end: int
    text: str
    tag: str


@lru_cache(maxsize=1)
def _tagger() -> Callable[[str], Iterable[tuple[str, str]]]:
    own = table("zh")["words"]
    try:
        import rjieba
    except ImportError:
        import logging

        import jieba
        import jieba.posseg

        jieba.setLogLevel(logging.WARNING)
        for part, entries in own.items():
            for word in entries:
                jieba.add_word(word, 20000, part)

        def slow(text: str) -> Iterable[tuple[str, str]]:
            return [(pair.word, pair.flag) for pair in jieba.posseg.cut(text)]

        return slow
    segmenter = rjieba.Jieba()
    for part, entries in own.items():
        for word in entries:
            segmenter.add_word(word, 20000, part)
    tag: Callable[[str], Iterable[tuple[str, str]]] = segmenter.tag
    return tag


@lru_cache(maxsize=1)
def _halves() -> frozenset[str]:
    words, cues = table("zh"), table("cues")
    lists = (words["adverbs"], words["negations"], words["possible"], *cues.values())
    return frozenset(w for words in lists for w in words if len(w) == 2)


# 应对居民的议题进行甄别 is a duty, 应对风险 is not.
_DUTY = re.compile(r"应对[^，。；]{1,30}进行")


@lru_cache(maxsize=1)
def _merged() -> frozenset[str]:
    words = table("zh")
    known = {w for name in ("adverbs", "normative", "possible", "connectives") for w in words[name]}
    return frozenset(
        a + b
        for a in "应要将能可会也还都就更才并中等须需"
        for b in "从为对以把将被在由会要能应向使让"
        if a + b not in known and a + b not in words["real_words"]
    )


@lru_cache(maxsize=4096)
def _cached(text: str) -> tuple[Token, ...]:
    position, found = 0, []
    halves = _halves()
    for word, tag in _tagger()(text):
        end = position + len(word)
        # The dictionary holds some phrases as one word: 环境影响, 难以使用, 发挥作用.
        if len(word) == 4 and tag != "i" and (word[:2] in halves or word[2:] in halves):
            found.append(Token(position, position + 2, word[:2], _part(word[:2], halves)))
            found.append(Token(position + 2, end, word[2:], _part(word[2:], halves)))
        elif len(word) == 2 and (
            word in _merged() or (word == "应对" and _DUTY.match(text, position))
        ):
            found.append(Token(position, position + 1, word[0], "v"))
            found.append(Token(position + 1, end, word[1], "p"))
        else:
            found.append(Token(position, end, word, tag))
        position = end
    return tuple(found)


def _part(word: str, halves: frozenset[str]) -> str:
    return "v" if word in halves else "n"


def tokens(text: str) -> list[Token]:
    """Return the words of a text; together they are the text, character for character."""
    return list(_cached(text))
