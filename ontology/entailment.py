"""What follows from statements by the axioms of the schema: triples in, new triples out.

Nothing about particular properties stands here. :meth:`Axioms.read` reads the axioms from the
triples of the schema; :func:`entailed` applies them until nothing new follows, each round
looking only at what the round before brought (semi-naive evaluation over numbered terms).

Covered, so that the result is what a complete OWL 2 DL reasoner returns for object properties
and for classes of ours (compared in ``tests/ontology/test_entailment.py``):

- properties: ``rdfs:subPropertyOf``, ``owl:equivalentProperty``, ``owl:inverseOf``,
  ``owl:SymmetricProperty``, ``owl:TransitiveProperty``, ``owl:propertyChainAxiom`` of any length;
- classes: ``rdfs:subClassOf`` and ``owl:equivalentClass`` between names, a class that is a union
  of others (its members are in it), a class given as a list of individuals;
- ``rdfs:domain`` and ``rdfs:range``: a class, or what all members of a union have above them.

Class axioms that start from classes outside our namespace are left out: that a journal article
is an expression is for its own vocabulary to say. A restriction
(``owl:allValuesFrom``) closes an enumeration: it rules out, and adds nothing about named things.
Not covered, because the schema has no such axiom or because it needs a case distinction: other
restrictions, ``owl:sameAs``, keys, and the class
of an individual without one that only elimination would tell (it is in one of two unions, and
these have one class in common). :attr:`Axioms.unread` names the axioms that were passed over.
Axioms that rule something out (disjointness, irreflexivity) add no triple; whether they hold is
asked by :mod:`ontology.reasoning`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from ontology.library import (
    CHAIN,
    DOMAIN,
    INVERSE,
    RANGE,
    SUBCLASS,
    SUBPROPERTY,
    TYPE,
    Index,
    Node,
)
from ontology.namespaces import PREFIXES, WM

_OWL = PREFIXES["owl"]
_SAME_CLASS = NamedNode(_OWL + "equivalentClass")
_SAME_PROPERTY = NamedNode(_OWL + "equivalentProperty")
_ONE_OF = NamedNode(_OWL + "oneOf")
_STEP = "urn:wenmai:step:"  # a property that stands for the beginning of a long chain
# What :class:`Axioms` reads, and what says nothing new about named individuals
_UNDERSTOOD = """
Class Ontology ObjectProperty DatatypeProperty AnnotationProperty NamedIndividual Axiom
SymmetricProperty TransitiveProperty IrreflexiveProperty AsymmetricProperty
AllDisjointClasses AllDifferent inverseOf equivalentClass equivalentProperty propertyChainAxiom
unionOf oneOf disjointWith propertyDisjointWith members distinctMembers onDatatype
withRestrictions Restriction onProperty allValuesFrom versionIRI versionInfo priorVersion
annotatedSource annotatedProperty annotatedTarget
"""

Edge = tuple[str, bool]  # a property, and whether its two sides are turned round
_LOW = (1 << 32) - 1  # a pair of numbered terms is one number: subject above, object below


@dataclass(frozen=True, slots=True)
class Axioms:
    """The axioms of a schema, ready to be applied. All names are IRIs."""

    implies: Mapping[str, frozenset[Edge]]  # every property that follows from one, itself left out
    chains: tuple[tuple[str, str, str], ...]  # (a, b, c): a then b gives c
    above: Mapping[str, frozenset[str]]  # every class above one, itself left out
    domains: Mapping[str, frozenset[str]]
    ranges: Mapping[str, frozenset[str]]
    members: Mapping[str, frozenset[str]]  # individuals of classes given as lists
    unread: frozenset[str] = frozenset()

    @property
    def properties(self) -> frozenset[str]:
        """All properties from which something follows, or that follow from another."""
        found = {*self.domains, *self.ranges, *self.implies}
        found.update(q for edges in self.implies.values() for q, _ in edges)
        found.update(p for chain in self.chains for p in chain)
        return frozenset(p for p in found if not p.startswith(_STEP))

    @property
    def classes(self) -> frozenset[str]:
        """All classes from which something follows, or that follow from something."""
        found = {*self.above, *self.members}
        for names in (*self.above.values(), *self.domains.values(), *self.ranges.values()):
            found.update(names)
        return frozenset(found)

    def rewording(self) -> Axioms:
        """Return the axioms that say the same of the same two things in other words.

        Inverses, symmetry, more general properties: no chains, and nothing about classes.
        """
        nothing: dict[str, frozenset[str]] = {}
        return replace(
            self, chains=(), above=nothing, domains=nothing, ranges=nothing, members=nothing
        )

    @classmethod
    def read(cls, schema: Iterable[Triple], ours: str = WM) -> Axioms:
        """Read the axioms among the triples of a schema; ``ours`` begins the names of our classes.

        Axioms about other classes are read only where ours stand below them.
        """
        triples = list(schema)
        known = Index(triples)
        above = {
            name: frozenset(names - {name})
            for name, names in _closed(_class_edges(triples, known)).items()
            if name.startswith(ours)
        }
        domains = _sides(triples, known, DOMAIN, above, ours)
        ranges = _sides(triples, known, RANGE, above, ours)
        return cls(
            implies=_property_edges(triples, known),
            chains=tuple(_chains(triples, known)),
            above={name: names for name, names in above.items() if names},
            domains=domains,
            ranges=ranges,
            members=_members(triples, known, ours),
            unread=_unread(triples, known),
        )


# -- reading ------------------------------------------------------------------------------


def _class_edges(triples: list[Triple], known: Index) -> dict[str, set[str]]:
    edges: dict[str, set[str]] = defaultdict(set)
    for t in triples:
        if t.predicate not in (SUBCLASS, _SAME_CLASS) or not isinstance(t.subject, NamedNode):
            continue
        if isinstance(t.object, NamedNode):
            edges[t.subject.value].add(t.object.value)
        if t.predicate == _SAME_CLASS:
            for low in known.members(t.object):
                edges[low].add(t.subject.value)
    return edges


def _closed(edges: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Return for each name all that can be reached from it, itself included."""
    names = {*edges, *(high for above in edges.values() for high in above)}
    return {name: _reached(name, edges) for name in names}


