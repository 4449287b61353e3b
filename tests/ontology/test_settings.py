"""Settings from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from ontology.command import main
from ontology.settings import DEFAULT_DATA_IRI, is_base, load_settings


def test_empty_settings_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMAI_DATA", "")
    monkeypatch.setenv("WENMAI_DATA_IRI", "")
    settings = load_settings()
    assert settings.data == Path("data")
    assert settings.data_iri == DEFAULT_DATA_IRI


def test_settings_that_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMAI_DATA", "~/my data")
    monkeypatch.setenv("WENMAI_DATA_IRI", "https://example.org/文")
    settings = load_settings()
    assert settings.data == Path.home() / "my data"
    assert settings.data_iri == "https://example.org/文/"


@pytest.mark.parametrize("iri", ["", "x", "not an iri", "https://", "https://a/b#", "https://a/?b=",
                                 'https://a/"', "https://a b/", "javascript:alert(1)"])  # fmt: skip
def test_bases_that_are_none(iri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_base(iri)
    monkeypatch.setenv("WENMAI_DATA_IRI", iri or " ")
    result = CliRunner().invoke(main, ["load"])
    assert result.exit_code == 1
    assert "WENMAI_DATA_IRI" in result.output
    assert isinstance(result.exception, SystemExit)
