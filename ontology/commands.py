"""The subcommands of this room: ``wenmai check``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ontology.i18n import _, language
from ontology.terminal import printable

if TYPE_CHECKING:
    from ontology.checking import Kind, Result

SHOWN = 20  # findings of one kind that are printed unless all are asked for


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--fast", is_flag=True, help="Only rules and questions: no reasoner, no shapes.")
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(["consistency", "check", "shape", "question"]),
    help="Ask this kind of question only; may be given several times.",
)
@click.option("--all", "every", is_flag=True, help="Print every finding, and every warning.")
@click.option("--untouched", is_flag=True, help="Only list the terms that no question touches.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the messages.")
def check(
    paths: tuple[Path, ...],
    fast: bool,
    only: tuple[Kind, ...],
    every: bool,
    untouched: bool,
    lang: str | None,
) -> None:
    """Check ontology and data: consistency, rules, shapes, questions.

    PATHS are files of further data (.nq, .ttl …) or folders of them, checked by the rules and
    shapes together with the ontology. Exit status 1 where anything is wrong.
    """
    from ontology.checking import ALL, FAST, run
    from ontology.library import OntologyError, concepts, version

    if lang:
        os.environ["WENMAI_LANG"] = lang
    kinds = only or (FAST if fast else ALL)
    failed = False
    try:
        click.echo(
            _("Ontology {version}: {count} concepts").format(
                version=version(), count=len(concepts())
            )
        )
        if untouched:
            report_coverage(every)
            return
        for result in run(data_files(paths), kinds):
            failed |= not result.passed
            report(result, every)
    except OntologyError as error:
        click.echo(f"{printable(str(error))}", err=True)
        sys.exit(1)
    left_out = [names()[kind] for kind in ALL if kind not in kinds]
    if left_out:
        click.echo(_("Not asked: {kinds}").format(kinds=", ".join(left_out)))
    sys.exit(1 if failed else 0)


def names() -> dict[Kind, str]:
    """Return what each kind of check is called."""
    return {
        "consistency": _("Consistency"),
        "check": _("Rules"),
        "shape": _("Shapes"),
        "question": _("Questions"),
    }


def data_files(paths: tuple[Path, ...]) -> list[Path]:
    """Return the files to read; a folder stands for the RDF files below it."""
    from ontology.dataset import SUFFIXES
    from ontology.library import OntologyError

    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES)
            if not inside:
                raise OntologyError(path, _("no RDF files in this folder"), _("check the path"))
            found.extend(inside)
        else:
            found.append(path)
    return found


def report_coverage(every: bool) -> None:
    """Print, for each kind of term, how many the questions touch and which they do not."""
    from ontology.coverage import coverage
    from ontology.labels import label
    from ontology.namespaces import WM

    kinds = {
        "class": _("Classes"),
        "object property": _("Object properties"),
        "data property": _("Data properties"),
        "annotation property": _("Annotation properties"),
        "individual": _("Individuals"),
    }
    for part in coverage():
        line = _("{kind}: {touched} of {all} touched by a question")
        click.echo(
            line.format(
                kind=kinds.get(part.kind) or label(WM + part.kind, language()),
                touched=len(part.terms) - len(part.untouched),
                all=len(part.terms),
            )
        )
        listed = part.untouched if every else part.untouched[:SHOWN]
        for name in listed:
            click.echo(f"  {name}")
        if len(part.untouched) > len(listed):
            left = len(part.untouched) - len(listed)
            click.echo(_("  … and {count} more (--all)").format(count=left))


def report(result: Result, every: bool) -> None:
    """Print what one kind of check found."""
    wrong = [f for f in result.findings if not f.warning]
    warnings = [f for f in result.findings if f.warning]
    line = _("{name}: {rules} asked, {wrong} wrong, {warnings} to look at ({seconds:.1f} s)")
    mark = "✓" if result.passed else "✗"
    click.echo(
        f"{mark} "
        + line.format(
            name=names()[result.kind],
            rules=result.rules,
            wrong=len(wrong),
            warnings=len(warnings),
            seconds=result.seconds,
        )
    )
    lang = language()
    listed = [*wrong, *warnings] if every else wrong[:SHOWN]
    for finding in listed:
        place = ", ".join(finding.files) or "?"
        message = finding.message.get(lang) or finding.message.get("en", "")
        remedy = finding.remedy.get(lang) or finding.remedy.get("en", "")
        click.echo(f"  {place}: {finding.term} [{finding.rule}]")
        click.echo(f"    {message}")
        click.echo(f"    → {remedy}")
    if len(wrong) > len(listed):
        click.echo(_("  … and {count} more (--all)").format(count=len(wrong) - len(listed)))
