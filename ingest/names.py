"""Which words are personal names, as far as print shows."""

from __future__ import annotations

import re
from functools import cache

from ingest.rulefiles import data

_HAN = re.compile(r"[\u4e00-\u9fff]+$")
_FOREIGN = re.compile(r"[\u4e00-\u9fff]{1,6}(?:·[\u4e00-\u9fff]{1,6}){1,3}$")
_CAPITAL = (
    r"(?:(?:van|von|de|del|der|den|di|da|la|le|al|bin)\s){0,2}"
    r"(?:[A-Z][\w’'-]*[a-zà-öø-ÿ][\w’'-]*|[A-Z]\.(?:-?[A-Z]\.)*|[A-Z]{2,15}|[A-Z])"
)
_LATIN = re.compile(rf"{_CAPITAL}(?:\s?{_CAPITAL}){{1,4}}(?:,?\s(?:Jr|Sr|II|III)\.?)?$")
_MARKS = re.compile(
    r"[\d①-⑳¹²³⁴-⁹*＊⁎∗†‡§#✉]+(?:[,，][\d*†]+)*|\^[^^]{0,6}\^|<sup>.{0,8}</sup>"
    r"|\s*[\[［(（][\da-z*†‡,， ]{0,5}[\])）]"
)


@cache
def surnames() -> tuple[frozenset[str], frozenset[str]]:
    """Return the Chinese surnames of one and of two characters."""
    return frozenset(data("names")["single"]), frozenset(data("names")["double"])


def is_han_name(text: str) -> bool:
    """Whether a word has the form of a Chinese name (or a foreign one with ·)."""
    if _FOREIGN.match(text):
        return True
    single, double = surnames()
    if not _HAN.match(text) or not 2 <= len(text) <= 4:
        return False
    return (text[:2] in double and len(text) > 2) or (text[0] in single and len(text) <= 3)


def is_latin_name(text: str) -> bool:
    """Whether words have the form of a name in Latin script."""
    return _LATIN.match(text) is not None


def nobody(text: str) -> bool:
    """Whether a word stands for an author who is not named."""
    return text.lower() in data("names")["nobody"]


def han_names(text: str) -> list[str] | None:
    """Return the Chinese names that a line consists of, or None where it holds more.

    A name of two characters is often set with a space inside.
    """
    line = _MARKS.sub(" ", text)
    line = re.sub(r"[（(][^（）()]{2,60}[)）]", "，", line)
    names: list[str] = []
    for chunk in re.split(r"[、，,;；/|·•]|\s和\s|\s{2,}", line):
        # a full-width space stands inside names as often as between them
        words = chunk.split()
        index = 0
        while index < len(words):
            word = words[index]
            if len(word) == 1 and index + 1 < len(words) and len(words[index + 1]) <= 2:
                word += words[index + 1]
                index += 1
            names.append(word)
            index += 1
    if not names or len(names) > 12:
        return None
    merged = _pair_singles(names)
    return merged if all(is_han_name(name) or nobody(name) for name in merged) else None


def _pair_singles(words: list[str]) -> list[str]:
    """Join single characters that stand side by side: 滕, 蕾 → 滕蕾."""
    merged: list[str] = []
    for word in words:
        if merged and len(merged[-1]) == 1 and len(word) <= 2:
            merged[-1] += word
        else:
            merged.append(word)
    return merged


def latin_names(text: str) -> list[str] | None:
    """Return the names in Latin script that a line consists of, or None."""
    line = re.sub(r"[（(][^（）()]{2,200}[)）]", "", text)
    line = _MARKS.sub("", line).strip(" .;,，；")
    names = [
        name.strip(" .") if not re.search(r"[A-Z]\.$", name) else name.strip()
        for name in re.split(r"\s*[;；，、&]\s*|,\s*(?:and\s)?|\s+and\s+", line)
        if name.strip()
    ]
    if not names or len(names) > 15:
        return None
    return names if all(is_latin_name(name) for name in names) else None
