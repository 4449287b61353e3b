"""``make bench``: speed and memory of the reading chain and the store, as a Markdown table.

Machines are noisy: compare ratios within one run, not absolute figures between runs.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ingest.document import Document
from ingest.pipeline import STEPS
from ingest.readers import read
from ontology.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
WENMAI = Path(sys.executable).with_name("wenmai")
DIGESTS = ROOT / "corpus" / "digests"
REPEAT = 5


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _chain(paths: list[Path]) -> tuple[int, dict[str, float]]:
    """Return characters read and the best time of each step over ``REPEAT`` passes."""
    best: dict[str, float] = {}
    sources = [read(path) for path in paths]
    for _ in range(REPEAT):
        documents = [Document(source) for source in sources]
        for step in STEPS:
            name = f"{step.__module__.removeprefix('ingest.')}.{step.__name__}"
            start = time.perf_counter()
            documents = [step(document) for document in documents]
            best[name] = min(best.get(name, float("inf")), time.perf_counter() - start)
    return sum(len(s.text) for s in sources), best


def _start_up() -> float:
    command = [str(WENMAI), "--help"]
    times = [
        _seconds(lambda: subprocess.run(command, capture_output=True, check=True))
        for _ in range(REPEAT)
    ]
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    print("| what | figure |")
    print("|---|---|")
    print(f"| `wenmai --help`, median of {REPEAT} | {_start_up():.2f} s |")
    for lang, name in (("zh", "Chinese"), ("en", "English")):
        size, steps = _chain(sorted(DIGESTS.glob(f"*.{lang}.md")))
        total = sum(steps.values())
        print(f"| {name} chain, one core | {size / total:,.0f} characters/s |")
        for step, seconds in steps.items():
            print(f"| – {step} | {100 * seconds / total:.0f} % |")
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "WENMAI_DATA": folder}
        command = [str(WENMAI), "ingest", str(ROOT / "corpus")]
        seconds = _seconds(
            lambda: subprocess.run(command, env=environment, capture_output=True, check=True)
        )
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"| `wenmai ingest corpus` | {seconds:.1f} s, peak {peak:.0f} MB |")
        from webapp.generations import publish

        settings = Settings(data=Path(folder))
        seconds = _seconds(lambda: publish(settings))
        print(f"| publishing a generation | {seconds:.1f} s |")
        generation = publish(settings)
        start = time.perf_counter()
        store = generation.load_store()
        seconds = time.perf_counter() - start
        print(f"| loading it | {len(store):,} quads in {seconds:.2f} s |")


if __name__ == "__main__":
    main()
