"""Bad input: one line that says which file and what to do; the rest goes on; status 1."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ingest import readers
from ingest.batch import Options
from ingest.collecting import collect
from ingest.document import DocumentError
from ingest.ingest_command import run_batch
from ingest.records import read_records
from ontology.command import main
from tests.ingest import faults

PAPER = """城市平台的公共价值研究

张三  李四

摘要：本文讨论城市平台如何影响公平与效率。

一、引言

效率优先可能损害公平[1]。政府应当保障公民的参与权利。

参考文献
[1] 王五. 城市治理研究[M]. 北京: 某某出版社, 2019.
"""
NAMES = [
    "[red]x.txt",
    "[bold].txt",
    "a\nb.txt",
    "😀.txt",
    "quo\"te's.txt",
    "back\\slash.txt",
    "-dash.txt",
    "sp ace.txt",
    "价值.txt",
    "%41.txt",
    "x" * 240 + ".txt",
    "\x1b[31mred.txt",
    ":smile:.txt",
]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WENMAI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WENMAI_LANG", "en")
    return tmp_path / "data"


def run(*args: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(a) for a in args])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    assert "Traceback" not in result.output
    return result


def failures(result: Result) -> list[str]:
    return [line for line in result.stderr.splitlines() if line.startswith("✗")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_one_text_in_any_encoding_gives_the_same(tmp_path: Path, encoding: str) -> None:
    def found(folder: str, content: bytes) -> list[dict[str, Any]]:
        file = tmp_path / folder / "paper.txt"
        file.parent.mkdir()
        file.write_bytes(content)
        lines = map(json.loads, run("extract", file).stdout.splitlines())
        return [{k: v for k, v in line.items() if k not in ("sha256", "file")} for line in lines]

    expected = found("plain", PAPER.encode())
    assert len(expected) > 8
    assert found("other", PAPER.encode(encoding)) == expected


def test_names_of_files_do_no_harm(tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    for name, city in zip(NAMES, "甲乙丙丁戊己庚辛壬癸子丑寅", strict=True):
        (folder / name).write_text(PAPER.replace("城市", f"城市{city}"), encoding="utf-8")
    result = run("ingest", folder)
    assert result.exit_code == 0, result.stderr
    assert re.search(rf"files read +{len(NAMES)}\n", result.stdout)
    # The same files, empty: their names appear in messages.
    markup = folder / "a["
    markup.mkdir()
    (markup / "red]x.txt").touch()  # a[/red]x.txt would close what rich takes for markup
    for name in NAMES:
        (folder / name).write_text("")
    result = run("ingest", folder)
    assert result.exit_code == 1
    lines = failures(result)
    assert len(lines) == len(NAMES) + 1, "one line each"
    assert all("there is no text in it — " in line for line in lines)
    assert "\x1b[31mred" not in result.stderr
    assert any(r"a\nb.txt" in line for line in lines)
    assert any("a[/red]x.txt" in line for line in lines)


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.txt"))
    file.write_text(PAPER, encoding="utf-8")
    (line,) = failures(run("extract", file))
    assert "its name is not UTF-8 text — rename it" in line


@pytest.mark.parametrize("command", ["ingest", "extract"])
def test_links_in_circles_end(tmp_path: Path, command: str) -> None:
    folder = tmp_path / "loop"
    folder.mkdir()
    (folder / "a.txt").write_text(PAPER, encoding="utf-8")
    (folder / "up").symlink_to("..")
    (folder / "b.txt").symlink_to("b.txt")
    (folder / "c.txt").symlink_to("nowhere")
    assert run(command, folder).exit_code == 0
    result = run(command, folder / "b.txt", folder / "c.txt")
    assert result.exit_code == 1
    assert len(failures(result)) == 2


def test_what_never_ends_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (tmp_path / "pipe.txt", Path("/dev/zero")):
        (line,) = failures(run("extract", path))
        assert "this is no regular file" in line


def test_what_is_too_long_for_a_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "LARGEST", 100)
    file = tmp_path / "long.txt"
    file.write_text(PAPER, encoding="utf-8")
    (line,) = failures(run("extract", file))
    assert "no paper is that long" in line


def test_one_file_named_in_two_ways_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAPER, encoding="utf-8")
    found = collect([tmp_path / "a.txt", tmp_path / "." / ".." / tmp_path.name])
    assert (len(found.files), found.failures) == (1, [])


def test_a_fault_of_ours_costs_one_file_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from ingest import pipeline

    whole = pipeline.read_document

    def faulty(path: Path) -> Any:
        if path.name == "b.txt":
            raise KeyError("[/oops]")
        return whole(path)

    for name in "abc":
        text = PAPER.replace("城市", f"城市{name}")
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    files = [tmp_path / f"{name}.txt" for name in "abc"]
    assert run_batch(files, Options(read=faults.read)) == 1
    out, errors = capfd.readouterr()
    (line,) = [line for line in errors.splitlines() if line.startswith("✗")]
    assert "b.txt: the program failed on it (KeyError: '[/oops]')" in line
    assert re.search(r"documents +2\n", out)
    monkeypatch.setattr(pipeline, "read_document", faulty)
    result = run("extract", *files)
    assert result.exit_code == 1
    (line,) = failures(result)
    assert "b.txt: the program failed on it (KeyError: '[/oops]')" in line


RECORD: dict[str, Any] = {"title": "示例研究", "author": [{"family": "张", "given": "三"}]}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('{"a":', "is not valid JSON (line 1"),
        ("[1, 2]", "record 1 has no title"),
        ('[{"title": "  "}]', "record 1 has no title"),
        ("[]", "there are no records in it"),
        ("NaN", "is not CSL-JSON"),
        ("[" * 100_000, "is not CSL-JSON"),
        (json.dumps([RECORD, RECORD | {"author": "我"}]), "record 2: the field “author”"),
        (json.dumps(RECORD | {"author": [None]}), "the field “author”"),
        (json.dumps(RECORD | {"author": [{"family": 3}]}), "the field “author”"),
        (json.dumps(RECORD | {"author": [{}]}), "the field “author”"),
        (json.dumps(RECORD | {"issued": 2020}), "the field “issued”"),
        (json.dumps(RECORD | {"issued": {"date-parts": "2020"}}), "the field “issued”"),
        (json.dumps(RECORD | {"issued": {"date-parts": [["x"]]}}), "the field “issued”"),
        (json.dumps(RECORD | {"page": [1]}), "the field “page”"),
        (json.dumps(RECORD | {"title": "\ud800"}), "the field “title”"),
        (json.dumps(RECORD | {"custom": 7}), "the field “custom”"),
    ],
)
def test_records_that_are_none(tmp_path: Path, text: str, what: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(text)
    with pytest.raises(DocumentError) as caught:
        read_records(file)
    assert what in str(caught.value)
    (line,) = failures(run("ingest", file))
    assert what in line


@pytest.mark.parametrize(
    "record",
    [
        RECORD,
        RECORD | {"issued": {"date-parts": [["2020", 5]]}, "volume": 3, "page": "1-2"},
        RECORD | {"issued": {"date-parts": [[]]}},
        RECORD | {"author": [{"literal": "某某委员会"}]},
        RECORD | {"issued": {"raw": "2020"}},
    ],
)
def test_records_that_are(tmp_path: Path, record: dict[str, Any]) -> None:
    file = tmp_path / "x.json"
    file.write_text(json.dumps(record), encoding="utf-8-sig")
    assert read_records(file) == [record]
    assert run("ingest", file).exit_code == 0


def test_lists_of_one_name_stay_apart(tmp_path: Path, data: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        record = RECORD | {"title": f"示例研究{folder}"}
        (tmp_path / folder / "my list.json").write_text(json.dumps(record))
    for _round in range(2):
        assert run("ingest", tmp_path / "a", tmp_path / "b").exit_code == 0
        assert len(list((data / "graphs" / "records").glob("*.nq"))) == 2


def test_a_data_folder_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(PAPER, encoding="utf-8")
    (tmp_path / "file").touch()
    for folder in ("/proc/none", str(tmp_path / "file"), str(tmp_path / "file" / "below")):
        monkeypatch.setenv("WENMAI_DATA", folder)
        result = run("ingest", tmp_path / "a.txt")
        assert result.exit_code == 1
        (line,) = failures(result)
        assert "set WENMAI_DATA to a folder that can be written" in line


@pytest.mark.parametrize("index", ["", "{", "[]", '{"a": 1}', '{"a": {"old": "layout"}}'])
def test_a_damaged_index_is_named(tmp_path: Path, data: Path, index: str) -> None:
    (tmp_path / "a.txt").write_text(PAPER, encoding="utf-8")
    data.mkdir()
    (data / "index.json").write_text(index)
    result = run("ingest", tmp_path / "a.txt")
    assert result.exit_code == 1
    (line,) = failures(result)
    assert "index.json: it is damaged" in line
    assert "delete it" in line


@pytest.mark.parametrize("file", ["runs.nq", "graphs/ab/other-abcd.nq"])
def test_a_damaged_graph_is_named(tmp_path: Path, data: Path, file: str) -> None:
    (tmp_path / "a.txt").write_text(PAPER, encoding="utf-8")
    (data / file).parent.mkdir(parents=True)
    (data / file).write_text("rubbish .\n")
    result = run("ingest", tmp_path / "a.txt")
    assert result.exit_code == 1
    (line,) = failures(result)
    assert f"{Path(file).name}: it is damaged" in line
