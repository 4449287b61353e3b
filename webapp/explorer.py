"""What one running site has at hand: the generation, its graph, its search, its query pool."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology.settings import Settings
from webapp import generations
from webapp.backend import EmbeddedBackend, GraphBackend
from webapp.generations import Generation
from webapp.holding import Hold
from webapp.search import SearchIndex

if TYPE_CHECKING:
    from webapp.sparql.pool import QueryPool


@dataclass(slots=True)
class Explorer:
    """Found by every view as ``current_app.extensions["wenmai"]``.

    ``pool`` runs visitors' own queries; without one the endpoint answers 503.
    """

    backend: GraphBackend
    search: SearchIndex
    settings: Settings
    generation: Generation
    pool: QueryPool | None = None
    held: Hold | None = None

    @classmethod
    def open(cls, settings: Settings, *, pool: bool = True) -> Explorer:
        """Publish where files have changed, load the generation, start the query pool.

        Call it before any thread starts: the pool's processes are forked from this one and
        share its copy of the graph.
        """
        generation = generations.latest(settings)
        held = generation.hold()
        store = generation.load_store()
        search = generation.open_search()
        explorer = cls(EmbeddedBackend(store), search, settings, generation, held=held)
        if pool:
            from webapp.sparql.pool import QueryPool

            explorer.pool = QueryPool.start(store, generation)
        return explorer

    def close(self) -> None:
        """End the query pool and let go of the generation."""
        if self.pool is not None:
            self.pool.close()
            self.pool = None
        if self.held is not None:
            self.held.close()
            self.held = None
