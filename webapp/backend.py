"""How pages reach the graph: one small interface, whatever engine stands behind it.

Pages and search read through :class:`GraphBackend` only. Visitors' own queries do not come
here: they run in the worker pool of ``webapp.sparql``.
"""

from __future__ import annotations

from typing import Protocol

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
    Variable,
)

from ontology.namespaces import PREFIXES

Term = NamedNode | BlankNode | Literal | Triple
Row = dict[str, Term]


class GraphBackend(Protocol):
    """What a page may ask of the graph. Queries see the union of all named graphs.

    ``bindings`` replace variables of the query before it runs; a plain ``str`` stands for an
    IRI. The prefixes of ``ontology.namespaces`` are known to every query.
    """

    def select(self, query: str, **bindings: Term | str) -> list[Row]:
        """Return the rows of a SELECT query; an unbound variable is absent from its row."""

    def ask(self, query: str, **bindings: Term | str) -> bool:
        """Return the answer of an ASK query."""

    def construct(self, query: str, **bindings: Term | str) -> list[Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query."""


class EmbeddedBackend:
    """A :class:`GraphBackend` on a pyoxigraph store in this process."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def _run(
        self, query: str, bindings: dict[str, Term | str]
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        terms = {
            Variable(name): NamedNode(value) if isinstance(value, str) else value
            for name, value in bindings.items()
        }
        return self.store.query(
            query,
            prefixes=PREFIXES,
            use_default_graph_as_union=True,
            substitutions=terms or None,
        )

    def select(self, query: str, **bindings: Term | str) -> list[Row]:
        """Return the rows of a SELECT query (see :class:`GraphBackend`)."""
        result = self._run(query, bindings)
        if not isinstance(result, QuerySolutions):
            raise TypeError("not a SELECT query")
        names = [v.value for v in result.variables]
        rows: list[Row] = []
        for solution in result:
            row: Row = {}
            for name in names:
                term = solution[name]
                if term is not None:
                    row[name] = term
            rows.append(row)
        return rows

    def ask(self, query: str, **bindings: Term | str) -> bool:
        """Return the answer of an ASK query (see :class:`GraphBackend`)."""
        result = self._run(query, bindings)
        if not isinstance(result, QueryBoolean):
            raise TypeError("not an ASK query")
        return bool(result)

    def construct(self, query: str, **bindings: Term | str) -> list[Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query (see :class:`GraphBackend`)."""
        result = self._run(query, bindings)
        if not isinstance(result, QueryTriples):
            raise TypeError("not a CONSTRUCT or DESCRIBE query")
        return list(result)
