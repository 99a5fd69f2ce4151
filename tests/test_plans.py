"""Action plans: written with proposals, filled in, read back; what is wrong with one is said, cell by cell."""

from __future__ import annotations

import datetime
import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from oca.assessment import Assessment, check
from oca.cli import main
from oca.errors import UsageError
from oca.language import LANGUAGES, letters_of, words
from oca.planning.proposals import propose, training_for
from oca.planning.tracking import tracked, tracked_together
from oca.reporting.plans import plan_of, write_plans
from oca.support.plan_words import COLUMNS, META, known_statuses, status_meant, status_words
from oca.support.plan_workbook import Proposal, make_plan
from oca.support.plans import read_plans
from oca.support.records import Action, Training
from tests.printed import answered
from tests.small import ITEMS

BOOKS = Training("books", {"en": "Keeping books", "bs": "Vođenje knjiga"}, ("fin-books",), 1, 3, (), 2, 10, 100)
MONEY = Training("money", {"en": "Money"}, ("finance",), 1, 4, (), 2, 10, 100)

Cells = Mapping[str, Any]


def assessed(folder: Path) -> Assessment:
    """Zora in y1: board 1, mission 4, books 2, donors 3; the same in y2 with books at 3."""
    return answered(folder, [("zora", (1, 4, 2, 3)), ("lasta", (2, 2, 2, 2))], [("zora", (1, 4, 3, 3))])


def came_back(
    folder: Path,
    rows: Mapping[int, Cells] = {},
    *,
    period: str = "y1",
    name: str = "zora",
    drop: str = "",
    language: str | None = None,
) -> tuple[list[Action], list[str]]:
    """Write Zora's plan of y1, fill rows in (0 for the first), put it into a folder, and read every plan."""
    made = assessed(folder)
    written = write_plans(made, folder / "out", ["zora"], period="y1", language=language)[0]
    book = load_workbook(written)
    sheet = book.worksheets[0]
    first = next(row for row in range(1, 40) if sheet.cell(row, 1).value == "element") + 1
    for row, cells in rows.items():
        for column, value in cells.items():
            sheet.cell(first + row, COLUMNS.index(column) + 2).value = value
    if drop:
        sheet.delete_rows(next(row for row in range(first, 40) if sheet.cell(row, 1).value == drop))
    target = folder / "plans" / period / f"{name}.xlsx"
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    return read(made)


def read(made: Assessment, *trainings: Training) -> tuple[list[Action], list[str]]:
    actions, findings = read_plans(made.project, made.questionnaires, trainings)
    return actions, [f"{one.place}: {one.code}" for one in findings]


WRITTEN = {
    "done": "gotovo Gotovo. završeno ZAVRŠENO zavrseno završena završeni urađeno урађено Завршено! done",
    "in_progress": "u&toku U&tijeku. traje započeto započeli&smo počelo&je radi&se ongoing започето in&progress",
    "not_started": "nije&započeto nije&počelo nismo&započeli није&почело još&nije&započeto not&started",
    "dropped": "odustali odustali&smo odustalo&se odustao napušteno otkazano одустали dropped cancelled",
}


@pytest.mark.parametrize("meant", WRITTEN)
def test_a_status_is_understood_in_every_language_gender_and_script(meant: str) -> None:
    assert {status_meant(typed.replace("&", " ")) for typed in WRITTEN[meant].split()} == {meant}


@pytest.mark.parametrize(
    "typed",
    [
        "nije završeno",
        "Nije gotovo.",
        "skoro gotovo",
        "djelimično urađeno",
        "50%",
        "gotovo?",
        "done or dropped",
        "nije napušteno",
        "neće biti završeno",
        "not done",
        "has not been completed",
    ],
)
def test_a_status_that_is_denied_or_halved_is_never_taken_for_the_word_in_it(typed: str) -> None:
    assert status_meant(typed) is None


def test_every_word_for_a_status_is_that_of_one_status_and_its_denial_never_the_same() -> None:
    known = known_statuses()
    assert {known[letters_of(word)] for one in LANGUAGES for word in status_words(words(one)).values()} == set(WRITTEN)
    assert all(status_meant(f"nije {word}") != status for word, status in known.items() if word)


