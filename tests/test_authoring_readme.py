"""Whoever follows questionnaires/README.md and nothing else writes an instrument that scores and is printed."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

import oca
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import load_questionnaire

ROOT = Path(__file__).parent.parent
README = (ROOT / "questionnaires" / "README.md").read_text(encoding="utf-8")
LESSON = README.partition("## An instrument of two dimensions")[2].partition("## Translate")[0]
EXCEL = LESSON.partition("### In Excel")[2].partition("### In YAML")[0]
YAML = LESSON.partition("### In YAML")[2].partition("### From there")[0]
REST = LESSON.partition("### From there")[2]


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def commands(text: str) -> list[str]:
    return [line for block in blocks(text, "sh") for line in block.splitlines() if line.startswith("oca ")]


def run(command: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "oca", *shlex.split(command)[1:]],
        cwd=folder,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, (command, done.stdout)
    return done.stdout


def tables(text: str) -> dict[str, list[dict[str, str]]]:
    """Return the tables of the lesson by the sheet they are for: one dict a row, by the visible headings."""
    found = {}
    for sheet, table in re.findall(r"Sheet \*(\w+)\*[^\n]*:\n\n((?:\|[^\n]*\n)+)", text):
        heading, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
        found[sheet] = [dict(zip(heading, row, strict=True)) for row in rows]
    return found


def write_over(path: Path) -> None:
    """Do with a workbook what the lesson says: delete the rows below the headings, and write those of its tables."""
    book = load_workbook(path)
    for sheet, rows in tables(EXCEL).items():
        here = book[sheet]
        headings = [cell.value for cell in here[2]]
        here.delete_rows(3, here.max_row)
        for number, row in enumerate(rows, start=3):
            for heading, text in row.items():
                here.cell(number, headings.index(heading) + 1).value = text or None
    book.save(path)


def begun(folder: Path) -> Path:
    first, second = commands(LESSON.partition("### In Excel")[0])
    run(first, folder)
    project = folder / "my-project"
    run(second, project)
    return project


def in_excel(folder: Path) -> Path:
    project = begun(folder)
    to_xlsx, look, write = commands(EXCEL)
    run(to_xlsx, project)
    write_over(project / "community.xlsx")
    said = run(look, project)
    assert "added: item mem-list" in said
    assert "added: mem-list, prompt: Who are your members?" in run(f"{look} --all", project)
    assert "Nothing was written" in said
    run(write, project)
    return project


def in_yaml(folder: Path) -> Path:
    project = begun(folder)
    for name, text in zip(re.findall(r"`(questionnaires/[^`]*)` becomes", YAML), blocks(YAML, "yaml"), strict=True):
        (project / name).write_text(text, encoding="utf-8")
    return project


def instrument(project: Path) -> Questionnaire:
    return load_questionnaire("community/1", project)


@pytest.mark.slow
def test_both_ways_give_the_same_instrument(tmp_path: Path) -> None:
    excel, yaml = tmp_path / "excel", tmp_path / "yaml"
    excel.mkdir()
    yaml.mkdir()
    one, other = instrument(in_excel(excel)), instrument(in_yaml(yaml))
    assert one.structure == other.structure
    assert one.words == other.words
    assert one.checksum == other.checksum


@pytest.mark.slow
@pytest.mark.pdf
def test_an_instrument_authored_in_excel_scores_answers_and_prints_a_report(tmp_path: Path) -> None:
    """Answers 3 and 2 in members, 1 in money: means 2.5 and 1, and 1.75 overall."""
    project = in_excel(tmp_path)
    check_questionnaire, show, form, check, report = commands(REST)
    assert "No findings." in run(check_questionnaire, project)
    assert "The assembly decides, and minutes show it." in run(show, project)

    settings = project / "project.yaml"
    text = settings.read_text(encoding="utf-8")
    for line in blocks(REST, "yaml")[0].splitlines():
        key = line.partition(":")[0]
        text, count = re.subn(rf"^{key}:.*$", line, text, flags=re.MULTILINE)
        assert count == 1
    settings.write_text(text, encoding="utf-8")
    (project / "organizations.csv").write_text(blocks(REST, "csv")[0], encoding="utf-8")

    run(form, project)
    made = project / "out" / "forms" / "lipa-y1.xlsx"
    assert f"`{made.relative_to(project).as_posix()}`" in REST
    book = load_workbook(made)
    answers = {"mem-list": 3, "mem-voice": 2, "mon-books": 1}
    for sheet in book.worksheets[1:]:
        keys = [cell.value for cell in sheet[1]]
        for row in range(2, sheet.max_row + 1):
            if (item := sheet.cell(row, 1).value) in answers:
                sheet.cell(row, keys.index("answer") + 1).value = answers.pop(str(item))
    assert answers == {}
    book.save(project / "responses" / "y1" / "lipa-y1.xlsx")

    assert "3 answers" in run(check, project)
    scores = oca.assess(project).scores.set_index("element")["score"]
    assert scores[["members", "money", "overall"]].tolist() == [2.5, 1.0, 1.75]
    run(report, project)
    printed = project / "out" / "reports" / "lipa-y1-en.pdf"
    assert f"`{printed.relative_to(project).as_posix()}`" in REST
    assert printed.read_bytes().startswith(b"%PDF")
