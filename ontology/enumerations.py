"""Closed enumerations: the axioms that say of a framework that it has no other elements.

A framework with ``wm:complete true`` names all its elements with ``wm:hasElement``. The axioms
repeat them (``owl:allValuesFrom`` a class given as a list, ``owl:AllDifferent``), so they are
written by ``python -m ontology.generate`` into ``vocabulary/enumerations.ttl``, not by hand.
"""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal, NamedNode

from ontology.library import ROOM, Index, index
from ontology.namespaces import PREFIXES, PV, WM, shorten

ENUMERATIONS = ROOM / "vocabulary" / "enumerations.ttl"

_HEAD = """\
# Closed enumerations of the frameworks with wm:complete true: their elements and no others.
# Written by `python -m ontology.generate` from frameworks.ttl; a test compares the two.
"""
_FRAMEWORK = NamedNode(WM + "Framework")
_COMPLETE = NamedNode(WM + "complete")
_ELEMENT = NamedNode(WM + "hasElement")
_WIDTH = 96


def complete(known: Index) -> dict[str, tuple[str, ...]]:
    """Return the elements of each complete framework, in its order; all are IRIs."""
    yes = Literal("true", datatype=NamedNode(PREFIXES["xsd"] + "boolean"))
    return {
        node.value: known.names(node, _ELEMENT)
        for node in sorted(set(known.instances(_FRAMEWORK)), key=lambda node: node.value)
        if yes in known.objects(node, _COMPLETE)
    }


def _list(iris: tuple[str, ...] | list[str], indent: str) -> str:
    """Return names as the lines of an RDF list."""
    lines, line = [], indent
    for name in map(shorten, iris):
        if len(line) + len(name) + 1 > _WIDTH and line != indent:
            lines.append(line.rstrip())
            line = indent
        line += name + " "
    return "\n".join([*lines, line.rstrip()])


def source() -> str:
    """Return the text that ``enumerations.ttl`` should have."""
    closed = complete(index())
    prefixes = "".join(
        f"@prefix {name}: <{iri}> .\n"
        for name, iri in (("owl", PREFIXES["owl"]), ("pv", PV), ("wm", WM))
    )
    parts = [_HEAD + prefixes]
    for framework, elements in closed.items():
        parts.append(
            f"{shorten(framework)} a [ a owl:Restriction ; owl:onProperty wm:hasElement ;\n"
            "    owl:allValuesFrom [ a owl:Class ; owl:unionOf ( wm:Position\n"
            f"        [ a owl:Class ; owl:oneOf (\n{_list(elements, ' ' * 12)} ) ] ) ] ] .\n"
        )
    different = sorted({iri for elements in closed.values() for iri in elements})
    parts.append(
        "# Names of different things: without this the reasoner could take an element too many\n"
        "# for another name of one that is listed.\n"
        f"[] a owl:AllDifferent ; owl:distinctMembers (\n{_list(different, '    ')} ) .\n"
    )
    return "\n".join(parts)


def write(path: Path = ENUMERATIONS) -> None:
    """Write the axioms."""
    path.write_text(source(), encoding="utf-8")