@pytest.mark.parametrize(
    ("language", "offered"),
    [
        ("bs", "nije započeto, u toku, urađeno, napušteno"),
        ("hr", "nije započeto, u tijeku, učinjeno, napušteno"),
        ("en", "not started, in progress, done, dropped"),
    ],
)
def test_an_unknown_status_is_answered_with_the_words_of_the_plans_language(
    tmp_path: Path, language: str, offered: str
) -> None:
    made = assessed(tmp_path)
    came_back(tmp_path, {0: {"status": "skoro", "priority": "možda"}}, language=language)
    _, findings = read_plans(made.project, made.questionnaires)
    [status, priority] = [one for one in findings if one.code == "cell-unknown"]
    assert status.hint == f"Choose one of: {offered}."
    assert priority.hint == f"Write {words(language).text('yes')}, or nothing."


def test_the_greatest_needs_are_proposed_with_the_step_to_the_next_level(tmp_path: Path) -> None:
    """Board misses all of the way: 60; books two thirds, and critical: 50; donors a third: 20; the mission is at 4."""
    found = propose(needs_of(assessed(tmp_path)), form(tmp_path), words("en"))
    assert found == [
        Proposal("gov-board", "Board", "Starting: No board meets.", "It meets at times.", "Minutes."),
        Proposal("fin-books", "Books", "Building: Books once a year.", "Books every month.", ""),
        Proposal("fin-donors", "Donors", "Established: Several donors.", "Donors and own income.", ""),
    ]


def form(folder: Path) -> Any:
    return assessed(folder).questionnaire_of("y1")


def needs_of(made: Assessment) -> pd.DataFrame:
    return made.needs[(made.needs["organization"] == "zora") & (made.needs["period"] == "y1")]


def test_a_training_is_proposed_where_it_serves_the_item_and_fits_the_level(tmp_path: Path) -> None:
    questionnaire = form(tmp_path)
    both = [MONEY, BOOKS]
    assert training_for("fin-books", 2, questionnaire, both) == "books"
    assert training_for("fin-books", 3, questionnaire, both) == "money"
    assert training_for("fin-donors", 2, questionnaire, both) == "money"
    assert training_for("fin-donors", 4, questionnaire, both) == ""
    assert training_for("gov-board", 1, questionnaire, both) == ""


def test_a_plan_that_was_filled_in_is_read_back(tmp_path: Path) -> None:
    filled = {
        0: {"priority": "da", "owner": "Amra", "deadline": datetime.date(2024, 12, 1), "status": "urađeno"},
        1: {"action": "Knjige svakog petka.", "status": "u toku", "support": "Računovođa"},
        2: {"status": "napušteno", "remark": "Nema ko."},
        3: {"action": "Otvoriti ured", "item": "Misija", "deadline": datetime.datetime(2024, 9, 1)},
    }
    actions, said = came_back(tmp_path, filled)
    assert said == []
    told = [(one.number, one.element, one.text, one.status, one.priority, one.proposed) for one in actions]
    assert told == [
        (1, "gov-board", "Sastaje se ponekad.", "done", True, True),
        (2, "fin-books", "Knjige svakog petka.", "in_progress", False, False),
        (3, "fin-donors", "Donatori i vlastiti prihod.", "dropped", False, True),
        (4, "gov-mission", "Otvoriti ured", "not_started", False, False),
    ]
    assert [one.deadline for one in actions] == [datetime.date(2024, 12, 1), None, None, datetime.date(2024, 9, 1)]
    assert (actions[0].owner, actions[1].support, actions[2].remark) == ("Amra", "Računovođa", "Nema ko.")


