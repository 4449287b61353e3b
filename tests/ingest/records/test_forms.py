"""Lists of records: the examples of each format, odd files, and texts that are no lists."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import records
from ingest.document import DocumentError
from ingest.records import _values
from ingest.rulefiles import FOLDER
from ontology.command import main

RULES = sorted((FOLDER / "records").glob("*.toml"))
PAPERS = sorted((Path(__file__).parents[1] / "papers").rglob("*.txt"))
EXAMPLES = [
    (file.stem, number, example)
    for file in RULES
    for number, example in enumerate(tomllib.loads(file.read_text("utf-8"))["examples"])
]


def item(file: Path) -> dict[str, Any]:
    (found,) = records.read_list(file).items
    return found


@pytest.mark.parametrize(("form", "number", "example"), EXAMPLES)
def test_examples_of_the_rules(form: str, number: int, example: dict[str, Any]) -> None:
    text = example["text"]
    assert [name for name, module in records.forms().items() if module.recognise(text)] == [form]
    assert records.forms()[form].read("x", text).items == example["items"]


def test_every_format_with_rules_is_a_module() -> None:
    assert {file.stem for file in RULES} | {"csljson"} == set(records.forms())
    for module in records.forms().values():
        assert module.NAME
        assert module.SUFFIXES


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-16-le"])
@pytest.mark.parametrize(("form", "number", "example"), EXAMPLES)
def test_any_encoding_and_newline(
    tmp_path: Path, form: str, number: int, example: dict[str, Any], encoding: str
) -> None:
    suffix = records.forms()[form].SUFFIXES[0]
    file = tmp_path / f"list{suffix}"
    file.write_bytes(example["text"].replace("\n", "\r\n").encode(encoding))
    found = records.read_list(file)
    assert (found.form, found.items) == (form, example["items"])


@pytest.mark.parametrize(("form", "number", "example"), EXAMPLES)
def test_a_text_file_is_recognised_by_what_is_in_it(
    tmp_path: Path, form: str, number: int, example: dict[str, Any]
) -> None:
    if ".txt" not in records.forms()[form].SUFFIXES:
        return
    file = tmp_path / "export.txt"
    file.write_text(example["text"], encoding="utf-8")
    assert records.form_of(file) == form
    wrong = tmp_path / "export.ris"
    wrong.write_text(example["text"], encoding="utf-8")
    assert records.form_of(wrong) == form


@pytest.mark.parametrize("file", PAPERS, ids=lambda file: file.stem)
def test_papers_are_no_records(file: Path) -> None:
    assert records.form_of(file) is None


def test_extract_says_that_a_list_is_no_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENMAI_LANG", "en")
    file = tmp_path / "export.txt"
    file.write_text(EXAMPLES[-1][2]["text"], encoding="utf-8")
    result = CliRunner().invoke(main, ["extract", str(file)])
    assert result.exit_code == 1
    assert "this is a list of bibliographic records" in result.stderr
    # In a folder a list that only can be one is passed over
    (tmp_path / "list.bib").write_text("@book{a, title={B}, year={2000}}", encoding="utf-8")
    file.unlink()
    (tmp_path / "paper.txt").write_text("A title\n\nSome words here.\n", encoding="utf-8")
    assert CliRunner().invoke(main, ["extract", str(tmp_path)]).exit_code == 0


def test_bibtex_that_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMAI_LANG", "en")
    file = tmp_path / "x.bib"
    file.write_text(
        "@article{good, title = {First}, year = 2001}\n"
        "@article{open, title = {Never closed,\n  year = 2002\n"
        "@book{twice, title = {Second}, title = {Again}, year = {2003}}\n"
        "@book{good, title = {Third with the key of the first}, year = {2004}}\n"
        "@misc{untitled, author = {Doe, Jane}, year = 2005}\n"
        '@misc(round, title = "In round brackets", year = 2006)\n',
        encoding="utf-8",
    )
    found = records.read_list(file)
    titles = [each["title"] for each in found.items]
    assert titles == ["First", "Second", "Third with the key of the first", "In round brackets"]
    assert any("line 2: this entry is broken" in note for note in found.notes)
    assert any("has no title" in note for note in found.notes)


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ("{World Bank and Others}", [{"literal": "World Bank and Others"}]),
        ("王小明 and 欧阳修远", [{"family": "王", "given": "小明"},
                            {"family": "欧阳", "given": "修远"}]),
        ("Garc{\\'i}a M{\\'a}rquez, Gabriel", [{"family": "García Márquez", "given": "Gabriel"}]),
        ("{\\O}rsted, H. C. and {\\v S}koda, Jan and others",
         [{"family": "Ørsted", "given": "H. C."}, {"family": "Škoda", "given": "Jan"}]),
        ("King, Jr., Martin", [{"family": "King Jr.", "given": "Martin"}]),
        ("Jane Doe", [{"family": "Doe", "given": "Jane"}]),
    ],
)  # fmt: skip
def test_names_in_bibtex(tmp_path: Path, authors: str, expected: list[dict[str, str]]) -> None:
    file = tmp_path / "x.bib"
    file.write_text(f"@book{{k, title={{T}}, author={{{authors}}}}}", encoding="utf-8")
    assert item(file)["author"] == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("{50\\% of {G}DP \\& more}", "50% of GDP & more"),
        ("{50% of GDP}", "50% of GDP"),
        ("je # { Letters}", "Journal of Examples Letters"),
        ('"A {\\"o}ffentlicher Wert"', "A öffentlicher Wert"),
        ("{数字治理——价值与\\textit{路径}}", "数字治理——价值与路径"),
    ],
)
def test_values_in_bibtex(tmp_path: Path, value: str, expected: str) -> None:
    file = tmp_path / "x.bib"
    text = f"@string{{je = {{Journal of Examples}}}}\n@book{{k, title = {value}}}"
    file.write_text(text, encoding="utf-8")
    assert item(file)["title"] == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("张三;李四;", ["张三", "李四"]),
        ("张三, 李四", ["张三", "李四"]),
        ("张三，李四明", ["张三", "李四明"]),
        ("何, 艳玲", ["何艳玲"]),
        ("欧阳, 修", ["欧阳修"]),
        ("Doe, Jane; Roe, R. W.", ["Jane Doe", "R. W. Roe"]),
        ("Doe, Jane and Roe, Richard", ["Jane Doe", "Richard Roe"]),
        ("某某市统计局", ["某某市统计局"]),
        ("[美]马克·某尔", ["马克·某尔"]),
        ("张三*;李四1", ["张三", "李四"]),
        ("等", []),
    ],
)
def test_people(value: str, expected: list[str]) -> None:
    from ingest.nodes import display_name

    assert [display_name(person) for person in _values.people(value)] == expected


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("2021", [2021]),
        ("2021/05/10/", [2021, 5, 10]),
        ("2021年5月", [2021, 5]),
        ("2021-05-10 08:30", [2021, 5, 10]),
        ("10 May 2021", [2021, 5]),
        ("２０２１", [2021]),
        ("2021-13-40", [2021]),
        ("in press", None),
    ],
)
def test_dates(value: str, parts: list[int] | None) -> None:
    assert _values.issued(value) == ({"date-parts": [parts]} if parts else None)


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("a.bib", "", "there are no records in it"),
        ("a.ris", "some words\n", "there are no records in it"),
        ("a.ris", "TY  - JOUR\nPY  - 2020\nER  - \n", "there are no records in it"),
        ("a.enw", "%A nobody\n", "there are no records in it"),
    ],
)
def test_lists_with_nothing_in_them(
    tmp_path: Path, name: str, text: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENMAI_LANG", "en")
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError, match=what):
        records.read_list(file)


def test_records_without_end_marks(tmp_path: Path) -> None:
    file = tmp_path / "x.ris"
    file.write_text("TY  - JOUR\nTI  - One\nTY  - BOOK\nTI  - Two\nN2  - a\n\nb\n", "utf-8")
    assert [each["title"] for each in records.read_list(file).items] == ["One", "Two"]


def test_hostile_xml(tmp_path: Path) -> None:
    file = tmp_path / "x.xml"
    file.write_text(
        '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        "<xml><records><record><titles><title>&a;</title></titles></record></records></xml>",
        "utf-8",
    )
    assert records.form_of(file) is None  # a document type is nothing that EndNote writes


def test_ingest_reads_every_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMAI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WENMAI_LANG", "en")
    for form, number, example in EXAMPLES:
        suffix = records.forms()[form].SUFFIXES[0]
        (tmp_path / f"{form}{number}{suffix}").write_text(example["text"], encoding="utf-8")
    result = CliRunner().invoke(main, ["ingest", str(tmp_path)])
    assert result.exit_code == 0, result.output
    wanted = sum(len(example["items"]) for _form, _number, example in EXAMPLES)
    rows = (line.strip().rsplit(maxsplit=1) for line in result.stdout.splitlines())
    told = {label.strip(): number for label, number in rows}
    assert told["bibliographic records"] == str(wanted)
    assert len(list((tmp_path / "data" / "graphs" / "records").glob("*.nq"))) == len(EXAMPLES)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(EXAMPLES), st.integers(0, 2000), st.text(max_size=40))
def test_no_text_makes_a_reader_fail(
    example: tuple[str, int, dict[str, Any]], at: int, noise: str
) -> None:
    form, _number, facts = example
    text = facts["text"][:at] + noise + facts["text"][at + len(noise) :]
    try:
        found = records.forms()[form].read("x", text)
    except DocumentError:
        return
    from ingest.records._items import check

    check("x", found.items)
