"""Link a claim's side to the narrowest concept that its words allow."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.claims.tokens import tokens
from ingest.lexicon import Entry, Lexicon
from ingest.tables import table

_ARTICLES = re.compile(r"^(?:the|a|an|its|their|this|these|such|more|greater|higher)\s+", re.I)


@lru_cache(maxsize=1)
def _lists() -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str], frozenset[str]]:
    words = table("cues")
    return (
        tuple(sorted(words["head_trail"], key=len, reverse=True)),
        tuple(sorted(words["promote"], key=len, reverse=True)),
        frozenset(w for name in ("harm", "reduce", "worsen", "causes") for w in words[name]),
        frozenset(table("zh")["nominal_verbs"]),
    )


class Linker:
    """Looks phrases up in a lexicon and remembers what it found."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._known: dict[tuple[str, str], Entry | None] = {}

    def link(self, phrase: str, lang: str) -> Entry | None:
        """Return the concept of a phrase: its whole wording, or its head with modifiers."""
        key = (phrase, lang)
        if key not in self._known:
            find = self._zh if lang == "zh" else self._en
            self._known[key] = find(phrase)
        return self._known[key]

    def exact(self, phrase: str) -> Entry | None:
        """Return the concept that has exactly this name."""
        return self._lexicon.entry(phrase.strip("“”‘’ "))

    def _zh(self, phrase: str) -> Entry | None:
        trails, promote, harm, nominal = _lists()
        phrase = phrase.strip("“”‘’ 　")
        if entry := self._lexicon.entry(phrase):
            return entry
        for trail in trails:
            if phrase.endswith(trail) and len(phrase) > len(trail) + 1:
                return self._zh(phrase[: -len(trail)])
        words = tokens(phrase)
        if words and words[0].text in promote and len(words) > 1:
            # 提升透明度: the quality that is brought about.
            return self._zh(phrase[words[0].end :].removeprefix("了"))
        if any(w.text in harm or (w.tag == "d" and w.text in ("不", "未", "没")) for w in words):
            return None
        if "、" in phrase or re.search(r"[^的]和|与|以及|，", phrase):
            return None
        # The head closes a Chinese phrase: the longest name at its end that begins a word.
        head = phrase.rpartition("的")[2]
        if head != phrase and head and (entry := self._lexicon.entry(head)):
            return entry
        if len(words) > 1 and any(w.tag == "v" and w.start == 0 for w in words):
            return None
        for word in words[1:]:
            verb = word.tag == "v" and word.text not in nominal
            if (verb or word.text in ("为", "成", "到", "从", "向")) and word.end < len(phrase):
                return None
            if len(head) < len(phrase) - word.start:
                continue
            if len(phrase) - word.start >= 2 and (
                entry := self._lexicon.entry(phrase[word.start :])
            ):
                return entry
        return None

    def _en(self, phrase: str) -> Entry | None:
        phrase = _ARTICLES.sub("", phrase.strip(" \"'“”‘’"))
        if entry := self._lexicon.entry(phrase):
            return entry
        # The head closes the phrase in front of a preposition.
        core = re.split(r"\s+(?:of|in|for|among|between|to|on|with|that|which|from|by)\s+", phrase)[
            0
        ]
        if re.search(r",|\band\b|\bor\b|\bnot\b|\bno\b", core):
            return None
        words = core.split()
        for i in range(len(words)):
            if entry := self._lexicon.entry(" ".join(words[i:])):
                return entry
        return None
