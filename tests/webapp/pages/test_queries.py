"""The query files: valid as they stand, and the examples answer something."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from ontology.namespaces import PREFIXES
from webapp import examples
from webapp.explorer import Explorer
from webapp.panels import PAGES, among, complete, query_text, window, with_prefixes

PAGE_QUERIES = sorted(PAGES.glob("*/*.rq")) + sorted((PAGES.parent / "names").glob("*.rq"))
EXAMPLES = sorted(examples.FOLDER.glob("*.rq"))


@pytest.mark.parametrize("path", PAGE_QUERIES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_query_of_a_page_is_valid_as_it_stands(path: Path) -> None:
    Store().query(path.read_text(encoding="utf-8"), prefixes=PREFIXES)


@pytest.mark.parametrize("path", PAGE_QUERIES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_query_of_a_page_says_what_it_asks(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")


def test_there_are_enough_examples() -> None:
    assert len(EXAMPLES) >= 14


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_example_answers(explorer: Explorer, lang: str) -> None:
    for example in examples.load(lang):
        rows = explorer.backend.select(example.query)
        assert rows, example.name
        assert all(rows[0].values()), example.name


def test_examples_are_described_in_both_languages_differently() -> None:
    for zh, en in zip(examples.load("zh"), examples.load("en"), strict=True):
        assert zh.name == en.name
        assert zh.title != en.title
        assert zh.description != en.description


def test_an_example_runs_without_known_prefixes() -> None:
    for example in examples.load("en"):
        Store().query(example.query)


def test_a_complete_query_declares_what_it_uses_and_nothing_else() -> None:
    query = complete(query_text("concept", "papers"), concept="https://example.org/c")
    assert query.startswith("PREFIX oa: ")
    assert "PREFIX wm: " in query
    assert "PREFIX cito: " not in query
    assert "$concept" not in query
    assert "<https://example.org/c>" in query
    assert "#" not in query.split("WHERE")[1]
    Store().query(query)


def test_prefixes_that_are_declared_are_not_declared_again() -> None:
    query = "PREFIX wm: <https://example.org/>\nSELECT * { ?s a wm:X ; skos:broader ?o }"
    assert with_prefixes(query).count("PREFIX wm:") == 1
    assert "PREFIX skos:" in with_prefixes(query)


def test_among_takes_iris_only() -> None:
    query = "SELECT * { VALUES ?x { UNDEF } ?x ?p ?o }"
    assert "{ <https://example.org/a> <https://example.org/b> }" in among(
        query, ["https://example.org/a", "https://example.org/b"]
    )
    with pytest.raises(ValueError, match="IRI"):
        among(query, ["https://example.org/> } DROP ALL #"])
    assert NamedNode("https://example.org/a")


def test_a_window_changes_the_limit() -> None:
    assert window("SELECT * {} LIMIT 20 OFFSET 0", 5, 10) == "SELECT * {} LIMIT 5 OFFSET 10"
