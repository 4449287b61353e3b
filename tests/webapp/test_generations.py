from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from ontology.settings import Settings
from tests.webapp.conftest import ONTOLOGY, write_documents
from webapp import generations
from webapp.backend import EmbeddedBackend
from webapp.generations import Generation, PublishError


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return write_documents(tmp_path / "data")


def _publish(settings: Settings) -> Generation:
    return generations.publish(settings, ontology=ONTOLOGY)


def test_a_generation_is_whole(generation: Generation) -> None:
    assert generations.current(Settings(data=generation.path.parents[1])) == generation
    store = generation.load_store()
    counts = generation.meta["counts"]
    assert counts["quads"] == len(generation.load_store(union=False))
    assert counts["quads"] + counts["triples"] == len(store)
    assert (counts["documents"], counts["claims"], counts["concepts"]) == (2, 4, 5)
    backend = EmbeddedBackend(store)
    assert backend.ask("ASK { GRAPH <https://w3id.org/wenmai/ns> { wm:threatens ?p ?o } }")
    assert backend.ask("ASK { GRAPH pv: { pv:fairness ?p ?o } }")
    assert backend.ask("ASK { GRAPH wmd:runs { ?run prov:startedAtTime ?t } }")


def test_blank_nodes_of_different_files_stay_apart(generation: Generation) -> None:
    backend = EmbeddedBackend(generation.load_store())
    rows = backend.select(
        "SELECT ?q { $c oa:hasTarget/oa:hasSelector/oa:exact ?q }",
        c="https://w3id.org/wenmai/id/claim/aaaaaaaaaaaaaaa1",
    )
    assert [str(r["q"]).strip('"') for r in rows] == ["Unequal access undermines equal treatment."]


def test_a_triple_of_two_graphs_counts_once(generation: Generation) -> None:
    book = "https://w3id.org/wenmai/id/work/1995-ba9876543210"
    backend = EmbeddedBackend(generation.load_store())
    in_graphs = backend.select("SELECT ?g { GRAPH ?g { $b a fabio:Book } }", b=book)
    assert len(in_graphs) == 2
    assert len(backend.select("SELECT ?c { $b a ?c }", b=book)) == 1
    rows = backend.select("SELECT (COUNT(?a) AS ?n) { ?a cito:cites ?b . ?b a fabio:Book }")
    assert [str(r["n"]).split('"')[1] for r in rows] == ["2"]
    # Blank nodes are the same in the union and in their own graph.
    assert backend.ask("ASK { ?c oa:hasTarget ?t . GRAPH ?g { ?t oa:hasSelector ?s } }")


def test_aliases_give_way_to_the_work_they_stand_for(generation: Generation) -> None:
    backend = EmbeddedBackend(generation.load_store())
    rows = backend.select(
        "SELECT DISTINCT ?citing { ?citing cito:cites $w }",
        w="https://w3id.org/wenmai/id/work/1995-ba9876543210",
    )
    assert len(rows) == 2
    alias = "https://w3id.org/wenmai/id/work/nd-bbbbbbbbbbbb"
    rows = backend.select("SELECT ?p { { $a ?p ?o } UNION { ?s ?p $a } }", a=alias)
    assert [str(r["p"]) for r in rows] == ["<https://w3id.org/wenmai/ns#mergedInto>"]


def test_an_alias_inside_a_text_is_left_alone(settings: Settings) -> None:
    alias = "<https://w3id.org/wenmai/id/work/nd-bbbbbbbbbbbb>"
    extra = settings.graphs / "zz" / "x.nq"
    extra.parent.mkdir()
    extra.write_text(f'{alias} <urn:says> "see {alias} \\" _:b0 {alias}"@en <urn:g> .\n')
    store = _publish(settings).load_store()
    quads = list(store.quads_for_pattern(None, None, None, None))
    texts = [q for q in quads if q.predicate.value == "urn:says"]
    assert len(texts) == 2  # in its graph and in the union
    assert texts[0].object.value == f'see {alias} " _:b0 {alias}'  # type: ignore[union-attr]
    assert str(texts[0].subject) == "<https://w3id.org/wenmai/id/work/1995-ba9876543210>"


