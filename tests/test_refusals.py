"""Every mistake in a project folder ends as a finding that says where and what to do; nothing is written.

Each folder of tests/refusals is named for a mistake. It is laid over the small project; `expected.yaml` lists the
errors that must come of it, no more and no fewer, with their place and a piece of what they say.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
import yaml

from oca.assessment import check
from oca.cli import main
from oca.findings import CATALOGUE, errors
from tests.small import small_project

CASES = sorted(path for path in (Path(__file__).parent / "refusals").iterdir() if path.is_dir())


def _laid_out(case: Path, folder: Path) -> Path:
    small_project(folder)
    shutil.copytree(case, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.yaml"))
    return folder


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_the_mistake_is_said_with_its_place_and_nothing_is_written(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = _laid_out(case, tmp_path / "project")
    before = _tree(folder)
    expected = yaml.safe_load((case / "expected.yaml").read_text(encoding="utf-8"))

    _, assessment, findings = check(folder)
    found = errors(findings)
    assert assessment is None
    assert sorted(one.code for one in found) == sorted(one["code"] for one in expected), list(map(str, found))
    for wanted in expected:
        fits = [one for one in found if _fits(one, wanted)]
        assert fits, f"{wanted}\n" + "\n".join(map(str, found))
        assert all(one.hint for one in fits), "a finding says what to do"

    monkeypatch.setattr(sys, "argv", ["oca", "run", "--project", str(folder)])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 3
    assert "Traceback" not in "".join(capsys.readouterr())
    assert _tree(folder) == before


def _fits(found: object, wanted: dict[str, object]) -> bool:
    place = found.place  # type: ignore[attr-defined]
    at = all(getattr(place, key) == wanted[key] for key in ("file", "sheet", "row", "column") if key in wanted)
    return at and found.code == wanted["code"] and str(wanted.get("says", "")) in str(found)  # type: ignore[attr-defined]


def test_all_mistakes_of_all_files_are_said_at_once(tmp_path: Path) -> None:
    together = tmp_path / "project"
    for name in ("text-that-is-no-level", "wrong-cells-in-a-form", "file-outside-a-period"):
        shutil.copytree(CASES[0].parent / name, together, dirs_exist_ok=True)
    small_project_over = tmp_path / "base"
    small_project(small_project_over)
    shutil.copytree(small_project_over, together, dirs_exist_ok=True)
    _, _, findings = check(together)
    assert {"answer-not-a-level", "file-stray"} <= {one.code for one in errors(findings)}
    assert len({one.place.file for one in errors(findings)}) == 3


def test_the_catalogue_says_what_to_do_in_every_entry() -> None:
    assert all(entry.message and entry.hint for entry in CATALOGUE.values())
