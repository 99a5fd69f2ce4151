"""Standard output that takes nothing more ends a command in a line or in silence, and never in a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from typer.main import get_command

from oca.cli import show
from oca.cli.app import app
from oca.cli.streams import standard_streams
from tests.small import put, small_project
from tests.test_cli import ANSWERS, run

FULL = Path("/dev/full")

LINE = "Standard output cannot be written: No space left on device.\n"

needs_full = pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full, as on macOS and Windows")

FAULTS = ANSWERS.replace("zora", "zorra")


def commands(group: Any, *path: str) -> Iterator[tuple[str, ...]]:
    """Yield every command, as it is typed."""
    yield path
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, *path, name)


COMMANDS = list(commands(get_command(app)))

PRINTS = [
    ("--version",),
    ("check",),
    ("check", "--json"),
    ("check", "--explain", "responses/y1/answers.csv"),
    ("score",),
    ("score", "--json"),
    ("score", "--explain", "zora", "y1", "overall"),
    ("questionnaire", "list"),
    ("questionnaire", "show", "small/1"),
    ("questionnaire", "check", "small/1"),
    ("questionnaire", "diff", "small/1", "small/1"),
    ("scheme", "explain", "small-mean"),
]
"""Every command that prints a result."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = small_project(tmp_path / "project")
    put(folder, "responses/y1/answers.csv", ANSWERS)
    monkeypatch.chdir(folder)
    return folder


def print_to(stream: IO[str], monkeypatch: pytest.MonkeyPatch, name: str = "stdout") -> None:
    """Make a file or a pipe the process's standard output, or its standard error."""
    monkeypatch.setattr(sys, name, stream)
    monkeypatch.setattr(sys, f"__{name}__", stream)


def closed_pipe() -> IO[str]:
    """Return the end of a pipe that nobody reads any more."""
    reading, writing = os.pipe()
    os.close(reading)
    return os.fdopen(writing, "w")


@needs_full
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_on_a_full_disk_is_one_line(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with FULL.open("w") as full:
        print_to(full, monkeypatch)
        assert run(monkeypatch, *command, "--help") == 1
    assert capsys.readouterr().err == LINE


@needs_full
@pytest.mark.parametrize("use", PRINTS, ids=" ".join)
def test_a_result_on_a_full_disk_is_one_line(
    use: tuple[str, ...], project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with FULL.open("w") as full:
        print_to(full, monkeypatch)
        assert run(monkeypatch, *use) == 1
    assert capsys.readouterr().err.splitlines()[-1:] == LINE.splitlines()


@pytest.mark.parametrize("use", PRINTS, ids=" ".join)
def test_a_reader_that_is_gone_ends_a_command_quietly(
    use: tuple[str, ...], project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with closed_pipe() as pipe:
        print_to(pipe, monkeypatch)
        assert run(monkeypatch, *use) == 1
    said = capsys.readouterr().err
    assert "Standard output" not in said
    assert "Errno" not in said


def test_a_command_that_prints_no_result_works_without_a_reader(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closed_pipe() as pipe:
        print_to(pipe, monkeypatch)
        assert run(monkeypatch, "compare") == 0


@pytest.mark.parametrize("command", ["check", "score", "run", "report", "compare"])
def test_a_reader_that_is_gone_while_findings_are_printed_hears_no_more(
    command: str, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(project, "responses/y1/answers.csv", FAULTS)
    with closed_pipe() as pipe:
        print_to(pipe, monkeypatch)
        assert run(monkeypatch, command) == 1
    assert capsys.readouterr().err == ""


@needs_full
def test_findings_on_a_full_disk_end_in_one_line(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(project, "responses/y1/answers.csv", FAULTS)
    with FULL.open("w") as full:
        print_to(full, monkeypatch)
        assert run(monkeypatch, "check") == 1
    assert capsys.readouterr().err == LINE


@needs_full
def test_where_nobody_can_be_told_the_work_is_done_all_the_same(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A full disk under standard error takes away the talk, never the results or the exit code."""
    with FULL.open("w") as full:
        print_to(full, monkeypatch, "stderr")
        assert run(monkeypatch, "score") == 0
        assert run(monkeypatch, "score", "--explain", "nobody", "y1", "overall") == 2
    assert "zora" in capsys.readouterr().out
    assert (project / "out" / "tables" / "scores.csv").exists()


def test_the_streams_are_as_before_when_a_command_has_ended(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closed_pipe() as pipe:
        print_to(pipe, monkeypatch)
        run(monkeypatch, "check")
        assert sys.stdout is pipe


def oca(redirected: str, project: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `oca check` of a project in a shell."""
    line = f'"{sys.executable}" -m oca check -p "{project}" {redirected}'
    root = str(Path(__file__).parent.parent)
    return subprocess.run(
        ["bash", "-c", line],
        cwd=root,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": root, **environment},
    )


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_in_a_shell_that_is_gone_before_the_first_finding_leaves_no_word(
    unbuffered: str, project: Path
) -> None:
    put(project, "responses/y1/answers.csv", FAULTS)
    done = oca("| true; exit ${PIPESTATUS[0]}", project, PYTHONUNBUFFERED=unbuffered)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


@needs_full
def test_a_full_disk_in_a_shell_is_one_line_and_exit_code_1(project: Path) -> None:
    done = oca("> /dev/full", project)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", LINE)


CLOSED = "Standard output cannot be written: it is closed.\n"


def test_a_result_that_nobody_can_get_is_one_line_and_exit_code_1(project: Path) -> None:
    done = oca(">&-", project)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", CLOSED)


def test_what_is_said_is_not_mixed_with_results_where_standard_error_is_closed(project: Path) -> None:
    put(project, "responses/y1/answers.csv", FAULTS)
    done = oca("2>&-", project)
    assert (done.returncode, done.stderr) == (3, "")
    assert "1 error, 1 to look at\n" in done.stdout
    assert "Nothing was written" not in done.stdout


@pytest.mark.parametrize("use", PRINTS, ids=" ".join)
def test_a_result_without_standard_output_is_one_line(
    use: tuple[str, ...], project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert run(monkeypatch, *use) == 1
    assert capsys.readouterr().err.splitlines()[-1:] == CLOSED.splitlines()


def test_a_command_that_prints_no_result_works_without_standard_output(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert run(monkeypatch, "form", "zora") == 0
    assert (project / "out/forms/zora-y2.xlsx").is_file()


@needs_full
def test_streams_that_are_both_full_leave_the_exit_code(project: Path) -> None:
    assert oca("> /dev/full 2>&1", project).returncode == 1


def test_talk_is_told_at_once_and_none_of_it_is_lost(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where something else keeps hold of the stream: what was said stands in the file when the command ends."""
    told = project / "told.txt"
    with told.open("w", encoding="ascii") as file:
        print_to(file, monkeypatch, "stderr")
        with standard_streams():
            kept = sys.stderr
            show.talk("“Zora”")
            assert told.read_text(encoding="utf-8") == "“Zora”\n"
            sys.stderr.write("to the end")
        assert told.read_text(encoding="utf-8").endswith("\nto the end")
        assert kept is not sys.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_results_and_talk_come_in_the_order_in_which_they_were_said(unbuffered: str, project: Path) -> None:
    put(project, "responses/y1/answers.csv", FAULTS)
    done = oca("2>&1; exit", project, PYTHONUNBUFFERED=unbuffered)
    assert done.stdout.splitlines()[-1] == "Nothing was written. Mend the errors and run again."
