"""One mistake is one finding: what is repeated in a file is said once with its rows, and no cell is printed whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from oca.cli.app import app
from oca.findings import Finding, Place, finding, gathered
from tests import small

WIDE = "organization,score_type,respondent,gov-board,gov-mission,fin-books,fin-donors\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small project without responses."""
    return small.small_project(tmp_path / "p")


def checked(folder: Path, *arguments: str) -> list[str]:
    """Return the errors that a command prints, line by line."""
    done = CliRunner().invoke(app, [*(arguments or ("check",)), "--project", str(folder)])
    said = done.stdout if done.exit_code == 3 else str(done.exception or done.stdout)
    return [line for line in said.splitlines() if ": error: " in line]


def test_ratings_of_nobody_are_one_finding_with_their_rows(folder: Path) -> None:
    small.put(folder, "responses/y1/a.csv", WIDE + "zora,individual,,1,2,3,4\n" * 3 + "zora,individual,r1,1,2,3,4\n")
    (one,) = checked(folder)
    assert one.startswith(
        "responses/y1/a.csv, row 2, column respondent: error: An individual rating does not say whose it is. "
    )
    assert "The same in rows 3, 4." in one


def test_each_unknown_score_type_is_one_finding_with_its_rows(folder: Path) -> None:
    rows = "".join(f"{whose},{kind},,1,2,3,4\n" for whose in ("zora", "lasta") for kind in ("agreed", "checked"))
    small.put(folder, "responses/y1/a.csv", WIDE + rows)
    first, second = checked(folder)
    assert first.startswith(
        "responses/y1/a.csv, row 2, column score_type: error: 'agreed' is no score type. The same in row 4."
    )
    assert second.startswith(
        "responses/y1/a.csv, row 3, column score_type: error: 'checked' is no score type. The same in row 5."
    )


def test_an_organization_unknown_in_many_rows_is_one_finding(folder: Path) -> None:
    small.put(folder, "responses/y1/a.csv", WIDE + "".join(f"nobody,individual,r{n},1,2,3,4\n" for n in range(20)))
    (one,) = checked(folder)
    assert "The same in rows 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 and 7 more." in one


def test_a_wrong_target_of_a_mapping_is_one_finding_with_its_lines(folder: Path) -> None:
    entry = "  - {{file: {name}, columns: {{Question: gov-bord}}}}\n"
    small.put(
        folder, "responses/y1/mapping.yaml", "files:\n" + "".join(entry.format(name=f"{n}.csv") for n in range(3))
    )
    (one,) = checked(folder)
    assert one.startswith("responses/y1/mapping.yaml:2: error: 'gov-bord' is no item or role. The same in lines 3, 4.")


def test_unknown_items_of_which_the_same_is_to_be_said_are_one_finding(folder: Path) -> None:
    """A slip has its own, since another word is meant by it."""
    strange = "".join(f"zora,nope-{n},2\n" for n in range(30))
    small.put(folder, "responses/y1/a.csv", f"organization,item,answer\nzora,gov-bord,3\n{strange}lasta,nope-3,1\n")
    slip, rest = checked(folder)
    assert "row 2" in slip
    assert "'gov-bord' is no item of small/1. Did you mean gov-board?" in slip
    assert "row 3" in rest
    assert "Each of 'nope-0', 'nope-1', " in rest
    assert "'nope-11' and 18 more is no item of small/1. Known: gov-board, " in rest


def test_a_sector_unknown_in_many_rows_of_the_register_is_one_finding(folder: Path) -> None:
    register = small.ORGANIZATIONS.replace(",culture,", ",kultur,")
    small.put(folder, "organizations.csv", register)
    (one,) = checked(folder)
    assert one.startswith("organizations.csv, row 3, column sector: error: ")
    assert "The same in row 4." in one


def test_items_called_equal_though_reworded_are_one_finding(folder: Path) -> None:
    small.add_second_version(folder)
    words = folder / "questionnaires/small/2.en.yaml"
    words.write_text(words.read_text(encoding="utf-8").replace("prompt: ", "prompt: Today, "), encoding="utf-8")
    said = [one for one in checked(folder, "questionnaire", "check") if "called equal" in one]
    assert len(said) == 1
    assert "The mapping of gov-board, gov-mission, fin-books: called equal, but the words differ" in said[0]


def _linked(place: Path) -> None:
    outside = place.parent.parent / "outside"
    for name in ("y1", "y2", "y3", "more"):
        small.put(outside, f"{name}/a.csv", WIDE)
    shutil.rmtree(place, ignore_errors=True)
    place.symlink_to(outside, target_is_directory=True)


