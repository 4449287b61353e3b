"""Settings that every room shares: where data lives and under which IRIs it is published.

Each setting has one environment variable; nothing is read from anywhere else.
"""

from __future__ import annotations

import os
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


def load_settings() -> Settings:
    """Read the settings from ``WENMAI_DATA`` and ``WENMAI_DATA_IRI``."""
    iri = os.environ.get("WENMAI_DATA_IRI", DEFAULT_DATA_IRI)
    return Settings(
        data=Path(os.environ.get("WENMAI_DATA", "data")),
        data_iri=iri if iri.endswith("/") else iri + "/",
    )
