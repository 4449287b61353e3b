"""Files that hold the same paper, and which of them is the better source.

Two files are one paper where their bytes are the same, or their DOI, or title, year and first
author; a file and its translation, or a paper and a digest of it, are two. What is kept follows
from the set of files alone, never from the order in which they were read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rapidfuzz import fuzz

from ingest.archive import Entry
from ingest.document import Document
from ingest.rdf import metadata_csl
from ingest.titles import normal_title
from ingest.works import year_of

# What a format keeps of a paper: its structure as marked, its layout as styled, only its print
RANKS = {"jats": 5, "tei": 5, "xml": 5, "docx": 4, "html": 4, "epub": 4, "markdown": 4, "pdf": 3}
TEXT = 2
_SHORT = {True: 5, False: 12}  # a title (Chinese or not) that says little: 引言, Preface
_ALIKE = 60  # per cent: titles with one DOI that are less alike are a slip of the DOI


def about(document: Document) -> dict[str, Any]:
    """Return what papers are told apart by, as the index keeps it."""
    meta = document.metadata
    csl = metadata_csl(document)
    authors = csl.get("author", ())
    return {
        "format": document.source.format,
        "title": meta.title or "",
        "year": year_of(csl),
        "author": _name(authors[0]) if authors else "",
        "doi": (meta.doi or "").lower(),
        "lang": meta.lang,
        "kind": meta.kind,
    }


def _name(person: Mapping[str, str]) -> str:
    family = person.get("family", "")
    if any("\u3400" <= c <= "\u9fff" for c in family):
        return normal_title(family + person.get("given", ""))
    return normal_title(family or person.get("literal", ""))


def same_paper(one: Entry, two: Entry) -> str | None:
    """Return what two files have in common that makes them one paper, or None.

    The answer is one of ``"bytes"``, ``"DOI"``, ``"title, year"``, ``"title, first author"``,
    ``"title, year, first author"``.
    """
    if one.sha256 == two.sha256:
        return "bytes"
    a, b = one.about, two.about
    if one.key == two.key:
        return "title, year, first author" if _agree(a, b, "author") else "title, year"
    if not a or not b or a["kind"] != b["kind"] or a["lang"] != b["lang"]:
        return None
    x, y = normal_title(a["title"]), normal_title(b["title"])
    if a["doi"] and b["doi"]:
        alike = not x or not y or fuzz.partial_ratio(x, y) >= _ALIKE
        return "DOI" if a["doi"] == b["doi"] and alike else None
    if not x or not _same_title(x, y) or _differ(a, b, "year") or _differ(a, b, "author"):
        return None
    years, authors = _agree(a, b, "year"), _agree(a, b, "author")
    if years and authors:
        return "title, year, first author"
    if len(x) < _SHORT[not x.isascii()]:
        return None
    return "title, first author" if authors else "title, year" if years else None


def _same_title(x: str, y: str) -> bool:
    if x == y:
        return True
    digits = [[c for c in t if c.isdigit()] for t in (x, y)]
    return (
        x.isascii()
        and y.isascii()
        and min(len(x), len(y)) >= 30
        and digits[0] == digits[1]
        and fuzz.ratio(x, y) >= 97  # a ligature or a hyphen lost on the way out of a PDF
    )


def _agree(a: Mapping[str, Any], b: Mapping[str, Any], name: str) -> bool:
    return bool(a.get(name)) and a.get(name) == b.get(name)


def _differ(a: Mapping[str, Any], b: Mapping[str, Any], name: str) -> bool:
    return bool(a.get(name)) and bool(b.get(name)) and a[name] != b[name]


class Copies:
    """Which of many files are one paper."""

    def __init__(self, entries: Iterable[tuple[str, Entry]] = ()) -> None:
        self._entries: dict[str, Entry] = {}
        self._blocks: dict[str, set[str]] = defaultdict(set)
        for name, entry in entries:
            self.add(name, entry)

    def add(self, name: str, entry: Entry) -> None:
        """Note a file, in place of what was known of it."""
        self.remove(name)
        self._entries[name] = entry
        for block in _blocks(entry):
            self._blocks[block].add(name)

    def remove(self, name: str) -> None:
        """Forget a file."""
        entry = self._entries.pop(name, None)
        for block in _blocks(entry) if entry else ():
            self._blocks[block].discard(name)

    def of(self, name: str) -> dict[str, Entry]:
        """Return all files of the paper that a file holds, itself included."""
        found: dict[str, Entry] = {}
        todo = [name] if name in self._entries else []
        while todo:
            here = todo.pop()
            if here in found:
                continue
            found[here] = entry = self._entries[here]
            near = {other for block in _blocks(entry) for other in self._blocks[block]}
            todo += [n for n in near - found.keys() if same_paper(entry, self._entries[n])]
        return found

    def groups(self) -> Iterator[dict[str, Entry]]:
        """Yield the papers that stand in more than one file."""
        seen: set[str] = set()
        shared = {n for names in self._blocks.values() if len(names) > 1 for n in names}
        for name in sorted(shared):
            if name not in seen:
                group = self.of(name)
                seen |= group.keys()
                if len(group) > 1:
                    yield group


def best(group: Mapping[str, Entry], absent: Iterable[str] = ()) -> str:
    """Return the file that is the best source of a paper.

    A format that keeps more of the paper is better, then the fuller text, unless it is a mere
    part (a page with the abstract against the full text). ``absent`` files count last.
    """
    gone = frozenset(absent)
    most = max((e.sentences for n, e in group.items() if n not in gone), default=0)

    def order(name: str) -> tuple[Any, ...]:
        entry = group[name]
        part = entry.sentences * 2 < most
        return (name in gone, part, -rank(entry), -entry.sentences, name)

    return min(group, key=order)


def rank(entry: Entry) -> int:
    """Return how much of a paper the format of a file keeps."""
    return RANKS.get(str(entry.about.get("format", "text")), TEXT)


def _blocks(entry: Entry) -> list[str]:
    """Return what same papers may have in common: only such files are compared."""
    found = [f"s:{entry.sha256}"]
    if entry.key.startswith("records/"):
        return found
    found.append(f"k:{entry.key}")
    about = entry.about
    if about.get("doi"):
        found.append(f"d:{about['doi']}")
    if about.get("title"):
        title = normal_title(about["title"])
        found += [f"t:{title[:20]}", f"e:{title[-20:]}"]
    return found
