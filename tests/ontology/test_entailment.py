from __future__ import annotations

import random
import re
import subprocess
import time
from collections import defaultdict
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

from ontology import reasoning
from ontology.entailment import Axioms, entailed
from ontology.library import TYPE, schema_files, triples_by_file
from ontology.namespaces import PREFIXES, PV, WM, shorten
from tests.ontology.samples import triples, worked_example

Fact = tuple[str, str, str]
HEAD = "".join(
    f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("owl", "rdfs", "wm", "pv", "skos")
)
# Every chain of the schema has something to start from here.
WORKED = """
pv:procedural-fairness a wm:Value ; skos:broader pv:fairness .
pv:redress a wm:Value ; skos:broader pv:procedural-fairness .
pv:equal-treatment a wm:Principle ; wm:expresses pv:fairness .
pv:one-counter a wm:Measure ; wm:realizes pv:redress , pv:equal-treatment .
pv:counter-in-a-town a wm:Case ; wm:exemplifies pv:one-counter .
pv:appeals a wm:Measure ; wm:addresses pv:opacity .
pv:opacity a wm:Dilemma ; wm:hasManifestation pv:hidden-rule ; wm:causedBy pv:haste ;
    wm:threatens pv:procedural-fairness .
pv:haste a wm:Cause . pv:hurry a wm:Cause ; wm:causes pv:opacity .
pv:hidden-rule a wm:Dilemma ; wm:threatens pv:redress .
pv:plan a wm:Mechanism ; wm:precedes pv:review . pv:review a wm:Mechanism ; wm:precedes pv:plan .
"""


def read(text: str) -> list[Triple]:
    return [q.triple for q in parse((HEAD + text).encode(), format=RdfFormat.TURTLE)]


def schema() -> list[Triple]:
    return [t for path in schema_files() for t in triples_by_file()[path]]


def short(found: list[Triple]) -> set[str]:
    return {reasoning.sentence(t) for t in found}


def follows(axioms: str, facts: str) -> set[str]:
    return short(entailed(Axioms.read(read(axioms)), read(facts)))


# -- one kind of axiom after the other ----------------------------------------------------


def test_properties_above_inverse_and_symmetric() -> None:
    axioms = """wm:a rdfs:subPropertyOf wm:b . wm:b owl:inverseOf wm:c .
        wm:d owl:equivalentProperty wm:a . wm:s a owl:SymmetricProperty ."""
    assert follows(axioms, "pv:x wm:d pv:y .") == {
        "pv:x wm:a pv:y",
        "pv:x wm:b pv:y",
        "pv:y wm:c pv:x",
    }
    assert follows(axioms, "pv:y wm:c pv:x .") == {"pv:x wm:b pv:y"}
    assert follows(axioms, "pv:x wm:s pv:y , pv:x .") == {"pv:y wm:s pv:x"}


def test_transitive_with_circles() -> None:
    axioms = "wm:t a owl:TransitiveProperty ; owl:inverseOf wm:u ."
    assert follows(axioms, "pv:a wm:t pv:b . pv:b wm:t pv:a .") == {
        *("pv:a wm:t pv:a", "pv:b wm:t pv:b", "pv:a wm:u pv:a", "pv:b wm:u pv:b"),
        *("pv:a wm:u pv:b", "pv:b wm:u pv:a"),
    }
    way = "".join(f"pv:n{n} wm:t pv:n{n + 1} ." for n in range(30))
    found = follows(axioms, way)
    assert len([f for f in found if " wm:t " in f]) == 31 * 30 // 2 - 30


def test_chains_of_any_length_and_of_what_chains_brought() -> None:
    axioms = """wm:far owl:propertyChainAxiom ( wm:a wm:b wm:c ) , ( wm:far wm:a ) ."""
    facts = "pv:1 wm:a pv:2 . pv:2 wm:b pv:3 . pv:3 wm:c pv:4 . pv:4 wm:a pv:5 ."
    assert follows(axioms, facts) == {"pv:1 wm:far pv:4", "pv:1 wm:far pv:5"}
    assert follows(axioms, "pv:1 wm:a pv:2 . pv:2 wm:b pv:3 .") == set()


def test_classes() -> None:
    axioms = """wm:A rdfs:subClassOf wm:B . wm:B owl:equivalentClass [ owl:unionOf ( wm:A wm:C ) ] .
        wm:B rdfs:subClassOf skos:Concept . wm:L owl:equivalentClass [ owl:oneOf ( pv:one ) ] .
        wm:p rdfs:domain wm:A ; rdfs:range [ owl:unionOf ( wm:A wm:C ) ] .
        skos:Other rdfs:subClassOf skos:Concept ."""
    assert follows(axioms, "pv:x a wm:C . pv:y a skos:Other . pv:x a wm:B .") == {
        "pv:x a skos:Concept",
        "pv:one a wm:L",
    }
    assert follows(axioms, "pv:x wm:p pv:y .") == {
        *("pv:x a wm:A", "pv:x a wm:B", "pv:x a skos:Concept", "pv:one a wm:L"),
        *("pv:y a wm:B", "pv:y a skos:Concept"),
    }


