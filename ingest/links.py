"""What concerns no single document: works that are one, files of one paper, times of runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from ingest.archive import Archive, Entry, work_descriptions
from ingest.copies import Copies, best
from ingest.nodes import iri
from ontology.namespaces import runs_graph


def write_links(archive: Archive) -> None:
    """Write what follows from all that is stored.

    Raises ArchiveError where a file of the data folder is damaged.
    """
    archive.add_runs(run_quads(archive.new))
    archive.write_links(work_quads(archive), "works")
    archive.write_links(copy_quads(archive.entries()), "copies")


def work_quads(archive: Archive) -> Iterator[Quad]:
    """Yield which works of all documents are one, and why."""
    from ingest.works import merge

    works = work_descriptions(archive.graphs())
    graph, merged, why = iri("wmd:works"), iri("wm:mergedInto"), iri("wm:mergeReason")
    for alias, match in sorted(merge(works.items()).items()):
        node = iri(f"wmd:work/{alias}")
        yield Quad(node, merged, iri(f"wmd:work/{match.key}"), graph)
        yield Quad(node, why, Literal(match.reason), graph)


def copy_quads(entries: Mapping[str, Entry]) -> Iterator[Quad]:
    """Yield which other files hold a paper that was read from one."""
    graph = iri("wmd:works")
    for group in Copies(entries.items()).groups():
        main = best(group, (name for name in group if not group[name].stored))
        for name, entry in sorted(group.items()):
            if name == main or entry.key.startswith("records/"):
                continue
            if entry.sha256 == group[main].sha256 or not Path(name).exists():
                continue
            work, copy = iri(f"wmd:work/{group[main].key}"), iri(f"wmd:file/{entry.sha256}")
            yield Quad(work, iri("wm:alsoIn"), copy, graph)
            yield Quad(copy, iri("rdf:type"), iri("wm:Copy"), graph)
            yield Quad(copy, iri("wm:fileName"), Literal(Path(name).name), graph)
            yield Quad(copy, iri("wm:sha256"), Literal(entry.sha256), graph)
            form = str(entry.about.get("format", "text"))
            yield Quad(copy, iri("dcterms:format"), Literal(form), graph)


def run_quads(entries: Mapping[str, Entry]) -> Iterator[Quad]:
    """Yield when the runs that read files began and ended, for the graph ``wmd:runs``."""
    moment, graph = iri("xsd:dateTime"), NamedNode(runs_graph())
    for entry in entries.values():
        if not entry.stored or not entry.times or entry.key.startswith("records/"):
            continue
        node = iri(f"wmd:run/{entry.key}-{rule_hash(entry.run)}")
        for term, time in zip(_TERMS, entry.times, strict=True):
            yield Quad(node, iri(term), Literal(time, datatype=moment), graph)


_TERMS = ("prov:startedAtTime", "prov:endedAtTime")


def rule_hash(stamp: str) -> str:
    """Return the hash of the rules from what :func:`ingest.batch.stamp` made."""
    return stamp.split(" ")[1]


__all__ = ["copy_quads", "run_quads", "work_quads", "write_links"]
