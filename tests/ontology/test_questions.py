from __future__ import annotations

from pathlib import Path

import pytest

from ontology.checking import Rule, answer, expected, questions, read_rule, unexpected
from ontology.dataset import Dataset, ontology_dataset

QUESTIONS = questions()


@pytest.fixture(scope="module")
def ontology() -> Dataset:
    return ontology_dataset()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_the_ontology_answers(question: Rule, ontology: Dataset) -> None:
    assert set(question.message) == {"zh", "en"}
    assert question.expect in {"exact", "contains", "none"}
    assert [f.message["en"] for f in unexpected(question, ontology)] == []
    width = len(expected(question)[0])
    assert all(len(row) == width for row in expected(question))


def test_there_are_at_least_twelve() -> None:
    assert len(QUESTIONS) >= 12


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
