"""A workbook in which much was changed is answered in a few lines, and nobody is asked to write a hash."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from oca.authoring.files import write_files
from oca.authoring.plan import plan_workbook
from oca.authoring.workbook import write_workbook
from oca.cli import main
from oca.errors import UsageError
from oca.findings import Finding
from oca.instrument.reading import load_questionnaire
from tests.small import small_project
from tests.test_authoring_refusals import put


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


def workbook(folder: Path, *changes: Callable[[Workbook], object], language: str = "", ref: str = "small/1") -> Path:
    path = folder.parent / "q.xlsx"
    write_workbook(load_questionnaire(ref, folder), path, language=language)
    book = load_workbook(path)
    for change in changes:
        change(book)
    book.save(path)
    return path


def cells(sheet: Worksheet, ending: str) -> list[str]:
    """Return the names of the filled cells of one language, row by row, the rows below the headings."""
    columns = [cell.column for cell in sheet[1] if str(cell.value).endswith(ending) and "state" not in str(cell.value)]
    return [
        sheet.cell(row, column).coordinate
        for row in range(3, sheet.max_row + 1)
        for column in columns
        if sheet.cell(row, column).value
    ]


def every(language: str, edit: Callable[[str], str | None]) -> Callable[[Workbook], None]:
    """Change every text of a language, on every sheet."""

    def change(book: Workbook) -> None:
        for sheet in book.worksheets[1:-1]:
            for at in cells(sheet, f".{language}"):
                sheet[at] = edit(str(sheet[at].value))

    return change


def notes(found: tuple[Finding, ...], code: str) -> list[str]:
    return [one.message for one in found if one.code == code]


def said(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *more: str) -> list[str]:
    path = str(folder.parent / "q.xlsx")
    monkeypatch.setattr(sys, "argv", ["oca", "questionnaire", "from-xlsx", path, "-p", str(folder), *more])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 0
    return capsys.readouterr().out.splitlines()


def test_stale_translations_are_one_line_that_names_them_and_says_nothing_of_hashes(folder: Path) -> None:
    """English of gov-board (row 3), and of finance (row 4 of Dimensions), is changed; Bosnian is not."""
    first = plan_workbook(workbook(folder, every("bs", lambda text: f"{text} (bs)")), folder)
    first.write()  # from here on each entry has the hash of its English text
    path = workbook(folder, put("Items", "title.en", 3, "The board"), put("Dimensions", "about.en", 4, "Money."))
    found = plan_workbook(path, folder).findings
    (line,) = [one for one in found if one.code == "workbook-stale"]
    assert line.message == "Translations into bs whose en text has changed since: 2 (finance, gov-board)."
    titles = [cell.value for cell in load_workbook(path)["Dimensions"][1]]
    assert str(line.place) == f"q.xlsx, sheet Dimensions, {'ABCDEFGH'[titles.index('title.bs')]}4"
    assert "hash" not in " ".join(map(str, found))
    assert not notes(found, "translation-stale")


def test_writing_checked_beside_a_translation_is_all_that_a_person_has_to_do(folder: Path) -> None:
    plan_workbook(workbook(folder, every("bs", lambda text: f"{text} (bs)")), folder).write()
    change = put("Items", "title.en", 3, "The board")
    plan_workbook(workbook(folder, change), folder).write()
    assert [one.code for one in load_questionnaire("small/1", folder).findings] == ["translation-stale"]
    again = plan_workbook(workbook(folder, put("Items", "state.bs", 3, "checked")), folder)
    assert not notes(again.findings, "workbook-stale")
    again.write()
    assert load_questionnaire("small/1", folder).findings == ()


@pytest.mark.parametrize("language", ["", "bs"])
def test_texts_that_are_missing_are_one_line_for_each_language(folder: Path, language: str) -> None:
    """Three cells are emptied: the title of gov-mission and two levels of fin-donors; three texts, two items."""
    emptied = [
        put("Items", "title.bs", 4, None),
        put("Levels", "text.bs", 17, None),
        put("Levels", "text.bs", 18, None),
    ]
    found = plan_workbook(workbook(folder, *emptied, language=language), folder).findings
    (line,) = notes(found, "workbook-untranslated")
    assert line == "Texts that bs lacks, so that en is shown instead: 3 (gov-mission, fin-donors)."
    assert not notes(found, "translation-missing")


def test_a_new_language_of_which_nothing_is_there_is_one_line(folder: Path) -> None:
    path = workbook(folder, put("Items", "title.hr", 3, "Odbor"), language="hr")
    found = plan_workbook(path, folder).findings
    assert len(found) == 1
    # title, introduction; 4 levels x 2; 2 dimensions x 4; 4 items x (title, prompt, 4 levels), less the one; what the
    # reader may do without (evidence, guidance of one item) is not counted
    assert "lacks, so that en is shown instead: " in found[0].message
    wanted = [one for one in load_questionnaire("small/1", folder).findings if one.code == "translation-missing"]
    assert wanted == []  # Bosnian stays whole


@pytest.mark.parametrize("changed", [0, 1, 12, 13, 14, 17, 18, 40])
def test_of_many_changes_a_few_of_each_kind_are_shown_and_the_rest_counted(
    changed: int, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """English is kept apart from this: so many Bosnian texts of the sheets change, one after the other."""

    def change(book: Workbook) -> None:
        places = [(sheet, at) for sheet in book.worksheets[1:-1] for at in cells(sheet, ".bs")]
        for sheet, at in places[:changed]:
            sheet[at] = f"{sheet[at].value} (novo)"

    workbook(folder, change)
    lines = [line for line in said(folder, monkeypatch, capsys) if line.startswith("  changed: ")]
    full = [line for line in said(folder, monkeypatch, capsys, "--all") if line.startswith("  changed: ")]
    assert len(full) == changed
    if changed <= 12:
        assert lines == full
    else:
        assert lines == [*full[:4], f"  changed: {changed - 4} more; --all shows them"]


def test_what_is_removed_is_shown_however_much_is_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook(folder, every("en", lambda text: f"{text}!"), put("Items", "evidence.en", 3, None))
    lines = said(folder, monkeypatch, capsys)
    assert "  removed: gov-board, evidence: Minutes." in lines
    assert len(lines) < 20


def test_the_shipped_questionnaire_in_four_languages_with_every_text_changed_is_told_in_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook(tmp_path / "project", every("en", lambda text: f"{text}!"), ref="cssp-oca/1")
    assert len(said(tmp_path / "project", monkeypatch, capsys)) <= 25


def test_of_the_files_of_a_workbook_none_is_written_where_one_cannot_be(folder: Path) -> None:
    """The second file of the two has a folder in its place: the first is as it was."""
    plan = plan_workbook(
        workbook(folder, put("Items", "title.bs", 3, "Odbor"), put("Items", "title.en", 3, "X")), folder
    )
    assert [one.path.name for one in plan.files] == ["1.en.yaml", "1.bs.yaml"]
    before = {one: one.read_bytes() for one in folder.rglob("*.yaml")}
    for blocked in plan.files:
        blocked.path.unlink()
        blocked.path.mkdir()
        with pytest.raises(UsageError, match="cannot be written: there is a folder of that name"):
            write_files(plan.files)
        blocked.path.rmdir()
        blocked.path.write_bytes(before[blocked.path])
        assert {one: one.read_bytes() for one in folder.rglob("*.yaml")} == before
        assert not list(folder.rglob("*.part"))
