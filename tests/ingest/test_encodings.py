"""Which text bytes hold: encodings of Chinese told apart by how plausible their characters are."""

from __future__ import annotations

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import DocumentError
from ingest.readers._bytes import decode, recognise
from ingest.readers._encodings import plausibility

SIMPLIFIED = "数字平台的治理需要回应公众的期待，也需要明确各方的责任。本文讨论其中的三个问题。"
TRADITIONAL = "數位平臺的治理需要回應公眾的期待，也需要明確各方的責任。本文討論其中的三個問題。"
MIXED = "摘要 Abstract: 平台治理（platform governance）与公共价值。Keywords: 平台；价值\r\n"
ENGLISH = "The “public value” of platforms – a naïve question – isn’t settled.\n" * 5


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED[:12], "gb2312", "gb18030"),
        (SIMPLIFIED + "𠮷㐀", "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL[:12], "big5", "big5"),
        (TRADITIONAL.replace("平臺", "平台"), "cp950", "big5"),
        (TRADITIONAL + "嘅咗", "big5hkscs", "big5hkscs"),
        (TRADITIONAL, "gbk", "gb18030"),
        (MIXED, "gb18030", "gb18030"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),  # without a single NUL byte
        (TRADITIONAL, "utf-16-be", "utf-16-be"),
        (MIXED, "utf-16-le", "utf-16-le"),
        (MIXED, "utf-16", "utf-16"),
        (MIXED, "utf-32", "utf-32"),
        (MIXED, "utf-8-sig", "utf-8-sig"),
        (MIXED, "utf-8", "utf-8"),
        (ENGLISH, "cp1252", "cp1252"),
    ],
)
def test_text_and_encoding(text: str, encoding: str, named: str) -> None:
    assert decode("x", text.encode(encoding)) == (text, named)


def test_a_mark_of_gb18030_is_known() -> None:
    data = "\ufeff".encode("gb18030") + SIMPLIFIED.encode("gb18030")
    assert decode("x", data) == ("\ufeff" + SIMPLIFIED, "gb18030")


def test_what_is_plausible() -> None:
    assert plausibility(SIMPLIFIED) > 0.5
    assert plausibility(TRADITIONAL) > 0.5
    wrong = TRADITIONAL.encode("big5").decode("gb18030", "replace")
    assert plausibility(wrong) < 0.25
    wrong = SIMPLIFIED.encode("gb18030").decode("big5", "replace")
    assert plausibility(wrong) < 0.25
    assert plausibility("words only") == 0


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_a_few_broken_bytes_do_not_cost_the_text(encoding: str) -> None:
    text = (TRADITIONAL if encoding == "big5" else SIMPLIFIED) * 20
    data = text.encode(encoding)
    cut = data[:-1]
    found, named = decode("x", cut)
    assert named == encoding
    assert found[:-3] == text[: len(found) - 3]
    found, named = decode("x", data[:300] + b"\xff" + data[300:])
    assert named == encoding
    assert found.count("\ufffd") <= 2
    assert text[-100:] in found


def test_strays_of_nul_are_blanks_and_binary_files_are_not_text() -> None:
    data = (SIMPLIFIED * 40).encode()
    padded = data + b"\x00" * 4000
    assert recognise(padded) is None
    text, _encoding = decode("x", padded)
    assert text.rstrip() == SIMPLIFIED * 40
    one = data[:300] + b"\x00" + data[300:]
    assert recognise(one) is None
    assert len(decode("x", one)[0]) == len(SIMPLIFIED * 40) + 1
    for binary in (b"\x00" * 50, bytes(range(256)) * 4, b"\x00\x01\x02\x03" * 100):
        assert recognise(binary) == "a binary file (it holds NUL bytes)"


def test_no_encoding_at_all() -> None:
    with pytest.raises(DocumentError, match="encoding"):
        decode("x", bytes(range(128, 256)) * 3)


@given(st.text(min_size=1))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    data = text.encode()
    if b"\x00" in data or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE)):
        return
    assert decode("x", data) == (text, "utf-8")


@given(st.binary(max_size=200))
def test_bytes_give_a_text_or_a_reason(data: bytes) -> None:
    with contextlib.suppress(DocumentError):
        assert "\x00" not in decode("x", data)[0]
