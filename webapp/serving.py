"""The web server's side of requests: addresses as people type them."""

from __future__ import annotations

import re

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """A request parser that takes raw bytes in an address for what they would be if quoted.

    Browsers quote 价值 as ``%E4%BB%B7%E5%80%BC``; ``curl`` and other programs send the bytes.
    Whether they are text at all is for the application to say, in the visitor's language.
    """

    def parse_header(self, header_plus: bytes) -> None:
        """Read the request line and the headers."""
        line, end, headers = header_plus.partition(b"\r\n")
        quoted = _BEYOND_ASCII.sub(lambda m: b"%%%02X" % m[0][0], line)
        super().parse_header(quoted + end + headers)


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection whose requests are read by :class:`Parser`."""

    parser_class = Parser
