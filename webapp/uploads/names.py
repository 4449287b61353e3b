"""Names under which files are stored, whatever they were called."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

_LONGEST = 120  # bytes; file systems have room for 255
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}")


def safe(name: str) -> str:
    """Return a name that is one name on any system, no hidden one, and looks like the old one.

    What stands before a slash or backslash goes; so do characters that show nothing or turn
    the direction of writing.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(" " if unicodedata.category(c) == "Zs" else c for c in last)
    kept = "".join(c for c in shown if unicodedata.category(c)[0] != "C")
    kept = _FORBIDDEN.sub("_", kept).strip(" .-~")
    path = PurePosixPath(kept)
    ending = path.suffix if _ENDING.fullmatch(path.suffix) else ""
    stem = (kept.removesuffix(ending) if ending else kept).rstrip(" .")
    stem = stem.encode()[: _LONGEST - len(ending)].decode(errors="ignore").rstrip(" .") or "paper"
    if _RESERVED.match(stem + ending):
        stem = f"_{stem}"
    return stem + ending


def distinct(name: str, taken: set[str]) -> str:
    """Return a name that differs from those taken, in upper or lower case, and note it there."""
    ending = PurePosixPath(name).suffix
    stem = name.removesuffix(ending) if ending else name
    found, n = name, 1
    while found.casefold() in taken:
        n += 1
        found = f"{stem} ({n}){ending}"
    taken.add(found.casefold())
    return found
