"""CSL-JSON, as Zotero and others export it: an array of records, or one object."""

from __future__ import annotations

import json
import re

from ingest.document import DocumentError
from ingest.records._items import Items
from ontology.i18n import _

NAME = "CSL-JSON"
SUFFIXES = (".json",)
_BEGINS = re.compile(r"\s*(?:\[\s*)?\{\s*\"")


def recognise(text: str) -> bool:
    """Whether a text begins as JSON with objects does."""
    return _BEGINS.match(text) is not None


def read(file: str, text: str) -> Items:
    """Read CSL-JSON. Raises DocumentError where it is none."""
    export = _("export the records again as CSL-JSON")
    try:
        data = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise DocumentError(
            file,
            _("is not valid JSON (line {line}: {what})").format(line=error.lineno, what=error.msg),
            export,
        ) from error
    except (RecursionError, ValueError) as error:  # nested without end; a number without end
        raise DocumentError(file, _("is not CSL-JSON"), export) from error
    return Items(data if isinstance(data, list) else [data])


def _refuse(name: str) -> float:
    raise ValueError(name)
