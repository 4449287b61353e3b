"""Run one query on a store and write its answer down whole."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pyoxigraph import (
    NamedNode,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    serialize,
)

from ontology.namespaces import PREFIXES
from webapp.rdf import used_prefixes
from webapp.sparql.diagnosis import diagnose
from webapp.sparql.request import EvaluationError, Request

if TYPE_CHECKING:
    from pyoxigraph import Store

_MANY = 50_000  # triples, for which we do not look which prefixes they use


class _FullError(Exception):
    pass


class _Bounded(io.BytesIO):
    """A buffer that refuses to grow beyond a size."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._left = most

    def write(self, data: Any) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise _FullError
        return super().write(data)


def evaluate(store: Store, request: Request, most: int) -> bytes:
    """Return the answer of a query, whole.

    Raises EvaluationError where it is not valid SPARQL, cannot be worked out, or has an answer
    of more than ``most`` bytes.
    """
    dataset: dict[str, Any] = {}
    if request.default_graphs is not None or request.named_graphs is not None:
        dataset = {
            "default_graph": [NamedNode(g) for g in request.default_graphs or ()],
            "named_graphs": [NamedNode(g) for g in request.named_graphs or ()],
        }
    out = _Bounded(most)
    try:
        result = store.query(request.query, base_iri=request.base, prefixes=PREFIXES, **dataset)
        if isinstance(result, QueryTriples):
            triples = list(result)
            prefixes = used_prefixes(triples) if len(triples) < _MANY else PREFIXES
            serialize(triples, out, getattr(RdfFormat, request.format), prefixes=prefixes)
        else:
            result.serialize(out, getattr(QueryResultsFormat, request.format))
    except _FullError:
        raise EvaluationError("result-too-large", limit=most >> 20) from None
    except SyntaxError as error:
        raise diagnose(store, request, str(error.msg or error)) from None
    except MemoryError:
        raise EvaluationError("memory") from None
    except (OSError, ValueError, RuntimeError) as error:
        raise EvaluationError("evaluation", message=str(error)[:500]) from None
    return out.getvalue()