def _reached(start: str, edges: Mapping[str, set[str]]) -> set[str]:
    found, todo = {start}, [start]
    while todo:
        new = edges.get(todo.pop(), set()) - found
        found |= new
        todo.extend(new)
    return found


def _property_edges(triples: list[Triple], known: Index) -> dict[str, frozenset[Edge]]:
    step: dict[str, set[Edge]] = defaultdict(set)
    for t in triples:
        if not isinstance(t.subject, NamedNode) or not isinstance(t.object, NamedNode):
            continue
        a, b = t.subject.value, t.object.value
        if t.predicate in (SUBPROPERTY, _SAME_PROPERTY):
            step[a].add((b, False))
            if t.predicate == _SAME_PROPERTY:
                step[b].add((a, False))
        elif t.predicate == INVERSE:
            step[a].add((b, True))
            step[b].add((a, True))
    for node in known.instances(NamedNode(_OWL + "SymmetricProperty")):
        step[node.value].add((node.value, True))
    closed: dict[str, frozenset[Edge]] = {}
    for p in step:
        found: set[Edge] = {(p, False)}
        todo = [(p, False)]
        while todo:
            at, turned = todo.pop()
            new = {(q, turned != turns) for q, turns in step.get(at, ())} - found
            found |= new
            todo.extend(new)
        closed[p] = frozenset(found - {(p, False)})
    return closed


def _chains(triples: list[Triple], known: Index) -> Iterator[tuple[str, str, str]]:
    for p in known.instances(NamedNode(_OWL + "TransitiveProperty")):
        yield p.value, p.value, p.value
    for t in triples:
        if t.predicate != CHAIN or not isinstance(t.subject, NamedNode):
            continue
        first, *rest = known.listed(t.object)
        for n, name in enumerate(rest, 1):
            last = n == len(rest)
            end = t.subject.value if last else _STEP + " ".join((first, name))
            yield first, name, end
            first = end


def _sides(
    triples: list[Triple],
    known: Index,
    predicate: NamedNode,
    above: Mapping[str, frozenset[str]],
    ours: str,
) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for t in triples:
        if t.predicate == predicate and isinstance(t.subject, NamedNode):
            names = [{m, *above.get(m, ())} for m in known.members(t.object)]
            common = set.intersection(*names) if names else set()
            found[t.subject.value] |= {name for name in common if name.startswith(ours)}
    return {p: frozenset(names) for p, names in found.items() if names}


