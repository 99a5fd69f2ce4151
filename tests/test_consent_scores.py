"""Public reports of single organizations: only of those that agreed that their scores are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from oca.assessment import assess
from oca.errors import UsageError
from oca.reporting.printing.batch import write_report, write_reports
from tests.small import ITEMS, put, small_project
from tests.test_cli import run

ANSWERS = "organization,item,answer\n" + "".join(f"{who},{item},3\n" for who in ("zora", "lasta") for item in ITEMS)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two organizations that may be named; the scores of one may be shown."""
    folder = small_project(tmp_path / "project")
    rows = "zora,Zora,culture,yes,yes\nlasta,Lasta,culture,yes,\n"
    put(folder, "organizations.csv", f"id,name,sector,consent,consent_scores\n{rows}")
    put(folder, "responses/y1/a.csv", ANSWERS)
    return folder


def test_of_all_only_those_that_agreed_have_a_public_report(project: Path, tmp_path: Path) -> None:
    done = write_reports(assess(project), tmp_path / "out", audience="public", format="html", workers=1)
    assert [path.name.split("-")[0] for path in done.files] == ["zora"]


@pytest.mark.parametrize("cell", ["no", ""])
def test_consent_to_be_named_shows_no_scores(project: Path, tmp_path: Path, cell: str) -> None:
    path = tmp_path / "lasta.html"
    put(
        project,
        "organizations.csv",
        f"id,name,sector,consent,consent_scores\nzora,Z,culture,,yes\nlasta,L,culture,yes,{cell}\n",
    )
    with pytest.raises(UsageError, match="No public report of lasta"):
        write_report(assess(project), path, organization="lasta", audience="public")
    assert not path.exists()
    write_report(assess(project), path, organization="lasta")
    assert path.exists()


def test_without_the_column_nobody_has_a_public_report(project: Path, tmp_path: Path) -> None:
    put(project, "organizations.csv", "id,name,sector\nzora,Zora,culture\nlasta,Lasta,culture\n")
    with pytest.raises(UsageError, match="No public report of any organization"):
        write_reports(assess(project), tmp_path / "out", audience="public", format="html", workers=1)


def test_the_command_says_who_is_left_out(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["report", "-p", str(project), "--audience", "public", "--format", "html", "-o", str(tmp_path / "out")]
    assert run(monkeypatch, *command) == 0
    assert "without a public report: lasta" in capsys.readouterr().err


def test_a_cell_that_is_neither_yes_nor_no_is_named(project: Path) -> None:
    put(project, "organizations.csv", "id,name,sector,consent_scores\nzora,Zora,culture,da?\nlasta,L,culture,no\n")
    with pytest.raises(Exception, match="consent_scores") as stopped:
        assess(project)
    assert "Write yes or no" in str(stopped.value)


def test_one_that_is_asked_for_and_did_not_agree_is_never_left_out_in_silence(project: Path, tmp_path: Path) -> None:
    asked = ["zora", "lasta"]
    with pytest.raises(UsageError, match="No public report of lasta:"):
        write_reports(
            assess(project), tmp_path / "out", organizations=asked, audience="public", format="html", workers=1
        )
    assert not (tmp_path / "out").exists()
