"""Find the concepts that sentences name, and terms that look like concepts not yet known.

Promised: every occurrence of a name, the longest first; a name inside a longer one is kept
and marked ``nested``; nothing inside 《…》, no author's name. A candidate has no concept.
A label that is a phrase rather than a term (提升数字效率, 公共价值的创造者) does not hide the
terms inside it: they are the mentions, and the phrase is the one that is marked ``nested``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.claims.tokens import Token, tokens
from ingest.claims.wordlists import lists
from ingest.document import Document, Mention, Sentence
from ingest.folding import is_han
from ingest.lexicon import Lexicon, lexicon
from ingest.tables import table

_TITLE = re.compile(r"《[^《》]{1,80}》")


def find(doc: Document) -> Document:
    """Return the document with its mentions."""
    lex = lexicon()
    found = [
        mention
        for index, sentence in enumerate(doc.sentences)
        for mention in in_sentence(sentence, index, lex)
    ]
    return doc.having(mentions=tuple(found))


def in_sentence(sentence: Sentence, index: int, lex: Lexicon) -> list[Mention]:
    """Return the mentions of one sentence in reading order, outer before inner."""
    text = sentence.text
    closed = [m.span() for m in _TITLE.finditer(text)]
    words = tokens(text) if sentence.lang == "zh" else []
    spans: dict[tuple[int, int], tuple[str | None, str]] = {}
    edges = _edges(words)
    for hit in lex.hits(text):
        if not _inside(closed, hit.start, hit.end) and not _across(edges, hit.start, hit.end):
            spans[hit.start, hit.end] = (hit.entry.iri, hit.entry.cls)
    phrases = _phrases(text, {span: cls for span, (_, cls) in spans.items()})
    taken = _longest(s for s in spans if s not in phrases)
    candidates = _zh_candidates(text, words) if sentence.lang == "zh" else _en_candidates(text)
    for start, end, cls in candidates:
        if _inside(closed, start, end):
            continue
        clash = [(s, e) for s, e in taken if s < end and start < e]
        if any((s <= start and end <= e) or not (start <= s and e <= end) for s, e in clash):
            continue
        spans[start, end] = (None, cls)
        taken = [*(t for t in taken if t not in clash), (start, end)]
    outer = set(taken)
    mentions = []
    for (start, end), (iri, cls) in sorted(spans.items(), key=lambda x: (x[0][0], -x[0][1])):
        nested = (start, end) not in outer
        if nested and not _tied((start, end), outer, phrases):
            continue  # overlaps a chosen name without lying inside one
        source = sentence.source_span(start, end)
        mentions.append(
            Mention(index, *source, start, end, text[start:end], iri, cls, nested=nested)
        )
    return mentions


def _tied(
    span: tuple[int, int], outer: set[tuple[int, int]], phrases: set[tuple[int, int]]
) -> bool:
    return span in phrases or any(s <= span[0] and span[1] <= e for s, e in outer)


def _phrases(text: str, spans: dict[tuple[int, int], str]) -> set[tuple[int, int]]:
    """Return the spans whose words are a phrase around terms, not a term."""
    found: set[tuple[int, int]] = set()
    for start, end in sorted(spans, key=lambda s: s[1] - s[0]):
        inner = [
            (s - start, e - start)
            for s, e in spans
            if start <= s and e <= end and (s, e) != (start, end) and (s, e) not in found
        ]
        if inner and _is_phrase(text[start:end], spans[start, end], inner):
            found.add((start, end))
    return found


def _is_phrase(label: str, cls: str, inner: list[tuple[int, int]]) -> bool:
    shape = _shapes()
    if len(label) < 5 or not is_han(label[0]) or label in shape.whole:
        return False
    words = tokens(label)
    if words[0].text in lists().vp_start | shape.first:
        return True
    if label[0] == "以" and "为" in label and len(label) > 6:
        return True
    if any(w.text == "的" for w in words):
        return cls not in shape.of_classes
    if words[0].text in shape.toward:
        return True
    for word in words[1:-1]:
        if word.text in shape.joints:
            before = any(e == word.start for _, e in inner)
            if before and any(s >= word.end for s, _ in inner):
                return True
    # 应用场景 in 应用场景单一: what stands behind the term only says how it is.
    return any(label[e:] in shape.predicates for _, e in inner)


@dataclass(frozen=True, slots=True)
class _Shapes:
    """How a label that is a phrase may look; lists in ``rules/lists/mentions.toml``."""

    first: frozenset[str]
    toward: frozenset[str]
    joints: frozenset[str]
    predicates: frozenset[str]
    of_classes: frozenset[str]
    whole: frozenset[str]


@lru_cache(maxsize=1)
def _shapes() -> _Shapes:
    words = table("mentions")["phrases"]["zh"]
    return _Shapes(**{name: frozenset(words[name]) for name in _Shapes.__dataclass_fields__})


def _longest(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Choose spans that do not overlap: the longest first, then the leftmost."""
    chosen: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if all(end <= s or e <= start for s, e in chosen):
            chosen.append((start, end))
    return chosen