def test_what_came_back_is_tracked_and_counts_in_the_needs(tmp_path: Path) -> None:
    """The first is done; the second begun and its day passed before y2; of two priorities one is done."""
    passed = datetime.date(2024, 12, 1)
    filled = {
        0: {"priority": "yes", "status": "done"},
        1: {"priority": "x", "status": "in progress", "deadline": passed},
        2: {"deadline": datetime.date(2026, 1, 1)},
    }
    came_back(tmp_path, filled)
    made = assessed(tmp_path)
    assert made.actions["overdue"].tolist() == [False, True, False]
    [one], [together] = tracked(made.actions), tracked_together(made.actions)
    assert (one.done, one.in_progress, one.not_started, one.dropped, one.overdue) == (1, 1, 1, 0, 1)
    assert (one.priority_done, one.priority, one.share) == (1, 2, 0.5)
    assert (together.organization, together.plans, together.actions) == ("", 1, 3)
    needs = needs_of(made).set_index("element")
    assert needs["chosen"].to_dict() == {
        "governance": True,
        "finance": True,
        "gov-board": True,
        "gov-mission": False,
        "fin-books": True,
        "fin-donors": False,
    }
    assert needs.loc["fin-books", "priority"] == pytest.approx(70)


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_every_language_is_read_whichever_the_project_speaks(language: str, tmp_path: Path) -> None:
    said = status_words(words(language))
    statuses = ("done", "in_progress", "not_started")
    rows: dict[int, Cells] = {row: {"status": said[status]} for row, status in enumerate(statuses)}  # type: ignore[index]
    rows[0] = {**rows[0], "priority": words(language).text("yes")}
    actions, findings = came_back(tmp_path, rows, language="bs" if language.startswith("sr") else None)
    assert findings == []
    assert tuple(one.status for one in actions) == statuses
    assert actions[0].priority


WRONG: dict[str, tuple[dict[int, Cells], list[str]]] = {
    "a date in text that can be read": ({0: {"deadline": "1. 12. 2024."}}, ["G9: plan-date-read"]),
    "a date in text that cannot": ({0: {"deadline": "do jeseni"}}, ["G9: plan-date"]),
    "an unknown status": ({0: {"status": "skoro"}}, ["K9: cell-unknown"]),
    "dropped without a reason": ({0: {"status": "dropped"}}, ["L9: plan-dropped-without-reason"]),
    "a deadline before the assessment": ({0: {"deadline": datetime.date(2023, 1, 1)}}, ["G9: plan-deadline-early"]),
    "an unknown training": ({0: {"training": "Letenje"}}, ["H9: id-unknown"]),
    "a formula": ({0: {"owner": "=A1"}}, ["F9: cell-formula"]),
    "a priority that is neither yes nor no": ({0: {"priority": "možda"}}, ["B9: cell-unknown"]),
    "an action of one's own about nothing known": ({4: {"action": "Nešto", "item": "Letenje"}}, ["C13: cell-unknown"]),
    "who does it, but not what": ({4: {"owner": "Amra"}}, ["E13: cell-empty"]),
    "two at once": ({0: {"status": "skoro"}, 1: {"deadline": "jednom"}}, ["K9: cell-unknown", "G10: plan-date"]),
}


@pytest.mark.parametrize("name", WRONG)
def test_every_wrong_cell_is_said_with_its_place(name: str, tmp_path: Path) -> None:
    rows, expected = WRONG[name]
    _, findings = came_back(tmp_path, rows)
    assert findings == [f"plans/y1/zora.xlsx, sheet Akcioni plan, {one}" for one in expected]


def test_a_plan_with_a_wrong_cell_gives_no_action_at_all_and_stops_the_work(tmp_path: Path) -> None:
    actions, _ = came_back(tmp_path, {0: {"status": "skoro"}})
    assert actions == []
    assert check(tmp_path)[1] is None


def test_a_proposal_that_was_deleted_or_emptied_is_looked_at_and_never_put_back(tmp_path: Path) -> None:
    actions, findings = came_back(tmp_path, {2: {"action": None, "indicator": None}}, drop="gov-board")
    assert [one.element for one in actions] == ["fin-books"]
    assert findings == ["plans/y1/zora.xlsx: plan-rows-gone"]


def test_a_plan_of_another_organization_or_period_or_a_second_one_is_refused(tmp_path: Path) -> None:
    assert came_back(tmp_path / "a", name="lasta")[1] == ["plans/y1/lasta.xlsx: plan-of-another"]
    assert came_back(tmp_path / "b", period="y2")[1] == ["plans/y2/zora.xlsx: period-contradiction"]
    came_back(tmp_path / "c")
    assert came_back(tmp_path / "c", name="zora (1)")[1] == ["plans/y1/zora.xlsx: plan-twice"]


