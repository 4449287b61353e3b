"""The writer: whatever pieces it is given, its spans hold the words that they claim."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from ingest.document import BlockKind
from ingest.readers._writer import Item, Piece, Writer

WORDS = st.text(alphabet="公平 aZ3.，。[]①\n\u3000\u00a0^(m2", max_size=12)
PIECES = st.lists(
    st.builds(
        Piece, WORDS, st.booleans(), st.sampled_from([(), ("a",), ("b",), ("a", "b"), ("x",)])
    ),
    max_size=6,
)
KINDS: list[BlockKind | None] = [None, "heading", "references", "footnotes", "table", "abstract"]


@given(st.lists(st.tuples(PIECES, st.sampled_from(KINDS), st.booleans()), max_size=8))
def test_spans_are_inside_lines_in_order(
    paragraphs: list[tuple[list[Piece], BlockKind | None, bool]],
) -> None:
    writer = Writer()
    keys = iter("ab")
    for pieces, kind, close in paragraphs:
        key = next(keys, None) if kind in ("references", "footnotes") else None
        writer.paragraph(
            pieces,
            kind,
            1 if kind == "heading" else None,
            Item((key,), key) if key else None,
            close,
        )
    text = writer.text
    assert not text or (text.endswith("\n") and not text.startswith("\n"))
    end = 0
    for hint in writer.hints:
        assert end <= hint.start < hint.end
        assert hint.start == 0 or text[hint.start - 1] == "\n"
        assert text[hint.end] == "\n"
        end = hint.end
    end = 0
    for pointer in writer.pointers:
        assert end <= pointer.start < pointer.end <= len(text)
        assert text[pointer.start : pointer.end].strip()
        assert all(0 <= each < len(writer.references) for each in pointer.references)
        end = pointer.end
    printed = re.sub(
        r"\s", "", "".join(piece.text for pieces, *_ in paragraphs for piece in pieces)
    )
    for char in set(printed) & set("公平aZ。"):
        assert text.count(char) == printed.count(char)
