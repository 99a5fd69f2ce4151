"""The README and docs/ tell the truth: commands print what stands there, and the page of findings is the catalogue."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from oca.cli.app import app
from tools.readme import findings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md"))
SHOWN = [
    block
    for name in ("README.md", *DOCUMENTS)
    for block in re.findall(
        r"```console\n\$ oca ([^\n]*)\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL
    )
]


@pytest.mark.slow
@pytest.mark.parametrize(("arguments", "printed"), SHOWN, ids=[arguments for arguments, _ in SHOWN])
def test_a_command_of_the_readme_prints_what_stands_below_it(arguments: str, printed: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "cssp", tmp_path / "examples" / "cssp", ignore=shutil.ignore_patterns("out"))
    done = subprocess.run(
        [sys.executable, "-m", "oca", *arguments.split()],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
    )
    assert sorted(done.stdout.splitlines()) == sorted(printed.splitlines())
    assert printed.strip(), "the README shows what the command prints"


def test_every_command_is_in_the_readme() -> None:
    commands = getattr(get_command(app), "commands")  # noqa: B009 - a group of commands has them
    assert {f"`oca {name}`" for name in commands} <= set(re.findall(r"`oca \w+`", README))


def test_the_page_of_findings_is_the_catalogue() -> None:
    assert (ROOT / "docs" / "findings.md").read_text(encoding="utf-8") == findings(), "run make readme"


def test_the_readme_can_be_read_at_one_sitting() -> None:
    assert len(README.splitlines()) < 250


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "CONTRIBUTING.md",
        "questionnaires/README.md",
        "scoring/README.md",
        "examples/README.md",
        "report_templates/README.md",
        "questionnaires/cssp-oca/README.md",
        *DOCUMENTS,
    ],
)
def test_links_between_the_documents_lead_somewhere(name: str) -> None:
    file = ROOT / name
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", file.read_text(encoding="utf-8")):
        assert (file.parent / target).exists(), f"{name} links to {target}"


def test_every_path_in_the_map_of_the_code_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w./-]+(?:\.py|/))`", text)
    assert len(named) > 80
    known = {path.name for path in (ROOT / "oca").rglob("*.py")}
    for name in named:
        there = any((folder / name).exists() for folder in (ROOT, ROOT / "oca", ROOT / "oca" / "collection"))
        inside = any((folder / name).is_dir() for folder in (ROOT / "oca" / "reporting",))
        assert there or inside or ("/" not in name and name in known), name


def test_every_room_is_in_the_map_of_the_code() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for path in (ROOT / "oca").iterdir():
        if path.name[0] not in "_." and path.name not in ("locale", "py.typed"):
            name = f"{path.name}/" if path.is_dir() else path.name
            assert f"`{name}`" in text, name
