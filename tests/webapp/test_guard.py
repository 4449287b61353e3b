from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.problems import Problem
from webapp.sparql import guard
from webapp.sparql.tokens import OpenStringError, tokens


def refusal(query: str) -> Problem:
    with pytest.raises(Problem) as caught:
        guard.check(query)
    return caught.value


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT"),
        ("select*{?s?p?o}", "SELECT"),
        ("# ASK\nPREFIX select: <urn:ask#> BASE <urn:x> ASK { select:a select:b ?c }", "ASK"),
        ("PREFIX : <urn:> CONSTRUCT WHERE { :a :b :c }", "CONSTRUCT"),
        ("\ufeffDESCRIBE <urn:a>", "DESCRIBE"),
    ],
)
def test_the_form_is_known(query: str, form: str) -> None:
    assert guard.check(query).form == form


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "SELECT * {?s ?p ?o.SERVICE<http://x/>{?a ?b ?c}}",
        "SELECT * { ?s ?p 'a\\'' SERVICE <http://x/> {} }",
        'SELECT * { ?s ?p """a"b""c\\"""" . SERVICE <http://x/> {} }',
        "SELECT * { ?s ?p ?o # '\n SERVICE <http://x/> {} }",
        "PREFIX a: <urn:#> SELECT * { ?s ?p a: SERVICE <http://x/> {} }",
    ],
)
def test_service_is_refused_wherever_it_hides(query: str) -> None:
    assert refusal(query).name == "service-refused"
    assert refusal(query).status == 403


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service service:SERVICE 'SERVICE <x> {}' }",
        "SELECT $SERVICE { $SERVICE <urn:SERVICE> <service> } # SERVICE <x> {}",
        'ASK { ?s ?p """\nSERVICE <x> {}\n""" , \'\'\'SERVICE\'\'\' , "x"@service }',
        "PREFIX service: <urn:> ASK { service:a service:b service:c }",
        "ASK { _:SERVICE ?p ?o }",
        "PREFIX delete: <urn:> ASK { ?s delete:insert ?o }",
    ],
)
def test_words_that_only_look_like_it_are_not(query: str) -> None:
    guard.check(query)


@pytest.mark.parametrize(
    "query",
    ["INSERT DATA { <a> <b> <c> }", "DELETE WHERE { ?s ?p ?o }", "LOAD <file:///etc/passwd>",
     "PREFIX x: <urn:> CLEAR ALL", "drop silent graph <g>", "WITH <g> DELETE {} WHERE {}",
     "COPY <a> TO <b>", "INSERT { ?s ?p 'SELECT' } WHERE { SELECT * {} }"],
)  # fmt: skip
def test_updates_are_refused(query: str) -> None:
    assert refusal(query).name == "update-refused"


@pytest.mark.parametrize("query", ["", "   ", "hello", "# SELECT", "'SELECT'", "🙂", "?SELECT"])
def test_what_is_no_query_is_said_to_be_none(query: str) -> None:
    assert refusal(query).name == "not-a-query"
    assert refusal(query).status == 400


def test_sizes() -> None:
    assert refusal("ASK {} #" + "价" * 70_000).name == "too-long"
    for opening, closing in ("{}", "()", "[]"):
        guard.check(f"ASK {{ {opening * 60}{closing * 60} }}")
        problem = refusal(f"SELECT * WHERE {opening * 3000}{closing * 3000}")
        assert (problem.name, problem.status) == ("too-deep", 400)
    join = "SELECT * { " + " . ".join(f"?a{n} ?p{n} ?b{n}" for n in range(200)) + " }"
    assert refusal(join).name == "too-many-patterns"
    assert refusal(join.replace(" . ", ".")).name == "too-many-patterns"
    local = "PREFIX : <urn:> SELECT * { " + " ".join(f":a :p :b{n}." for n in range(200)) + " }"
    assert refusal(local).name == "too-many-patterns"
    objects = "ASK { ?s ?p " + ",".join(f"?o{n}" for n in range(200)) + " }"
    assert refusal(objects).name == "too-many-patterns"
    chain = "ASK { " + " UNION ".join("{ ?s ?p ?o }" for _ in range(200)) + " }"
    assert refusal(chain).name == "too-many-patterns"
    ors = "ASK { FILTER(" + " || ".join(["?o"] * 2000) + ") }"
    assert refusal(ors).name == "too-many-operators"
    guard.check("SELECT * { VALUES ?x { " + " ".join(f"<urn:{n}>" for n in range(5000)) + " } }")
    guard.check("ASK { ?x ?p ?o FILTER(?x IN (" + ",".join("1" for _ in range(5000)) + ")) }")


def test_the_place_is_told() -> None:
    problem = refusal("SELECT *\n{ ?s ?p ?o .\n  SERVICE <http://x/> { } }")
    assert (problem.facts["line"], problem.facts["column"]) == (3, 3)
    problem = refusal("ASK {\n ?s ?p 'open }")
    assert problem.name == "open-string"
    assert (problem.facts["line"], problem.facts["column"]) == (2, 8)


@pytest.mark.parametrize(
    "piece",
    ['"""\\', "a.", "a-", ":.", "'", '"', "<", "?", "a:.", "%", "\\", "@a-", "_:a.", "{", "1.",
     "\u3000", '""', "价.", "/", "^^"],
)  # fmt: skip
def test_no_input_makes_the_guard_slow(piece: str) -> None:
    query = (piece * guard.LONGEST)[: guard.LONGEST // 4]
    started = time.perf_counter()
    try:
        for _ in tokens(query):
            pass
    except OpenStringError:
        pass
    assert time.perf_counter() - started < 2


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("\"'\\{}()<>#:?. \n\raS_1@^|é价"), max_size=60))
def test_no_text_is_an_error_of_the_guard(text: str) -> None:
    try:
        guard.check(text)
    except Problem as problem:
        texts = [text for language in ("zh", "en") for text in problem.text(language)]
    else:
        texts = ["accepted"]
    assert all(texts)
