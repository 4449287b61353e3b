"""Where a query stops being SPARQL.

The engine tries keywords by reading as many characters as they have, so the place that it
reports lies up to a keyword's length behind the place where the query goes wrong. We let it
read the query again with much room between the words: then what it reports lies behind the
right word and before the next.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from ontology.namespaces import PREFIXES
from webapp.sparql.request import EvaluationError, Request
from webapp.sparql.tokens import OpenStringError, Token, place, tokens

if TYPE_CHECKING:
    from pyoxigraph import Store

_AT = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_ROOM = " " * 20  # longer than any keyword
_MOST_TOKENS = 5000
# The engine's own sentences, among the lists of what it expected.
_SENTENCE = re.compile(r"(?:^|, |one of )([A-Z][a-z]*(?: \??[A-Za-z]+){2,})")


def diagnose(store: Store, request: Request, message: str) -> EvaluationError:
    """Return the engine's complaint as a place, what stands there, and a sentence if it has one."""
    try:
        words = list(tokens(request.query))
    except OpenStringError as error:
        line, column = place(request.query, error.at)
        return EvaluationError("open-string", line=line, column=column)
    at, complaint = _locate(store, request, words, message)
    line, column = place(request.query, at)
    found = next((w.text for w in words if w.at == at), "EOF")
    found = found if len(found) < 60 else found[:57] + "…"
    if "Prefix not found" in complaint:
        return EvaluationError("prefix", line=line, column=column, found=found)
    sentence = _SENTENCE.search(complaint)
    if sentence and "parsing failed" not in complaint:
        return EvaluationError("not-meaningful", line=line, column=column, message=sentence[1])
    return EvaluationError("syntax", line=line, column=column, found=found)


def _locate(store: Store, request: Request, words: list[Token], message: str) -> tuple[int, str]:
    """Return the position in the query of the word at which it goes wrong."""
    if len(words) <= _MOST_TOKENS:
        text, starts = _spread(request.query, words)
        try:
            store.query(text, prefixes=PREFIXES, base_iri=request.base)
        except SyntaxError as error:
            match = _AT.match(str(error.msg))
            if match and match[1] == "1":
                n = bisect_right(starts, int(match[2]) - 1) - 1
                if _is_end(text, int(match[2]) - 1, starts):
                    return len(request.query), match[3]
                if n >= 0:
                    return words[n].at, match[3]
        except (OSError, ValueError):
            pass
    match = _AT.match(message)
    if match is None:
        return 0, message
    lines = request.query.split("\n")
    before = sum(len(x) + 1 for x in lines[: int(match[1]) - 1])
    return min(before + int(match[2]) - 1, len(request.query)), match[3]


def _is_end(text: str, at: int, starts: list[int]) -> bool:
    """Say whether a position lies in the room after the last word."""
    return not starts or at >= len(text) - len(_ROOM)


def _spread(query: str, words: list[Token]) -> tuple[str, list[int]]:
    """Return the query on one line with room around its words, and where each word starts."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    last: Token | None = None
    for word in words:
        room = "" if last is None or _belong(last, word) else _ROOM
        text = word.text.replace("\n", " ").replace("\r", " ")
        parts += (room, text)
        length += len(room)
        starts.append(length)
        length += len(text)
        last = word
    return "".join(parts) + _ROOM * 2, starts


def _belong(one: Token, other: Token) -> bool:
    """Say whether two neighbours may not be parted."""
    if one.at + len(one.text) != other.at:
        return False
    return (
        other.kind == "language"
        or "^^" in (one.text, other.text)
        or (one.text in ("+", "-") and other.kind == "number")
        or (one.text, other.text) in (("<<", "("), (")", ">>"), ("{", "|"), ("|", "}"))
    )