def test_what_is_no_plan_is_refused_and_never_a_traceback(tmp_path: Path) -> None:
    made = assessed(tmp_path)
    came_back(tmp_path)
    folder = tmp_path / "plans"
    whole = (folder / "y1" / "zora.xlsx").read_bytes()
    (folder / "y1" / "cut.xlsx").write_bytes(whole[: len(whole) // 2])
    (folder / "y1" / "empty.xlsx").write_bytes(b"")
    (folder / "y1" / "notes.csv").write_text("a,b\n", encoding="utf-8")
    (folder / "y1" / "~$zora.xlsx").write_bytes(b"x")
    (folder / "y9").mkdir()
    (folder / "loose.xlsx").write_bytes(whole)
    book = load_workbook(folder / "y1" / "zora.xlsx")
    del book[META]
    book.save(folder / "y1" / "nameless.xlsx")
    actions, findings = read(made)
    assert len(actions) == 3
    assert findings == [
        "plans/loose.xlsx: plan-stray",
        "plans/y9: period-unknown",
        "plans/y1/cut.xlsx: file-truncated",
        "plans/y1/empty.xlsx: file-empty",
        "plans/y1/nameless.xlsx: plan-identity",
        "plans/y1/notes.csv: plan-identity",
        "plans/y1/~$zora.xlsx: file-open",
    ]


def test_without_a_column_it_is_refused(tmp_path: Path) -> None:
    made = assessed(tmp_path)
    came_back(tmp_path)
    path = tmp_path / "plans" / "y1" / "zora.xlsx"
    book = load_workbook(path)
    book.worksheets[0].delete_cols(8)
    book.save(path)
    assert read(made)[1] == ["plans/y1/zora.xlsx: plan-heading"]


def test_the_same_plan_gives_the_same_bytes_and_nobody_else_gets_one(tmp_path: Path) -> None:
    made = assessed(tmp_path)
    once, twice = (write_plans(made, tmp_path / name, period="y1") for name in ("once", "twice"))
    assert [path.name for path in once] == ["zora.xlsx", "lasta.xlsx"]
    assert [path.read_bytes() for path in once] == [path.read_bytes() for path in twice]
    assert [path.parent.name for path in write_plans(made, tmp_path / "latest")] == ["y2", "y1"]
    with pytest.raises(UsageError, match="no organization zorra"):
        write_plans(made, tmp_path, ["zorra"])


def test_a_plan_converted_by_libreoffice_is_read_alike(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    filled = {0: {"priority": "da", "deadline": datetime.date(2024, 12, 1), "status": "urađeno"}}
    actions, _ = came_back(tmp_path, filled)
    path = tmp_path / "plans" / "y1" / "zora.xlsx"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    shutil.copy(tmp_path / "out" / "zora.xlsx", path)
    assert read(assessed(tmp_path)) == (actions, [])


TEXT = some.text(some.characters(exclude_categories=("C", "Z")), min_size=1, max_size=30)

DAY = some.one_of(some.none(), some.dates(datetime.date(2024, 6, 1), datetime.date(2030, 1, 1)))

ACTION = some.builds(
    Action,
    organization=some.just("zora"),
    period=some.just("y1"),
    number=some.just(0),
    element=some.sampled_from(["", *ITEMS, "governance"]),
    text=TEXT,
    owner=TEXT,
    deadline=DAY,
    training=some.sampled_from(["", "books"]),
    support=TEXT,
    indicator=TEXT,
    status=some.sampled_from(["not_started", "in_progress", "done", "dropped"]),
    remark=TEXT,
    priority=some.booleans(),
    proposed=some.just(False),
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(agreed=some.lists(ACTION, max_size=8))
def test_whatever_was_agreed_is_read_as_it_was_written(
    agreed: list[Action], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("plan")
    made = assessed(folder)
    plan = plan_of(made, "zora", "y1")
    (folder / "plans" / "y1").mkdir(parents=True)
    path = folder / "plans" / "y1" / "zora.xlsx"
    make_plan(replace(plan, proposals=(), trainings=(BOOKS,)), path, agreed)
    actions, findings = read(made, BOOKS)
    assert findings == []
    assert actions == [replace(one, number=place) for place, one in enumerate(agreed, start=1)]


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr("sys.argv", ["oca", *map(str, arguments)])
    try:
        main()
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return 0


def test_the_command_writes_plans_and_tells_what_became_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    came_back(tmp_path, {0: {"priority": "da", "status": "done"}, 2: {"status": "dropped", "remark": "No time."}})
    assert run(monkeypatch, "plan", "zora", "-p", tmp_path, "--period", "y1", "-o", tmp_path / "made") == 0
    assert [path.name for path in (tmp_path / "made" / "y1").iterdir()] == ["zora.xlsx"]
    capsys.readouterr()
    assert run(monkeypatch, "plan", "-p", tmp_path, "--status") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["zora", "1", "0", "1", "1", "0", "1", "of", "1", "(100%)"]
    assert lines[2].split() == ["1", "plan", "together", "1", "0", "1", "1", "0", "1", "of", "1", "(100%)"]
    assert run(monkeypatch, "plan", "-p", tmp_path, "--status", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["organization"], one["done"], one["priority"]) for one in told["organizations"]] == [("zora", 1, 1)]
    assert told["cohort"][0]["plans"] == 1


def test_what_cannot_be_asked_for_is_a_wrong_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assessed(tmp_path)
    assert run(monkeypatch, "plan", "-p", tmp_path, "--json") == 2
    assert run(monkeypatch, "plan", "most", "-p", tmp_path) == 2
    assert run(monkeypatch, "plan", "nobody", "-p", tmp_path, "--status") == 2
    assert run(monkeypatch, "plan", "-p", tmp_path, "--period", "y7") == 2


def changed(folder: Path, edit: Callable[[Workbook], None]) -> list[str]:
    """Write Zora's plan of y1, let somebody work in it, put it into its folder, and return what is said of it."""
    made = assessed(folder)
    book = load_workbook(write_plans(made, folder / "out", ["zora"], period="y1")[0])
    edit(book)
    target = folder / "plans" / "y1" / "zora.xlsx"
    target.parent.mkdir(parents=True)
    book.save(target)
    return [str(one) for one in check(folder)[2] if one.place.file == "plans/y1/zora.xlsx"]


def row_of(book: Workbook, element: str) -> int:
    sheet = book.worksheets[0]
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == element)


@pytest.mark.parametrize("typed", ["Financial books", "fin-books", "Financial management"])
def test_a_row_in_which_another_item_or_dimension_stands_is_refused(typed: str, tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        titles = {"Financial books": form.item_text("fin-books", "en").title}
        titles["Financial management"] = form.dimension_text("finance", "en").title
        book.worksheets[0].cell(row_of(book, "gov-board"), 3).value = titles.get(typed, typed)

    form = assessed(tmp_path).questionnaire_of("y1")
    (found,) = changed(tmp_path, edit)
    assert found.endswith("[plan-item-of-another]")
    assert "error: The row was proposed for gov-board" in found
    assert ("fin-books" if "books" in typed else "which is finance") in found


def test_a_title_that_was_only_reworded_is_nobodys_fault(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        book.worksheets[0].cell(row_of(book, "gov-board"), 3).value = "The board, our own words"

    assert changed(tmp_path, edit) == []


def test_what_stands_where_nothing_is_read_is_pointed_out(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.cell(row_of(book, "gov-board"), len(COLUMNS) + 3).value = "moved to 2026"
        sheet.cell(row_of(book, "own"), COLUMNS.index("now") + 2).value = "nothing yet"
        sheet.cell(row_of(book, "gov-board"), 4).comment = Comment("ask Amra", "Lejla")
        book.create_sheet("Notes").append(["who was there"])

    found = {one.rpartition("[")[2].rstrip("]"): one for one in changed(tmp_path, edit)}
    assert set(found) == {"text-outside", "notes-attached", "sheet-unread"}
    assert "'moved to 2026'" in found["text-outside"]
    assert "'nothing yet'" in found["text-outside"]
    assert "ask Amra" in found["notes-attached"]
    assert "sheet Notes" in found["sheet-unread"]
