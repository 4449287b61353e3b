"""Every message of the commands has a Chinese text, with the same blanks to fill."""

from __future__ import annotations

import ast
import inspect
import os
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner

from ingest.readers._bytes import _MAGIC, _ZIPPED
from ontology.command import SUMMARIES, main
from ontology.help import HelpContext, TranslatedFormatter, columns, wrap
from ontology.i18n import TRANSLATIONS, translated
from ontology.terminal import printable

ROOT = Path(__file__).resolve().parents[2]
# What the system says is translated where it is likely.
SYSTEM = (
    "Address already in use",
    "Cannot assign requested address",
    "File name too long",
    "Is a directory",
    "No space left on device",
    "No such file or directory",
    "Not a directory",
    "Permission denied",
    "Read-only file system",
)
# What click adds to help pages.
CLICK = ("Usage:", "Options", "Commands", "Positional arguments", "default", "env var", "required")
CLOSING = tuple("，。、；：？！）》」』”’…,.;:?!)]")
OPENING = tuple("（《「『“‘([")


def messages() -> Iterator[tuple[str, str]]:
    """Yield (file, message) for each call of the ``_`` of ``ontology.i18n``."""
    for room in ("ontology", "ingest", "webapp"):
        for path in sorted((ROOT / room).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            ours = any(
                isinstance(node, ast.ImportFrom)
                and node.module == "ontology.i18n"
                and any(alias.name == "_" for alias in node.names)
                for node in ast.walk(tree)
            )
            for node in ast.walk(tree) if ours else ():
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id == "_"
                    and isinstance(node.args[0], ast.Constant)
                ):
                    yield path.relative_to(ROOT).as_posix(), str(node.args[0].value)


