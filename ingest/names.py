"""Which words are personal names, as far as print shows."""

from __future__ import annotations

import re
from functools import cache

from ingest.folding import plain, simplify
from ingest.rulefiles import data

_HAN = re.compile(r"[\u4e00-\u9fff]+$")
_FOREIGN = re.compile(
    r"(?:[A-Z]\.\s?){1,2}[\u4e00-\u9fff]{2,6}$|[\u4e00-\u9fff]{1,6}(?:·[\u4e00-\u9fff]{1,6}){1,3}$"
)
_CAPITAL = (
    r"(?:(?:van|von|de|del|der|den|di|da|la|le|al|bin)\s){0,2}"
    r"(?:[A-Z][\w’'-]*[a-zà-öø-ÿ][\w’'-]*|[A-Z]\.(?:-?[A-Z]\.)*|[A-Z]{2,15}|[A-Z])"
)
_LATIN = re.compile(rf"{_CAPITAL}(?:\s?{_CAPITAL}){{1,4}}(?:,?\s(?:Jr|Sr|II|III)\.?)?$")
_MARKS = re.compile(
    r"[\d①-⑳¹²³⁴-⁹*＊⁎∗†‡§¶‖#✉☯]+(?:[,，][\d*†]+)*|\^[^^]{0,6}\^|<sup>.{0,8}</sup>"
    r"|\s*[\[［(（][\da-z*†‡,， ]{0,5}[\])）]"
)


@cache
def surnames() -> tuple[frozenset[str], frozenset[str]]:
    """Return the usual Chinese surnames of one character, and those of two."""
    return frozenset("".join(data("names")["single"].split())), frozenset(
        data("names")["double"].split()
    )


@cache
def all_surnames() -> frozenset[str]:
    """Return the surnames of one character with the rare ones, some of which are words too."""
    return surnames()[0] | frozenset("".join(data("names")["rare"].split()))


def has_surname(text: str, rare: bool = False) -> bool:
    """Whether a Chinese word begins with a surname."""
    plain = simplify(text)
    single = all_surnames() if rare else surnames()[0]
    return plain[:1] in single or has_double_surname(plain)


def has_double_surname(text: str) -> bool:
    """Whether a Chinese word begins with a surname of two characters and goes on."""
    return len(text) > 2 and simplify(text[:2]) in surnames()[1]


def is_han_name(text: str, rare: bool = False) -> bool:
    """Whether a word has the form of a Chinese name (or a foreign one with ·)."""
    if _FOREIGN.match(text):
        return True
    if not _HAN.match(text) or not 2 <= len(text) <= 4:
        return False
    return has_double_surname(text) or (len(text) <= 3 and has_surname(text, rare))


def is_latin_name(text: str) -> bool:
    """Whether words have the form of a name in Latin script."""
    return _LATIN.match(text) is not None and not _no_name_words().intersection(text.split())


@cache
def _no_name_words() -> frozenset[str]:
    return frozenset(data("names")["not_in_names"].split())


def nobody(text: str) -> bool:
    """Whether a word stands for an author who is not named."""
    return text.lower() in data("names")["nobody"]


def han_names(text: str) -> list[str] | None:
    """Return the Chinese names that a line consists of, or None where it holds more.

    A name is often set with spaces inside. Rare surnames count only where the line is set as
    names are: several of them, or a name spaced out.
    """
    line = _MARKS.sub(" ", _half_width(text))
    line = re.sub(r"[（(][^（）()]{2,60}[)）]", "，", line)
    names: list[str] = []
    spaced = False
    for chunk in re.split(r"[、，,;；/|·•]|\s和\s|\s{2,}", line):
        words = chunk.split()
        if words and (is_latin_name(" ".join(words)) or _FOREIGN.match(" ".join(words))):
            names.append(" ".join(words))
            continue
        spaced = spaced or any(len(word) == 1 for word in words)
        names.extend(_join_singles(words))
    if not names or len(names) > 12:
        return None
    merged = _join_singles(names)
    rare = spaced or len(merged) > 1
    known = [is_han_name(name, rare) or nobody(name) for name in merged]
    latin = [is_latin_name(name) for name in merged]
    if not any(known) or not all(map(any, zip(known, latin, strict=True))):
        return None
    return merged


def _half_width(text: str) -> str:
    """Letters and digits half-width; the characters of names stay as printed."""
    return "".join(plain(char) if ord(char) >= 0xFF00 else char for char in text)


def _join_singles(words: list[str]) -> list[str]:
    """Join single characters that stand side by side: 滕, 蕾 → 滕蕾; 程, 立, 雪 → 程立雪."""
    merged: list[str] = []
    index = 0
    while index < len(words):
        if len(words[index]) > 1:
            merged.append(words[index])
            index += 1
            continue
        run = index
        while run < len(words) and len(words[run]) == 1:
            run += 1
        singles = words[index:run]
        following = words[run] if run < len(words) else ""
        if len(singles) == 1 and len(following) == 2 and not is_han_name(following):
            merged.append(singles[0] + following)  # 顾 清越
            run += 1
        elif len(singles) == 4 and "".join(singles[:2]) not in surnames()[1]:
            merged += ["".join(singles[:2]), "".join(singles[2:])]
        elif len(singles) <= 4:
            merged.append("".join(singles))
        else:
            merged += ["".join(singles[at : at + 2]) for at in range(0, len(singles), 2)]
        index = run
    return merged


def latin_names(text: str) -> list[str] | None:
    """Return the names in Latin script that a line consists of, or None."""
    line = re.sub(r"[（(][^（）()]{2,200}[)）]", "", text)
    line = _MARKS.sub("", line).strip(" .;,，；")
    line = _after_names().sub("", line)
    names = [
        name.strip(" .") if not re.search(r"[A-Z]\.$", name) else name.strip()
        for name in re.split(r"\s*[;；，、&|]\s*|,\s*(?:and\s)?|\s+(?:and|AND)\s+|\s{2,}", line)
        if name.strip(" .")
    ]
    if not names or len(names) > 15:
        return None
    return names if all(is_latin_name(name) for name in names) else None


@cache
def _after_names() -> re.Pattern[str]:
    """Degrees and memberships between names: ``, Member, IEEE``."""
    words = sorted(data("names")["after_names"], key=len, reverse=True)
    return re.compile(r",\s*(?:" + "|".join(map(re.escape, words)) + r")(?=\s*(?:,|;|$|\sand\s))")
