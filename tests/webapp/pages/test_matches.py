"""What corresponds to a concept: ours and those of published schemes, told apart everywhere."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

OUTSIDE = "http://thesaurus.example/concept/77"


def section(client: FlaskClient, path: str, name: str) -> str:
    """Return one section of a concept page, without what shows its query."""
    page = client.get(path).text
    found = re.search(rf'<section aria-labelledby="{name}">.*?</section>', page, re.S)
    text = found.group() if found else ""
    return re.sub(r"<details.*?</details>", "", text, flags=re.S)


@pytest.mark.parametrize(
    ("lang", "scheme", "how", "why"),
    [
        ("zh", "示例叙词表", "近似", "范围注只说接入。"),
        ("en", "Sample Thesaurus", "nearly the same", "The scope note speaks of access only."),
    ],
)
def test_a_match_outside_is_a_link_with_scheme_host_and_reason(
    client: FlaskClient, lang: str, scheme: str, how: str, why: str
) -> None:
    shown = section(client, f"/{lang}/concept/digital-divide", "matches")
    assert f'<a href="{OUTSIDE}" rel="external">{scheme}</a>' in shown
    assert "thesaurus.example" in re.sub(r"<[^>]*>", "", shown)
    assert how in shown
    assert why in shown
    assert shown.count("<li>") == 1


def test_a_match_whose_scheme_has_no_name_shows_its_host(client: FlaskClient) -> None:
    shown = section(client, "/en/concept/algorithm", "matches")
    link = '<a href="http://unnamed.example/algorithm" rel="external">unnamed.example</a>'
    assert link in shown
    assert "the same" in shown


@pytest.mark.parametrize(
    ("slug", "other"),
    [("digital-divide", "procedural-fairness"), ("procedural-fairness", "digital-divide")],
)
def test_a_match_of_ours_shows_on_both_concepts(client: FlaskClient, slug: str, other: str) -> None:
    shown = section(client, f"/en/concept/{slug}", "corresponding")
    assert f'href="/en/concept/{other}"' in shown
    assert "external" not in shown
    assert "Who cannot reach services cannot reach procedures." in shown


def test_concepts_without_matches_have_no_such_section(client: FlaskClient) -> None:
    for name in ("matches", "corresponding"):
        assert section(client, "/en/concept/older-people", name) == ""


def test_nothing_outside_is_taken_for_a_concept_of_ours(client: FlaskClient) -> None:
    assert OUTSIDE not in client.get("/en/concepts").text
    assert "thesaurus.example" not in client.get("/en/concepts").text
    assert client.get(f"/en/concept/{OUTSIDE}").status_code == 404
    for asked in ("Sample Thesaurus", "thesaurus.example", "示例叙词表"):
        page = client.get("/en/search", query_string={"q": asked}).text
        assert 'href="http://thesaurus.example' not in page
        assert "/en/concept/http" not in page
