"""A questionnaire goes into a workbook and comes back: nothing is lost, whatever stands in it and whoever saved it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from oca.authoring.files import file_changes, write_files
from oca.authoring.importing import take
from oca.authoring.new_version import next_version
from oca.authoring.plan import plan_workbook
from oca.authoring.workbook import write_workbook
from oca.errors import InputError
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import load_questionnaire
from oca.instrument.texts import texts
from tests.instruments import NO_SHRINKING, any_text, assert_same, questionnaires
from tests.small import add_second_version, small_project

FEW = settings(max_examples=25, deadline=None, phases=NO_SHRINKING, suppress_health_check=[HealthCheck.too_slow])


def laid(folder: Path, questionnaire: Questionnaire) -> Questionnaire:
    """Write a questionnaire into a project's folder as YAML, and read it from there."""
    write_files(file_changes(questionnaire, None, folder))
    return load_questionnaire(questionnaire.ref, folder)


@FEW
@given(questionnaires())
def test_a_new_questionnaire_comes_back_from_its_workbook_as_it_was(questionnaire: Questionnaire) -> None:
    """The project has none of it; so each translation counts as made from the source beside it."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "q.xlsx"
        write_workbook(questionnaire, path)
        back = take(path, Path(name)).questionnaire
        for language, own in questionnaire.words.items():
            assert texts(back.words[language]) == texts(own) if texts(own) else language not in back.words
        assert back.structure.model_dump(exclude={"critical", "reversed", "scales"}) == (
            questionnaire.structure.model_dump(exclude={"critical", "reversed", "scales"})
        )
        assert set(back.structure.critical) == set(questionnaire.structure.critical)
        assert set(back.structure.reversed) == set(questionnaire.structure.reversed)


@pytest.mark.slow
@FEW
@given(questionnaires(text=any_text))
def test_a_questionnaire_of_the_project_comes_back_to_the_letter_and_nothing_would_change(
    questionnaire: Questionnaire,
) -> None:
    """Spaces at the ends, odd line ends and the hashes of translations are kept although no cell holds them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assert_same(laid(folder, questionnaire), questionnaire)
        write_workbook(questionnaire, folder / "q.xlsx")
        assert_same(take(folder / "q.xlsx", folder).questionnaire, questionnaire)
        assert plan_workbook(folder / "q.xlsx", folder).files == ()
        write_workbook(questionnaire, folder / "bs.xlsx", language="bs")
        assert_same(take(folder / "bs.xlsx", folder).questionnaire, questionnaire)


@pytest.mark.parametrize("ref", ["cssp-oca/1", "cssp-oca/2", "first-look/1", "enabling-environment/1"])
@pytest.mark.parametrize("language", ["", "bs"])
def test_the_shipped_questionnaires_come_back_as_they_were(ref: str, language: str, tmp_path: Path) -> None:
    questionnaire = load_questionnaire(ref)
    write_workbook(questionnaire, tmp_path / "q.xlsx", language=language)
    assert_same(take(tmp_path / "q.xlsx", tmp_path).questionnaire, questionnaire)
    assert plan_workbook(tmp_path / "q.xlsx", tmp_path).files == ()


def test_the_mapping_comes_back_with_every_relation_and_reason(tmp_path: Path) -> None:
    folder = add_second_version(small_project(tmp_path / "project"))
    questionnaire = load_questionnaire("small/2", folder)
    write_workbook(questionnaire, tmp_path / "q.xlsx")
    assert take(tmp_path / "q.xlsx", folder).questionnaire.structure.mapping == questionnaire.structure.mapping


