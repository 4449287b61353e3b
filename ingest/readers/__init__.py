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
from ingest.readers._bytes import ending_of, recognise
from ontology.i18n import _

LARGEST = 20_000_000  # bytes: some fifty dissertations
_MARKUP = frozenset({".xml", ".md", ".markdown"})
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
    data = bytes_of(path)
    known = sorted(readers())
    reader = readers().get(path.suffix.lower())
    ending = ending_of(data)
    # what a file holds counts, not what its name says; a reader of its own knows its kinds
    by_content = readers().get(ending) if ending is not None else None
    if by_content is not None and not (ending == ".html" and _is_markup(path)):
        reader = by_content
    elif (form := recognise(data)) is not None:
        raise DocumentError(
            file,
            _("this is {form}, which cannot be read yet").format(form=_(form)),
            _("save its text as one of {endings}").format(endings=" ".join(known)),
        )
    if reader is None:
        raise DocumentError(
            file,
            _("the ending {ending} is not known").format(ending=path.suffix)
            if path.suffix
            else _("its name has no ending"),
            _("files that are read end in {endings}: rename it if it is plain text").format(
                endings=" ".join(known)
            ),
        )
    source = reader(file, data)
    if not source.text.strip():
        raise DocumentError(
            file,
            _("there is no text in it"),
            _("check that the file was saved or converted completely"),
        )
    return source


def _is_markup(path: Path) -> bool:
    """Whether a file's own reader takes markup that begins as a page does."""
    return path.suffix.lower() in readers() and path.suffix.lower() in _MARKUP


def digest(data: bytes) -> str:
    """Return the SHA-256 of a file's bytes, as ``Source.sha256`` has it."""
    return hashlib.sha256(data).hexdigest()


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises DocumentError where it is no regular file, cannot be read, or is too large.
    """
    file = str(path)
    if path.is_dir():
        raise DocumentError(file, _("this is a folder"), _("name a file in it"))
    try:
        file.encode()
    except UnicodeEncodeError:
        raise DocumentError(file, _("its name is not UTF-8 text"), _("rename it")) from None
    if path.exists() and not path.is_file():  # a pipe or a device may never end
        raise DocumentError(file, _("this is no regular file"), _("save its text in a file"))
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise DocumentError(
                file,
                _("it has {size:.0f} MB: no paper is that long").format(size=size / 1e6),
                _("split it into one file for each paper"),
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(
            file, _("there is no such file"), _("check the path and its spelling")
        ) from None
    except PermissionError:
        raise DocumentError(
            file, _("no permission to read it"), _("change its permissions (chmod +r)")
        ) from None
    except (OSError, ValueError) as problem:
        raise DocumentError(
            file,
            _("it cannot be read ({what})").format(what=problem),
            _("check the path and its spelling"),
        ) from None
