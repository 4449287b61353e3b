"""Many files: skipped, doubled, killed, interrupted; in the end the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ingest import batch
from ingest.archive import Archive
from ingest.batch import Options
from ingest.collecting import collect
from ingest.ingest_command import run_batch
from ingest.run import Run
from ingest.workers import Limits
from ontology.command import main
from tests.ingest import faults

RUN = Run("0.1.0", "01234567", "0.1.0")  # whatever is edited while the tests run
ROOT = Path(__file__).resolve().parents[2]
PAPER = """{title}

王五  赵六

摘要：本文讨论{title}。安全是信任的基础。

关键词：安全；信任

一、引言

数据滥用损害公众对政府的信任[1]。政府应当提高透明度。{more}

参考文献：

[1] 甲乙. 数字治理中的信任[J]. 某某学刊, 2020(1).
"""


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WENMAI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WENMAI_LANG", "en")
    monkeypatch.setattr(batch, "current_run", lambda: RUN)
    return tmp_path / "data"


def paper(title: str, more: str = "") -> str:
    return PAPER.format(title=title, more=more)


def write(folder: Path, count: int, prefix: str = "p") -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number in range(count):
        file = folder / f"{prefix}-{number:02}.txt"
        place = "".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in f"{number:02}")
        file.write_text(paper(f"{prefix}{place}地的安全与信任"), encoding="utf-8")
        files.append(file)
    return files


def run(*args: str | Path) -> Result:
    result = CliRunner().invoke(main, ["ingest", *map(str, args)])
    assert "Traceback" not in result.output
    return result


def stored(folder: Path) -> dict[str, bytes]:
    """Return everything that has to be the same however it came about."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*.nq"))
        if path.name != "runs.nq"
    }


def report(folder: Path) -> dict[str, dict[str, Any]]:
    lines = json.loads((folder / "report.json").read_text(encoding="utf-8"))["files"]
    return {Path(line["file"]).name: line for line in lines}


def outcomes(folder: Path) -> dict[str, str]:
    return {name: line["outcome"] for name, line in report(folder).items()}


def test_unchanged_files_are_skipped_and_changed_ones_read(tmp_path: Path, data: Path) -> None:
    files = write(tmp_path / "in", 3)
    assert run(tmp_path / "in").exit_code == 0
    assert run(tmp_path / "in").exit_code == 0
    assert set(outcomes(data).values()) == {"unchanged"}
    files[1].write_text(paper("完全不同的题目"), encoding="utf-8")
    run(tmp_path / "in")
    assert outcomes(data) == {
        "p-00.txt": "unchanged",
        "p-01.txt": "read",
        "p-02.txt": "unchanged",
    }
    assert len(list((data / "graphs").rglob("*.nq"))) == 3
    run("--again", tmp_path / "in")
    assert set(outcomes(data).values()) == {"read"}
    next((data / "graphs").rglob("*.nq")).unlink()
    run(tmp_path / "in")
    assert sorted(outcomes(data).values()) == ["read", "unchanged", "unchanged"]