def _a_file(place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(exist_ok=True)
    place.write_text("text", encoding="utf-8")


@pytest.mark.parametrize("name", ["responses", "plans"])
@pytest.mark.parametrize(("put", "code"), [(_linked, "link-outside"), (_a_file, "file-unreadable")])
def test_a_folder_of_the_project_that_is_none_is_one_finding(
    folder: Path, name: str, put: Callable[[Path], None], code: str
) -> None:
    put(folder / name)
    (one,) = checked(folder)
    assert one.startswith(f"{name}: error: ")
    assert one.endswith(f"[{code}]")


@pytest.mark.parametrize("name", ["responses/y1", "plans/y1"])
def test_a_file_in_the_place_of_a_periods_folder_is_one_finding(folder: Path, name: str) -> None:
    _a_file(folder / name)
    (one,) = checked(folder)
    assert one.startswith(f"{name}: error: The file cannot be read: it is a file, where a folder is expected. Move it")


@pytest.mark.parametrize("name", ["questionnaires/x", "scoring/x", "report_templates/x", "evidence"])
def test_a_link_out_of_the_project_is_one_finding(folder: Path, name: str) -> None:
    (folder.parent / "elsewhere").mkdir()
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).symlink_to(folder.parent / "elsewhere", target_is_directory=True)
    (one,) = checked(folder)
    assert one.startswith(f"{name}: error: The link leads to ")


def test_a_questionnaire_that_is_a_link_out_of_the_project_is_said_where_questionnaires_are_checked(
    folder: Path,
) -> None:
    (folder / "questionnaires/small").rename(folder.parent / "small")
    (folder / "questionnaires/small").symlink_to(folder.parent / "small", target_is_directory=True)
    (one,) = checked(folder, "questionnaire", "check", "small/1")
    assert one.startswith("questionnaires/small: error: The link leads to ")


LETTERS = "".join(chr(ord("a") + n % 26) for n in range(300_000))
"""What no message shows whole."""


@pytest.mark.parametrize(
    "row",
    [
        f"{LETTERS},consensus,,1,2,3,4\n",
        f"zora,{LETTERS},,1,2,3,4\n",
        f"zora,consensus,{LETTERS},1,2,3,4\n",
        f"zora,consensus,,{LETTERS},2,3,4\n",
        f"zora,consensus,,{LETTERS[: 300_000 // 2]} {LETTERS[: 300_000 // 2]},2,3,4\n",
    ],
)
def test_a_long_cell_is_never_printed_whole(folder: Path, row: str) -> None:
    small.put(folder, "responses/y1/a.csv", WIDE + row)
    said = checked(folder)
    assert said
    assert all(len(line) < 1_500 for line in said)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("responses/y1/a.csv", f"organization,gov-board,{LETTERS}\nzora,1,2\n"),
        ("responses/y1/a.csv", f"organization,item,answer\nzora,{LETTERS},2\n"),
        ("responses/y1/a.csv", f"organization,period,item,answer\nzora,{LETTERS},gov-board,2\n"),
        ("responses/y1/a.csv", f"{LETTERS},other\n1,2\n"),
        ("responses/y1/mapping.yaml", f"files:\n  - {{file: a, columns: {{b: {LETTERS}}}}}\n"),
        ("responses/y1/mapping.yaml", f"files:\n  - {{file: a, organizations: {{b: {LETTERS}}}}}\n"),
        ("organizations.csv", f"id,name,sector,language\n{LETTERS},Zora,health,bs\n"),
        ("organizations.csv", f"id,name,sector,language\nzora,Zora,{LETTERS},bs\n"),
        ("trainings.csv", f"id,title,elements\na,b,{LETTERS}\n"),
        ("project.yaml", small.PROJECT + f"clusters: {{a: [{LETTERS}]}}\n"),
    ],
)
def test_a_long_text_of_any_file_is_never_printed_whole(folder: Path, name: str, text: str) -> None:
    small.put(folder, name, text)
    done = CliRunner().invoke(app, ["check", "--project", str(folder)])
    said = done.stdout + "".join(map(str, getattr(done.exception, "findings", ())))
    assert "error" in said or "look at" in said
    assert all(len(line) < 5_000 for line in said.splitlines())


def test_findings_of_several_places_are_gathered_by_what_they_say() -> None:
    def empty(place: Place) -> Finding:
        return finding("cell-empty", place, column="name")

    cells = [empty(Place("a.xlsx", "Sheet", row, column)) for row, column in ((2, "B"), (3, "C"), (2, "B"))]
    elsewhere = empty(Place("b.xlsx", "Sheet", 2, "B"))
    first, other = gathered([*cells, elsewhere])
    assert (first.place, other) == (cells[0].place, elsewhere)
    assert first.message == "name is empty. The same in sheet Sheet, C3."
    assert gathered([first, other]) == [first, other]
