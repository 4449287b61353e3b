"""Where a site takes papers: the allowance, the guard, the queue, the formats."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Mapping

from flask import Flask, current_app

from ontology.settings import Settings
from webapp.uploads.allowance import Allowance
from webapp.uploads.guard import Guard
from webapp.uploads.queue import Queue, start

_PLACE = "wenmai-uploads"
_ADDRESS = re.compile(r"/(?:zh|en)/add/?")
_SLOW = 60  # seconds after which nobody waits for the list of formats any longer


class Desk:
    """Found by the page through :func:`current`."""

    def __init__(self, settings: Settings, allowance: Allowance, shown: Callable[[], int]) -> None:
        """``shown`` lets the site go over to what was published; it returns the generation."""
        self.allowance = allowance
        self.guard = Guard(allowance)
        self.queue = Queue(settings, allowance.waiting, shown)
        self._formats: tuple[str, ...] = ()
        self._asking = threading.Lock()

    def start(self) -> None:
        """Begin to read what is handed in."""
        self.queue.start()
        threading.Thread(target=self.formats, name="formats", daemon=True).start()

    def close(self) -> None:
        """Read no more."""
        self.queue.close()

    def formats(self) -> tuple[str, ...]:
        """Return the endings of files that can be read; the program that reads them says so."""
        with self._asking:
            if not self._formats:
                self._formats = _ask()
            return self._formats

    def room(self, path: str, headers: Mapping[str, str], peer: str) -> int | None:
        """Return how many bytes may be sent to an address by whom; None for the usual."""
        if _ADDRESS.fullmatch(path) and not self.guard.refusal(headers, peer):
            return self.allowance.body_bytes + 1_000_000  # a little more, so the page says so
        return None


def _ask() -> tuple[str, ...]:
    program = start(("ingest", "--formats"), dict(os.environ), listen=True)
    try:
        said, _ = program.communicate(timeout=_SLOW)
    except Exception:
        program.kill()
        program.communicate()
        return ()
    return tuple(line for line in said.split() if line.startswith("."))


def install(app: Flask, desk: Desk) -> None:
    """Let ``app`` take papers."""
    app.extensions[_PLACE] = desk


def current() -> Desk | None:
    """Return where this site takes papers; None where it takes none."""
    desk: Desk | None = current_app.extensions.get(_PLACE)
    return desk
