"""The cohort report: what it says to whom, from answers written in the test; as HTML and as an accessible PDF."""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oca.assessment import Assessment, assess, with_tables
from oca.content import shipped
from oca.disclosure.ledger import remembered
from oca.errors import UsageError
from oca.instrument.scale import HIGHER_IS_BETTER, Direction
from oca.language import words
from oca.project import Audience
from oca.reporting.charts.cohort import Reach, bar, forest, interval_panels, round_up
from oca.reporting.cohort import cohort_page, cohort_pdf, cohort_report, write_cohort_report
from oca.reporting.cohort.audited import AuditedFigures, show
from oca.reporting.cohort.pages.items import ranked
from oca.reporting.cohort.pages.short import _heights
from oca.reporting.cohort.record import CohortReport
from oca.support.records import Action, Assistance, Participation, Session, Support, Training
from tests.printed import HEADING
from tests.small import BOSNIAN, ITEMS, PROJECT, SCHEME, STRUCTURE, put, small_project

Answers = Mapping[str, Sequence[object]]
"""The answers of each organization to the four items, in order."""


@pytest.fixture(scope="module")
def twelve(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    return nine_of_twelve(tmp_path_factory.mktemp("twelve"))


@pytest.fixture(scope="module")
def inner(twelve: Assessment) -> CohortReport:
    return cohort_report(twelve, "en", "internal")


@pytest.fixture(scope="module")
def outer(twelve: Assessment) -> CohortReport:
    return cohort_report(twelve, "en", "public")


def cohort_of(
    folder: Path, y1: Answers, y2: Answers, *, sectors: Sequence[str] = ("culture", "health"), **files: str
) -> Assessment:
    """Return the assessment of the small project with these organizations, in the sectors in turn.

    Args:
        folder: where the project is written.
        y1: answers of the first period.
        y2: answers of the second.
        sectors: sectors of the organizations, in turn.
        files: the text of other files: project, scheme, structure.
    """
    if not (folder / "project.yaml").exists():
        small_project(folder)
    paths = {"project": "project.yaml", "scheme": "scoring/small-mean.yaml", "structure": "questionnaires/small/1.yaml"}
    for name, text in files.items():
        put(folder, paths[name], text)
    known = dict.fromkeys([*y1, *y2])
    rows = [f"{one},Name of {one},{sectors[nth % len(sectors)]},en,," for nth, one in enumerate(known)]
    put(folder, "organizations.csv", "\n".join(["id,name,sector,language,joined,left", *rows]) + "\n")
    for period, sheets in (("y1", y1), ("y2", y2)):
        lines = [
            f"{organization},{period},consensus,,,{item},{answer},,"
            for organization, answers in sheets.items()
            for item, answer in zip(ITEMS, answers, strict=True)
        ]
        if lines:
            put(folder, f"responses/{period}/answers.csv", "\n".join([HEADING, *lines]) + "\n")
    return assess(folder)


def named(number: int, prefix: str = "org") -> list[str]:
    return [f"{prefix}-{chr(ord('a') + nth)}" for nth in range(number)]


def nine_of_twelve(folder: Path, **files: str) -> Assessment:
    """Return twelve organizations that stood at 2, of which nine stand at 3 a year later."""
    names = named(12)
    later = {one: (3, 3, 3, 3) if nth < 9 else (2, 2, 2, 2) for nth, one in enumerate(names)}
    return cohort_of(folder, dict.fromkeys(names, (2, 2, 2, 2)), later, **files)


def page_of(assessment: Assessment, audience: Audience, language: str = "en") -> str:
    return cohort_page(cohort_report(assessment, language, audience), for_print=True)


def text_of(pdf: bytes) -> str:
    import subprocess

    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def inside(pdf: bytes) -> bytes:
    """Return everything that a PDF holds, unpacked."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as document:
        unpacked = BytesIO()
        document.save(unpacked, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False)
    return unpacked.getvalue()


def support_of(organizations: Sequence[str]) -> Support:
    """Return a training of two days on the board, given once to these organizations, and four days of mentoring."""
    return Support(
        trainings=(Training("boards", {"en": "Boards"}, ("gov-board",), 1, 3, (), 2, 20, 0),),
        sessions=(Session("s1", "boards", datetime.date(2024, 9, 1), "Nowhere", "", "", "y1"),),
        participation=tuple(Participation("s1", one, 2) for one in organizations),
        assistance=(Assistance(organizations[0], "finance", "mentoring", datetime.date(2024, 10, 1), 4, "y1"),),
    )


def action(organization: str, number: int, status: str, *, priority: bool = True) -> Action:
    return Action(
        organization,
        "y1",
        number,
        "gov-board",
        "Hold a meeting",
        "",
        None,
        "",
        "",
        "",
        status,
        "",
        priority,
        proposed=False,  # type: ignore[arg-type]  # a status written in the test
    )


# --- what it says


def test_the_change_of_the_cohort_is_told_with_estimate_interval_numbers_and_shares(inner: CohortReport) -> None:
    """Worked by hand. Nine changes of 1 and three of 0: of the 78 Walsh averages 45 are 1, so the median is 1.

    Wilson for 9 of 12: centre 0.6894, half 0.2217, so from 47 to 91 percent.
    """
    assert inner.change is not None
    row, outcome = inner.change.rows[0], inner.change.outcomes[0]
    assert (row.pairs, row.estimate) == ("12", "+1.00")
    assert (outcome.improved, outcome.share) == ("9 of 12", "75% (47 to 91)")
    assert (outcome.unclear, outcome.declined) == ("3", "0")
    assert [(figure.value, figure.basis) for figure in inner.short.figures[:3]] == [
        ("12 of 12", ""),
        ("2.75", "2.42 to 2.92; of 12 organizations"),
        ("9 of 12", "75% (47 to 91)"),
    ]


def test_the_means_stand_with_their_numbers_of_organizations(inner: CohortReport) -> None:
    first, last = inner.years.rows[0].cells
    assert (first.mean, first.interval, first.organizations) == ("2.00", "2.00–2.00", "12")
    assert (last.mean, last.organizations) == ("2.75", "12")


def test_each_organization_is_compared_with_its_own_first_assessment(tmp_path: Path) -> None:
    """One that joined later has its own start; indicators and forest plot rest on the same organizations."""
    text = PROJECT.replace("sectors:", THIRD_PERIOD + "sectors:")
    names = named(7)
    folder = small_project(tmp_path)
    cohort_of(folder, dict.fromkeys(names[:6], (2, 2, 2, 2)), dict.fromkeys(names, (2, 2, 2, 2)), project=text)
    rows = [f"{one},y3,consensus,,,{item},3,," for one in names for item in ITEMS]
    put(folder, "responses/y3/answers.csv", "\n".join([HEADING, *rows]) + "\n")
    made = cohort_report(assess(folder), "en", "internal")
    assert made.change is not None
    assert "First assessed in Year 1: 6 and Year 2: 1." in made.change.opening
    assert made.change.rows[0].pairs == "7"
    counted = {row.title: row.count for row in made.indicators.rows}
    assert made.change.outcomes[0].improved == counted["Improved overall, since the first assessment"] == "7 of 7"


THIRD_PERIOD = """\
  - id: y3
    label: {en: Year 3, bs: Godina}
    date: 2026-05-31
    questionnaire: small/1
    scheme: small-mean
"""


def test_items_are_listed_by_how_many_organizations_have_them_at_a_high_or_low_level(tmp_path: Path) -> None:
    names = named(12)
    answers = {one: (4 if nth < 11 else 1, 1 if nth < 7 else 3, 3, 3) for nth, one in enumerate(names)}
    assessment = cohort_of(tmp_path, {}, answers)
    inner, outer = (cohort_report(assessment, "en", audience).items for audience in ("internal", "public"))
    assert inner is not None
    assert outer is not None
    assert inner.strong_title == "Most common strengths: levels 3 and 4"
    assert [(row.title, row.count) for row in inner.strong] == [
        ("Books", "12 of 12"),
        ("Donors", "12 of 12"),
        ("Board", "11 of 12"),
        ("Mission", "5 of 12"),
    ]
    assert [(row.title, row.count) for row in inner.weak] == [("Mission", "7 of 12"), ("Board", "1 of 12")]
    # fewer than five are left over: at least 8 of 12, in the order of the questionnaire; and 1 of 12 is not told
    assert [(row.title, row.count) for row in outer.strong] == [
        ("Board", "at least 8 of 12"),
        ("Books", "at least 8 of 12"),
        ("Donors", "at least 8 of 12"),
        ("Mission", "5 of 12"),
    ]
    assert [(row.title, row.count) for row in outer.weak] == [("Mission", "7 of 12")]


@given(levels=st.lists(st.sampled_from([1.0, 2.0, 2.5, 3.0, 4.0]), max_size=15), best=st.booleans())
def test_no_item_tells_the_public_of_fewer_than_five_on_either_side(levels: list[float], best: bool) -> None:
    """Of twelve or so organizations: what is told exactly leaves five over, what is told as "at least" is true."""
    limit = 3.0 if best else 2.0
    release = SimpleNamespace(internal=False, items=pd.DataFrame({"element": ["x"], "suppressed": [False]}))
    view: Any = SimpleNamespace(
        internal=False,
        latest="y1",
        values={("y1", "item", "x"): np.array(levels)},
        questionnaire=SimpleNamespace(item_ids=["x"], direction=Direction()),
        shown=AuditedFigures(release, 5, grouped=False),  # type: ignore[arg-type]  # what ranked asks of a release
    )
    truth = sum(level >= limit if best else level <= limit for level in levels)
    for one in ranked(view, limit, best=best):
        assert one.of == len(levels) >= 10
        assert 5 <= one.number <= truth
        assert one.number == (len(levels) - 4 if one.at_least else truth)
        assert one.at_least == (len(levels) - truth < 5)


def test_capacity_scores_are_not_reportable_as_performance(outer: CohortReport, tmp_path: Path) -> None:
    capacity = outer.indicators
    assert "no figure here is reportable as CBLD-9" in capacity.reportable
    assert capacity.rows[-1].caveat == "Capacity score, not reportable as CBLD-9."
    declared = "measures: performance\n" + STRUCTURE
    performance = cohort_report(nine_of_twelve(tmp_path, structure=declared), "en", "public").indicators
    assert "not performance" not in performance.reportable
    assert performance.rows[-1].caveat.startswith("Out of those compared;")


def test_trainings_stand_beside_change_and_are_never_its_cause(twelve: Assessment) -> None:
    given = with_tables(twelve, support=support_of(named(6)))
    made = cohort_report(given, "en", "internal").support
    assert made is not None
    overall, governance, finance = made.rows
    assert (overall.organizations, overall.sessions, overall.days) == ("6", "6", "16")
    assert (governance.organizations, governance.sessions, governance.days) == ("6", "6", "12")
    assert (finance.organizations, finance.sessions, finance.days) == ("1", "0", "4")
    assert governance.change.startswith("+1.00 (")
    assert [row.title for row in made.organizations[:2]] == ["Name of org-a", "Name of org-b"]
    assert made.organizations[0].cells == ("1", "6", "+1.00")
    outer = cohort_report(given, "en", "public").support
    assert outer is not None
    assert (outer.rows[2].organizations, outer.rows[2].days, outer.rows[2].track.at) == ("<5", ":c", None)
    assert outer.organizations == ()
    said = " ".join([made.opening, *made.notes]).lower()
    assert re.findall(r"because|thanks to|due to|caused|effect|impact|resulted", said) == []


def test_the_progress_of_plans_counts_priorities_only(twelve: Assessment) -> None:
    actions = [action(one, 1, "done") for one in named(5)] + [action("org-a", 2, "in_progress")]
    actions += [action("org-b", 2, "dropped"), action("org-b", 3, "done", priority=False)]
    made = with_tables(twelve, support=Support(actions=tuple(actions)))
    found = cohort_report(made, "en", "public").plans
    assert found is not None
    (row,) = found.rows
    assert (row.organizations, row.actions, row.done, row.others) == ("5", "7", "5 of 7 (71%)", ("1", "0", "1"))
    few = with_tables(made, support=Support(actions=tuple(actions[:3])))
    hidden = cohort_report(few, "en", "public").plans
    assert hidden is not None
    assert (hidden.rows[0].organizations, hidden.rows[0].done, hidden.rows[0].bar.parts) == ("<5", ":c", ())


# --- who sees what


def test_nobody_is_named_outside_the_internal_report(twelve: Assessment, outer: CohortReport) -> None:
    for organizations in (outer, cohort_report(twelve, "hr", "organization")):
        page = cohort_page(organizations, for_print=True)
        assert [one.id for one in twelve.project.organizations if one.name in page or one.id in page] == []


def test_the_internal_report_has_the_organizations_in_the_order_of_the_register(
    twelve: Assessment, inner: CohortReport
) -> None:
    assert [row.title for row in inner.response.organizations] == [one.name for one in twelve.project.organizations]
    assert inner.notice == "INTERNAL, do not pass on · Invented data"
    assert inner.cover.marking == "INTERNAL: names and scores of organizations. Do not pass on."


def test_the_report_is_written_in_the_words_of_its_language(twelve: Assessment) -> None:
    made = cohort_report(twelve, "hr", "internal")
    assert made.cover.kind == "Izvješće o organizacijskim kapacitetima kohorte"
    assert made.cover.facts[0].text == "12 organizacija, 2 sektora, 2 razdoblja"


def test_under_ten_organizations_the_public_sees_no_interval_no_estimate_and_no_share_at_an_end(tmp_path: Path) -> None:
    names = named(7)
    assessment = cohort_of(tmp_path, dict.fromkeys(names, (1, 2, 2, 2)), dict.fromkeys(names, (3, 3, 3, 2)))
    made = cohort_report(assessment, "en", "public")
    assert made.change is not None
    assert (made.change.rows[0].estimate, made.change.rows[0].interval, made.change.rows[0].p) == (":c", "", "")
    assert made.change.rows[0].strip.at is None
    assert (made.change.outcomes[0].improved, made.change.outcomes[0].bar.parts) == (":c", ())
    assert [cell.interval for row in made.years.rows for cell in row.cells] == [""] * 6
    assert made.years.chart.panels[0].whiskers == ""
    assert made.items is None
    assert [row.count for row in made.indicators.rows if row.title.startswith("Improved")] == [":c"] * 7


def test_what_is_hidden_is_nowhere_in_the_file(tmp_path: Path) -> None:
    """Four of twelve answer the second dimension: its mean, 3.6, their change and their items are for the team."""
    names = named(12)
    before = {one: (2, 2, 1, 1) if nth < 4 else (2, 2, "N/A", "N/A") for nth, one in enumerate(names)}
    after = {one: (3, 2, 3.5, 3.75) if nth < 4 else (3, 2, "N/A", "N/A") for nth, one in enumerate(names)}
    stepped = STRUCTURE.replace("{levels: [1, 2, 3, 4]}", "{levels: [1, 2, 3, 4], step: 0.25}")
    assessment = cohort_of(tmp_path, before, after, structure=stepped)
    made = cohort_report(assessment, "en", "public")
    assert [cell.mean for cell in made.years.rows[2].cells] == [":c", ":c"]
    assert [cell.organizations for cell in made.years.rows[2].cells] == ["<5", "<5"]
    page = cohort_page(made, for_print=True)
    visible = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    assert "3.6" in re.sub(r"<style>.*?</style>", "", page_of(assessment, "internal"), flags=re.DOTALL)
    words = re.sub(r"<svg.*?</svg>", "", visible, flags=re.DOTALL)
    assert re.findall(r"3\.6|3\.5|3\.75|\+2\.[56]", words) == []
    assert made.years.chart.panels[2].dots == ""


def test_drawings_hold_no_more_digits_than_the_print(tmp_path: Path) -> None:
    """Eleven changes of 0.25 and one of 1 have the median 0.25; the public dot stands where 0.3 does."""
    names = named(12)
    after = {one: (3, 2, 2, 2) if nth else (3, 3, 3, 3) for nth, one in enumerate(names)}
    made = cohort_report(cohort_of(tmp_path, dict.fromkeys(names, (2, 2, 2, 2)), after), "en", "public")
    assert made.change is not None
    row = made.change.rows[0]
    assert row.estimate == "+0.3"
    reach = Reach(1.5, HIGHER_IS_BETTER, 0.5, ())
    assert row.strip.at == forest(reach, 0.3).at != forest(reach, 0.25).at
    drawn = made.years.chart.panels[0].dots
    # the mean is 2.3125: between 78 for level 1 and 20 for level 4, it stands where 2.3 does
    assert [height in drawn for height in (" 52.87", " 52.63")] == [True, False]


def test_groups_are_shown_only_where_each_has_enough_organizations(outer: CohortReport, tmp_path: Path) -> None:
    made = outer.groups
    assert made is not None
    assert [table.headings for table in made.tables] == [("Culture", "Health", "All organizations")]
    assert made.tables[0].changes == ()
    thirds = ["culture", "health", "health"]
    uneven = cohort_of(tmp_path, {}, dict.fromkeys(named(12), (2, 2, 2, 2)), sectors=thirds)
    found = cohort_report(uneven, "en", "public").groups
    assert found is not None
    assert found.tables == ()
    assert "fewer than 5 organizations" in found.opening


def test_change_by_group_is_for_the_team_only(inner: CohortReport) -> None:
    """Nine of twelve by one level: five of the six in one sector, four of the six in the other."""
    assert inner.groups is not None
    assert inner.groups.tables[0].changes == ("+0.83 (6)", "+0.67 (6)", "+0.75 (12)")


# --- extremes


def test_a_single_period_has_no_change_and_says_so_nowhere(tmp_path: Path) -> None:
    made = cohort_report(cohort_of(tmp_path, dict.fromkeys(named(12), (2, 2, 3, 3)), {}), "en", "public")
    assert made.change is None
    assert made.response.opening == "12 of 12 organizations of the register were assessed, in one period so far."
    assert "first assessment" not in " ".join(figure.title for figure in made.short.figures)
    assert 'href="#change"' not in cohort_page(made, for_print=True)


def test_a_cohort_of_which_the_means_alone_tell_too_much_gets_no_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Five at the bottom of the scale: their mean of 1.0, rounded, leaves 5 x 0.05 above it and nothing more."""
    cohort_of(tmp_path, {}, dict.fromkeys(named(5), (1, 1, 1, 1)))
    command = ["report", "-p", tmp_path, "-o", tmp_path / "out", "--format", "html", "--cohort"]
    assert run(monkeypatch, *command, "--audience", "public") == 3
    assert "audit-failed" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "published").exists()
    assert run(monkeypatch, *command) == 0


