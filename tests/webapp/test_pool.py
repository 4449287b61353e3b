"""The pool's processes: what ends them, and that nothing else suffers."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from tests.webapp.conftest import LIMITS
from webapp.generations import Generation
from webapp.problems import Problem
from webapp.sparql.pool import QueryPool
from webapp.sparql.request import Request

FOR_EVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
DOUBLING = (
    "SELECT (STRLEN(?x40) AS ?n) { BIND('aaaaaaaaaaaaaaaa' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    + " }"
)


@pytest.fixture(scope="module")
def pool(generation: Generation) -> Iterator[QueryPool]:
    pool = QueryPool.start(None, generation, LIMITS)
    pool.run(Request("ASK {}", "JSON"))  # a program of its own takes a moment to start
    yield pool
    pool.close()


def ask(pool: QueryPool, query: str) -> Any:
    return json.loads(pool.run(Request(query, "JSON")))


def problem(pool: QueryPool, query: str, fmt: str = "JSON") -> Problem:
    with pytest.raises(Problem) as caught:
        pool.run(Request(query, fmt))
    return caught.value


def alive(pool: QueryPool) -> bool:
    return bool(ask(pool, "ASK { ?s ?p ?o }")["boolean"])


def test_a_query_that_runs_for_ever_is_ended_in_time(pool: QueryPool) -> None:
    started = time.monotonic()
    found = problem(pool, FOR_EVER)
    taken = time.monotonic() - started
    assert found.name == "timeout"
    assert found.status == 504
    assert LIMITS.seconds <= taken + 0.05
    assert taken < LIMITS.seconds + 1
    assert alive(pool)


def test_memory_is_limited(generation: Generation) -> None:
    # With time enough: on a busy machine the clock of the other tests would end it first.
    pool = QueryPool.start(None, generation, replace(LIMITS, seconds=60))
    try:
        found = problem(pool, DOUBLING)
        assert (found.name, found.status) == ("memory", 507)
        assert alive(pool)
    finally:
        pool.close()


def test_the_size_of_an_answer_is_limited(pool: QueryPool) -> None:
    found = problem(pool, "SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert (found.name, found.facts["limit"]) == ("result-too-large", LIMITS.result)
    found = problem(pool, "CONSTRUCT { ?a ?e ?i } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "N_TRIPLES")
    assert found.name in ("result-too-large", "timeout", "memory")
    assert alive(pool)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE " + "{" * 60_000 + "}" * 60_000,
        "SELECT * { FILTER(" + "(" * 60_000 + "1" + ")" * 60_000 + ") }",
        "ASK { FILTER(" + " || ".join(["?o"] * 60_000) + ") }",
    ],
)
def test_what_overflows_a_stack_ends_a_worker_only(pool: QueryPool, query: str) -> None:
    found = problem(pool, query)  # past the guard on purpose
    assert found.name in ("too-complex", "timeout", "syntax")
    assert alive(pool)


def test_a_worker_opens_nothing(pool: QueryPool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        found = problem(pool, f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")
        assert found.name == "evaluation"
        with pytest.raises(TimeoutError):
            listener.accept()
    for graph in ("file:///etc/passwd", address):
        rows = ask(pool, f"SELECT * FROM <{graph}> {{ ?s ?p ?o }}")
        assert rows["results"]["bindings"] == []


def test_syntax_errors_tell_the_place(pool: QueryPool) -> None:
    found = problem(pool, "SELECT *\nWHERE { ?s & ?o }")
    assert found.name == "syntax"
    assert (found.facts["line"], found.facts["column"], found.facts["found"]) == (2, 12, "&")
    found = problem(pool, "SELECT * { ?s nope:x ?o }")
    assert found.name == "prefix"


def test_queries_wait_their_turn_and_the_rest_are_sent_away(pool: QueryPool) -> None:
    def outcome(_: int) -> str:
        try:
            pool.run(Request(FOR_EVER, "JSON"))
        except Problem as error:
            return error.name
        return "answered"

    started = time.monotonic()
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(outcome, range(8)))
    assert sorted(set(outcomes)) == ["busy", "timeout"]
    assert outcomes.count("timeout") == LIMITS.waiting
    assert time.monotonic() - started < 2 * LIMITS.seconds + 2
    assert alive(pool)


def test_a_killed_worker_and_a_killed_supervisor_are_replaced(pool: QueryPool) -> None:
    first = pool._supervisor
    for victim in (*_children(first), first):
        os.kill(victim, signal.SIGKILL)
        assert alive(pool)
    _until(lambda: pool._supervisor != first)
    assert alive(pool)
    # One worker answers before the others are there.
    _until(lambda: len(_children(pool._supervisor)) == LIMITS.workers)


def test_closing_leaves_no_process(generation: Generation) -> None:
    pool = QueryPool.start(None, generation, LIMITS)
    assert alive(pool)
    processes = [pool._supervisor, *_children(pool._supervisor)]
    assert len(processes) == 1 + LIMITS.workers
    pool.close()
    _gone(processes)
    with pytest.raises(Problem, match="busy"):
        pool.run(Request("ASK {}", "JSON"))


def test_all_end_with_the_web_process(generation: Generation) -> None:
    """Also the forked form: one thread, the store shared."""
    code = f"""
