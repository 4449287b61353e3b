"""Workers that fail as files do that nobody has foreseen. What a file does is in its name."""

from __future__ import annotations

import os
import signal
import time

from ingest import reading
from ingest.reading import Found, Refusal, Task

FAULT = "[/oops]"


def read(task: Task) -> Found | Refusal:
    """Read a file, or fail in the way that its name says."""
    name = task.path.stem.split("-")[0]
    if name == "b":
        raise KeyError(FAULT)
    if name == "dies":
        os._exit(3)
    if name == "crashes":
        os.kill(os.getpid(), signal.SIGSEGV)
    if name == "hangs":
        time.sleep(600)
    if name == "spins":
        while True:
            pass
    if name == "eats":
        eaten = []
        while True:
            eaten.append(b"x" * 20_000_000)
    if name == "gone":
        task.path.unlink()
    if name == "slow":
        time.sleep(0.3)
    return reading.read(task)
