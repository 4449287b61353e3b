"""Batches: one bad file is one line, the rest goes on, a second run changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ontology.command import main

PAPER = """安全与信任的关系研究

王五  赵六

摘要：本文讨论安全与信任的关系。安全是信任的基础。

关键词：安全；信任

一、引言

数据滥用损害公众对政府的信任[1]。政府应当提高透明度。

参考文献：

[1] 甲乙. 数字治理中的信任[J]. 某某学刊, 2020(1).
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WENMAI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WENMAI_LANG", "en")
    return tmp_path / "data"


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args])


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.rglob("*.nq"))}


def test_the_table_counts_what_was_found(tmp_path: Path, data: Path) -> None:
    (tmp_path / "paper.txt").write_text(PAPER, encoding="utf-8")
    result = run("ingest", tmp_path / "paper.txt")
    assert result.exit_code == 0, result.output
    rows = {
        line.rsplit(maxsplit=1)[0].strip(): line.split()[-1] for line in result.stdout.splitlines()
    }
    assert rows["documents"] == "1"
    assert rows["references"] == "1"
    assert rows["pointers with a reference"] == "1"
    assert int(rows["claims"]) >= 2
    assert int(rows["mentions"]) >= 4


def test_a_second_run_gives_the_same_bytes(tmp_path: Path, data: Path) -> None:
    (tmp_path / "paper.txt").write_text(PAPER, encoding="utf-8")
    run("ingest", tmp_path / "paper.txt")
    first = bytes_of(data / "graphs")
    run("ingest", tmp_path / "paper.txt")
    assert first
    assert bytes_of(data / "graphs") == first


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n\n\t\n"),
        ("binary.txt", b"\x00\x01\x02\x03" * 100),
        ("paper.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
        ("sheet.xyz", "一些文字".encode()),
        ("records.json", b"{ not json"),
        ("list.json", b'[{"author": []}]'),
    ],
)
def test_a_bad_file_is_one_line_and_the_rest_goes_on(
    tmp_path: Path, data: Path, name: str, content: bytes
) -> None:
    (tmp_path / "good.txt").write_text(PAPER, encoding="utf-8")
    (tmp_path / name).write_bytes(content)
    result = run("ingest", tmp_path / name, tmp_path / "good.txt")
    lines = [line for line in result.stderr.splitlines() if line.startswith("✗")]
    assert result.exit_code == 1
    assert len(lines) == 1
    assert name in lines[0]
    assert "—" in lines[0]
    assert len(bytes_of(data / "graphs")) == 1


def test_a_missing_file_and_an_empty_folder_are_named(tmp_path: Path, data: Path) -> None:
    (tmp_path / "nothing").mkdir()
    result = run("ingest", tmp_path / "absent.txt", tmp_path / "nothing")
    assert result.exit_code == 1
    assert "absent.txt" in result.stderr
    assert "no papers in this folder" in result.stderr
    assert "Traceback" not in result.output


def test_a_failure_loses_nothing_that_is_stored(tmp_path: Path, data: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(PAPER, encoding="utf-8")
    run("ingest", path)
    before = bytes_of(data / "graphs")
    path.write_bytes(b"\x00" * 50)
    assert run("ingest", path).exit_code == 1
    assert bytes_of(data / "graphs") == before


def test_a_better_title_replaces_the_graph_of_the_old_one(tmp_path: Path, data: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(PAPER, encoding="utf-8")
    run("ingest", path)
    path.write_text(
        PAPER.replace("安全与信任的关系研究", "信任与安全的关系再研究"), encoding="utf-8"
    )
    run("ingest", path)
    assert len(bytes_of(data / "graphs")) == 1


def test_the_fuller_of_two_texts_of_one_paper_is_kept(tmp_path: Path, data: Path) -> None:
    (tmp_path / "a.txt").write_text(PAPER, encoding="utf-8")
    longer = PAPER.replace("政府应当提高透明度。", "政府应当提高透明度。企业应当保护隐私。")
    (tmp_path / "b.txt").write_text(longer, encoding="utf-8")
    run("ingest", tmp_path / "b.txt")
    full = bytes_of(data / "graphs")
    result = run("ingest", tmp_path / "a.txt")
    assert "the same paper" in result.stderr
    assert bytes_of(data / "graphs") == full


def test_messages_in_chinese(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMAI_LANG", "zh")
    result = run("ingest", tmp_path / "没有.txt")
    assert "没有这个文件" in result.stderr


def test_extract_prints_json_lines_with_kind_first(tmp_path: Path, data: Path) -> None:
    (tmp_path / "paper.txt").write_text(PAPER, encoding="utf-8")
    result = run("extract", tmp_path / "paper.txt")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    kinds = {json.loads(line)["kind"] for line in lines}
    assert all(line.startswith('{"kind": ') for line in lines)
    assert kinds == {"document", "section", "sentence", "mention", "claim", "reference", "pointer"}
