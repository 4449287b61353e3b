"""What a run was: software, rules and ontology. The same three give the same result."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

ROOM = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Run:
    """The versions that decide what a run finds."""

    software: str
    rule_hash: str  # first 8 hex digits over rule data, code of the room, and ontology
    ontology: str


@cache
def current_run() -> Run:
    """Return the versions of this installation.

    The hash covers rule files and the code beside them (a changed rule engine finds other
    things than before) and the ontology, whose labels are the lexicon.
    """
    from ontology.library import ontology_hash
    from ontology.library import version as ontology_version

    digest = hashlib.sha256(ontology_hash().encode())
    for path in sorted(ROOM.rglob("*")):
        if path.suffix in {".toml", ".py"}:
            digest.update(path.relative_to(ROOM).as_posix().encode())
            digest.update(path.read_bytes())
    return Run(version("wenmai"), digest.hexdigest()[:8], ontology_version())
