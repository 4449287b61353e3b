"""The formats of answers and how a request chooses one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp import accept
from webapp.problems import Problem


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its engine name, media type, other names for it, and short names (``format=``)."""

    name: str
    media_type: str
    aliases: tuple[str, ...]
    short: tuple[str, ...]

    @property
    def extension(self) -> str:
        """File name extension."""
        return self.short[0]


RESULTS = (
    Format(
        "JSON",
        "application/sparql-results+json",
        ("application/json", "text/json"),
        ("json", "srj"),
    ),
    Format(
        "XML", "application/sparql-results+xml", ("application/xml", "text/xml"), ("xml", "srx")
    ),
    Format("CSV", "text/csv", (), ("csv",)),
    Format("TSV", "text/tab-separated-values", (), ("tsv",)),
)
GRAPHS = (
    Format(
        "TURTLE", "text/turtle", ("application/x-turtle", "application/turtle"), ("ttl", "turtle")
    ),
    Format("N_TRIPLES", "application/n-triples", ("text/plain",), ("nt", "ntriples", "n-triples")),
    Format("JSON_LD", "application/ld+json", ("application/json",), ("jsonld", "json-ld")),
    Format("RDF_XML", "application/rdf+xml", ("application/xml", "text/xml"), ("rdf", "rdfxml")),
    Format("TRIG", "application/trig", ("application/x-trig",), ("trig",)),
    Format("N_QUADS", "application/n-quads", ("text/x-nquads",), ("nq", "nquads", "n-quads")),
    Format("N3", "text/n3", ("text/rdf+n3",), ("n3",)),
)


def content_type(media_type: str) -> str:
    """Return the ``Content-Type`` for a media type; text types say that they are UTF-8."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def choose(
    formats: Sequence[Format], header: str | None, short: str | None = None
) -> tuple[Format, str]:
    """Return the format for a request and the media type under which it is sent.

    ``short`` (the parameter ``format``) wins over the header where it names one of the formats.
    Raises Problem where the header takes none of them.
    """
    for item in formats:
        if short and short.lower() in (*item.short, item.media_type):
            return item, item.media_type
    names = [f.media_type for f in formats]
    names += [a for f in formats for a in f.aliases]
    chosen = accept.best(header, names)
    for item in formats:
        if chosen == item.media_type or chosen in item.aliases:
            return item, chosen
    raise Problem("not-acceptable", formats=", ".join(f.media_type for f in formats))