def test_the_method_page_says_what_was_attacked_and_the_library_remembers_unless_told_not_to(tmp_path: Path) -> None:
    assessment = nine_of_twelve(tmp_path)
    made = cohort_report(assessment, "en", "public")
    hidden = next(part for part in made.method.parts if part.title == "What is not shown")
    assert "every score of every other one is left open by at least 1.0 of a level" in hidden.paragraphs[1]
    assert "Intervals, tests, estimates of change" in hidden.paragraphs[1]
    write_cohort_report(assessment, tmp_path / "one.html", audience="public", remembering=False)
    write_cohort_report(assessment, tmp_path / "team.html")
    assert not (tmp_path / "published").exists()
    done = write_cohort_report(assessment, tmp_path / "two.html", audience="public")
    assert done.record is not None
    (kept,) = remembered(tmp_path)
    pd.testing.assert_frame_equal(kept.figures, done.record.figures, check_dtype=False)


def test_every_count_and_mean_that_the_report_shows_is_in_what_was_audited(
    outer: CohortReport, twelve: Assessment
) -> None:
    """What is read off the report, figure by figure, is looked for in the record of what the audit held together."""
    record = show(twelve, "public", "en").release.protected.record
    assert record is not None
    rows = record.figures
    held = {
        (row.group, row.period, row.element, row.statistic): (row.value, row.organizations) for row in rows.itertuples()
    }
    elements = ["overall", "governance", "finance"]
    for element, row in zip(elements, outer.years.rows, strict=True):
        for period, cell in zip(("y1", "y2"), row.cells, strict=True):
            value, n = held["cohort", period, element, "mean"]
            assert (cell.mean, cell.organizations) == (f"{value:.1f}", str(n))
    assert outer.groups is not None
    for element, groups in zip(elements, outer.groups.tables[0].rows, strict=True):
        for group, found in zip(("culture", "health"), groups.cells, strict=False):
            assert found.mean == f"{held[group, 'y2', element, 'mean'][0]:.1f}"
    assert outer.change is not None
    for element, outcome in zip(elements, outer.change.outcomes, strict=True):
        share, n = held["cohort", "y2", element, "share_improved"]
        assert outcome.improved == f"{round(share * n)} of {n}"
    assert outer.items is not None
    for listed, prefix in ((outer.items.strong, "share_reaching_3"), (outer.items.weak, "share_within_2")):
        for one in listed:
            item = {"Board": "gov-board", "Mission": "gov-mission", "Books": "fin-books", "Donors": "fin-donors"}
            least = "least_" if one.count.startswith("at least") else ""
            share, n = held["cohort", "y2", item[one.title], least + prefix]
            assert one.count.endswith(f"{round(share * n)} of {n}")
    reached = next(row for row in outer.indicators.rows if row.title.startswith("Overall: High"))
    share, n = held["cohort", "y2", "overall", "share_reaching_2.5"]
    assert reached.count == f"{round(share * n)} of {n}"


