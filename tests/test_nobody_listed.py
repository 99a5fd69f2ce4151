"""A project that lists no organization yet: every command says so or does nothing, and none breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from oca.cli.app import app
from oca.errors import OcaError
from tests import small


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the small project with a register that has a heading and no row."""
    small.small_project(tmp_path / "p")
    small.put(tmp_path / "p", "organizations.csv", small.ORGANIZATIONS.splitlines()[0] + "\n")
    return tmp_path / "p"


def told(folder: Path, *command: str) -> tuple[int, str]:
    """Return the exit code and all that is said; what is raised on purpose counts as said."""
    done = CliRunner().invoke(app, [*command, "--project", str(folder)])
    assert done.exception is None or isinstance(done.exception, OcaError | SystemExit), done.exception
    refused = str(done.exception) if isinstance(done.exception, OcaError) else ""
    return 2 if refused else done.exit_code, done.output + refused


@pytest.mark.parametrize("format", ["workbook", "web", "paper"])
def test_forms_for_nobody_say_how_organizations_are_listed(folder: Path, format: str) -> None:  # noqa: A002
    code, said = told(folder, "form", "--format", format)
    assert code == 2
    for words in ("organizations.csv lists no organization yet", "(culture, health)", "(en, bs)", "--blank"):
        assert words in said
    assert not (folder / "out").exists()


@pytest.mark.parametrize("command", [["form", "--blank"], ["form", "--format", "xlsform"]])
def test_a_form_that_leaves_the_organization_open_needs_none(folder: Path, command: list[str]) -> None:
    assert told(folder, *command)[0] == 0
    assert len(list((folder / "out/forms").iterdir())) == 1


def test_a_period_in_which_nobody_takes_part_is_told_from_an_empty_register(folder: Path) -> None:
    small.put(folder, "organizations.csv", "id,name,sector,joined\nzora,Zora,health,y2\n")
    code, said = told(folder, "form", "--period", "y1")
    assert code == 2
    assert "takes part in y1" in said
    assert "joined and left" in said
    assert told(folder, "form", "--period", "y2")[0] == 0


@pytest.mark.parametrize(
    "command",
    [
        ["check"],
        ["score"],
        ["score", "--json"],
        ["report"],
        ["compare"],
        ["compare", "--format", "csv"],
        ["plan"],
        ["schedule"],
        ["register"],
        ["run"],
    ],
    ids=" ".join,
)
def test_no_command_breaks(folder: Path, command: list[str]) -> None:
    code, said = told(folder, *command)
    assert code in (0, 2), said
