"""The process that holds the graph and keeps the workers alive: one ends, the next is forked.

It has one thread and runs no query. It ends, and its workers with it, when the web process
does: both hold the reading end of a pipe whose other end only the web process has.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from webapp.sparql import worker
from webapp.sparql.limits import Limits

if TYPE_CHECKING:
    from pyoxigraph import Store

_FASTEST = 0.02  # seconds between two forks, where workers end at once


def supervise(store: Store, limits: Limits) -> NoReturn:
    """Keep the workers alive until the pool ends; never returns.

    The descriptors ``worker.CHANNEL`` and ``worker.LIFE`` are in place.
    """
    try:
        _supervise(store, limits)
    finally:
        os._exit(0)


def _supervise(store: Store, limits: Limits) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the web process, which ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    wake, waker = os.pipe()
    os.set_blocking(wake, False)
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    gc.collect()
    gc.freeze()
    channel = socket.socket(fileno=worker.CHANNEL)
    poll = select.poll()
    poll.register(worker.LIFE, select.POLLIN | select.POLLHUP)
    poll.register(wake, select.POLLIN)
    workers: set[int] = set()
    while True:
        while len(workers) < limits.processes:
            workers.add(_fork(store, limits))
        ready = dict(poll.poll())
        if worker.LIFE in ready:
            break
        os.read(wake, 4096)
        while workers:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            workers.discard(pid)
            ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            with contextlib.suppress(OSError):
                channel.send(worker.DEATH.pack(pid, ended_by), socket.MSG_DONTWAIT)
            time.sleep(_FASTEST)
    for pid in workers:
        os.kill(pid, signal.SIGKILL)


def _fork(store: Store, limits: Limits) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            worker.die_with_parent()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.closerange(worker.LIFE + 1, 64)
            os.nice(5)  # pages come before visitors' queries
            worker.work(store, limits)
        finally:
            os._exit(1)
    return pid


def main(arguments: list[str]) -> None:
    """Run as a program: ``supervisor.py CHANNEL LIFE GENERATION LIMITS``.

    This is how a supervisor starts where the web process has threads already (and so must not
    fork): it loads the generation itself.
    """
    from webapp.generations import Generation

    channel, life, generation, limits = arguments
    worker.keep_only(int(channel), int(life))
    store = Generation(Path(generation), 0, {}).load_store()
    supervise(store, Limits(**json.loads(limits)))


if __name__ == "__main__":
    main(sys.argv[1:])
