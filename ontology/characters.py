"""Traditional and simplified characters: the one table that every room folds with."""

from __future__ import annotations

from functools import lru_cache

HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))


@lru_cache(maxsize=1)
def to_simplified() -> dict[int, str]:
    """Return a table for ``str.translate``: a traditional character, its simplified form.

    It goes character by character and never changes the length of a text.
    """
    from opencc import OpenCC

    characters = [chr(c) for first, last in HAN for c in range(first, last + 1)]
    # One character a line: no phrase rule of the converter can reach across.
    converted: list[str] = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {
        ord(old): new
        for old, new in zip(characters, converted, strict=True)
        if old != new and len(new) == 1
    }
