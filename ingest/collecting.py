"""Which files below the named paths are to be read, and which are passed over and why."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.document import DocumentError
from ingest.rulefiles import data as rules_of
from ontology.i18n import _


@dataclass(slots=True)
class Collected:
    """The files found, in order, each once."""

    files: list[Path] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # where each of them really is
    passed: list[tuple[Path, str]] = field(default_factory=list)  # and why
    failures: list[DocumentError] = field(default_factory=list)


def collect(paths: Iterable[Path], *, records: bool = True, data: Path | None = None) -> Collected:
    """Find the files to read.

    A named file is always one of them, whatever its name (the reader says what is wrong with
    it). In a folder and everything below it these are passed over: hidden files, what Office
    leaves beside an open file, the parts of a saved web page, the folder ``data`` that holds the
    graph, and files whose endings say that they are no papers (images, programs).
    Links to folders are followed, but not to where they stand.
    """
    found: dict[str, Path] = {}  # by where it really is: one file may be named twice
    result = Collected()
    walk = _Walk(records, os.path.realpath(data) if data else None, result)
    for path in paths:
        if path.is_dir():
            before = len(result.failures)
            inside = list(walk.below(path))
            if not inside and len(result.failures) == before:
                result.failures.append(_empty(path))
            for real, file in inside:
                found.setdefault(real, file)
        elif path.exists():
            found.setdefault(os.path.realpath(path), path)
        else:
            result.failures.append(
                DocumentError(
                    str(path), _("there is no such file"), _("check the path and its spelling")
                )
            )
    result.names, result.files = list(found), list(found.values())
    return result


def _empty(path: Path) -> DocumentError:
    from ingest.readers import readers

    return DocumentError(
        str(path),
        _("no papers in this folder"),
        _("papers are files in {formats}").format(formats=" ".join(sorted(readers()))),
    )


class _Walk:
    """Goes through folders."""

    def __init__(self, records: bool, data: str | None, result: Collected) -> None:
        rules = _rules()
        self.ignored = frozenset(rules["names"])
        self.folders = frozenset(rules["folders"])
        self.others = {end: kind for kind, ends in rules["endings"].items() for end in ends}
        self.records = records
        self.data = data
        self.result = result

    def below(self, folder: Path) -> Iterator[tuple[str, Path]]:
        """Yield the files below a folder with where they really are, sorted."""
        self.seen: set[str] = set()
        yield from self._below(str(folder), os.path.realpath(folder), frozenset())

    def _below(self, folder: str, real: str, above: frozenset[str]) -> Iterator[tuple[str, Path]]:
        if real in self.seen:  # links lead here from several places
            return
        self.seen.add(real)
        try:
            with os.scandir(folder) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self.result.failures.append(
                DocumentError(
                    folder,
                    _("this folder cannot be read ({what})").format(
                        what=_(error.strerror or str(error))
                    ),
                    _("change its permissions (chmod +rx)"),
                )
            )
            return
        names = {entry.name for entry in inside}
        above |= {real}
        for entry in inside:
            if entry.name.startswith((".", "~$")):
                continue
            try:
                is_folder, is_file, is_link = entry.is_dir(), entry.is_file(), entry.is_symlink()
            except OSError:  # a link in a circle
                continue
            here = os.path.realpath(entry.path) if is_link else os.path.join(real, entry.name)
            if is_folder:
                circle = is_link and any(_inside(folder, here) for folder in above)
                page = entry.name.rpartition("_files")[0] or entry.name.rpartition(".files")[0]
                saved = bool(page) and bool(names & {f"{page}.html", f"{page}.htm"})
                apart = entry.name in self.folders or here == self.data
                if not (circle or saved or apart):
                    yield from self._below(entry.path, here, above)
            elif is_file and (reason := self._why_not(entry.name)) is None:
                yield here, Path(entry.path)
            elif is_file:
                self.result.passed.append((Path(entry.path), reason or ""))

    def _why_not(self, name: str) -> str | None:
        """Return why a file in a folder is no paper, as far as its name tells."""
        low = name.lower()
        if low in self.ignored:
            return _("its name says that it is no paper")
        ending = os.path.splitext(low)[1]
        if (kind := self.others.get(ending)) is not None:
            return _("its ending says that it is no paper ({kind})").format(kind=_(kind))
        if not self.records and ending in _record_endings():
            return _("a list of bibliographic records, which `wenmai ingest` reads")
        return None


def _inside(folder: str, other: str) -> bool:
    return f"{folder}{os.sep}".startswith(f"{other.rstrip(os.sep)}{os.sep}")


def _rules() -> dict[str, Any]:
    return rules_of("collecting")


def _record_endings() -> frozenset[str]:
    from ingest.records import only_records

    return only_records()
