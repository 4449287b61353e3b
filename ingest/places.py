"""Where on the pages of an original a stretch of its text stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Place

# The fragment identifiers of PDF documents: page=3&viewrect=left,top,width,height
PDF_FRAGMENTS = "http://tools.ietf.org/rfc/rfc8118"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from its top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def fragment(self) -> str:
        """The fragment identifier of the rectangle (RFC 8118)."""
        sides = (self.left, self.top, self.right - self.left, self.bottom - self.top)
        return f"page={self.page}&viewrect=" + ",".join(f"{side:.2f}" for side in sides)


class Places:
    """The places of a source, by position in its text."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = places
        self.starts = [place.start for place in places]

    def boxes(self, start: int, end: int) -> list[Box]:
        """Return the rectangles that ``text[start:end]`` fills: one a page and column."""
        index = bisect_right(self.starts, start) - 1
        if index < 0 or self.places[index].end <= start:
            index += 1
        found: list[Box] = []
        lowest = 0.0
        while index < len(self.places) and self.places[index].start < end:
            place = self.places[index]
            left, top, right, bottom = place.box
            index += 1
            last = found[-1] if found else None
            # a line above those before it stands in the next column
            if last is None or last.page != place.page or bottom <= lowest:
                found.append(Box(place.page, left, top, right, bottom))
            else:
                found[-1] = Box(
                    place.page,
                    min(last.left, left),
                    min(last.top, top),
                    max(last.right, right),
                    max(last.bottom, bottom),
                )
            lowest = top
        return found
