"""Every message of the commands has a Chinese text, with the same blanks to fill."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner

from ingest.readers._bytes import _MAGIC, _ZIPPED
from ontology.command import main
from ontology.i18n import TRANSLATIONS
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


def catalogue() -> dict[str, str]:
    with (TRANSLATIONS / "zh.po").open("rb") as file:
        found = read_po(file, locale="zh", abort_invalid=True)
    return {str(m.id): str(m.string) for m in found if m.id}


def test_every_message_is_translated() -> None:
    known = catalogue()
    names = [name for _magic, name in (*_MAGIC, *_ZIPPED)]
    wanted = [*messages(), *(("a format", n) for n in names), *(("the system", n) for n in SYSTEM)]
    assert len(wanted) > 100
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


def test_what_is_printed_cannot_steer_a_terminal() -> None:
    assert printable("a\nb\x1b[31m\tc\u202ed") == r"a\nb\x1b[31m\tc\u202ed"
    assert printable("[red]价值 😀　x.txt") == "[red]价值 😀　x.txt"
    assert printable(os.fsdecode(b"a\xff")) == r"a\udcff"
