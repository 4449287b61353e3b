"""Reading files: encodings, and the one line that says why a file cannot be read."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from ingest.document import DocumentError
from ingest.readers import read, readers

CHINESE = "数字治理需要公平。\r\n效率不等于公平。\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (CHINESE.encode("utf-8"), "utf-8"),
        (b"\xef\xbb\xbf" + CHINESE.encode("utf-8"), "utf-8-sig"),
        (CHINESE.encode("gb18030"), "gb18030"),
        (CHINESE.encode("utf-16"), "utf-16"),
        (CHINESE.encode("utf-16-le"), "utf-16-le"),
        (CHINESE.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_encodings_give_the_same_text_and_leave_newlines(
    tmp_path: Path, data: bytes, encoding: str
) -> None:
    path = tmp_path / "paper.txt"
    path.write_bytes(data)
    source = read(path)
    assert source.text == CHINESE
    assert source.encoding == encoding
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert source.file == str(path)
    assert source.format == "text"


def test_big5_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    text = "數位治理需要公平與信任，政府應當回應民眾的需求。" * 20
    path = tmp_path / "paper.txt"
    path.write_bytes(text.encode("big5"))
    assert read(path).text == text


def test_latin_1_is_read(tmp_path: Path) -> None:
    text = "La valeur publique est créée par l'État; où est la société? Voilà la thèse. " * 10
    path = tmp_path / "paper.txt"
    path.write_bytes(text.encode("latin-1"))
    assert read(path).text == text


def test_readers_are_found_by_themselves() -> None:
    assert {".txt", ".text", ".md", ".markdown"} <= set(readers())


def _docx() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        ("a.txt", b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        ("a.docx", _docx(), "damaged"),
        ("a.zip", b"PK\x03\x04rest", "zip"),
        ("a.caj", b"CAJ\x00\x01", "CAJ"),
        ("a.txt", b"text\x00with\x00\x00\x00nul bytes", "NUL"),
        ("a.docm", b"words", "ending"),
        ("a", b"words", "ending"),
        ("a.txt", b"", "no text"),
        ("a.md", b"\n \t\r\n\xe3\x80\x80", "no text"),
        ("a.txt", bytes(range(128, 256)) * 3, "encoding"),
        ("a.md", b"---\ntitle: [broken\n---\ntext", "YAML"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DocumentError) as caught:
        read(path)
    assert caught.value.file == str(path)
    assert reason in caught.value.reason
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        read(tmp_path / "missing.txt")
    with pytest.raises(DocumentError, match="folder"):
        read(tmp_path)


def test_notes_that_begin_with_a_rule_have_no_head(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("---\nTwo thoughts on value.\n\n---\n\nMore.\n", encoding="utf-8")
    assert read(path).format == "markdown"
