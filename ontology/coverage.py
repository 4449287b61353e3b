"""Which terms the competency questions touch, and which they leave out.

A term is touched where a question names it in its query or expects it in the answer. A term that
no question touches may be superfluous, or a question is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ontology.checking import Rule, expected, questions
from ontology.library import concept_classes, concepts, index, schema_terms
from ontology.namespaces import PREFIXES, WM, shorten

FRAMEWORK = NamedNode(WM + "Framework")
_PREFIX = re.compile(r"PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
_NAME = re.compile(r"<([^<>\s]+)>|(?<![\w:])([\w-]*):([\w-]+(?:\.[\w-]+)*)")


@dataclass(frozen=True, slots=True)
class Coverage:
    """The terms of one kind (``class``, ``Value`` …), and those of them that nothing touches."""

    kind: str
    terms: tuple[str, ...]
    untouched: tuple[str, ...]


def named(query: str) -> set[str]:
    """Return the IRIs that a query names, its comments and literals aside."""
    text = re.sub(r"\"[^\"\n]*\"|'[^'\n]*'", " ", query)
    prefixes = dict(_PREFIX.findall(text))
    text = re.sub(r"(?m)(?:^|\s)#.*$", " ", _PREFIX.sub(" ", text))
    found = set()
    for iri, prefix, local in _NAME.findall(text):
        if iri:
            found.add(iri)
        elif prefix in prefixes:
            found.add(prefixes[prefix] + local)
    return found


def touched(rules: Iterable[Rule]) -> set[str]:
    """Return the terms that questions name or expect in their answers."""
    found: set[str] = set()
    for rule in rules:
        found |= named(rule.query)
        for row in expected(rule)[1:]:
            for cell in row:
                prefix, colon, local = cell.partition(":")
                if colon and prefix in PREFIXES:
                    found.add(PREFIXES[prefix] + local)
    return found


def coverage() -> list[Coverage]:
    """Return what the questions touch: our schema by kind of term, then the concepts by class.

    Frameworks count as a class of their own, after the classes of concepts.
    """
    reached = touched(questions())
    kinds: dict[str, list[str]] = {}
    for term in schema_terms():
        if term.iri.startswith(WM):
            kinds.setdefault(term.kind, []).append(term.iri)
    for cls in concept_classes():
        kinds[cls] = [concept.iri for concept in concepts() if concept.cls == cls]
    kinds["Framework"] = [node.value for node in index().instances(FRAMEWORK)]
    return [
        Coverage(
            kind,
            tuple(shorten(iri) for iri in terms),
            tuple(shorten(iri) for iri in terms if iri not in reached),
        )
        for kind, terms in kinds.items()
        if terms
    ]