def test_rewording_makes_no_chain_and_no_class() -> None:
    axioms = Axioms.read(schema()).rewording()
    facts = "pv:a wm:causes pv:b . pv:b wm:threatens pv:c ."
    assert short(entailed(axioms, read(facts))) == {
        *("pv:b wm:causedBy pv:a", "pv:c wm:threatenedBy pv:b", "pv:c wm:endangeredBy pv:b"),
        *("pv:a wm:relatesTo pv:b", "pv:b wm:relatesTo pv:c", "pv:b wm:affects pv:c"),
        *("pv:b wm:relatesTo pv:a", "pv:a wm:relatedFrom pv:b", "pv:b wm:relatedFrom pv:a"),
        *("pv:c wm:relatedFrom pv:b", "pv:c wm:affectedBy pv:b", "pv:b wm:endangers pv:c"),
    }


def test_what_is_not_read_is_named() -> None:
    some = "wm:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty wm:p ; owl:hasValue pv:x ] ."
    unread = Axioms.read(read(some)).unread
    assert {shorten(name) for name in unread} == {"owl:hasValue"}
    assert Axioms.read(read("wm:p a owl:ObjectProperty , owl:FunctionalProperty .")).unread
    assert Axioms.read(schema()).unread == frozenset()


# -- the schema's own ---------------------------------------------------------------------


def test_what_a_measure_contributes_to_and_a_dilemma_endangers() -> None:
    found = short(entailed(Axioms.read(schema()), read(WORKED)))
    assert found >= {
        *(
            "pv:one-counter wm:contributesTo pv:redress",
            "pv:one-counter wm:contributesTo pv:fairness",
        ),
        "pv:counter-in-a-town wm:contributesTo pv:procedural-fairness",
        *("pv:hidden-rule wm:endangers pv:fairness", "pv:opacity wm:endangers pv:redress"),
        *("pv:haste wm:endangers pv:fairness", "pv:hurry wm:endangers pv:procedural-fairness"),
        *("pv:appeals wm:safeguards pv:fairness", "pv:fairness wm:safeguardedBy pv:appeals"),
    }
    # The cause of a dilemma that shows itself as one that threatens: too far
    assert not {f for f in found if f.startswith("pv:haste") and f.endswith("pv:redress")}
    # What a paper would have to say is not made up
    assert not {f for f in found if " wm:realizes " in f or " wm:threatens " in f}
    assert "pv:counter-in-a-town wm:contributesTo pv:equal-treatment" in found
    assert "pv:plan wm:precedes pv:plan" not in found


def test_the_result_is_new_sorted_and_the_same_whatever_the_order() -> None:
    given = reasoning.ontology_triples()
    axioms = Axioms.read(given)
    found = entailed(axioms, given)
    assert len(found) == len(set(found))
    assert not set(found) & set(given)
    mixed = list(given)
    random.Random(7).shuffle(mixed)
    assert entailed(axioms, mixed) == found
    assert entailed(axioms, [*given, *found]) == []


def test_the_pass_is_fast() -> None:
    given = reasoning.ontology_triples()
    axioms = Axioms.read(given)
    works = [NamedNode(f"urn:work:{n}") for n in range(2000)]
    cites = NamedNode(PREFIXES["cito"] + "cites")
    chance = random.Random(1)
    given += [Triple(a, cites, b) for a in works for b in chance.sample(works, 25)]
    start = time.process_time()
    assert len(entailed(axioms, given)) > 50_000
    assert time.process_time() - start < 1.5  # 0.12 s where nothing else runs


# -- compared with others -----------------------------------------------------------------


def _random_ontology(chance: random.Random) -> tuple[str, str]:
    ps = [f"wm:p{n}" for n in range(6)]
    axioms = [f"{p} a owl:ObjectProperty ." for p in ps]
    axioms += [f"{chance.choice(ps)} rdfs:subPropertyOf {chance.choice(ps)} ." for _ in range(3)]
    axioms.append(f"{ps[0]} owl:inverseOf {ps[1]} .")
    axioms.append(f"{chance.choice(ps)} a owl:SymmetricProperty .")
    axioms.append(f"{chance.choice(ps)} a owl:TransitiveProperty .")
    for length in (2, 3):
        chain = " ".join(chance.choice(ps) for _ in range(length))
        axioms.append(f"{chance.choice(ps)} owl:propertyChainAxiom ( {chain} ) .")
    classes = [f"wm:C{n}" for n in range(5)]
    axioms += [f"{c} a owl:Class ." for c in classes]
    axioms += [
        f"{chance.choice(classes)} rdfs:subClassOf {chance.choice(classes)} ." for _ in "123"
    ]
    axioms.append(f"{chance.choice(ps)} rdfs:domain {chance.choice(classes)} .")
    axioms.append(f"{chance.choice(ps)} rdfs:range {chance.choice(classes)} .")
    things = [f"pv:t{n}" for n in range(6)]
    facts = [
        f"{chance.choice(things)} {chance.choice(ps)} {chance.choice(things)} ." for _ in range(6)
    ]
    facts += [f"{chance.choice(things)} a {chance.choice(classes)} ." for _ in "12"]
    return "\n".join(axioms), "\n".join(facts)


