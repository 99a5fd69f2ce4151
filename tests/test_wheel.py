"""The built wheel, installed in a clean environment, does the main job."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = [pytest.mark.slow, pytest.mark.pdf]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    return next(out.glob("*.whl"))


def test_the_wheel_carries_the_content_folders_and_no_results(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for inside in (
        "questionnaires/cssp-oca/2.bs.yaml",
        "scoring/cssp-mean.yaml",
        "examples/cssp/project.yaml",
        "report_templates/fonts/SourceSans3-Regular.ttf",
        "report_templates/webform/form.js",
    ):
        assert f"oca/_content/{inside}" in names
    assert "oca/locale/bs.po" in names
    assert not [name for name in names if "/out/" in name or "__pycache__" in name]


def test_the_installed_wheel_runs_the_main_job(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    scripts = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([scripts / "python", "-m", "pip", "install", "--quiet", str(wheel)], check=True, capture_output=True)
    done = subprocess.run(
        [scripts / "oca", "demo", "--output", "results"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    results = tmp_path / "results"
    assert len(list((results / "reports").glob("*-y?-*.pdf"))) == 22
    assert (results / "comparison-internal.xlsx").is_file()
    assert done.stdout.splitlines()[-1].startswith("Open ")
