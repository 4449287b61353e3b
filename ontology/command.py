"""The ``wenmai`` command: a dispatcher that loads a subcommand only when it is called.

Rooms contribute subcommands through the entry-point group ``wenmai.commands``; the list of
names and one-line descriptions is read without importing any of them, so ``wenmai --help``
stays fast (spaCy alone takes a second to import).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points, version
from typing import Any

import click

from ontology.help import HelpContext

GROUP = "wenmai.commands"

# One line each, here and not in the rooms, so that help needs no import of a room.
SUMMARIES = {
    "check": "Check ontology and data: consistency, rules, shapes, questions.",
    "export": "Write the graph out (N-Quads, TriG, Turtle, CSV of claims).",
    "extract": "Print everything found in files as JSON Lines.",
    "ingest": "Read papers into the graph.",
    "load": "Publish the graph that the site and the queries read.",
    "query": "Run a SPARQL query (a .rq file or the query itself).",
    "references": "Parse reference strings, one a line.",
    "score": "Measure the extraction against the development gold.",
    "serve": "Start the site.",
}


class LazyGroup(click.Group):
    """A click group whose commands are entry points, loaded when called.

    Help is in the reader's language: its own, and that of every command.
    """

    context_class = HelpContext

    def _entry_points(self) -> dict[str, EntryPoint]:
        return {e.name: e for e in entry_points(group=GROUP)}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all installed subcommands, sorted."""
        return sorted(self._entry_points())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one subcommand, or None where there is none of that name."""
        entry = self._entry_points().get(cmd_name)
        if entry is None:
            return None
        command = entry.load()
        if not isinstance(command, click.Command):
            raise TypeError(f"entry point {entry.value} is not a click command")
        command.context_class = HelpContext
        return command

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command; what goes wrong is told in the reader's language."""
        from ontology.terminal import be_lenient

        be_lenient()
        try:
            _check_settings()
            code = super().main(args, prog_name, complete_var, False, **extra)
        except click.ClickException as error:
            if not standalone_mode:
                raise
            _tell(error)
            sys.exit(error.exit_code)
        except click.Abort:
            from ontology.i18n import _

            click.echo(_("Ended before it was done."), err=True)
            sys.exit(130)
        if not standalone_mode:
            return code
        sys.exit(code if isinstance(code, int) else 0)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the command list from the summaries, importing nothing."""
        rows = [(name, SUMMARIES.get(name, "")) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _check_settings() -> None:
    from ontology.settings import is_base, load_settings

    if not is_base(load_settings().data_iri):
        from ontology.i18n import _

        text = _("WENMAI_DATA_IRI is no address that IRIs can begin with (https://…/)")
        raise click.ClickException(text)


def _tell(error: click.ClickException) -> None:
    from click.exceptions import NoArgsIsHelpError

    from ontology.i18n import _
    from ontology.terminal import printable
    from ontology.usage import explain

    if isinstance(error, NoArgsIsHelpError):
        error.show()
        return
    text = explain(error) if isinstance(error, click.UsageError) else error.format_message()
    lines = "\n".join(map(printable, text.splitlines()))
    click.echo(_("Error: {text}").format(text=lines), err=True)


@click.command("wenmai", cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("wenmai"), prog_name="wenmai", message="%(prog)s %(version)s")
def main() -> None:
    """Wenmai 文脉: read bilingual literature on public value into a graph, and explore it."""