import sys, time
from pathlib import Path
from webapp.generations import Generation
from webapp.sparql.pool import QueryPool
from webapp.sparql.limits import Limits
from webapp.sparql.request import Request
generation = Generation(Path(sys.argv[1]), 1, {{}})
pool = QueryPool.start(generation.load_store(), generation, Limits(seconds=9, workers=2))
assert pool._program is None
print(pool.run(Request("ASK {{ ?s ?p ?o }}", "CSV")).decode(), pool._supervisor, flush=True)
pool.run(Request({FOR_EVER!r}, "JSON"))
"""
    command = [sys.executable, "-c", code, str(generation.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        answer, supervisor = process.stdout.readline().split()
        assert answer == "true"
        processes = [int(supervisor), *_children(int(supervisor))]
        assert len(processes) == 3
        time.sleep(0.1)
        process.kill()
    _gone(processes)


def test_the_answers_of_many_threads_do_not_mix(generation: Generation) -> None:
    pool = QueryPool.start(None, generation, replace(LIMITS, seconds=5, waiting=40))
    try:

        def number(n: int) -> int:
            rows = ask(pool, f"SELECT (COUNT(*) * 0 + {n} AS ?n) {{ ?s ?p ?o }}")
            return int(rows["results"]["bindings"][0]["n"]["value"])

        with ThreadPoolExecutor(12) as threads:
            assert list(threads.map(number, range(200))) == list(range(200))
    finally:
        pool.close()


@pytest.mark.long
def test_workers_die_at_random_under_load(generation: Generation) -> None:
    pool = QueryPool.start(None, generation, replace(LIMITS, waiting=40))
    wrong: list[str] = []
    stop = threading.Event()

    def client() -> None:
        while not stop.is_set():
            try:
                if pool.run(Request("ASK { ?s ?p ?o }", "CSV")) != b"true":
                    wrong.append("answer")
            except Problem as error:
                if error.name not in ("memory", "busy"):
                    wrong.append(error.name)

    threads = [threading.Thread(target=client) for _ in range(6)]
    for thread in threads:
        thread.start()
    try:
        for n in range(200):
            time.sleep(0.02)
            victims = _children(pool._supervisor) or [pool._supervisor]
            victim = pool._supervisor if n % 20 == 19 else victims[n % len(victims)]
            try:
                os.kill(victim, signal.SIGKILL)
            except ProcessLookupError:
                continue
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert not wrong
    assert alive(pool)
    pool.close()


def _until(happened: Callable[[], bool]) -> None:
    """Wait for something that must come about."""
    deadline = time.monotonic() + 15
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _children(pid: int) -> list[int]:
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            return [int(n) for n in file.read().split()]
    except FileNotFoundError:
        return []


def _gone(processes: list[int]) -> None:
    """Wait until no process of the list is there (or is anything but a corpse)."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        if not [p for p in processes if _state(p) not in ("", "Z")]:
            return
        time.sleep(0.02)
    pytest.fail(f"still there: {[(p, _state(p)) for p in processes]}")


def _state(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""
