"""The interface texts: complete in both languages, and the same ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from webapp import messages
from webapp.app import ROOM
from webapp.i18n import LANGUAGES, TRANSLATIONS

Key = tuple[str | None, str]


def key(message: Message) -> Key:
    first = message.id if isinstance(message.id, str) else message.id[0]
    return message.context, first


def texts(lang: str) -> dict[Key, Message]:
    return {key(m): m for m in messages.read(lang) if m.id}


def texts_of(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


@pytest.fixture(scope="module")
def used() -> set[Key]:
    return {(c, t if isinstance(t, str) else t[0]) for c, t in messages.used()}


def test_both_languages_have_the_same_texts() -> None:
    assert texts("zh").keys() == texts("en").keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_that_is_used_is_there_and_no_other(lang: str, used: set[Key]) -> None:
    assert used - texts(lang).keys() == set()
    assert texts(lang).keys() - used == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_empty_or_fuzzy(lang: str) -> None:
    for message in texts(lang).values():
        assert all(texts_of(message)), message.id
        assert not message.fuzzy


@pytest.mark.parametrize("lang", LANGUAGES)
def test_placeholders_survive_translation(lang: str) -> None:
    for message in texts(lang).values():
        wanted = set(re.findall(r"%\(\w+\)s|\{\w\}|_[A-Z]+_", key(message)[1]))
        for text in texts_of(message):
            assert set(re.findall(r"%\(\w+\)s|\{\w\}|_[A-Z]+_", text)) == wanted, message.id


def test_chinese_texts_use_chinese_punctuation() -> None:
    for message in texts("zh").values():
        for text in texts_of(message):
            assert not re.search(r"[㐀-鿿][,;:?!()]|[,;:?!()][㐀-鿿]", text), text


def test_the_two_texts_about_the_site_have_the_same_parts() -> None:
    folder = Path(ROOM) / "pages" / "about"
    parts = [
        re.findall(r'<h2 id="(\w+)"', (folder / f"text.{lang}.html").read_text(encoding="utf-8"))
        for lang in LANGUAGES
    ]
    assert parts[0] == parts[1]
    assert len(parts[0]) >= 6


@pytest.mark.parametrize("lang", LANGUAGES)
def test_renewing_changes_nothing_that_is_up_to_date(lang: str) -> None:
    path = TRANSLATIONS / lang / "LC_MESSAGES" / "messages.po"
    assert messages.renewed(lang) == path.read_bytes()
