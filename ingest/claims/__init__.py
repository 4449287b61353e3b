"""Claims: who says what about what, each with its words.

``find(doc)`` reads the sentences and returns the document with its claims. What counts as a
claim, and what each relation says, is in the design's ``quality.md``; the rules are data in
``ingest/rules/claims``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.claims import attribution
from ingest.claims.found import Found
from ingest.claims.linking import Linker
from ingest.claims.zh import find as find_zh
from ingest.claims.zh import speakers
from ingest.document import Attribution, Claim, Document, Marker, Sentence
from ingest.lexicon import lexicon


def find(doc: Document) -> Document:
    """Return the document with its claims, in reading order."""
    linker = Linker(lexicon())
    claims: list[Claim] = []
    authors: tuple[str, ...] = ()
    section: int | None = None
    english = _english(doc.sentences, linker)
    for index, sentence in enumerate(doc.sentences):
        if sentence.section != section:
            section, authors = sentence.section, ()
        if sentence.lang == "zh":
            found = find_zh(sentence.text, linker)
            goes_on = attribution.continues(sentence.text)
        else:
            found = english.get(index, [])
            goes_on = False
        named = next((f.authors for f in found if f.authors), ())
        if not named and sentence.lang == "zh" and not goes_on:
            named = speakers(sentence.text)
        before, authors = authors if goes_on else (), named or (authors if goes_on else ())
        claims.extend(_claim(doc, index, sentence, f, linker, before) for f in found)
    return doc.having(claims=tuple(claims))


def _english(sentences: Iterable[Sentence], linker: Linker) -> dict[int, list[Found]]:
    wanted = {i: s.text for i, s in enumerate(sentences) if s.lang == "en"}
    if not wanted:
        return {}
    from ingest.claims.en import find_all

    return dict(zip(wanted, find_all(list(wanted.values()), linker), strict=True))


def _claim(
    doc: Document,
    index: int,
    sentence: Sentence,
    found: Found,
    linker: Linker,
    before: tuple[str, ...],
) -> Claim:
    text = sentence.text
    subject, object_ = (text[slice(*span)] for span in (found.subject, found.object))
    stands_for = text[slice(*found.resolved)] if found.resolved else subject
    linked = [linker.link(phrase, sentence.lang) for phrase in (stands_for, object_)]
    return Claim(
        sentence=index,
        start=sentence.start,
        end=sentence.end,
        quote=text,
        type=found.type,
        subject=subject,
        relation=found.relation,
        object=object_,
        rule=found.rule,
        confidence=found.confidence,
        subject_concept=linked[0].iri if linked[0] else None,
        object_concept=linked[1].iri if linked[1] else None,
        polarity=found.polarity,
        modality=found.modality,
        attribution=_attribution(doc, sentence, found, before),
    )


def _attribution(
    doc: Document, sentence: Sentence, found: Found, before: tuple[str, ...]
) -> Attribution | None:
    marker = _marker(sentence, found)
    authors = found.authors or before
    if marker is None and not authors:
        return None
    references: tuple[str, ...] = ()
    if marker is not None:
        references = tuple(r for p in doc.pointers if p.start == marker.start for r in p.references)
        if not authors:
            authors = _cited(marker)
    return Attribution(authors, marker.surface if marker else None, references)


def _marker(sentence: Sentence, found: Found) -> Marker | None:
    """Return the first mark behind the claim's words; a statement's source closes it."""
    behind = [m for m in sentence.markers if m.at >= found.object[0]]
    return behind[0] if behind else None


_PARENTHESIS = re.compile(
    r"[(（]\s*(?:see|cf\.|e\.g\.,?)?\s*([A-Z][^\d()（）;；]{1,60}?),?\s*\d{4}"
)


def _cited(marker: Marker) -> tuple[str, ...]:
    """Return the authors that an author–year mark itself names."""
    match = _PARENTHESIS.match(marker.surface)
    if not match:
        return ()
    names = re.split(r",?\s+(?:and|&|et al\.?)\s*|,\s+|和|、|与", match.group(1))
    return tuple(n.strip() for n in names if n.strip())
