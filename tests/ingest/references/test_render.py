"""Records written as GB/T 7714, BibTeX and RIS, and the command that prints them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.commands import references as command
from ingest.reference_command import run
from ingest.references import parse
from ingest.references.render import gbt7714, render

BOOK = "[1][美]约翰·多伊 .治理的尺度：一种理论[M].李四，译 .北京：示例出版社，2016."
NOTE = (
    "④ 张三、李四、王五等：《示例研究的方法》，《示例学报（社会科学版）》2023 年第 4 期，第5—9页。"
)
ENGLISH = (
    "Doe, J., Roe, A.-B., Poe, C., & Noe, D. (2019). Trust & services. "
    "Example Journal, 36(4), 1–9. https://doi.org/10.1000/182"
)
CHAPTER = (
    "LEE J. Open data[C]//Proceedings of the 11th Example Conference. "
    "Galway: Example Press, 2018: 5-9."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BOOK, "约翰·多伊. 治理的尺度：一种理论[M]. 李四, 译. 北京: 示例出版社, 2016."),
        (NOTE, "张三, 李四, 王五, 等. 示例研究的方法[J]. 示例学报（社会科学版）, 2023(4): 5-9."),
        (
            ENGLISH,
            "DOE J, ROE A B, POE C, et al. Trust & services[J/OL]. "
            "Example Journal, 2019, 36(4): 1-9. DOI:10.1000/182.",
        ),
        (
            CHAPTER,
            CHAPTER,
        ),
    ],
)
def test_gbt7714(text: str, expected: str) -> None:
    assert gbt7714(parse(text).csl) == expected


def test_what_is_written_reads_the_same_again() -> None:
    for text in (BOOK, NOTE, CHAPTER):
        record = parse(text).csl
        again = parse(gbt7714(record)).csl
        for name in ("type", "title", "author", "issued", "page", "translator", "container-title"):
            assert again.get(name) == record.get(name), name


def test_bibtex_reads_back() -> None:
    from bibtexparser.entrypoint import parse_string

    records = [parse(text).csl for text in (BOOK, NOTE, ENGLISH, ENGLISH)]
    library = parse_string(render(records, "bibtex"))
    assert not library.failed_blocks
    assert [e.entry_type for e in library.entries] == ["book", "article", "article", "article"]
    assert len({e.key for e in library.entries}) == 4
    fields = library.entries[2].fields_dict
    assert fields["author"].value == "Doe, J. and Roe, A.-B. and Poe, C. and Noe, D."
    assert fields["title"].value == r"{Trust \& services}"
    assert fields["pages"].value == "1--9"
    assert (
        library.entries[1].fields_dict["author"].value == "张, 三 and 李, 四 and 王, 五 and others"
    )


def test_ris_reads_back() -> None:
    import rispy

    text = render([parse(t).csl for t in (BOOK, NOTE, ENGLISH)], "ris")
    assert text.startswith("TY  - BOOK")
    entries = rispy.loads(text)
    assert [e["type_of_reference"] for e in entries] == ["BOOK", "JOUR", "JOUR"]
    assert entries[1]["authors"] == ["张, 三", "李, 四", "王, 五"]
    assert (entries[2]["start_page"], entries[2]["end_page"]) == ("1", "9")
    assert entries[2]["doi"] == "10.1000/182"


def test_the_command_writes_one_record_a_line(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text(f"{BOOK}\n\n{ENGLISH}\nhello world\n", encoding="utf-8")
    result = CliRunner().invoke(command, [str(file)])
    assert result.exit_code == 0
    records = [json.loads(line) for line in result.output.splitlines()]
    assert [r["id"] for r in records] == ["ref1", "ref3", "ref4"]
    assert records[0]["custom"]["confidence"] > 0.9
    assert records[0]["custom"]["warnings"] == []
    assert records[2]["custom"]["warnings"]
    assert records[2]["custom"]["confidence"] < 0.5


@pytest.mark.parametrize(
    ("form", "start"), [("gbt7714", "[1] "), ("bibtex", "@book{"), ("ris", "TY  - ")]
)
def test_the_command_in_other_formats(form: str, start: str) -> None:
    result = CliRunner().invoke(command, ["-", "--format", form], input=f"{BOOK}\n")
    assert result.exit_code == 0
    assert result.output.startswith(start)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_a_file_of_another_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "list.txt"
    file.write_bytes(f"{BOOK}\r\n".encode(encoding))
    expected = CliRunner().invoke(command, ["-"], input=BOOK)
    assert CliRunner().invoke(command, [str(file)]).output == expected.output


def test_a_file_that_is_no_text_is_one_line_and_status_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "list.txt"
    file.write_bytes(bytes(range(128, 256)) * 3)
    with file.open("rb") as lines:
        assert run(lines, "csljson") == 1
    assert str(file) in capsys.readouterr().err
    assert run(io.BytesIO(b""), "csljson") == 0
