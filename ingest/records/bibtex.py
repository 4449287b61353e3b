"""BibTeX and BibLaTeX, with LaTeX accents, strings and entries that are broken."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.records import _values
from ingest.records._items import Items
from ingest.records._tagged import build, items_of
from ingest.rulefiles import data
from ontology.i18n import _

NAME = "BibTeX"
SUFFIXES = (".bib", ".bibtex", ".txt", ".text")
_ENTRY = re.compile(r"^\s*@[A-Za-z]+\s*[{(]\s*[^\s,{}=]*\s*,", re.MULTILINE)
_FIELD = re.compile(r"^.*\b(?:title|author|year|date)\s*=\s*[\"{\d]", re.MULTILINE | re.IGNORECASE)
_HEAD = 20_000
_VERBATIM = ("url", "doi", "file")
_ROLES = ("author", "editor", "translator")


def recognise(text: str) -> bool:
    """Whether there are entries with fields in a text."""
    head = text[:_HEAD]
    return _ENTRY.search(head) is not None and _FIELD.search(head) is not None


def read(file: str, text: str) -> Items:
    """Read a bibliography; entries that are broken are left out with a note."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = parse_string(text, parse_stack=[])
    strings = {s.key.lower(): str(s.value) for s in library.strings}
    rules = data("records/bibtex")
    notes: list[str] = []
    built: list[dict[str, Any] | None] = []
    for block in library.blocks:
        if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
            block = block.ignore_error_block or block
        if isinstance(block, Entry):
            built.append(_item(block, strings, rules))
        elif block in library.failed_blocks:
            begins = (block.raw or "").strip().splitlines() or [""]
            line = _("line {line}: this entry is broken and was left out: {begins}").format(
                line=(block.start_line or 0) + 1, begins=begins[0][:60]
            )
            notes.append(line)
    items = items_of(built)
    return Items(items.items, (*notes, *items.notes))


def _item(entry: Any, strings: Mapping[str, str], rules: dict[str, Any]) -> dict[str, Any] | None:
    raw: dict[str, str] = {}
    for field in entry.fields:
        raw.setdefault(field.key.lower(), _value(str(field.value), strings))
    kind = raw.get("type", "").lower()
    pairs = [("=type", entry.entry_type)]
    for name, value in raw.items():
        if name in _ROLES or name in ("month", "type"):
            continue
        value = value if name in _VERBATIM else plain(value)
        if name == "year" and raw.get("month"):
            month = plain(raw["month"])
            value = f"{value}-{month}" if month.isdecimal() else f"{value} {month}"
        pairs.append((name, value))
    item = build(pairs, {**rules, "fields": {**rules["fields"], "=type": "type"}})
    if item is None:
        return None
    if item["type"] == "document" and "thesis" in kind:
        item["type"] = "thesis"
    for role in _ROLES:
        people = [p for name in _names(raw.get(role, "")) for p in _person(name)]
        if people:
            item[role] = people
    return item


def _person(name: str) -> list[dict[str, str]]:
    if name.startswith("{") and name.endswith("}") and _closes(name):
        return [{"literal": plain(name)}]  # braces keep the name of a body in one piece
    parts = [plain(part) for part in _split(name, ",")]
    if len(parts) == 3:  # family, Jr, given
        parts = [f"{parts[0]} {parts[1]}", parts[2]]
    return _values.people(", ".join(parts)) if plain(name) != "others" else []


def _closes(name: str) -> bool:
    """Whether the first brace is closed by the last."""
    depth = 0
    for index, char in enumerate(name):
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth == 0:
            return index == len(name) - 1
    return False


def _names(value: str) -> list[str]:
    return [name.strip() for name in _split(re.sub(r"\s+", " ", value), " and ") if name.strip()]


def _split(value: str, at: str) -> list[str]:
    """Split a value, but not inside braces."""
    return ["".join(part) for part in _parts(value, at)]


def _parts(value: str, at: str) -> Iterator[list[str]]:
    depth, part, index = 0, list[str](), 0
    while index < len(value):
        char = value[index]
        if char == "\\" and index + 1 < len(value):
            part.append(value[index : index + 2])
            index += 2
            continue
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth == 0 and value[index : index + len(at)].lower() == at:
            yield part
            part = []
            index += len(at)
            continue
        part.append(char)
        index += 1
    yield part


def _value(raw: str, strings: Mapping[str, str], depth: int = 0) -> str:
    """Return a value without its braces or quotes, its parts joined (``je # { and More}``)."""
    found = []
    for part in _split(raw.strip(), "#") if not _is_quoted(raw.strip()) else [raw]:
        part = part.strip()
        if len(part) > 1 and (part[0], part[-1]) in {("{", "}"), ('"', '"')}:
            found.append(part[1:-1])
        elif part.lower() in strings and depth < 5:
            found.append(_value(strings[part.lower()], strings, depth + 1))
        else:
            found.append(part)
    return "".join(found)


def _is_quoted(raw: str) -> bool:
    return raw.startswith('"') and raw.find('"', 1) == len(raw) - 1


def plain(value: str) -> str:
    """Return LaTeX as text: accents set, braces and commands gone."""
    if not re.search(r"[\\{}~$]|--|``|''", value):
        return _values.text(value)
    from pylatexenc.latex2text import LatexNodes2Text

    value = re.sub(r"(?<!\\)([%#&])", r"\\\1", value)
    converter = LatexNodes2Text(math_mode="verbatim", keep_comments=True, strict_latex_spaces=False)
    try:
        shown = converter.latex_to_text(value, tolerant_parsing=True)
    except Exception:  # what TeX would not understand either stands as it is
        shown = re.sub(r"[{}]", "", value)
    return _values.text(shown)
