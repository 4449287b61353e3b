"""``wenmai ingest``: many files into the graph, one failure never stopping the rest."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from ingest import copies, reading, workers
from ingest.archive import Archive, ArchiveError, Entry, Refused
from ingest.collecting import Collected
from ingest.document import DocumentError
from ingest.links import write_links
from ingest.nodes import local_name
from ingest.outcomes import Line, Outcome, Totals, common, failure, why_lost
from ingest.run import Run, current_run
from ontology.i18n import _

Reader = Callable[[reading.Task], "reading.Found | reading.Refusal"]
Result = reading.Found | reading.Refusal | workers.Lost | workers.Failed
_SETTLED = 2_000_000_000  # nanoseconds after which every change of a file shows in its times


@dataclass(frozen=True, slots=True)
class Options:
    """How a batch is to be done."""

    jobs: int = field(default_factory=workers.cores)
    again: bool = False  # read unchanged files, too
    dry: bool = False  # say what would happen, and write nothing
    limits: workers.Limits = field(default_factory=workers.Limits)
    read: Reader = reading.read


class Batch:
    """Reads files into the archive and notes what became of each.

    What is stored in the end follows from the files alone: not from their order, the number of
    workers, or how often the batch was interrupted.
    """

    def __init__(self, archive: Archive, collected: Collected, options: Options) -> None:
        self.archive = archive
        self.options = options
        self.run = current_run()
        self.stamp = stamp(self.run)
        self.paths = dict(zip(collected.names, collected.files, strict=True))
        self.lines: dict[str, Line] = {}  # by where the file really is
        self.others: list[Line] = [
            *(Line(str(path), Outcome.PASSED, reason=why) for path, why in collected.passed),
            *map(_refused_line, collected.failures),
        ]
        self.changed = 0
        self._began = time.monotonic()
        self._seen: dict[str, tuple[str, tuple[int, ...]]] = {}  # hash and times of each file
        self._twins: dict[str, str] = {}  # files with the bytes of another
        self._tried: set[str] = set()

    # -- what is to be done --------------------------------------------------------------

    def plan(self) -> list[reading.Task]:
        """Look at all files; return what is to be read, and note what need not be."""
        self._hash()
        todo = [
            name
            for name in sorted(self.paths)
            if not self._unchanged(name) and not self._refused_before(name)
        ]
        return [self._task(name) for name in self._once(todo)] + self._left()

    def _hash(self) -> None:
        """Find out which bytes the files have, unless the system says they are as they were."""
        doubtful = []
        for name, path in self.paths.items():
            facts = _facts(path)
            entry = self.archive.entries().get(name)
            if entry is not None and facts and entry.stat == facts:
                self._seen[name] = (entry.sha256, facts)
            else:
                doubtful.append((name, path, facts))
        with ThreadPoolExecutor(4) as pool:
            hashes = pool.map(lambda item: _sha256(item[1]) if item[2] else "", doubtful)
            for (name, _path, facts), sha256 in zip(doubtful, hashes, strict=True):
                self._seen[name] = (sha256, facts)

    def _unchanged(self, name: str) -> bool:
        entry = self.archive.entries().get(name)
        sha256, facts = self._seen[name]
        if entry is None or self.options.again or not sha256:
            return False
        if (entry.sha256, entry.run) != (sha256, self.stamp):
            return False
        if entry.stored and not self.archive.graph_file(entry.key).exists():
            return False
        if entry.stat != facts and _settled(facts):  # touched, or copied back
            self.archive.touch(name, replace(entry, stat=facts))
        self.lines[name] = Line(
            str(self.paths[name]),
            Outcome.UNCHANGED,
            key=entry.key,
            about=entry.about,
            counts=entry.counts,
        )
        return True

    def _refused_before(self, name: str) -> bool:
        """Whether a batch that did not end has found already that a file cannot be read."""
        refused = self.archive.refused.get(name)
        if refused is None or self.options.again:
            return False
        if (refused.sha256, refused.run) != (self._seen[name][0], self.stamp):
            return False
        error = DocumentError(str(self.paths[name]), refused.reason, refused.remedy)
        self.lines[name] = _refused_line(error)
        return True

    def _once(self, names: list[str]) -> list[str]:
        """Return the first of the files that have the same bytes, and all others."""
        if not names:
            return []
        wanted = set(names)
        first: dict[tuple[str, str], str] = {}
        for name, entry in sorted(self.archive.entries().items(), reverse=True):
            if entry.run == self.stamp and name not in wanted:
                first[entry.sha256, Path(name).suffix.lower()] = name
        found = []
        for name in names:
            same = (self._seen[name][0], Path(name).suffix.lower())
            other = first.get(same)
            if same[0] and other is not None and other < name and os.path.exists(other):
                self._twins[name] = other
            else:
                first[same] = name
                found.append(name)
        return found

    def _task(self, name: str) -> reading.Task:
        self._tried.add(name)
        return reading.Task(
            self.paths[name], self._list_names[name], self.run, look=self.options.dry
        )

    def _left(self) -> list[reading.Task]:
        """Return what turned out to be needed though it was not to be read.

        The best source of a paper where the better one is gone or is another paper now; and a
        file with the bytes of another that could not be read under its name.
        """
        names = [
            name
            for name, other in self._twins.items()
            if name not in self._tried and self._twin(name, other) is None
        ]
        for name, entry in sorted(self.archive.entries().items()):
            if entry.stored or self.options.dry or name in self._tried or name in self._twins:
                continue
            group = self.copies.of(name)
            if copies.best(group, self._absent(group)) == name and os.path.exists(name):
                names.append(name)
        for name in names:
            if name not in self.paths:
                path = Path(name)
                self.paths[name] = path
                self._list_names[name] = local_name(path.stem)[:60]
            self._seen.setdefault(name, (_sha256(self.paths[name]), _facts(self.paths[name])))
            self._twins.pop(name, None)
        return [self._task(name) for name in names]

    @cached_property
    def copies(self) -> copies.Copies:
        """Which of all files known are one paper."""
        return copies.Copies(self.archive.entries().items())

    @cached_property
    def _list_names(self) -> dict[str, str]:
        """What each file is called if it is a list of records: no two have one name."""
        taken = {
            entry.key.removeprefix("records/"): name
            for name, entry in self.archive.entries().items()
            if entry.key.startswith("records/")
        }
        held = {name: called for called, name in taken.items()}
        names: dict[str, str] = {}
        for name, path in sorted(self.paths.items()):
            if name not in held:
                called = local_name(path.stem)[:60]
                if taken.setdefault(called, name) != name:
                    called += "-" + hashlib.sha256(os.fsencode(name)).hexdigest()[:8]
                held[name] = called
            names[name] = held[name]
        return names

    # -- doing it ------------------------------------------------------------------------

    def read(self, tasks: Iterable[reading.Task]) -> Iterator[str]:
        """Read files; yield the name of each as it is done."""
        todo = list(tasks)
        while todo:
            options = self.options
            done = workers.run(options.read, todo, jobs=options.jobs, limits=options.limits)
            with closing(done):
                for task, result in done:
                    name = os.path.realpath(task.path)
                    try:
                        self._note(name, task.path, result)
                    except Exception as error:  # a fault of ours must not cost the others
                        self._refuse(name, failure(task.path, error))
                    yield name
            todo = self._left()
        self._note_twins()

    def _note(self, name: str, path: Path, result: Result) -> None:
        if isinstance(result, reading.Found):
            self._found(name, result)
        elif isinstance(result, reading.Refusal):
            error = DocumentError(result.file, result.reason, result.remedy)
            self._refuse(name, error, result.seconds)
        else:
            self._refuse(name, why_lost(str(path), result), result.seconds, Outcome.FAILED)

    def _refuse(
        self,
        name: str,
        error: DocumentError,
        seconds: float = 0.0,
        outcome: Outcome = Outcome.REFUSED,
    ) -> None:
        self.lines[name] = replace(_refused_line(error), outcome=outcome, seconds=seconds)
        sha256 = self._seen[name][0]
        if sha256:
            self.archive.refuse(name, Refused(sha256, self.stamp, error.reason, error.remedy))
        entry = self.archive.entries().get(name)
        if entry is not None and not entry.stored:
            self.archive.give_way(name, gone=True)
            self.copies.remove(name)

    def _found(self, name: str, found: reading.Found) -> None:
        sha256, facts = self._seen[name]
        entry = Entry(
            found.sha256,
            found.key,
            found.sentences,
            self.stamp,
            stat=facts if sha256 == found.sha256 and _settled(facts) else (),
            about=found.about,
            counts=found.counts,
            times=found.times,
        )
        self.copies.add(name, entry)
        group = self.copies.of(name) or {name: entry}
        absent = self._absent(group)
        entry = replace(entry, stored=copies.best(group, absent) == name)
        self.copies.add(name, entry)
        self.changed += self.archive.store(name, entry, found.graph if entry.stored else None)
        for other in group.keys() - {name} if entry.stored else ():
            if group[other].stored:
                self.archive.give_way(other, gone=other in absent)
                if other in absent:
                    self.copies.remove(other)
                else:
                    self.copies.add(other, self.archive.entries()[other])
        self.lines[name] = Line(
            str(self.paths[name]),
            Outcome.READ,
            key=entry.key,
            about=found.about,
            counts=found.counts,
            notes=found.notes,
            seconds=found.seconds,
        )

    def _absent(self, group: Iterable[str]) -> set[str]:
        return {name for name in group if name not in self.paths and not os.path.exists(name)}

    def _note_twins(self) -> None:
        for name, other in self._twins.items():
            like = self._twin(name, other)
            if like is None:
                continue
            facts = self._seen[name][1]
            entry = replace(like, stored=False, stat=facts if _settled(facts) else (), times=())
            self.archive.store(name, entry, None)
            self.copies.add(name, entry)
            self.lines[name] = Line(
                str(self.paths[name]), Outcome.READ, key=entry.key, about=entry.about
            )

    def _twin(self, name: str, other: str) -> Entry | None:
        """Return what is known of a file through another with the same bytes."""
        entry = self.archive.entries().get(other)
        if entry is None or (entry.sha256, entry.run) != (self._seen[name][0], self.stamp):
            return None
        return entry

    # -- the end -------------------------------------------------------------------------

    def finish(self) -> None:
        """Write what concerns the batch as a whole: run times, and which works are one."""
        if self.options.dry:
            return
        try:
            if self.archive.unfinished:
                write_links(self.archive)
            self.archive.fold()
        except (OSError, ArchiveError) as error:
            self.others.append(_refused_line(failure(self.archive.data, error)))

    def report(self) -> list[Line]:
        """Return what became of each file, in the order of their names."""
        found = list(self.others)
        for name, path in self.paths.items():
            line = self.lines.get(name) or Line(str(path), Outcome.LEFT)
            found.append(self._resolved(name, line))
        return sorted(found, key=lambda line: line.file)

    def totals(self, lines: Iterable[Line]) -> Totals:
        """Count what became of the files."""
        totals = Totals(changed=self.changed, seconds=time.monotonic() - self._began)
        totals.add(lines)
        return totals

    def _resolved(self, name: str, line: Line) -> Line:
        """Say of a paper that stands in several files which of them is kept."""
        entry = self.archive.entries().get(name)
        if entry is None or entry.stored or line.outcome not in (Outcome.READ, Outcome.UNCHANGED):
            return line
        main = self._main(self.copies.of(name))
        kept = self.archive.entries()[main]
        what = copies.same_paper(entry, kept) or ""
        shown = str(self.paths.get(main, main))
        return replace(
            line,
            outcome=Outcome.DUPLICATE if line.outcome is Outcome.READ else line.outcome,
            same_as=shown,
            key=kept.key,
            reason=_("the same paper as {other}, which is kept ({why})").format(
                other=shown, why=common(what) if what else _("each is the same as a third file")
            ),
        )

    @staticmethod
    def _main(group: Mapping[str, Entry]) -> str:
        return copies.best(group, [name for name, entry in group.items() if not entry.stored])


def stamp(run: Run) -> str:
    """Return what decides whether a file need be read again: software, rules, ontology."""
    return f"{run.software} {run.rule_hash} {run.ontology}"


def _refused_line(error: DocumentError) -> Line:
    return Line(error.file, Outcome.REFUSED, reason=error.reason, remedy=error.remedy)


def _facts(path: Path) -> tuple[int, ...]:
    """Return size, times and number of a regular file; nothing where it is none."""
    from ingest.readers import LARGEST

    try:
        found = path.stat()
    except (OSError, ValueError):
        return ()
    if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST:
        return ()
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def _settled(facts: tuple[int, ...]) -> bool:
    return bool(facts) and time.time_ns() - max(facts[1:3]) > _SETTLED


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
