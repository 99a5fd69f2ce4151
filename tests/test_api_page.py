"""The page on Python tells the truth: its examples run, and it names every public name; so does the page of tables."""

from __future__ import annotations

import re
import runpy
import shutil
from pathlib import Path

import pytest

import oca
from tools import tables

ROOT = Path(__file__).parent.parent

PAGE = (ROOT / "docs" / "API.md").read_text(encoding="utf-8")


def test_the_page_names_every_public_name_and_no_other() -> None:
    assert set(re.findall(r"\boca\.([A-Za-z_]+)", PAGE)) == set(oca.__all__)


def test_the_page_names_every_table_of_the_contract_or_says_where_it_is() -> None:
    elsewhere = {"COMPARISON", "ORGANIZATIONS", "PERIODS"}  # of groups; written beside the others
    listed = set(re.findall(r"`(\w+)` \(([A-Z_]+)\)", PAGE))
    assert {name for _, name in listed} | elsewhere == set(re.findall(r"^## (\w+)$", tables.page(), flags=re.MULTILINE))
    attributes = {name for name, _ in listed} - {"figures"}
    assert all(hasattr(oca.Assessment, one) or one in oca.Assessment.__dataclass_fields__ for one in attributes)


def test_the_page_of_tables_is_written_from_their_contracts() -> None:
    assert tables.PATH.read_text(encoding="utf-8") == tables.page(), "python -m tools.tables renews it"


@pytest.mark.slow
def test_the_examples_of_the_page_run_one_after_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "examples" / "cssp", tmp_path / "examples" / "cssp", ignore=shutil.ignore_patterns("out"))
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL):
        exec(compile(block, "docs/API.md", "exec"), names)  # noqa: S102 - our own page
    assert "'gov-bord' is no item of cssp-oca/2, in row 1. Did you mean gov-board?" in capsys.readouterr().out
    assert (tmp_path / "out" / "report.html").is_file()
    assert not (tmp_path / "examples" / "cssp" / "published").exists()


@pytest.mark.slow
def test_the_script_of_an_analyst_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(ROOT / "examples" / "analyst.py"))["main"](tmp_path)
    told = capsys.readouterr().out
    assert "<Audit: passed" in told
    assert "own    2.5  high        60" in told  # fifteen answers of each level in turn: 1 2 3 4
    assert (tmp_path / "tables" / "codebook.csv").is_file()
