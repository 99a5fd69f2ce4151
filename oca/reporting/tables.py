"""The tidy tables as CSV for Excel and for programs, and what every written file shares: clean text, placed whole.

UTF-8 with a byte order mark, comma, unrounded numbers; no cell can act as a formula.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from oca.analysis.comparison import COHORT, compare, entering_types
from oca.errors import UsageError
from oca.reporting.instruments import questionnaires_frame
from oca.tables import findings_frame

if TYPE_CHECKING:
    from oca.assessment import Assessment

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet may take for the beginning of a formula, full-width signs included."""


def without_control(text: str) -> str:
    """Return a text without the characters that no sheet can hold; line ends and tabs stay."""
    return _CONTROL.sub("", text)


def defused(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe before = + - @, tab and line ends."""
    cleaned = without_control(text)
    return f"'{cleaned}" if cleaned.startswith(_DANGEROUS) else cleaned


@contextmanager
def placed_whole(path: Path) -> Iterator[Path]:
    """Give a temporary name in the folder of `path`; what was written there is moved into place when all went well.

    Raises:
        UsageError: the file cannot be replaced, as on Windows when it is open in Excel.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
    except PermissionError as error:
        raise UsageError(f"{path} cannot be written. If it is open in another program, close it there.") from error
    finally:
        part.unlink(missing_ok=True)


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV; NaN is an empty cell.

    Raises:
        UsageError: the file cannot be replaced.
    """
    safe = frame.rename(columns=defused)
    for name in safe.select_dtypes(include=["str", "object"]).columns:
        safe[name] = safe[name].map(lambda cell: defused(cell) if isinstance(cell, str) else cell)
    with placed_whole(path) as part:
        safe.to_csv(part, index=False, encoding="utf-8-sig", lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)


def write_tables(assessment: Assessment, folder: Path) -> list[Path]:
    """Write every table of an assessment, unrounded and named: for internal use.

    Returns:
        The files: responses, scores, changes, comparison (of the cohort, clusters and sectors), questionnaires,
        findings.
    """
    frames = {
        "responses": assessment.responses,
        "scores": assessment.scores,
        "changes": assessment.changes,
        "comparison": _comparison(assessment),
        "questionnaires": questionnaires_frame(assessment),
        "findings": findings_frame(assessment.findings),
    }
    for name, frame in frames.items():
        write_csv(frame, folder / f"{name}.csv")
    return [folder / f"{name}.csv" for name in frames]


def _comparison(assessment: Assessment) -> pd.DataFrame:
    project = assessment.project
    register = project.register()
    mixing = [period for period in project.periods if assessment.scheme_of(period).compare_score_types]
    types = entering_types(assessment.scores, mixing)
    levels = [COHORT, *(["cluster"] if project.settings.clusters else []), "sector"]
    frames = [
        compare(assessment.scores, assessment.changes, register, by=by, periods=project.periods, score_types=types)
        for by in levels
    ]
    return pd.concat(frames, ignore_index=True)
