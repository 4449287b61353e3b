"""The YAML block at the head of a Markdown file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

_HEAD = re.compile(r"---[ \t]*\r?\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_KEY = re.compile(r"^[A-Za-z_][\w-]*[ \t]*:", re.MULTILINE)
_LIMIT = 20_000  # characters: a longer head is not one


class FrontMatterError(ValueError):
    """A head that is meant to be YAML and is not."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The values of the head, and where the text begins after it."""

    values: Mapping[str, Any] = field(default_factory=dict)
    end: int = 0


@lru_cache(maxsize=8)
def front_matter(text: str) -> FrontMatter:
    """Return the head of a Markdown text, empty where it has none.

    A rule ``---`` at the beginning of people's notes is not a head: it needs a closing line
    and at least one ``key:``. Raises FrontMatterError where such a block is not valid YAML.
    """
    start = _HEAD.match(text)
    if start is None:
        return FrontMatter()
    close = _CLOSE.search(text, start.end(), start.end() + _LIMIT)
    if close is None:
        return FrontMatter()
    block = text[start.end() : close.start()]
    if not _KEY.search(block):
        return FrontMatter()
    try:
        values = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        raise FrontMatterError(" ".join(str(problem).split())) from None
    if not isinstance(values, dict):
        return FrontMatter()
    return FrontMatter({str(key): value for key, value in values.items()}, close.end())
