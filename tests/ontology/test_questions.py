from __future__ import annotations

from pathlib import Path

import pytest

from ontology.checking import Rule, Sources, answer, expected, questions, read_rule, unexpected
from ontology.dataset import Dataset, ontology_dataset

QUESTIONS = questions()


@pytest.fixture(scope="module")
def sources() -> Sources:
    return Sources(ontology_dataset())


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_the_ontology_answers(question: Rule, sources: Sources) -> None:
    assert set(question.message) == {"zh", "en"}
    assert question.expect in {"exact", "contains", "none"}
    assert [f.message["en"] for f in unexpected(question, sources(question))] == []
    width = len(expected(question)[0])
    assert all(len(row) == width for row in expected(question))


def test_there_are_enough() -> None:
    assert len(QUESTIONS) >= 80
    # That something must not hold: the answer is empty, or the rows listed may not be in it.
    assert sum(q.expect == "none" or not expected(q)[1:] for q in QUESTIONS) >= 10


def test_what_follows_can_be_asked(tmp_path: Path, sources: Sources) -> None:
    path = tmp_path / "inverse.rq"
    query = "SELECT ?m { ?m <https://w3id.org/wenmai/ns#realizedBy> ?o }"
    path.write_text("# over: closure\n" + query, encoding="utf-8")
    assert sources(read_rule(path)).rows(query)
    path.write_text(query, encoding="utf-8")
    assert not sources(read_rule(path)).rows(query)


@pytest.fixture
def question(tmp_path: Path) -> Rule:
    path = tmp_path / "two.rq"
    path.write_text(
        "# zh: 有哪两个？\n# en: Which two?\n# expect: exact\n"
        "SELECT ?a WHERE { VALUES ?a { <urn:one> <urn:two> } }\n",
        encoding="utf-8",
    )
    path.with_suffix(".csv").write_text("a\nurn:one\nurn:three\n", encoding="utf-8")
    return read_rule(path)


def test_missing_and_surplus_rows_are_findings(question: Rule) -> None:
    data = Dataset()
    assert sorted(answer(question, data)) == [("urn:one",), ("urn:two",)]
    lacks, surplus = unexpected(question, data)
    assert (lacks.term, surplus.term) == ("urn:three", "urn:two")
    assert "缺少" in lacks.message["zh"]


@pytest.mark.parametrize(("expect", "terms"), [("contains", ["urn:three"]), ("none", ["urn:one"])])
def test_other_expectations(question: Rule, expect: str, terms: list[str]) -> None:
    text = question.path.read_text(encoding="utf-8").replace("exact", expect)
    question.path.write_text(text, encoding="utf-8")
    found = unexpected(read_rule(question.path), Dataset())
    assert [f.term for f in found] == terms