def test_a_file_of_the_same_size_and_times_is_told_by_its_bytes(tmp_path: Path, data: Path) -> None:
    (file,) = write(tmp_path / "in", 1)
    run(file)
    facts = file.stat()
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("透明度", "公开度"), encoding="utf-8")
    os.utime(file, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert file.stat().st_size == facts.st_size
    run(file)
    assert outcomes(data) == {"p-00.txt": "read"}


def test_other_rules_read_again(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in", 1)
    run(tmp_path / "in")
    monkeypatch.setattr(batch, "current_run", lambda: Run("0.1.0", "ffffffff", "0.1.0"))
    run(tmp_path / "in")
    assert outcomes(data) == {"p-00.txt": "read"}


def test_an_index_of_old_is_read(tmp_path: Path, data: Path) -> None:
    (file,) = write(tmp_path / "in", 1)
    run(file)
    before = stored(data)
    entry = json.loads((data / "index.json").read_text())[str(file)]
    old = {str(file): {name: entry[name] for name in ("sha256", "key", "sentences")}}
    (data / "index.json").write_text(json.dumps(old))
    run(file)
    assert outcomes(data) == {"p-00.txt": "read"}
    assert stored(data) == before


def test_the_number_of_workers_and_the_order_change_nothing(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    files = write(folder, 6)
    for number, name in enumerate(("copy.md", "zz.txt", "a.txt")):
        more = "企业应当保护隐私。" * number
        (folder / name).write_text(paper("p甲乙地的安全与信任", more), encoding="utf-8")
    (folder / "list.json").write_text('[{"title": "示例"}]')
    (folder / "list2.json").write_text('[{"title": "示例"}]')
    files = sorted(folder.iterdir())
    found = []
    for round_, order in enumerate((files, files[::-1], files[4:] + files[:4])):
        monkeypatch.setenv("WENMAI_DATA", str(tmp_path / f"data{round_}"))
        if round_ < 2:
            run_batch(order, Options(jobs=1 + 3 * round_))
        else:
            for file in order:  # one after another
                run(file)
        found.append(stored(tmp_path / f"data{round_}"))
    assert found[0] == found[1] == found[2]
    assert len([name for name in found[0] if name.startswith("graphs/")]) == 7


def test_the_better_source_is_kept_and_the_other_noted(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    text = paper("平台治理与公共价值")
    (folder / "paper.txt").write_text(text + "\n企业应当保护隐私。", encoding="utf-8")
    (folder / "paper.md").write_text(text, encoding="utf-8")
    (folder / "same.txt").write_bytes((folder / "paper.txt").read_bytes())
    result = run(folder)
    assert result.exit_code == 0, result.output
    lines = report(data)
    assert lines["paper.md"]["outcome"] == "read"
    assert lines["paper.txt"]["outcome"] == lines["same.txt"]["outcome"] == "duplicate"
    assert Path(lines["paper.txt"]["duplicate_of"]).name == "paper.md"
    assert "title" in lines["paper.txt"]["reason"]
    copies = (data / "links" / "copies.nq").read_text(encoding="utf-8")
    assert "paper.txt" in copies
    assert "alsoIn" in copies
    # The better one goes: the other is read, though it is unchanged
    (folder / "paper.md").unlink()
    run(folder)
    graphs = [g for g in stored(data) if g.startswith("graphs/")]
    assert len(graphs) == 1
    assert b"paper.txt" in stored(data)[graphs[0]]
    assert outcomes(data)["same.txt"] in ("duplicate", "unchanged")


def test_a_mere_part_is_not_better(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    full = paper("平台治理与公共价值", "企业应当保护隐私。平台影响公平。" * 8)
    (folder / "full.txt").write_text(full, encoding="utf-8")
    (folder / "page.md").write_text(paper("平台治理与公共价值"), encoding="utf-8")
    run(folder)
    assert outcomes(data) == {"full.txt": "read", "page.md": "duplicate"}


def test_papers_that_are_two(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    other = paper("平台治理（上）").replace("王五  赵六", "李明  周强")
    (folder / "a.txt").write_text(other.replace("（上）", "（一）"), encoding="utf-8")
    (folder / "b.txt").write_text(paper("平台治理（上）"), encoding="utf-8")
    (folder / "c.txt").write_text(paper("平台治理（下）"), encoding="utf-8")
    run(folder)
    assert set(outcomes(data).values()) == {"read"}
    assert len(list((data / "graphs").rglob("*.nq"))) == 3


def test_same_bytes_under_an_ending_that_cannot_be_read(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.xyz", "b.txt"):
        (folder / name).write_text(paper("平台治理与公共价值"), encoding="utf-8")
    run(folder)
    assert outcomes(data) == {"a.xyz": "refused", "b.txt": "read"}


def test_dry_run_says_what_would_happen_and_writes_nothing(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "in"
    write(folder, 2)
    (folder / "empty.txt").touch()
    (folder / "twin.txt").write_bytes((folder / "p-00.txt").read_bytes())
    (folder / "picture.png").touch()
    result = run("--dry-run", folder)
    assert not data.exists()
    assert result.exit_code == 1
    assert f"would be read: {folder / 'p-00.txt'}" in result.stdout
    assert f"duplicate: {folder / 'twin.txt'} — the same paper as" in result.stdout
    assert "passed over: " in result.stdout
    assert "empty.txt: there is no text in it" in result.stderr
    run(folder)
    before = {p: p.stat().st_mtime_ns for p in data.rglob("*")}
    result = run("--dry-run", folder)
    assert f"unchanged: {folder / 'p-00.txt'}" in result.stdout
    assert {p: p.stat().st_mtime_ns for p in data.rglob("*")} == before


def test_reports_in_both_languages(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in", 1)
    (tmp_path / "in" / "<b>.txt").touch()
    out = tmp_path / "out.html"
    assert run("--report", out, "--report", tmp_path / "out.json", tmp_path / "in").exit_code == 1
    page = out.read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    assert "there is no text in it" in page
    assert "&lt;b&gt;.txt" in page
    assert "<b>.txt" not in page
    assert page == (data / "report.html").read_text(encoding="utf-8")
    told = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert told["outcomes"]["read"] == told["outcomes"]["refused"] == 1
    good = next(line for line in told["files"] if line["outcome"] == "read")
    assert good["counts"]["claims"] >= 2
    assert good["seconds"] > 0
    monkeypatch.setenv("WENMAI_LANG", "zh")
    run("--report", out, tmp_path / "in")
    page = out.read_text(encoding="utf-8")
    assert '<html lang="zh-Hans">' in page
    assert "里面没有文字" in page
    assert "无法读取" in page
    assert run("--report", tmp_path / "out.txt", tmp_path / "in").exit_code == 2


def test_workers_that_die_cost_one_file_each(
    tmp_path: Path, data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    write(folder, 3)
    for name in ("dies", "crashes", "hangs", "spins", "gone"):
        (folder / f"{name}-1.txt").write_text(paper(f"{name}的研究"), encoding="utf-8")
    options = Options(jobs=2, limits=Limits(seconds=1.5), read=faults.read)
    assert run_batch([folder], options) == 1
    lines = report(data)
    assert [lines[f"p-0{n}.txt"]["outcome"] for n in range(3)] == ["read"] * 3
    assert "died (3)" in lines["dies-1.txt"]["reason"]
    assert "died (SIGSEGV)" in lines["crashes-1.txt"]["reason"]
    for name in ("hangs-1.txt", "spins-1.txt"):
        assert lines[name]["outcome"] == "failed"
        assert lines[name]["reason"] == "it took longer than 1.5 seconds"
        assert "--time-limit" in lines[name]["remedy"]
        assert 1.5 <= lines[name]["seconds"] < 10
    assert "there is no such file" in lines["gone-1.txt"]["reason"]
    assert capfd.readouterr().err.count("✗") == 5


def test_a_memory_bomb_goes_off_alone(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "in"
    write(folder, 2)
    (folder / "eats-1.txt").write_text(paper("内存的研究"), encoding="utf-8")
    options = Options(jobs=2, limits=Limits(seconds=60, megabytes=300), read=faults.read)
    assert run_batch([folder], options) == 1
    lines = report(data)
    assert lines["eats-1.txt"]["reason"] == "it took more than 300 MB of memory"
    assert lines["p-00.txt"]["outcome"] == lines["p-01.txt"]["outcome"] == "read"


def test_one_ingest_at_a_time(tmp_path: Path, data: Path) -> None:
    write(tmp_path / "in", 1)
    archive = Archive.open(data)
    try:
        result = run(tmp_path / "in")
    finally:
        archive.close()
    assert result.exit_code == 1
    assert f"another ingest is writing to it (process {os.getpid()})" in result.stderr
    assert run(tmp_path / "in").exit_code == 0


def test_what_a_folder_holds_besides_papers(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "in"
    write(folder, 1)
    keep = folder / "p-00.txt"
    for name in (".hidden.txt", "~$draft.docx", "photo.JPG", "README.md", "x.bib~"):
        (folder / name).write_text("words")
    for inner in (".git", "gold", "page_files", "__MACOSX"):
        (folder / inner).mkdir()
        (folder / inner / "inside.txt").write_text("words")
    (folder / "page.html").write_text("<p>words")
    (folder / "data").mkdir()
    (folder / "data" / "report.html").write_text("words")
    (folder / "round").symlink_to(folder)
    (folder / "self.txt").symlink_to("self.txt")
    elsewhere = tmp_path / "elsewhere"
    write(elsewhere, 1, "q")
    (folder / "linked").symlink_to(elsewhere)
    (folder / "linked again").symlink_to(elsewhere)
    found = collect([folder], data=folder / "data")
    names = [file.relative_to(folder).as_posix() for file in found.files]
    assert names == ["linked/q-00.txt", "p-00.txt", "page.html", "x.bib~"]
    assert [path.name for path, _why in found.passed] == ["README.md", "photo.JPG"]
    assert found.failures == []
    assert keep in found.files


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "in" / "closed"
    write(closed, 1)
    write(tmp_path / "in", 1)
    closed.chmod(0)
    try:
        found = collect([tmp_path / "in"])
    finally:
        closed.chmod(0o755)
    assert len(found.files) == 1
    (failure,) = found.failures
    assert "this folder cannot be read (Permission denied)" in failure.reason


SCRIPT = """
import sys
from pathlib import Path
from ingest import batch
from ingest.batch import Options
from ingest.ingest_command import run_batch
from ingest.run import Run
from tests.ingest import faults
batch.current_run = lambda: Run("0.1.0", "01234567", "0.1.0")
sys.exit(run_batch([Path(sys.argv[1])], Options(jobs=2, read=faults.read)))
"""


def start(folder: Path) -> subprocess.Popen[bytes]:
    """Start an ingest that takes its time, in a process of its own; it has no main module."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(folder)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def wait_for(data: Path, count: int) -> int:
    """Wait until so many documents are stored."""
    for _ in range(600):
        lines = 0
        if (data / "journal.jsonl").exists():
            lines = (data / "journal.jsonl").read_bytes().count(b"\n")
        if lines >= count:
            return lines
        time.sleep(0.05)
    raise AssertionError("nothing was stored")


def test_ctrl_c_keeps_what_was_read(tmp_path: Path, data: Path) -> None:
    write(tmp_path / "in", 12, "slow")
    process = start(tmp_path / "in")
    done = wait_for(data, 2)
    os.killpg(process.pid, signal.SIGINT)
    _out, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert b"Ended before it was done" in errors
    assert b"Traceback" not in errors
    assert not (data / "journal.jsonl").exists()
    told = list(outcomes(data).values())
    assert told.count("read") >= done
    assert told.count("not reached") == 12 - told.count("read") > 0
    assert len(json.loads((data / "index.json").read_text())) == told.count("read")


@pytest.mark.long
def test_killed_at_any_moment_nothing_is_lost_or_done_twice(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    write(folder, 24, "slow")
    (folder / "empty.txt").touch()
    (folder / "twin.txt").write_bytes((folder / "slow-00.txt").read_bytes())
    known: dict[str, int] = {}  # graphs and when they were written
    for moment in (1, 5, 9, 14, 19):
        process = start(folder)
        wait_for(data, moment)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        for line in (data / "journal.jsonl").read_bytes().splitlines()[:-1]:
            json.loads(line)
        now = {str(p): p.stat().st_mtime_ns for p in (data / "graphs").rglob("*.nq")}
        assert known.items() <= now.items(), "what was stored is stored, and not written again"
        known = now
        time.sleep(0.2)  # until the system has taken the workers away
    done = len(Archive(data, write=False).entries())
    last = start(folder)
    last.communicate(timeout=120)
    assert last.returncode == 1  # one file is empty
    told = list(outcomes(data).values())
    assert told.count("read") <= 24 - done + 1
    assert told.count("unchanged") >= done
    assert not (data / "journal.jsonl").exists()
    assert not list(data.rglob(".*.nq.*"))
    found = stored(data)
    monkeypatch.setenv("WENMAI_DATA", str(tmp_path / "other"))
    run(folder)
    assert found == stored(tmp_path / "other")
    runs = (data / "runs.nq").read_text()
    assert runs.count("startedAtTime") == 24, "when each was read is known"


@pytest.mark.long
def test_a_worker_whose_parent_was_killed_ends(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "in"
    write(folder, 2, "slow")
    (folder / "hangs-1.txt").write_text(paper("停顿的研究"), encoding="utf-8")
    script = SCRIPT.replace("read=faults.read", "read=faults.read, limits=Limits(seconds=2)")
    process = subprocess.Popen(
        [sys.executable, "-c", "from ingest.workers import Limits\n" + script, str(folder)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_for(data, 1)
    process.kill()
    process.wait()
    for _ in range(200):
        left = subprocess.run(
            ["ps", "-o", "pid=", "-s", str(process.pid)], capture_output=True, text=True
        ).stdout.split()
        if not left:
            return
        time.sleep(0.1)
    raise AssertionError(f"processes are left: {left}")


@pytest.mark.long
def test_ten_thousand_unchanged_files_take_seconds(tmp_path: Path, data: Path) -> None:
    from ingest.archive import Entry

    folder = tmp_path / "in"
    archive = Archive.open(data)
    mark = batch.stamp(RUN)
    for number in range(10_000):
        file = folder / f"{number // 500}" / f"{number}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{number}" * 100)
        key = f"2020-{hashlib.sha256(str(number).encode()).hexdigest()[:12]}"
        graph = archive.graph_file(key)
        graph.parent.mkdir(parents=True, exist_ok=True)
        graph.touch()
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        archive.touch(str(file.resolve()), Entry(sha256, key, 10, mark))
    archive.fold()
    archive.close()
    for _round in range(2):  # the first looks into each file, the second at its times
        began = time.monotonic()
        assert run(folder).exit_code == 0
        assert time.monotonic() - began < 10
        assert json.loads((data / "report.json").read_text())["outcomes"]["unchanged"] == 10_000
        time.sleep(2)
