"""A fixed piece of work in plain Python, timed beside all else: seconds drift with the machine, ratios do not."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable

LOOPS = 400_000


def loop() -> int:
    """Do what the program does most: walk through texts, split them, count them in a dictionary."""
    counts: dict[str, int] = {}
    for number in range(LOOPS):
        for part in f"item-{number % 52} {number % 5}".casefold().split():
            counts[part] = counts.get(part, 0) + 1
    return len(counts)


def unit(runs: int = 5) -> float:
    """Return the processor seconds of the loop, the least of several runs."""
    return min(_spent(loop) for _ in range(runs))


def _spent(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def children(*command: str) -> float:
    """Return the processor seconds of a command in a process of its own, its workers included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
