"""What a format states of its text is taken as stated; rules read the rest."""

from __future__ import annotations

import re
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import layout, pointers, references, structure
from ingest.document import (
    BlockKind,
    Document,
    GivenPointer,
    GivenReference,
    Hint,
    Place,
    Source,
)
from ingest.rdf import quads, to_nquads
from ingest.run import Run
from ontology.namespaces import PREFIXES
from tests.ingest.reading import body, check_spans, titles, words
from tests.ingest.test_cleaning_properties import TEXTS

KINDS: tuple[BlockKind, ...] = (
    *("title", "byline", "abstract", "keywords", "meta", "heading"),
    *("body", "footnotes", "references", "caption", "table", "furniture"),
)
RUN = Run(software="0", rule_hash="00000000", ontology="0")


def _read(source: Source) -> Document:
    doc = structure.structure(layout.clean(Document(source)))
    doc = pointers.link(references.find(doc))
    check_spans(doc)
    return doc


Part = tuple[str, BlockKind | None] | tuple[str, BlockKind | None, int]


def _source(*parts: Part) -> Source:
    """A text of paragraphs, with a hint for each that has a kind."""
    text, hints = "", []
    for paragraph, kind, *level in parts:
        if kind is not None:
            end = len(text) + len(paragraph)
            hints.append(Hint(len(text), end, kind, level[0] if level else None))
        text += paragraph + "\n\n"
    return Source("test", "0" * 64, text, "xml", hints=tuple(hints))


def _with_marks(source: Source, **linked: tuple[int, ...]) -> Source:
    """The source with stated references (its hinted ones) and a pointer for each surface."""
    stated = tuple(
        GivenReference(hint.start, hint.end) for hint in source.hints if hint.kind == "references"
    )
    marks = []
    for surface, indexes in linked.items():
        at = source.text.index(surface)
        marks.append(GivenPointer(at, at + len(surface), indexes))
    marks.sort(key=lambda mark: mark.start)
    return replace(source, references=stated, pointers=tuple(marks))


def test_kinds_and_levels_are_as_stated() -> None:
    doc = _read(
        _source(
            ("数字平台的责任边界", "title"),
            ("张小明", "byline"),
            ("摘要", "heading", 1),
            ("平台应当负责。", "abstract"),
            ("问题的提出", "heading", 1),
            ("一、平台在治理中承担什么", "body"),
            ("参考文献", "body"),
            ("责任的来源", "heading", 2),
            ("责任来自权力。", "body"),
            ("1. 这一行像标题", "caption"),
        )
    )
    assert titles(doc) == [(1, "摘要"), (1, "问题的提出"), (2, "责任的来源")]
    assert [s.parent for s in doc.sections] == [None, None, 1]
    assert body(doc) == ["一、平台在治理中承担什么", "参考文献", "责任来自权力。"]
    assert words(doc, "title") == ["数字平台的责任边界"]
    assert doc.metadata.authors == ("张小明",)
    assert doc.metadata.abstract == "平台应当负责。"


def test_rules_read_what_no_hint_covers() -> None:
    doc = _read(
        _source(
            ("Platforms and Their Duties", "title"),
            ("Jane Doe, Richard Roe", None),
            ("Abstract: Platforms have duties that nobody wrote down.", None),
            ("Introduction", "heading", 1),
            ("Duties come from power. Power is seldom shared.", None),
            ("A short line", None),
            ("It is followed by a long sentence which says something about the world.", None),
            ("References", "heading", 1),
            ("Doe, J. (2019). Trust in platforms. Example Journal, 3(2), 1-20.", None),
            ("Roe, R. (2020). Hope in platforms. Example Journal, 4(2), 1-20.", None),
        )
    )
    assert doc.metadata.authors == ("Jane Doe", "Richard Roe")
    assert doc.metadata.abstract == "Platforms have duties that nobody wrote down."
    assert titles(doc) == [(1, "Introduction"), (1, "References")]
    assert [r.csl["title"] for r in doc.references] == ["Trust in platforms", "Hope in platforms"]


def test_a_printed_heading_beside_stated_ones_has_the_level_of_its_like() -> None:
    doc = _read(
        _source(
            ("一、起点", "heading", 2),
            ("起点在于承认差异。", "body"),
            ("（一）差异", "heading", 3),
            ("差异来自历史。", "body"),
            ("二、终点", None),
            ("终点在于共同的价值。", "body"),
        )
    )
    assert titles(doc) == [(2, "一、起点"), (3, "（一）差异"), (2, "二、终点")]


