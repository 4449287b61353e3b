"""Lists of bibliographic records: from a file to CSL-JSON items, one module for each format.

A format is a module of this package (no leading underscore) with ``SUFFIXES``, the file endings
that may hold it, ``recognise(text) -> bool``, whether a text is of the format, and
``read(file, text) -> Items``. Adding a format is adding a module.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from ingest.document import DocumentError
from ingest.records._items import Items, RecordList, check
from ontology.i18n import _

# Endings that hold papers and lists of records: what is inside decides
SHARED = frozenset({".txt", ".text", ".xml"})


@cache
def forms() -> dict[str, ModuleType]:
    """Return the module of each format by its name."""
    return {
        module.name: import_module(f"{__name__}.{module.name}")
        for module in iter_modules(__path__)
        if not module.name.startswith("_")
    }


@cache
def suffixes() -> frozenset[str]:
    """Return all file endings that may hold records."""
    return frozenset(end for form in forms().values() for end in form.SUFFIXES)


def only_records() -> frozenset[str]:
    """Return the file endings that hold records and nothing else."""
    return suffixes() - SHARED


def form_of(path: Path) -> str | None:
    """Return the format of a list of records, or None where a file is none.

    What is inside decides; the ending does where that says nothing.
    """
    suffix = path.suffix.lower()
    if suffix not in suffixes():
        return None
    if suffix in SHARED:
        try:
            text = _text(path)[0]
        except DocumentError:  # told by what reads papers
            return None
        return _recognised(text, suffix)
    text = _text(path)[0]
    by_suffix = [name for name, form in forms().items() if suffix in form.SUFFIXES]
    return _recognised(text, suffix) or by_suffix[0]


def _recognised(text: str, suffix: str) -> str | None:
    matching = [name for name, form in forms().items() if form.recognise(text)]
    return min(matching, key=lambda n: suffix not in forms()[n].SUFFIXES, default=None)


def read_list(path: Path, form: str | None = None) -> RecordList:
    """Read a list of records.

    Raises DocumentError where it is of no format that is known, or nothing in it is a record.
    """
    form = form or form_of(path) or "csljson"
    text, sha256 = _text(path)
    items: Items = forms()[form].read(str(path), text)
    if not items.items:
        raise DocumentError(
            str(path),
            _("there are no records in it"),
            items.notes[0] if items.notes else _("export the records again as CSL-JSON"),
        )
    check(str(path), items.items)
    return RecordList(form, sha256, items.items, items.notes)


def read_records(path: Path) -> list[dict[str, Any]]:
    """Return the items of a list of records as CSL-JSON. Raises DocumentError as read_list does."""
    return read_list(path).items


def refuse_records(path: Path) -> None:
    """Raise DocumentError where a file holds a list of records instead of a paper."""
    if path.suffix.lower() in suffixes() and (form := form_of(path)) is not None:
        raise DocumentError(
            str(path),
            _("this is a list of bibliographic records ({form})").format(form=forms()[form].NAME),
            _("read it with `wenmai ingest`"),
        )


def _text(path: Path) -> tuple[str, str]:
    from ingest import readers
    from ingest.readers._bytes import decode

    data = readers.bytes_of(path)
    return decode(str(path), data)[0].removeprefix("\ufeff"), readers.digest(data)


__all__ = [
    "Items",
    "RecordList",
    "form_of",
    "forms",
    "only_records",
    "read_list",
    "read_records",
    "refuse_records",
    "suffixes",
]
