"""Names under which files are stored."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.uploads.names import distinct, safe


@pytest.mark.parametrize(
    ("given_name", "stored"),
    [
        ("论文 一.pdf", "论文 一.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/abs/olute.txt", "olute.txt"),
        ("C:\\x\\y.docx", "y.docx"),
        ("..", "paper"),
        ("", "paper"),
        (".hidden.txt", "hidden.txt"),
        (".htaccess", "htaccess"),
        ("-rf.txt", "rf.txt"),
        ("a\x00b\n.txt", "ab.txt"),
        ("evil\u202etxt.exe", "eviltxt.exe"),
        ('a<b>:"c|d?*.html', "a_b___c_d__.html"),
        ("CON.txt", "_CON.txt"),
        ("x. . .", "x"),
        ("Cafe\u0301.txt", "Café.txt"),
        ("三国　演义.txt", "三国 演义.txt"),
    ],
)
def test_names(given_name: str, stored: str) -> None:
    assert safe(given_name) == stored


def test_long_names_keep_their_ending() -> None:
    name = safe("长" * 300 + ".pdf")
    assert name.endswith(".pdf")
    assert len(name.encode()) <= 120


@given(st.text())
def test_any_text_becomes_one_harmless_name(text: str) -> None:
    name = safe(text)
    assert name
    assert len(name.encode()) <= 130
    assert not name.startswith((".", "-", " ", "~"))
    assert not name.endswith((".", " "))
    assert not set(name) & set('/\\:*?"<>|')
    assert not any(unicodedata.category(c)[0] == "C" for c in name)
    assert safe(name) == name


def test_no_two_have_one_name() -> None:
    taken: set[str] = set()
    found = [distinct(n, taken) for n in ("a.txt", "A.TXT", "a.txt", "b", "b")]
    assert found == ["a.txt", "A (2).TXT", "a (3).txt", "b", "b (2)"]
