"""Every rule about lines, headings and metadata holds its own examples."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.layout import headings, rules
from ingest.metadata import pattern
from ingest.rulefiles import data

RULES = rules.rules()
FAMILIES = headings.families()
PATTERNS: list[dict[str, Any]] = data("metadata")["pattern"]


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_line_rule(rule: rules.Rule) -> None:
    assert rule.pattern.groups == 0, "groups would shift the numbers of the rules"
    assert rule.yes
    assert rule.no
    for line in rule.yes:
        found = rules.match(line)
        assert found is not None, line
        assert found.name == rule.name, line
    for line in rule.no:
        assert rule.pattern.match(line) is None, line


@pytest.mark.parametrize("family", FAMILIES, ids=[family.name for family in FAMILIES])
def test_heading_family(family: headings.Family) -> None:
    for line in family.entry["yes"]:
        found = headings.label(line)
        assert found is not None, line
        assert found.family == family.name, line
    for line in family.entry["no"]:
        found = headings.label(line)
        assert found is None or found.family != family.name, line


@pytest.mark.parametrize("entry", PATTERNS, ids=[entry["name"] for entry in PATTERNS])
def test_metadata_pattern(entry: dict[str, Any]) -> None:
    expression = pattern(entry["name"])
    for example in entry["yes"]:
        hit = expression.search(example["text"])
        assert hit is not None, example
        for field, value in example.items():
            assert field == "text" or hit[field] == value, example
    for text in entry["no"]:
        assert expression.match(text) is None, text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三", 3),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十一", 21),
        ("2.1", 1),
        ("IV", 4),
        ("IX", 9),
        ("B", 2),
        ("7", 7),
    ],
)
def test_numbers(text: str, number: int) -> None:
    assert headings.to_number(text) == number
