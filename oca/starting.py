"""A new project folder, ready to be filled."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from oca import files
from oca.errors import UsageError

_PROJECT = """\
# A project of oca. Every key is explained in the README of the example project.
name:
  en: {name}
languages: [bs, en]        # the first is used where nothing else is said

periods:
  - id: y1
    label: {{en: Year 1, bs: Godina 1}}
    date: {today}
    questionnaire: cssp-oca/2
    scheme: cssp-mean

sectors:
  education: {{en: Education, bs: Obrazovanje}}
  health: {{en: Health, bs: Zdravstvo}}

thresholds:                # organizations that must stand behind a figure
  organization: 4
  public: 5

duplicates: error          # a sheet that comes twice: error, or latest
"""

_ORGANIZATIONS = "id,name,sector,language,joined,left\n"

_RESPONSES = """\
Put the files of each period into a folder of that period's id, exactly as you received them: y1/, y2/ and so on.
Nothing is ever written here.
"""


def make_project(folder: Path, name: str) -> None:
    """Make a project folder.

    Raises:
        UsageError: the folder holds something already.
    """
    if folder.exists() and (not folder.is_dir() or any(not one.is_dir() for one in folder.rglob("*"))):
        raise UsageError(f"{folder} is not empty. Name a new folder, so that nothing is overwritten.")
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    text = _PROJECT.format(name=quoted, today=date.today().isoformat())
    with files.reported(folder), files.folder_made(folder / "responses" / "y1"):
        files.write_all(
            {
                folder / "project.yaml": text,
                folder / "organizations.csv": _ORGANIZATIONS.encode("utf-8-sig"),
                folder / "responses" / "README.txt": _RESPONSES,
            }
        )