@pytest.mark.pdf
def test_three_organizations_give_the_public_almost_nothing_and_still_a_report(tmp_path: Path) -> None:
    import page

    names = named(3)
    assessment = cohort_of(tmp_path, dict.fromkeys(names, (1, 2, 3, 4)), dict.fromkeys(names, (2, 2, 3, 4)))
    made = cohort_report(assessment, "en", "public")
    assert [cell.mean for row in made.years.rows for cell in row.cells] == [":c"] * 6
    assert [figure.value for figure in made.short.figures] == ["3 of 3"]
    assert made.groups is not None
    assert made.groups.tables == ()
    pdf = cohort_pdf(made)
    assert page.is_pdf_compliant_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    text = text_of(pdf)
    assert ":c not shown, because fewer than 5 organizations stand behind it" in text
    assert re.findall(r"2\.5|2\.75|2\.8|\+0\.[23]", text) == []  # the means, and their change


def test_one_sector_makes_no_page_of_groups(tmp_path: Path) -> None:
    assessment = cohort_of(tmp_path, {}, dict.fromkeys(named(6), (2, 2, 2, 2)), sectors=["culture"])
    assert cohort_report(assessment, "en", "internal").groups is None


def test_where_lower_is_better_the_better_end_stands_on_the_right(tmp_path: Path) -> None:
    names = named(12)
    upside_down = STRUCTURE.replace("{levels: [1, 2, 3, 4]}", "{levels: [1, 2, 3, 4], best: lowest}")
    after = {one: (2, 2, 2, 2) if nth < 9 else (3, 3, 3, 3) for nth, one in enumerate(names)}
    assessment = cohort_of(tmp_path, dict.fromkeys(names, (3, 3, 3, 3)), after, structure=upside_down)
    made = cohort_report(assessment, "en", "internal")
    assert made.change is not None
    row = made.change.rows[0]
    assert row.estimate == "−1.00"
    assert row.strip.at is not None
    assert row.strip.at > row.strip.zero
    assert made.change.outcomes[0].improved == "9 of 12"
    assert made.items is not None
    assert made.items.strong_title == "Most common strengths: levels 2 and 1"
    assert made.years.chart.levels[0].label == "4"
    assert any("change with a minus is an improvement" in note for note in made.years.notes)


