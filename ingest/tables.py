"""Word lists and rules that are data: TOML files in ``ingest/rules``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

RULES = Path(__file__).parent / "rules"


@lru_cache(maxsize=64)
def table(name: str) -> dict[str, Any]:
    """Return the lists of ``rules/lists/<name>.toml``."""
    return read_toml(RULES / "lists" / f"{name}.toml")


def read_toml(path: Path) -> dict[str, Any]:
    """Read one TOML file."""
    with path.open("rb") as file:
        return tomllib.load(file)
