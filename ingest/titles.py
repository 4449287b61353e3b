"""Titles as they are compared: what makes two printed forms the same title."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

from ingest.folding import is_han


@lru_cache(maxsize=1)
def _simplify() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


@lru_cache(maxsize=65536)
def normal_title(title: str) -> str:
    """Return a title for comparison: NFKC, simplified, lower case, letters and digits only."""
    text = unicodedata.normalize("NFKC", title)
    if any(map(is_han, text)):
        text = str(_simplify().convert(text))
    return "".join(c for c in text.lower() if c.isalnum())
