"""From a path to a :class:`Source`: one module for each format, found by itself.

A reader is a module of this package (no leading underscore) with ``SUFFIXES``, the file
endings that it reads, and ``read(file, data) -> Source``. Adding a format is adding a module.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from ingest.document import DocumentError, Source
from ingest.readers._bytes import recognise

Reader = Callable[[str, bytes], Source]


@cache
def readers() -> dict[str, Reader]:
    """Return the reader for each file ending that can be read, ``{".txt": read, …}``."""
    found: dict[str, Reader] = {}
    for module in iter_modules(__path__):
        if module.name.startswith("_"):
            continue
        loaded = import_module(f"{__name__}.{module.name}")
        found.update(dict.fromkeys(loaded.SUFFIXES, loaded.read))
    return found


def read(path: Path) -> Source:
    """Read one file.

    Raises DocumentError, with the reason and a remedy, where there is no text to be had.
    """
    file = str(path)
    data = _bytes(path)
    known = sorted(readers())
    reader = readers().get(path.suffix.lower())
    if (form := recognise(data)) is not None:
        raise DocumentError(
            file,
            f"this is {form}, which cannot be read yet",
            f"save its text as one of {' '.join(known)}",
        )
    if reader is None:
        what = f"the ending {path.suffix}" if path.suffix else "a name without an ending"
        raise DocumentError(
            file,
            f"{what} is not known",
            f"files that are read end in {' '.join(known)}: rename it if it is plain text",
        )
    source = reader(file, data)
    if not source.text.strip():
        raise DocumentError(
            file,
            "there is no text in it",
            "check that the file was saved or converted completely",
        )
    return source


def digest(data: bytes) -> str:
    """Return the SHA-256 of a file's bytes, as ``Source.sha256`` has it."""
    return hashlib.sha256(data).hexdigest()


def _bytes(path: Path) -> bytes:
    file = str(path)
    if path.is_dir():
        raise DocumentError(file, "this is a folder", "name a file in it")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(file, "there is no such file", "check the name") from None
    except PermissionError:
        raise DocumentError(
            file, "no permission to read it", "change its permissions (chmod +r)"
        ) from None
    except (OSError, ValueError) as problem:
        raise DocumentError(file, f"it cannot be read ({problem})", "check the name") from None
