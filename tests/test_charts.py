"""Geometry of the charts, worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oca.reporting.charts import Axis, Point, Series, level_mark, small_multiples, strip

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


def test_small_multiples_stand_in_rows_with_the_next_place_for_a_legend() -> None:
    series = [Series(str(i), (1.0, 4.0), "4.0") for i in range(4)]
    chart = small_multiples(series, LEVELS, ["y1", "y2"], [1], width=332, columns=3, panel_height=80)
    assert [(panel.x, panel.y) for panel in chart.panels] == [(0, 0), (116, 0), (232, 0), (0, 80)]
    assert (chart.height, chart.legend) == (160, Point(116, 80))
    assert [point.y for point in chart.panels[0].points] == [62, 20]
    assert [tick.at for tick in chart.periods] == [16, 82]
    assert chart.breaks == "M49 17V65"


def test_a_gap_has_no_line_and_no_point() -> None:
    series = [Series("a", (1.0, None, 2.0, 3.0, None), "")]
    panel = small_multiples(series, LEVELS, ["1", "2", "3", "4", "5"], []).panels[0]
    assert len(panel.points) == 3
    assert panel.line.count("M") == 1
    assert panel.last_at is None


def test_one_period_stands_in_the_middle() -> None:
    chart = small_multiples([Series("a", (2.0,), "2.0")], LEVELS, ["y1"], [], width=100, columns=1)
    assert chart.periods[0].at == 49
    assert chart.panels[0].line == ""
