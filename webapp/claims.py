"""Claims as pages show them, from the rows of any query with the columns named here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from ontology.namespaces import PREFIXES, WM
from webapp import terms
from webapp.backend import Row
from webapp.catalogue import Text
from webapp.panels import tag, value


@dataclass(slots=True)
class Attribution:
    """Whose statement it is: a work, or a person under a name."""

    iri: str
    name: str = ""


@dataclass(slots=True)
class Claim:
    """One claim with its words and where they stand."""

    iri: str
    type: str
    subject_text: Text
    relation: str
    object_text: Text
    quote: Text
    subject: str = ""
    object: str = ""
    polarity: str = ""
    modality: str = ""
    status: str = ""
    confidence: str = ""
    work: str = ""
    section: str = ""
    section_title: Text = field(default_factory=lambda: Text(""))
    attributed: list[Attribution] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The last part of its IRI."""
        return self.iri.removeprefix(PREFIXES["wmd"] + "claim/")


def from_rows(rows: Iterable[Row]) -> list[Claim]:
    """Return the claims of the rows in their order; repeated rows add attributions."""
    found: dict[str, Claim] = {}
    for row in rows:
        iri = value(row, "claim")
        if iri not in found:
            said = value(row, "quote")
            lang = tag(row, "subjectText") or tag(row, "quote")
            found[iri] = Claim(
                iri=iri,
                type=terms.local_name(value(row, "type")),
                subject_text=Text(value(row, "subjectText"), lang),
                relation=value(row, "relation"),
                object_text=Text(value(row, "objectText"), tag(row, "objectText") or lang),
                quote=Text(said, lang),
                subject=value(row, "subject"),
                object=value(row, "object"),
                polarity=terms.local_name(value(row, "polarity")),
                modality=terms.local_name(value(row, "modality")),
                status=terms.local_name(value(row, "status")),
                confidence=value(row, "confidence"),
                work=value(row, "work"),
                section=value(row, "section"),
                section_title=Text(value(row, "sectionTitle"), tag(row, "sectionTitle")),
            )
        attributed = value(row, "attributed")
        if attributed and attributed not in {a.iri for a in found[iri].attributed}:
            found[iri].attributed.append(Attribution(attributed, value(row, "attributedName")))
    return list(found.values())


def by_sentence(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Return the claims in their order, neighbours with the same words of one work together."""
    groups = groupby(claims, key=lambda c: (c.work, c.quote.text or c.iri))
    return [list(group) for _, group in groups]


def works_of(claims: Iterable[Claim]) -> set[str]:
    """Return the IRIs of the works that the claims come from or are attributed to."""
    iris: set[str] = set()
    for claim in claims:
        iris.add(claim.work)
        iris.update(a.iri for a in claim.attributed)
    return iris


def type_iri(key: str) -> str | None:
    """Return the IRI of a claim type from its name in an address (``problem``)."""
    name = key.capitalize()
    return WM + name if name in terms.CLAIM_TYPES and key == key.lower() else None