def test_the_same_questionnaire_gives_the_same_bytes(tmp_path: Path) -> None:
    questionnaire = load_questionnaire("small/1", small_project(tmp_path / "project"))
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(questionnaire, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_columns_may_be_moved_and_sheets_renamed(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project")
    questionnaire = load_questionnaire("small/1", folder)
    write_workbook(questionnaire, tmp_path / "q.xlsx")
    book = load_workbook(tmp_path / "q.xlsx")
    items = book["Items"]
    rows = [list(row) for row in items.iter_rows(values_only=True)]
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(reversed(row), start=1):
            items.cell(number, column).value = value
    items.title, book["Levels"].title = "Stavke", "Nivoi"
    book.save(tmp_path / "moved.xlsx")
    assert_same(take(tmp_path / "moved.xlsx", folder).questionnaire, questionnaire)


def test_rows_are_asked_in_the_order_of_their_numbers_and_one_without_follows_the_row_above(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project")
    write_workbook(load_questionnaire("small/1", folder), tmp_path / "q.xlsx")
    book = load_workbook(tmp_path / "q.xlsx")
    items = book["Items"]
    assert [items.cell(row, 2).value for row in (3, 4, 5, 6)] == ["gov-board", "gov-mission", "fin-books", "fin-donors"]
    items["A3"].value, items["A5"].value = "2.5", None
    book.save(tmp_path / "q.xlsx")
    back = take(tmp_path / "q.xlsx", folder).questionnaire
    assert back.item_ids == ["gov-mission", "gov-board", "fin-books", "fin-donors"]


def test_what_must_not_change_is_locked_in_the_translators_copy_and_only_there(tmp_path: Path) -> None:
    questionnaire = load_questionnaire("small/1", small_project(tmp_path / "project"))
    write_workbook(questionnaire, tmp_path / "whole.xlsx")
    write_workbook(questionnaire, tmp_path / "hr.xlsx", language="hr")
    whole, copy = load_workbook(tmp_path / "whole.xlsx")["Items"], load_workbook(tmp_path / "hr.xlsx")["Items"]
    assert not whole.protection.sheet
    assert copy.protection.sheet
    locked = {
        copy.cell(1, column).value: copy.cell(3, column).protection.locked for column in range(1, copy.max_column + 1)
    }
    assert {key for key, value in locked.items() if not value} == {
        "title.hr",
        "prompt.hr",
        "evidence.hr",
        "guidance.hr",
        "state.hr",
    }
    assert "title.bs" not in locked


def test_every_cell_is_text_so_that_no_date_and_no_formula_is_made_of_what_is_typed(tmp_path: Path) -> None:
    write_workbook(load_questionnaire("small/1", small_project(tmp_path / "project")), tmp_path / "q.xlsx")
    book = load_workbook(tmp_path / "q.xlsx")
    for name in ("Questionnaire", "Dimensions", "Items", "Levels", "Scales"):
        cells = [cell for row in book[name].iter_rows(min_row=3) for cell in row]
        assert {cell.number_format for cell in cells} == {"@"}
        assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
        assert book[name].row_dimensions[1].hidden
        assert book[name].freeze_panes


def test_a_workbook_saved_by_libreoffice_says_the_same(tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed; it saves the workbook anew in this test")
    folder = small_project(tmp_path / "project")
    add_second_version(folder)
    questionnaire = load_questionnaire("small/2", folder)
    write_workbook(questionnaire, tmp_path / "q.xlsx")
    subprocess.run(
        [
            office,
            f"-env:UserInstallation=file://{tmp_path}/office",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(tmp_path / "saved"),
            str(tmp_path / "q.xlsx"),
        ],
        check=True,
        capture_output=True,
    )
    assert_same(take(tmp_path / "saved" / "q.xlsx", folder).questionnaire, questionnaire)


def test_a_next_version_is_equal_in_every_item_and_keeps_the_words(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project")
    before = load_questionnaire("small/1", folder)
    after = laid(folder, next_version(before, "2"))
    assert after.words == before.words
    assert after.structure.mapping is not None
    assert after.structure.mapping.equal == before.item_ids


def test_a_text_longer_than_a_cell_is_refused_and_never_cut(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project")
    words = folder / "questionnaires" / "small" / "1.en.yaml"
    words.write_text(words.read_text(encoding="utf-8").replace("Minutes.", "M" * 32_768), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        write_workbook(load_questionnaire("small/1", folder), tmp_path / "q.xlsx")
    assert [(one.code, "32768" in one.message) for one in raised.value.findings] == [("cell-too-long", True)]
    assert not (tmp_path / "q.xlsx").exists()