@pytest.mark.parametrize("seed", range(4))
def test_random_ontologies_against_owl_rl(seed: int) -> None:
    import owlrl  # type: ignore[import-untyped]
    import rdflib

    axioms, facts = _random_ontology(random.Random(seed))
    graph = rdflib.Graph()
    graph.parse(data=HEAD + axioms + facts, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    theirs = {
        (str(s), str(p), str(o))
        for s, p, o in graph
        if str(s).startswith(PV) and (str(p).startswith(WM) or str(o).startswith(WM))
    }
    given = read(facts)
    assert _facts([*given, *entailed(Axioms.read(read(axioms)), given)]) == theirs


def _facts(found: list[Triple]) -> set[Fact]:
    return {
        (t.subject.value, t.predicate.value, t.object.value)
        for t in found
        if isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode)
    }


def _hermit(given: list[Triple], folder: Path) -> tuple[set[Fact], set[tuple[str, str]]]:
    """What HermiT realises: property assertions, and (individual, class).

    It prints what holds at the most specific property and class, with the hierarchies that it
    found; what stands above in these is added here.
    """
    from owlready2.reasoning import _HERMIT_CLASSPATH, _HERMIT_PROP_REGEXP

    path = folder / "given.nt"
    serialize(given, output=path, format=RdfFormat.N_TRIPLES)
    command = [
        "java",
        "-Xmx2000M",
        "-cp",
        _HERMIT_CLASSPATH,
        "org.semanticweb.HermiT.cli.CommandLine",
    ]
    command += ["-c", "-O", "-D", "-I", "-Y", path.as_uri()]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    above: dict[str, set[tuple[str, bool]]] = defaultdict(set)
    side = r"ObjectInverseOf\( <[^>]+> \)|<[^>]+>"
    axiom = r"^(SubObjectPropertyOf|EquivalentObjectProperties)\( (.*) \)$"
    for kind, text in re.findall(axiom, printed, re.MULTILINE):
        sides = [(s[s.index("<") + 1 : s.index(">")], s[0] == "O") for s in re.findall(side, text)]
        for n, (low, turned) in enumerate(sides):
            for high, turns in sides[n + 1 :] if kind == "SubObjectPropertyOf" else sides:
                above[low].add((high, turned != turns))
    facts: set[Fact] = set()
    ahead = [
        (a, p, b)
        for p, known, possible in _HERMIT_PROP_REGEXP.findall(printed)
        for a, b in re.findall(r"<([^>]+)>, <([^>]+)>", known)
        if not possible.strip()
    ]
    while ahead:
        a, p, b = ahead.pop()
        if (a, p, b) not in facts:
            facts.add((a, p, b))
            ahead += [(b, q, a) if turned else (a, q, b) for q, turned in above[p]]

    higher: dict[str, set[str]] = defaultdict(set)
    for low, high in re.findall(r"^SubClassOf\( <([^>]+)> <([^>]+)> \)$", printed, re.MULTILINE):
        higher[low].add(high)
    types: set[tuple[str, str]] = set()
    todo = re.findall(r"^Type\( <([^>]+)> <([^>]+)> \)$", printed, re.MULTILINE)
    while todo:
        thing, cls = todo.pop()
        if (thing, cls) not in types:
            types.add((thing, cls))
            todo += [(thing, high) for high in higher[cls]]
    return facts, types


def _compare(given: list[Triple], folder: Path) -> int:
    """Return how many statements there are, after seeing that they are the same."""
    axioms = Axioms.read(given)
    ours = _facts([*given, *entailed(axioms, given)])
    facts, types = _hermit(given, folder)
    assert {f for f in ours if f[1] in axioms.properties} == {
        f for f in facts if f[1] in axioms.properties
    }
    classes = {c for c in axioms.classes if c.startswith(WM)}
    of_class = {(s, o) for s, p, o in ours if p == TYPE.value and o in classes}
    assert of_class == {(s, c) for s, c in types if c in classes}
    return len(facts)


needs_java = pytest.mark.skipif(not reasoning.has_java(), reason="HermiT needs Java")


@needs_java
def test_the_worked_examples_against_a_complete_reasoner(tmp_path: Path) -> None:
    given = [*triples(worked_example(documents=False)), *read(WORKED)]
    assert _compare(reasoning.logical(given), tmp_path) > 150


@needs_java
@pytest.mark.long
def test_the_whole_vocabulary_against_a_complete_reasoner(tmp_path: Path) -> None:
    """About 40 seconds."""
    assert _compare(reasoning.logical(reasoning.ontology_triples()), tmp_path) > 15_000


def test_the_worked_examples_are_within_owl_2_dl() -> None:
    given = [*schema(), *read(WORKED)]
    assert reasoning.consistent(reasoning.logical(given))
    irreflexive = f"<{WM}endangers> a owl:IrreflexiveProperty ."
    with pytest.raises(reasoning.ProfileError):
        reasoning.consistent(reasoning.logical([*given, *read(irreflexive)]))
