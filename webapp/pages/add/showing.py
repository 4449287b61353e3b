"""What the page shows of an upload, in the visitor's language."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from ontology.namespaces import PREFIXES
from webapp import catalogue
from webapp.catalogue import Work
from webapp.i18n import language
from webapp.negotiation import merged_into
from webapp.uploads.desk import Desk
from webapp.uploads.jobs import READ, Job, Paper
from webapp.uploads.words import in_language


@dataclass(frozen=True, slots=True)
class File:
    """One file of an upload as the page shows it."""

    name: str
    size: str
    good: bool
    outcome: str
    reason: tuple[str, str]  # and the language that it is in
    remedy: tuple[str, str]
    found: str
    work: Work | None
    records: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """An upload as the page shows it."""

    job: Job
    address: str
    state: str
    done: int
    names: str

    @classmethod
    def of(cls, job: Job, desk: Desk) -> Shown:
        """Describe an upload."""
        done = desk.queue.progress(job)
        names = "、".join if language() == "zh" else ", ".join
        return cls(
            job,
            url_for("add.job_page", name=job.id),
            _state(job, done, desk.queue.before(job)),
            done,
            names(paper.name for paper in job.papers[:3]) + ("…" if len(job.papers) > 3 else ""),
        )


def _state(job: Job, done: int, before: int) -> str:
    """Say how far an upload is."""
    good, every = sum(paper.outcome in READ for paper in job.papers), len(job.papers)
    if job.state == "waiting" and before:
        text = ngettext(
            "Waits for %(num)d upload before it", "Waits for %(num)d uploads before it", before
        )
    elif job.state == "waiting":
        text = _("Is about to be read")
    elif job.state == "reading":
        text = _("Being read: %(done)d of %(all)d", done=done, all=every)
    elif job.state == "publishing":
        text = _("Read; the graph is being published")
    elif job.state == "failed":
        text = _("Could not be done")
    elif good == every:
        text = ngettext("In the graph: %(num)d file", "In the graph: %(num)d files", good)
    else:
        text = _("In the graph: %(good)d of %(all)d files", good=good, all=every)
    return str(text)


def _outcome(paper: Paper) -> str:
    return str(
        {
            "": _("not read yet"),
            "read": _("read"),
            "unchanged": _("read before, and unchanged"),
            "duplicate": _("a paper that is here already"),
            "failed": _("not read: it took too much, or the program failed"),
            "not reached": _("not reached"),
        }.get(paper.outcome, _("not read"))
    )


def _reason(paper: Paper) -> tuple[str, str]:
    if not paper.same_as:
        return _sentence(paper.reason)
    if paper.same_as == paper.name:
        text = _("The same paper as a file of the same name, which is kept.")
    else:
        text = _("The same paper as %(other)s, which is kept.", other=paper.same_as)
    return str(text), language()


def _sentence(text: str) -> tuple[str, str]:
    """Return what a program said in the visitor's language where it can be, and which it is."""
    said, lang = in_language(text, language())
    return said[:1].upper() + said[1:], lang


def _found(paper: Paper) -> str:
    """Say how much was found in a file."""
    records = paper.counts.get("records", 0)
    if records:
        return str(
            ngettext("%(num)d bibliographic record", "%(num)d bibliographic records", records)
        )
    parts = []
    if number := paper.counts.get("references", 0):
        parts.append(str(ngettext("%(num)d reference", "%(num)d references", number)))
    if number := paper.counts.get("claims", 0):
        parts.append(str(ngettext("%(num)d claim", "%(num)d claims", number)))
    return ("，" if language() == "zh" else ", ").join(parts)


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{max(1, round(size / 1000))} kB"


def files_of(job: Job) -> list[File]:
    """Describe the files of an upload, with their papers once the site shows them."""
    base = PREFIXES["wmd"] + "work/"
    iris = {
        paper.name: base + paper.key
        for paper in job.papers
        if job.state == "done" and paper.key and "/" not in paper.key and paper.outcome in READ
    }
    names = catalogue.current()
    works = _there(names.works(iris.values()))
    for name, iri in iris.items():
        if iri not in works and (moved := merged_into(iri)):
            iris[name] = moved
    works |= _there(names.works(set(iris.values()) - set(works)))
    return [
        File(
            paper.name,
            _size(paper.size),
            paper.outcome in (*READ, ""),
            _outcome(paper),
            _reason(paper),
            _sentence(paper.remedy),
            _found(paper),
            works.get(iris.get(paper.name, "")),
            paper.key.startswith("records/"),
        )
        for paper in job.papers
    ]


def _there(works: dict[str, Work]) -> dict[str, Work]:
    return {iri: work for iri, work in works.items() if work.values or work.titles}