def commands() -> dict[str, click.Command]:
    """Return ``wenmai`` (as ``""``) and its subcommands."""
    context = HelpContext(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {"": main, **{name: command for name, command in found.items() if command}}


def help_texts() -> Iterator[tuple[str, str]]:
    """Yield (command, text) for each text and each word of the help pages."""
    for name, command in commands().items():
        context = HelpContext(command)
        for text in (command.help, command.short_help, command.epilog):
            if text:
                yield name, inspect.cleandoc(text).partition("\f")[0]
        spelt = " ".join(command.collect_usage_pieces(context))
        for parameter in command.get_params(context):
            record = parameter.get_help_record(context)
            text = getattr(parameter, "help", None)
            if isinstance(parameter, click.Option) and record:
                assert text, f"wenmai {name} {parameter.opts} has no help"
                spelt += f" {record[0]}"
            if text:
                yield name, text
        # Words for values are in capitals: [OPTIONS], PATHS..., INTEGER RANGE
        yield from ((name, word) for word in re.findall("[A-Z]{2,}(?: [A-Z]{2,})*", spelt))


def catalogue() -> dict[str, str]:
    with (TRANSLATIONS / "zh.po").open("rb") as file:
        found = read_po(file, locale="zh", abort_invalid=True)
    return {str(m.id): str(m.string) for m in found if m.id}


def test_every_message_is_translated() -> None:
    known = catalogue()
    names = [name for _magic, name in (*_MAGIC, *_ZIPPED)]
    wanted = [*messages(), *(("a format", n) for n in names), *(("the system", n) for n in SYSTEM)]
    assert len(wanted) > 100
    pages = list(help_texts())
    assert {name for name, _text in pages} == {"", *SUMMARIES}
    wanted += [*pages, *SUMMARIES.items(), *(("click", text) for text in CLICK)]
    assert [pair for pair in wanted if not known.get(pair[1])] == []


def test_translations_have_the_same_blanks() -> None:
    blank = re.compile(r"\{[^}]*\}")
    for message, text in catalogue().items():
        assert sorted(blank.findall(message)) == sorted(blank.findall(text)), message


@pytest.mark.parametrize(
    "arguments",
    [
        ["bogus"],
        ["serve", "--port", "99999"],
        ["serve", "--prot", "1"],
        ["load", "too", "many"],
        ["references", "--format", "bogus"],
        ["references", "/no/such/file"],
        ["query"],
        ["query", "--timeout"],
        ["query", "--timeout", "0", "ASK {}"],
        ["ingest"],
        ["export", "-o", "/"],
    ],
)
def test_mistyped_commands_are_explained_in_chinese(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENMAI_LANG", "zh")
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert result.output.startswith("错误：")
    assert "--help" in result.output
    words = set(re.findall(r"(?<![-\w/])[a-z][a-z0-9]{2,}", result.output))
    assert words <= {"wenmai", "bogus", "too", "many", "csljson", "bibtex", "ris", "gbt7714",
                     *arguments}  # fmt: skip


@pytest.mark.parametrize("name", ["", *SUMMARIES])
@pytest.mark.parametrize("width", [60, 80])
def test_help_is_in_chinese(name: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMAI_LANG", "zh")
    arguments = [name, "--help"] if name else ["--help"]
    result = CliRunner().invoke(main, arguments, terminal_width=width - 2)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0].startswith(f"用法：wenmai {name} [选项]".replace("  ", " "))
    assert "选项：" in lines
    for line in lines:
        assert columns(line) <= width - 2
        assert not line.lstrip().startswith(CLOSING)
        assert not line.endswith(OPENING)
    text = re.sub(r"(?<!\S)--?[\w-]+|\[[\w|]*\|[\w|]*\]|\S+/\S+", "", result.output)
    words = set(re.findall(r"(?<![\w.-])[a-z]{2,}", text))
    assert words <= {"wenmai", *SUMMARIES, "csljson", "nquads", "x"}


def test_help_of_every_command_is_english_where_english_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WENMAI_LANG", "en")
    for name in ["", *SUMMARIES]:
        output = CliRunner().invoke(main, [name, "--help"] if name else ["--help"]).output
        assert output.startswith("Usage: wenmai")
        assert re.findall("[\u4e00-\u9fff]+", output) == ([] if name else ["文脉"])


def test_what_click_adds_to_an_option_is_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMAI_LANG", "zh")
    options = [
        click.Option(["--host"], required=True, help="Address to listen on."),
        click.Option(
            ["--port"], type=click.IntRange(1), default=2, show_default=True, envvar="X",
            show_envvar=True,
        ),
    ]  # fmt: skip
    command = click.Command("x", params=[*options, click.Argument(["file"], required=False)])
    output = command.get_help(HelpContext(command, info_name="x"))
    assert output.splitlines() == [
        "用法：x [选项] [文件]",
        "",
        "选项：",
        "  --host 文本  监听的地址。 [必填]",
        "  --port 整数  [环境变量：X；默认值：2；x>=1]",
        "  --help       显示此帮助并退出。",
    ]


def test_paragraphs_that_are_set_by_hand_stay() -> None:
    formatter = TranslatedFormatter(width=18)
    formatter.write_text("一二三四五六七八九，十\n\n\b\n  a   b\nc\n\n末段")
    assert formatter.getvalue() == "一二三四五六七八\n九，十\n\n  a   b\nc\n\n末段\n"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 8, []),
        ("甲乙丙丁戊", 8, ["甲乙丙丁", "戊"]),
        ("甲乙丙丁，戊", 8, ["甲乙丙", "丁，戊"]),
        ("甲乙丙“丁”戊", 7, ["甲乙丙", "“丁”戊"]),
        ("甲 CSL-JSON 乙（丙）", 10, ["甲", "CSL-JSON", "乙（丙）"]),
        ("one two three", 8, ["one two", "three"]),
        ("unbreakable 甲", 4, ["unbreakable", "甲"]),
    ],
)
def test_lines_end_where_chinese_lines_may(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


def test_what_is_printed_cannot_steer_a_terminal() -> None:
    assert printable("a\nb\x1b[31m\tc\u202ed") == r"a\nb\x1b[31m\tc\u202ed"
    assert printable("[red]价值 😀　x.txt") == "[red]价值 😀　x.txt"
    assert printable(os.fsdecode(b"a\xff")) == r"a\udcff"


@pytest.mark.parametrize(
    ("said", "chinese"),
    [
        ("there is no text in it", "里面没有文字"),
        ("it has 30 MB: no paper is that long", "有 30 MB，论文不会这么长"),
        ("it took longer than 300 seconds", "用时超过 300 秒"),
    ],
)
def test_what_a_program_said_in_english_can_be_told_in_chinese(said: str, chinese: str) -> None:
    assert translated(said, "zh") == chinese


def test_parts_that_are_messages_are_translated_too() -> None:
    with (TRANSLATIONS / "zh.po").open("rb") as file:
        messages = {str(m.id): str(m.string) for m in read_po(file, locale="zh") if m.id}
    outer = next(m for m in messages if m.startswith("this is {form}"))
    said = outer.format(form="there is no text in it")
    assert translated(said, "zh") == messages[outer].format(form="里面没有文字")


def test_what_no_message_fits_stays_untranslated() -> None:
    assert translated("Nobody has ever said this here", "zh") is None
    assert translated("", "zh") is None
    assert translated("there is no text in it", "en") is None
