"""A worker process: takes one query at a time from the pool's channel and answers it.

What keeps the server safe from a query is the kernel. The wall clock is a real-time timer whose
signal ends the process whatever it is doing; memory, processor time, core files and file sizes
have limits of their own. While a query runs, every file descriptor that the process may have is
taken, so that nothing in a query (SERVICE, LOAD, a FROM that names a file) can open a file or a
connection, should it ever get past the guard.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
import socket
import struct
import sys
from typing import TYPE_CHECKING, NoReturn

from webapp.sparql.evaluate import evaluate
from webapp.sparql.limits import Limits
from webapp.sparql.request import EvaluationError, Request

if TYPE_CHECKING:
    from pyoxigraph import Store

CHANNEL, LIFE = 3, 4  # the descriptors that a worker keeps
_QUERIES = 2000  # answered by one worker before a fresh one takes its place
_STACK = 64 << 20
_LENGTH = struct.Struct("!I")
DEATH = struct.Struct("!Ii")  # what the supervisor tells of a worker: process, signal


def die_with_parent() -> None:
    """Ask the kernel (Linux) to end this process when the one that forked it ends."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


def keep_only(channel: int, life: int) -> None:
    """Move the two descriptors to their places and close all others but the standard ones.

    Standard input and output lead nowhere: an engine that runs out of memory says so there.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    channel, life, nowhere = (_above(fd) for fd in (channel, life, nowhere))
    for fd, place in ((nowhere, 0), (nowhere, 1), (nowhere, 2), (channel, CHANNEL), (life, LIFE)):
        os.dup2(fd, place)
    os.closerange(LIFE + 1, min(os.sysconf("SC_OPEN_MAX"), 65536))


def _above(fd: int) -> int:
    import fcntl

    return fcntl.fcntl(fd, fcntl.F_DUPFD, LIFE + 1)


def confine(limits: Limits) -> None:
    """Set the limits that hold for the whole life of the process."""
    import resource

    def limit(what: int, soft: int, hard: int | None = None) -> None:
        most = resource.getrlimit(what)[1]
        hard = soft if hard is None else hard
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)
        try:
            resource.setrlimit(what, (soft, hard))
        except (ValueError, OSError):  # a system that does not know this limit
            return

    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, 0)
    if limits.memory and sys.platform == "linux":
        with open("/proc/self/statm") as file:
            pages = int(file.read().split()[0])
        limit(resource.RLIMIT_AS, pages * resource.getpagesize() + (limits.memory << 20))
    # Parsers and planners recurse: a deep stack makes an error of what would be a crash.
    limit(resource.RLIMIT_STACK, _STACK, resource.getrlimit(resource.RLIMIT_STACK)[1])
    # The one free place is for the connection of the query at hand.
    limit(resource.RLIMIT_NOFILE, LIFE + 2)


def _start_clock(limits: Limits) -> None:
    import resource

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + limits.seconds + 2
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _peak() -> int:
    """Return the most memory that the process has had resident, in MB."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak >> 20 if sys.platform == "darwin" else peak >> 10


def work(store: Store, limits: Limits) -> NoReturn:
    """Answer queries until the pool ends; never returns."""
    code = 1
    try:
        confine(limits)
        channel = socket.socket(fileno=CHANNEL)
        channel.setblocking(False)
        at_start = _peak()
        for _ in range(_QUERIES):
            connection = _next(channel)
            if connection is None:
                break
            with connection:
                _answer(store, limits, connection)
            signal.setitimer(signal.ITIMER_REAL, 0)
            if _peak() - at_start > 96:  # a big answer's memory is given back by leaving
                break
        code = 0
    finally:
        os._exit(code)


def _next(channel: socket.socket) -> socket.socket | None:
    """Wait for the next query's connection; None where the pool has ended."""
    poll = select.poll()
    poll.register(CHANNEL, select.POLLIN)
    poll.register(LIFE, select.POLLIN | select.POLLHUP)
    while True:
        ready = dict(poll.poll())
        if LIFE in ready:
            return None
        try:
            _, descriptors, _, _ = socket.recv_fds(channel, 16, 1)
        except BlockingIOError:  # another worker was faster
            continue
        if descriptors:
            return socket.socket(fileno=descriptors[0])


def _answer(store: Store, limits: Limits, connection: socket.socket) -> None:
    _start_clock(limits)
    connection.setblocking(True)
    try:
        connection.sendall(_LENGTH.pack(os.getpid()))
        request = Request.from_dict(json.loads(_receive(connection)))
    except (OSError, ValueError):  # whoever asked has gone
        return
    body = b""
    head: dict[str, object] = {}
    try:
        body = evaluate(store, request, limits.result << 20)
    except EvaluationError as error:
        head = {"problem": error.name, "facts": error.facts}
    except MemoryError:
        head = {"problem": "memory", "facts": {}}
    head["length"] = len(body)
    try:
        packed = json.dumps(head).encode()
        connection.sendall(_LENGTH.pack(len(packed)) + packed)
        connection.sendall(body)
    except OSError:
        return


def _receive(connection: socket.socket) -> bytes:
    (length,) = _LENGTH.unpack(receive_exactly(connection, _LENGTH.size))
    return receive_exactly(connection, length)


def receive_exactly(connection: socket.socket, length: int) -> bytes:
    """Read a number of bytes; raises ConnectionResetError where fewer come."""
    parts: list[bytes] = []
    while length:
        part = connection.recv(min(length, 1 << 18))
        if not part:
            raise ConnectionResetError("the other side closed")
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
