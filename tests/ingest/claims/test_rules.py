"""Every claim rule finds what its examples say, and leaves alone what they forbid."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from ingest.claims import en, zh
from ingest.claims.linking import Linker
from ingest.claims.patterns import raw_rules
from ingest.document import ClaimType, Relation
from tests.ingest.claims.helpers import triples
from tests.ingest.claims.vocabulary import small_lexicon

RULES = [(lang, rule) for lang in ("zh", "en") for rule in raw_rules(lang)]
TYPES = get_args(ClaimType)


def _id(value: Any) -> str:
    return value if isinstance(value, str) else value["id"]


def _fired(lang: str, text: str) -> set[str]:
    linker = Linker(small_lexicon())
    found = zh.find(text, linker) if lang == "zh" else en.find_all([text], linker)[0]
    return {f.rule for f in found}


@pytest.mark.parametrize(("lang", "rule"), RULES, ids=_id)
def test_a_rule_finds_its_examples(lang: str, rule: dict[str, Any]) -> None:
    for example in rule["yes"]:
        found = triples(example["text"], lang)
        for claim in example["claims"]:
            assert tuple(claim) in found, example["text"]
        assert rule["id"] in _fired(lang, example["text"]), example["text"]


@pytest.mark.parametrize(("lang", "rule"), RULES, ids=_id)
def test_a_rule_leaves_its_counterexamples_alone(lang: str, rule: dict[str, Any]) -> None:
    for text in rule["no"]:
        assert rule["id"] not in _fired(lang, text), text


@pytest.mark.parametrize(("lang", "rule"), RULES, ids=_id)
def test_a_rule_is_complete(lang: str, rule: dict[str, Any]) -> None:
    assert rule["yes"], "a rule shows what it finds"
    assert rule["no"], "a rule shows what it must not find"
    assert rule["type"] in TYPES
    assert rule["relation"] in get_args(Relation)
    assert rule["id"].startswith(f"{lang}."), "the id names the language"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_type_has_rules(lang: str) -> None:
    assert {rule["type"] for rule in raw_rules(lang)} == set(TYPES)
