"""Pieces of work for the tests of workers; a module of its own, so that a worker imports nothing else."""

from __future__ import annotations

import os
import time


def make(shared: int, task: str) -> str:
    """Do as the task says: hang, die, or make something."""
    while task == "hang":
        time.sleep(60)
    if task == "die":
        os._exit(1)
    return f"{task} {shared}"
