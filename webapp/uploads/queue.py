"""Uploads are read one after another, by ``wenmai ingest``; then the site shows them."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import IO

from ontology.settings import Settings
from webapp import generations
from webapp.holding import is_held
from webapp.uploads import jobs
from webapp.uploads.jobs import Job

log = logging.getLogger(__name__)
# Pages come before reading.
_PROGRAM = """
import os
if hasattr(os, "nice"):
    os.nice(10)
from ontology.command import main
main()
"""
_SECRET = ("WENMAI_UPLOAD_TOKEN",)
_REMEMBERED = 200  # uploads that have ended
_PATIENCE = 3600.0  # seconds for which an upload waits for another ingest, and is read
_TICK = 0.5


class FullError(Exception):
    """As many uploads wait as may."""


class Queue:
    """Reads one upload at a time, in a thread of its own and a program of its own.

    What a server that ended left undone is done when the next one starts.
    """

    def __init__(self, settings: Settings, waiting: int, shown: Callable[[], int]) -> None:
        """``shown`` lets the site go over to what was published; it returns the generation."""
        self.settings = settings
        self.inbox = settings.data.absolute() / "inbox"
        self._most = waiting
        self._shown = shown
        self._jobs: dict[str, Job] = {job.id: job for job in jobs.stored(self.inbox)}
        self._todo = deque(job.id for job in self._jobs.values() if not job.ended)
        self._began: dict[str, float] = {}
        self._news = threading.Condition()
        self._ending = False
        self._program: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._work, name="uploads", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def close(self) -> None:
        """Read no more; what is being read is read again after the next start."""
        with self._news:
            self._ending = True
            program = self._program
            self._news.notify_all()
        if program is not None:
            _end(program)
        if self._thread.ident is not None:
            self._thread.join(10)

    def add(self, files: list[tuple[str, IO[bytes]]], most: int) -> Job:
        """Store files and put them at the end of the queue.

        Raises FullError, and TooLargeError for a file of more than ``most`` bytes.
        """
        self.check_room()
        job = jobs.create(self.inbox, files, most)
        with self._news:
            self._jobs[job.id] = job
            self._began[job.id] = time.monotonic()
            self._todo.append(job.id)
            ended = [j.id for j in self._jobs.values() if j.ended]
            for old in ended[: max(0, len(ended) - _REMEMBERED)]:
                del self._jobs[old]
            self._news.notify_all()
        return job

    def check_room(self) -> None:
        """Raise FullError where no more may wait."""
        with self._news:
            if sum(not job.ended for job in self._jobs.values()) >= self._most:
                raise FullError

    def get(self, name: str) -> Job | None:
        """Return an upload."""
        return self._jobs.get(name)

    def latest(self, most: int) -> list[Job]:
        """Return the newest uploads, newest first."""
        with self._news:
            return list(self._jobs.values())[: -most - 1 : -1]

    def before(self, job: Job) -> int:
        """Return how many uploads come before this one."""
        with self._news:
            return self._todo.index(job.id) if job.id in self._todo else 0

    def progress(self, job: Job) -> int:
        """Return how many files of an upload that is being read have been."""
        if job.state != "reading":
            return len(job.papers) if job.state == "publishing" or job.ended else 0
        return len(_mentioned(self.settings.data / "journal.jsonl", job.folder(self.inbox)))

    def elapsed(self, job: Job) -> float:
        """Return for how many seconds an upload has been here."""
        if job.ended or job.id not in self._began:
            return job.seconds
        return time.monotonic() - self._began[job.id]

    # -- in the thread ---------------------------------------------------------------------

    def _work(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._todo or self._ending)
                if self._ending:
                    return
                job = self._jobs[self._todo[0]]
            try:
                self._do(job)
            except Exception:
                log.exception("upload %s", job.id)
                self._to(job, "failed", "the program failed on it")
            with self._news:
                if self._ending and not job.ended:
                    return
                self._todo.popleft()

    def _do(self, job: Job) -> None:
        began = self._began.setdefault(job.id, time.monotonic())
        if job.state != "publishing":  # where a server ended, the next one goes on
            problem = self._read(job)
            if self._ending:
                return None
            if problem:
                return self._to(job, "failed", problem)
            self._to(job, "publishing")
        said = ""
        if generations.is_stale(self.settings):
            said = self._run("load")
            if self._ending:
                return None
            if generations.is_stale(self.settings):
                return self._to(job, "failed", said or "the graph could not be published")
        job.generation = self._shown()
        job.seconds = round(time.monotonic() - began, 2)
        return self._to(job, "done")

    def _read(self, job: Job) -> str:
        """Let an upload be read, and note what became of its files; return what went wrong."""
        deadline = time.monotonic() + _PATIENCE
        report, folder = job.report_file(self.inbox), job.folder(self.inbox)
        paths = [str(folder / paper.name) for paper in job.papers]
        report.unlink(missing_ok=True)
        said = ""
        while not report.exists():
            if self._locked():  # somebody else's ingest
                if time.monotonic() > deadline:
                    return "another ingest did not end"
                self._pause(_TICK)
            elif said:
                break
            else:
                self._to(job, "reading")
                said = self._run("ingest", "--report", str(report), *paths) or "it ended"
            if self._ending:
                return ""
            if said and self._locked():  # it came first
                said = ""
        try:
            lines = json.loads(report.read_text(encoding="utf-8"))["files"]
            told = {Path(line["file"]).name: line for line in lines}
        except (OSError, ValueError, KeyError, TypeError):
            return said or "the program left no report"
        for paper in job.papers:
            if paper.name in told:
                paper.take(told[paper.name], folder)
            if paper.outcome not in jobs.READ:  # whoever handed it in still has it
                (folder / paper.name).unlink(missing_ok=True)
        return ""

    def _locked(self) -> bool:
        return is_held(self.settings.data / ".lock")

    def _pause(self, seconds: float) -> None:
        with self._news:
            self._news.wait_for(lambda: self._ending, seconds)

    def _to(self, job: Job, state: jobs.State, problem: str = "") -> None:
        if self._ending and state == "failed":  # not its own fault: the next start tries again
            return
        job.problem = problem
        job.state = state
        try:
            job.save(self.inbox)
        except OSError as error:
            log.warning("upload %s: %s", job.id, error)

    def _run(self, *arguments: str) -> str:
        """Run a command of ``wenmai`` to its end; return the last thing that it complained of."""
        environment = {k: v for k, v in os.environ.items() if k not in _SECRET}
        environment |= {
            "WENMAI_LANG": "en",  # pages put it into the visitor's language
            "WENMAI_DATA": str(self.settings.data.absolute()),
            "WENMAI_DATA_IRI": self.settings.data_iri,
            "PYTHONIOENCODING": "utf-8",
        }
        with self._news:
            if self._ending:
                return ""
            self._program = program = start(arguments, environment)
        try:
            _, said = program.communicate(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            _end(program)
            return f"it took longer than {_PATIENCE:.0f} seconds"
        finally:
            self._program = None
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        folder = f"{self.settings.data.absolute()}{os.sep}"
        return lines[-1].removeprefix("Error: ").replace(folder, "")[:300] if lines else ""


def start(
    arguments: tuple[str, ...], environment: dict[str, str], *, listen: bool = False
) -> subprocess.Popen[str]:
    """Start ``wenmai`` as a program of its own, with whatever it starts in one group.

    What it complains of can be read, or what it says (``listen``).
    """
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", _PROGRAM, *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if listen else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL if listen else subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )


def _end(program: subprocess.Popen[str]) -> None:
    for number in (signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(program.pid, number)
            else:
                program.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.wait(3)
            return


def _mentioned(journal: Path, folder: Path) -> set[str]:
    """Return which files of a folder the journal of a batch that has not ended speaks of."""
    found = set()
    with contextlib.suppress(OSError):
        for line in journal.read_bytes().splitlines():
            with contextlib.suppress(ValueError, KeyError, TypeError):
                path = Path(json.loads(line)["file"])
                if path.parent == folder.resolve():
                    found.add(path.name)
    return found
