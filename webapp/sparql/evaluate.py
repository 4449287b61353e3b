"""Run one query on a store and write its answer down whole."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
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
# What no XML 1.0 document may hold (U+FFFE and U+FFFF in UTF-8 among them).
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


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
        elif request.format == "CSV" and isinstance(result, QuerySolutions):
            _write_csv(result, out)
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
    return _as_xml(out.getvalue()) if "XML" in request.format else out.getvalue()


def _write_csv(result: QuerySolutions, out: _Bounded) -> None:
    """Write rows as CSV; the engine's own writer leaves commas in IRIs unquoted."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    rows = csv.writer(text)
    rows.writerow([variable.value for variable in result.variables])
    for solution in result:
        rows.writerow(["" if term is None else _plain(term) for term in solution])
    text.detach()


def _plain(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _as_xml(written: bytes) -> bytes:
    """Let XML keep carriage returns, which parsers read as ends of line, and be well-formed.

    Characters that XML cannot hold (control characters of a badly converted paper) become
    U+FFFD, the replacement character.
    """
    written = written.replace(b"\r", b"&#xD;")
    return _NOT_XML.sub("\ufffd".encode(), written)
