from __future__ import annotations

import re
from typing import Any

import pytest

from ontology.classes import load
from ontology.library import ROOM, concepts
from ontology.namespaces import PV

README = ROOM / "README.md"


@pytest.fixture(scope="module")
def namespaces() -> tuple[Any, Any]:
    return load()


def test_classes_have_the_concepts_as_instances(namespaces: tuple[Any, Any]) -> None:
    wm, _ = namespaces
    for cls in ("Value", "Case"):
        expected = {c.iri for c in concepts() if c.cls == cls}
        assert {i.iri for i in wm[cls].instances()} == expected
    assert {c.name for c in wm.Concept.subclasses()} == {c.cls for c in concepts()}
    assert wm.Measure.label.zh == ["路径与对策"]
    assert wm.printed_label is None  # a name in Python only
    assert wm["label"].python_name == "printed_label"


def test_relations_are_attributes_in_both_directions(namespaces: tuple[Any, Any]) -> None:
    wm, pv = namespaces
    fairness = pv.fairness
    threats = [d for d in wm.Dilemma.instances() if fairness in d.threatens]
    assert threats
    assert set(threats) <= set(fairness.threatenedBy)
    assert set(fairness.threatenedBy) <= set(fairness.endangeredBy)
    assert set(fairness.endangeredBy) - set(fairness.threatenedBy)


def test_only_what_is_written() -> None:
    wm, pv = load(inferred=False)
    assert pv.fairness.prefLabel.en == ["fairness"]
    assert not [m for m in wm.Measure.instances() if m.contributesTo]


def test_the_examples_of_the_readme_run(capsys: pytest.CaptureFixture[str]) -> None:
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.S)
    first, second, third = blocks
    exec(first, {})
    printed = capsys.readouterr().out.splitlines()
    by_iri = {c.iri: c for c in concepts()}
    wm, pv = load(inferred=False)
    expected = {
        f"{by_iri[m.iri].labels['zh']} · {by_iri[m.iri].labels['en']}"
        for m in wm.Measure.instances()
        if pv.fairness in m.realizes
    }
    assert set(printed) == expected
    assert len(printed) >= 3
    names: dict[str, Any] = {}
    exec(second, names)
    assert PV + "fairness" in {c.iri for c in names["values"]}
    assert "威胁" in names["names"]
    exec(third, names)
    assert names["name"] == "digital divide"
