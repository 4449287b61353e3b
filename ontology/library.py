"""The ontology on disk: its files, its concepts and relations, its version.

Everything here reads the Turtle files of this package. What is parsed is kept until a file
changes. :func:`concepts` and :func:`relations` avoid rdflib: the pipeline calls them at every
start. :func:`load` is for tools that want an rdflib graph.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from ontology.i18n import _
from ontology.namespaces import PREFIXES, WM

if TYPE_CHECKING:
    import rdflib

ROOM = Path(__file__).parent

_RDF, _RDFS, _OWL, _SKOS = (PREFIXES[p] for p in ("rdf", "rdfs", "owl", "skos"))
TYPE = NamedNode(_RDF + "type")
LABEL = NamedNode(_RDFS + "label")
COMMENT = NamedNode(_RDFS + "comment")
SEE_ALSO = NamedNode(_RDFS + "seeAlso")
SUBCLASS = NamedNode(_RDFS + "subClassOf")
DOMAIN = NamedNode(_RDFS + "domain")
RANGE = NamedNode(_RDFS + "range")
UNION = NamedNode(_OWL + "unionOf")
INVERSE = NamedNode(_OWL + "inverseOf")
CHAIN = NamedNode(_OWL + "propertyChainAxiom")
FIRST = NamedNode(_RDF + "first")
REST = NamedNode(_RDF + "rest")
PREF = NamedNode(_SKOS + "prefLabel")
ALT = NamedNode(_SKOS + "altLabel")
BROADER = NamedNode(_SKOS + "broader")
NOT_BEFORE = NamedNode(WM + "notBefore")
NOT_AFTER = NamedNode(WM + "notAfter")
NOT_IN_TEXT = NamedNode(WM + "notInText")
_ROOT = NamedNode(WM + "Concept")
_OBJECT_PROPERTY = NamedNode(_OWL + "ObjectProperty")
_SYMMETRIC = NamedNode(_OWL + "SymmetricProperty")
SUBPROPERTY = NamedNode(_RDFS + "subPropertyOf")
_RELATES = NamedNode(WM + "relatesTo")

Node = NamedNode | BlankNode | Literal | Triple
_KINDS = {
    _OWL + "Class": "class",
    _OWL + "ObjectProperty": "object property",
    _OWL + "DatatypeProperty": "data property",
    _OWL + "AnnotationProperty": "annotation property",
    _OWL + "NamedIndividual": "individual",
}


class OntologyError(Exception):
    """A file of the ontology that cannot be read: what is wrong and what to do."""

    def __init__(self, file: Path, reason: str, remedy: str) -> None:
        super().__init__(f"{file}: {reason} — {remedy}")
        self.file = file
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of the vocabulary and its names.

    ``cls`` is the local name of its class (``"Value"``); ``labels`` holds the preferred label
    of each language, ``alt`` all others as (text, language). A mention does not count where it
    stands before a text of ``veto_before`` (人民 before 币) or after one of ``veto_after``
    (公平 after 不). The names of ``not_in_text`` are not looked for in running text.
    """

    iri: str
    cls: str
    labels: dict[str, str]
    alt: tuple[tuple[str, str], ...] = ()
    veto_before: tuple[str, ...] = ()
    veto_after: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    not_in_text: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that claims and the vocabulary can state between two concepts.

    ``domain`` and ``range`` hold local names of concept classes; ``inverse`` is the IRI of the
    property that says the same from the other side.
    """

    iri: str
    name: str
    domain: frozenset[str]
    range: frozenset[str]
    inverse: str | None
    symmetric: bool
    labels: dict[str, str]

    def fits(self, subject_cls: str, object_cls: str) -> bool:
        """Say whether the relation can hold from a concept of one class to one of another."""
        return subject_cls in self.domain and object_cls in self.range


@dataclass(frozen=True, slots=True)
class SchemaTerm:
    """A class, property or named individual of ours, ready to be shown on a page."""

    iri: str
    name: str
    kind: str  # "class", "object property", "data property", "annotation property", "individual"
    labels: dict[str, str]
    comments: dict[str, str]
    parents: tuple[str, ...] = ()  # IRIs of what is above it; of an individual, its classes
    domain: tuple[str, ...] = ()  # IRIs; several mean "one of"
    range: tuple[str, ...] = ()
    inverse: str | None = None
    characteristics: tuple[str, ...] = ()  # "symmetric", "transitive", "irreflexive" …
    chains: tuple[tuple[str, ...], ...] = ()  # each chain of properties that gives this one
    see_also: tuple[str, ...] = ()  # IRIs of counterparts in published vocabularies
    file: str = field(default="", compare=False)


# -- files ------------------------------------------------------------------------------


def schema_files() -> list[Path]:
    """Return the Turtle files of the schema, sorted by name."""
    return sorted((ROOM / "schema").glob("*.ttl"))


def vocabulary_files() -> list[Path]:
    """Return the Turtle files of the concepts, sorted by name."""
    return sorted((ROOM / "vocabulary").glob("*.ttl"))


def state() -> tuple[tuple[Path, int, int], ...]:
    """Return what must be the same for a parsed result to be used again: files, times, sizes."""
    found = []
    for path in (*schema_files(), *vocabulary_files()):
        status = path.stat()
        found.append((path, status.st_mtime_ns, status.st_size))
    return tuple(found)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Say of a file that cannot be parsed or opened what is wrong and what to do.

    Raises :class:`OntologyError` in the place of the error inside.
    """
    try:
        yield
    except (SyntaxError, ValueError) as error:
        raise OntologyError(
            path, _("not readable ({what})").format(what=error), _("correct that place")
        ) from error
    except OSError as error:
        raise OntologyError(path, _(str(error.strerror)), _("check the path")) from error


