from __future__ import annotations

import pytest

from webapp import accept

OFFERS = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv")


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, 0),
        ("", 0),
        ("*/*", 0),
        ("text/csv", 2),
        ("TEXT/CSV", 2),
        ("text/*", 2),
        ("application/*", 0),
        ("application/sparql-results+xml, */*;q=0.1", 1),
        ("*/*, application/sparql-results+xml", 1),
        ("application/sparql-results+json;q=0.2, text/csv;q=0.8", 2),
        ("application/sparql-results+json; q=0, */*", 1),
        ("text/csv;charset=utf-8;q=0.9, application/sparql-results+xml;q=0.8", 2),
        ("text/csv;q=0.9;ext=1, application/sparql-results+xml;q=0.95", 1),
        ("text/html,application/xhtml+xml,*/*;q=0.8", 0),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("*/*;q=0", None),
        ("text/csv;q=abc, application/sparql-results+xml;q=0.1", 1),
        ("rubbish", 0),
        (",,;;", 0),
        ("text/csv;q=7", 2),
    ],
)
def test_best(header: str | None, chosen: int | None) -> None:
    assert accept.best(header, OFFERS) == (None if chosen is None else OFFERS[chosen])


@pytest.mark.parametrize(
    ("header", "html"),
    [
        (None, False),
        ("*/*", False),
        ("text/html", True),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("text/turtle, text/html;q=0.5", False),
        ("application/sparql-results+json", False),
    ],
)
def test_prefers_html(header: str | None, html: bool) -> None:
    assert accept.prefers_html(header) is html


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("fr", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,zh;q=0.5", "en"),
        ("zh-Hant-TW", "zh"),
        ("zh;q=0.3, en;q=0.7", "en"),
        ("zh;q=..", "en"),
    ],
)
def test_problem_language(header: str | None, language: str) -> None:
    assert accept.problem_language(header) == language
