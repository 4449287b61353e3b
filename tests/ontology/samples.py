"""The worked examples, and what the samples in ``ontology/examples/broken/`` make of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pyoxigraph import Store, Triple

from ontology.dataset import Dataset
from ontology.library import ROOM, schema_files

EXAMPLES = ROOM / "examples"
BROKEN = EXAMPLES / "broken"


@cache
def worked_example(documents: bool = True) -> Dataset:
    """Schema and worked examples; without documents for the reasoner."""
    examples = [EXAMPLES / "concepts.ttl"]
    if documents:
        examples.append(EXAMPLES / "extraction.trig")
    return Dataset((*schema_files(), *examples))


def broken(name: str, documents: bool = True) -> Dataset:
    """Schema and worked examples after the update that breaks one rule."""
    data = Dataset()
    update = (BROKEN / f"{name}.ru").read_text(encoding="utf-8")
    data.store = changed(update, documents)
    return data


def changed(update: str, documents: bool) -> Store:
    """A store with schema and worked examples after an update, which must change something."""
    store = worked_example(documents).in_default_graph()
    before = set(store)
    store.update(update)
    assert set(store) != before, "the update changes nothing"
    return store


def triples(data: Dataset) -> list[Triple]:
    return [quad.triple for quad in data.store]


def sample_names() -> set[str]:
    return {path.stem for path in BROKEN.glob("*.ru")}


def write_turtle(folder: Path, text: str) -> Path:
    """Write a Turtle file with our prefixes in front."""
    path = folder / "data.ttl"
    prefixes = (
        "@prefix wm: <https://w3id.org/wenmai/ns#> .\n"
        "@prefix pv: <https://w3id.org/wenmai/public-value/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    )
    path.write_text(prefixes + text, encoding="utf-8")
    return path
