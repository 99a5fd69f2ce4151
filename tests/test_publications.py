"""What is remembered of an export, and what the next one is held against."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

from oca.assessment import Assessment
from oca.comparison.groups import compare, entering_types
from oca.disclosure.ledger import remember, remembered
from oca.disclosure.published_file import attack_file, read_published
from oca.disclosure.release import in_reports, protect, puzzles_of
from oca.errors import InputError
from oca.reporting.comparison import write_comparison
from oca.reporting.organization.view import open_case
from tests import small
from tests.test_workbook import make_assessment


@pytest.fixture(scope="module")
def assessment(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    return make_assessment(tmp_path_factory.mktemp("project"))


def test_an_export_is_remembered_once_and_read_back_as_it_was(assessment: Assessment, tmp_path: Path) -> None:
    record = protect(assessment, "public", "sector").record
    assert record is not None
    assert remember(tmp_path, record) == remember(tmp_path, record)
    (back,) = remembered(tmp_path)
    pd.testing.assert_frame_equal(back.figures, record.figures)
    assert back.groups == record.groups
    assert back.absent == record.absent


def test_a_record_holds_no_score_of_an_organization(assessment: Assessment, tmp_path: Path) -> None:
    record = protect(assessment, "public", "sector").record
    assert record is not None
    text = remember(tmp_path, record).read_text(encoding="utf-8")
    scores = {f"{score:.4f}" for score in assessment.scores["score"]}
    assert not [score for score in scores if score in text]


def test_the_next_export_is_held_against_what_was_given_out(assessment: Assessment) -> None:
    first = protect(assessment, "public", "sector")
    assert first.record is not None
    second = protect(assessment, "public", "cluster", earlier=[first.record])
    assert second.audit is not None
    assert second.audit.publications == 3  # with what reports to organizations show of the cohort
    assert second.audit.passed


def test_what_reports_show_of_the_cohort_is_held_together_with_every_export(assessment: Assessment) -> None:
    """Each mean that a report prints beside the organization's own is in the record, with the same number behind it."""
    types = entering_types(assessment.scores)
    cohort = compare(
        assessment.scores,
        assessment.changes,
        assessment.project.register(),
        by="cohort",
        periods=assessment.project.periods,
        score_types=types,
    )
    rows = in_reports(assessment, cohort, puzzles_of(assessment, types)).figures
    held = {(row.period, row.element): (row.value, row.organizations) for row in rows.itertuples()}
    one = assessment.scores[assessment.scores["status"] == "scored"].iloc[-1]
    shown = open_case(assessment, one["organization"], one["period"], "en").cohort
    assert shown
    for element, (mean, organizations) in shown.items():
        value, count = held[one["period"], element]
        assert count == organizations
        assert abs(value - mean) <= 0.05 + 1e-9


def test_internal_eyes_see_everything_and_nothing_is_remembered(assessment: Assessment) -> None:
    made = protect(assessment, "internal", "sector")
    assert made.record is None
    assert made.audit is None
    assert not made.shown.groups["suppressed"].any()


def test_a_damaged_record_is_a_finding_and_not_passed_over(tmp_path: Path) -> None:
    small.put(tmp_path, "published/public-0.json", "{")
    with pytest.raises(InputError) as raised:
        remembered(tmp_path)
    assert [one.code for one in raised.value.findings] == ["publication-unreadable"]


def test_a_workbook_is_attacked_by_itself_with_the_figures_it_shows(assessment: Assessment, tmp_path: Path) -> None:
    path = tmp_path / "comparison.xlsx"
    made = write_comparison(assessment, path, audience="public", by="sector", remembering=False)
    items = made.items[~made.items["suppressed"] & made.items["value"].notna()]
    shown = pd.concat([made.shown.published, items], ignore_index=True)
    read = read_published(path)
    keys = ["by", "group", "period", "kind", "element", "statistic"]
    both = read.merge(shown, on=keys, suffixes=("", "_shown"))
    assert len(both) == len(read) == len(shown)
    assert both["value"].tolist() == pytest.approx(both["value_shown"].tolist())
    assert attack_file(assessment, path).passed
    shutil.rmtree(assessment.project.folder / "published", ignore_errors=True)


def test_a_file_without_a_comparison_is_a_finding(assessment: Assessment, tmp_path: Path) -> None:
    path = small.put(tmp_path, "other.csv", "a,b\n1,2\n")
    with pytest.raises(InputError) as raised:
        attack_file(assessment, path)
    assert [one.code for one in raised.value.findings] == ["disclose-no-comparison"]


def test_what_is_no_file_in_the_folder_of_publications_is_a_finding(tmp_path: Path) -> None:
    folder = tmp_path / "published"
    folder.mkdir()
    (folder / "loop.json").symlink_to("loop.json")
    os.mkfifo(folder / "pipe.json")
    (folder / "cut.json").write_text('{"date": ')
    with pytest.raises(InputError) as raised:
        remembered(tmp_path)
    said = {one.place.file: one.code for one in raised.value.findings}
    assert said == {
        "published/loop.json": "link-broken",
        "published/pipe.json": "no-file",
        "published/cut.json": "publication-unreadable",
    }
