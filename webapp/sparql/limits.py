"""What one visitor's query may use. Each limit has one environment variable."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields

from ontology.i18n import _


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one query, and how many run and wait at once.

    ``WENMAI_SPARQL_SECONDS`` and so on set them.
    """

    seconds: int = 15  # wall clock
    memory: int = 512  # MB beyond the graph itself; 0 for no limit
    result: int = 32  # MB of answer
    workers: int = 0  # processes; 0 for one a core, two at least and eight at most
    waiting: int = 12  # queries that run or wait; the next one is told to come again

    @classmethod
    def from_environment(cls) -> Limits:
        """Read the limits; raises ValueError with the variable's name for what is no number."""
        found: dict[str, int] = {}
        for field in fields(cls):
            name = f"WENMAI_SPARQL_{field.name.upper()}"
            text = os.environ.get(name)
            if text is None:
                continue
            least = 0 if field.name in ("memory", "workers") else 1
            if not text.isdecimal() or int(text) < least:
                needed = _("a whole number of at least {least} is needed").format(least=least)
                raise ValueError(f"{name}={text}: {needed}")
            found[field.name] = int(text)
        return cls(**found)

    @property
    def processes(self) -> int:
        """How many worker processes there are."""
        return self.workers or min(8, max(2, os.cpu_count() or 2))
