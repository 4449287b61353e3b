"""Extraction is never worse than it was: every figure stays above its floor."""

from __future__ import annotations

import pytest

from ingest.scoring.command import SEEDS, measure, read_floors


@pytest.fixture(scope="module")
def results() -> dict[str, dict[str, float] | None]:
    return measure()


@pytest.mark.parametrize("task", sorted(read_floors()))
def test_floor(task: str, results: dict[str, dict[str, float] | None]) -> None:
    figures = results[task]
    if figures is None:
        assert not SEEDS.is_dir(), "the texts are here, but nothing was measured"
        pytest.skip("the five papers are not on this machine (../shared/seeds)")
    if not SEEDS.is_dir() and task == "claims zh":
        pytest.skip("needs the five papers (../shared/seeds)")
    low = {
        name: (figures[name], floor)
        for name, floor in read_floors()[task].items()
        if figures[name] < floor
    }
    assert low == {}
