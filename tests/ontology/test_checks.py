from __future__ import annotations

import pytest

from ontology.checking import Finding, Rule, apply_rule, check_rules
from ontology.dataset import Dataset, ontology_dataset
from tests.ontology.samples import broken, sample_names, worked_example

RULES = check_rules()
BY_NAME = {rule.name: rule for rule in RULES}
# What each broken sample is about
CULPRITS = {
    "annotation-orphan": "pv:offline-service",
    "broader-cycle": "pv:fairness",
    "concept-defined": "pv:fairnes",
    "framework-order": "pv:two-values-framework",
    "full-stop": "pv:efficiency",
    "inferred-written": "pv:digital-divide",
    "inverse-written": "pv:digital-divide",
    "label-clash": "pv:equity",
    "label-language": "pv:efficiency",
    "label-space": "pv:efficiency",
    "merged-chain": "wmd:work/1995-aaaaaaaaaaaa",
    "name-clash": "pv:efficiency",
    "property-sides": "wm:example",
    "published-declared": "fabio:Decree",
    "punctuation": "pv:efficiency",
    "relation-domain": "pv:fairness",
    "relation-range": "pv:offline-service",
    "relation-self": "pv:fairness",
    "relation-source": "pv:offline-service",
    "source-described": "wmd:work/1999-aaaaaaaaaaaa",
    "term-comment": "wm:Example",
    "term-declared": "wm:realises",
    "term-label": "wm:Example",
}


@pytest.fixture(scope="module")
def ontology() -> Dataset:
    return ontology_dataset()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_header_and_good_sample(rule: Rule) -> None:
    for texts in (rule.message, rule.remedy):
        assert set(texts) == {"zh", "en"}
    assert "{term}" in rule.message["zh"]
    assert list(apply_rule(rule, worked_example())) == []


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_each_check_finds_its_broken_sample(name: str) -> None:
    found = list(apply_rule(BY_NAME[name], broken(name)))
    assert CULPRITS[name] in {f.term for f in found}
    for finding in found:
        assert "{" not in finding.message["en"] + finding.message["zh"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_ontology_passes(rule: Rule, ontology: Dataset) -> None:
    found: list[Finding] = list(apply_rule(rule, ontology))
    assert [(f.files, f.message["en"]) for f in found] == []


def test_every_sample_belongs_to_a_rule_or_to_the_reasoner() -> None:
    rest = {name for name in sample_names() if name[0].islower()} - set(BY_NAME)
    assert {name.split("-")[0] for name in rest} == {"contradiction", "unsatisfiable"}


def test_findings_name_the_file(ontology: Dataset) -> None:
    iri = "https://w3id.org/wenmai/ns#threatens"
    assert ontology.where(iri) == ("ontology/schema/relations.ttl",)