def test_what_follows_is_published_in_its_own_graph(generation: Generation) -> None:
    backend = EmbeddedBackend(generation.load_store())

    def derived(triple: str) -> bool:
        return backend.ask(f"ASK {{ GRAPH wmd:derived {{ {triple} }} }}")

    assert derived("pv:efficiency wm:threatens pv:fairness")
    assert derived("pv:digital-divide wm:threatens pv:fairness")
    assert derived("pv:fairness wm:threatenedBy pv:digital-divide")
    assert derived("pv:fairness wm:conflictsWith pv:efficiency")
    assert derived("pv:fairness skos:narrower pv:digital-fairness")
    assert derived("pv:digital-fairness skos:broaderTransitive pv:public-value")
    assert derived(
        "<https://w3id.org/wenmai/id/work/1995-ba9876543210> cito:isCitedBy "
        "<https://w3id.org/wenmai/id/work/2022-aaaaaaaaaaaa>"
    )
    # Stated already, said of kind only, or denied:
    assert not derived("pv:efficiency wm:conflictsWith pv:fairness")
    assert not derived("pv:efficiency wm:isA pv:public-value")
    assert not derived("pv:efficiency wm:threatens pv:public-value")


def test_a_rejected_claim_has_no_plain_triple(settings: Settings) -> None:
    curation = settings.data / "curation" / "a.ttl"
    curation.parent.mkdir()
    curation.write_text(
        "<https://w3id.org/wenmai/id/claim/aaaaaaaaaaaaaaa1> "
        "<https://w3id.org/wenmai/ns#status> <https://w3id.org/wenmai/ns#Rejected> ."
    )
    generation = _publish(settings)
    backend = EmbeddedBackend(generation.load_store())
    assert not backend.ask("ASK { pv:digital-divide wm:threatens pv:fairness }")
    assert backend.ask("ASK { GRAPH wmd:curation { ?c wm:status wm:Rejected } }")
    found = generation.open_search().search("undermines", kinds=["claim"])
    assert found.total == 0


def test_a_vocabulary_alone_can_be_published(tmp_path: Path) -> None:
    generation = _publish(Settings(data=tmp_path))
    assert generation.meta["counts"]["documents"] == 0
    assert generation.open_search().search("公平").hits[0].iri.endswith("/fairness")


def test_staleness_follows_the_files(settings: Settings) -> None:
    assert generations.is_stale(settings, ontology=ONTOLOGY)
    _publish(settings)
    assert not generations.is_stale(settings, ontology=ONTOLOGY)
    file = next(settings.graphs.rglob("*.nq"))
    os.utime(file, ns=(1, 1))
    assert generations.is_stale(settings, ontology=ONTOLOGY)
    _publish(settings)
    file.unlink()
    assert generations.is_stale(settings, ontology=ONTOLOGY)


def test_old_generations_go_and_the_last_two_stay(settings: Settings) -> None:
    for _ in range(4):
        _publish(settings)
    assert sorted(p.name for p in settings.store.glob("gen-*")) == ["gen-3", "gen-4"]
    current = generations.current(settings)
    assert current is not None
    assert current.number == 4


def test_a_broken_file_is_named_and_leaves_the_old_generation(settings: Settings) -> None:
    _publish(settings)
    bad = settings.graphs / "zz" / "bad.nq"
    bad.parent.mkdir()
    bad.write_text("<urn:a> <urn:b> oops .\n")
    with pytest.raises(PublishError, match=r"bad\.nq"):
        _publish(settings)
    current = generations.current(settings)
    assert current is not None
    assert current.number == 1
    assert not list(settings.store.glob("*.partial"))


def test_the_same_files_give_the_same_documents(settings: Settings) -> None:
    def lines(generation: Generation) -> list[bytes]:
        text = (generation.path / "quads.nq").read_bytes()
        return [x for x in text.splitlines() if b"#extraction>" in x]

    assert lines(_publish(settings)) == lines(_publish(settings))