def _inside(closed: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(s < end and start < e for s, e in closed)


def _edges(words: list[Token]) -> dict[int, tuple[int, int]]:
    """Map every position strictly inside a word to the word's span."""
    return {
        position: (word.start, word.end)
        for word in words
        for position in range(word.start + 1, word.end)
    }


def _across(edges: dict[int, tuple[int, int]], start: int, end: int) -> bool:
    """Whether a short span cuts a word at both ends: 民主 in 人民主体."""
    return end - start <= 3 and start in edges and end in edges and edges[start] != edges[end]


@lru_cache(maxsize=1)
def _zh_lists() -> tuple[frozenset[str], tuple[str, ...], dict[str, str], frozenset[str]]:
    lists = table("mentions")["candidates"]["zh"]
    return (
        frozenset(lists["first"]),
        tuple(sorted(lists["second"], key=len, reverse=True)),
        lists["last"],
        frozenset(lists["not_qualities"]),
    )


def _zh_candidates(text: str, words: list[Token]) -> Iterator[tuple[int, int, str]]:
    first, second, last, not_qualities = _zh_lists()
    starts = {w.start: i for i, w in enumerate(words)}
    ends = {w.end for w in words}
    for i, word in enumerate(words):
        if word.text in first:
            tail = next((s for s in second if text.startswith(s, word.end)), None)
            if tail and word.end + len(tail) in ends:
                end = word.end + len(tail)
                yield word.start, end, _class_of(tail, last)
        if word.text.endswith("性") and 3 <= len(word.text) <= 4 and word.tag[0] in "nv":
            if word.text not in not_qualities:
                yield word.start, word.end, "Value"
        elif word.text == "性" and i and len(words[i - 1].text) == 2:
            whole = words[i - 1].text + "性"
            following = text[word.end : word.end + 1]
            if whole not in not_qualities and following != "的":
                yield words[i - 1].start, word.end, "Value"
    for tail, cls in last.items():
        for match in re.finditer(tail, text):
            start, end = match.span()
            if start not in starts or end not in ends:
                continue
            i = starts[start]
            stem = words[i - 1] if i else None
            if stem is None or len(stem.text) != 2 or stem.text in lists().vp_start:
                continue
            if stem.tag in ("n", "vn", "b", "j") and not text.startswith("过度", stem.start):
                yield stem.start, end, cls


def _class_of(tail: str, last: dict[str, str]) -> str:
    return next((cls for end, cls in last.items() if tail.endswith(end)), "Value")


@lru_cache(maxsize=1)
def _en_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    lists = table("mentions")["candidates"]["en"]
    first = "|".join(sorted(lists["first"], key=len, reverse=True))
    heads = "|".join(sorted(lists["heads"], key=len, reverse=True))
    alone = "|".join(sorted(lists["qualities"], key=len, reverse=True))
    pattern = rf"\b(?:(?:{first})[ -](?P<head>{heads})|(?P<alone>{alone}))\b"
    return re.compile(pattern, re.IGNORECASE), lists["classes"]


def _en_candidates(text: str) -> Iterator[tuple[int, int, str]]:
    pattern, classes = _en_pattern()
    for match in pattern.finditer(text):
        head = match["head"]
        cls = classes.get(head.lower(), "Value") if head else "Value"
        yield match.start(), match.end(), cls
