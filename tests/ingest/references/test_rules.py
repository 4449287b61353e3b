"""Every pattern finds what its own examples say, and leaves its counter-examples alone."""

from __future__ import annotations

import pytest

from ingest.references.build import build
from ingest.references.parse import parse
from ingest.references.peel import Printed, canonical_types, peel, strip_label
from ingest.references.rules import Rule, families, rules
from ingest.scoring.references import flat, normal

RULES = [rule for family in families() for rule in rules(family)]
PARTS = "notes."  # its patterns match parts of a reference


def _text(raw: str) -> Printed:
    return peel(canonical_types(strip_label(Printed.of(raw))))[0]


def _values(pairs: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        found[name] = f"{found[name]}; {value}" if name in found else value
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_a_rule_has_examples_of_both_kinds(rule: Rule) -> None:
    assert rule.yes
    assert rule.no


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_a_rule_finds_its_examples(rule: Rule) -> None:
    for example in rule.yes:
        text = (
            Printed.of(example["text"]) if rule.name.startswith(PARTS) else _text(example["text"])
        )
        match = rule.regex.fullmatch(text.folded)
        assert match, example["text"]
        if rule.name.startswith(PARTS):
            from ingest.references.build import Draft
            from ingest.references.notes import _take

            draft = Draft()
            _take(draft, rule, match, text)
            found = _values(flat(draft.csl))
        else:
            found = _values(
                flat({**peel(Printed.of(example["text"]))[1], **build(rule, match, text).csl})
            )
        for name, value in example.items():
            if name != "text":
                assert normal(found.get(name, "")) == normal(value), (name, found)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_a_rule_leaves_its_counter_examples(rule: Rule) -> None:
    for example in rule.no:
        text = Printed.of(example) if rule.name.startswith(PARTS) else _text(example)
        assert not rule.regex.fullmatch(text.folded), example


WHOLE = [
    (rule.name, example)
    for rule in RULES
    if not rule.name.startswith(PARTS)
    for example in rule.yes
]


@pytest.mark.parametrize(("name", "example"), WHOLE)
def test_the_whole_grammar_reads_each_example_so(name: str, example: dict[str, str]) -> None:
    found = _values(flat(parse(example["text"]).csl))
    for key, value in example.items():
        if key != "text":
            assert normal(found.get(key, "")) == normal(value), (
                key,
                found,
                parse(example["text"]).rule,
            )
