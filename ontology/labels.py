"""What a term or concept is called, and what it means, in the reader's language.

Each language has a chain of languages to fall back on: a reader of traditional Chinese gets
``zh-Hant``, else ``zh``, else ``en``. A term without any label is shown as ``prefix:local``.
"""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode

from ontology.library import COMMENT, LABEL, PREF, index
from ontology.namespaces import PREFIXES, shorten

DEFINITION = NamedNode(PREFIXES["skos"] + "definition")


def fallback(lang: str) -> tuple[str, ...]:
    """Return the languages in which to look for a text, best first."""
    tag = lang.lower()
    if tag in {"zh-hant", "zh-tw", "zh-hk", "zh-mo"}:
        return ("zh-Hant", "zh", "en")
    if tag.split("-")[0] == "zh":
        return ("zh", "zh-Hant", "en")
    return ("en", "zh", "zh-Hant")


def choose(texts: Mapping[str, str], lang: str) -> str | None:
    """Return the text in the best language there is; language tags compare without case.

    >>> choose({"zh": "公平", "en": "fairness"}, "zh-TW")
    '公平'
    """
    by_tag = {tag.lower(): text for tag, text in texts.items()}
    for tag in fallback(lang):
        if tag.lower() in by_tag:
            return by_tag[tag.lower()]
    return next(iter(by_tag.values()), None)


def labels(iri: str) -> dict[str, str]:
    """Return the labels of a term or concept by language; the preferred label goes first."""
    node, known = NamedNode(iri), index()
    return known.by_language(node, LABEL) | known.by_language(node, PREF)


def label(iri: str, lang: str) -> str:
    """Return what a term or concept is called."""
    return choose(labels(iri), lang) or shorten(iri)


def meaning(iri: str, lang: str) -> str | None:
    """Return the definition of a concept or the comment of a term; None where it has none."""
    node, known = NamedNode(iri), index()
    return choose(known.by_language(node, COMMENT) | known.by_language(node, DEFINITION), lang)
