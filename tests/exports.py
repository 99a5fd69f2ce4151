"""The same answers in the shape of each survey tool's export, as far as the shape is known: headings, cells, bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from openpyxl import Workbook

from oca.collection.columns import slug
from oca.instrument.questionnaire import Questionnaire

Table = list[list[str]]

STATES = {"N/A": "na", "don't know": "dk", "": ""}


@dataclass(frozen=True)
class Sent:
    """One submission: answers as a level, N/A, don't know or blank, by item; of `number` its id is made."""

    organization: str
    answers: Mapping[str, str]
    comments: Mapping[str, str] = field(default_factory=dict)
    when: str = "2024-05-31T10:00:00"
    respondent: str = ""
    score_type: str = ""
    number: int | None = None


@dataclass(frozen=True)
class Shape:
    """How headings and cells are written.

    `headings`: names, labels, mixed, slugs. `cells`: codes (l3), numbers (3), floats (1.0), labels (a level's text).
    """

    headings: str = "names"
    cells: str = "codes"
    language: str = "en"
    groups: str = ""


def heading(questionnaire: Questionnaire, item: str, shape: Shape, place: int) -> str:
    """Return how a tool heads the column of an item."""
    text = questionnaire.item_text(item, shape.language)
    mode = ("names", "labels")[place % 2] if shape.headings == "mixed" else shape.headings
    name = {"names": item.replace("-", "_"), "labels": text.prompt, "slugs": slug(text.prompt)}[mode]
    dimension = questionnaire.by_id[item].dimension
    group = questionnaire.dimension_text(dimension, shape.language).title if mode == "labels" else dimension
    return f"{group}{shape.groups}{name}" if shape.groups else name


def cell(questionnaire: Questionnaire, item: str, answer: str, shape: Shape) -> str:
    """Return how a tool writes an answer."""
    if answer in STATES:
        return {"": "", "N/A": "na", "don't know": "dk"}[answer] if shape.cells == "codes" else answer
    if shape.cells == "labels":
        return questionnaire.item_text(item, shape.language).levels[answer]
    return {"codes": f"l{answer}", "numbers": answer, "floats": f"{answer}.0"}[shape.cells]


def questions(questionnaire: Questionnaire, sent: Sequence[Sent], shape: Shape, whose: str = "organization") -> Table:
    """Return the columns that the form itself makes, heading first: whose it is, then each item and its comment."""
    head, rows = [whose], [[one.organization] for one in sent]
    for role in ("respondent", "score_type"):
        if any(getattr(one, role) for one in sent):
            head.append(role)
            rows = [[*row, getattr(one, role)] for row, one in zip(rows, sent, strict=True)]
    for place, item in enumerate(questionnaire.item_ids):
        name = heading(questionnaire, item, shape, place)
        label = name == questionnaire.item_text(item, shape.language).prompt or " " in name
        head += [name, f"{name} - comment" if label else f"{name}_comment"]
        for row, one in zip(rows, sent, strict=True):
            row += [cell(questionnaire, item, one.answers.get(item, ""), shape), one.comments.get(item, "")]
    return [head, *rows]


def beside(before: Table, table: Table, after: Table) -> Table:
    """Put tables of one height beside each other."""
    return [a + b + c for a, b, c in zip(before, table, after, strict=True)]


def kobo(questionnaire: Questionnaire, sent: Sequence[Sent], shape: Shape, *, hxl: bool = False) -> Table:
    """KoboToolbox: start and end first, the system's columns last; a row of HXL tags where the form has tags."""
    before = [["start", "end"], *[[f"{one.when}.000+02:00", f"{one.when}.000+02:00"] for one in sent]]
    after = [
        [
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
        ],
        *[
            [str(900 + n), f"uuid-{n}", one.when, "", "", "submitted_via_web", "", "vA", "", f"uuid:{n}", str(n + 1)]
            for n, one in _numbered(sent)
        ],
    ]
    table = beside(before, questions(questionnaire, sent, shape), after)
    tags = ["#org" if name == "organization" else "" for name in table[0]]
    return [table[0], tags, *table[1:]] if hxl else table


def kobo_legacy(questionnaire: Questionnaire, sent: Sequence[Sent], shape: Shape) -> Table:
    """KoboToolbox as it used to be: n/a where nothing stands, {} for no validation status, group paths in names."""
    table = kobo(questionnaire, sent, shape)
    head = [f"overall/{name}" if name == "organization" else name for name in table[0]]
    status = head.index("_validation_status")
    rows = [["{}" if place == status else text or "n/a" for place, text in enumerate(row)] for row in table[1:]]
    return [head, *rows]


def odk(questionnaire: Questionnaire, sent: Sequence[Sent], shape: Shape) -> Table:
    """ODK Central: the date first, the system's columns last."""
    before = [["SubmissionDate", "meta-instanceID"], *[[f"{one.when}.000Z", f"uuid:{n}"] for n, one in _numbered(sent)]]
    after = [
        [
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
        ],
        *[[f"uuid:{n}", "5", "web", "0", "0", "", "", "", "0", "1"] for n, _ in _numbered(sent)],
    ]
    return beside(before, questions(questionnaire, sent, shape), after)


