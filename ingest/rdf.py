"""The only place that makes triples: a :class:`Document` becomes N-Quads.

The shape is that of ``ontology/examples/extraction.trig``. The same document, rules and
ontology give the same bytes: blank nodes are named after what they stand for, lines are
sorted, and times are written elsewhere (:mod:`ingest.links`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from ingest.document import Attribution, Claim, ClaimType, Document, Reference, Sentence
from ingest.nodes import NodeMaker, iri
from ingest.places import PDF_FRAGMENTS, Places
from ingest.references.names import parse_names
from ingest.run import Run
from ingest.works import work_key

RDF_TYPE = iri("rdf:type")
_CLAIM_TYPES = {name: iri(f"wm:{name.capitalize()}") for name in get_args(ClaimType)}
_REFERENCE_TYPES = {
    "work": iri("wm:WorkReference"),
    "policy": iri("wm:PolicyReference"),
    "comment": iri("wm:CommentReference"),
}
CONTEXT = 32  # characters of prefix and suffix in a quote selector


def graph_of(key: str) -> NamedNode:
    """Return the named graph of everything a run says about the document ``key``."""
    return iri(f"wmd:doc/{key}#extraction")


def to_nquads(quads: Iterable[Quad]) -> bytes:
    """Serialise quads as N-Quads, sorted by line, without repeats."""
    data = serialize(quads, format=RdfFormat.N_QUADS)
    assert data is not None  # noqa: S101 - serialize returns bytes where no output is given
    lines = sorted(set(data.splitlines(keepends=True)))
    return b"".join(lines)


class DocumentWriter:
    """Turns one document into quads. Use :func:`quads`."""

    def __init__(self, document: Document, key: str, run: Run) -> None:
        self.doc = document
        self.key = key
        self.graph = graph_of(key)
        self.work = iri(f"wmd:work/{key}")
        self.run = iri(f"wmd:run/{key}-{run.rule_hash}")
        self.run_facts = run
        self.nodes = NodeMaker(key)
        self.reference_keys = {r.id: k for r in document.references if (k := _reference_key(r))}
        self.places = Places(document.source.places)
        self.pointed_at: set[int] = set()
        self.concepts: dict[int, set[str]] = {}  # by the sentence that mentions them
        for mention in document.mentions:
            if mention.concept:
                self.concepts.setdefault(mention.sentence, set()).add(mention.concept)

    # -- helpers -------------------------------------------------------------------------

    def _section(self, index: int) -> NamedNode:
        return iri(f"wmd:doc/{self.key}/section/{index}")

    def _sentence(self, index: int) -> NamedNode:
        self.pointed_at.add(index)
        return iri(f"wmd:doc/{self.key}/sentence/{index}")

    def _target(
        self,
        node: NamedNode,
        start: int,
        end: int,
        quote: tuple[str, str, str] | None = None,
        boxed: bool = False,
    ) -> Iterator[Triple]:
        """Evidence: where in the source the words stand (Web Annotation selectors).

        Of an original with pages also the page on which they begin; ``boxed``: with the
        rectangles that they fill there.
        """
        target = self.nodes.blank("target", node.value, start, end)
        yield Triple(node, iri("oa:hasTarget"), target)
        yield Triple(target, iri("oa:hasSource"), self.work)
        if quote is not None:
            exact, prefix, suffix = quote
            selector = self.nodes.blank("quote", node.value, start, end)
            yield Triple(target, iri("oa:hasSelector"), selector)
            yield Triple(selector, RDF_TYPE, iri("oa:TextQuoteSelector"))
            yield Triple(selector, iri("oa:exact"), Literal(exact))
            if prefix:
                yield Triple(selector, iri("oa:prefix"), Literal(prefix))
            if suffix:
                yield Triple(selector, iri("oa:suffix"), Literal(suffix))
        selector = self.nodes.blank("position", node.value, start, end)
        yield Triple(target, iri("oa:hasSelector"), selector)
        yield Triple(selector, RDF_TYPE, iri("oa:TextPositionSelector"))
        yield Triple(selector, iri("oa:start"), Literal(start))
        yield Triple(selector, iri("oa:end"), Literal(end))
        boxes = self.places.boxes(start, end)
        if boxes:
            yield Triple(node, iri("wm:page"), Literal(boxes[0].page))
        for box in boxes if boxed else ():
            fragment = self.nodes.blank("fragment", node.value, box.fragment)
            yield Triple(target, iri("oa:hasSelector"), fragment)
            yield Triple(fragment, RDF_TYPE, iri("oa:FragmentSelector"))
            yield Triple(fragment, iri("rdf:value"), Literal(box.fragment))
            yield Triple(fragment, iri("dcterms:conformsTo"), NamedNode(PDF_FRAGMENTS))

    # -- parts ---------------------------------------------------------------------------

    def triples(self) -> Iterator[Triple]:
        """Yield everything; sentences last, since only those pointed at are written."""
        yield from self._document()
        yield from self._sections()
        yield from self._mentions()
        yield from self._claims()
        yield from self._references()
        yield from self._pointers()
        yield from self._citations()
        yield from self._sentences()
        yield from self._run()

    def _document(self) -> Iterator[Triple]:
        meta, source = self.doc.metadata, self.doc.source
        kind = iri("wm:Digest") if meta.kind == "digest" else None
        yield from self.nodes.work(self.key, metadata_csl(self.doc), kind)
        if meta.title_en:
            yield Triple(self.work, iri("dcterms:title"), Literal(meta.title_en, language="en"))
        for text, lang in ((meta.abstract, meta.lang), (meta.abstract_en, "en")):
            if text:
                yield Triple(self.work, iri("dcterms:abstract"), Literal(text, language=lang))
        for words, lang in ((meta.keywords, meta.lang), (meta.keywords_en, "en")):
            for word in words:
                yield Triple(self.work, iri("dcterms:subject"), Literal(word, language=lang))
        yield Triple(self.work, iri("dcterms:language"), Literal(meta.lang))
        name = source.file.replace("\\", "/").rsplit("/", 1)[-1]
        yield Triple(self.work, iri("wm:sourceFile"), Literal(name))
        yield Triple(self.work, iri("wm:sha256"), Literal(source.sha256))
        if meta.retells:
            retold = work_key(meta.retells)
            yield Triple(self.work, iri("wm:attributedTo"), iri(f"wmd:work/{retold}"))
            yield from self.nodes.work(retold, meta.retells)

    def _sections(self) -> Iterator[Triple]:
        for section in self.doc.sections:
            node = self._section(section.index)
            above = self.work if section.parent is None else self._section(section.parent)
            lang = "zh" if any("\u4e00" <= c <= "\u9fff" for c in section.title) else "en"
            yield Triple(node, RDF_TYPE, iri("doco:Section"))
            yield Triple(node, iri("dcterms:title"), Literal(section.title, language=lang))
            yield Triple(node, iri("wm:index"), Literal(section.index))
            yield Triple(node, iri("wm:level"), Literal(section.level))
            yield Triple(node, iri("dcterms:isPartOf"), above)

    def _sentences(self) -> Iterator[Triple]:
        for index in sorted(self.pointed_at):
            sentence = self.doc.sentences[index]
            node = self._sentence(index)
            above = self.work if sentence.section is None else self._section(sentence.section)
            yield Triple(node, RDF_TYPE, iri("doco:Sentence"))
            yield Triple(
                node, iri("c4o:hasContent"), Literal(sentence.text, language=sentence.lang)
            )
            yield Triple(node, iri("wm:index"), Literal(index))
            yield Triple(node, iri("dcterms:isPartOf"), above)
            for concept in sorted(self.concepts.get(index, ())):
                yield Triple(node, iri("wm:mentions"), NamedNode(concept))
            yield from self._target(node, sentence.start, sentence.end)

    def _mentions(self) -> Iterator[Triple]:
        for mention in self.doc.mentions:
            if mention.concept is None or mention.nested:
                continue  # candidates are exported for review; nested terms stay in `extract`
            concept = NamedNode(mention.concept)
            node = iri(f"wmd:doc/{self.key}/mention/{mention.start}-{mention.end}")
            lang = self.doc.sentences[mention.sentence].lang
            yield Triple(self.work, iri("wm:mentions"), concept)
            yield Triple(node, RDF_TYPE, iri("wm:Mention"))
            yield Triple(node, iri("wm:concept"), concept)
            yield Triple(node, iri("wm:surfaceForm"), Literal(mention.surface, language=lang))
            yield Triple(node, iri("dcterms:isPartOf"), self._sentence(mention.sentence))
            yield from self._target(node, mention.start, mention.end)

    def _claims(self) -> Iterator[Triple]:
        for claim in self.doc.claims:
            sentence = self.doc.sentences[claim.sentence]
            node = iri(f"wmd:claim/{claim_id(self.key, claim)}")
            yield Triple(node, RDF_TYPE, iri("wm:Claim"))
            yield Triple(node, iri("wm:claimType"), _CLAIM_TYPES[claim.type])
            yield Triple(
                node, iri("wm:subjectText"), Literal(claim.subject, language=sentence.lang)
            )
            yield Triple(node, iri("wm:objectText"), Literal(claim.object, language=sentence.lang))
            relation = "otherRelation" if claim.relation == "other" else claim.relation
            yield Triple(node, iri("wm:relation"), iri(f"wm:{relation}"))
            if claim.subject_concept:
                yield Triple(node, iri("wm:subject"), NamedNode(claim.subject_concept))
            if claim.object_concept:
                yield Triple(node, iri("wm:object"), NamedNode(claim.object_concept))
            yield Triple(node, iri("wm:polarity"), iri(f"wm:{claim.polarity.capitalize()}"))
            yield Triple(node, iri("wm:modality"), iri(f"wm:{claim.modality.capitalize()}"))
            for concept in sorted(
                self.concepts.get(claim.sentence, set())
                | {c for c in (claim.subject_concept, claim.object_concept) if c}
            ):
                yield Triple(node, iri("wm:mentions"), NamedNode(concept))
            yield Triple(
                node,
                iri("wm:confidence"),
                Literal(f"{claim.confidence:.2f}", datatype=iri("xsd:decimal")),
            )
            yield Triple(node, iri("wm:rule"), Literal(claim.rule))
            yield Triple(node, iri("wm:status"), iri("wm:Extracted"))
            yield Triple(node, iri("wm:sentence"), self._sentence(claim.sentence))
            if sentence.section is not None:
                yield Triple(node, iri("wm:section"), self._section(sentence.section))
            yield Triple(node, iri("prov:wasGeneratedBy"), self.run)
            yield Triple(node, iri("prov:wasDerivedFrom"), self.work)
            yield from self._attribution(node, claim.attribution, sentence)
            quote = (claim.quote, *self._context(claim.sentence))
            yield from self._target(node, claim.start, claim.end, quote, boxed=True)

    def _context(self, index: int) -> tuple[str, str]:
        """The cleaned words before and after a sentence, as far as a reader needs them."""

        def text(at: int) -> str:
            return self.doc.sentences[at].text if 0 <= at < len(self.doc.sentences) else ""

        return text(index - 1)[-CONTEXT:], text(index + 1)[:CONTEXT]

    def _attribution(
        self, node: NamedNode, attribution: Attribution | None, sentence: Sentence
    ) -> Iterator[Triple]:
        if attribution is None:
            # A digest speaks for the paper that it retells, but for itself in its comments
            if self.doc.metadata.retells and not self._own_words(sentence):
                retold = work_key(self.doc.metadata.retells)
                yield Triple(node, iri("wm:attributedTo"), iri(f"wmd:work/{retold}"))
            return
        keys = {self.reference_keys[r] for r in attribution.references if r in self.reference_keys}
        for key in sorted(keys):
            yield Triple(node, iri("wm:attributedTo"), iri(f"wmd:work/{key}"))
        for name in attribution.authors if not keys else ():
            agent, triples = self.nodes.agent(_person(name))
            yield Triple(node, iri("wm:attributedTo"), agent)
            yield from triples

    def _own_words(self, sentence: Sentence) -> bool:
        own = self.doc.metadata.own_sections
        return sentence.section is not None and self.doc.sections[sentence.section].title in own

    def _references(self) -> Iterator[Triple]:
        for index, reference in enumerate(self.doc.references):
            node = iri(f"wmd:ref/{self.key}/{reference.id}")
            yield Triple(node, RDF_TYPE, iri("biro:BibliographicReference"))
            yield Triple(node, iri("c4o:hasContent"), Literal(reference.raw))
            yield Triple(node, iri("wm:index"), Literal(index))
            if reference.label:
                yield Triple(node, iri("wm:label"), Literal(reference.label))
            yield Triple(node, iri("wm:referenceType"), _REFERENCE_TYPES[reference.type])
            yield Triple(node, iri("dcterms:isPartOf"), self.work)
            key = self.reference_keys.get(reference.id)
            if key:
                yield Triple(node, iri("biro:references"), iri(f"wmd:work/{key}"))
                kind = iri("fabio:PolicyDocument") if reference.type == "policy" else None
                yield from self.nodes.work(key, reference.csl, kind)
            yield from self._target(node, reference.start, reference.end, boxed=True)

    def _pointers(self) -> Iterator[Triple]:
        for pointer in self.doc.pointers:
            node = iri(f"wmd:doc/{self.key}/pointer/{pointer.start}-{pointer.end}")
            yield Triple(node, RDF_TYPE, iri("c4o:InTextReferencePointer"))
            yield Triple(node, iri("c4o:hasContent"), Literal(pointer.surface))
            if pointer.locator:
                yield Triple(node, iri("wm:locator"), Literal(pointer.locator))
            for reference in pointer.references:
                yield Triple(node, iri("c4o:denotes"), iri(f"wmd:ref/{self.key}/{reference}"))
            if not pointer.references:
                yield Triple(node, iri("wm:resolution"), iri("wm:Unresolved"))
            if pointer.function:
                yield Triple(
                    node,
                    iri("cito:hasCitationCharacterization"),
                    iri(f"cito:{pointer.function}"),
                )
            yield Triple(node, iri("c4o:hasContext"), self._sentence(pointer.sentence))
            yield Triple(node, iri("dcterms:isPartOf"), self.work)
            yield from self._target(node, pointer.start, pointer.end, boxed=True)

    def _citations(self) -> Iterator[Triple]:
        functions: dict[str, set[str]] = {k: set() for k in self.reference_keys.values()}
        for pointer in self.doc.pointers:
            for reference in pointer.references:
                key = self.reference_keys.get(reference)
                if key and pointer.function:
                    functions[key].add(pointer.function)
        for key, characters in sorted(functions.items()):
            cited = iri(f"wmd:work/{key}")
            node = iri(f"wmd:citation/{self.key}-{key}")
            yield Triple(self.work, iri("cito:cites"), cited)
            yield Triple(node, RDF_TYPE, iri("cito:Citation"))
            yield Triple(node, iri("cito:hasCitingEntity"), self.work)
            yield Triple(node, iri("cito:hasCitedEntity"), cited)
            for character in sorted(characters):
                yield Triple(
                    node, iri("cito:hasCitationCharacterization"), iri(f"cito:{character}")
                )

    def _run(self) -> Iterator[Triple]:
        yield Triple(self.run, RDF_TYPE, iri("prov:Activity"))
        yield Triple(self.run, iri("prov:used"), self.work)
        yield Triple(self.run, iri("wm:softwareVersion"), Literal(self.run_facts.software))
        yield Triple(self.run, iri("wm:ruleSetHash"), Literal(self.run_facts.rule_hash))
        yield Triple(self.run, iri("wm:ontologyVersion"), Literal(self.run_facts.ontology))


def quads(document: Document, run: Run) -> Iterator[Quad]:
    """Yield everything found in a document as quads of its own named graph."""
    key = document_key(document)
    writer = DocumentWriter(document, key, run)
    for triple in writer.triples():
        yield Quad(triple.subject, triple.predicate, triple.object, writer.graph)


def record_quads(records: Iterable[Mapping[str, Any]], name: str) -> Iterator[Quad]:
    """Yield the descriptions of bibliographic records (CSL-JSON) in a graph of their own."""
    graph = iri(f"wmd:records/{name}")
    for record in records:
        key = work_key(record)
        for triple in NodeMaker(key).work(key, record):
            yield Quad(triple.subject, triple.predicate, triple.object, graph)


def metadata_csl(document: Document) -> dict[str, Any]:
    """Return what the document says of itself as CSL-JSON."""
    meta = document.metadata
    csl: dict[str, Any] = {"type": "article-journal" if meta.container else "article"}
    if meta.title:
        csl["title"] = meta.title
    if meta.authors:
        csl["author"] = [_person(name) for name in meta.authors]
    if meta.year:
        csl["issued"] = {"date-parts": [[meta.year]]}
    facts = {
        "container-title": meta.container,
        "volume": meta.volume,
        "issue": meta.issue,
        "page": meta.pages,
        "DOI": meta.doi,
        "language": meta.lang,
    }
    csl.update({name: value for name, value in facts.items() if value})
    return csl


def _person(name: str) -> dict[str, str]:
    """Return one author's name with family and given name told apart where that is safe."""
    people = parse_names(name).people
    return dict(people[0]) if len(people) == 1 else {"literal": name}


def document_key(document: Document) -> str:
    """Return the key of the document's work: from its title and year, else from its bytes."""
    csl = metadata_csl(document)
    if "title" in csl:
        return work_key(csl)
    return f"nd-{document.source.sha256[:12]}"


def claim_id(key: str, claim: Claim) -> str:
    """Return the stable local name of a claim: same document, place and reading, same name."""
    parts = (
        key,
        claim.start,
        claim.end,
        claim.type,
        claim.subject,
        claim.relation,
        claim.object,
        claim.polarity,
    )
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


def _reference_key(reference: Reference) -> str | None:
    """Return the key of the cited work; None for a comment or where no title was read."""
    if reference.type == "comment" or not reference.csl.get("title"):
        return None
    return work_key(reference.csl)


__all__ = [
    "claim_id",
    "document_key",
    "graph_of",
    "metadata_csl",
    "quads",
    "record_quads",
    "to_nquads",
]
