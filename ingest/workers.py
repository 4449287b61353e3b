"""Processes that read files, one at a time each, and may die alone.

A worker that takes too long or too much memory is ended; what it was reading is lost, what the
others read is not. Where the system can, workers are copies of a process that has loaded
everything already, so a new one takes milliseconds.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.forkserver
import os
import signal
import sys
import time
import types
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from typing import Any, Generic, Literal, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_TICK = 0.05  # seconds between two looks at what workers use
_GRACE = 5  # seconds after which a worker that nobody watches any more ends by itself
_MANY = 4  # tasks from which on it pays to load what only English papers need
_PASSED = ("WENMAI_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "WENMAI_DATA", "WENMAI_DATA_IRI")
_FEW = 200  # tasks after which a worker makes room for a fresh one


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: seconds, and megabytes beyond those of an idle worker."""

    seconds: float = 300.0
    megabytes: int = 800


@dataclass(frozen=True, slots=True)
class Lost:
    """A task that its worker did not live to finish: why, and after how long."""

    why: Literal["time", "memory", "died"]
    detail: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """A task that raised: the kind of exception and what it said."""

    kind: str
    what: str
    seconds: float


class _Worker(Generic[T, R]):
    """One process, and what it is at."""

    def __init__(self, context: Any, work: Callable[[T], R], limits: Limits) -> None:
        self.channel, theirs = context.Pipe()
        environment = {name: os.environ.get(name) for name in _PASSED}
        self.process = context.Process(
            target=_serve, args=(theirs, work, limits, environment), daemon=True
        )
        with _no_main():
            self.process.start()
        theirs.close()
        self.ready = False
        self.done = 0
        self.task: T | None = None
        self.began = 0.0
        self.base = 0  # bytes in use before the task
        self.peak = 0

    def give(self, task: T) -> None:
        self.task, self.began = task, time.monotonic()
        self.base = self.peak = _resident(self.process.pid)
        with contextlib.suppress(OSError):  # it has died: its end is noticed soon
            self.channel.send(task)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.channel.close()

    def over(self, limits: Limits) -> Lost | None:
        """Say whether the task has taken too much."""
        seconds = time.monotonic() - self.began
        if seconds > limits.seconds:
            return Lost("time", f"{limits.seconds:g}", seconds)
        self.peak = max(self.peak, _resident(self.process.pid))
        if self.peak - self.base > limits.megabytes * 1_000_000:
            return Lost("memory", str(limits.megabytes), seconds)
        return None

    def death(self, limits: Limits) -> Lost:
        """Say what a worker died of that nobody here ended."""
        self.process.join()
        code, seconds = self.process.exitcode or 0, time.monotonic() - self.began
        if code == -signal.SIGALRM and seconds >= limits.seconds:
            return Lost("time", f"{limits.seconds:g}", seconds)
        big = self.peak - self.base > limits.megabytes * 500_000
        if code == -signal.SIGKILL or (big and code in (-signal.SIGABRT, -signal.SIGSEGV)):
            return Lost("memory", str(limits.megabytes), seconds)
        name = signal.Signals(-code).name if code < 0 else str(code)
        return Lost("died", name, seconds)


def run(
    work: Callable[[T], R], tasks: Iterable[T], *, jobs: int, limits: Limits
) -> Generator[tuple[T, R | Lost | Failed], None, None]:
    """Yield each task with its result, in the order in which they are done.

    ``work`` is a function of a module, for its name is what the workers are told. The iterator
    ends its workers when it is closed.
    """
    todo = deque(tasks)
    if not todo:
        return
    context = _context(many=len(todo) >= _MANY)
    workers: list[_Worker[T, R]] = []
    try:
        while todo or any(w.task is not None for w in workers):
            busy = sum(w.task is not None for w in workers)
            while len(workers) < min(jobs, busy + len(todo)):
                workers.append(_Worker(context, work, limits))
            for worker in workers:
                if worker.ready and worker.task is None and todo:
                    worker.give(todo.popleft())
            ready = set(wait([w.channel for w in workers], timeout=_TICK))
            for worker in list(workers):
                outcome: R | Lost | Failed | None = None
                if worker.channel in ready:
                    try:
                        message = worker.channel.recv()
                    except (EOFError, OSError):
                        workers.remove(worker)
                        if worker.task is None and not worker.ready:
                            raise WorkerError(worker.death(limits).detail) from None
                        outcome = worker.death(limits)
                        worker.end()
                    else:
                        worker.ready = True
                        outcome = message
                elif worker.task is not None and (lost := worker.over(limits)):
                    workers.remove(worker)
                    worker.end()
                    outcome = lost
                if worker.task is None or outcome is None:
                    continue
                task, worker.task = worker.task, None
                worker.done += 1
                grown = worker.peak - worker.base > limits.megabytes * 250_000
                if worker in workers and (grown or worker.done >= _FEW):
                    workers.remove(worker)
                    worker.end()
                elif worker in workers and todo:  # before the caller deals with the result
                    worker.give(todo.popleft())
                yield task, outcome
    finally:
        for worker in workers:
            worker.end()


class WorkerError(RuntimeError):
    """Workers cannot be started at all."""


def _serve(
    channel: Connection,
    work: Callable[[Any], Any],
    limits: Limits,
    environment: dict[str, str | None],
) -> None:
    """Do tasks until the other end is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    for name, value in environment.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value
    channel.send(None)
    while True:
        try:
            task = channel.recv()
        except (EOFError, OSError):
            return
        began = time.monotonic()
        with _bounds(limits):
            try:
                result = work(task)
            except MemoryError:
                result = Lost("memory", str(limits.megabytes), time.monotonic() - began)
            except BaseException as error:  # a panic in Rust is no Exception
                result = Failed(type(error).__name__, str(error)[:200], time.monotonic() - began)
        try:
            channel.send(result)
        except OSError:
            return


@contextlib.contextmanager
def _bounds(limits: Limits) -> Iterator[None]:
    """Let the system itself hold the limits, should nobody be left to watch."""
    if not hasattr(signal, "alarm"):
        yield
        return
    import resource

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(int(limits.seconds) + _GRACE)
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    try:
        with contextlib.suppress(ValueError, OSError):
            most = _data(os.getpid()) + limits.megabytes * 1_000_000
            if _data(os.getpid()):
                resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
        yield
    finally:
        signal.alarm(0)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _context(*, many: bool) -> BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["ingest.loaded_all" if many else "ingest.loaded"])
    with _no_main():
        multiprocessing.forkserver.ensure_running()
    return context


@contextlib.contextmanager
def _no_main() -> Iterator[None]:
    """Start processes that do not run the program again that starts them."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _statm(process: int | None, column: int) -> int:
    try:
        with open(f"/proc/{process}/statm", encoding="ascii") as file:
            return int(file.read().split()[column]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):  # it has ended, or the system has no /proc
        return 0


def _resident(process: int | None) -> int:
    return _statm(process, 1)


def _data(process: int) -> int:
    return _statm(process, 5)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
