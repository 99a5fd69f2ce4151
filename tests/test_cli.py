"""The command line: exit codes, what goes where, and how little is imported for --help."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import oca
from oca.cli import main
from tests.small import small_project

ANSWERS = "organization,item,answer,comment\n" + "".join(
    f"{who},{item},{level},\n"
    for who, level in (("zora", 3), ("lasta", 2))
    for item in ("gov-board", "gov-mission", "fin-books", "fin-donors")
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = small_project(tmp_path / "project")
    (folder / "responses" / "y1" / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    return folder


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    """Run the command line in this process and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["oca", *map(str, arguments)])
    try:
        main()
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return 0


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['oca', '--help']\n"
        "from oca.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'pandas', 'numpy', 'scipy', 'weasyprint', 'openpyxl', 'xlsxwriter', 'pydantic', 'babel', 'jinja2',\n"
        "         'oca.cyrillic', 'oca.sorting', 'oca.yamlfile'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_check_of_a_good_project_says_in_a_few_lines_what_it_found(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "check", "-p", project) == 0
    out = capsys.readouterr().out
    assert "Small project (synthetic data)" in out
    assert "y1: small/1, 2 organizations, 1 file, sheets: 2 consensus; 8 answers" in out
    assert not (project / "out").exists()


def test_score_prints_rounded_scores_and_writes_tidy_tables(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "score", "-p", project) == 0
    printed = capsys.readouterr()
    assert "3.00" in printed.out
    assert "tables" in printed.err
    assert (project / "out" / "tables" / "scores.csv").is_file()


