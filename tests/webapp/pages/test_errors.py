"""Rubbish in an address: a page that says so, in the visitor's language."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

RUBBISH = [
    ("nothing", 404),
    ("concept/no-such-thing", 404),
    ("concept/%00", 404),
    ("concept/%3Cscript%3E", 404),
    ("concept/a b", 404),
    ("concept/" + "x" * 3000, 404),
    ("work/x", 404),
    ("work/2021-000000000000", 404),
    ("work/2021-0123456789ab%3E%20%7B", 404),
    ("claim/zzzz", 404),
    ("claim/' OR 1=1", 404),
    ("concept/fairness?type=nonsense", 400),
    ("concept/fairness?page=0", 400),
    ("concept/fairness?page=-1", 400),
    ("concept/fairness?page=99", 400),
    ("concept/fairness?page=１", 400),
    ("concept/fairness?page=1e9", 400),
    ("concepts?class=nonsense", 400),
    ("concepts?class=value&order=upwards", 400),
    ("papers?show=everything", 400),
    ("papers?show=cited&page=999999", 400),
    ("search?q=" + "x" * 300, 400),
    ("search?q=a%00b", 400),
    ("search?q=%ff", 400),
    ("concept/fairness?type=%e4%bb", 400),
    ("search?q=公平&kind=nonsense", 400),
    ("search?q=公平&page=500", 400),
    ("sparql?query=" + "x" * 30_000, 400),
    ("resource", 400),
    ("resource?iri=no iri", 400),
    ("resource?iri=https://example.org/unknown", 404),
]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("path", "status"), RUBBISH)
def test_rubbish_is_answered_in_the_visitors_language(
    client: FlaskClient, path: str, status: int, lang: str
) -> None:
    answer = client.get(f"/{lang}/{path}")
    assert answer.status_code == status
    assert f'<html lang="{lang}">' in answer.text
    assert answer.headers["Content-Language"] == lang
    assert "Traceback" not in answer.text
    assert ("这里没有内容" in answer.text) == (status == 404 and lang == "zh")


@pytest.mark.parametrize("query", ["q[]=1", "q=" + "%F0%9F%98%80" * 20, "q=((((", 'q="'])
def test_odd_searches_do_not_fail(client: FlaskClient, query: str) -> None:
    assert client.get(f"/en/search?{query}").status_code == 200


def test_outside_the_languages_the_browser_decides(client: FlaskClient) -> None:
    headers = {"Accept": "text/html", "Accept-Language": "en"}
    assert "There is nothing here" in client.get("/nothing", headers=headers).text
    assert '<html lang="zh">' in client.get("/nothing", headers={"Accept": "text/html"}).text


def test_programs_get_a_problem_document(client: FlaskClient) -> None:
    answer = client.get("/nothing", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert answer.get_json(force=True)["status"] == 404


def test_another_method_is_refused_with_what_is_allowed(client: FlaskClient) -> None:
    answer = client.post("/zh/concepts")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "此处不接受这种请求" in answer.text


def test_an_unknown_concept_is_answered_with_near_ones(client: FlaskClient) -> None:
    text = client.get("/en/concept/fairnes").text
    assert "Did you mean" in text
    assert 'href="/en/concept/fairness"' in text
    assert 'href="/zh/concept/digital-divide"' in client.get("/zh/concept/数字鸿沟").text


def test_a_fault_of_ours_shows_no_trace(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(app.extensions["wenmai"].backend, "select", broken)
    answer = client.get("/en/concept/fairness?type=problem")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Something went wrong" in answer.text
    assert "<h1>" in answer.text
