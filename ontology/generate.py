"""Write what is derived from the ontology's files: ``python -m ontology.generate``.

``ontology/terms.py``, the Python names of our terms, and ``vocabulary/enumerations.ttl``.
"""

from __future__ import annotations

from pathlib import Path

from ontology import enumerations
from ontology.library import SchemaTerm, schema_terms
from ontology.namespaces import WM

TERMS = Path(__file__).parent / "terms.py"

_HEAD = '''"""Every class, property and individual of the schema as a Python name.

Written by ``python -m ontology.generate`` from ``ontology/schema/``; a test compares the two.
"""

# ruff: noqa: N815

from __future__ import annotations

from typing import Final

WM: Final = "{wm}"
'''
_GROUPS = {
    "Classes": {"class"},
    "Properties": {"object property", "data property", "annotation property"},
    "Individuals": {"individual"},
}
_DOCS = {
    "Classes": "IRIs of the classes.",
    "Properties": "IRIs of the properties.",
    "Individuals": "IRIs of the named individuals (types of claims, status …).",
}


def _line(term: SchemaTerm) -> str:
    return f"    {term.name}: Final = WM + {term.name!r}".replace("'", '"')


def source() -> str:
    """Return the text that ``terms.py`` should have."""
    parts = [_HEAD.format(wm=WM)]
    terms = sorted(schema_terms(), key=lambda term: term.name)
    for group, kinds in _GROUPS.items():
        parts.append(f'\n\nclass {group}:\n    """{_DOCS[group]}"""\n\n')
        parts.append("\n".join(_line(t) for t in terms if t.kind in kinds) + "\n")
    return "".join(parts)


if __name__ == "__main__":
    TERMS.write_text(source(), encoding="utf-8")
    enumerations.write()