def _members(triples: list[Triple], known: Index, ours: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for t in triples:
        if t.predicate == _SAME_CLASS and isinstance(t.subject, NamedNode):
            for cell in known.objects(t.object, _ONE_OF):
                if t.subject.value.startswith(ours):
                    found[t.subject.value].update(known.listed(cell))
    return {name: frozenset(members) for name, members in found.items()}


def _unread(triples: list[Triple], known: Index) -> frozenset[str]:
    """Return OWL terms in use whose meaning is not applied."""
    used = {t.predicate.value for t in triples} | {
        t.object.value for t in triples if t.predicate == TYPE and isinstance(t.object, NamedNode)
    }
    found = {name for name in used if name.startswith(_OWL)} - {
        _OWL + n for n in _UNDERSTOOD.split()
    }
    functional = _OWL + "FunctionalProperty"  # with a literal value it makes no two things one
    values = set(known.instances(NamedNode(_OWL + "DatatypeProperty")))
    if set(known.instances(NamedNode(functional))) <= values:
        found.discard(functional)
    return frozenset(found)


# -- applying -----------------------------------------------------------------------------


def entailed(axioms: Axioms, triples: Iterable[Triple | Quad]) -> list[Triple]:
    """Return what follows from the triples and is not among them, each once, in a fixed order."""
    numbers: dict[Node, int] = {}
    given: dict[str, set[int]] = {p: set() for p in axioms.properties}
    typed: dict[str, set[int]] = {c: set() for c in axioms.classes}
    pairs_of = {NamedNode(p): pairs for p, pairs in given.items()}
    things_of: dict[Node, set[int]] = {NamedNode(c): things for c, things in typed.items()}
    number = numbers.setdefault
    for t in triples:
        predicate = t.predicate
        if (pairs := pairs_of.get(predicate)) is not None:
            pairs.add(number(t.subject, len(numbers)) << 32 | number(t.object, len(numbers)))
        elif predicate == TYPE and (things := things_of.get(t.object)) is not None:
            things.add(number(t.subject, len(numbers)))
    for names in axioms.members.values():
        for name in names:
            number(NamedNode(name), len(numbers))
    closed = _fixpoint(axioms, given)
    things_in = _classified(axioms, closed, typed, numbers)

    terms = list(numbers)
    spelt = [str(term) for term in terms]
    order = sorted(range(len(terms)), key=spelt.__getitem__)
    rank = [0] * len(order)
    for place, n in enumerate(order):
        rank[n] = place
    new = []
    for p in sorted(closed):
        if p.startswith(_STEP):
            continue
        prop = NamedNode(p)
        fresh = closed[p] - given.get(p, set())
        for pair in sorted(rank[x >> 32] << 32 | rank[x & _LOW] for x in fresh):
            subject = terms[order[pair >> 32]]
            if isinstance(subject, NamedNode | BlankNode):
                new.append(Triple(subject, prop, terms[order[pair & _LOW]]))
    for c in sorted(things_in):
        cls = NamedNode(c)
        for n in sorted(things_in[c] - typed.get(c, set()), key=rank.__getitem__):
            thing = terms[n]
            if isinstance(thing, NamedNode | BlankNode):
                new.append(Triple(thing, TYPE, cls))
    return new


def _fixpoint(axioms: Axioms, given: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """Return all pairs of every property."""
    known: dict[str, set[int]] = defaultdict(set)
    # The pairs of properties in chains, by either side
    onward: dict[str, dict[int, set[int]]] = {b: {} for _, b, _ in axioms.chains}
    back: dict[str, dict[int, set[int]]] = {a: {} for a, _, _ in axioms.chains}
    delta: Mapping[str, set[int]] = given
    while delta:
        fresh: dict[str, set[int]] = {}
        for p, pairs in delta.items():
            if not pairs:
                continue
            edges = axioms.implies.get(p, frozenset())
            straight = {p, *(q for q, turns in edges if not turns)}
            turned = {q for q, turns in edges if turns}
            for q in straight:
                fresh.setdefault(q, set()).update(pairs)
            if turned:
                other_way = {(x & _LOW) << 32 | x >> 32 for x in pairs}
                for q in turned:
                    fresh.setdefault(q, set()).update(other_way)
        for q in fresh:
            fresh[q] -= known[q]
            known[q] |= fresh[q]
        for p, sides in onward.items():
            for x in fresh.get(p, ()):
                sides.setdefault(x >> 32, set()).add(x & _LOW)
        for p, sides in back.items():
            for x in fresh.get(p, ()):
                sides.setdefault(x & _LOW, set()).add(x >> 32)
        delta = defaultdict(set)
        for a, b, c in axioms.chains:
            found = delta[c]
            for x in fresh.get(a, ()):
                start = x >> 32 << 32
                found.update([start | z for z in onward[b].get(x & _LOW, ())])
            for x in fresh.get(b, ()):
                end = x & _LOW
                found.update([w << 32 | end for w in back[a].get(x >> 32, ())])
        delta = {p: left for p, pairs in delta.items() if (left := pairs - known[p])}
    return known


def _classified(
    axioms: Axioms,
    pairs: Mapping[str, set[int]],
    typed: Mapping[str, set[int]],
    numbers: Mapping[Node, int],
) -> dict[str, set[int]]:
    """Return all things of every class."""
    found: dict[str, set[int]] = defaultdict(set)
    for cls, things in typed.items():
        found[cls] |= things
    for cls, names in axioms.members.items():
        found[cls].update(numbers[NamedNode(name)] for name in names)
    for p, classes in axioms.domains.items():
        subjects = {x >> 32 for x in pairs.get(p, ())}
        for cls in classes:
            found[cls] |= subjects
    for p, classes in axioms.ranges.items():
        objects = {x & _LOW for x in pairs.get(p, ())}
        for cls in classes:
            found[cls] |= objects
    for cls in list(found):
        for high in axioms.above.get(cls, ()):
            found[high] |= found[cls]
    return found
