"""Formats in which each field is a line that begins with its tag; the tags are data.

``ingest/rules/records/<form>.toml`` says what a format looks like and which tag is which field
of CSL-JSON. Besides the fields of CSL there are ``page-first`` and ``page-last``, ``title-en``
(a translated title), ``host`` (the journal, or the book that a chapter is in).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from ingest.records import _values
from ingest.records._items import Items
from ingest.rulefiles import data
from ontology.i18n import _

_PEOPLE = ("author", "editor", "translator")
_HEAD = 20_000  # characters in which a list shows what it is


class Tagged:
    """A format with tags, as its rules describe it."""

    def __init__(self, form: str) -> None:
        self.form = form

    @cached_property
    def rules(self) -> dict[str, Any]:
        """What ``ingest/rules/records/<form>.toml`` says."""
        return data(f"records/{self.form}")

    @cached_property
    def _line(self) -> re.Pattern[str]:
        return re.compile(self.rules["line"])

    def recognise(self, text: str) -> bool:
        """Whether a text is of the format: each of its marks stands in it."""
        head = text[:_HEAD]
        return all(re.search(mark, head, re.MULTILINE) for mark in self.rules["recognise"])

    def read(self, file: str, text: str) -> Items:
        """Read a list; what has no title is left out with a note."""
        return items_of(build(record, self.rules) for record in self.records(text))

    def records(self, text: str) -> Iterator[list[tuple[str, str]]]:
        """Yield the records of a text as tags with their values."""
        record: list[tuple[str, str]] = []
        begins, ends = set(self.rules["begins"]), set(self.rules.get("ends", ()))
        repeats = set(self.rules.get("repeats", ()))  # tags whose further lines are further values
        gap = False  # whether a blank line stood before
        for line in text.splitlines():
            found = self._line.match(line)
            if found is None:
                if not line.strip():
                    gap = True
                elif record:
                    tag, value = record[-1]
                    if tag in repeats:
                        record.append((tag, line.strip()))
                    else:
                        record[-1] = (tag, f"{value}\n{line.strip()}".strip())
                continue
            tag, value = found[1].strip(), (found[2] or "").strip()
            if tag in begins and record and (gap or tag in {tag for tag, _value in record}):
                yield record
                record = []
            gap = False
            if tag in ends:
                if record:
                    yield record
                record = []
                continue
            record.append((tag, value))
        if record:
            yield record


def items_of(built: Iterable[dict[str, Any] | None]) -> Items:
    """Return the items that have a title, with a note on those that have none."""
    found: list[dict[str, Any]] = []
    untitled: list[int] = []
    for number, item in enumerate((item for item in built if item is not None), 1):
        if item.get("title"):
            found.append(item)
        else:
            untitled.append(number)
    notes = tuple(_("record {number} has no title: left out").format(number=n) for n in untitled)
    return Items(found, notes)


def build(record: Iterable[tuple[str, str]], rules: dict[str, Any]) -> dict[str, Any] | None:
    """Make a CSL-JSON item of tags and values; None where no tag of them is known."""
    fields: dict[str, str | list[str]] = rules["fields"]
    values: dict[str, list[str]] = {}
    for tag, value in record:
        names = fields.get(tag, ())
        for name in (names,) if isinstance(names, str) else names:
            if value.strip(" ;；\n"):
                values.setdefault(name, []).append(value)
    if not values:
        return None
    item: dict[str, Any] = {"type": _type(values, rules)}
    if "title" in values:
        item["title"] = _values.text(values["title"][0])
    for role in _PEOPLE:
        people = [person for value in values.get(role, ()) for person in _values.people(value)]
        if people:
            item[role] = people
    _dates(item, values)
    _pages(item, values)
    _container(item, values, rules)
    for name in ("volume", "issue", "publisher", "publisher-place", "edition", "ISSN", "ISBN"):
        if name in values:
            item[name] = _values.text(values[name][0]).strip(" ;；")
    for issue in {"issue", "volume"} & item.keys():
        item[issue] = _number(item[issue])
    _rest(item, values)
    return {name: value for name, value in item.items() if value}


def _type(values: dict[str, list[str]], rules: dict[str, Any]) -> str:
    kinds: dict[str, str] = {k.lower(): v for k, v in rules.get("types", {}).items()}
    stated = [_values.text(value).lower() for value in values.get("type", ())]
    for value in stated:
        if value in kinds:
            return kinds[value]
    for value in stated:  # 期刊论文; 硕士学位论文
        for word, kind in kinds.items():
            if word in value and len(word) > 1:
                return kind
    return "article-journal" if "container-title" in values or "host" in values else "document"


def _dates(item: dict[str, Any], values: dict[str, list[str]]) -> None:
    dates = [_values.issued(value) for value in values.get("issued", ())]
    known = [date for date in dates if date is not None]
    if known:  # the fullest of those that agree with the first on the year
        year = known[0]["date-parts"][0][0]
        item["issued"] = max(
            (date for date in known if date["date-parts"][0][0] == year),
            key=lambda date: len(date["date-parts"][0]),
        )


def _pages(item: dict[str, Any], values: dict[str, list[str]]) -> None:
    whole = _values.pages(values["page"][0]) if "page" in values else ""
    first = _values.pages(values["page-first"][0]) if "page-first" in values else ""
    last = _values.pages(values["page-last"][0]) if "page-last" in values else ""
    if not whole:
        one = not first or not last or last == first or "-" in first
        whole = first or last if one else f"{first}-{last}"
    if whole:
        item["page"] = whole


def _container(item: dict[str, Any], values: dict[str, list[str]], rules: dict[str, Any]) -> None:
    """The journal or book; of a thesis or book what stands in the same place is its publisher."""
    names = [*values.get("container-title", ()), *values.get("host", ())]
    if not names:
        return
    name = _values.text(names[0]).strip(" ;；")
    if item["type"] in rules.get("no_container", ("thesis", "book", "report")):
        if "publisher" not in values and item["type"] == "thesis":
            item["publisher"] = name
    else:
        item["container-title"] = name


def _number(value: str) -> str:
    """An issue or volume without leading noughts: 05 is 5."""
    return value.lstrip("0") or value if value.isdecimal() else value


def _rest(item: dict[str, Any], values: dict[str, list[str]]) -> None:
    if doi := next(filter(None, map(_values.doi, values.get("DOI", ()))), ""):
        item["DOI"] = doi
    for value in values.get("URL", ()):
        link = re.search(r"https?://\S+", value)
        if link and "URL" not in item:
            item["URL"] = link[0]
    if "language" in values:
        item["language"] = _values.language(values["language"][0])
    if "abstract" in values:
        item["abstract"] = _values.text(" ".join(values["abstract"]))
    words = [word for value in values.get("keyword", ()) for word in _values.words(value)]
    if words:
        item["keyword"] = "; ".join(dict.fromkeys(words))
    if "title-en" in values:
        item["custom"] = {"title_en": _values.text(values["title-en"][0])}
