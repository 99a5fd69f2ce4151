"""What lies in the folders of a project and cannot be read is said, file by file, and never waited for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from oca.assessment import check
from tests import small


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small project."""
    small.small_project(tmp_path / "p")
    small.put(tmp_path / "p", "responses/y1/a.csv", "organization,item,answer\nzora,gov-board,3\n")
    return tmp_path / "p"


def said(folder: Path) -> list[tuple[str, str]]:
    return [(one.code, one.place.file) for one in check(folder)[2] if one.severity == "error"]


@pytest.mark.parametrize("where", ["responses/y1", "plans/y1"])
def test_a_pipe_is_no_file(folder: Path, where: str) -> None:
    (folder / where).mkdir(parents=True, exist_ok=True)
    os.mkfifo(folder / where / "b.csv")
    assert said(folder) == [("no-file", f"{where}/b.csv")]


@pytest.mark.parametrize("where", ["responses/y1", "responses/y1/deeper", "plans/y1"])
def test_links_are_followed_only_to_files_of_the_project(folder: Path, where: str) -> None:
    place = folder / where
    place.mkdir(parents=True, exist_ok=True)
    (folder.parent / "secret.csv").write_text("organization,item,answer\nlasta,gov-board,3\n", encoding="utf-8")
    (place / "gone.csv").symlink_to(folder / "nowhere.csv")
    (place / "out.csv").symlink_to(folder.parent / "secret.csv")
    (place / "up").symlink_to(folder, target_is_directory=True)
    wanted = [("link-broken", "gone.csv"), ("link-outside", "out.csv"), ("link-outside", "up")]
    assert said(folder) == [(code, f"{where}/{name}") for code, name in wanted]


def test_a_link_to_a_file_of_the_project_is_read(folder: Path) -> None:
    small.put(folder, "kept/b.csv", "organization,item,answer\nlasta,gov-board,3\n")
    (folder / "responses/y1/b.csv").symlink_to(folder / "kept/b.csv")
    _, assessment, _ = check(folder)
    assert assessment is not None
    assert set(assessment.responses["organization"]) == {"zora", "lasta"}


@pytest.mark.parametrize("name", ["responses", "responses/y1", "plans/y1"])
def test_a_folder_that_may_not_be_read_is_said(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / name).mkdir(parents=True, exist_ok=True)
    listing = Path.iterdir

    def refused(self: Path) -> object:
        if self == folder / name:
            raise PermissionError(13, "Permission denied")
        return listing(self)

    monkeypatch.setattr(Path, "iterdir", refused)
    assert ("file-unreadable", name) in said(folder)


@pytest.mark.parametrize("name", ["project.yaml", "organizations.csv", "questionnaires/small/1.yaml",
                                  "scoring/small-mean.yaml"])  # fmt: skip
def test_a_folder_of_a_files_name_is_said(folder: Path, name: str) -> None:
    (folder / name).unlink()
    (folder / name).mkdir()
    assert name in {file for code, file in said(folder) if code in ("file-unreadable", "file-missing")}


@pytest.mark.parametrize("name", ["project.yaml", "organizations.csv", "responses/y1/a.csv", "scoring/small-mean.yaml"])
def test_a_file_that_may_not_be_read_is_said(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for method in ("read_bytes", "read_text"):
        reading = getattr(Path, method)

        def refused(self: Path, *arguments: object, reading: Any = reading, **named: object) -> object:
            if self == folder / name:
                raise PermissionError(13, "Permission denied")
            return reading(self, *arguments, **named)

        monkeypatch.setattr(Path, method, refused)
    assert said(folder) == [("file-unreadable", name)]
