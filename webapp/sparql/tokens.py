"""The words of a SPARQL query: enough of its grammar to tell code from strings and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Groups are atomic or of bounded length, and a string that does not end is an error at once:
# no input makes this slower than its length.
_TOKEN = re.compile(
    r"""
      (?P<skip>[\s\ufeff]+|\#[^\r\n]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>\"{3}(?>(?:[^"\\]|\\.|"(?!""))*)\"{3}
               |'{3}(?>(?:[^'\\]|\\.|'(?!''))*)'{3}
               |"(?!"")(?>(?:[^"\\\r\n]|\\.)*)"
               |'(?!'')(?>(?:[^'\\\r\n]|\\.)*)')
    | (?P<open_string>["'])
    | (?P<variable>[?$][\w·]+)
    | (?P<blank>_:[\w](?>(?:[\w\-·]|\.(?=\.{0,9}[\w\-]))*))
    | (?P<name>(?>[^\W\d_](?>[\w.\-·]{0,255}))?:
        (?>(?:[\w:\-·]|%[0-9A-Fa-f]{2}|\\.|\.(?=\.{0,9}[\w:\-%\\]))*))
    | (?P<language>@[A-Za-z]+(?>(?:-[A-Za-z0-9]+)*))
    | (?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<word>[^\W\d_]\w*)
    | (?P<mark><<|>>|\^\^|&&|\|\||!=|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a query: ``kind`` is a group of the pattern, ``at`` its place in the text."""

    kind: str
    text: str
    at: int


class OpenStringError(ValueError):
    """A string that does not end; ``at`` is where it begins."""

    def __init__(self, at: int) -> None:
        super().__init__("a string that does not end")
        self.at = at


def tokens(query: str) -> Iterator[Token]:
    """Yield the tokens of a query, white space and comments left out.

    Raises OpenStringError.
    """
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup
        if kind == "open_string":
            # An empty string "" is the one that the look-ahead above passes over before a third.
            raise OpenStringError(match.start())
        if kind is not None and kind != "skip":
            yield Token(kind, match[0], match.start())


def place(query: str, at: int) -> tuple[int, int]:
    """Return line and column (from 1) of a position."""
    before = query[:at]
    return before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1
