"""A document becomes quads of the shape that the worked example shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from ingest.document import (
    Attribution,
    Claim,
    Document,
    Mention,
    Metadata,
    Pointer,
    Reference,
    Section,
    Sentence,
    Source,
)
from ingest.rdf import document_key, quads, record_quads, to_nquads
from ingest.run import Run
from ontology.namespaces import PREFIXES

TEXT = "一、引言\n安全是信任的前提[1]。有人不同意[9]。\n[1] 甲乙. 某题[J]. 某刊, 2020(1).\n"
PV = PREFIXES["pv"]
RUN = Run(software="0", rule_hash="00000000", ontology="0")
EXAMPLE = Path(__file__).resolve().parents[2] / "ontology/examples/extraction.trig"


def _sentence(text: str, start: int, end: int) -> Sentence:
    offsets = tuple(TEXT.index(text[0], start) + i for i in range(len(text)))
    return Sentence(start, end, text, "zh", 0, offsets)


@pytest.fixture
def document() -> Document:
    first = _sentence("安全是信任的前提。", 5, 17)
    second = _sentence("有人不同意。", 17, 26)
    return Document(
        Source("folder/x.txt", "ab" * 32, TEXT),
        Metadata(title="安全与信任", authors=("王五",), container="某刊", year=2021, pages="3-9"),
        sections=(Section("一、引言", 1, 0, 4, 0),),
        sentences=(first, second),
        references=(
            Reference(
                "r1",
                "1",
                28,
                50,
                "[1] 甲乙. 某题[J]. 某刊, 2020(1).",
                "work",
                {
                    "type": "article-journal",
                    "title": "某题",
                    "author": [{"family": "甲", "given": "乙"}],
                    "issued": {"date-parts": [[2020]]},
                },
            ),
        ),
        pointers=(
            Pointer(13, 16, "[1]", 0, ("r1",), "57", "citesAsAuthority"),
            Pointer(22, 25, "[9]", 1, ()),
        ),
        mentions=(
            Mention(0, 5, 7, 0, 2, "安全", PV + "security", "Value"),
            Mention(0, 8, 10, 3, 5, "信任", PV + "trust", "Value"),
            Mention(0, 11, 13, 6, 8, "前提", None, "Mechanism"),
        ),
        claims=(
            Claim(
                0,
                5,
                17,
                "安全是信任的前提。",
                "evaluation",
                "安全",
                "other",
                "信任的前提",
                "zh.evaluation.basis",
                0.7,
                subject_concept=PV + "security",
                attribution=Attribution(marker="[1]", references=("r1",)),
            ),
        ),
    )


def _store(document: Document) -> ox.Store:
    store = ox.Store()
    store.extend(quads(document, RUN))
    return store


def _ask(store: ox.Store, pattern: str) -> bool:
    return bool(
        store.query(f"ASK {{ {pattern} }}", prefixes=PREFIXES, use_default_graph_as_union=True)
    )


def test_everything_is_in_the_graph_of_the_document(document: Document) -> None:
    graphs = {q.graph_name for q in quads(document, RUN)}
    key = document_key(document)
    assert graphs == {ox.NamedNode(f"{PREFIXES['wmd']}doc/{key}#extraction")}


@pytest.mark.parametrize(
    "pattern",
    [
        "?w a fabio:JournalArticle; dcterms:title '安全与信任'@zh; prism:startingPage '3'; "
        "prism:endingPage '9'; wm:sourceFile 'x.txt'; fabio:hasPublicationYear ?y",
        "?w bibo:authorList/rdf:first/foaf:name '王五'",
        "?c a wm:Claim; wm:claimType wm:Evaluation; wm:relation wm:otherRelation; "
        "wm:subject pv:security; wm:attributedTo ?x . ?x dcterms:title '某题'@zh",
        "?c a wm:Claim; oa:hasTarget/oa:hasSelector [ a oa:TextQuoteSelector; "
        "oa:exact '安全是信任的前提。'; oa:suffix '有人不同意。' ]",
        "?c a wm:Claim; oa:hasTarget/oa:hasSelector [ oa:start 5; oa:end 17 ]",
        "?p a c4o:InTextReferencePointer; wm:locator '57'; c4o:denotes/biro:references ?w; "
        "c4o:hasContext/c4o:hasContent '安全是信任的前提。'@zh",
        "?p c4o:hasContent '[9]'; wm:resolution wm:Unresolved",
        "?a cito:cites ?b . ?c a cito:Citation; cito:hasCitingEntity ?a; cito:hasCitedEntity ?b; "
        "cito:hasCitationCharacterization cito:citesAsAuthority",
        "?m a wm:Mention; wm:concept pv:trust; wm:surfaceForm '信任'@zh",
    ],
)
def test_shape(document: Document, pattern: str) -> None:
    assert _ask(_store(document), pattern)


def test_candidates_are_not_written(document: Document) -> None:
    assert not _ask(_store(document), "?m wm:surfaceForm '前提'@zh")


def test_only_terms_that_the_worked_example_or_the_schema_has(document: Document) -> None:
    schema = ox.Store()
    for path in (EXAMPLE.parents[1] / "schema").glob("*.ttl"):
        schema.load(path=str(path), format=ox.RdfFormat.TURTLE)
    declared = {str(q.subject) for q in schema}
    used = {str(q.predicate) for q in quads(document, RUN) if PREFIXES["wm"] in str(q.predicate)}
    assert used
    assert used <= declared


def test_bytes_depend_on_the_document_only(document: Document) -> None:
    first = to_nquads(quads(document, RUN))
    elsewhere = replace(document, source=replace(document.source, file="/other/place/x.txt"))
    assert to_nquads(quads(elsewhere, RUN)) == first
    assert first.splitlines() == sorted(first.splitlines())


def test_a_digest_speaks_for_the_paper_that_it_retells(document: Document) -> None:
    claim = replace(document.claims[0], attribution=None)
    retold = {"type": "article", "title": "某一论文", "issued": {"date-parts": [[2019]]}}
    meta = replace(document.metadata, kind="digest", retells=retold)
    store = _store(document.having(metadata=meta, claims=(claim,)))
    assert _ask(store, "?d a wm:Digest; wm:attributedTo ?w . ?w dcterms:title '某一论文'@zh")
    assert _ask(store, "?c a wm:Claim; wm:attributedTo ?w . ?w dcterms:title '某一论文'@zh")


def test_a_digest_speaks_for_itself_in_its_comments(document: Document) -> None:
    claim = replace(document.claims[0], attribution=None)
    retold = {"type": "article", "title": "某一论文", "issued": {"date-parts": [[2019]]}}
    own = replace(document.metadata, kind="digest", retells=retold, own_sections=("一、引言",))
    store = _store(document.having(metadata=own, claims=(claim,)))
    assert _ask(store, "?d a wm:Digest; wm:attributedTo ?w")
    assert not _ask(store, "?c a wm:Claim; wm:attributedTo ?w")


def test_two_papers_that_cite_one_work_name_one_node() -> None:
    record = {
        "title": "“公共价值”：一个题目",
        "type": "book",
        "issued": {"date-parts": [[2009]]},
        "author": [{"family": "何", "given": "某某"}],
    }
    other = {**record, "title": "“公共价值”:一个题目"}
    one = {q.subject for q in record_quads([record], "a")}
    two = {q.subject for q in record_quads([other], "b")}
    assert one == two


def test_awkward_names_give_valid_iris(document: Document) -> None:
    meta = replace(document.metadata, authors=("A <b> {c}/d?e#f %20 \\", ""))
    data = to_nquads(quads(document.having(metadata=meta), RUN))
    assert len(list(ox.parse(data, format=ox.RdfFormat.N_QUADS))) == len(data.splitlines())
