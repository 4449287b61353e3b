from __future__ import annotations

import pytest

from ontology.labels import choose, fallback, label, labels, meaning
from ontology.namespaces import WM


@pytest.mark.parametrize(
    ("lang", "chain"),
    [
        ("zh-Hant", ("zh-Hant", "zh", "en")),
        ("zh-TW", ("zh-Hant", "zh", "en")),
        ("zh", ("zh", "zh-Hant", "en")),
        ("zh-CN", ("zh", "zh-Hant", "en")),
        ("en-GB", ("en", "zh", "zh-Hant")),
        ("fr", ("en", "zh", "zh-Hant")),
    ],
)
def test_fallback(lang: str, chain: tuple[str, ...]) -> None:
    assert fallback(lang) == chain


def test_the_best_language_there_is() -> None:
    texts = {"zh": "数字鸿沟", "en": "digital divide", "zh-hant": "數位落差"}
    assert choose(texts, "zh-Hant") == "數位落差"
    assert choose(texts, "zh") == "数字鸿沟"
    assert choose({"zh": "数字鸿沟"}, "en") == "数字鸿沟"
    assert choose({"fr": "fracture"}, "en") == "fracture"
    assert choose({}, "en") is None


def test_terms_have_names() -> None:
    assert label(WM + "Value", "zh") == "价值"
    assert label(WM + "Value", "en") == "Value"
    assert label("http://purl.org/spar/cito/citesAsAuthority", "zh") == "引为权威"
    assert labels(WM + "threatens") == {"zh": "威胁", "en": "threatens"}


def test_a_term_without_a_label_is_shown_short() -> None:
    assert label(WM + "noSuchThing", "zh") == "wm:noSuchThing"
    assert meaning(WM + "noSuchThing", "zh") is None


def test_meaning_of_a_term() -> None:
    text = meaning(WM + "Digest", "en")
    assert text is not None
    assert text.startswith("A reading note")
