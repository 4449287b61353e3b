"""The web server's side of requests: addresses as people type them, and how much may be sent."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import RequestEntityTooLarge

from webapp.accept import problem_language
from webapp.problems import MEDIA_TYPE, Problem

_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")

_DRAINED = 1_000_000_000  # bytes of a body that is too large: beyond that nobody waits

# From path, headers (upper case with "_") and the other end's address: how many bytes may
# be sent, or None for as many as anywhere.
Room = Callable[[str, Mapping[str, str], str], int | None]


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """A request parser that takes raw bytes in an address for what they would be if quoted.

    Browsers quote 价值 as ``%E4%BB%B7%E5%80%BC``; ``curl`` and other programs send the bytes.
    Whether they are text at all is for the application to say, in the visitor's language.
    """

    def __init__(self, adj: Any, peer: str = "", room: Room | None = None) -> None:
        super().__init__(adj)
        self.adj: Any
        self.error: Any
        self.expect_continue: bool
        self._peer = peer
        self._room = room
        self._unread = 0  # bytes of a body that nobody wants

    def parse_header(self, header_plus: bytes) -> None:
        """Read the request line and the headers; decide how much may follow."""
        line, end, headers = header_plus.partition(b"\r\n")
        quoted = _BEYOND_ASCII.sub(lambda m: b"%%%02X" % m[0][0], line)
        super().parse_header(quoted + end + headers)
        room = self._room(self.path, self.headers, self._peer) if self._room else None
        if room is not None:
            self.adj = copy.copy(self.adj)
            self.adj.max_request_body_size = room

    def received(self, data: bytes) -> int:
        """Take a part of the request.

        What is too large is told as everywhere else; and after it has been sent, for a browser
        that is cut short while it sends shows no answer. What comes till then is thrown away.
        """
        taken: int
        if self._unread:
            taken = min(len(data), self._unread)
            self._unread -= taken
            self.completed = not self._unread
            return taken
        taken = super().received(data)
        if isinstance(self.error, RequestEntityTooLarge) and not isinstance(self.error, _TooLarge):
            language = problem_language(self.headers.get("ACCEPT_LANGUAGE"))
            self.error = _TooLarge(self.adj.max_request_body_size, language)
            asks_first, self.expect_continue = self.expect_continue, False
            if self.content_length <= _DRAINED and not asks_first:
                self._unread = self.content_length
                self.completed = False
        return taken


class _TooLarge(RequestEntityTooLarge):  # type: ignore[misc]
    def __init__(self, most: int, language: str) -> None:
        super().__init__(str(most))
        self._document = Problem("body-too-large", limit=most).document(language)
        self._language = language

    def to_response(self, _ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        """Return the whole answer."""
        headers = [("Content-Type", MEDIA_TYPE), ("Content-Language", self._language)]
        body = json.dumps(self._document, ensure_ascii=False, indent=1).encode()
        return "413 Content Too Large", headers, body


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection whose requests are read by :class:`Parser`."""

    room: Room | None = None

    def parser_class(self, adj: Any) -> Parser:
        """Return what reads the next request."""
        peer = self.addr[0] if isinstance(self.addr, tuple) and self.addr else ""
        return Parser(adj, str(peer), type(self).room)


def channel_class(room: Room | None) -> type[Channel]:
    """Return a class of connections on which as much may be sent as ``room`` says."""
    return type("Channel", (Channel,), {"room": staticmethod(room) if room else None})
