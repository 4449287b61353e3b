"""SHACL: what each node of concepts and data must have (``ontology/shapes/``)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ontology.library import ROOM
from ontology.namespaces import PREFIXES

if TYPE_CHECKING:
    import rdflib

SHAPE = "https://w3id.org/wenmai/shapes#"


@dataclass(frozen=True, slots=True)
class Violation:
    """A node that a shape finds fault with."""

    shape: str  # local name
    node: str
    path: str | None
    value: str | None
    messages: dict[str, str]
    warning: bool


def shape_files() -> list[Path]:
    """Return the Turtle files of the shapes, sorted by name."""
    return sorted((ROOM / "shapes").glob("*.ttl"))


def shapes_graph() -> rdflib.Graph:
    """Return all shapes as one rdflib graph."""
    import rdflib

    graph = rdflib.Graph()
    for path in shape_files():
        graph.parse(path, format="turtle")
    return graph


def shape_names() -> list[str]:
    """Return the local names of the shapes that state a rule (those with a message)."""
    import rdflib

    message = rdflib.URIRef(PREFIXES["sh"] + "message")
    return sorted(
        {
            str(s).removeprefix(SHAPE)
            for s in shapes_graph().subjects(message, None)
            if str(s).startswith(SHAPE)
        }
    )


def violations(data: rdflib.Graph, shapes: rdflib.Graph | None = None) -> list[Violation]:
    """Return what the shapes find in a graph, sorted by shape and node.

    The graph includes the schema (the shapes ask for classes and their subclasses) and the
    concepts that data refers to.
    """
    import rdflib
    from pyshacl import validate
    from rdflib.namespace import SH

    _, report, _ = validate(data, shacl_graph=shapes or shapes_graph(), inference="none")
    assert isinstance(report, rdflib.Graph)  # noqa: S101 - validate returns a graph unless asked

    def text(result: rdflib.term.Node, predicate: rdflib.URIRef) -> str | None:
        value = report.value(result, predicate)
        return None if value is None else str(value)

    found = [
        Violation(
            shape=(text(result, SH.sourceShape) or "").removeprefix(SHAPE),
            node=text(result, SH.focusNode) or "",
            path=text(result, SH.resultPath),
            value=text(result, SH.value),
            messages={
                m.language or "en": str(m)
                for m in report.objects(result, SH.resultMessage)
                if isinstance(m, rdflib.Literal)
            },
            warning=report.value(result, SH.resultSeverity) == SH.Warning,
        )
        for result in report.objects(None, SH.result)  # not the details below a result
    ]
    return sorted(found, key=lambda v: (v.shape, v.node, v.value or ""))
