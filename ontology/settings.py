"""Settings that every room shares: where data lives and under which IRIs it is published.

Each setting has one environment variable; nothing is read from anywhere else.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_DATA_IRI = "https://w3id.org/wenmai/id/"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are.

    ``data`` is the folder that holds everything built (``graphs/``, ``store/``);
    ``data_iri`` is the base of the data IRIs (``wmd:``) and ends in ``/``.
    """

    data: Path = field(default_factory=lambda: Path("data"))
    data_iri: str = DEFAULT_DATA_IRI

    @property
    def graphs(self) -> Path:
        """One N-Quads file per document: the truth."""
        return self.data / "graphs"

    @property
    def store(self) -> Path:
        """Published generations, built from ``graphs`` and the ontology."""
        return self.data / "store"


def is_base(iri: str) -> bool:
    """Say whether IRIs of data can begin with this: an http(s) address that ends in its path."""
    return re.fullmatch(r"https?://[^\s/?#<>\"{}|\\^`]+(?:/[^\s?#<>\"{}|\\^`]*)?", iri) is not None


def load_settings() -> Settings:
    """Read the settings from ``WENMAI_DATA`` and ``WENMAI_DATA_IRI``; empty ones do not count."""
    iri = os.environ.get("WENMAI_DATA_IRI") or DEFAULT_DATA_IRI
    return Settings(
        data=Path(os.environ.get("WENMAI_DATA") or "data").expanduser(),
        data_iri=iri if iri.endswith("/") else iri + "/",
    )
