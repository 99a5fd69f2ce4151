"""Last time's answers beside the new ones: what is shown, what never is, and that it is no answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from oca.assessment import assess
from oca.collection.forms.batch import order_forms, write_workbooks
from oca.collection.previous_answers import collect_previous
from oca.project import load_project
from tests.printed import answered
from tests.small import ITEMS, add_second_version, put, small_project

AGREED = [("zora", (3, "N/A", "don't know", "")), ("lasta", (1, 2, 3, 4))]


def shown(path: Path) -> dict[str, Any]:
    """Return what a workbook shows of last time, by item."""
    found = {}
    for sheet in load_workbook(path).worksheets:
        names = [cell.value for cell in sheet[1]]
        if "previous" in names:
            rows = [row for row in sheet.iter_rows(min_row=4) if row[0].value]
            found.update({row[0].value: row[names.index("previous")].value for row in rows})
    return found


def workbook(folder: Path, organization: str = "zora", language: str = "en") -> Path:
    """Write the workbook of an organization for y2, with what it answered before."""
    project = load_project(folder)
    previous = collect_previous(project, project.period("y2"))
    order = order_forms(project, [organization], period="y2", language=language, previous=previous)
    (path,) = write_workbooks(order, folder / "out")
    return path


def test_levels_and_states_are_shown_in_the_words_of_the_form(tmp_path: Path) -> None:
    answered(tmp_path, AGREED)
    expected = dict(zip(ITEMS, (3, "N/A", "don't know", None), strict=True))
    assert shown(workbook(tmp_path)) == expected
    assert shown(workbook(tmp_path, language="bs"))["gov-mission"] == "nije primjenjivo"


def test_the_column_is_headed_locked_and_explained(tmp_path: Path) -> None:
    answered(tmp_path, AGREED)
    book = load_workbook(workbook(tmp_path))
    sheet = book["Governance"]
    column = [cell.value for cell in sheet[1]].index("previous") + 1
    assert sheet.cell(3, column).value == "Last time: Year 1"
    assert sheet.cell(4, column).protection.locked
    assert [cell.value for cell in sheet[1]][column] == "answer"
    texts = [str(cell.value) for row in book["Start"].iter_rows() for cell in row]
    assert any("(Year 1). It cannot be changed, and is no answer" in text for text in texts)


def test_it_is_not_read_as_an_answer(tmp_path: Path) -> None:
    answered(tmp_path, AGREED)
    path = workbook(tmp_path, "lasta")
    book = load_workbook(path)
    sheet = book["Governance"]
    names = [cell.value for cell in sheet[1]]
    sheet.cell(4, names.index("answer") + 1).value = 4
    book.save(tmp_path / "responses/y2/lasta.xlsx")
    rows = assess(tmp_path).responses.query("period == 'y2'").set_index("item")
    assert rows["answer"].dropna().to_dict() == {"gov-board": 4.0}


def test_nothing_is_shown_of_ratings_that_persons_gave_alone(tmp_path: Path) -> None:
    answered(tmp_path, AGREED[:1])
    one = put(
        tmp_path,
        "responses/y1/answers.csv",
        "organization,score_type,respondent,item,answer\nlasta,individual,r1,gov-board,4\n",
    )
    assert one.exists()
    assert shown(workbook(tmp_path, "lasta")) == {}


def test_only_items_that_compare_are_shown_and_under_their_new_code(tmp_path: Path) -> None:
    """fin-donors has become fin-income, equivalent; gov-mission is called narrower, so it is left out."""
    small_project(tmp_path)
    add_second_version(tmp_path)
    structure = tmp_path / "questionnaires/small/2.yaml"
    text = structure.read_text(encoding="utf-8").replace(
        "gov-mission, fin-books]\n  changed:", "fin-books]\n  changed:"
    )
    text += "    - {item: gov-mission, relation: narrower, was: [gov-mission], reason: Less is asked.}\n"
    structure.write_text(text, encoding="utf-8")
    answered(tmp_path, [("zora", (1, 2, 3, 4))])
    found = {item: value for item, value in shown(workbook(tmp_path)).items() if value}
    assert found == {"gov-board": 1, "fin-books": 3, "fin-income": 4}


def test_without_the_wish_and_without_an_earlier_assessment_there_is_no_column(tmp_path: Path) -> None:
    answered(tmp_path, AGREED[:1])
    assert shown(workbook(tmp_path, "most")) == {}
    (path,) = write_workbooks(order_forms(load_project(tmp_path), ["zora"], period="y2"), tmp_path / "plain")
    assert shown(path) == {}
