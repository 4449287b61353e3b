"""Names of the schema's classes and properties as pages say them, in both languages.

The graph has labels too, but a page needs more than one form: a plural for a heading, and a
property read from its object ("is threatened by").
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_pgettext as lp

from ontology.namespaces import WM


@dataclass(frozen=True, slots=True)
class ClassName:
    """How a class of concepts is called. ``key`` names it in addresses and style sheets."""

    local: str
    one: LazyString
    many: LazyString
    about: LazyString

    @property
    def key(self) -> str:
        """Lower-case name for addresses (``?class=value``) and CSS (``c-value``)."""
        return self.local.lower()

    @property
    def iri(self) -> str:
        """The IRI of the class."""
        return WM + self.local


# The order is the order on the pages: from what is valued, through who and where, to what
# goes wrong, why, and what is done.
CLASSES: dict[str, ClassName] = {
    c.local: c
    for c in (
        ClassName(
            "Value",
            lp("class", "value"),
            lp("classes", "Values"),
            lp("about class", "what digital governance should bring about for the public"),
        ),
        ClassName(
            "Actor",
            lp("class", "actor"),
            lp("classes", "Actors"),
            lp("about class", "who governs, takes part, is served or is left out"),
        ),
        ClassName(
            "Field",
            lp("class", "field"),
            lp("classes", "Fields"),
            lp("about class", "what is governed or studied"),
        ),
        ClassName(
            "Scenario",
            lp("class", "scenario"),
            lp("classes", "Scenarios"),
            lp("about class", "settings in which it happens"),
        ),
        ClassName(
            "Dilemma",
            lp("class", "dilemma"),
            lp("classes", "Dilemmas"),
            lp("about class", "failures, risks, challenges and contradictions"),
        ),
        ClassName(
            "Cause",
            lp("class", "cause"),
            lp("classes", "Causes"),
            lp("about class", "why dilemmas arise"),
        ),
        ClassName(
            "Principle",
            lp("class", "principle"),
            lp("classes", "Principles"),
            lp("about class", "what action should follow"),
        ),
        ClassName(
            "Measure",
            lp("class", "measure"),
            lp("classes", "Measures"),
            lp("about class", "paths and remedies that papers propose"),
        ),
        ClassName(
            "Mechanism",
            lp("class", "mechanism"),
            lp("classes", "Mechanisms"),
            lp("about class", "operating logics and the stages of a cycle"),
        ),
        ClassName(
            "Technology",
            lp("class", "technology"),
            lp("classes", "Technologies"),
            lp("about class", "what it is done with"),
        ),
        ClassName(
            "Theory",
            lp("class", "theory"),
            lp("classes", "Theories"),
            lp("about class", "schools and models that papers build on"),
        ),
        ClassName(
            "Case",
            lp("class", "case"),
            lp("classes", "Cases"),
            lp("about class", "practice that papers point to"),
        ),
        ClassName(
            "Framework",
            lp("class", "framework"),
            lp("classes", "Frameworks"),
            lp("about class", "one paper’s arrangement of concepts"),
        ),
    )
}
BY_KEY = {c.key: c for c in CLASSES.values()}


@dataclass(frozen=True, slots=True)
class RelationName:
    """A relation read forwards, and backwards from its object."""

    forward: LazyString
    backward: LazyString


RELATIONS: dict[str, RelationName] = {
    "realizes": RelationName(lp("relation", "realizes"), lp("relation", "realized by")),
    "expresses": RelationName(lp("relation", "expresses"), lp("relation", "expressed by")),
    "guides": RelationName(lp("relation", "guides"), lp("relation", "guided by")),
    "requires": RelationName(lp("relation", "requires"), lp("relation", "required by")),
    "reinforces": RelationName(lp("relation", "reinforces"), lp("relation", "reinforced by")),
    "conflictsWith": RelationName(
        lp("relation", "in tension with"), lp("relation", "in tension with")
    ),
    "threatens": RelationName(lp("relation", "threatens"), lp("relation", "threatened by")),
    "addresses": RelationName(lp("relation", "addresses"), lp("relation", "addressed by")),
    "causes": RelationName(lp("relation", "causes"), lp("relation", "caused by")),
    "causedBy": RelationName(lp("relation", "caused by"), lp("relation", "causes")),
    "hasManifestation": RelationName(
        lp("relation", "shows itself as"), lp("relation", "is a form of")
    ),
    "concernsActor": RelationName(lp("relation", "concerns"), lp("relation", "concerned in")),
    "participatesIn": RelationName(lp("relation", "takes part in"), lp("relation", "participants")),
    "arisesIn": RelationName(lp("relation", "arises in"), lp("relation", "where arises")),
    "enables": RelationName(lp("relation", "enables"), lp("relation", "enabled by")),
    "precedes": RelationName(lp("relation", "followed by"), lp("relation", "preceded by")),
    "exemplifies": RelationName(lp("relation", "exemplifies"), lp("relation", "exemplified by")),
    "isA": RelationName(lp("relation", "is"), lp("relation", "kinds and readings")),
    "hasPart": RelationName(lp("relation", "comprises"), lp("relation", "part of")),
    "defines": RelationName(lp("relation", "defines"), lp("relation", "defined by")),
    "otherRelation": RelationName(
        lp("relation", "other statement"), lp("relation", "other statement")
    ),
}

CLAIM_TYPES: dict[str, LazyString] = {
    "Definition": lp("claim type", "definition"),
    "Composition": lp("claim type", "composition"),
    "Causal": lp("claim type", "causal"),
    "Function": lp("claim type", "function"),
    "Evaluation": lp("claim type", "evaluation"),
    "Normative": lp("claim type", "normative"),
    "Problem": lp("claim type", "problem"),
    "Comparison": lp("claim type", "comparison"),
    "Finding": lp("claim type", "finding"),
}
CLAIM_TYPES_MEAN: dict[str, LazyString] = {
    "Definition": lp("about claim type", "says what something is"),
    "Composition": lp("about claim type", "says what something consists of or is divided into"),
    "Causal": lp("about claim type", "says what brings something about"),
    "Function": lp("about claim type", "says what something does or what end it serves"),
    "Evaluation": lp("about claim type", "judges how good, important or central something is"),
    "Normative": lp("about claim type", "says what ought to be or to be done"),
    "Problem": lp("about claim type", "says that a problem, risk or contradiction exists"),
    "Comparison": lp("about claim type", "sets two things against each other"),
    "Finding": lp("about claim type", "reports what a study or survey found"),
}
POLARITIES: dict[str, LazyString] = {
    "Positive": lp("polarity", "affirmed"),
    "Negative": lp("polarity", "denied"),
}
MODALITIES: dict[str, LazyString] = {
    "Asserted": lp("modality", "as a fact"),
    "Normative": lp("modality", "as what ought to be"),
    "Possible": lp("modality", "as possible"),
}
STATUSES: dict[str, LazyString] = {
    "Extracted": lp("status", "extracted by machine, not yet checked"),
    "Confirmed": lp("status", "confirmed by a person"),
    "Corrected": lp("status", "corrected by a person"),
    "Rejected": lp("status", "rejected by a person"),
}
FUNCTIONS: dict[str, LazyString] = {
    "citesAsAuthority": lp("citation function", "as authority"),
    "obtainsBackgroundFrom": lp("citation function", "for background"),
    "usesMethodIn": lp("citation function", "for its method"),
    "usesConclusionsFrom": lp("citation function", "for its conclusions"),
    "citesForInformation": lp("citation function", "for information"),
    "citesAsEvidence": lp("citation function", "as evidence"),
    "supports": lp("citation function", "in support"),
    "agreesWith": lp("citation function", "in agreement"),
    "disputes": lp("citation function", "to dispute it"),
    "disagreesWith": lp("citation function", "in disagreement"),
    "critiques": lp("citation function", "to criticise it"),
    "extends": lp("citation function", "to go further"),
    "discusses": lp("citation function", "to discuss it"),
    "citesAsDataSource": lp("citation function", "as a source of data"),
    "includesQuotationFrom": lp("citation function", "quoting it"),
    "credits": lp("citation function", "to give credit"),
    "citesAsRelated": lp("citation function", "as related work"),
    "reviews": lp("citation function", "to review it"),
}
# What is said first says more: a work that two documents class differently gets the first.
WORK_TYPES: dict[str, LazyString] = {
    "Digest": lp("work type", "digest"),
    "JournalArticle": lp("work type", "journal article"),
    "Book": lp("work type", "book"),
    "BookChapter": lp("work type", "book chapter"),
    "ConferencePaper": lp("work type", "conference paper"),
    "Thesis": lp("work type", "thesis"),
    "DoctoralThesis": lp("work type", "doctoral thesis"),
    "MastersThesis": lp("work type", "master’s thesis"),
    "NewspaperArticle": lp("work type", "newspaper article"),
    "ReportDocument": lp("work type", "report"),
    "Report": lp("work type", "report"),
    "PolicyDocument": lp("work type", "policy document"),
    "WebPage": lp("work type", "web page"),
    "WorkingPaper": lp("work type", "working paper"),
    "LegalOpinion": lp("work type", "legal text"),
    "Legislation": lp("work type", "legal text"),
    "Standard": lp("work type", "standard"),
    "TechnicalStandard": lp("work type", "standard"),
    "Patent": lp("work type", "patent"),
    "MagazineArticle": lp("work type", "magazine article"),
    "Article": lp("work type", "article"),
    "Work": lp("work type", "work"),
}


def local_name(iri: str) -> str:
    """Return what stands after the last ``#`` or ``/`` of an IRI."""
    return iri.rstrip("/#").rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def spaced(name: str) -> str:
    """Return a camel-case name as words: ``shortTitle`` → ``short title``."""
    return "".join(f" {c.lower()}" if c.isupper() and i else c for i, c in enumerate(name)).strip()


def of(table: dict[str, LazyString], iri: str) -> str:
    """Return the name of a term in a table; a term that is not in it is spelt out."""
    name = local_name(iri)
    return str(table[name]) if name in table else spaced(name)


def relation(iri: str, backward: bool = False) -> str:
    """Return how a relation is read, forwards or from its object."""
    known = RELATIONS.get(local_name(iri))
    if known is None:
        return spaced(local_name(iri))
    return str(known.backward if backward else known.forward)


def class_of(types: set[str] | frozenset[str]) -> ClassName | None:
    """Return the class of concepts among the ``rdf:type`` of a thing, if any is there."""
    return next((c for c in CLASSES.values() if c.iri in types), None)
