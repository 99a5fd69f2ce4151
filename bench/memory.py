"""Peak memory of each way: a process of its own reads the answers from Parquet and scores them.

What is printed is the most that the process ever held, imports and its own table included: VmHWM of Linux. `ru_maxrss`
would not do, since on Linux a process begins with that of the one that started it. Elsewhere nothing is measured.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from bench import answers, ways
from oca.scoring.sheets import SHEET, to_sheets

DENSE = ("nothing but the imports", "oca, ready matrix", "oca, long table")


def table(count: int) -> None:
    """Print the peak of each way for so many answers."""
    with tempfile.TemporaryDirectory() as folder:
        _in_process(folder, "write", str(count))
        print(f"  peak memory of a process that reads {count:,} answers and scores them (VmHWM)")
        for name in (*DENSE, *(way.name for way in ways.OTHERS)):
            print(f"    {name:<54}{_in_process(folder, name)}")


def _in_process(folder: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bench.memory", folder, *arguments], check=False, capture_output=True, text=True
    )
    if done.returncode:
        return done.stderr.strip().splitlines()[-1]
    return done.stdout.strip()


def _write(folder: Path, count: int) -> None:
    from bench.scoring import setting

    questionnaire, _ = setting()
    codes = answers.matrix(questionnaire, count // len(questionnaire.items))
    np.save(folder / "codes.npy", codes)
    answers.long_table(questionnaire, answers.as_sheets(questionnaire, codes)).to_parquet(folder / "long.parquet")


def _score(folder: Path, name: str) -> None:
    from bench.scoring import setting

    questionnaire, form = setting()
    path = folder / "long.parquet"
    if name == "oca, ready matrix":
        ways.dense(answers.bare_sheets(questionnaire, np.load(folder / "codes.npy")), form)
    elif name == "oca, long table":
        frame = pd.read_parquet(path, columns=[*SHEET, "item", "answer", "status"])
        ways.dense(to_sheets(frame, questionnaire), form)
    elif name not in DENSE:
        way = next(one for one in ways.OTHERS if one.name == name)
        way.score(way.read(path))


def _peak() -> str:
    status = Path("/proc/self/status")
    if not status.exists():
        return "not measured on this system"
    kib = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return f"{int(kib) / 1024:6.0f} MB"


def main() -> None:
    """Write the answers, or score them one way and print the peak."""
    folder, name = Path(sys.argv[1]), sys.argv[2]
    if name == "write":
        _write(folder, int(sys.argv[3]))
        return
    _score(folder, name)
    print(_peak())


if __name__ == "__main__":
    main()
