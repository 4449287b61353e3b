"""What became of each file of a batch, and the totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from ingest.document import DocumentError
from ingest.workers import Failed, Lost
from ontology.i18n import _
from ontology.terminal import printable


class Outcome(StrEnum):
    """What became of a file."""

    READ = "read"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REFUSED = "refused"  # the file is not to be read
    FAILED = "failed"  # the program did not live to read it
    PASSED = "passed over"
    LEFT = "not reached"  # somebody ended the batch


FAILURES = frozenset({Outcome.REFUSED, Outcome.FAILED})


def outcome_name(outcome: Outcome, *, dry: bool = False) -> str:
    """Return what an outcome is called in the reader's language."""
    if dry and outcome is Outcome.READ:
        return _("would be read")
    return {
        Outcome.READ: _("read"),
        Outcome.UNCHANGED: _("unchanged"),
        Outcome.DUPLICATE: _("duplicate"),
        Outcome.REFUSED: _("refused"),
        Outcome.FAILED: _("failed"),
        Outcome.PASSED: _("passed over"),
        Outcome.LEFT: _("not reached"),
    }[outcome]


@dataclass(frozen=True, slots=True)
class Line:
    """One file in the report."""

    file: str
    outcome: Outcome
    reason: str = ""
    remedy: str = ""
    same_as: str = ""  # the file that is kept, of a paper that stands in several
    key: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    seconds: float = 0.0


_COUNTED = (
    "documents",
    "records",
    "sections",
    "references",
    "pointers",
    "linked",
    "mentions",
    "claims",
)


@dataclass(slots=True)
class Totals:
    """What a batch did and found."""

    outcomes: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    changed: int = 0
    seconds: float = 0.0

    def add(self, lines: Iterable[Line]) -> None:
        """Count what became of files, and what was found in those that were read."""
        self.outcomes = {outcome.value: 0 for outcome in Outcome}
        self.counts = dict.fromkeys(_COUNTED, 0)
        for line in lines:
            self.outcomes[line.outcome.value] += 1
            if line.outcome is Outcome.READ:
                for name in _COUNTED:
                    self.counts[name] += line.counts.get(name, 0)

    @property
    def failures(self) -> int:
        """How many files were not read."""
        return sum(self.outcomes[outcome.value] for outcome in FAILURES)

    def rows(self) -> list[tuple[str, int]]:
        """Return what people are told, a label and a number each."""
        n, found = self.outcomes, self.counts
        return [
            (_("files read"), n[Outcome.READ]),
            (_("unchanged files"), n[Outcome.UNCHANGED]),
            (_("duplicates"), n[Outcome.DUPLICATE]),
            (_("documents"), found["documents"]),
            (_("bibliographic records"), found["records"]),
            (_("sections"), found["sections"]),
            (_("references"), found["references"]),
            (_("pointers"), found["pointers"]),
            (_("pointers with a reference"), found["linked"]),
            (_("mentions"), found["mentions"]),
            (_("claims"), found["claims"]),
            (_("graphs changed"), self.changed),
            (_("failures"), self.failures),
        ]


def failure(path: Path | str, error: BaseException) -> DocumentError:
    """Return whatever went wrong with a file as what is told of it."""
    if isinstance(error, DocumentError):
        return error
    if isinstance(error, OSError):
        return DocumentError(
            str(error.filename or path),
            _(error.strerror or str(error)),
            _("check that the file can be read and the data folder written"),
        )
    return faulty(str(path), type(error).__name__, str(error)[:200])


def faulty(file: str, kind: str, what: str) -> DocumentError:
    """Return what is told of a file on which the program itself failed."""
    return DocumentError(
        file,
        _("the program failed on it ({kind}: {what})").format(kind=kind, what=what),
        _("please report this, with the file if you may"),
    )


def why_lost(file: str, lost: Lost | Failed) -> DocumentError:
    """Return what is told of a file that a worker did not finish."""
    if isinstance(lost, Failed):
        return faulty(file, lost.kind, lost.what)
    if lost.why == "time":
        return DocumentError(
            file,
            _("it took longer than {seconds} seconds").format(seconds=lost.detail),
            _("give it more time with --time-limit, or split it"),
        )
    if lost.why == "memory":
        return DocumentError(
            file,
            _("it took more than {size} MB of memory").format(size=lost.detail),
            _("give it more with --memory-limit, or split it"),
        )
    return DocumentError(
        file,
        _("the process that read it died ({what})").format(what=lost.detail),
        _("please report this, with the file if you may"),
    )


def common(what: str) -> str:
    """Return in the reader's language what two files of one paper have in common."""
    return {
        "bytes": _("the same bytes"),
        "DOI": _("the same DOI"),
        "title, year": _("title and year"),
        "title, first author": _("title and first author"),
        "title, year, first author": _("title, year and first author"),
    }.get(what, what)


def error_console() -> Console:
    """Return what prints on standard error, a message on one line."""
    return Console(stderr=True, soft_wrap=True, highlight=False)


def report_failure(error: DocumentError, console: Console | None = None) -> None:
    """Print one failure as one line on standard error: file, reason, what to do."""
    console = console or error_console()
    console.print(Text.assemble(("✗", "red"), f" {printable(str(error))}"))
