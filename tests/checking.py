"""Runs `oca check` on a project folder, as a person does, and returns what it says."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from oca.cli.app import app


def said_by_check(folder: Path, *codes: str) -> list[str]:
    """Return the lines in which `oca check` says something, those with one of the codes where codes are given."""
    done = CliRunner().invoke(app, ["check", "--project", str(folder)])
    assert done.exit_code in (0, 3), done.output
    lines = [line for line in done.output.splitlines() if line.endswith("]") and "[" in line]
    return [line for line in lines if not codes or line.rsplit("[", 1)[1][:-1] in codes]


def errors_of_check(folder: Path) -> list[str]:
    """Return the codes of the errors that `oca check` finds, in its order."""
    return [line.rsplit("[", 1)[1][:-1] for line in said_by_check(folder) if "error: " in line]
