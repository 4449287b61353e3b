"""Knowledge kept as data: the TOML files of ``ingest/rules``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "rules"


@cache
def data(name: str) -> dict[str, Any]:
    """Return the content of ``ingest/rules/<name>.toml``."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
