"""What every reader of records gives, and how it is looked at before anything trusts it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.document import DocumentError
from ontology.i18n import _

_NAMES = ("author", "editor", "translator")
_PARTS = ("family", "given", "literal", "non-dropping-particle")
_VALUES = ("container-title", "volume", "issue", "page", "publisher", "publisher-place", "DOI",
           "URL", "language", "type")  # fmt: skip


@dataclass(slots=True)
class Items:
    """Records as CSL-JSON, and what was left out and why."""

    items: list[dict[str, Any]] = field(default_factory=list)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordList:
    """A list of records as read from a file."""

    form: str
    sha256: str
    items: list[dict[str, Any]]
    notes: tuple[str, ...]


def check(file: str, records: list[Any]) -> None:
    """Raise DocumentError where a record is not as CSL-JSON has it, naming record and field."""
    for number, record in enumerate(records, 1):
        if not (
            isinstance(record, dict)
            and isinstance(record.get("title"), str)
            and record["title"].strip()
        ):
            raise DocumentError(
                file,
                _("record {number} has no title").format(number=number),
                _("only CSL-JSON records can be read from .json files"),
            )
        wrong = next(_wrong(record), None)
        if wrong is not None:
            raise DocumentError(
                file,
                _("record {number}: the field “{field}” is not as CSL-JSON has it").format(
                    number=number, field=wrong
                ),
                _("correct it, or {remedy}").format(
                    remedy=_("export the records again as CSL-JSON")
                ),
            )


def _wrong(record: dict[str, Any]) -> Iterator[str]:
    """Yield the fields whose values are of another kind than CSL-JSON's."""
    if not _is_text(record["title"]):
        yield "title"
    for name in _VALUES:
        value = record.get(name)
        if value is not None and not (_is_text(value) or _is_number(value)):
            yield name
    for role in _NAMES:
        names = record.get(role, [])
        if not (isinstance(names, list) and all(map(_is_name, names))):
            yield role
    issued = record.get("issued", {})
    parts = issued.get("date-parts", []) if isinstance(issued, dict) else None
    if not (isinstance(parts, list) and all(map(_is_date, parts))):
        yield "issued"
    custom = record.get("custom", {})
    if not (isinstance(custom, dict) and all(map(_is_text, map(str, custom.values())))):
        yield "custom"


def _is_text(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_name(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    given = [value[part] for part in _PARTS if part in value]
    return all(map(_is_text, given)) and any(part.strip() for part in given)


def _is_date(value: object) -> bool:
    """Say whether a value is a date: [year], [year, month] …, numbers or digits."""
    if not isinstance(value, list):
        return False
    return all(
        (_is_number(part) and 0 <= part <= 9999)
        or (isinstance(part, str) and part.isdecimal() and len(part) <= 4)
        for part in value
    )
