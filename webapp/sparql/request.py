"""What goes to a worker, and what comes back where there is no answer."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """One query and how it is to be answered; ``format`` is an engine name (``JSON``, …).

    ``default_graphs`` and ``named_graphs`` are the protocol's dataset; None where the request
    names none, when the store's own default graph and all its named graphs are asked.
    """

    query: str
    format: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    base: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the request as JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Request:
        """Read what :meth:`to_dict` wrote."""
        for name in ("default_graphs", "named_graphs"):
            if values[name] is not None:
                values[name] = tuple(values[name])
        return cls(**values)


class EvaluationError(Exception):
    """Why a query has no answer: the name of a problem and what fills its text."""

    def __init__(self, name: str, **facts: Any) -> None:
        super().__init__(name)
        self.name = name
        self.facts = facts