def test_two_publishers_take_turns(settings: Settings) -> None:
    threads = [threading.Thread(target=_publish, args=(settings,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    current = generations.current(settings)
    assert current is not None
    assert current.number == 3


def _publish_and_die(settings: Settings, after: float) -> None:
    code = (
        "import sys; from pathlib import Path; from ontology.settings import Settings\n"
        "from webapp.generations import publish\n"
        "s = Settings(data=Path(sys.argv[1]))\n"
        "print('ready', flush=True)\n"
        "while True: publish(s, ontology=Path(sys.argv[2]))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(settings.data), str(ONTOLOGY)], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


@pytest.mark.parametrize("after", [0.05, 0.11, 0.17, 0.23])
def test_a_publication_that_dies_leaves_a_whole_generation(
    settings: Settings, after: float
) -> None:
    _whole_after_death(settings, after)


@pytest.mark.long
def test_many_publications_that_die_leave_whole_generations(settings: Settings) -> None:
    for n in range(60):
        _whole_after_death(settings, 0.02 + 0.007 * n)


def _whole_after_death(settings: Settings, after: float) -> None:
    expected = _publish(settings).meta["counts"]
    _publish_and_die(settings, after)
    current = generations.current(settings)
    assert current is not None
    assert len(current.load_store(union=False)) == expected["quads"]
    assert len(current.load_store()) == expected["quads"] + expected["triples"]
    assert current.open_search().search("公平").total > 0
    assert _publish(settings).number > current.number
    assert not list(settings.store.glob("*.partial"))


def test_the_worked_example_and_the_shipped_vocabulary_are_published(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    folder = generations.ontology_folder()
    file = settings.graphs / "01" / "x.nq"
    file.parent.mkdir(parents=True)
    with file.open("wb") as out:
        quads = parse(path=folder / "examples" / "extraction.trig", format=RdfFormat.TRIG)
        serialize(quads, out, RdfFormat.N_QUADS)
    generation = generations.publish(settings)
    assert generation.meta["counts"]["concepts"] > 100
    assert generation.meta["counts"]["claims"] == 1
    found = generation.open_search().search("公平")
    assert found.concepts
    assert {"concept", "work", "claim"} <= {k for k, n in found.counts_by_kind.items() if n}


def test_a_generation_that_a_site_reads_stays(settings: Settings) -> None:
    first = _publish(settings)
    with first.hold():
        for _round in range(3):
            _publish(settings)
        assert first.path.is_dir()
        names = sorted(p.name for p in settings.store.glob("gen-*"))
        assert names == ["gen-1", "gen-3", "gen-4"]
    _publish(settings)
    assert not first.path.exists()


@pytest.mark.parametrize("name", ["quads.nq", "union.nt", "text.db", "meta.json"])
@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_a_damaged_generation_is_none(settings: Settings, name: str, damage: str) -> None:
    path = _publish(settings).path / name
    assert generations.current(settings)
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-10])
    assert generations.current(settings) is None
    assert generations.is_stale(settings, ontology=ONTOLOGY)


@pytest.mark.parametrize(
    ("file", "remedy"),
    [
        ("graphs/ab/x.nq", "read its paper again"),
        ("links/works.nq", "writes it anew"),
        ("runs.nq", "writes it anew"),
        ("curation/mine.ttl", "correct that place"),
    ],
)
def test_a_damaged_file_is_named_with_what_to_do(
    settings: Settings, file: str, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENMAI_LANG", "en")
    path = settings.data / file
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text("rubbish .\n")
    with pytest.raises(PublishError) as caught:
        _publish(settings)
    assert str(path) in str(caught.value)
    assert remedy in str(caught.value)


def test_graphs_that_are_no_documents_say_what_they_are(generation: Generation) -> None:
    backend = EmbeddedBackend(generation.load_store())
    for name in ("derived", "works", "runs"):
        rows = backend.select(
            "SELECT ?l { $g a sd:Graph ; rdfs:label ?l }", g=f"https://w3id.org/wenmai/id/{name}"
        )
        assert len(rows) == 2, name


def test_where_nothing_can_be_written_what_is_published_has_to_do(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WENMAI_LANG", "en")
    monkeypatch.setattr(generations, "ontology_folder", lambda: ONTOLOGY)
    first = generations.latest(settings)
    assert generations.latest(settings) == first
    next(settings.graphs.rglob("*.nq")).touch()

    def refuse(settings: Settings) -> Generation:
        raise OSError(errno.EROFS, "Read-only file system", str(settings.store))

    monkeypatch.setattr(generations, "publish", refuse)
    assert generations.latest(settings) == first
    assert "Read-only file system; going on with" in capsys.readouterr().err
    (first.path / "text.db").unlink()
    with pytest.raises(OSError, match="Read-only"):
        generations.latest(settings)


def test_every_term_that_documents_use_is_in_the_schema() -> None:
    """What reading writes with a ``wm:`` name, the schema defines."""
    from ontology.library import schema_terms

    room = ONTOLOGY.parents[3] / "ingest"
    known = {term.name for term in schema_terms()}
    used = {
        name
        for path in room.rglob("*.py")
        for name in re.findall(r'"wm:([A-Za-z]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(used) > 30
    assert used <= known
