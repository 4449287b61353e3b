"""Is the ontology free of contradictions? Asked of a reasoner when it is built, never later.

Two reasoners give the same answers: pyHermiT needs nothing else and is used by default;
HermiT itself runs through owlready2 where Java is installed. Three questions are asked:

1. Is everything within OWL 2 DL? Outside it, no reasoner's answer means anything.
2. Is it consistent? If not, :func:`contradictions` returns smallest sets of statements that
   contradict each other, so that a person sees which ones to look at.
3. Can every class of ours have an instance? Asked by giving each class one and asking question
   2 again, which takes a fraction of the time of a full classification.

Concepts are not stated to differ from each other (``owl:AllDifferent``): no axiom counts or
identifies concepts, so nothing would follow from it. The values of closed lists (types of
claims, status) do differ, and the schema says so. Two entries for one concept are found by
``ontology/checks/`` through their labels.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, serialize

from ontology.library import TYPE, triples_by_file
from ontology.namespaces import PREFIXES, SCHEMA_GRAPH, WM, shorten

OWL, RDFS = PREFIXES["owl"], PREFIXES["rdfs"]
TIMEOUT = 60.0  # seconds for the question that matters
PATIENCE = 5.0  # seconds for a question asked to explain the answer
_PROBE = "urn:wenmai:probe:"
_SKOLEM = "urn:wenmai:node:"
_CLASS = NamedNode(OWL + "Class")

# What may be at fault in the schema itself (a declaration or a list never is)
_AXIOMS = frozenset(
    {RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")}
    | {
        OWL + name
        for name in (
            "equivalentClass",
            "disjointWith",
            "inverseOf",
            "propertyChainAxiom",
            "members",
            "distinctMembers",
        )
    }
)

Statements = Sequence[Triple]
NodeT = TypeVar("NodeT")
Judge = Callable[[Iterable[Triple]], bool]


class ProfileError(Exception):
    """The ontology is not OWL 2 DL; ``issues`` says where."""

    def __init__(self, issues: tuple[str, ...]) -> None:
        super().__init__("; ".join(issues))
        self.issues = issues


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the reasoner says."""

    consistent: bool
    contradictions: tuple[tuple[Triple, ...], ...] = ()  # smallest sets, each enough by itself
    unsatisfiable: tuple[tuple[str, tuple[Triple, ...]], ...] = ()  # class IRI, the axioms why

    @property
    def sound(self) -> bool:
        """Say whether nothing is wrong."""
        return self.consistent and not self.unsatisfiable


# -- what the reasoner gets to see --------------------------------------------------------


def ontology_triples() -> list[Triple]:
    """Return schema and vocabulary."""
    return [t for triples in triples_by_file().values() for t in triples]


def logical(triples: Iterable[Triple]) -> list[Triple]:
    """Return what has logical meaning: no labels, definitions, sources, axiom annotations.

    These are most of the vocabulary and say nothing to a reasoner. Individuals without a name
    (positions in a framework) get one: OWL 2 DL allows nameless ones in trees only, and whether
    there is a model does not depend on it.
    """
    triples = list(triples)
    nameless = {
        t.subject
        for t in triples
        if t.predicate == TYPE
        and isinstance(t.subject, BlankNode)
        and isinstance(t.object, NamedNode)
        and not t.object.value.startswith((OWL, RDFS))
    }
    annotations = {
        t.subject.value
        for t in triples
        if t.predicate == TYPE
        and t.object == NamedNode(OWL + "AnnotationProperty")
        and isinstance(t.subject, NamedNode)
    } | {RDFS + "label", RDFS + "comment", RDFS + "seeAlso", OWL + "versionInfo"}
    reified = {
        t.subject for t in triples if t.predicate == TYPE and t.object == NamedNode(OWL + "Axiom")
    }
    return [
        Triple(_named(t.subject, nameless), t.predicate, _named(t.object, nameless))
        for t in triples
        if t.predicate.value not in annotations and t.subject not in reified
    ]


def _named(node: NodeT, nameless: set[BlankNode]) -> NodeT | NamedNode:
    if isinstance(node, BlankNode) and node in nameless:
        return NamedNode(_SKOLEM + node.value)
    return node


def _is_assertion(triple: Triple) -> bool:
    """Say whether a triple is about an individual, not an axiom or part of one."""
    if isinstance(triple.subject, BlankNode):
        return False
    if triple.predicate == TYPE:
        kind = triple.object
        return isinstance(kind, NamedNode) and not kind.value.startswith((OWL, RDFS))
    return not triple.predicate.value.startswith((OWL, RDFS, PREFIXES["rdf"]))


