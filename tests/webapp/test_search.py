from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from ontology.namespaces import PREFIXES, PV, data_iri
from webapp import folding, snippets, textindex
from webapp.generations import Generation
from webapp.search import SearchIndex

ENGLISH = data_iri("work/2022-aaaaaaaaaaaa")
CHINESE = data_iri("work/2021-0123456789ab")
CLAIM = data_iri("claim/aaaaaaaaaaaaaaa1")


@pytest.fixture(scope="module")
def index(generation: Generation) -> SearchIndex:
    return generation.open_search()


def iris(index: SearchIndex, text: str, **options: object) -> list[str]:
    return [h.iri for h in index.search(text, **options).hits]  # type: ignore[arg-type]


def test_exact_labels_come_first_then_beginnings_then_the_rest(index: SearchIndex) -> None:
    found = iris(index, "公平")
    assert found[0] == PV + "fairness"
    assert found.index(PV + "digital-fairness") < found.index(CHINESE)
    assert iris(index, "equity")[0] == PV + "fairness"


def test_chinese_is_found_inside_longer_words(index: SearchIndex) -> None:
    assert PV + "public-value" in iris(index, "价值")
    assert PV + "public-value" in iris(index, "共价")
    assert PV + "public-value" in iris(index, "值")  # at the end of a word
    assert PV + "public-value" in iris(index, "公")


def test_traditional_full_width_and_case_make_no_difference(index: SearchIndex) -> None:
    assert iris(index, "數字鴻溝")[0] == PV + "digital-divide"
    assert iris(index, "ＦＡＩＲＮＥＳＳ")[0] == PV + "fairness"
    assert iris(index, "Digital  DIVIDE")[0] == PV + "digital-divide"


def test_english_words_are_found_in_other_forms(index: SearchIndex) -> None:
    assert CLAIM in iris(index, "undermine")
    assert ENGLISH in iris(index, "resident waiting")


def test_all_words_are_wanted_and_quotes_join_them(index: SearchIndex) -> None:
    assert ENGLISH in iris(index, "services gains")
    assert ENGLISH not in iris(index, '"services gains"')
    assert ENGLISH in iris(index, '"online services"')
    # "creating" stands in the title of another work only, "value" in that and in concepts.
    found = index.search("creating value").hits
    assert [h.iri for h in found] == [data_iri("work/1995-ba9876543210")]
    # Where nothing has all words, what has some is better than nothing.
    assert iris(index, "services zyzzyva") == [ENGLISH]
    assert index.search('"services zyzzyva"').total == 0


def test_a_phrase_does_not_reach_over_two_texts(index: SearchIndex) -> None:
    # The labels of a concept stand one after the other in the index.
    for text in ('"fairness equity"', "公平公平性"):
        hits = index.search(text).hits
        assert [h.via for h in hits if h.via is None] == []
        assert hits[0].via == PV + "fairness"


def test_a_concept_leads_to_papers_of_the_other_language(index: SearchIndex) -> None:
    result = index.search("公平")
    via = {h.iri: h.via for h in result.hits}
    assert via[ENGLISH] == PV + "fairness"
    assert via[CLAIM] == PV + "fairness"
    assert via[CHINESE] is None
    order = [h.via is not None for h in result.hits]
    assert order == sorted(order), "what holds the words comes before what a concept leads to"
    assert [c.iri for c in result.concepts] == [PV + "fairness"]
    assert CHINESE in iris(index, "equity")


def test_a_question_that_names_a_concept_finds_it(index: SearchIndex) -> None:
    result = index.search("数字鸿沟的成因是什么")
    assert [c.iri for c in result.concepts] == [PV + "digital-divide"]
    assert [h.iri for h in result.hits][:2] == [PV + "digital-divide", ENGLISH]
    # The longest label wins: not 公平 inside 数字公平.
    assert [c.iri for c in index.search("什么是数字公平").concepts] == [PV + "digital-fairness"]
    # English labels only as whole words.
    assert not index.search("unfairnesses").concepts


def test_kinds_languages_and_counts(index: SearchIndex) -> None:
    everything = index.search("公平", limit=100)
    assert sum(everything.counts_by_kind.values()) == everything.total == len(everything.hits)
    for kind, number in everything.counts_by_kind.items():
        only = index.search("公平", kinds=[kind], limit=100)
        assert only.total == number == len(only.hits)
        assert {h.kind for h in only.hits} <= {kind}
        assert only.counts_by_kind == everything.counts_by_kind
    english = index.search("公平", only_lang="en", kinds=["work", "claim"])
    assert {h.iri for h in english.hits} == {ENGLISH, CLAIM}


def test_pages_of_results_join_without_gap_or_repetition(index: SearchIndex) -> None:
    whole = iris(index, "公平", limit=100)
    assert len(whole) > 6
    for size in (1, 2, 3, 5):
        parts = [iris(index, "公平", limit=size, offset=o) for o in range(0, len(whole), size)]
        assert list(itertools.chain(*parts)) == whole
    assert iris(index, "公平", limit=5, offset=1000) == []


