"""Names of nodes and the description of works and people, shared by all that write quads."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ontology.namespaces import PREFIXES

# CSL-JSON type → FaBiO class
WORK_CLASSES = {
    "article-journal": "fabio:JournalArticle",
    "article-magazine": "fabio:MagazineArticle",
    "article-newspaper": "fabio:NewspaperArticle",
    "article": "fabio:Article",
    "book": "fabio:Book",
    "chapter": "fabio:BookChapter",
    "paper-conference": "fabio:ConferencePaper",
    "thesis": "fabio:Thesis",
    "report": "fabio:Report",
    "webpage": "fabio:WebPage",
    "post-weblog": "fabio:WebPage",
    "patent": "fabio:Patent",
    "standard": "fabio:TechnicalStandard",
    "dataset": "fabio:Dataset",
    "software": "fabio:ComputerProgram",
    "map": "fabio:GeographicalMap",
    "document": "fabio:Work",
    "legislation": "fabio:PolicyDocument",
}
_PAGES = re.compile(r"\s*([A-Za-z]*\d+)\s*(?:[-–—~～]+\s*([A-Za-z]*\d+))?")
_FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|\[\]\\^`%#?/\u007f-\u009f]+")


@cache
def iri(name: str) -> NamedNode:
    """Return the node of a prefixed name such as ``wm:Claim`` or ``wmd:doc/…``."""
    prefix, local = name.split(":", 1)
    return NamedNode(PREFIXES[prefix] + local)


def local_name(text: str) -> str:
    """Return text as one path segment of an IRI: Unicode kept, what is not allowed as ``_``."""
    return _FORBIDDEN.sub("_", unicodedata.normalize("NFKC", text).strip()) or "_"


def is_han(text: str) -> bool:
    """Say whether a text has a Han character."""
    return any("\u3400" <= c <= "\u9fff" for c in text)


def display_name(name: Mapping[str, str]) -> str:
    """Return a CSL name as people read it: 何艳玲; M. H. Moore; an organisation as it stands."""
    if "literal" in name:
        return name["literal"]
    family, given = name.get("family", ""), name.get("given", "")
    particle = name.get("non-dropping-particle", "")
    if is_han(family):
        # A translated foreign name keeps its dot between given and family name
        return f"{given}·{family}" if "·" in given else f"{family}{given}"
    return " ".join(part for part in (given, particle, family) if part)


class NodeMaker:
    """Makes blank nodes and descriptions; blank nodes are named after what they stand for."""

    def __init__(self, scope: str) -> None:
        self.scope = scope

    def blank(self, *parts: object) -> BlankNode:
        """Return a blank node whose label depends on the scope and ``parts`` only."""
        text = "\x1f".join(map(str, (self.scope, *parts)))
        return BlankNode("b" + hashlib.sha256(text.encode()).hexdigest()[:24])

    def agent(self, name: Mapping[str, str]) -> tuple[NamedNode, list[Triple]]:
        """Return the node of a person or body and its description.

        The node stands for a name as printed: two people of one name share it.
        """
        shown = display_name(name)
        # A name that could not be split may be that of a body; 马克·穆尔 is a person's
        person = "literal" not in name or "·" in shown
        node = iri("wmd:agent/" + local_name(shown))
        triples = [
            Triple(node, iri("rdf:type"), iri("foaf:Person" if person else "foaf:Agent")),
            Triple(node, iri("foaf:name"), Literal(shown)),
        ]
        for key, term in (("family", "foaf:familyName"), ("given", "foaf:givenName")):
            if name.get(key):
                triples.append(Triple(node, iri(term), Literal(name[key])))
        return node, triples

    def work(
        self, key: str, csl: Mapping[str, Any], kind: NamedNode | None = None
    ) -> Iterator[Triple]:
        """Yield the description of a work from CSL-JSON; ``kind`` overrides its class."""
        node = iri(f"wmd:work/{key}")
        title = str(csl.get("title", ""))
        yield Triple(
            node,
            iri("rdf:type"),
            kind or iri(WORK_CLASSES.get(str(csl.get("type")), "fabio:Work")),
        )
        if title:
            lang = "zh" if is_han(title) else "en"
            yield Triple(node, iri("dcterms:title"), Literal(title, language=lang))
        english = csl.get("custom", {}).get("title_en")  # CSL has no field for it
        if english:
            yield Triple(node, iri("dcterms:title"), Literal(str(english), language="en"))
        yield from self._people(node, key, csl)
        for year in _years(csl):
            yield Triple(
                node,
                iri("fabio:hasPublicationYear"),
                Literal(f"{year:04d}", datatype=iri("xsd:gYear")),
            )
        for field, term in (
            ("container-title", "prism:publicationName"),
            ("volume", "prism:volume"),
            ("issue", "prism:number"),
            ("DOI", "prism:doi"),
            ("publisher", "dcterms:publisher"),
            ("publisher-place", "prism:location"),
            ("language", "dcterms:language"),
            ("URL", "prism:url"),
        ):
            if csl.get(field):
                yield Triple(node, iri(term), Literal(str(csl[field])))
        pages = _PAGES.fullmatch(str(csl.get("page", "")))
        if pages:
            yield Triple(node, iri("prism:startingPage"), Literal(pages[1]))
            if pages[2]:
                yield Triple(node, iri("prism:endingPage"), Literal(pages[2]))

    def _people(self, node: NamedNode, key: str, csl: Mapping[str, Any]) -> Iterator[Triple]:
        agents: list[NamedNode] = []
        for name in csl.get("author", ()):
            agent, triples = self.agent(name)
            agents.append(agent)
            yield from triples
            yield Triple(node, iri("dcterms:creator"), agent)
        for role, term in (("translator", "bibo:translator"), ("editor", "bibo:editor")):
            for name in csl.get(role, ()):
                agent, triples = self.agent(name)
                yield from triples
                yield Triple(node, iri(term), agent)
        # The same list printed by two papers is one list: its nodes are named after the work
        # and the names, not after the paper that prints them.
        cells = NodeMaker(key)
        names = tuple(a.value for a in agents)
        here = iri("bibo:authorList")
        subject: NamedNode | BlankNode = node
        for index, agent in enumerate(agents):
            cell = cells.blank("authors", names, index)
            yield Triple(subject, here, cell)
            yield Triple(cell, iri("rdf:first"), agent)
            subject, here = cell, iri("rdf:rest")
        if agents:
            yield Triple(subject, here, iri("rdf:nil"))


def _years(csl: Mapping[str, Any]) -> Iterator[int]:
    """Yield the publication year of a CSL record, where it has one."""
    parts = csl.get("issued", {}).get("date-parts", ())
    if parts and parts[0]:
        yield int(parts[0][0])
