"""`make bench`: speed as ratios, measured here and now, several runs each; no test depends on it."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench import comparing, printing, reading, scheduling, scoring

RUNS = 5


def seconds(work: Callable[[], object], runs: int = RUNS) -> list[float]:
    """Return the wall seconds of several runs, after one that is not counted."""
    work()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return taken


def command(*arguments: str) -> Callable[[], object]:
    """Return a call of the command line in a process of its own."""

    def call() -> None:
        subprocess.run([sys.executable, "-m", "oca", *arguments], check=True, capture_output=True)

    return call


def line(what: str, taken: list[float], note: str = "") -> None:
    """Print one row: the median with the spread, and a note."""
    print(f"{what:<58}{statistics.median(taken):8.3f} s  ({min(taken):.3f}-{max(taken):.3f})  {note}")


def kernel() -> str:
    """Return for which processor NumPy's linear algebra works, as it says itself where it is OpenBLAS."""
    spoken = subprocess.run(
        [sys.executable, "-c", "import numpy"],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "OPENBLAS_VERBOSE": "2"},
    )
    return (spoken.stdout + spoken.stderr).strip() or "not OpenBLAS"


def main() -> None:
    """Print every measurement."""
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores; medians of {RUNS} runs, spread in brackets\n")
    print(f"linear algebra: {kernel()}\n")
    scoring.table()
    print()
    bare = seconds(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
    line("python -c pass", bare)
    helped = seconds(command("--help"))
    line("oca --help", helped, f"{statistics.median(helped) / statistics.median(bare):.1f} x bare Python")
    example = str(Path(__file__).parent.parent / "examples" / "cssp")
    line("oca check on the example", seconds(command("check", "--project", example)))
    reading.table(example, seconds, line)
    printing.shares(example)
    printing.race(example)
    comparing.table()
    scheduling.table(line)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory of this process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
