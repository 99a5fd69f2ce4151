"""A questionnaire's workbook in which somebody works is never replaced by a fresh one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from oca.authoring.book import is_changed
from oca.authoring.layout import digest_of_rows
from oca.cli.app import app
from tests import small
from tests.test_authoring_refusals import put
from tests.test_authoring_summary import cells


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small.small_project(tmp_path / "p")


def written(folder: Path, *more: str) -> str:
    path = str(folder.parent / "q.xlsx")
    done = CliRunner().invoke(app, ["questionnaire", "to-xlsx", "small/1", "-o", path, "-p", str(folder), *more])
    assert done.exit_code == 0, done.output
    return done.output


def edited(path: Path, change: Callable[[Workbook], object]) -> bytes:
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path.read_bytes()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.parent.glob("*.xlsx"))


@pytest.mark.parametrize(
    "change",
    [
        put("Items", "title.bs", 3, "Odbor"),
        put("Levels", "text.en", 3, None),
        put("Items", "state.bs", 3, "checked"),
        lambda book: book["Levels"].delete_rows(5),
        lambda book: book["Items"].move_range("A3:B3", rows=20),
        put("Questionnaire", "value", 4, "2"),
        lambda book: book.remove(book["Scales"]),
    ],
    ids=["text", "emptied", "state", "row", "moved", "fact", "sheet"],
)
def test_one_that_was_changed_stays_and_the_new_one_goes_beside_it(
    folder: Path, change: Callable[[Workbook], object]
) -> None:
    written(folder)
    kept = edited(folder.parent / "q.xlsx", change)
    said = written(folder)
    assert (folder.parent / "q.xlsx").read_bytes() == kept
    assert "left as it is" in said
    assert "q-2.xlsx" in said
    written(folder)
    assert names(folder) == ["q-2.xlsx", "q.xlsx"]


@pytest.mark.parametrize("language", ["", "bs", "hr"])
def test_one_that_was_only_saved_again_is_replaced_also_when_the_questionnaire_is_another_now(
    folder: Path, language: str
) -> None:
    more = ["--lang", language] if language else []
    written(folder, *more)
    edited(folder.parent / "q.xlsx", lambda book: None)
    small.put(folder, "questionnaires/small/1.en.yaml", small.ENGLISH.replace("title: Board\n", "title: The board\n"))
    assert "left as it is" not in written(folder, *more)
    assert names(folder) == ["q.xlsx"]


def test_each_single_text_that_is_changed_keeps_it(folder: Path) -> None:
    written(folder)
    path = folder.parent / "q.xlsx"
    fresh = path.read_bytes()
    assert not is_changed(path)
    places = [(sheet.title, at) for sheet in load_workbook(path).worksheets[1:-1] for at in cells(sheet, ".bs")]
    for sheet, at in places[::7]:
        path.write_bytes(fresh)
        book = load_workbook(path)
        book[sheet][at] = f"{book[sheet][at].value}!"
        book.save(path)
        assert is_changed(path), (sheet, at)


@pytest.mark.parametrize("content", [b"", b"something else", b"PK\x03\x04"])
def test_what_is_no_such_workbook_is_not_replaced(folder: Path, content: bytes) -> None:
    small.put(folder.parent, "q.xlsx", content)
    written(folder)
    assert (folder.parent / "q.xlsx").read_bytes() == content
    assert names(folder) == ["q-2.xlsx", "q.xlsx"]


def test_what_a_spreadsheet_does_to_a_text_is_no_change_and_a_text_of_spaces_is_none() -> None:
    fresh = digest_of_rows({"Items": [{"item": "a", "title.en": "da\nne", "title.bs": " \u00a0", "shown.note": "x"}]})
    assert digest_of_rows({"Items": [{"item": "a", "title.en": "da_x000D_\n ne "}]}) != fresh  # a space within counts
    assert digest_of_rows({"Items": [{"item": " a", "title.en": "da\r\nne "}], "Scales": []}) == fresh
    assert digest_of_rows({"Items": [{"item": "a", "title.en": "da"}]}) != fresh
