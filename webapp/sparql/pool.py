"""The web process's side of the query pool."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from webapp.problems import Problem
from webapp.sparql import worker
from webapp.sparql.limits import Limits
from webapp.sparql.request import Request

if TYPE_CHECKING:
    from pyoxigraph import Store

    from webapp.generations import Generation

_LENGTH = struct.Struct("!I")
_GRACE = 0.4  # seconds past the limit after which the web process ends a worker itself
_RETRY = 2  # seconds after which a visitor who found the pool full should come again


class PoolError(Exception):
    """The pool cannot run here: why."""


class _Killed(Exception):  # noqa: N818 - an event
    """Somebody ended the worker while it had our query."""


class QueryPool:
    """Runs queries in worker processes. Safe to use from several threads."""

    def __init__(self, generation: Generation, limits: Limits) -> None:
        self.limits = limits
        self.generation = generation
        # Each datagram carries the descriptor of one query's connection; idle workers take them.
        self._channel, self._theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._life, self._alive = os.pipe()
        self._places = threading.BoundedSemaphore(limits.waiting)
        self._closing = threading.Event()
        self._supervisor = 0
        self._program: subprocess.Popen[bytes] | None = None
        self._watch: threading.Thread | None = None
        self._ear: threading.Thread | None = None
        self._deaths: dict[int, int] = {}  # signals that ended workers, newest last
        self._news = threading.Condition()

    @classmethod
    def start(
        cls,
        store: Store | None,
        generation: Generation,
        limits: Limits | None = None,
    ) -> QueryPool:
        """Start the pool.

        With a store, and as long as this process has one thread, the supervisor is forked and
        shares the store's memory; otherwise it is a program of its own that loads the
        generation. Raises PoolError where the system has no fork.
        """
        if not hasattr(os, "fork") or not hasattr(socket, "send_fds"):
            raise PoolError("the query service needs Linux or macOS (or WSL)")
        pool = cls(generation, limits or Limits.from_environment())
        if store is not None and threading.active_count() == 1 and _one_task():
            pool._fork(store)
        else:
            pool._spawn()
        pool._watch = threading.Thread(target=pool._keep, name="sparql-supervisor", daemon=True)
        pool._watch.start()
        pool._ear = threading.Thread(target=pool._listen, name="sparql-deaths", daemon=True)
        pool._ear.start()
        return pool

    def _fork(self, store: Store) -> None:
        from webapp.sparql.supervisor import supervise

        pid = os.fork()
        if pid == 0:
            try:
                worker.keep_only(self._theirs.fileno(), self._life)
                supervise(store, self.limits)
            finally:
                os._exit(1)
        self._supervisor = pid

    def _spawn(self) -> None:
        descriptors = (self._theirs.fileno(), self._life)
        self._program = subprocess.Popen(  # noqa: S603
            [
                sys.executable,
                "-m",
                "webapp.sparql.supervisor",
                *map(str, descriptors),
                str(self.generation.path.resolve()),
                json.dumps(asdict(self.limits)),
            ],
            pass_fds=descriptors,
            stdin=subprocess.DEVNULL,
        )
        self._supervisor = self._program.pid

    def _keep(self) -> None:
        """Start the supervisor again where it ends before the pool does."""
        while True:
            if self._program is not None:
                self._program.wait()
            else:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(self._supervisor, 0)
            if self._closing.wait(0.05):
                return
            self._spawn()

    def _listen(self) -> None:
        """Hear from the supervisor which signal ended which worker."""
        while not self._closing.is_set():
            try:
                pid, number = worker.DEATH.unpack(self._channel.recv(worker.DEATH.size))
            except (OSError, struct.error):
                return
            with self._news:
                self._deaths[pid] = number
                while len(self._deaths) > 100:
                    del self._deaths[next(iter(self._deaths))]
                self._news.notify_all()

    def _death(self, pid: int) -> int | None:
        """Return the signal that ended a worker, or None where nobody can say."""
        with self._news:
            self._news.wait_for(lambda: pid in self._deaths, 0.3)
            return self._deaths.pop(pid, None)

    def close(self) -> None:
        """End all processes of the pool."""
        if self._closing.is_set():
            return
        self._closing.set()
        os.close(self._alive)
        if self._watch is not None:
            self._watch.join(2)
            if self._watch.is_alive():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self._supervisor, signal.SIGKILL)
                self._watch.join(2)
        os.close(self._life)
        with contextlib.suppress(OSError):
            self._theirs.send(b"")  # wakes the listener
        if self._ear is not None:
            self._ear.join(2)
        self._theirs.close()
        self._channel.close()

    def run(self, request: Request) -> bytes:
        """Return the answer of a query, whole.

        Raises Problem: its query's own (not valid, too large an answer, over a limit), or that
        all places are taken.
        """
        if self._closing.is_set() or not self._places.acquire(blocking=False):
            raise self._busy()
        try:
            try:
                return self._run(request)
            except _Killed:  # by somebody, not by what it was doing: once more
                return self._run(request)
        except _Killed:
            raise self._busy() from None
        finally:
            self._places.release()

    def _busy(self) -> Problem:
        return Problem("busy", retry=_RETRY)

    def _run(self, request: Request) -> bytes:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with ours:
            with theirs:
                try:
                    socket.send_fds(self._channel, [b"q"], [theirs.fileno()])
                except OSError:
                    raise self._busy() from None
            # Whoever runs before us has at most the limit, and so has whoever waits before us.
            ours.settimeout(2 * self.limits.seconds + 2)
            try:
                (pid,) = _LENGTH.unpack(worker.receive_exactly(ours, _LENGTH.size))
            except OSError:
                raise self._busy() from None
            return self._await(ours, pid, request)

    def _await(self, ours: socket.socket, pid: int, request: Request) -> bytes:
        deadline = time.monotonic() + self.limits.seconds + _GRACE
        packed = json.dumps(request.to_dict()).encode()
        try:
            ours.settimeout(self.limits.seconds + _GRACE)
            ours.sendall(_LENGTH.pack(len(packed)) + packed)
            head = json.loads(self._receive(ours, self._length(ours, deadline), deadline))
            body = self._receive(ours, head["length"], deadline)
        except TimeoutError:
            # Our end of the connection is open and so is the worker's: the number is still its.
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            raise Problem("timeout", limit=self.limits.seconds) from None
        except OSError:
            ended = self._death(pid)
            if ended in (signal.SIGALRM, signal.SIGXCPU):
                raise Problem("timeout", limit=self.limits.seconds) from None
            if ended in (signal.SIGSEGV, signal.SIGBUS):  # a stack that ran over
                raise Problem("too-complex") from None
            if ended in (None, signal.SIGKILL, signal.SIGTERM):
                raise _Killed from None
            raise Problem("memory", limit=self.limits.memory) from None
        if "problem" in head:
            facts: dict[str, Any] = head["facts"]
            if head["problem"] == "memory":
                facts["limit"] = self.limits.memory
            raise Problem(head["problem"], **facts)
        return body

    def _length(self, ours: socket.socket, deadline: float) -> int:
        (length,) = _LENGTH.unpack(self._receive(ours, _LENGTH.size, deadline))
        return int(length)

    def _receive(self, ours: socket.socket, length: int, deadline: float) -> bytes:
        parts: list[bytes] = []
        while length:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            ours.settimeout(left)
            part = ours.recv(min(length, 1 << 20))
            if not part:
                raise ConnectionResetError("the worker ended")
            parts.append(part)
            length -= len(part)
        return b"".join(parts)


def _one_task() -> bool:
    """Say whether the kernel sees one thread only (a library may have threads of its own)."""
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except FileNotFoundError:
        return True