def read_triples(path: Path) -> list[Triple]:
    """Parse one Turtle file; its blank nodes differ from those of every other file."""
    with readable(path):
        text = path.read_bytes()
        return [q.triple for q in parse(text, format=RdfFormat.TURTLE, rename_blank_nodes=True)]


@lru_cache(maxsize=1)
def _parsed(stamp: tuple[tuple[Path, int, int], ...]) -> dict[Path, list[Triple]]:
    return {path: read_triples(path) for path, _, _ in stamp}


def triples_by_file() -> dict[Path, list[Triple]]:
    """Return the triples of each file of schema and vocabulary."""
    return _parsed(state())


def load() -> rdflib.Graph:
    """Return schema and vocabulary as one rdflib graph."""
    import rdflib

    graph = rdflib.Graph()
    for prefix, base in PREFIXES.items():
        graph.bind(prefix, base)
    for path in (*schema_files(), *vocabulary_files()):
        graph.parse(path, format="turtle")
    return graph


# -- an index over the triples ----------------------------------------------------------


class Index:
    """Triples by subject and predicate: just enough to read a schema."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._objects: dict[tuple[object, object], list[Node]] = defaultdict(list)
        self._typed: dict[object, list[NamedNode]] = defaultdict(list)
        for t in triples:
            self._objects[t.subject, t.predicate].append(t.object)
            if t.predicate == TYPE and isinstance(t.subject, NamedNode):
                self._typed[t.object].append(t.subject)

    def objects(self, subject: Node, predicate: NamedNode) -> list[Node]:
        """Return all objects, in the order of the file."""
        return self._objects.get((subject, predicate), [])

    def instances(self, cls: NamedNode) -> list[NamedNode]:
        """Return the named nodes that are stated to be of a class."""
        return self._typed.get(cls, [])

    def names(self, subject: Node, predicate: NamedNode) -> tuple[str, ...]:
        """Return the IRIs among the objects."""
        return tuple(o.value for o in self.objects(subject, predicate) if isinstance(o, NamedNode))

    def texts(self, subject: Node, predicate: NamedNode) -> Iterator[tuple[str, str]]:
        """Yield (text, language) of each literal object."""
        for o in self.objects(subject, predicate):
            if isinstance(o, Literal):
                yield o.value, o.language or ""

    def by_language(self, subject: Node, predicate: NamedNode) -> dict[str, str]:
        """Return the first text of each language."""
        found: dict[str, str] = {}
        for text, lang in self.texts(subject, predicate):
            found.setdefault(lang, text)
        return found

    def members(self, expression: Node) -> tuple[str, ...]:
        """Return the IRIs of a class expression: the class itself, or those of a union."""
        if isinstance(expression, NamedNode):
            return (expression.value,)
        return tuple(name for cell in self.objects(expression, UNION) for name in self.listed(cell))

    def listed(self, cell: Node) -> tuple[str, ...]:
        """Return the IRIs of an RDF list, in its order."""
        found: list[str] = []
        while cell != NamedNode(_RDF + "nil"):
            found.extend(self.names(cell, FIRST))
            (cell,) = self.objects(cell, REST)
        return tuple(found)


@lru_cache(maxsize=1)
def _index(stamp: tuple[tuple[Path, int, int], ...]) -> Index:
    return Index(t for triples in _parsed(stamp).values() for t in triples)


def index() -> Index:
    """Return the index over schema and vocabulary."""
    return _index(state())


# -- what is in it ----------------------------------------------------------------------


def concept_classes() -> tuple[str, ...]:
    """Return the local names of the classes that a concept can have."""
    return _concept_classes(index())


def _concept_classes(known: Index) -> tuple[str, ...]:
    return tuple(
        sorted(
            c.value.removeprefix(WM)
            for c in known.instances(NamedNode(_OWL + "Class"))
            if _ROOT in known.objects(c, SUBCLASS)
        )
    )


@lru_cache(maxsize=1)
def _concepts(stamp: tuple[tuple[Path, int, int], ...]) -> tuple[Concept, ...]:
    known = _index(stamp)
    found = [
        Concept(
            iri=node.value,
            cls=cls,
            labels=known.by_language(node, PREF),
            alt=tuple(known.texts(node, ALT)),
            veto_before=tuple(text for text, _ in known.texts(node, NOT_BEFORE)),
            veto_after=tuple(text for text, _ in known.texts(node, NOT_AFTER)),
            broader=known.names(node, BROADER),
            not_in_text=tuple(text for text, _ in known.texts(node, NOT_IN_TEXT)),
        )
        for cls in _concept_classes(known)
        for node in dict.fromkeys(known.instances(NamedNode(WM + cls)))
    ]
    return tuple(sorted(found, key=lambda concept: concept.iri))


def concepts() -> tuple[Concept, ...]:
    """Return all concepts of the vocabulary, sorted by IRI."""
    return _concepts(state())


@lru_cache(maxsize=1)
def _relations(stamp: tuple[tuple[Path, int, int], ...]) -> tuple[Relation, ...]:
    known = _index(stamp)
    classes = _concept_classes(known)

    def sides(node: NamedNode, predicate: NamedNode) -> frozenset[str]:
        found: set[str] = set(classes)
        for expression in known.objects(node, predicate):
            names = {iri.removeprefix(WM) for iri in known.members(expression)}
            found &= set(classes) if "Concept" in names else names
        return frozenset(found)

    inverse: dict[str, str] = {}
    for node in known.instances(_OBJECT_PROPERTY):
        for other in known.names(node, INVERSE):
            inverse[node.value] = other
            inverse[other] = node.value
    return tuple(
        Relation(
            iri=node.value,
            name=node.value.removeprefix(WM),
            domain=sides(node, DOMAIN),
            range=sides(node, RANGE),
            inverse=inverse.get(node.value),
            symmetric=_SYMMETRIC in known.objects(node, TYPE),
            labels=known.by_language(node, LABEL),
        )
        for node in sorted(known.instances(_OBJECT_PROPERTY), key=lambda n: n.value)
        if _RELATES in known.objects(node, SUBPROPERTY)
    )


def relations() -> tuple[Relation, ...]:
    """Return all relations that a claim can state, sorted by IRI."""
    return _relations(state())


def schema_terms() -> tuple[SchemaTerm, ...]:
    """Return every class, property and named individual of ours, sorted by kind and name."""
    known = index()
    by_file = triples_by_file()
    found = [t for path in schema_files() for t in terms_of(by_file[path], known, path.name)]
    order = list(_KINDS.values())
    return tuple(sorted(found, key=lambda t: (order.index(t.kind), t.name)))


def terms_of(triples: Iterable[Triple], known: Index, file: str = "") -> list[SchemaTerm]:
    """Return the terms of ours that triples declare, with all that an index knows of them."""
    kinds: dict[NamedNode, str] = {}
    for triple in triples:
        node, kind = triple.subject, triple.object
        if triple.predicate != TYPE or not isinstance(kind, NamedNode):
            continue
        if isinstance(node, NamedNode) and node.value.startswith(WM) and kind.value in _KINDS:
            kinds[node] = _KINDS[kind.value]
    inverse = {
        other: node.value
        for node in known.instances(_OBJECT_PROPERTY)
        for other in known.names(node, INVERSE)
    }
    found = []
    for node, kind_name in kinds.items():
        above = {"class": SUBCLASS, "individual": TYPE}.get(kind_name, SUBPROPERTY)
        types = known.names(node, TYPE)
        found.append(
            SchemaTerm(
                iri=node.value,
                name=node.value.removeprefix(WM),
                kind=kind_name,
                labels=known.by_language(node, LABEL),
                comments=known.by_language(node, COMMENT),
                parents=tuple(p for p in known.names(node, above) if not p.startswith(_OWL)),
                domain=tuple(m for e in known.objects(node, DOMAIN) for m in known.members(e)),
                range=tuple(m for e in known.objects(node, RANGE) for m in known.members(e)),
                inverse=next(iter(known.names(node, INVERSE)), inverse.get(node.value)),
                characteristics=tuple(
                    t.removeprefix(_OWL).removesuffix("Property").lower()
                    for t in types
                    if t.endswith("Property") and t not in _KINDS
                ),
                chains=tuple(known.listed(cell) for cell in known.objects(node, CHAIN)),
                see_also=known.names(node, SEE_ALSO),
                file=file,
            )
        )
    return found


# -- identity ---------------------------------------------------------------------------


def version() -> str:
    """Return the version that the schema states of itself."""
    node = NamedNode(WM.removesuffix("#"))
    for text, _lang in index().texts(node, NamedNode(_OWL + "versionInfo")):
        return text
    raise OntologyError(ROOM / "schema", _("no owl:versionInfo"), _("state it in wenmai.ttl"))


def ontology_hash() -> str:
    """Return a SHA-256 over schema and vocabulary, the same on every system."""
    digest = hashlib.sha256()
    for path in (*schema_files(), *vocabulary_files()):
        digest.update(path.relative_to(ROOM).as_posix().encode())
        digest.update(b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
        digest.update(b"\0")
    return digest.hexdigest()