def test_titles_come_in_the_visitors_language(index: SearchIndex) -> None:
    def title(text: str, lang: str) -> str:
        return index.search(text, lang=lang).hits[0].title

    assert title("公平", "en") == "fairness"
    assert title("fairness", "zh") == "公平"
    assert index.search("gains", lang="zh").hits[0].title == "Who gains from online services?"


def test_snippets_mark_what_was_found(index: SearchIndex) -> None:
    (hit,) = index.search("undermining", kinds=["claim"]).hits
    assert "".join(t for t, _ in hit.snippet) == "Unequal access undermines equal treatment."
    assert [t for t, marked in hit.snippet if marked] == ["undermines"]
    hit = next(h for h in index.search("效率優先", kinds=["claim"]).hits if h.lang == "zh")
    assert ("效率优先", True) in hit.snippet


def test_a_long_text_is_cut_around_the_hit() -> None:
    text = "这" * 300 + "公平" + "那" * 300
    spans = snippets.marks(text, [], ["公平"], snippets.Stemmer())
    pieces = snippets.cut(text, spans)
    assert pieces[0] == ("…", False)
    assert ("公平", True) in pieces
    assert pieces[-1] == ("…", False)
    assert sum(len(t) for t, _ in pieces) < 150
    english = "word " * 200 + "fairness" + " word" * 200
    pieces = snippets.cut(english, snippets.marks(english, ["fair"], [], snippets.Stemmer()))
    shown = "".join(t for t, _ in pieces if t != "…")
    assert not shown.strip().startswith("ord")
    assert set(shown.split()) <= {"word", "fairness"}


@pytest.mark.parametrize(
    "text",
    ["", " ", '"', "“", "AND", "OR NOT", "*", "a*", "(", "公平)", "-x", "col:公平", '"公平', "^公",
     "NEAR(公平 5)", "\x00", "公平\x00效率", "'", "；DROP TABLE doc", "🙂", "\ud800", "%", "{x}",
     "公" * 5000, "a " * 5000, "+ - ~", "e-government", "don't", "xgapx"],
)  # fmt: skip
def test_no_query_is_an_error(index: SearchIndex, text: str) -> None:
    result = index.search(text)
    assert result.total >= len(result.hits)
    index.suggest(text, "zh")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40))
def test_no_text_at_all_is_an_error(text: str) -> None:
    result = _INDEX.search(text)
    assert sum(result.counts_by_kind.values()) == result.total
    _INDEX.suggest(text, "en")


@pytest.fixture(scope="module", autouse=True)
def _index_for_hypothesis(index: SearchIndex) -> None:
    global _INDEX
    _INDEX = index


_INDEX: SearchIndex


def test_suggestions_complete_labels_in_both_languages(index: SearchIndex) -> None:
    assert [h.title for h in index.suggest("公", "zh")][:2] == ["公平", "公共价值"]
    assert index.suggest("fair", "zh")[0].iri == PV + "fairness"
    assert [h.title for h in index.suggest("鸿沟", "zh")] == ["数字鸿沟"]
    assert index.suggest("Who g", "en")[0].iri == ENGLISH
    assert len(index.suggest("公", "zh", 1)) == 1
    assert index.suggest("   ", "zh") == ()


def test_several_threads_may_search(index: SearchIndex) -> None:
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: iris(index, "公平")[0], range(60)))
    assert set(found) == {PV + "fairness"}


_HAN = st.text(st.sampled_from("公共价值数字治理平等，。 a1"), min_size=2, max_size=30)


@settings(max_examples=60, deadline=None)
@given(st.lists(_HAN, min_size=1, max_size=5), st.data())
def test_every_substring_of_two_or_more_characters_is_found(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], data: st.DataObject
) -> None:
    store = Store()
    title = NamedNode(PREFIXES["dcterms"] + "title")
    for n, text in enumerate(texts):
        store.add(Quad(NamedNode(data_iri(f"work/{n}")), title, Literal(text, language="zh")))
    path: Path = tmp_path_factory.mktemp("t") / "text.db"
    textindex.build(store, path)
    text = data.draw(st.sampled_from(texts))
    runs = [run for run, cjk, _ in folding.runs(folding.fold(text)) if cjk]
    spans = [r[i:j] for r in runs for i in range(len(r)) for j in range(i + 1, len(r) + 1)]
    if not spans:
        return
    wanted = data.draw(st.sampled_from(spans))
    found = {h.iri for h in SearchIndex(path).search(wanted, limit=100).hits}
    expected = {data_iri(f"work/{n}") for n, t in enumerate(texts) if wanted in folding.fold(t)}
    assert found == expected


def test_folding_keeps_the_way_back() -> None:
    text = "Ⅷ數㎏ﬁne"
    folded, origin = folding.fold_with_map(text)
    assert folded == "viii数kgfine"
    assert [text[i] for i in origin] == list("ⅧⅧⅧⅧ數㎏㎏ﬁﬁne")
