"""What a query is, and whether it may run at all: looked at before any engine sees it.

The guard keeps out what would harm a worker needlessly (nesting that overflows its stack) and
says plainly what this endpoint does not do. It is not what keeps the server safe: that is the
worker's limits (:mod:`webapp.sparql.worker`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from webapp.problems import Problem
from webapp.sparql.tokens import OpenStringError, Token, place, tokens

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

LONGEST = 200_000  # bytes
DEEPEST = 64
MOST_PATTERNS = 120
MOST_OPERATORS = 1000

_FORMS: dict[str, Form] = {
    "SELECT": "SELECT",
    "ASK": "ASK",
    "CONSTRUCT": "CONSTRUCT",
    "DESCRIBE": "DESCRIBE",
}
_UPDATES = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
)
_OPEN = {"{": "}", "(": ")", "[": "]", "<<": ">>"}
_CLOSE = frozenset(_OPEN.values())
_OPERATORS = frozenset(("||", "&&", "+", "-", "*", "/", "|", "^", "!", "="))


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that may run."""

    text: str
    form: Form


def check(query: str) -> Checked:
    """Return what a query is.

    Raises Problem where it is too large, no query, an update, or asks for another server.
    """
    query = query.removeprefix("\ufeff")  # a byte order mark, which the engine does not know
    if len(query.encode()) > LONGEST:
        raise Problem("too-long", limit=LONGEST)
    form: Form | None = None
    brackets: list[str] = []
    patterns = operators = 0

    def problem(name: str, token: Token, limit: int | None = None) -> Problem:
        line, column = place(query, token.at)
        return Problem(name, line=line, column=column, limit=limit)

    try:
        for token in tokens(query):
            text = token.text
            if token.kind == "word":
                word = text.upper()
                if word == "SERVICE":
                    raise problem("service-refused", token)
                if word in _UPDATES and form is None and not brackets:
                    raise Problem("update-refused")
                if word in _FORMS and form is None:
                    form = _FORMS[word]
                elif word == "UNION":
                    operators += 1
            elif token.kind == "mark":
                if text in _OPEN:
                    brackets.append(text)
                    if len(brackets) > DEEPEST:
                        raise problem("too-deep", token, limit=DEEPEST)
                    patterns += text == "{"
                elif text in _CLOSE:
                    if brackets and _OPEN[brackets[-1]] == text:
                        brackets.pop()
                elif text in ".;,":
                    patterns += bool(brackets) and brackets[-1] in "{["
                elif text in _OPERATORS:
                    operators += 1
                if patterns > MOST_PATTERNS:
                    raise problem("too-many-patterns", token, limit=MOST_PATTERNS)
            if operators > MOST_OPERATORS:
                raise problem("too-many-operators", token, limit=MOST_OPERATORS)
    except OpenStringError as error:
        line, column = place(query, error.at)
        raise Problem("open-string", line=line, column=column) from None
    if form is None:
        raise Problem("not-a-query")
    return Checked(query, form)
