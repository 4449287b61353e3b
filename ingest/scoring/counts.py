"""Counts of what is right, found and expected, and the measures made of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Counts:
    """How many things are right, were found, and were expected."""

    right: int = 0
    found: int = 0
    expected: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what was expected that was found."""
        return self.right / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.found + self.expected
        return 2 * self.right / both if both else 0.0

    def count(self, right: int, found: int, expected: int) -> None:
        """Add to the counts."""
        self.right += right
        self.found += found
        self.expected += expected

    def figures(self) -> dict[str, float]:
        """Return the figures that are reported and held as floors."""
        return {"precision": self.precision, "recall": self.recall, "f": self.f1}
