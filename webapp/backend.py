"""How pages reach the graph: one small interface, whatever engine stands behind it.

Pages and search read through :class:`GraphBackend` only. Visitors' own queries do not come
here: they run in the worker pool of ``webapp.sparql``.
"""

from __future__ import annotations

import re
from typing import Protocol

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
)

from ontology.namespaces import PREFIXES

Term = NamedNode | BlankNode | Literal | Triple
Row = dict[str, Term]


_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'  # strings, IRIs and comments are passed over
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r"|<[^<>\"{}|^`\\\x00-\x20]*>"
    r"|#[^\n]*"
    r"|\$(?P<name>\w+)",
    re.DOTALL,
)


def bind(query: str, **bindings: Term | str) -> str:
    """Put terms in the place of the ``$name`` parameters of a query; a ``str`` is an IRI.

    ``$name`` is SPARQL's other way to write a variable, so a query file with parameters is a
    valid query as it stands; by convention files use ``?x`` for variables and ``$x`` for what
    the page fills in. Parameters that are not given stay variables.

    Raises ValueError where a ``str`` is not a valid IRI.
    """
    terms = {
        name: str(NamedNode(value) if isinstance(value, str) else value)
        for name, value in bindings.items()
    }

    def fill(match: re.Match[str]) -> str:
        name = match["name"]
        return terms[name] if name in terms else match[0]

    return _TOKEN.sub(fill, query)


class GraphBackend(Protocol):
    """What a page may ask of the graph. Queries see the union of all named graphs.

    ``bindings`` fill the ``$name`` parameters of the query (see :func:`bind`). The prefixes of
    ``ontology.namespaces`` are known to every query.
    """

    def select(self, query: str, **bindings: Term | str) -> list[Row]:
        """Return the rows of a SELECT query; an unbound variable is absent from its row."""

    def ask(self, query: str, **bindings: Term | str) -> bool:
        """Return the answer of an ASK query."""

    def construct(self, query: str, **bindings: Term | str) -> list[Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query."""


class EmbeddedBackend:
    """A :class:`GraphBackend` on a pyoxigraph store in this process.

    The default graph of a published store is the union of its named graphs. Where it is empty
    (a store filled by hand) the engine puts the graphs together for each query; a triple that
    stands in two graphs is then found twice.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        found = store.quads_for_pattern(None, None, None, DefaultGraph())
        self._union = next(iter(found), None) is None

    def _run(
        self, query: str, bindings: dict[str, Term | str]
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        return self.store.query(
            bind(query, **bindings), prefixes=PREFIXES, use_default_graph_as_union=self._union
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
