"""A running site goes over to a generation that was published after it started.

The new generation is opened beside the old one and takes its place in one step. Requests that
have begun read the old one to their end; nobody reads half of each, and none fails.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from webapp import explorer, generations
from webapp.explorer import Explorer
from webapp.problems import Problem

if TYPE_CHECKING:
    from flask import Flask

    from webapp.generations import Generation

log = logging.getLogger(__name__)
_EVERY = 1.0  # seconds between two looks at which generation is in force


class Renewal:
    """Watches which generation is in force, and lets ``app`` read it."""

    def __init__(self, app: Flask, every: float = _EVERY) -> None:
        self._app = app
        self._every = every
        self._one = threading.Lock()
        self._ending = threading.Event()
        self._failed = ""  # the generation that could not be opened, told once
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Look from now on, in a thread of its own."""
        self._thread = threading.Thread(target=self._watch, name="renewal", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Look no more."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        while not self._ending.wait(self._every):
            self.look()

    def look(self) -> bool:
        """Go over to the generation in force; say whether it is another than before.

        A generation that cannot be opened is told in the log, and tried again at the next look.
        """
        with self._one:
            here = explorer.in_force(self._app)
            name = generations.name_in_force(here.settings)
            if name in ("", here.generation.path.name):
                return False
            try:
                new = self._open(here)
            except Exception as error:
                if name != self._failed:
                    log.warning("%s cannot be opened: %s", name, error)
                self._failed = name
                return False
            if new is None:
                return False
            self._failed = ""
            explorer.replace(self._app, new)
            log.info("reading %s", name)
            return True

    def shown(self) -> int:
        """Go over to the generation in force; return the number of the one that is read now."""
        self.look()
        return explorer.in_force(self._app).generation.number

    def _open(self, here: Explorer) -> Explorer | None:
        generation: Generation | None = generations.current(here.settings)
        if generation is None or generation.path.name == here.generation.path.name:
            return None
        new = Explorer.read(generation, here.settings, pool=here.pool is not None)
        try:
            _wait(new)
        except BaseException:
            new.close()
            raise
        return new


def _wait(new: Explorer) -> None:
    """Wait until the query pool answers: it loads the generation in a process of its own."""
    if new.pool is None:
        return
    from webapp.sparql.request import Request

    try:
        new.pool.run(Request("ASK {}", "JSON"))
    except Problem as problem:  # it has begun, and is slow
        log.warning("the query pool of %s: %s", new.generation.path.name, problem.name)