def test_facts_win_and_the_text_fills() -> None:
    source = _source(
        ("平台责任", "title"),
        ("Platform Duties", "title"),
        ("王五", "byline"),
        ("摘要：平台应当负责，这是本文的观点。", "abstract"),
        ("Abstract: Platforms should answer for what they do.", "abstract"),
        ("关键词：平台；责任", "keywords"),
        ("一、起点", "heading", 1),
        ("平台的责任来自平台的权力，权力越大责任越大。", "body"),
    )
    facts = {
        "title": "平台的责任",
        "author": [{"family": "王", "given": "五"}, {"literal": "某研究组"}],
        "container-title": "示例学报",
        "issued": {"date-parts": [[2021, 3]]},
        "volume": "5",
        "issue": "2",
        "page": "10–19",
        "DOI": "10.1234/abc",
        "keyword_en": ["platform", "duty"],
        "language": "en",  # the text is Chinese, whatever the file says
    }
    meta = _read(replace(source, facts=facts)).metadata
    assert (meta.title, meta.title_en, meta.lang) == ("平台的责任", "Platform Duties", "zh")
    assert meta.authors == ("王五", "某研究组")
    assert (meta.container, meta.year, meta.volume, meta.issue) == ("示例学报", 2021, "5", "2")
    assert (meta.pages, meta.doi) == ("10-19", "10.1234/abc")
    assert meta.abstract == "平台应当负责，这是本文的观点。"
    assert meta.abstract_en == "Platforms should answer for what they do."
    assert (meta.keywords, meta.keywords_en) == (("平台", "责任"), ("platform", "duty"))
    swapped = {"title": "The Duty of Platforms", "title_en": None}
    meta = _read(replace(source, facts=swapped)).metadata
    assert (meta.title, meta.title_en) == ("平台责任", "The Duty of Platforms")


PAPER: tuple[Part, ...] = (
    ("一、起点", "heading", 1),
    ("平台负有责任^[a]^。有人不同意(Doe, 2019; Roe, 2020)，也有人更谨慎[1,2](P5)。", "body"),
    ("责任有边界[9]。", "body"),
    ("参考文献", "heading", 1),
    ("Doe J. Trust in platforms[J]. Example Journal, 2019, 3(2): 1-20.", "references"),
    ("Roe R. Hope in platforms[M]. London: Example Press, 2020.", "references"),
)


def test_stated_references_and_pointers() -> None:
    source = _with_marks(_source(*PAPER), **{"[a]": (1,), "Doe, 2019": (0,), "[1,2]": (0, 1)})
    csl = {"type": "book", "title": "Hope in platforms", "issued": {"date-parts": [[2020]]}}
    first, second = source.references
    stated = (replace(first, label="1"), replace(second, label="2", csl=csl))
    doc = _read(replace(source, references=stated))
    assert [r.label for r in doc.references] == ["1", "2"]
    assert doc.references[0].csl["title"] == "Trust in platforms"
    assert doc.references[1].csl["publisher"] == "Example Press"  # the grammar fills
    assert doc.references[1].confidence == 1.0
    one, two = (r.id for r in doc.references)
    assert [(p.surface, p.references, p.locator) for p in doc.pointers] == [
        ("^[a]^", (two,), None),
        ("(Doe, 2019; Roe, 2020)", (one, two), None),
        ("[1,2](P5)", (one, two), "5"),
        ("[9]", (), None),
    ]
    assert body(doc) == [
        "平台负有责任。",
        "有人不同意(Doe, 2019; Roe, 2020)，也有人更谨慎。",
        "责任有边界。",
    ]


@pytest.mark.parametrize("surface", ["^[a]^", "[a]"])
def test_a_mark_goes_with_its_carets_whether_they_are_stated_or_not(surface: str) -> None:
    doc = _read(_with_marks(_source(*PAPER), **{surface: (1,)}))
    assert doc.pointers[0].surface == "^[a]^"
    assert body(doc)[0] == "平台负有责任。"


def test_a_range_of_which_only_the_ends_are_linked() -> None:
    items: list[Part] = [
        (f"[{n}] Doe J. Part {n}[J]. Example Journal, 2019, {n}(2): 1-20.", "references")
        for n in range(1, 5)
    ]
    source = _source(("Many have said so [1-4].", "body"), *items)
    at = source.text.index("[1-4]")
    stated = tuple(
        GivenReference(h.start, h.end, str(n))
        for n, h in enumerate((h for h in source.hints if h.kind == "references"), 1)
    )
    ends = (GivenPointer(at + 1, at + 2, (0,)), GivenPointer(at + 3, at + 4, (3,)))
    doc = _read(replace(source, references=stated, pointers=ends))
    assert [p.surface for p in doc.pointers] == ["[1-4]"]
    assert set(doc.pointers[0].references) == {r.id for r in doc.references}
    assert len(doc.references) == 4
    assert doc.references[0].csl["title"] == "Part 1"


def test_a_note_with_two_works_is_two_references_of_one_mark() -> None:
    note = "① 王五：《平台与责任》，示例出版社2019年版，第5页；"
    note += "赵六：《责任的边界》，载《示例学刊》2020年第1期。"
    source = _with_marks(
        _source(("平台负有责任^[①]^。", "body"), (note, "footnotes")), **{"^[①]^": (0,)}
    )
    at = source.text.index(note)
    doc = _read(replace(source, references=(GivenReference(at, at + len(note), "①"),)))
    assert [r.csl["title"] for r in doc.references] == ["平台与责任", "责任的边界"]
    assert doc.pointers[0].references == tuple(r.id for r in doc.references)


