from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import RdfFormat, parse

from ontology import checking, reasoning
from ontology.commands import check
from tests.ontology.samples import EXAMPLES, broken, triples, worked_example, write_turtle


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMAI_LANG", "en")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(check, [str(a) for a in arguments])


def test_the_ontology_passes_with_the_worked_example() -> None:
    # The reasoner's turn is in test_reasoning.py
    kinds = ("--only", "check", "--only", "shape", "--only", "question")
    result = run(*kinds, EXAMPLES / "extraction.trig")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert [line.split(":")[0] for line in lines if line.startswith("✓")] == [
        "✓ Rules",
        "✓ Shapes",
        "✓ Questions",
    ]
    assert "Not asked: Consistency" in lines


@pytest.fixture
def small_ontology(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worked example of concepts in place of the vocabulary."""
    data = worked_example(documents=False)
    monkeypatch.setattr(checking, "ontology_dataset", lambda: data)


@pytest.mark.parametrize(
    ("name", "rule", "says"),
    [
        ("contradiction-domain", "consistency", "pv:efficiency wm:threatens pv:fairness"),
        ("unsatisfiable-class", "satisfiability", "wm:Example rdfs:subClassOf wm:Actor"),
    ],
)
@pytest.mark.usefixtures("small_ontology")
def test_what_the_reasoner_finds_is_printed(
    name: str, rule: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = triples(broken(name, documents=False))
    monkeypatch.setattr(reasoning, "ontology_triples", lambda: planted)
    result = run("--only", "consistency")
    assert result.exit_code == 1
    assert f"[{rule}]" in result.output
    assert says in result.output


@pytest.mark.usefixtures("small_ontology")
def test_what_is_outside_owl_2_dl_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = [
        *triples(worked_example(documents=False)),
        *(q.triple for q in parse(b"<urn:a> <urn:undeclared> <urn:b> .", RdfFormat.TURTLE)),
    ]
    monkeypatch.setattr(reasoning, "ontology_triples", lambda: planted)
    result = run("--only", "consistency")
    assert result.exit_code == 1
    assert "Outside OWL 2 DL" in result.output
    assert "urn:undeclared" in result.output


def test_a_finding_names_file_term_and_remedy(tmp_path: Path) -> None:
    path = write_turtle(tmp_path, "pv:fairness wm:treatens pv:efficiency .\n")
    result = run("--fast", path)
    assert result.exit_code == 1
    assert f"  {path}: wm:treatens [term-declared]" in result.output
    assert "Correct the spelling" in result.output
    assert "Not asked: Consistency, Shapes" in result.output


def test_messages_in_chinese(tmp_path: Path) -> None:
    path = write_turtle(tmp_path, "pv:fairness wm:treatens pv:efficiency .\n")
    result = run("--fast", "--lang", "zh", path)
    assert result.exit_code == 1
    assert "wm:treatens 被使用，但模式中没有声明。" in result.output
    assert "✗ 规则" in result.output


@pytest.mark.usefixtures("small_ontology")
def test_shapes_look_at_further_data(tmp_path: Path) -> None:
    path = write_turtle(tmp_path, "<urn:claim> a wm:Claim .\n")
    result = run("--only", "shape", "--all", path)
    assert result.exit_code == 1
    assert "urn:claim [ClaimPolarity]" in result.output
    assert str(path) in result.output


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("missing.ttl", None, "No such file"),
        ("broken.ttl", "no Turtle", "not readable"),
        ("paper.pdf", "%PDF", "not a known RDF format"),
    ],
)
def test_bad_input_is_one_line(tmp_path: Path, name: str, text: str | None, says: str) -> None:
    path = tmp_path / name
    if text is not None:
        path.write_text(text, encoding="utf-8")
    result = run("--fast", path)
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith(str(path))
    assert says in line
    assert "Traceback" not in result.output


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    result = run("--fast", tmp_path)
    assert result.exit_code == 1
    assert "no RDF files" in result.stderr
