"""Write triples down in any of the formats, readable where the format can be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from ontology.namespaces import PREFIXES


def used_prefixes(triples: Iterable[Triple]) -> dict[str, str]:
    """Return those of the known prefixes that some IRI in the triples begins with.

    Not ``wmd:``: its names have slashes, which a prefixed name must escape one by one.
    """
    found: set[str] = set()
    known = {p: base for p, base in PREFIXES.items() if p != "wmd"}
    bases = sorted(known.items(), key=lambda item: -len(item[1]))
    seen: set[str] = set()
    for triple in triples:
        terms = [triple.subject, triple.predicate, triple.object]
        if isinstance(triple.object, Literal):
            terms.append(triple.object.datatype)
        for term in terms:
            if not isinstance(term, NamedNode) or term.value in seen:
                continue
            seen.add(term.value)
            found.update([p for p, base in bases if term.value.startswith(base)][:1])
    return {p: base for p, base in known.items() if p in found}


def write(triples: Sequence[Triple], fmt: str) -> bytes:
    """Return the triples in a format, given by its engine name (``TURTLE``, ``JSON_LD`` …)."""
    return (
        serialize(triples, format=getattr(RdfFormat, fmt), prefixes=used_prefixes(triples)) or b""
    )
