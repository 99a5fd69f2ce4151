"""Ratings that look back at an earlier period are a series of their own and never replace the original baseline."""

from __future__ import annotations

from pathlib import Path

from oca.assessment import Assessment, assess, check
from tests.printed import answered
from tests.small import PROJECT, put, small_project

BACK = """\
  - id: y1-then
    label: {en: Year 1 as seen in year 2, bs: Prva godina gledana iz druge}
    date: 2025-05-31
    questionnaire: small/1
    scheme: small-mean
    retrospective_of: y1
sectors:
"""


def looked_back(folder: Path) -> Assessment:
    """Zora rated itself 3 in year 1 and 3 in year 2, and says in year 2 that it was at 1 in year 1."""
    small_project(folder)
    put(folder, "project.yaml", PROJECT.replace("sectors:\n", BACK))
    answered(folder, y1=[("zora", (3, 3, 3, 3))], y2=[("zora", (3, 3, 3, 3))])
    rows = "".join(f"zora,{item},1\n" for item in ("gov-board", "gov-mission", "fin-books", "fin-donors"))
    put(folder, "responses/y1-then/then.csv", "organization,item,answer\n" + rows)
    return assess(folder)


def test_the_original_baseline_stays_and_the_looking_back_stands_beside_it(tmp_path: Path) -> None:
    made = looked_back(tmp_path)
    assert set(made.scores["period"]) == {"y1", "y2"}
    assert set(made.changes["from_period"]) == {"y1"}
    overall = made.changes[made.changes["kind"] == "overall"]
    assert overall["change"].tolist() == [0.0]
    assert made.retrospective.loc[made.retrospective["kind"] == "overall", "score"].tolist() == [1.0]


def test_change_from_the_looking_back_is_told_apart_from_the_shift_of_the_yardstick(tmp_path: Path) -> None:
    changes = looked_back(tmp_path).retrospective_changes
    overall = changes[changes["kind"] == "overall"]
    told = {(row.from_period, row.to_period): (row.change, row.verdict) for row in overall.itertuples()}
    assert told == {("y1", "y1-then"): (-2.0, "declined"), ("y1-then", "y2"): (2.0, "improved")}


def test_nobody_is_missed_who_did_not_look_back(tmp_path: Path) -> None:
    made = looked_back(tmp_path)
    assert {one.place.file for one in made.findings if one.code == "organization-absent"} == {
        "responses/y1",
        "responses/y2",
    }


def test_a_looking_back_at_no_period_or_at_a_later_one_is_refused(tmp_path: Path) -> None:
    small_project(tmp_path)
    later = BACK.replace("date: 2025-05-31", "date: 2023-01-01").replace("retrospective_of: y1", "retrospective_of: y2")
    put(tmp_path, "project.yaml", PROJECT.replace("sectors:\n", later))
    _, _, findings = check(tmp_path)
    assert "a period is looked back at after it" in str(findings[0])
    put(tmp_path, "project.yaml", PROJECT.replace("sectors:\n", BACK.replace("_of: y1", "_of: y7")))
    _, _, findings = check(tmp_path)
    assert (findings[0].code, findings[0].place.row) == ("id-unknown", 20)
