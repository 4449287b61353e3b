"""Documents and claims for the tests, without the pipeline in front."""

from __future__ import annotations

from ingest.claims import en, zh
from ingest.claims.linking import Linker
from ingest.document import Document, Marker, Sentence, Source
from tests.ingest.claims.vocabulary import small_lexicon


def triples(text: str, lang: str = "zh") -> list[tuple[str, str, str]]:
    """Return (subject, relation, object) of every claim found in one sentence."""
    linker = Linker(small_lexicon())
    found = zh.find(text, linker) if lang == "zh" else en.find_all([text], linker)[0]
    return [(text[slice(*f.subject)], f.relation, text[slice(*f.object)]) for f in found]


def document(*texts: str, lang: str = "zh", markers: tuple[Marker, ...] = ()) -> Document:
    """Return a document whose sentences are the texts, one a line; marks in the last one."""
    source = "\n".join(texts)
    sentences, at = [], 0
    for i, text in enumerate(texts):
        offsets = tuple(range(at, at + len(text)))
        marked = markers if i == len(texts) - 1 else ()
        sentences.append(Sentence(at, at + len(text), text, lang, None, offsets, marked))
        at += len(text) + 1
    return Document(Source("test.txt", "0" * 64, source), sentences=tuple(sentences))
