"""The example project: made from its sources, synthetic, and in good order."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from oca.assessment import Assessment
from oca.project import Settings
from oca.source import Source
from oca.spreadsheet.reading import SheetGrid, read_workbook

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "cssp"


@pytest.mark.slow
def test_the_generator_gives_the_same_bytes_twice_and_what_is_committed(tmp_path: Path) -> None:
    """The committed workbooks are compared cell by cell: compressed bytes also hang on the version of zlib."""
    folders = [tmp_path / "once", tmp_path / "twice"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "examples/generate.py", "--out"]
    running = [subprocess.Popen([*command, str(folder)], cwd=ROOT, env=environment) for folder in folders]
    assert [one.wait() for one in running] == [0, 0]
    once, twice = ({name: path.read_bytes() for name, path in _files(folder).items()} for folder in folders)
    assert once == twice
    assert _contents(folders[0]) == _contents(EXAMPLE), "The sources or the form changed: run make example."


def test_it_is_marked_synthetic_and_every_name_says_so(example: Assessment) -> None:
    assert example.project.settings.synthetic
    assert all(one.name.endswith(("(primjer)", "(example)")) for one in example.project.organizations)


def test_it_holds_22_organizations_in_12_sectors_of_which_no_cluster_has_fewer_than_5_in_any_period(
    example: Assessment,
) -> None:
    assert len(example.project.organizations) == 22
    assert {one.sector for one in example.project.organizations} == set(example.project.settings.sectors)
    assert len(example.project.settings.sectors) == 12
    scored = example.scores.query("kind == 'overall' and status == 'scored'").merge(example.project.register())
    assert scored.groupby(["cluster", "period"]).size().unstack().to_numpy().min() == 5


def test_no_finding_is_a_fault_and_one_organization_was_absent_in_year_3(example: Assessment) -> None:
    assert {one.severity for one in example.findings} == {"look at"}
    absent = [one.place.file for one in example.findings if one.code == "organization-absent"]
    assert absent == ["responses/y3"]


def test_what_a_consultant_is_told_to_look_at_in_107_sheets_fits_on_one_screen(example: Assessment) -> None:
    assert 1 < len(example.findings) <= 10
    said = {(one.code, one.place.file) for one in example.findings}
    assert ("verified-without-evidence", "responses/y5/verified.csv") in said  # the file has two cells of evidence
    assert ("jump-without-comment", "responses/y2/responses.csv") in said  # izmisljena-lupa, fin-accounting: 2, then 4


def test_the_cohort_grows_while_some_decline(example: Assessment) -> None:
    overall = example.scores.query("kind == 'overall'").groupby("period")["score"].mean()
    assert overall.is_monotonic_increasing
    assert overall["y1"] == pytest.approx(2.0, abs=0.1)
    assert overall["y5"] == pytest.approx(2.7, abs=0.1)
    declined = example.changes.query("kind == 'overall' and from_period == 'y1' and verdict == 'declined'")
    assert set(declined["organization"]) == {"izmisljeni-novcic", "izmisljeni-prozor"}


def test_every_state_and_score_type_occurs(example: Assessment) -> None:
    assert set(example.responses["status"]) == {"answered", "not_applicable", "dont_know", "missing"}
    assert set(example.responses["score_type"]) == {"consensus", "individual", "verified"}
    assert "insufficient" in set(example.scores.query("kind == 'dimension'")["status"])


def test_the_readme_explains_every_key_of_project_yaml() -> None:
    readme = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    table = readme.split("## organizations.csv")[0]
    missing = [key for key in Settings.model_fields if f"| `{key}`" not in table]
    assert not missing


def _files(folder: Path) -> dict[str, Path]:
    """Return the files of a project by name, without what the tool wrote into out/."""
    names = {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name.as_posix(): path for name, path in names.items() if name.parts[0] != "out"}


def _contents(folder: Path) -> Mapping[str, bytes | Mapping[str, SheetGrid]]:
    """Return what stands in each file of a project: cells of workbooks, bytes of all else."""
    return {
        name: read_workbook(Source(name, path.read_bytes())) if path.suffix == ".xlsx" else path.read_bytes()
        for name, path in _files(folder).items()
    }