# -- reasoners ----------------------------------------------------------------------------


def consistent(triples: Iterable[Triple], timeout: float = TIMEOUT) -> bool:
    """Ask pyHermiT whether there is a model; raises :class:`ProfileError` outside OWL 2 DL."""
    from pyhermit import OntologyProfileError, Reasoner, ReasonerConfig
    from pyowl_core import DocumentFormat, ImportPolicy, LoadOptions, ParseError, load_snapshot

    triples = list(triples)
    text = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    options = LoadOptions(format=DocumentFormat.TURTLE, imports=ImportPolicy.IGNORE)
    try:
        view = load_snapshot(text, document_iri=SCHEMA_GRAPH, options=options)
        with Reasoner(view, config=ReasonerConfig(timeout=timeout)) as reasoner:
            return bool(reasoner.is_consistent())
    except OntologyProfileError as error:
        from pyhermit.profile import validate_owl2_dl_view

        report = validate_owl2_dl_view(view)
        errors = (i.message for i in report.issues if i.severity.value == "error")
        issues = tuple(dict.fromkeys(errors))
        raise ProfileError(issues or (str(error),)) from error
    except ParseError as error:  # the triples do not form OWL axioms
        issues = tuple(f"not declared: {name}" for name in undeclared(triples))
        raise ProfileError(issues or (str(error),)) from error


def undeclared(triples: Iterable[Triple]) -> list[str]:
    """Return properties and classes that are used but not declared, in short form."""
    builtin = (OWL, RDFS, PREFIXES["rdf"], PREFIXES["xsd"])
    declared: set[str] = set()
    used: set[str] = set()
    for t in triples:
        used.add(t.predicate.value)
        if t.predicate == TYPE and isinstance(t.object, NamedNode):
            used.add(t.object.value)
            if t.object.value.startswith(builtin) and isinstance(t.subject, NamedNode):
                declared.add(t.subject.value)
    return sorted(shorten(iri) for iri in used - declared if not iri.startswith(builtin))


def has_java() -> bool:
    """Say whether HermiT itself can run here."""
    return shutil.which("java") is not None


