"""The sheets of the comparison workbook that stand beside scores, and workbooks of unusual projects."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from oca.assessment import Assessment, with_tables
from oca.language import words
from oca.reporting.comparison import about, write_comparison
from oca.reporting.comparison.groups import signs
from oca.reporting.comparison.quality import data_quality
from oca.reporting.comparison.sheets import sheets_of
from oca.reporting.comparison.view import Release, make_release
from oca.spreadsheet.analysis_workbook import TableSheet
from oca.support.reading import with_alliances
from oca.support.records import Action, Alliance, Participation, Session, Support, Training
from oca.tables import QUALITY
from tests import small
from tests.printed import answered
from tests.test_workbook import described, make_assessment, names_of_sheets, parts, sheet

DAY = datetime.date(2024, 9, 1)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    """15 organizations in two periods: 6 in culture, 5 in health, 2 in justice, 2 in youth."""
    return make_assessment(tmp_path_factory.mktemp("project"))


def tables(release: Release) -> dict[str, TableSheet]:
    """Return the sheets of a release by key."""
    return {one.key: one for one in sheets_of(release)}


def column(sheet: TableSheet, heading: str) -> list[object]:
    """Return the cells under a heading."""
    at = [one.heading for one in sheet.fields].index(heading)
    return [row[at] for row in sheet.rows]


def action(organization: str, number: int, status: str, *, priority: bool = True) -> Action:
    return Action(
        organization,
        "y1",
        number,
        "fin-books",
        "Keep books.",
        "Treasurer",
        None,
        "",
        "",
        "",
        status,
        "",
        priority,
        proposed=False,
    )  # type: ignore[arg-type]


def supported(assessment: Assessment, organizations: list[str]) -> Assessment:
    """Return the assessment with a training on finance, which these organizations attended in the first period."""
    support = Support(
        trainings=(Training("books", {"en": "Books for all"}, ("fin-books",), 1, 3, (), 2.0, 10, 100.0),),
        sessions=(Session("s1", "books", DAY, "Nigdjevo", "", "", "y1"),),
        participation=tuple(Participation("s1", one, 3) for one in organizations),
        actions=(
            action("culture-0", 1, "done"),
            action("culture-0", 2, "dropped"),
            action("health-0", 1, "done"),
            action("health-1", 1, "not_started"),
            action("health-1", 2, "done", priority=False),
        ),
        campaigns=(
            Alliance("c1", "Open books", ("culture-0", "health-0"), (), DAY, None, ""),
            Alliance("c2", "=Clean()", ("health-0",), (), DAY, None, ""),
        ),
    )
    return with_tables(assessment, support=support, project=with_alliances(assessment.project, support))


def test_support_stands_beside_change_and_is_hidden_where_few_received_it(bare: Assessment) -> None:
    """Five organizations sent three people each to one session of two days: 15 people, 10 days."""
    five = supported(bare, [f"culture-{n}" for n in range(5)])
    made = tables(make_release(five, "public", "cohort", "en"))["support"]
    assert column(made, "Dimension") == ["Overall", "Governance and legitimacy", "Financial management"]
    assert column(made, "People sent") == [15, 0, 15]
    assert column(made, "Days of training") == [10.0, 0.0, 10.0]
    assert column(made, "Organizations that received support") == [5, 0, 5]
    assert column(made, "Organizations compared") == [15, 15, 15]
    four = supported(bare, [f"culture-{n}" for n in range(4)])
    hidden = tables(make_release(four, "public", "cohort", "en"))["support"]
    assert hidden.rows[2][1:6] == ["<5", ":c", ":c", ":c", ":c"]


def test_change_by_sessions_attended_is_for_internal_eyes(bare: Assessment) -> None:
    """The changes of finance are 0.63 up and down by turns; culture-0, -2 and -4 went up, -1 and -3 down."""
    five = supported(bare, [f"culture-{n}" for n in range(5)])
    rows = tables(make_release(five, "internal", "cohort", "en"))["support_doses"].rows
    finance = [row[1:] for row in rows if row[0] == "Financial management"]
    assert finance[1] == ["1", 5, 5, pytest.approx((3 - 2) * 0.63 / 5), 3]
    assert (finance[0][1], finance[2]) == (10, ["2", 0, 0, ":", 0])
    assert "support_doses" not in tables(make_release(five, "organization", "cohort", "en"))


def test_plans_count_the_priority_actions_only(bare: Assessment) -> None:
    made = tables(make_release(supported(bare, []), "internal", "cohort", "en"))["plans"]
    assert made.rows == [["Year 1", 3, 4, 2, 0, 1, 1, 0.5]]
    public = tables(make_release(supported(bare, []), "public", "cohort", "en"))["plans"]
    assert public.rows == [["Year 1", "<5", *[":c"] * 6]]


def test_the_agenda_names_the_trainings_and_begins_with_the_greatest_need(bare: Assessment) -> None:
    made = tables(make_release(supported(bare, []), "internal", "cohort", "en"))["agenda"]
    served = {row[1] or row[2]: row[-1] for row in made.rows if row[0] == "Financial management"}
    assert served == {"fin-donors": "", "(all of it)": "Books for all"}
    priorities = column(made, "Mean priority")
    assert priorities == sorted(priorities, key=float, reverse=True)  # type: ignore[arg-type]
    needs = bare.needs[(bare.needs["period"] == "y2") & (bare.needs["element"] == "fin-donors")]
    (row,) = (row for row in made.rows if row[1] == "fin-donors")
    assert row[4:7] == [(needs["gap"] > 0).sum(), 15, pytest.approx(needs["priority"].mean())]


def test_items_whose_means_are_equal_in_fractions_stand_as_the_questionnaire_asks_them(bare: Assessment) -> None:
    """The mean of 1, 5/3, 5/3 and that of 4/3, 4/3, 5/3 is 13/9; as kept, the one is ...445 and the other ...444."""
    scores = bare.scores.copy()
    for item, thirds in (("gov-board", (3, 5, 5)), ("fin-donors", (4, 4, 5))):
        rows = (scores["period"] == "y2") & (scores["element"] == item)
        scores.loc[rows, "score"] = [round(third / 3, 12) for third in thirds * 5]
    made = tables(make_release(with_tables(bare, scores=scores), "internal", "cohort", "en"))["items"]
    means = {row[1]: row[4] for row in made.rows}
    assert means["gov-board"] > means["fin-donors"], "the noise is there"  # type: ignore[operator]
    assert [row[1] for row in made.rows][:2] == ["gov-board", "fin-donors"]


def test_needs_whose_means_differ_by_noise_alone_stand_in_the_order_of_the_table(bare: Assessment) -> None:
    """The same 15 scores in another order: the mean priorities are equal, but for the last bits of a sum."""
    random = Random(7)  # noqa: S311 - a seeded test
    thirds = [round(random.randint(3, 11) / 3, 12) for _ in range(15)]
    scores = bare.scores.copy()
    for item, values in (("gov-board", thirds), ("fin-donors", sorted(thirds))):
        scores.loc[(scores["period"] == "y2") & (scores["element"] == item), "score"] = values
    rows = tables(make_release(with_tables(bare, scores=scores), "internal", "cohort", "en"))["agenda"].rows
    found = {str(row[1]): float(str(row[6])) for row in rows if row[1]}
    assert found["gov-board"] > found["fin-donors"], "the noise is there"
    assert list(found) == ["fin-donors", "gov-board"], "as SCORES has them"


def test_sheets_without_anything_on_them_are_left_out(bare: Assessment) -> None:
    found = tables(make_release(bare, "internal", "cohort", "en"))
    assert not {"support", "support_doses", "plans", "quality"} & set(found)
    assert "exclusions" in found, "that nobody was left out is to be known"


def test_indicators_give_n_of_n_and_hide_all_or_none_of_a_few(bare: Assessment) -> None:
    """8 of 15 improved in finance, by 0.63; of the first five, culture-0, -2 and -4; none overall, by 0.21."""
    everyone = tables(make_release(bare, "public", "cohort", "en"))["indicators"]
    by_name = {(row[0], row[1]): row[2:5] for row in everyone.rows}
    any_dimension = "Improved in at least one dimension, since the first assessment"
    overall = "Improved overall, since the first assessment"
    assert by_name["Year 2", any_dimension] == [8, 15, pytest.approx(8 / 15)]
    assert by_name["Year 2", overall] == [0, 15, 0.0]
    five = [f"culture-{n}" for n in range(5)]
    few = with_tables(bare, scores=only(bare.scores, five), changes=only(bare.changes, five))
    rows = {
        (row[0], row[1]): row[2:5] for row in tables(make_release(few, "public", "cohort", "en"))["indicators"].rows
    }
    assert rows["Year 2", any_dimension] == [3, 5, pytest.approx(0.6)]
    assert rows["Year 2", overall] == [":c", ":c", ":c"]


def only(table: pd.DataFrame, organizations: list[str]) -> pd.DataFrame:
    return table[table["organization"].isin(organizations)].reset_index(drop=True)


def quality(organizations: int, coverage: float) -> pd.DataFrame:
    nan = float("nan")
    return QUALITY.frame(
        (
            f"culture-{n}",
            "y2",
            "overall",
            "overall",
            "consensus",
            coverage,
            0.2 * n,
            nan,
            1,
            pd.NaT,
            "",
            "",
            "",
            nan,
            0.5,
            nan,
            nan,
        )
        for n in range(organizations)
    )


def test_data_quality_is_shown_to_all_by_the_thresholds_without_what_is_made_of_scores(bare: Assessment) -> None:
    """Evidence of five: 0, 0.2, 0.4, 0.6, 0.8, mean 0.4; that all five answered everything is hidden."""
    release = make_release(bare, "public", "cohort", "en")
    made = data_quality(replace(release, assessment=with_tables(bare, quality=quality(5, 1.0))))
    assert made.rows == [["Year 2", "Overall", 5, ":c", 0.4, ":"]]
    inside = tables(make_release(with_tables(bare, quality=quality(5, 1.0)), "internal", "cohort", "en"))
    assert column(inside["quality"], "Levels that are the best one") == [0.5]
    assert len(inside["quality_by_organization"].rows) == 5
    few = data_quality(replace(release, assessment=with_tables(bare, quality=quality(4, 0.5))))
    assert few.rows == [["Year 2", "Overall", "<5", ":c", ":c", ":"]]


def test_shares_that_reach_a_level_stand_in_the_sheets_where_the_comparison_has_them(bare: Assessment) -> None:
    release = make_release(bare, "internal", "cohort", "en")
    rows = release.shown.cohort
    rows = rows[~rows["statistic"].str.startswith("share_reaching_")]
    without = replace(release, shown=replace(release.shown, cohort=rows, groups=rows))
    reached = rows[rows["statistic"] == "mean"].assign(statistic="share_reaching_3", value=0.4)
    cohort = pd.concat([rows, reached], ignore_index=True)
    with_shares = tables(replace(release, shown=replace(release.shown, cohort=cohort, groups=cohort)))
    assert column(with_shares["summary"], "At level 3 or better, Year 2") == [0.4] * 3
    assert column(with_shares["distribution"], "At level 3 or better") == [0.4] * 6
    assert "At level 3 or better" not in [one.heading for one in tables(without)["distribution"].fields]


def test_the_distribution_has_the_statistics_of_the_scores(bare: Assessment) -> None:
    made = tables(make_release(bare, "internal", "sector", "en"))["distribution"]
    rows = bare.scores[(bare.scores["period"] == "y2") & (bare.scores["element"] == "finance")]
    (row,) = (r for r in made.rows if r[:3] == ["All organizations", "Financial management", "Year 2"])
    shown = dict(zip([one.heading for one in made.fields], row, strict=True))
    numbers = rows["score"]
    expected = {
        "Organizations": 15,
        "Mean": numbers.mean(),
        "Mean of the cohort": numbers.mean(),
        "Median": numbers.median(),
        "Standard deviation": numbers.std(),
        "Lowest": numbers.min(),
        "Lower quartile": numbers.quantile(0.25),
        "Upper quartile": numbers.quantile(0.75),
        "Highest": numbers.max(),
    }
    assert {name: shown[name] for name in expected} == pytest.approx(expected)


def test_campaigns_make_groups_and_two_alliances_a_group_of_their_own(bare: Assessment) -> None:
    made = supported(bare, [])
    register = made.project.register().set_index("organization")["campaign"]
    assert (register["culture-0"], register["health-0"], register["youth-0"]) == (
        "Open books",
        "Open books; =Clean()",
        "",
    )
    groups = tables(make_release(made, "internal", "campaign", "en"))["groups"]
    assert column(groups, "Campaign") == ["All organizations", "(none)", "Open books", "Open books; =Clean()"]
    assert column(groups, "Organizations with an overall score") == [15, 13, 1, 1]
    assert "coalition" not in made.project.register().columns


def test_a_crossed_grouping_is_named_part_by_part(bare: Assessment) -> None:
    release = replace(make_release(bare, "internal", "sector", "bs"), by="sector x cluster")
    assert release.by_label() == "Sektor × Klaster"
    assert release.group_label("culture × services") == "Kultura × Usluge"
    assert release.group_label("") == release.words.text("(none)")


def test_signs_are_the_same_in_every_alphabet(bare: Assessment) -> None:
    release = make_release(bare, "public", "cohort", "en")
    for language in ("en", "bs", "hr", "sr-Latn", "sr-Cyrl"):
        assert signs(replace(release, words=words(language))).startswith(":c = ")


def test_areas_are_called_areas(bare: Assessment, tmp_path: Path) -> None:
    asked = bare.questionnaires["small/1"]
    structure = asked.structure.model_copy(update={"subject": "area"})
    rated = with_tables(bare, questionnaires={"small/1": replace(asked, structure=structure)})
    write_comparison(rated, tmp_path / "a.xlsx", audience="public", by="sector")
    told = "".join(text for name, text in parts(tmp_path / "a.xlsx").items() if name.endswith("sharedStrings.xml"))
    assert "All areas" in told
    assert "Areas, Year 2" in told
    assert sheet(tmp_path / "a.xlsx", "Groups").columns[1] == "Areas in the register"


def axis(path: Path, nth: int) -> tuple[str, float, float]:
    """Return direction, least and greatest value of the axis of values of a chart."""
    text = parts(path)[f"xl/charts/chart{nth}.xml"]
    scaling = re.search(r"<c:valAx>.*?<c:scaling>(.*?)</c:scaling>", text).group(1)  # type: ignore[union-attr]
    found = {name: re.search(rf'<c:{name} val="(.*?)"', scaling) for name in ("orientation", "min", "max")}
    direction, least, most = (one.group(1) if one else "" for one in found.values())
    return direction, float(least), float(most)


def test_points_are_drawn_and_coloured_each_up_to_its_own_maximum(bare: Assessment, tmp_path: Path) -> None:
    """Sums: governance and overall of at most 12 points, finance of at most 20; none under 0."""
    most = bare.scores["element"].map({"finance": 20.0}).fillna(12.0)
    scores = bare.scores.assign(lowest=0.0, highest=most)
    schemes = {name: one.model_copy(update={"dimension": "sum"}) for name, one in bare.schemes.items()}
    summed = with_tables(bare, scores=scores, schemes=schemes)
    write_comparison(summed, tmp_path / "a.xlsx", by="cohort")
    assert axis(tmp_path / "a.xlsx", 1) == ("minMax", 0, 20)
    assert [axis(tmp_path / "a.xlsx", nth)[2] for nth in (3, 4, 5)] == [12, 12, 20]
    summary = parts(tmp_path / "a.xlsx")["xl/worksheets/sheet2.xml"]
    assert set(re.findall(r'<cfvo type="num" val="(12|20)(?:\.0)?"/>', summary)) == {"12", "20"}


def test_a_scale_of_which_the_lowest_is_best_is_drawn_the_other_way(bare: Assessment, tmp_path: Path) -> None:
    asked = bare.questionnaires["small/1"]
    scale = asked.structure.scale.model_copy(update={"best": "lowest"})
    turned = replace(asked, structure=asked.structure.model_copy(update={"scale": scale}))
    write_comparison(with_tables(bare, questionnaires={"small/1": turned}), tmp_path / "a.xlsx", by="cohort")
    assert axis(tmp_path / "a.xlsx", 1) == ("maxMin", 1, 4)


def test_what_the_audit_found_and_what_was_given_out_before_is_printed(bare: Assessment) -> None:
    release = replace(make_release(bare, "public", "cohort", "en"), audit=("Wide enough.", "Tried."), earlier=("2024",))
    told = dict(about.lines(release))
    assert told["Audit by attack"] == "Wide enough.\nTried."
    assert told["Given out earlier"] == "2024"


HOSTILE = ("=cmd()", "x" * 40, "X" * 40, "Youth", "youth", "", "a\x07b", "<script>alert(1)</script>")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    """Eight organizations, each in a place with a name that could do harm, and with that name itself."""
    folder = small.small_project(tmp_path_factory.mktemp("hostile"))
    rows = [f'o{n},"{name or "nameless"} {n}",culture,en,"{name}"' for n, name in enumerate(HOSTILE)]
    small.put(folder, "organizations.csv", "\n".join(["id,name,sector,language,place", *rows]) + "\n")
    return answered(folder, y1=[(f"o{n}", (1, 2, 3, 4)) for n in range(len(HOSTILE))])


def test_names_that_could_do_harm_stay_text(hostile: Assessment, tmp_path: Path) -> None:
    write_comparison(hostile, tmp_path / "a.xlsx", by="place")
    groups = sheet(tmp_path / "a.xlsx", "Groups").iloc[:, 0].tolist()
    assert {"=cmd()", "(none)"} <= set(groups)
    assert {"x" * 40, "X" * 40} & set(groups)
    for name, text in parts(tmp_path / "a.xlsx").items():
        assert "<f>" not in text or name.startswith("xl/charts/"), name
        assert not re.search(r"<c:f>[^<]*cmd", text), name
        assert "\x07" not in text
    assert any(one.startswith("Bar chart of =cmd() beside") for one in described(tmp_path / "a.xlsx"))


def test_a_page_escapes_names_has_no_scripts_and_asks_for_nothing(hostile: Assessment, tmp_path: Path) -> None:
    write_comparison(hostile, tmp_path / "a.html", format="html", by="place")
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)" in text
    assert not re.search(r"<(script|link|img|iframe)|@import|url\((?!\"?data:)|https?://", text)


def test_one_value_for_all_and_one_period_give_a_workbook_all_the_same(hostile: Assessment, tmp_path: Path) -> None:
    write_comparison(hostile, tmp_path / "a.xlsx", audience="public", by="sector")
    assert "Change" not in names_of_sheets(tmp_path / "a.xlsx")
    assert sheet(tmp_path / "a.xlsx", "Groups")["Overall"].tolist() == [2.5, 2.5]


def test_where_every_group_is_hidden_the_workbook_says_what_to_group_by(hostile: Assessment, tmp_path: Path) -> None:
    """Every place has one organization; culture has all eight, so that sectors pass."""
    write_comparison(hostile, tmp_path / "a.xlsx", audience="public", by="place")
    groups = sheet(tmp_path / "a.xlsx", "Groups")
    assert groups["Overall"].tolist()[1:] == [":c"] * (len(groups) - 1)
    assert groups["Overall"][0] == 2.5
    note = str(pd.read_excel(tmp_path / "a.xlsx", sheet_name="Groups", header=None, engine="calamine").iloc[2, 0])
    assert "Every group is hidden here. Nothing needs hiding by: Sector." in note
