"""Help pages of the commands in the reader's language.

Help texts are plain English in the code. In another language each is looked up in the catalogue
when a page is written; that is so for the words that click adds, too. Lines end where Chinese
lines may, at the width that they have on a terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import east_asian_width

import click

from ontology.i18n import _, language

_NEVER_FIRST = frozenset("，。、；：？！）》〉」』】〕”’…—·％,.;:?!)]}%")
_NEVER_LAST = frozenset("（《〈「『【〔“‘([{")
_METAVAR = re.compile(r"[A-Z]{2,}(?: [A-Z]{2,})*")
# What click appends to the help of an option: its default, range and whether it is required
_EXTRA = re.compile(r"(?:(?P<help>.*?)  )?\[(?P<extra>.+)\]", re.DOTALL)


class HelpContext(click.Context):
    """The context of a command whose help is in the reader's language."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return what writes help: click's own formatter for English."""
        if language() == "en":
            return super().make_formatter()
        return TranslatedFormatter(width=self.terminal_width, max_width=self.max_content_width)


class TranslatedFormatter(click.HelpFormatter):
    """Writes English help in the language of the catalogue."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is called."""
        self._write(metavar(args), f"{_('Usage:') if prefix is None else prefix}{prog} ")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        self.write(f"{' ' * self.current_indent}{_(heading)}{_(': ').rstrip()}\n")

    def write_text(self, text: str) -> None:
        r"""Write paragraphs; the lines of one that begins with ``\b`` stay as they are."""
        indent = " " * self.current_indent
        for number, paragraph in enumerate(re.split(r"\n{2,}", _(text).strip("\n"))):
            self.write("\n" if number else "")
            if paragraph.startswith("\b\n"):
                self.write("".join(f"{indent}{line}\n" for line in paragraph.split("\n")[1:]))
            else:
                self._write(paragraph, indent)

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write a table of options or commands, its second column in line."""
        table = [(metavar(first), _described(second)) for first, second in rows]
        indent = " " * self.current_indent
        column = min(max(columns(first) for first, _second in table), col_max)
        for first, second in table:
            head = f"{indent}{first}"
            free = column - columns(first)
            if not second:
                self.write(f"{head}\n")
            elif free >= 0:
                self._write(second, head + " " * (free + col_spacing))
            else:
                self.write(f"{head}\n")
                self._write(second, indent + " " * (column + col_spacing))

    def _write(self, text: str, head: str) -> None:
        """Write a text in lines after ``head``, all beginning below its end."""
        width = columns(head)
        lines = wrap(text, max(self.width - width, 10)) or [""]
        self.write(f"{head}{lines[0]}".rstrip() + "\n")
        self.write("".join(f"{' ' * width}{line}\n" for line in lines[1:]))


def metavar(text: str) -> str:
    """Return a text with the words that stand for values (PATHS, [OPTIONS]) translated."""
    return _METAVAR.sub(lambda found: _(found[0]), text)


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: Han characters take two."""
    return sum(2 if _wide(c) else 1 for c in text)


def wrap(text: str, width: int) -> list[str]:
    """Return a text in lines of at most so many columns, unless one word is longer.

    A line ends at white space or beside a Han character, but never before a mark that closes
    (，。”) or after one that opens (“（).
    """
    lines = [""]
    gap = ""
    for unit in _units(text):
        if unit.isspace():
            gap = " "
            continue
        line = f"{lines[-1]}{gap}{unit}" if lines[-1] else unit
        if lines[-1] and columns(line) > width:
            lines.append(unit)
        else:
            lines[-1] = line
        gap = ""
    return lines if lines[0] else []


def _units(text: str) -> Iterator[str]:
    """Yield what no line may be ended in, and the white space between."""
    unit = ""
    for c in text:
        if unit and _may_part(unit[-1], c):
            yield unit
            unit = ""
        unit += c
    if unit:
        yield unit


def _may_part(before: str, after: str) -> bool:
    if before.isspace() or after.isspace():
        return before.isspace() != after.isspace()
    if after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return _wide(before) or _wide(after)


def _wide(character: str) -> bool:
    return east_asian_width(character) in "WF"


def _described(text: str) -> str:
    """Return the description of an option or a command, with what click appends to it."""
    found = _EXTRA.fullmatch(text)
    if found is None or _(text) != text:
        return _(text)
    items = (item.partition(": ") for item in found["extra"].split("; "))
    extra = _("; ").join(f"{_(name)}{_(colon)}{value}" for name, colon, value in items)
    return f"{_(found['help'])}  [{extra}]" if found["help"] else f"[{extra}]"
