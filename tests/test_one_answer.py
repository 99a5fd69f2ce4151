"""One organization, several documents, one answer: its level, the next one, and the training that is proposed."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook

from oca.instrument.scale import Direction, next_level, serves, standing
from oca.language import words
from oca.reporting.organization.report import individual_report
from oca.reporting.plans import write_plans
from tests import making, small
from tests.printed import answered

TRAININGS = """\
id,title,title bs,elements,from_level,to_level,trainers,days,places,cost
all,Everything,Sve,governance;finance,1,4,,1,10,0
money,Money,Novac,finance,1,4,,1,10,0
books,Books,Knjige,fin-books;fin-donors,1,3,,1,10,0
donors,Donors,Donatori,fin-donors,2,4,,1,10,0
"""

NARROWEST = {
    "gov-board": lambda score: "Everything",
    "gov-mission": lambda score: "Everything",
    "fin-books": lambda score: "Books" if score < 3 else "Money",
    "fin-donors": lambda score: "Donors" if score >= 2 else "Books",
}
"""By hand: the training for the item itself before that for its dimension, of two the one for fewer elements."""


@pytest.mark.parametrize("seed", range(6))
def test_report_and_plan_name_the_same_level_step_and_training(tmp_path: Path, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a seeded test
    people = [("zora", tuple(random.randint(1, 3) for _ in range(4))) for _ in range(5)]
    small.small_project(tmp_path / "p")
    (tmp_path / "p/trainings.csv").write_text(TRAININGS, encoding="utf-8")
    made = answered(tmp_path / "p", y2=people, individual=True)
    scores = {item: sum(levels[nth] for _, levels in people) / 5 for nth, item in enumerate(small.ITEMS)}
    titles = {"gov-board": "Board", "gov-mission": "Mission", "fin-books": "Books", "fin-donors": "Donors"}
    report = individual_report(made, "zora", "y2", "en")
    (path,) = write_plans(made, tmp_path / "plans", ["zora"], language="en")
    rows = {row[2].value: row for row in load_workbook(path).worksheets[0].iter_rows() if row[2].value}
    names = {1: "Starting", 2: "Building", 3: "Established", 4: "Leading"}
    for one in report.plan.priorities:
        item = next(item for item, title in titles.items() if title == one.title)
        low, high = int(scores[item]), int(scores[item]) + 1
        planned = rows[one.title]
        assert one.support == NARROWEST[item](scores[item])
        assert planned[7].value.startswith(one.support)
        assert planned[3].value.startswith(f"{names[low]}: ")
        assert f"({names[high]})" in one.standing
        text = made.questionnaire_of("y2").answer_text(item, high, "en")
        assert text in (planned[4].value, planned[9].value)
    shown = {row.title: row for dimension in report.dimensions for row in dimension.items}
    for item, score in scores.items():
        low, high = int(score), int(score) + 1
        word = names[low] if score == low else f"between {names[low]} and {names[high]}"
        assert shown[titles[item]].word == word
        assert shown[titles[item]].steps == "■" * low + "□" * (4 - low)


@pytest.mark.parametrize(
    ("score", "reached", "following"),
    [(1, 1, 2), (2.6, 2, 3), (2.999999999999, 3, 4), (3, 3, 4), (4, 4, None), (0.5, 1, 1)],
)
def test_a_level_is_reached_or_it_is_not(score: float, reached: float, following: float | None) -> None:
    form = making.questionnaire({"d": ["a"]})
    assert standing(form, "a", score) == (reached, reached)
    assert next_level(form, "a", score) == (None if following is None else (following, following))


def test_on_a_scale_where_one_is_best_levels_are_reached_from_above() -> None:
    form = making.questionnaire({"d": ["a"]}, best="lowest")
    assert standing(form, "a", 2.6) == (3, 3)
    assert next_level(form, "a", 2.6) == (2, 2)


@pytest.mark.parametrize(
    ("levels", "score", "upright", "fits"),
    [
        ((1, 3), 1, 1, True),
        ((1, 3), 2.999999999999, 1, False),
        ((1, 3), 0.999999999999, 1, True),
        ((1, 3), 3, 1, False),
        ((4, 2), 4, -1, True),
        ((4, 2), 2, -1, False),
        ((4, 2), 4.5, -1, False),
    ],
)
def test_a_training_serves_from_its_first_level_to_under_its_last(
    levels: tuple[float, float], score: float, upright: int, fits: bool
) -> None:
    assert serves(levels, score, Direction(upright)) is fits


def test_between_two_levels_is_said_in_every_language() -> None:
    said = words("bs").text("between {lower} and {better}", lower="Početak", better="Izgradnja")
    assert said == "između nivoa „Početak“ i „Izgradnja“"
