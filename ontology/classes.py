"""The ontology as Python classes: concepts are objects, relations are their attributes.

>>> from ontology.classes import load
>>> wm, pv = load()
>>> isinstance(pv.fairness, wm.Value)
True
>>> pv.fairness.prefLabel.zh
['公平']

Built on owlready2, which is imported only when :func:`load` is called. ``ontology/README.md``
has an example to start from.
"""

from __future__ import annotations

import io
from typing import Any

from pyoxigraph import RdfFormat, serialize

from ontology.entailment import Axioms, entailed
from ontology.library import triples_by_file
from ontology.namespaces import PV, WM


def load(*, inferred: bool = True) -> tuple[Any, Any]:
    """Return the namespaces ``wm`` (classes and properties) and ``pv`` (concepts).

    Both belong to a world of their own: two calls share nothing. ``inferred`` adds what follows
    by the axioms of the schema (:mod:`ontology.entailment`), so that inferred properties have
    values. A name with a hyphen is reached with brackets: ``pv["digital-divide"]``. The label
    printed before a reference (``wm:label``) goes by ``printed_label``: ``label`` is the
    ``rdfs:label`` of classes and properties, as everywhere in owlready2.
    """
    import owlready2

    triples = [t for found in triples_by_file().values() for t in found]
    if inferred:
        triples += entailed(Axioms.read(triples), triples)
    text = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    world = owlready2.World()
    ontology = world.get_ontology(WM)
    ontology.load(fileobj=io.BytesIO(text))
    world[WM + "label"].python_name = "printed_label"
    world._props["label"] = owlready2.label
    return ontology.get_namespace(WM), ontology.get_namespace(PV)
