"""A published comparison read back from its file, to be attacked by itself."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from oca.assessment import Assessment
from oca.disclosure.audit import Audit
from oca.disclosure.ledger import publication
from oca.disclosure.release import attacked, puzzles_of
from oca.disclosure.suppression import DIGITS
from oca.errors import InputError
from oca.findings import Place, finding
from oca.tables import COMPARISON

HEADING_ROWS = 10
"""In which rows of a sheet the headings are looked for."""


def attack_file(assessment: Assessment, path: Path, *, insiders: int = 1) -> Audit:
    """Attack the figures of one published file; as `attack_figures`.

    Raises:
        InputError: no sheet of the file is a comparison.
    """
    return attack_figures(assessment, read_published(path), insiders=insiders)


def attack_figures(assessment: Assessment, figures: pd.DataFrame, *, insiders: int = 1) -> Audit:
    """Attack published figures (COMPARISON), without any earlier ones.

    Who is in which group, and what an insider knows, comes from the project.
    """
    puzzles = puzzles_of(assessment, assessment.entering_types)
    record = publication(assessment, figures, "public", DIGITS, puzzles)
    return attacked(assessment, [record], puzzles, insiders=insiders)


def read_published(path: Path) -> pd.DataFrame:
    """Return COMPARISON as a file gives it out: every row of the tidy sheet that has a value.

    Raises:
        InputError: no sheet has the columns, or the file cannot be read.
    """
    for cells in _sheets(path):
        for row in range(min(HEADING_ROWS, len(cells))):
            headings = [str(one) for one in cells.iloc[row]]
            if set(COMPARISON.names) <= set(headings):
                body = cells.iloc[row + 1 :].set_axis(headings, axis=1)[COMPARISON.names]
                return _typed(body)
    raise InputError([finding("disclose-no-comparison", Place(path.name), columns=", ".join(COMPARISON.names))])


def _sheets(path: Path) -> list[pd.DataFrame]:
    try:
        if path.suffix.lower() == ".csv":
            return [pd.read_csv(path, header=None, dtype=str, keep_default_na=False, encoding="utf-8-sig")]
        return list(
            pd.read_excel(path, sheet_name=None, header=None, engine="calamine", keep_default_na=False).values()
        )
    except FileNotFoundError:
        raise InputError(
            [finding("file-missing", Place(path.name), what="such file", todo="Check the name.")]
        ) from None
    except Exception:  # whatever a reader makes of a file that is none of its kind
        return []


def _typed(body: pd.DataFrame) -> pd.DataFrame:
    value = pd.to_numeric(body["value"], errors="coerce")
    shown = body[value.notna()].assign(value=value, suppressed=False)
    counts = pd.to_numeric(shown["organizations"], errors="coerce").fillna(-1)
    return COMPARISON.typed(shown.assign(organizations=counts.astype("int64")).reset_index(drop=True))