def hermit_unsatisfiable(triples: Iterable[Triple]) -> frozenset[str] | None:
    """Ask HermiT through owlready2; None means inconsistent, else the unsatisfiable classes."""
    import owlready2

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ontology.nt"
        serialize(triples, output=path, format=RdfFormat.N_TRIPLES)
        world = owlready2.World()
        world.get_ontology(path.as_uri()).load()
        try:
            owlready2.sync_reasoner_hermit(world, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError:
            return None
        found = world.inconsistent_classes()
        return frozenset(c.iri for c in found if c is not owlready2.Nothing)


# -- explanation --------------------------------------------------------------------------


def smallest(
    background: Statements, suspects: Sequence[Statements], sound: Judge
) -> list[Statements]:
    """Return a smallest part of ``suspects`` that contradicts itself together with background.

    Junker's QuickXplain: asks ``sound`` about k·log(n/k) times for k culprits among n. Nothing
    can be taken away from the result; there may be others of another size.
    """
    if not sound(background):
        return []

    def search(base: list[Triple], changed: bool, among: Sequence[Statements]) -> list[Statements]:
        if changed and not sound(base):
            return []
        if len(among) == 1:
            return [among[0]]
        middle = len(among) // 2
        left, right = among[:middle], among[middle:]
        second = search(base + [t for group in left for t in group], True, right)
        first = search(base + [t for group in second for t in group], bool(second), left)
        return [*first, *second]

    return search(list(background), False, suspects)


def contradictions(
    triples: Iterable[Triple], sound: Judge | None = None, limit: int = 3
) -> tuple[tuple[Triple, ...], ...]:
    """Return up to ``limit`` smallest sets of assertions that cannot all be true.

    No two have a statement in common: what else a wrong statement contradicts is of no use to
    a person who is about to correct it. An empty set means that the schema contradicts itself
    whatever is said of individuals.
    """
    judge = sound or _probably_sound
    rest = logical(triples)
    background = [t for t in rest if not _is_assertion(t)]
    found: list[tuple[Triple, ...]] = []
    while len(found) < limit and not judge(rest):
        assertions = [t for t in rest if _is_assertion(t)]
        suspects = [(t,) for t in _narrow(background, assertions, judge)]
        culprits = smallest(background, suspects, judge)
        found.append(tuple(t for group in culprits for t in group))
        if not culprits:
            break
        rest = [t for t in rest if t not in found[-1]]
    return tuple(found)


def _probably_sound(triples: Iterable[Triple]) -> bool:
    """Ask as :func:`consistent` does; count a part that takes long as sound.

    A part in which individuals have lost their types can take the reasoner for ever, and a
    contradiction that people can follow is found at once.
    """
    from pyhermit import ReasoningAbortedError

    try:
        return consistent(triples, timeout=PATIENCE)
    except ReasoningAbortedError:
        return True


def _narrow(background: Statements, assertions: Statements, sound: Judge) -> Statements:
    """Return the assertions about few individuals, where these contradict each other already.

    Halves the individuals, keeping of the others only what type they have: a contradiction is
    hardly ever spread over many.
    """
    names = sorted({str(t.subject) for t in assertions})

    def about(chosen: Sequence[str]) -> Statements:
        inside = set(chosen)
        stated = [t for t in assertions if t.predicate != TYPE and str(t.subject) in inside]
        touched = inside | {str(t.object) for t in stated}
        types = [t for t in assertions if t.predicate == TYPE and str(t.subject) in touched]
        return [*types, *stated]

    while len(names) > 1:
        middle = len(names) // 2
        for half in (names[:middle], names[middle:]):
            if not sound([*background, *about(half)]):
                names = half
                break
        else:
            break
    return about(names)


def _own_classes(triples: Iterable[Triple]) -> list[NamedNode]:
    return sorted(
        {
            t.subject
            for t in triples
            if t.predicate == TYPE
            and t.object == _CLASS
            and isinstance(t.subject, NamedNode)
            and t.subject.value.startswith(WM)
        },
        key=lambda node: node.value,
    )


def _instance(cls: NamedNode) -> Triple:
    return Triple(NamedNode(_PROBE + shorten(cls.value)), TYPE, cls)


def unsatisfiable(
    triples: Iterable[Triple], sound: Judge | None = None
) -> tuple[tuple[str, tuple[Triple, ...]], ...]:
    """Return the classes of ours that can have no instance, each with the axioms why."""
    judge = sound or _probably_sound
    schema = [t for t in logical(triples) if not _is_assertion(t) or _is_closed_list(t)]

    def without_instance(classes: list[NamedNode]) -> Iterator[NamedNode]:
        if not classes or judge([*schema, *(_instance(c) for c in classes)]):
            return
        if len(classes) == 1:
            yield classes[0]
            return
        middle = len(classes) // 2
        yield from without_instance(classes[:middle])
        yield from without_instance(classes[middle:])

    found = []
    for cls in without_instance(_own_classes(schema)):
        why = _axioms_against(cls, schema, judge)
        found.append((cls.value, why))
    return tuple(found)


def _is_closed_list(triple: Triple) -> bool:
    """Say whether an assertion places one of our own individuals (a type of claim, a status)."""
    return isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(WM)


def _axioms_against(cls: NamedNode, schema: Statements, sound: Judge) -> tuple[Triple, ...]:
    axioms = [t for t in schema if t.predicate.value in _AXIOMS and _between_names(t)]
    background = [*(t for t in schema if t.predicate.value not in _AXIOMS), _instance(cls)]
    lists = [t for t in schema if t.predicate.value in _AXIOMS and t not in axioms]
    culprits = smallest([*background, *lists], [(t,) for t in axioms], sound)
    return tuple(t for group in culprits for t in group)


def _between_names(triple: Triple) -> bool:
    """Say whether an axiom stands between two names, so that leaving it out leaves no stump."""
    return isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode)


# -- everything ---------------------------------------------------------------------------


def examine(triples: Iterable[Triple] | None = None) -> Outcome:
    """Return whether the ontology (schema and vocabulary, unless given) is sound, and why not."""
    given = logical(ontology_triples() if triples is None else triples)
    if not consistent(given):
        return Outcome(False, contradictions=contradictions(given))
    return Outcome(True, unsatisfiable=unsatisfiable(given))


def sentence(triple: Triple) -> str:
    """Return a triple as people write it: ``pv:fairness wm:conflictsWith pv:efficiency``."""
    parts = []
    for node in (triple.subject, triple.predicate, triple.object):
        if isinstance(node, NamedNode):
            name = shorten(node.value)
            parts.append("a" if name == "rdf:type" else name)
        else:
            parts.append(str(node))
    return " ".join(parts)