def test_stated_references_among_others() -> None:
    source = _source(
        ("参考文献", "heading", 1),
        ("[1] 甲乙. 平台之一[J]. 示例学报, 2020(1): 1-9.", "references"),
        ("[2] 丙丁. 平台之二[J]. 示例学报, 2020(2): 1-9.", "references"),
        ("[3] 戊己. 平台之三[J]. 示例学报, 2020(3): 1-9.", "references"),
    )
    second = [hint for hint in source.hints if hint.kind == "references"][1]
    doc = _read(
        replace(
            source, references=(GivenReference(second.start, second.end, "2", {"title": "别"}),)
        )
    )
    assert [(r.label, r.csl["title"]) for r in doc.references] == [
        ("1", "平台之一"),
        ("2", "别"),
        ("3", "平台之三"),
    ]
    assert [r.id for r in doc.references] == ["r1", "r2", "r3"]


LINES = (
    "Platforms carry duties that no law has written down so far, and many readers",
    "find them heavy [1]. Duties come from power.",
    "[1] Doe J. Trust in platforms[J]. Example Journal, 2019, 3(2): 1-20.",
)


def _paged() -> Source:
    text = "\n".join(LINES) + "\n"
    places, at = [], 0
    boxes = [
        (1, (50.0, 700.0, 290.0, 712.5)),
        (2, (50.0, 60.0, 200.0, 72.0)),
        (2, (50, 80, 99, 92)),
    ]
    for line, (page, box) in zip(LINES, boxes, strict=True):
        places.append(Place(at, at + len(line), page, box))
        at += len(line) + 1
    hints = (Hint(0, places[1].end, "body"), Hint(places[2].start, at, "references"))
    return Source("test", "0" * 64, text, "pdf", places=tuple(places), hints=hints)


def test_pages_and_boxes_come_from_places() -> None:
    doc = _read(_paged())
    assert [(b.kind, b.page) for b in doc.blocks] == [("body", 1), ("body", 2), ("references", 2)]
    assert [s.page for s in doc.sentences] == [1, 2]
    assert doc.references[0].page == 2
    store = ox.Store()
    store.extend(quads(doc, RUN))
    found = store.query(
        "SELECT ?page ?value { ?x a c4o:InTextReferencePointer; wm:page ?page; "
        "oa:hasTarget/oa:hasSelector [ a oa:FragmentSelector; rdf:value ?value; "
        "dcterms:conformsTo <http://tools.ietf.org/rfc/rfc8118> ] }",
        prefixes=PREFIXES,
        use_default_graph_as_union=True,
    )
    assert isinstance(found, ox.QuerySolutions)
    rows = [(row["page"].value, row["value"].value) for row in found]
    assert rows == [("2", "page=2&viewrect=50.00,60.00,150.00,12.00")]


def test_without_places_nothing_is_said_of_pages() -> None:
    doc = _read(replace(_paged(), places=()))
    data = to_nquads(quads(doc, RUN))
    assert b"FragmentSelector" not in data
    assert b"ns#page" not in data


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.data())
def test_whatever_is_stated_the_text_and_its_spans_hold(text: str, data: st.DataObject) -> None:
    spans = [hit.span() for hit in re.finditer(r"[^\n]+", text)]
    picked = data.draw(st.lists(st.sampled_from(spans), unique=True)) if spans else []
    picked.sort()
    kinds = data.draw(st.lists(st.sampled_from(KINDS), min_size=len(picked), max_size=len(picked)))
    hints = tuple(Hint(a, b, kind, 2) for (a, b), kind in zip(picked, kinds, strict=True))
    stated = tuple(GivenReference(h.start, h.end, "1") for h in hints if h.kind == "references")
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=12)))
    marks = tuple(
        GivenPointer(a, b, (0,)) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b
    )
    places = tuple(Place(a, b, 1 + n // 3, (0, n, 9, n + 1)) for n, (a, b) in enumerate(spans))
    source = Source("test", "0" * 64, text, "xml", hints=hints, references=stated, pointers=marks)
    for each in (source, replace(source, places=places)):
        doc = _read(each)
        assert doc.source.text == text
        for hint in hints:
            word = re.compile(r"[^\W_]").search(text, hint.start, hint.end)
            at = word.start() if word else -1
            assert all(b.kind == hint.kind for b in doc.blocks if b.start <= at < b.end)
        for reference in doc.references:
            assert 0 <= reference.start < reference.end <= len(text)
        for pointer in doc.pointers:
            assert text[pointer.start : pointer.end].split() == pointer.surface.split()
        to_nquads(quads(doc, RUN))
