"""With many periods changes are computed from the first and from the one before, and paper shows as many as fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from oca.assessment import Assessment, assess
from oca.reporting.organization.pages.years import years
from oca.reporting.organization.view import open_case
from oca.reporting.text.fitting_periods import periods_that_fit
from tests.small import ITEMS, ORGANIZATIONS, PROJECT, put, small_project


def monthly(folder: Path, months: int, absent: tuple[str, str] = ("", "")) -> Assessment:
    """Assess the small project with so many monthly periods; `absent` names an organization and a month without it."""
    small_project(folder)
    for unused in ("y1", "y2"):
        (folder / "responses" / unused).rmdir()
    head, rest = PROJECT.split("periods:\n")
    periods = "".join(
        f"  - {{id: m{n:02d}, label: {{en: 'Month {n} after the meeting'}}, date: {2023 + n // 12}-{n % 12 + 1:02d}-15,"
        " questionnaire: small/1, scheme: small-mean}\n"
        for n in range(months)
    )
    put(folder, "project.yaml", f"{head}periods:\n{periods}{rest[rest.index('sectors:') :]}")
    put(folder, "organizations.csv", ORGANIZATIONS.replace(",y2,", ",,"))
    for n in range(months):
        whose = [one for one in ("zora", "lasta", "most") if (one, f"m{n:02d}") != absent]
        rows = "".join(f"{one},{item},{1 + n % 4}\n" for one in whose for item in ITEMS)
        put(folder, f"responses/m{n:02d}/answers.csv", f"organization,item,answer\n{rows}")
    return assess(folder)


def compared(assessment: Assessment, organization: str) -> set[tuple[str, str]]:
    rows = assessment.changes[assessment.changes["organization"] == organization]
    return set(zip(rows["from_period"], rows["to_period"], strict=True))


@pytest.mark.parametrize(("months", "pairs", "said"), [(8, 28, 0), (9, 15, 1)])
def test_up_to_eight_periods_are_compared_each_with_each_and_more_with_the_first_and_the_one_before(
    tmp_path: Path, months: int, pairs: int, said: int
) -> None:
    """8 * 7 / 2 = 28; of nine, eight from the first and eight from the one before, one of them in both."""
    assessment = monthly(tmp_path, months)
    assert len(compared(assessment, "zora")) == pairs
    assert len([one for one in assessment.findings if one.code == "changes-reduced"]) == said


def test_who_was_absent_is_compared_from_its_own_first_period_and_over_the_gap(tmp_path: Path) -> None:
    pairs = compared(monthly(tmp_path, 9, absent=("zora", "m04")), "zora")
    assert ("m03", "m05") in pairs
    assert ("m00", "m08") in pairs
    assert ("m02", "m05") not in pairs


def test_paper_shows_the_first_the_last_and_as_many_periods_between_as_fit_and_says_so(tmp_path: Path) -> None:
    """The word meeting is too wide for 24 columns of a page of 17 cm; the headings of those shown are all different."""
    assessment = monthly(tmp_path, 24)
    page = years(open_case(assessment, "zora", "m23", "en"))
    assert page is not None
    assert (page.headings[0], page.headings[-1]) == ("Month 0 after the meeting", "Month 23 after the meeting")
    shown = len(page.headings)
    assert 5 < shown < 13
    assert len(set(page.headings)) == shown
    assert {len(row.cells) for row in page.rows} == {shown}
    assert page.notes[0].startswith(f"{shown} of 24 periods are shown: the first, the last")


def test_of_five_periods_every_one_is_shown_whatever_their_labels() -> None:
    periods = ["y1", "y2", "y3", "y4", "y5"]
    assert periods_that_fit(periods, ["Antidisestablishmentarianism"], 300) == periods
    assert len(periods_that_fit([*periods, "y6"], ["Antidisestablishmentarianism"], 300)) == 5
