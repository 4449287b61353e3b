"""The classes of concepts and the relations between them, laid out for drawing.

Three columns: the classes that a relation starts from, the relations, the classes that it
leads to. Every relation is joined with each of its classes by a line in the class's hue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ontology.library import SchemaTerm
from ontology.namespaces import WM

ROW = 34
WIDTH = 660
_LEFT, _RELATION, _BOX, _RIGHT = 124, 330, 74, 536  # ends of the lines; half of a box


@dataclass(frozen=True, slots=True)
class ClassNode:
    """A class beside the end of its lines."""

    name: str
    x: int
    y: float

    @property
    def key(self) -> str:
        """What style sheets call the class."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Strand:
    """A relation with its lines: (class key, path)."""

    term: SchemaTerm
    y: float
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Diagram:
    """Everything that is drawn."""

    height: int
    sources: tuple[ClassNode, ...]
    strands: tuple[Strand, ...]
    targets: tuple[ClassNode, ...]
    width: int = WIDTH
    middle: int = _RELATION
    box: int = _BOX


def layout(relations: Sequence[SchemaTerm], order: Sequence[str]) -> Diagram:
    """Place the relations that say which classes they join; ``order`` is that of the classes."""
    place = {name: n for n, name in enumerate(order)}
    joined = [r for r in relations if _names(r.domain, place) and _names(r.range, place)]

    def centre(term: SchemaTerm) -> float:
        ends = [
            sum(place[n] for n in names) / len(names)
            for names in (_names(term.domain, place), _names(term.range, place))
        ]
        return sum(ends)

    joined.sort(key=lambda r: (centre(r), r.name))
    starts = sorted({n for r in joined for n in _names(r.domain, place)}, key=place.__getitem__)
    ends = sorted({n for r in joined for n in _names(r.range, place)}, key=place.__getitem__)
    height = ROW * max(len(starts), len(joined), len(ends), 1)
    at_start = dict(zip(starts, _spread(len(starts), height), strict=True))
    at_end = dict(zip(ends, _spread(len(ends), height), strict=True))
    strands = []
    for term, y in zip(joined, _spread(len(joined), height), strict=True):
        lines = [
            (n.lower(), _curve(_LEFT, at_start[n], _RELATION - _BOX, y))
            for n in _names(term.domain, place)
        ]
        lines += [
            (n.lower(), _curve(_RELATION + _BOX, y, _RIGHT, at_end[n]))
            for n in _names(term.range, place)
        ]
        strands.append(Strand(term, y, tuple(lines)))
    return Diagram(
        height,
        tuple(ClassNode(n, _LEFT, y) for n, y in at_start.items()),
        tuple(strands),
        tuple(ClassNode(n, _RIGHT, y) for n, y in at_end.items()),
    )


def _names(iris: Sequence[str], place: dict[str, int]) -> list[str]:
    return [i.removeprefix(WM) for i in iris if i.removeprefix(WM) in place]


def _spread(count: int, height: int) -> list[float]:
    return [round(height * (n + 0.5) / count, 1) for n in range(count)]


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    bend = (x2 - x1) / 2
    return f"M{x1:g} {y1:g}C{x1 + bend:g} {y1:g} {x2 - bend:g} {y2:g} {x2:g} {y2:g}"