def test_json_goes_to_standard_output_alone(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "score", "-p", project, "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["organization"] for row in rows} == {"zora", "lasta"}
    assert run(monkeypatch, "check", "-p", project, "--json") == 0
    assert isinstance(json.loads(capsys.readouterr().out), list)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("check", "-p", "nowhere"), "is no project folder"),
        (("report", "zorra", "--format", "html"), "Did you mean zora?"),
        (("report", "--period", "y9", "--format", "html"), "There is no period y9"),
        (("report", "--lang", "xx", "--format", "html"), "xx"),
        (("report", "--lang", "sr", "--format", "html"), "write sr-Latn or sr-Cyrl"),
        (("form", "--lang", "sr"), "write sr-Latn or sr-Cyrl"),
        (("compare", "--lang", "de"), "de is no language of oca"),
        (("compare", "--by", "sektor"), "sektor"),
        (("form", "--period", "y9"), "There is no period y9"),
        (("form", "zora", "--blank"), "leave out either --blank or the ids"),
        (("form", "--photos"), "write --format xlsform as well"),
        (("form", "--with-previous", "--format", "paper"), "leave out one of the two"),
    ],
)
def test_a_wrong_argument_is_said_and_exits_with_2(
    arguments: tuple[str, ...],
    says: str,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(project)
    assert run(monkeypatch, *arguments) == 2
    assert says in capsys.readouterr().err


def test_a_project_without_answers_yet_is_told_what_to_do_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = small_project(tmp_path / "empty")
    assert run(monkeypatch, "run", "-p", empty) == 2
    assert "into responses/" in capsys.readouterr().err
    assert run(monkeypatch, "report", "zora", "-p", empty, "--format", "html") == 2
    assert "Not assessed then, so without a report: zora" in capsys.readouterr().err
    assert not (empty / "out").exists()


def test_an_unknown_option_exits_with_2(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "check", "--projekt", "x") == 2


def test_init_makes_a_project_that_checks_and_refuses_a_full_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new"
    assert run(monkeypatch, "init", folder, "--name", 'A "quoted": name') == 0
    (folder / "organizations.csv").write_text("id,name,sector\na,A,health\n", encoding="utf-8")
    assert run(monkeypatch, "check", "-p", folder) == 0
    assert 'A "quoted": name' in capsys.readouterr().out
    assert run(monkeypatch, "init", folder) == 2


def test_a_form_from_the_command_line_comes_back_as_answers(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from openpyxl import load_workbook

    assert run(monkeypatch, "form", "zora", "-p", project, "--period", "y2") == 0
    made = project / "out" / "forms" / "zora-y2.xlsx"
    book = load_workbook(made)
    sheet = book.worksheets[1]
    sheet.cell(4, [cell.value for cell in sheet[1]].index("answer") + 1).value = 4
    book.save(project / "responses" / "y2" / "zora.xlsx")
    responses = oca.assess(project).responses
    back = responses[(responses["period"] == "y2") & (responses["status"] == "answered")]
    assert back[["organization", "item", "answer"]].values.tolist() == [["zora", "gov-board", 4.0]]


@pytest.mark.parametrize(
    ("options", "files"),
    [
        (("zora", "lasta"), {"zora-y1.xlsx", "lasta-y1.xlsx"}),
        (("--blank",), {"blank-y1.xlsx"}),
        (("--format", "xlsform"), {"y1-xlsform.xlsx"}),
        (("zora", "lasta", "--format", "xlsform", "--photos"), {"zora-and-1-more-y1-xlsform.xlsx"}),
        pytest.param(
            ("--blank", "--format", "paper"), {"blank-y1-paper.pdf", "blank-y1-entry.xlsx"}, marks=pytest.mark.pdf
        ),
    ],
)
def test_a_form_is_written_in_the_format_that_is_asked_for(
    options: tuple[str, ...], files: set[str], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(monkeypatch, "form", *options, "-p", project, "--period", "y1") == 0
    assert {path.name for path in (project / "out" / "forms").iterdir()} == files


def test_web_forms_are_made_from_the_command_line_one_for_each_or_a_blank_one(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    web = ("form", "-p", project, "--format", "web", "--period", "y1")
    assert run(monkeypatch, *web, "--with-previous") == 0
    assert run(monkeypatch, *web, "--blank") == 0
    made = project / "out" / "forms"
    assert sorted(path.name for path in made.iterdir()) == ["blank-y1.html", "lasta-y1.html", "zora-y1.html"]
    assert '<html lang="bs">' in (made / "zora-y1.html").read_text(encoding="utf-8")
    assert run(monkeypatch, *web, "zora", "--blank") == 2
    assert "leave out either --blank or the ids" in capsys.readouterr().err


@pytest.mark.parametrize("typed", ["sr-cyrl", "SR_Cyrl"])
def test_a_language_is_taken_in_any_case_and_names_the_files(
    typed: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    assert run(monkeypatch, "report", "zora", "--lang", typed, "--format", "html") == 0
    (path,) = (project / "out" / "reports").glob("*.html")
    assert path.stem.endswith("-sr-Cyrl")
    assert '<html lang="sr-Cyrl">' in path.read_text(encoding="utf-8")


def test_the_public_names_are_sorted_and_all_there() -> None:
    assert oca.__all__ == sorted(oca.__all__)
    assert all(hasattr(oca, name) for name in oca.__all__)
    with pytest.raises(AttributeError):
        oca.nothing  # noqa: B018 - the access is the test


@pytest.mark.slow
def test_without_pango_everything_but_pdf_works_and_the_reports_are_html(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import builtins

    found = builtins.__import__

    def without_pango(name: str, *rest: object, **more: object) -> object:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpangoft2-1.0-0'")
        return found(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without_pango)
    assert run(monkeypatch, "report", "zora", "-p", project) == 2
    said = capsys.readouterr()
    assert "--format html" in said.err
    assert "brew install pango" in said.err
    assert run(monkeypatch, "run", "-p", project) == 0
    assert {path.name for path in (project / "out" / "reports").glob("[!.]*")} == {
        "cohort-internal-en.html",
        "zora-y1-bs.html",
        "lasta-y1-en.html",
    }
    assert (project / "out" / "comparison-internal.xlsx").is_file()
