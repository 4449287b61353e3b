"""Which terms the competency questions touch."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from ontology.checking import read_rule
from ontology.commands import check
from ontology.coverage import coverage, named, touched
from ontology.library import concept_classes, relations
from ontology.namespaces import PV, WM, shorten

# Claims have them, and what is above all others.
NEVER_WRITTEN = {"wm:otherRelation", "wm:relatesTo"}


def test_names_in_a_query() -> None:
    query = """# zh: wm:Comment is a comment
    PREFIX wm: <https://w3id.org/wenmai/ns#>
    PREFIX v: <https://w3id.org/wenmai/public-value/>
    SELECT ?x { ?x a wm:Value ; wm:realizedBy|^wm:realizes v:digital-divide .  # not wm:Actor
      FILTER(?x != <urn:one> && STR(?x) != "wm:Text") }"""
    assert named(query) == {
        WM + "Value",
        WM + "realizedBy",
        WM + "realizes",
        PV + "digital-divide",
        "urn:one",
    }


def test_an_expected_answer_touches_its_terms(tmp_path: Path) -> None:
    path = tmp_path / "one.rq"
    path.write_text("SELECT ?x ?n { ?x a <urn:c> }", encoding="utf-8")
    path.with_suffix(".csv").write_text("x,n\npv:efficiency,效率: 快\n", encoding="utf-8")
    assert touched([read_rule(path)]) == {PV + "efficiency", "urn:c"}


def test_every_kind_is_counted() -> None:
    parts = {part.kind: part for part in coverage()}
    assert {"class", "object property", "Value", "Dilemma", "Framework"} <= set(parts)
    assert "pv:fairness" in parts["Value"].terms
    for part in parts.values():
        assert set(part.untouched) <= set(part.terms)
    # Every class of concepts and every relation of the vocabulary is asked about.
    assert not {f"wm:{cls}" for cls in concept_classes()} & set(parts["class"].untouched)
    written = {shorten(relation.iri) for relation in relations()} - NEVER_WRITTEN
    assert not written & set(parts["object property"].untouched)


def test_the_command_lists_them() -> None:
    result = CliRunner().invoke(check, ["--untouched", "--all", "--lang", "en"])
    assert result.exit_code == 0
    assert "touched by a question" in result.output
