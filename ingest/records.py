"""Bibliographic records: files of CSL-JSON, looked at before anything trusts them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.document import DocumentError
from ontology.i18n import _

_NAMES = ("author", "editor", "translator")
_PARTS = ("family", "given", "literal", "non-dropping-particle")
_VALUES = ("container-title", "volume", "issue", "page", "publisher", "publisher-place", "DOI",
           "URL", "language", "type")  # fmt: skip


def read_records(path: Path) -> list[dict[str, Any]]:
    """Read a file of bibliographic records (a CSL-JSON array, or one object).

    Raises DocumentError where it is not CSL-JSON, naming the record and the field.
    """
    export = _("export the records again as CSL-JSON")
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise DocumentError(str(path), _("is not UTF-8 text"), _("save it as UTF-8")) from error
    except json.JSONDecodeError as error:
        raise DocumentError(
            str(path),
            _("is not valid JSON (line {line}: {what})").format(line=error.lineno, what=error.msg),
            export,
        ) from error
    except (RecursionError, ValueError) as error:  # nested without end; a number without end
        raise DocumentError(str(path), _("is not CSL-JSON"), export) from error
    records = data if isinstance(data, list) else [data]
    if not records:
        raise DocumentError(str(path), _("there are no records in it"), export)
    for number, record in enumerate(records, 1):
        if not (
            isinstance(record, dict)
            and isinstance(record.get("title"), str)
            and record["title"].strip()
        ):
            raise DocumentError(
                str(path),
                _("record {number} has no title").format(number=number),
                _("only CSL-JSON records can be read from .json files"),
            )
        wrong = next(_wrong(record), None)
        if wrong is not None:
            raise DocumentError(
                str(path),
                _("record {number}: the field “{field}” is not as CSL-JSON has it").format(
                    number=number, field=wrong
                ),
                _("correct it, or {remedy}").format(remedy=export),
            )
    return records


def _refuse(name: str) -> float:
    raise ValueError(name)


def _wrong(record: dict[str, Any]) -> Iterator[str]:
    """Yield the fields whose values are of another kind than CSL-JSON's."""
    if not _is_text(record["title"]):
        yield "title"
    for field in _VALUES:
        value = record.get(field)
        if value is not None and not (_is_text(value) or _is_number(value)):
            yield field
    for field in _NAMES:
        names = record.get(field, [])
        if not (isinstance(names, list) and all(map(_is_name, names))):
            yield field
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
