"""One upload: the files handed in, and what became of each."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Literal

from webapp.uploads.names import distinct, safe

State = Literal["waiting", "reading", "publishing", "done", "failed"]
ENDED = ("done", "failed")
READ = ("read", "unchanged", "duplicate")  # outcomes after which the graph holds the paper
_CHUNK = 1 << 20


class TooLargeError(Exception):
    """A file has more bytes than are allowed: its name."""


@dataclass(slots=True)
class Paper:
    """One file of an upload. ``reason`` and ``remedy`` are English."""

    name: str  # as it is stored
    size: int
    outcome: str = ""  # as the report of ``wenmai ingest`` has it; empty until then
    reason: str = ""
    remedy: str = ""
    key: str = ""  # of the work, or ``records/<list>``
    same_as: str = ""  # name of the file that is kept of the same paper
    counts: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def take(self, said: dict[str, Any], folder: Path) -> None:
        """Note what a report says of the file."""

        def plain(text: object) -> str:  # folders of this machine are nobody's business
            return str(text or "").replace(f"{folder}{os.sep}", "")

        self.outcome = str(said.get("outcome", ""))
        self.reason, self.remedy = plain(said.get("reason")), plain(said.get("remedy"))
        self.key = str(said.get("key") or "")
        self.same_as = Path(str(said.get("duplicate_of") or "")).name
        self.counts = {str(k): int(v) for k, v in (said.get("counts") or {}).items()}
        self.notes = [plain(note) for note in said.get("notes") or ()]


@dataclass(slots=True)
class Job:
    """An upload and how far it is. Stored beside its files whenever its state changes."""

    id: str
    created: str
    papers: list[Paper]
    state: State = "waiting"
    problem: str = ""  # why it failed as a whole, in English
    seconds: float = 0.0  # from upload to visible
    generation: int = 0  # that shows it

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ENDED

    def folder(self, inbox: Path) -> Path:
        """Where its files are."""
        return inbox / self.id

    def report_file(self, inbox: Path) -> Path:
        """Where ``wenmai ingest`` tells what became of them."""
        return inbox / f"{self.id}.report.json"

    def save(self, inbox: Path) -> None:
        """Write the state, in one step."""
        target = inbox / f"{self.id}.json"
        new = target.with_suffix(".new")
        new.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")
        new.replace(target)


def create(inbox: Path, files: Iterable[tuple[str, IO[bytes]]], most: int) -> Job:
    """Store files and return the upload; nothing stays where that fails.

    Raises TooLargeError for a file of more than ``most`` bytes.
    """
    job = Job(
        f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(4)}",
        datetime.now(UTC).isoformat(timespec="seconds"),
        [],
    )
    folder = job.folder(inbox)
    inbox.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    taken: set[str] = set()
    try:
        for given, stream in files:
            name = distinct(safe(given), taken)
            job.papers.append(Paper(name, _store(folder / name, stream, most)))
        job.save(inbox)
    except BaseException:
        remove(folder)
        raise
    return job


def _store(path: Path, stream: IO[bytes], most: int) -> int:
    """Write a new file that nobody may run; return its size."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    size = 0
    with os.fdopen(os.open(path, flags, 0o600), "wb") as out:
        while part := stream.read(_CHUNK):
            size += len(part)
            if size > most:
                raise TooLargeError(path.name)
            out.write(part)
    return size


def remove(folder: Path) -> None:
    """Remove the files of an upload and their folder."""
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def stored(inbox: Path) -> list[Job]:
    """Return the uploads of before, oldest first; a file that holds none is passed over."""
    jobs = []
    known = {f.name for f in fields(Job)}
    for path in sorted(inbox.glob("*.json")):
        if path.name.endswith(".report.json"):
            continue
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            papers = [Paper(**paper) for paper in said.pop("papers")]
            jobs.append(Job(papers=papers, **{k: v for k, v in said.items() if k in known}))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            continue
    return jobs
