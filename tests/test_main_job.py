"""The main job from end to end: figures of the outputs agree with sums done by hand from the raw files."""

from __future__ import annotations

import csv
from collections import defaultdict
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from oca.assessment import Assessment
from oca.language import round_half_up
from oca.reporting.comparison import write_comparison
from oca.reporting.organization.report import individual_report
from oca.reporting.tables.writing import write_tables

EXAMPLE = Path(__file__).parent.parent / "examples" / "cssp"

CHECKED = ("izmisljena-lupa", "zamisljena-vaga", "imaginary-abacus")


def sheets_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Read a workbook with nothing but openpyxl: the rows of every sheet."""
    with closing(load_workbook(path, read_only=True)) as book:
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def levels_in_form(path: Path) -> dict[str, dict[str, float]]:
    """Read a filled-in form as plainly as can be: the levels by dimension sheet and item."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for title, rows in sheets_of(path).items():
        if rows and rows[0][0] == "item":
            answer = rows[0].index("answer")
            for row in rows[1:]:
                if row[0] and str(row[answer]).strip() in {"1", "2", "3", "4"}:
                    found[title][str(row[0])] = float(str(row[answer]))
    return found


def levels_of(organization: str, period: str) -> dict[str, float]:
    """Return the levels of all items in the form of one organization and period."""
    sheets = levels_in_form(EXAMPLE / "responses" / period / f"{organization}.xlsx")
    return {item: level for levels in sheets.values() for item, level in levels.items()}


@pytest.mark.parametrize("organization", CHECKED)
def test_scores_of_year_5_are_the_means_of_the_levels_in_the_form(example: Assessment, organization: str) -> None:
    sheets = levels_in_form(EXAMPLE / "responses" / "y5" / f"{organization}.xlsx")
    scores = example.scores.query("organization == @organization and period == 'y5'").set_index("element")
    questionnaire = example.questionnaires["cssp-oca/2"]
    means = []
    for levels in sheets.values():
        dimension = next(item.dimension for item in questionnaire.items if item.id in levels)
        row = scores.loc[dimension]
        if row["status"] == "scored":
            assert row["score"] == pytest.approx(sum(levels.values()) / len(levels))
            means.append(sum(levels.values()) / len(levels))
        assert row["answered"] == len(levels)
    assert len(sheets) == 10
    assert scores.loc["overall", "score"] == pytest.approx(sum(means) / len(means))


def test_change_since_year_1_is_that_of_the_items_answered_in_both_forms(example: Assessment) -> None:
    organization = CHECKED[0]
    old, new = levels_of(organization, "y1"), levels_of(organization, "y5")
    same = ["gov-mission", "gov-board", "gov-separation", "gov-constituency", "gov-statute"]  # equal in 1 and 2
    both = [item for item in same if item in old and item in new]
    changes = example.changes.query("organization == @organization and from_period == 'y1' and to_period == 'y5'")
    row = changes.set_index("element").loc["governance"]
    assert row["change"] == pytest.approx(sum(new[item] - old[item] for item in both) / len(both))
    assert row["compared"] == len(both)


@pytest.mark.slow
def test_the_tables_and_the_workbook_say_what_the_scores_say(example: Assessment, tmp_path: Path) -> None:
    write_tables(example, tmp_path)
    with (tmp_path / "scores.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {(row["organization"], row["period"], row["element"]): row for row in csv.DictReader(file)}
    overall = example.scores.query("kind == 'overall' and status == 'scored'")
    for organization, period, value in overall[["organization", "period", "score"]].itertuples(index=False):
        assert float(rows[organization, period, "overall"]["score"]) == pytest.approx(value)

    path = tmp_path / "comparison.xlsx"
    write_comparison(example, path, audience="internal", language="en")
    numbers = {
        str(round_half_up(cell, 6)) for row in sheets_of(path)["Scores"] for cell in row if isinstance(cell, float)
    }
    assert {str(round_half_up(value, 6)) for value in overall["score"]} <= numbers | {
        "1.000000",
        "2.000000",
        "3.000000",
    }


def test_a_verified_score_is_not_said_to_be_the_organizations_own_rating(example: Assessment) -> None:
    summary = individual_report(example, "izmisljena-breza", "y5", "en").summary
    assert summary.level.startswith("An assessor, together with you, found 3.1 of 4")
    assert "agreed with the assessor" in summary.basis


def test_no_output_of_the_library_changes_the_project_folder(example: Assessment, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in EXAMPLE.rglob("*") if path.is_file()}
    write_tables(example, tmp_path)
    assert before == {path: path.stat().st_mtime_ns for path in EXAMPLE.rglob("*") if path.is_file()}
