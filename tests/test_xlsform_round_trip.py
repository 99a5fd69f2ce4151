"""What our own XLSForm collects comes back from KoboToolbox and ODK: by names, and by labels in each language."""

from __future__ import annotations

import csv
import io
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from oca.assessment import assess
from oca.collection.forms.batch import FORMATS, order_forms
from oca.project import load_project
from tests.small import STRUCTURE, put, small_project

GIVEN = {"gov_board": "3", "gov_mission": "na", "fin_books": "dk", "fin_donors": "1"}

SAID = {
    "gov_board_comment": "Met in May.",
    "gov_board_evidence": "Minutes.",
    "gov_mission_na_reason": "No statute yet.",
}

KOBO = [
    "_id",
    "_uuid",
    "_submission_time",
    "_validation_status",
    "_notes",
    "_status",
    "_submitted_by",
    "__version__",
    "_tags",
    "meta/rootUuid",
    "_index",
]

Rows = list[dict[str, Any]]


def form(folder: Path) -> dict[str, Rows]:
    """Write the XLSForm of the small project and read its sheets back."""
    path = FORMATS["xlsform"](order_forms(load_project(folder)), folder / "forms")[0]
    with closing(load_workbook(path, read_only=True)) as book:
        sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    return {title: [dict(zip(rows[0], row, strict=False)) for row in rows[1:]] for title, rows in sheets.items()}


def export(sheets: dict[str, Rows], label: str, groups: str) -> tuple[list[str], list[str]]:
    """Return heading and row of one submission as an export has them: names, or the labels of one language."""
    choices = {(row["list_name"], row["name"]): row for row in sheets["choices"]}
    given = {
        "organization": "zora",
        "score_type": "consensus",
        "start": "2025-05-31T10:00:00.000+02:00",
        **GIVEN,
        **SAID,
    }
    heading, cells, within = [], [], []
    for row in sheets["survey"]:
        kind = str(row["type"])
        if kind == "begin_group":
            within.append((row["name"], row.get(label) or row["name"]))
        elif kind == "end_group":
            within.pop()
        elif kind not in ("note", "calculate"):
            answer = given.get(row["name"], "")
            if label and kind.startswith("select_one") and answer:
                answer = choices[kind.split()[1], answer][label]
            path = [name if not label else text for name, text in within] if groups else []
            heading.append(groups.join([*path, (row.get(label) if label else "") or row["name"]]))
            cells.append(answer)
    return heading, cells


def written(heading: list[str], cells: list[str], before: list[str], after: list[str], delimiter: str) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([*before, *heading, *after])
    times = {
        "_submission_time": "2025-05-31T10:00:00",
        "SubmissionDate": "2025-05-31T10:00:00.000Z",
        "Status": "",
        "ReviewState": "",
        "_validation_status": "",
    }
    writer.writerow([*(times.get(name, "1") for name in before), *cells, *(times.get(name, "1") for name in after)])
    return text.getvalue()


def came_back(folder: Path) -> dict[str, tuple[str, float | None, str, str]]:
    rows = assess(folder).responses
    assert set(rows["organization"]) == {"zora"}
    assert set(rows["score_type"]) == {"consensus"}
    return {
        row.item: (row.status, None if pd.isna(row.answer) else row.answer, row.comment, row.evidence)
        for row in rows.itertuples()
    }


EXPECTED = {
    "gov-board": ("answered", 3.0, "Met in May.", "Minutes."),
    "gov-mission": ("not_applicable", None, "No statute yet.", ""),
    "fin-books": ("dont_know", None, "", ""),
    "fin-donors": ("answered", 1.0, "", ""),
}


@pytest.mark.parametrize("groups", ["", "/"], ids=["without groups", "with groups"])
@pytest.mark.parametrize(
    "label", ["", "label::English (en)", "label::Bosnian (bs)"], ids=["names", "English", "Bosnian"]
)
def test_a_submission_of_our_form_comes_back_from_kobotoolbox(tmp_path: Path, label: str, groups: str) -> None:
    folder = small_project(tmp_path)
    heading, cells = export(form(folder), label, groups)
    put(folder, "responses/y2/kobo.csv", written(heading, cells, [], KOBO, ";"))
    assert came_back(folder) == EXPECTED


@pytest.mark.parametrize("label", ["", "label::Bosnian (bs)"], ids=["names", "Bosnian"])
def test_numbers_between_the_levels_come_back_and_no_column_is_left_over(tmp_path: Path, label: str) -> None:
    folder = small_project(tmp_path)
    stepped = STRUCTURE.replace("{levels: [1, 2, 3, 4]}", "{levels: [1, 2, 3, 4], step: 0.5}")
    put(folder, "questionnaires/small/1.yaml", stepped)
    heading, cells = export(form(folder), label, "")
    for item, number in {"gov_board": "3.5", "gov_mission": "1", "fin_books": "dk", "fin_donors": "2.5"}.items():
        heading.append(item)  # what the form works out has no label
        cells.append(number)
    put(folder, "responses/y2/kobo.csv", written(heading, cells, [], KOBO, ";"))
    made = assess(folder)
    assert made.responses["answer"].dropna().tolist() == [3.5, 1.0, 2.5]
    assert not [one for one in made.findings if one.code.startswith("columns-")]


def test_the_kind_of_assessment_is_read_by_its_label_as_well(tmp_path: Path) -> None:
    """A panel's or a single person's rating, exported with Bosnian labels, is no agreed sheet."""
    folder = small_project(tmp_path)
    heading, cells = export(form(folder), "label::Bosnian (bs)", "")
    agreed = cells.index("Organizacija usaglasila na sastanku")
    cells[agreed], cells[agreed + 1] = "Ocjena jedne osobe", "r7"
    put(folder, "responses/y2/kobo.csv", written(heading, cells, [], KOBO, ";"))
    responses = assess(folder).responses
    assert (set(responses["score_type"]), set(responses["respondent"])) == ({"individual"}, {"r7"})


def test_a_submission_of_our_form_comes_back_from_odk_central(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    heading, cells = export(form(folder), "", "-")
    after = [
        "KEY",
        "SubmitterID",
        "SubmitterName",
        "AttachmentsPresent",
        "AttachmentsExpected",
        "Status",
        "ReviewState",
        "DeviceID",
        "Edits",
        "FormVersion",
    ]
    put(folder, "responses/y2/odk.csv", written(heading, cells, ["SubmissionDate", "meta-instanceID"], after, ","))
    assert came_back(folder) == EXPECTED
