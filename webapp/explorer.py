"""What one running site has at hand: the generation, its graph, its search, its query pool.

A site goes over to a newer generation while it runs (``webapp.renewal``): a request takes the
explorer that is in force when it first asks for one, and reads that one to its end.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import Flask, current_app, g

from ontology.settings import Settings
from webapp import generations
from webapp.backend import EmbeddedBackend, GraphBackend
from webapp.generations import Generation
from webapp.holding import Hold
from webapp.search import SearchIndex

if TYPE_CHECKING:
    from webapp.catalogue import Catalogue
    from webapp.sparql.pool import QueryPool

_PLACE = "wenmai"  # in ``app.extensions``: the explorer for requests that begin now


@dataclass(slots=True)
class Explorer:
    """Found by every view through :func:`current`.

    ``pool`` runs visitors' own queries; without one the endpoint answers 503.
    """

    backend: GraphBackend
    search: SearchIndex
    settings: Settings
    generation: Generation
    pool: QueryPool | None = None
    held: Hold | None = None
    catalogue: Catalogue | None = field(default=None, compare=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)
    _readers: int = field(default=0, repr=False, compare=False)
    _retired: bool = field(default=False, repr=False, compare=False)

    @classmethod
    def open(cls, settings: Settings, *, pool: bool = True) -> Explorer:
        """Publish where files have changed, load the generation, start the query pool.

        Call it before any thread starts: the pool's processes are forked from this one and
        share its copy of the graph.
        """
        return cls.read(generations.latest(settings), settings, pool=pool)

    @classmethod
    def read(cls, generation: Generation, settings: Settings, *, pool: bool = True) -> Explorer:
        """Load a generation and start its query pool."""
        held = generation.hold()
        try:
            store = generation.load_store()
            search = generation.open_search()
            explorer = cls(EmbeddedBackend(store), search, settings, generation, held=held)
            if pool:
                from webapp.sparql.pool import QueryPool

                explorer.pool = QueryPool.start(store, generation)
        except BaseException:
            held.close()
            raise
        return explorer

    def take(self) -> bool:
        """Count one more request that reads; False where the explorer has been closed."""
        with self._lock:
            if self._retired and not self._readers:
                return False
            self._readers += 1
            return True

    def leave(self) -> None:
        """Count one request less; the last one of a retired explorer has it closed."""
        with self._lock:
            self._readers -= 1
            last = self._retired and not self._readers
        if last:
            self._close_aside()

    def retire(self) -> None:
        """Close the explorer as soon as nobody reads it."""
        with self._lock:
            unread = not self._retired and not self._readers
            self._retired = True
        if unread:
            self._close_aside()

    def _close_aside(self) -> None:
        # To wait for the pool's processes to end is not for whoever came last.
        threading.Thread(target=self.close, name="explorer-close").start()

    def close(self) -> None:
        """End the query pool and let go of the generation."""
        with self._lock:
            pool, self.pool = self.pool, None
            held, self.held = self.held, None
        if pool is not None:
            pool.close()
        if held is not None:
            held.close()


def current() -> Explorer:
    """Return the explorer of this request: the same one from its beginning to its end."""
    if "explorer" not in g:
        while True:
            explorer: Explorer = current_app.extensions[_PLACE]
            if explorer.take():
                break
        g.explorer = explorer
    found = g.explorer
    assert isinstance(found, Explorer)  # noqa: S101
    return found


def install(app: Flask, explorer: Explorer) -> None:
    """Let the requests of ``app`` read ``explorer``."""
    app.extensions[_PLACE] = explorer

    @app.teardown_appcontext
    def _leave(_error: BaseException | None) -> None:
        taken: Explorer | None = g.pop("explorer", None)
        if taken is not None:
            taken.leave()


def replace(app: Flask, explorer: Explorer) -> None:
    """Let requests that begin from now on read ``explorer``; the old one goes with its last."""
    old: Explorer = app.extensions[_PLACE]
    app.extensions[_PLACE] = explorer
    old.retire()


def in_force(app: Flask) -> Explorer:
    """Return the explorer that a request would read that began now."""
    explorer: Explorer = app.extensions[_PLACE]
    return explorer
