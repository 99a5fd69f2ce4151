"""The smallest and flattest projects give defined results in every table and report, and never a warning.

Warnings are errors in all tests, so reaching the end is part of what is tested.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from oca.assessment import Assessment, assess
from oca.reporting.comparison import write_comparison
from oca.reporting.organization.report import individual_report
from oca.reporting.tables.writing import write_tables
from tests.printed import answered

SAME = (3, 3, 3, 3)


def everything(made: Assessment, folder: Path) -> dict[str, pd.DataFrame]:
    """Write all there is and return the tables as read back."""
    written = write_tables(made, folder / "tables")
    write_comparison(made, folder / "comparison.xlsx", audience="internal", language="en")
    for organization, period in made.scores[["organization", "period"]].drop_duplicates().itertuples(index=False):
        individual_report(made, organization, period, "en")
    return {path.stem: pd.read_csv(path) for path in written if path.suffix == ".csv"}


@pytest.mark.parametrize(
    ("y1", "y2"),
    [
        ([], [("zora", SAME)]),
        ([("zora", SAME)], [("zora", SAME)]),
        ([("zora", SAME), ("lasta", SAME)], [("zora", SAME), ("lasta", SAME)]),
        ([("zora", (1, 1, 1, 1))], [("lasta", SAME)]),
        ([], [("zora", ("N/A", "N/A", "N/A", "N/A"))]),
        ([], [("zora", ("don't know", "", "", 1))]),
        ([("zora", (3, "", "", ""))], [("zora", (3, 3, "", ""))]),
    ],
    ids=[
        "one organization once",
        "no change at all",
        "all answers equal",
        "nobody twice",
        "nothing applies",
        "hardly an answer",
        "half answered",
    ],
)
def test_agreed_sheets_at_the_edges(
    tmp_path: Path, y1: list[tuple[str, tuple[object, ...]]], y2: list[tuple[str, tuple[object, ...]]]
) -> None:
    tables = everything(answered(tmp_path, y1, y2), tmp_path / "out")
    assert len(tables["scores"]) > 0
    assert tables["scores"].loc[tables["scores"]["status"] != "scored", "score"].isna().all()


@pytest.mark.parametrize(
    "sheets",
    [
        [("zora", SAME)],
        [("zora", SAME), ("zora", SAME), ("zora", SAME)],
        [("zora", (1, 4, 1, 4)), ("zora", (4, 1, 4, 1)), ("zora", ("N/A", "don't know", "", 2))],
    ],
    ids=["one respondent", "three who agree in all", "three who agree in nothing"],
)
def test_individual_ratings_at_the_edges(tmp_path: Path, sheets: list[tuple[str, tuple[object, ...]]]) -> None:
    tables = everything(answered(tmp_path, y2=sheets, individual=True), tmp_path / "out")
    assert set(tables["agreement"]["respondents"]) <= {1, 2, 3}
    assert tables["reliability"]["alpha"].dropna().between(-10, 1).all()


def test_one_file_or_two_give_the_same_scores(tmp_path: Path) -> None:
    """Individual ratings of one organization, in one file and then split between two."""
    sheets = [("zora", (1, 2, 3, 4)), ("zora", (2, 2, "N/A", 4)), ("zora", (4, "don't know", 3, 1))]
    one = answered(tmp_path / "one", y2=sheets, individual=True)
    two = tmp_path / "two"
    shutil.copytree(tmp_path / "one", two)
    file = two / "responses/y2/answers.csv"
    heading, *rows = file.read_text(encoding="utf-8").splitlines()
    for name, part in (("a", rows[:5]), ("b", rows[5:])):
        kept = [row for row in part if not (name == "a" and ",r2," in row)]
        moved = [row for row in rows[:5] if ",r2," in row] if name == "b" else []
        file.with_name(f"{name}.csv").write_text("\n".join([heading, *moved, *kept]) + "\n", encoding="utf-8")
    file.unlink()
    pd.testing.assert_frame_equal(one.scores, assess(two).scores)