def test_scores_in_points_are_drawn_in_percent_of_what_they_could_be(tmp_path: Path) -> None:
    summed = SCHEME.replace("bands:", "dimension: sum\nmeaningful_change: 10\nbands:").replace("from: 1,", "from: 0,")
    made = cohort_report(nine_of_twelve(tmp_path, scheme=summed.replace("2.5", "50")), "en", "public")
    assert [tick.label for tick in made.years.chart.levels] == ["0", "25", "50", "75", "100"]
    assert made.years.rows[0].cells[0].mean == "50.0"  # 2 of 4 on every item
    assert "percent of the most" in " ".join(made.years.notes)
    assert made.change is not None
    assert made.change.rows[1].estimate == "+2.0"  # two items of a dimension, each one level up
    assert "percent of the maximum" in made.change.unclear


def test_without_individual_ratings_nothing_is_said_of_agreement(inner: CohortReport) -> None:
    assert inner.agreement is None


def test_nobody_assessed_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to report"):
        cohort_report(assess(small_project(tmp_path)), "en", "internal")


HOSTILE = "<script>alert('Ž')</script> & forty letters {{ x }}"


def test_names_of_groups_are_text_however_long_and_hostile(tmp_path: Path) -> None:
    text = PROJECT.replace("culture: {en: Culture", f'culture: {{en: "{HOSTILE}"').replace("bs: Kultura", 'bs: "="')
    page = page_of(nine_of_twelve(tmp_path, project=text), "internal")
    assert "<script" not in page
    assert "&lt;script&gt;alert(&#39;Ž&#39;)&lt;/script&gt; &amp; forty letters {{ x }}" in page


