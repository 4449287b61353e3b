"""A panel: some rows of the graph together with the query that fetched them.

Each page keeps its queries in ``.rq`` files beside its template; what a panel shows can
always be asked again, by anybody, with the query it carries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode

from ontology.namespaces import PREFIXES
from webapp.backend import GraphBackend, Row, Term, bind

PAGES = Path(__file__).parent / "pages"
_PREFIXED = re.compile(r"(?<!\w)([a-z][\w-]*):")


@cache
def query_text(page: str, name: str) -> str:
    """Return a page's query as it stands in its file."""
    return (PAGES / page / f"{name}.rq").read_text(encoding="utf-8")


def with_prefixes(query: str) -> str:
    """Return ``query`` with a PREFIX line for each known prefix that it uses."""
    declared = set(re.findall(r"(?im)^\s*PREFIX\s+([\w-]*):", query))
    bare = re.sub(r"<[^<>\s]*>|(?m:#[^\n]*$)", " ", query)
    used = sorted(set(_PREFIXED.findall(bare)) & set(PREFIXES) - declared)
    lines = "".join(f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in used)
    return f"{lines}\n{query.strip()}\n" if lines else query.strip() + "\n"


def without_comments(query: str) -> str:
    """Return ``query`` without its leading comment lines."""
    return re.sub(r"\A(?:\s*#[^\n]*\n)+", "", query)


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows and the query that gave them, complete with prefixes."""

    rows: list[Row]
    query: str

    def __bool__(self) -> bool:
        return bool(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


_WINDOW = re.compile(r"LIMIT \d+ OFFSET \d+")


def window(query: str, limit: int, offset: int) -> str:
    """Return ``query`` with its ``LIMIT n OFFSET m`` changed."""
    return _WINDOW.sub(f"LIMIT {int(limit)} OFFSET {int(offset)}", query, count=1)


def complete(query: str, **bindings: Term | str) -> str:
    """Return ``query`` as anybody can run it: parameters filled in, prefixes declared."""
    return with_prefixes(without_comments(bind(query, **bindings)))


def panel(
    backend: GraphBackend,
    page: str,
    name: str,
    **bindings: Term | str,
) -> Panel:
    """Run the query ``name`` of ``page`` and keep it with its rows."""
    return run(backend, query_text(page, name), **bindings)


def run(backend: GraphBackend, query: str, **bindings: Term | str) -> Panel:
    """Run a query and keep it with its rows."""
    return Panel(backend.select(query, **bindings), complete(query, **bindings))


def among(query: str, iris: Iterable[str]) -> str:
    """Return ``query`` with its ``{ UNDEF }`` replaced by the given IRIs.

    ``VALUES ?x { UNDEF }`` stands in a file for "whichever", so the file is a valid query.
    """
    terms = " ".join(str(NamedNode(iri)) for iri in iris)
    return query.replace("{ UNDEF }", "{ " + terms + " }", 1)


def value(row: Row, name: str) -> str:
    """Return the text or IRI of a column; empty where it is unbound."""
    term = row.get(name)
    return term.value if isinstance(term, NamedNode | BlankNode | Literal) else ""


def number(row: Row, name: str) -> int:
    """Return a column as a whole number; 0 where it is unbound or none."""
    try:
        return int(value(row, name))
    except ValueError:
        return 0


def tag(row: Row, name: str) -> str:
    """Return the language tag of a column; empty where it has none."""
    term = row.get(name)
    return (term.language or "") if isinstance(term, Literal) else ""
