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


@pytest.mark.parametrize("where", ["responses/y1", "responses/y1/deeper", "plans/y1", "evidence/y1"])
def test_a_link_to_a_file_of_the_project_is_refused_among_what_was_handed_in(folder: Path, where: str) -> None:
    small.put(folder, "kept/b.csv", "organization,item,answer\nlasta,gov-board,3\n")
    (folder / where).mkdir(parents=True, exist_ok=True)
    (folder / where / "b.csv").symlink_to(folder / "kept/b.csv")
    _, assessment, findings = check(folder)
    found = [(one.code, one.severity, one.place.file) for one in findings if one.code.startswith("link-")]
    assert found == [("link-inside", "error", f"{where}/b.csv")]
    assert assessment is None


def test_a_link_of_the_consultant_to_a_file_of_the_project_is_followed(folder: Path) -> None:
    (folder / "organizations.csv").rename(folder / "register-2026.csv")
    (folder / "organizations.csv").symlink_to(folder / "register-2026.csv")
    _, assessment, findings = check(folder)
    assert not [one for one in findings if one.code.startswith("link-")]
    assert assessment is not None


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


@pytest.mark.parametrize(
    "name", ["project.yaml", "organizations.csv", "questionnaires/small/1.yaml", "scoring/small-mean.yaml"]
)
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


SUPPORT = ["trainings.csv", "trainings.xlsx", "slots.csv", "coalitions.xlsx"]


@pytest.mark.parametrize("name", [*SUPPORT, "respondents.key"])
def test_a_file_of_the_project_folder_that_is_none_is_said(folder: Path, name: str) -> None:
    place = folder / name
    os.mkfifo(place)
    assert said(folder) == [("no-file", name)]
    place.unlink()
    place.mkdir()
    assert said(folder) == [("file-unreadable", name)]
    place.rmdir()
    place.symlink_to(folder / "nowhere")
    assert said(folder) == [("link-broken", name)]
    place.unlink()
    place.symlink_to(small.put(folder.parent, "outside", "id\n"))
    assert ("link-outside", name) in said(folder)


@pytest.mark.parametrize(
    "name", ["questionnaires/x", "scoring/deep/x.yaml", "report_templates/x.css", "evidence/y1/x.pdf"]
)
def test_folders_whose_files_are_read_by_name_are_looked_through_too(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(folder / name)
    assert said(folder) == [("no-file", name)]
    (folder / name).unlink()
    (folder / name).symlink_to(small.put(folder.parent, "outside", "x"))
    assert said(folder) == [("link-outside", name)]


@pytest.mark.parametrize(
    "name",
    [
        "project.yaml",
        "organizations.csv",
        "questionnaires/small/1.yaml",
        "scoring/small-mean.yaml",
        "responses/y1/mapping.yaml",
    ],
)
def test_a_pipe_in_place_of_a_file_is_not_waited_for(folder: Path, name: str) -> None:
    """A command that opened it would never end; that this test ends is what it shows."""
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    assert said(folder)[0] == ("no-file", name)


@pytest.mark.parametrize("name", ["responses", "plans", "questionnaires", "scoring", "report_templates", "out"])
def test_a_file_where_a_folder_belongs_is_said(folder: Path, name: str) -> None:
    if (folder / name).is_dir():
        (folder / name).rename(folder.parent / name)
    small.put(folder, name, "x")
    assert name in {file for _, file in said(folder)} or name in ("responses", "questionnaires", "scoring")
    assert said(folder)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Trainings.csv", "Did you mean trainings.csv?"),
        ("training.xlsx", "Did you mean trainings.xlsx?"),
        ("organisations.csv", "Did you mean organizations.csv?"),
        ("project.yml", "Did you mean project.yaml?"),
        ("zora-y1.xlsx", "belongs into responses/<period>/"),
        ("notes.docx", "belongs into responses/<period>/"),
    ],
)
def test_a_file_that_is_none_of_a_project_s_is_named(folder: Path, name: str, says: str) -> None:
    small.put(folder, name, "x")
    _, assessment, findings = check(folder)
    (found,) = [one for one in findings if one.code == "project-file-stray"]
    assert (found.severity, found.place.file) == ("look at", name)
    assert says in found.hint
    assert assessment is not None


def test_what_is_known_or_is_nobody_s_work_is_not_named(folder: Path) -> None:
    from oca.authoring.workbook import write_workbook
    from oca.instrument.reading import load_questionnaire

    write_workbook(load_questionnaire("small/1", folder), folder / "draft.xlsx")
    for name in (
        "README.md",
        ".hidden",
        "~$trainings.xlsx",
        ".~lock.trainings.xlsx#",
        "Thumbs.db",
        "notes/own.txt",
        "published/x.json",
        "out/tables/scores.csv",
        "evidence/y1/minutes.pdf",
    ):
        small.put(folder, name, "x")
    assert [one for one in check(folder)[2] if one.code == "project-file-stray"] == []


@pytest.mark.parametrize("name", ["responses", "responses/y1", "plans", "plans/y1"])
def test_a_folder_that_is_a_link_out_of_the_project_is_not_followed(folder: Path, name: str) -> None:
    away = folder.parent / "away"
    (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / name).rename(away)
    small.put(away, "y1/z.csv" if "/" not in name else "z.csv", "organization,item,answer\nlasta,gov-board,3\n")
    (folder / name).symlink_to(away, target_is_directory=True)
    found = said(folder)
    assert ("link-outside", name) in found
    assert {code for code, _ in found} == {"link-outside"}


@pytest.mark.parametrize("where", ["responses/y1", "plans/y1"])
def test_a_name_that_cannot_be_written_is_said(folder: Path, where: str) -> None:
    (folder / where).mkdir(parents=True, exist_ok=True)
    Path(os.fsdecode(os.fsencode(folder / where) + b"/\xe8aj.csv")).write_text("organization,item,answer\n")
    assert said(folder) == [("name-unreadable", f"{where}/?aj.csv")]
