"""Whatever is written appears whole or not at all, and what cannot be written is said in one line."""

from __future__ import annotations

import ast
import errno
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from oca import files
from oca.cli.app import app
from oca.errors import UsageError
from tests import small

ROOT = Path(__file__).parent.parent / "oca"

OWN_WRITERS = {
    "files.py": "is the writer",
    "collection/pseudonyms.py": "the key is readable by its owner alone, and never replaces one",
    "reporting/tables/statistical.py": "writes into the temporary file that it is given",
    "reporting/tables/writing.py": "as above",
    "reporting/comparison/html.py": "as above",
    "reporting/comparison/tidy_files.py": "as above",
    "reporting/printing/batch.py": "as above",
    "reporting/cohort/report.py": "as above",
    "reporting/printing/manifest.py": "as above",
    "reporting/register/page.py": "as above",
}
"""Modules that call something which writes a file, each with the reason why it may."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small project with an answer sheet."""
    small.small_project(tmp_path / "p")
    small.put(
        tmp_path / "p",
        "responses/y1/a.csv",
        "organization,item,answer\nzora,gov-board,3\nzora,gov-mission,2\nzora,fin-books,2\nzora,fin-donors,3\n",
    )
    return tmp_path / "p"


def test_only_the_one_writer_puts_files_into_their_place() -> None:
    found = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            modes = (
                [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
                if name in ("open", "fdopen")
                else []
            )
            if name in ("write_text", "write_bytes") or any(mode in ("w", "wb", "a", "x", "w+") for mode in modes):
                found.add(path.relative_to(ROOT).as_posix())
    assert found == set(OWN_WRITERS)


def test_a_file_is_replaced_only_by_a_whole_one(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_text("old")
    with suppress(ZeroDivisionError), files.whole(place) as part:
        part.write_text("half")
        raise ZeroDivisionError
    assert (place.read_text(), [one.name for one in tmp_path.iterdir()]) == ("old", ["a.txt"])
    files.write(place, "new\n")
    assert place.read_bytes() == b"new\n"


def test_files_that_belong_together_are_placed_together(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("in the way")
    wanted = {tmp_path / "a.txt": "one", tmp_path / "b" / "c.txt": "two"}
    with pytest.raises(UsageError, match=r"c\.txt cannot be written: .*b is a file, not a folder"):
        files.write_all(wanted)
    assert [one.name for one in tmp_path.iterdir()] == ["b"]


@pytest.mark.parametrize(
    ("name", "says"),
    [("a" * 300, "the name is too long"), ("folder", "there is a folder of that name")],
)
def test_what_stands_in_the_way_is_said(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match=says):
        files.write(tmp_path / name, "x")
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]


def test_a_name_as_long_as_the_system_allows_is_written(tmp_path: Path) -> None:
    files.write(tmp_path / ("š" * 127), "x")  # 254 bytes
    assert len(list(tmp_path.iterdir())) == 1


def test_what_a_killed_run_left_behind_goes_with_the_next_and_nothing_else(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f".report.pdf.{ended.pid}.part"
    others = [tmp_path / f".now.pdf.{os.getpid()}.part", tmp_path / ".mine.part", tmp_path / "x.1.part"]
    for one in (left, *others):
        one.write_text("half")
    files.write(tmp_path / "new.txt", "x")
    assert not left.exists()
    assert all(one.exists() for one in others)


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


COMMANDS = [
    ["form"],
    ["form", "--format", "web"],
    ["form", "--format", "xlsform"],
    ["form", "--file", "trainings"],
    ["plan"],
    ["score"],
    ["score", "--format", "spss"],
    ["score", "--format", "stata"],
    ["score", "--format", "parquet"],
    ["compare"],
    ["compare", "--format", "csv"],
    ["compare", "--format", "html"],
    ["compare", "--format", "parquet"],
    ["report", "--format", "html"],
    ["questionnaire", "json-schema"],
]


def invoke(command: list[str], folder: Path, output: Path) -> tuple[int, str, BaseException | None]:
    where = [] if "json-schema" in command else ["--project", str(folder)]
    single = command[:1] == ["compare"] and "csv" not in command and "parquet" not in command
    target = output / f"c.{command[-1] if len(command) > 1 else 'xlsx'}" if single else output
    done = CliRunner().invoke(app, [*command, *where, "--output", str(target)])
    unexpected = done.exception if not isinstance(done.exception, SystemExit | UsageError) else None
    return done.exit_code, done.output, unexpected


def full(path: Path, content: bytes) -> int:
    """Write as much as goes, as on a disk that becomes full."""
    with path.open("wb") as file:
        file.write(content[:20])
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_full_disk_is_said_and_leaves_no_half_file(
    folder: Path, tmp_path: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out"
    if command in (["form"], ["plan"]):  # openpyxl writes elsewhere first, and leaves rubbish where it cannot
        monkeypatch.setattr(Path, "write_bytes", full)
        code, _, unexpected = invoke(command, folder, output)
    else:
        with files_of_at_most(20):
            code, _, unexpected = invoke(command, folder, output)
    assert code in (1, 2)
    assert unexpected is None
    assert [one for one in output.rglob("*") if one.is_file()] == []


@pytest.mark.parametrize(
    ("kind", "suffix"), [("spss", "sav"), ("stata", "dta"), ("parquet", "parquet"), ("csv", "csv")]
)
@pytest.mark.parametrize("size", [0, 20, 2_000])
def test_a_table_that_does_not_fit_is_named_with_the_reason(
    folder: Path, tmp_path: Path, kind: str, suffix: str, size: int
) -> None:
    """With no byte to write, pyreadstat leaves an empty file and calls that done."""
    with files_of_at_most(size):
        code, _, unexpected = invoke(["score", "--format", kind], folder, tmp_path / "out")
        done = CliRunner().invoke(app, ["score", "--format", kind, "-p", str(folder), "-o", str(tmp_path / "out")])
    assert (code, unexpected) == (1, None)
    said = str(done.exception)
    assert said.endswith(f".{suffix} cannot be written: the file would be larger than the disk or the system allows.")
    assert len(said.splitlines()) == 1
    left = list((tmp_path / "out").glob("*"))
    assert all(one.stat().st_size for one in left)
    assert [one for one in left if one.name.startswith(".")] == []


TRAINER, TRAINING = "amra,Amra,bs;en", "money,Money,finance,1,4,amra,1,10,0"

OTHERS = [
    ["key"],
    ["schedule", "--period", "y1"],
    ["register", "--html", "page.html"],
    ["questionnaire", "new", "another"],
    ["questionnaire", "new", "small", "--from", "small/1"],
    ["questionnaire", "from-xlsx", "--write", "q.xlsx"],
    ["questionnaire", "to-xlsx", "small/1", "--output", "new.xlsx"],
]
"""Commands that write into the project, or to a file that is named."""


@pytest.mark.parametrize("command", OTHERS, ids=" ".join)
def test_a_project_is_as_it_was_where_a_command_finds_the_disk_full(
    folder: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    small.put(folder, "trainers.csv", f"id,name,languages\n{TRAINER}\n")
    heading = "id,title,elements,from_level,to_level,trainers,days,places,cost"
    small.put(folder, "trainings.csv", f"{heading}\n{TRAINING}\n")
    small.put(folder, "slots.csv", "date,days,place,region\n2024-09-02,1,Tuzla,\n")
    monkeypatch.chdir(folder)
    runner = CliRunner()
    assert runner.invoke(app, ["questionnaire", "to-xlsx", "small/1", "-o", "q.xlsx"]).exit_code == 0
    book = load_workbook("q.xlsx")
    cell = next(cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "Minutes.")
    cell.value = "Minutes of two meetings."
    book.save("q.xlsx")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    folders = {path for path in folder.rglob("*") if path.is_dir()}
    if "to-xlsx" in command:
        monkeypatch.setattr(Path, "write_bytes", full)
        done = runner.invoke(app, command)
    else:
        with files_of_at_most(20):
            done = runner.invoke(app, command)
    assert isinstance(done.exception, UsageError), done.output
    assert "cannot be written: " in str(done.exception)
    assert len(str(done.exception).splitlines()) == 1
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert {path for path in folder.rglob("*") if path.is_dir()} == folders
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    assert runner.invoke(app, command).exit_code == 0
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} != before


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_file_where_the_folder_should_be_is_said(folder: Path, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "out").write_text("a file")
    code, _, unexpected = invoke(command, folder, tmp_path / "out")
    assert code in (1, 2)
    assert unexpected is None
    assert (tmp_path / "out").read_text() == "a file"


def test_a_new_project_that_could_not_be_written_can_be_begun_again(tmp_path: Path) -> None:
    with files_of_at_most(20):
        done = CliRunner().invoke(app, ["init", str(tmp_path / "new")])
    assert done.exit_code != 0
    assert CliRunner().invoke(app, ["init", str(tmp_path / "new")]).exit_code == 0


@pytest.mark.parametrize("blocked", [0, 1, 2, 3])
def test_files_that_belong_together_are_as_they_were_where_one_cannot_be_moved(tmp_path: Path, blocked: int) -> None:
    """All can be written under their temporary names; a folder stands in the place of one of them."""
    paths = [tmp_path / name for name in ("old.txt", "new.txt", "empty.txt", "other.txt")]
    for path, text in zip(paths, ("old", None, "", "other"), strict=True):
        if text is not None:
            path.write_text(text)
    paths[blocked].unlink(missing_ok=True)
    paths[blocked].mkdir()
    before = {path.name: path.read_bytes() if path.is_file() else None for path in tmp_path.iterdir()}
    with pytest.raises(UsageError, match="there is a folder of that name"):
        files.write_all(dict.fromkeys(paths, "changed"))
    after = {path.name: path.read_bytes() if path.is_file() else None for path in tmp_path.iterdir()}
    assert after == before


def test_a_new_project_that_does_not_fit_leaves_no_folder(tmp_path: Path) -> None:
    with files_of_at_most(20):
        done = CliRunner().invoke(app, ["init", str(tmp_path / "deep" / "project")])
    assert isinstance(done.exception, UsageError), done.output
    assert list(tmp_path.iterdir()) == []
    assert CliRunner().invoke(app, ["init", str(tmp_path / "deep" / "project")]).exit_code == 0
    assert (tmp_path / "deep" / "project" / "responses" / "y1").is_dir()


def test_a_folder_that_was_there_stays_where_a_file_does_not_fit(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with files_of_at_most(20), pytest.raises(UsageError):
        files.write(tmp_path / "there" / "new" / "a.txt", "x" * 30)
    assert list((tmp_path / "there").iterdir()) == []
