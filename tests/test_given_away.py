"""Nobody is given away: leaks that were found in figures once, each closed; figures worked by hand, files read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from oca.assessment import Assessment, assess
from oca.disclosure.ledger import remembered
from oca.errors import UsageError
from oca.reporting.cohort import cohort_report
from oca.reporting.comparison import write_comparison
from oca.reporting.comparison.view import HIDDEN, Release, make_release
from oca.reporting.organization.report import individual_report
from tests.printed import HEADING
from tests.small import ITEMS, SCHEME, put, small_project

OVERALL, GOVERNANCE, FINANCE = ("overall", "overall"), ("dimension", "governance"), ("dimension", "finance")


def cohort(folder: Path, answers: Sequence[Sequence[object]], scheme: str = SCHEME) -> Assessment:
    """Return the assessment of organizations that answered the four items so in the first year."""
    small_project(folder)
    put(folder, "scoring/small-mean.yaml", scheme)
    ids = [f"org-{chr(ord('a') + nth)}" for nth in range(len(answers))]
    rows = [f"{one},Name of {one},{'culture' if nth % 2 else 'health'},en,," for nth, one in enumerate(ids)]
    put(folder, "organizations.csv", "\n".join(["id,name,sector,language,joined,left", *rows]) + "\n")
    lines = [
        f"{one},y1,consensus,,,{item},{answer},,"
        for one, given in zip(ids, answers, strict=True)
        for item, answer in zip(ITEMS, given, strict=True)
    ]
    put(folder, "responses/y1/answers.csv", "\n".join([HEADING, *lines]) + "\n")
    return assess(folder)


def public(assessment: Assessment) -> Release:
    return make_release(assessment, "public", "cohort", "en")


def shown(release: Release, element: tuple[str, str], statistic: str) -> bool:
    return release.value("cohort", "y1", element, statistic) not in (HIDDEN, ":")


def test_classes_end_where_scores_can_lie(tmp_path: Path) -> None:
    """Two items: scores are halves. Of ten at 2.0 or 2.5, reaching 2 = 100 % and reaching 3 = 0 % leave 2.0 and 2.5."""
    release = public(cohort(tmp_path, [(2, 2 + nth % 2, 1 + nth % 4, 4 - nth % 4) for nth in range(10)]))
    both = shown(release, GOVERNANCE, "share_reaching_2"), shown(release, GOVERNANCE, "share_reaching_3")
    assert both != (True, True)
    assert shown(release, GOVERNANCE, "mean")


def test_a_public_cohort_report_holds_no_interval_of_scores(tmp_path: Path) -> None:
    """All at 2.0: a bootstrap interval from 2.0 to 2.0 says that nobody stands anywhere else."""
    made = cohort_report(cohort(tmp_path, [(2, 2, 2, 2)] * 10), "en", "public")
    assert {cell.interval for row in made.years.rows for cell in row.cells} == {""}
    assert "whisker" not in made.years.chart.panels[0].whiskers


NARROW_BANDS = (
    SCHEME.split("bands:")[0]
    + """bands:
  - {id: low, from: 1, title: {en: Low}, text: {en: Little.}}
  - {id: mid, from: 2.2, title: {en: Mid}, text: {en: Some.}}
  - {id: high, from: 2.4, title: {en: High}, text: {en: Much.}}
"""
)


def test_two_narrow_bands_do_not_stand_together(tmp_path: Path) -> None:
    """Mid or better 10 of 10, high or better 0 of 10: everybody is at 2.25."""
    bands = NARROW_BANDS.replace("{en: Low}", "{en: Low, bs: Nisko}").replace("{en: Mid}", "{en: Mid, bs: Srednje}")
    bands = bands.replace("{en: High}", "{en: High, bs: Visoko}")
    for word in ("Little.", "Some.", "Much."):
        bands = bands.replace(f"{{en: {word}}}", f"{{en: {word}, bs: Tekst.}}")
    release = public(cohort(tmp_path, [(2, 2, 2, 3)] * 10, bands))
    both = shown(release, OVERALL, "share_reaching_2.2"), shown(release, OVERALL, "share_reaching_2.4")
    assert both != (True, True)
    rows = {row[1]: row[2:5] for row in _indicators(release)}
    assert [rows[f"Overall: {band} or better"] == [HIDDEN] * 3 for band in ("Mid", "High")].count(True) >= 1


def _indicators(release: Release) -> list[list[object]]:
    from oca.reporting.comparison.programme import indicators

    return [list(row) for row in indicators(release).rows]


@pytest.mark.parametrize(
    ("overalls", "is_shown"),
    [((1, 1, 1, 1, 1), False), ((4, 1, 1, 1, 1), False), ((1, 2, 2, 3, 3), True)],
    ids=["all at the end", "one who knows that all others are", "in the middle"],
)
def test_a_report_of_one_organization_has_the_mean_of_the_cohort_where_that_tells_nobodys_score(
    tmp_path: Path, overalls: Sequence[int], is_shown: bool
) -> None:
    made = individual_report(cohort(tmp_path, [(one,) * 4 for one in overalls]), "org-a", "y1", "en")
    assert {row.cohort != "–" for row in made.profile.rows} == {is_shown}


def test_a_telling_dimension_is_left_out_and_the_rest_is_given(tmp_path: Path) -> None:
    """All of twelve have 4 in finance; in governance they differ."""
    release = public(cohort(tmp_path, [(1 + nth % 4, 1 + (nth + 1) % 4, 4, 4) for nth in range(12)]))
    assert release.value("cohort", "y1", GOVERNANCE, "mean") == 2.5
    assert release.value("cohort", "y1", FINANCE, "mean") == HIDDEN
    assert release.protected.audit is not None
    assert ("cohort", "cohort", "y1", *FINANCE, "mean") in release.protected.audit.dropped


def test_the_record_is_there_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = cohort(tmp_path, [(1 + nth % 4, 2, 2, 3) for nth in range(12)])

    def full(*_: object) -> None:
        raise UsageError("the disk is full")

    monkeypatch.setitem(write_comparison.__globals__["WRITERS"], "xlsx", full)
    with pytest.raises(UsageError):
        write_comparison(made, tmp_path / "out.xlsx", audience="public")
    assert len(remembered(tmp_path)) == 1


def test_every_figure_of_a_public_table_is_in_the_record(tmp_path: Path) -> None:
    import csv

    made = cohort(tmp_path / "project", [(1 + nth % 4, 1 + (nth * 3) % 4, 2 + nth % 3, 2) for nth in range(12)])
    done = write_comparison(made, tmp_path / "csv", format="csv", audience="public", by="sector")
    assert done.record is not None
    held: Mapping[tuple[str, ...], float] = {
        (row.by, row.group, row.period, row.kind, row.element, row.statistic): row.value
        for row in done.record.figures.itertuples()
    }
    path = next(one for one in (tmp_path / "csv").glob("*.csv") if one.stem.lower() == "comparison")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = ("by", "group", "period", "kind", "element", "statistic")
    given = {tuple(row[name] for name in names): float(row["value"]) for row in rows if row["value"]}
    given = {key: value for key, value in given.items() if not key[-1].endswith("not_comparable")}
    assert given
    assert {key: held.get(key) for key in given} == given