# --- pages


def test_every_field_of_the_record_is_used_by_the_templates(twelve: Assessment) -> None:
    folder = shipped("report_templates")
    files = [*(folder / "cohort").glob("*.j2"), folder / "organization" / "macros.html.j2"]
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    actions = tuple(action(one, 1, "done") for one in named(5))
    given = with_tables(twelve, support=replace(support_of(named(6)), actions=actions))
    used = _names(cohort_report(given, "en", "internal"))
    assert [name for name in sorted(used) if f".{name}" not in source] == []


def _names(record: object) -> set[str]:
    if isinstance(record, tuple):
        return set[str]().union(*(_names(one) for one in record))
    if not is_dataclass(record):
        return set()
    own = {field.name for field in fields(record)}
    return own.union(*(_names(getattr(record, name)) for name in own))


def test_in_cyrillic_names_of_methods_and_of_the_indicator_stay_as_they_are(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project")
    put(folder, "questionnaires/small/1.sr-Latn.yaml", BOSNIAN.replace("language: bs", "language: sr-Latn"))
    structure = STRUCTURE.replace("[en, bs]", "[en, bs, sr-Latn]")
    page = page_of(nine_of_twelve(folder, structure=structure), "internal", "sr-Cyrl")
    assert ":c није приказано" in cohort_report(assess(folder), "sr-Cyrl", "public").legend
    assert "Управљање" in page
    assert "CBLD-9 (USAID) броји" in page
    assert "Hodges-Lehmann" in page
    assert "Name of org-a" in page


@pytest.mark.slow
@pytest.mark.pdf
@pytest.mark.parametrize(("audience", "language"), [("internal", "sr-Cyrl"), ("public", "en")])
def test_the_report_is_accessible_complete_and_small(example: Assessment, audience: Audience, language: str) -> None:
    import page
    import pikepdf

    made = cohort_report(example, language, audience)
    pdf = cohort_pdf(made)
    checked = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in checked.failures] == []
    assert len(pdf) < 200 * 1024
    with pikepdf.open(BytesIO(pdf)) as document:
        assert str(document.Root.Lang) == language
        assert 8 <= len(document.pages) <= 13  # the internal one lists every organization twice
        sheets = len(document.pages)
    text = text_of(pdf)
    assert text.count(made.notice) == sheets - 1  # the cover has the marking in full
    assert made.cover.marking in text
    everything = inside(pdf)
    for one in example.project.organizations:
        shown = one.name in text
        assert shown == (audience == "internal"), one.name
        if audience == "public":
            assert one.id.encode() not in everything


