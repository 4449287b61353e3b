"""Find the concepts that sentences name, and terms that look like concepts not yet known.

Promised: every occurrence of a name, the longest first; a name inside a longer one is kept
and marked ``nested``; nothing inside 《…》, no author's name. A candidate has no concept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
    # A label that is a whole verb phrase (回应公众诉求) does not hide the terms inside it.
    phrases = {span for span in spans if _verbal(text[slice(*span)], span, spans)}
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
        nested = (start, end) not in outer and (start, end) not in phrases
        if nested and not any(s <= start and end <= e for s, e in outer):
            continue  # overlaps a chosen name without lying inside one
        source = sentence.source_span(start, end)
        mentions.append(
            Mention(index, *source, start, end, text[start:end], iri, cls, nested=nested)
        )
    return mentions


def _verbal(text: str, span: tuple[int, int], spans: Iterable[tuple[int, int]]) -> bool:
    if len(text) < 5 or not is_han(text[0]):
        return False
    first = tokens(text)[0]
    if first.text not in lists().vp_start and first.text not in lists().adverbs:
        return False
    return any(span[0] <= s and e <= span[1] and (s, e) != span for s, e in spans)


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
            if i and len(words[i - 1].text) == 2 and words[i - 1].tag in ("n", "vn", "b", "j"):
                yield words[i - 1].start, end, cls


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
