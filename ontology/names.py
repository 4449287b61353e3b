"""Find concepts by any of their names, in either language and script.

A name is found in simplified or traditional characters, in upper or lower case, as singular or
plural, in British or American spelling, with a hyphen, a space or nothing between its parts.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ontology.characters import fold
from ontology.library import Concept, concepts, state

_IRREGULAR = {"child": "children", "person": "people", "analysis": "analyses", "crisis": "crises"}


def english_forms(label: str) -> set[str]:
    """Return the folded forms under which an English name is found.

    Singular and plural of the last word, British and American spelling, and hyphen, space or
    nothing after a one-letter prefix. Hyphens are written as spaces.
    """
    base = folded_name(label)
    forms = {base}
    head, _, last = base.rpartition(" ")
    lead = f"{head} " if head else ""
    if len(last) > 2 and last.isalpha() and not label.isupper():
        if last in _IRREGULAR:
            forms.add(lead + _IRREGULAR[last])
        elif last.endswith("y") and last[-2] not in "aeiou":
            forms.add(lead + last[:-1] + "ies")
        elif last.endswith(("s", "x", "ch", "sh")):
            forms.add(lead + last + "es")
        else:
            forms.add(lead + last + "s")
        if last.endswith("ies") and len(last) > 4:
            forms.add(lead + last[:-3] + "y")
        elif last.endswith("s") and not last.endswith(("ss", "us", "is", "ics")):
            forms.add(lead + last[:-1])
    for form in sorted(forms):
        for one, other in (("isation", "ization"), ("ise", "ize"), ("ising", "izing")):
            forms.add(re.sub(rf"{one}(s?)\b", rf"{other}\1", form))
            forms.add(re.sub(rf"(?<=al){other}(s?)\b", rf"{one}\1", form))
    for form in sorted(forms):
        if re.match(r"e [a-z]", form):
            forms.add("e" + form[2:])
    return forms


def bare(label: str) -> str:
    """Return a name without the bracket at its end that only tells it from another concept's."""
    return re.sub(r"\s*[（(][^（）()]*[）)]\s*$", "", label).strip()


def folded_name(name: str) -> str:
    """Return a name as it is compared: folded, its parts with one blank between them."""
    return re.sub(r"[\s-]+", " ", fold(name)).strip()


def forms(label: str, lang: str) -> set[str]:
    """Return the folded forms under which a concept's name is found."""
    found = {folded_name(label)}
    for text in {label, bare(label)} - {""}:
        found |= english_forms(text) if lang.startswith("en") else {folded_name(text)}
    return found


@lru_cache(maxsize=2)
def _by_form(state: object) -> dict[str, tuple[Concept, ...]]:
    ranked: dict[str, dict[str, tuple[int, Concept]]] = {}
    for concept in concepts():
        names = [(text, lang, 0) for lang, text in concept.labels.items()]
        names += [(text, lang, 1) for text, lang in concept.alt]
        for text, lang, rank in names:
            for form in forms(text, lang):
                at = ranked.setdefault(form, {})
                if concept.iri not in at or rank < at[concept.iri][0]:
                    at[concept.iri] = (rank, concept)
    return {
        form: tuple(concept for _, concept in sorted(at.values(), key=lambda r: (r[0], r[1].iri)))
        for form, at in ranked.items()
    }


def find(name: str) -> tuple[Concept, ...]:
    """Return the concepts that have this name; those whose preferred label it is go first.

    >>> [c.labels["en"] for c in find("數字鴻溝")]
    ['digital divide']
    """
    return _by_form(state()).get(folded_name(name), ())
