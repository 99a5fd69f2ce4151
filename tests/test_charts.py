"""Geometry of the charts, worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oca.reporting.charts.geometry import Axis, label_lines, level_mark, level_steps, ruler, strip
from oca.reporting.charts.radar import radar
from oca.reporting.charts.small_multiples import ScoreLine, small_multiples

LEVELS = [1.0, 2.0, 3.0, 4.0]


def test_an_axis_places_the_ends_the_middle_and_what_is_off_the_scale() -> None:
    axis = Axis(1, 4, 6, 146)
    assert [axis.at(value) for value in (1, 2.5, 4, 0, 5)] == [6, 76, 146, 6, 146]


def test_an_axis_that_ends_above_its_start_rises() -> None:
    assert [Axis(1, 4, 70, 20).at(value) for value in (1, 4)] == [70, 20]


@given(st.floats(1, 4), st.floats(1, 4))
def test_a_higher_score_never_stands_lower(one: float, two: float) -> None:
    axis = Axis(1, 4, 0, 100)
    assert (axis.at(min(one, two))) <= axis.at(max(one, two))


def test_the_mark_of_two_and_a_half_fills_two_boxes_and_half_of_the_third() -> None:
    mark = level_mark(2.5, LEVELS, step=8, gap=2, height=6)
    assert mark.width == 38
    assert mark.boxes.count("M") == 4
    assert mark.filled == "M0 0h8v6h-8zM10 0h8v6h-8zM20 0h4v6h-4z"


@pytest.mark.parametrize(("score", "boxes"), [(None, 0), (1, 1), (2, 2), (4, 4)])
def test_a_level_fills_as_many_boxes_and_no_score_none(score: float | None, boxes: int) -> None:
    assert level_mark(score, LEVELS).filled.count("M") == boxes


def test_a_mark_follows_levels_that_are_not_one_apart() -> None:
    assert level_mark(3, [1, 5], step=8, gap=2, height=6).filled == "M0 0h8v6h-8zM10 0h4v6h-4z"


def test_a_strip_places_what_is_there_and_leaves_out_what_is_not() -> None:
    row = strip(LEVELS, 4, 1, None, width=152, height=30, linked=True)
    assert (row.now, row.baseline, row.cohort, row.middle) == (146, 6, None, 15)
    assert row.link == "M6 15H146"
    assert [tick.label for tick in row.ticks] == ["1", "2", "3", "4"]


def test_two_scores_that_do_not_compare_are_not_joined() -> None:
    assert strip(LEVELS, 4, 1, None).link == ""
    assert strip(LEVELS, 4, None, None, linked=True).link == ""


def test_small_multiples_stand_in_rows() -> None:
    series = [ScoreLine(str(i), (1.0, 4.0), "4.0") for i in range(4)]
    chart = small_multiples(series, LEVELS, ["y1", "y2"], [1], width=332, columns=3, panel_height=80)
    assert [(panel.x, panel.y) for panel in chart.panels] == [(0, 0), (116, 0), (232, 0), (0, 80)]
    assert chart.height == 160
    assert [point.y for point in chart.panels[0].points] == [62, 20]
    assert [tick.at for tick in chart.periods] == [16, 82]
    assert chart.breaks == "M49 17V64"


def test_a_gap_has_no_line_and_no_point() -> None:
    series = [ScoreLine("a", (1.0, None, 2.0, 3.0, None), "")]
    panel = small_multiples(series, LEVELS, ["1", "2", "3", "4", "5"], []).panels[0]
    assert len(panel.points) == 3
    assert panel.line.count("M") == 1
    assert panel.last_at is None


def test_one_period_stands_in_the_middle() -> None:
    chart = small_multiples([ScoreLine("a", (2.0,), "2.0")], LEVELS, ["y1"], [], width=100, columns=1)
    assert chart.periods[0].at == 49
    assert chart.panels[0].line == ""


def test_last_years_score_stands_on_a_strip_as_a_diamond() -> None:
    """By hand: 2.5 is the middle of the scale, at 76; the diamond reaches 3.6 to each side of (76, 15)."""
    row = strip(LEVELS, 4, 1, None, previous=2.5, width=152, height=30)
    assert row.previous == "M72.4 15l3.6 -3.6l3.6 3.6l-3.6 3.6z"
    assert strip(LEVELS, 4, 1, None).previous == ""


def test_few_panels_stand_side_by_side_and_ten_in_two_rows_of_five() -> None:
    def rows(panels: int) -> list[int]:
        chart = small_multiples([ScoreLine(str(i), (1.0,), "1") for i in range(panels)], LEVELS, ["y1"], [])
        heights = [panel.y for panel in chart.panels]
        return [heights.count(height) for height in dict.fromkeys(heights)]

    assert {panels: rows(panels) for panels in (1, 2, 3, 4, 7, 10, 12)} == {
        1: [1],
        2: [2],
        3: [3],
        4: [4],
        7: [4, 3],
        10: [5, 5],
        12: [3, 3, 3, 3],
    }


def test_what_compares_stands_between_two_periods_and_an_empty_step_is_left_out() -> None:
    one = [ScoreLine("a", (1.0, 2.0, 3.0), "3.0", ("1.0", "2.0", "3.0"))]
    chart = small_multiples(one, LEVELS, ["1", "2", "3"], [], steps=["4 of 6", ""], width=134, columns=1)
    assert [(step.at, step.label) for step in chart.steps] == [(41, "4 of 6")]
    assert [label.lines for label in chart.panels[0].labels] == [("1.0",), ("2.0",), ("3.0",)]


def test_a_radar_starts_at_the_centre_goes_up_first_and_turns_clockwise() -> None:
    """By hand: 200 wide, 140 high: reach 48 from the centre (100, 70); the worst of 1 to 4 stands at the centre."""
    chart = radar(LEVELS, ["a", "b", "c", "d"], [4, 4, 1, 2.5], [], width=200, height=140, room=20)
    assert chart.now == "M100 22L148 70M148 70L100 70M100 70L76 70M76 70L100 22"
    assert [(label.lines, label.anchor) for label in chart.labels] == [
        (("a",), "middle"),
        (("b",), "start"),
        (("c",), "middle"),
        (("d",), "end"),
    ]
    assert chart.baseline == ""


def test_a_radar_of_a_reversed_scale_has_its_worst_level_at_the_centre() -> None:
    chart = radar([7.0, 1.0], ["a", "b", "c"], [7, 1, 7], [], width=200, height=140, room=20)
    assert chart.now.startswith("M100 70L")
    assert chart.rings[0].lines == ("7",)


def test_an_outline_is_broken_where_a_score_is_missing() -> None:
    chart = radar(LEVELS, ["a", "b", "c", "d"], [4, None, 4, 4], [2, 2, 2, 2])
    assert (chart.now.count("M"), chart.dots.count("M"), chart.baseline.count("M")) == (2, 3, 4)


def test_the_ruler_shows_the_bands_and_where_the_score_stands() -> None:
    """By hand: 300 points for three levels; 2.5 is at 150, the baseline 1.5 at 50."""
    bands = [("Low", 1.0, 2.5, False), ("High", 2.5, 4.0, True)]
    made = ruler(LEVELS, bands, 2.5, 1.5, "2.5", width=300)
    assert [(one.x, one.width, one.here) for one in made.segments] == [(0, 150, False), (150, 150, True)]
    assert (made.now, made.baseline) == (150, 50)
    assert made.pin.startswith("M145 ")


def test_a_ruler_without_a_score_has_no_mark_and_a_reversed_one_begins_with_the_worst() -> None:
    bands = [("Good", 1.0, 4.0, False), ("Bad", 4.0, 7.0, False)]
    made = ruler([7.0, 1.0], bands, None, None, "", width=300)
    assert (made.pin, made.now_label) == ("", None)
    assert [(one.label.lines[0], one.x) for one in made.segments] == [("Good", 150), ("Bad", 0)]


@given(st.floats(1, 4))
def test_the_label_of_the_ruler_stays_on_it(score: float) -> None:
    """The widest label, such as 100.0, is some 30 points wide."""
    label = ruler(LEVELS, [("All", 1.0, 4.0, True)], score, None, "2.5", width=300).now_label
    assert label is not None
    assert label.x - 30 >= 0 if label.anchor == "end" else label.x + 30 <= 300


@given(st.text(min_size=1), st.integers(4, 30))
def test_a_label_has_two_lines_at_most_and_none_is_longer_than_its_place(text: str, letters: int) -> None:
    lines = label_lines(text, letters)
    assert len(lines) <= 2
    assert all(len(line) <= letters for line in lines)


@pytest.mark.parametrize(
    ("score", "levels", "steps"),
    [
        (1, [1, 2, 3, 4], "■□□□"),
        (2.4, [1, 2, 3, 4], "■■□□"),
        (2.9, [1, 2, 3, 4], "■■□□"),  # level 3 is not yet reached
        (2.999999999999, [1, 2, 3, 4], "■■■□"),  # 3, but for noise
        (2.5, [4, 3, 2, 1], "■■□□"),  # where 1 is best, 3 is reached and 2 is not
        (4, [1, 2, 3, 4], "■■■■"),
        (20, [0, 50, 100], "■□□"),
    ],
)
def test_squares_are_black_up_to_the_level_reached(score: float, levels: list[float], steps: str) -> None:
    assert level_steps(score, levels) == steps
