"""What click says when a command is typed wrongly, in the reader's language."""

from __future__ import annotations

import re

import click

from ontology.help import metavar
from ontology.i18n import _

_COMMAND = re.compile(r"No such command '(.*)'\.", re.DOTALL)
_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)
_FOLDER = re.compile(r"File '(.*)' is a directory\.", re.DOTALL)


def explain(error: click.UsageError) -> str:
    """Return what is wrong with the words of a command, in one line or two."""
    name = _name(error)
    if isinstance(error, click.MissingParameter):
        text = _("{name} is missing").format(name=name)
    elif isinstance(error, click.NoSuchOption):
        text = _("there is no option {name}").format(name=error.option_name)
        if error.possibilities:
            text += _("; there is {names}").format(names=", ".join(sorted(error.possibilities)))
    elif isinstance(error, click.BadParameter):
        text = f"{name}{_(': ')}{_reason(error)}"
    elif isinstance(error, click.BadOptionUsage):
        text = _("{name} needs a value").format(name=error.option_name)
    elif found := _COMMAND.fullmatch(error.message):
        text = _("there is no command “{name}”").format(name=found[1])
    elif found := _EXTRA.fullmatch(error.message):
        text = _("too many arguments: {names}").format(names=found[1])
    else:
        text = error.format_message()
    path = error.ctx.command_path if error.ctx else "wenmai"
    return text + _(" (“{command} --help” says how it is used)").format(command=path)


def _name(error: click.UsageError) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return ""
    if isinstance(parameter, click.Argument):
        return metavar(parameter.metavar or (parameter.name or "").upper())
    name: str = max(parameter.opts, key=len)
    return name


def _reason(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return _("choose one of {names}").format(names=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange):
        if kind.max is None:
            return _("a whole number of at least {least} is needed").format(least=kind.min)
        return _("a whole number from {least} to {most} is needed").format(
            least=kind.min, most=kind.max
        )
    folder = _FOLDER.fullmatch(error.message)
    if folder:
        return _("“{file}” is a folder; a file is needed").format(file=folder[1])
    if isinstance(kind, click.Path | click.File):
        file, colon, why = error.message.rpartition(": ")
        return f"{file}{_(': ') if colon else ''}{_(why.rstrip('.'))}"
    return error.message