@pytest.mark.pdf
def test_the_same_assessment_gives_the_same_bytes(twelve: Assessment, inner: CohortReport) -> None:
    first, second = cohort_pdf(inner), cohort_pdf(cohort_report(twelve, "en", "internal"))
    assert first == second
    assert first.startswith(b"%PDF-1.7")


# --- the command


def test_the_command_writes_the_report_and_refuses_what_does_not_go_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    nine_of_twelve(tmp_path / "project")
    command = ["report", "-p", tmp_path / "project", "-o", tmp_path / "out", "--format", "html"]
    assert run(monkeypatch, *command, "--cohort", "--audience", "public") == 0
    said = capsys.readouterr().err
    assert "The cohort report is in" in said
    assert "Audit passed" in said
    assert [path.suffix for path in (tmp_path / "project" / "published").iterdir()] == [".json"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["cohort-public-en.html"]
    assert run(monkeypatch, *command, "--cohort", "org-a") == 2
    with pytest.raises(UsageError, match=r"\.pdf or \.html"):
        write_cohort_report(assess(tmp_path / "project"), tmp_path / "x.docx")


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    from oca.cli import main

    monkeypatch.setattr(sys, "argv", ["oca", *map(str, arguments)])
    try:
        main()
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return 0


# --- drawings


def test_a_bar_is_cut_in_proportion() -> None:
    assert [(one.x, one.width) for one in bar([9, 3, 0], 12, width=120).parts] == [(0, 90), (90, 30), (120, 0)]
    assert bar([], 0).parts == ()


def test_a_gap_in_the_means_leaves_a_gap_in_the_line() -> None:
    from oca.reporting.charts.cohort import Mean, MeanLine

    series = MeanLine("x", (Mean(2, 1, 3), None, Mean(3), Mean(4)), "4")
    (panel,) = interval_panels([series], [1, 2, 3, 4], ["a", "b", "c", "d"], []).panels
    assert panel.dots.count("M") == 3
    assert panel.line.count("M") == 1
    assert panel.whiskers.count("M") == 1


@pytest.mark.parametrize(("value", "rounded"), [(0, 1), (0.3, 0.5), (1, 1), (2.1, 2.5), (12, 20), (100, 100)])
def test_an_axis_ends_at_a_round_number(value: float, rounded: float) -> None:
    assert round_up(value) == rounded


def test_dimensions_whose_means_are_equal_in_fractions_are_named_as_the_questionnaire_asks_them() -> None:
    """13/9 is kept as 1.444444444445 or ...444 by what it was made of; the order is not to depend on that."""
    means = [1.444444444445, 1.444444444444, 1.444444444445, 1.444444444444, 3.0, 1.444444444445, 1.444444444444]
    named = [("dimension", f"d{nth}") for nth in range(len(means))]
    view = SimpleNamespace(
        dimensions=named,
        latest="y1",
        questionnaire=SimpleNamespace(direction=Direction()),
        words=words("en"),
        shown=SimpleNamespace(mean=lambda _, one: means[named.index(one)]),
        number="{:.1f}".format,
        title=lambda one, *, short: one[1],
    )
    fact = _heights(view)  # type: ignore[arg-type]
    assert fact is not None
    assert fact.text == (
        "The best means are those of d4 (3.0), d0 (1.4) and d1 (1.4); the least good those of d6 (1.4), d5 (1.4) and "
        "d3 (1.4)."
    )
