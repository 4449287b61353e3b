"""What is printed for a person: names of files as they are, but harmless."""

from __future__ import annotations

import sys


def printable(text: str) -> str:
    """Return a text on one line that a terminal can show and that cannot steer it.

    Names of files may hold ends of lines, escape sequences, or bytes that are no text.
    """
    return "".join(
        c if c.isprintable() or c == "\u3000" else c.encode("unicode_escape", "replace").decode()
        for c in text.encode("utf-8", "backslashreplace").decode()
    )


def be_lenient() -> None:
    """Let standard output and error show what their encoding lacks as a question mark."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