def google(questionnaire: Questionnaire, sent: Sequence[Sent], shape: Shape, *, timestamp: str = "Timestamp") -> Table:
    """Google Forms: when it was sent, month first as in the United States, then the questions."""
    before = [[timestamp], *[[_american(one.when)] for one in sent]]
    return beside(before, questions(questionnaire, sent, shape, "Name of the organization"), [[] for _ in [0, *sent]])


def grid(questionnaire: Questionnaire, sent: Sequence[Sent], shape: Shape) -> Table:
    """Google Forms with a grid: each row of it is headed Question [Row]."""
    table = google(questionnaire, sent, shape)
    prompts = {questionnaire.item_text(item, shape.language).prompt for item in questionnaire.item_ids}
    return [[f"How is it with you? [{name}]" if name in prompts else name for name in table[0]], *table[1:]]


def microsoft(questionnaire: Questionnaire, sent: Sequence[Sent], shape: Shape, *, local: bool = False) -> Table:
    """Microsoft Forms, as a quiz: points and feedback behind each question; every answer ends in a semicolon."""
    first = ["ID", "Vrijeme početka", "Vrijeme završetka", "E-pošta", "Ime"]
    first = first if local else ["ID", "Start time", "Completion time", "Email", "Name"]
    when = [(n + 1, _american(one.when)) for n, one in _numbered(sent)]
    before = [first, *[[str(n), sent_at, sent_at, "anonymous", ""] for n, sent_at in when]]
    asked = questions(questionnaire, sent, shape, "Organisation")
    quiz = [f"{word} - {name}" for name in asked[0] for word in ("Points", "Feedback")]
    marked = [[*asked[0], *quiz], *[[*(f"{c};" if c else "" for c in row), *[""] * len(quiz)] for row in asked[1:]]]
    return beside(before, marked, [[] for _ in marked])


def limesurvey(questionnaire: Questionnaire, sent: Sequence[Sent], shape: Shape) -> Table:
    """LimeSurvey: id, submitdate, lastpage, startlanguage, seed; headings `code. text` where labels are asked for."""
    before = [
        ["id", "submitdate", "lastpage", "startlanguage", "seed"],
        *[[str(n), _day_and_time(one.when), "3", "en", str(17 * n)] for n, one in _numbered(sent)],
    ]
    asked = questions(questionnaire, sent, shape)
    if shape.headings == "labels":
        asked[0] = [f"G01Q{n:02}. {name}" if n and "comment" not in name else name for n, name in enumerate(asked[0])]
    return beside(before, asked, [[] for _ in asked])


TOOLS: Mapping[str, tuple[str, Callable[..., Table]]] = {
    "kobo": ("KoboToolbox", kobo),
    "kobo_legacy": ("KoboToolbox", kobo_legacy),
    "odk": ("ODK Central", odk),
    "google": ("Google Forms", google),
    "grid": ("Google Forms", grid),
    "microsoft": ("Microsoft Forms", microsoft),
    "limesurvey": ("LimeSurvey", limesurvey),
}
"""Each shape with the title that messages give the tool."""


def as_csv(table: Table, *, delimiter: str = ",", quoted: bool = False, encoding: str = "utf-8") -> bytes:
    """Return a table as the bytes of a CSV file, its lines ending in CRLF."""
    written = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(written, delimiter=delimiter, quoting=quoting, lineterminator="\r\n").writerows(table)
    return written.getvalue().encode(encoding)


def as_workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """Return tables as the bytes of a workbook, one a sheet; digits become numbers, as Excel makes of them."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([float(text) if isinstance(text, str) and text.isdigit() else text or None for text in row])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def as_workbook_of_a_tool(table: Table, *, result: str | int = 0) -> bytes:
    """Return a table as the bytes of a workbook in which what begins with = is a formula, as tools write it."""
    saved = io.BytesIO()
    book = xlsxwriter.Workbook(saved, {"in_memory": True})
    sheet = book.add_worksheet("Form")
    for row, cells in enumerate(table):
        for column, text in enumerate(cells):
            if text.startswith("="):
                sheet.write_formula(row, column, text, value=result)
            elif text:
                sheet.write_string(row, column, text)
    book.close()
    return saved.getvalue()


def _numbered(sent: Sequence[Sent]) -> list[tuple[int, Sent]]:
    """Return submissions with the number of which their id is made: their place, where they have none."""
    return [(place if one.number is None else one.number, one) for place, one in enumerate(sent)]


def _day_and_time(when: str) -> str:
    return when.replace("T", " ")


def _american(when: str) -> str:
    day, _, time = when.partition("T")
    year, month, of_month = day.split("-")
    return f"{int(month)}/{int(of_month)}/{year} {time}"
