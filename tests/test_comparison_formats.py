"""The comparison as tidy tables and as a page: the same figures as in the workbook, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from pyarrow import parquet
from typer.testing import CliRunner

from oca.assessment import Assessment
from oca.cli.app import app
from oca.comparison.groups import compare
from oca.errors import UsageError
from oca.reporting.comparison import write_comparison
from tests.printed import answered
from tests.test_workbook import make_assessment, parts, sheet


@pytest.fixture(scope="module")
def assessment(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    """Return 15 organizations in two periods: 6 in culture, 5 in health, 2 in justice, 2 in youth."""
    return make_assessment(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def folder(assessment: Assessment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the comparison by sector for the public, in every format."""
    made = tmp_path_factory.mktemp("made")
    for name in ("csv", "parquet", "a.xlsx", "a.html"):
        format = name.rsplit(".", maxsplit=1)[-1]  # noqa: A001 - as the option
        write_comparison(assessment, made / name, format=format, audience="public", by="sector", remembering=False)  # type: ignore[arg-type]
    return made


def test_hidden_figures_are_empty_and_said_to_be_suppressed(folder: Path) -> None:
    """Justice has two organizations; culture, the one sector shown, has a mean with one decimal."""
    read = pd.read_csv(folder / "csv" / "comparison.csv")
    justice = read[(read["group"] == "justice") & (read["statistic"] == "mean")]
    assert justice["value"].isna().all()
    assert justice["organizations"].isna().all()
    assert justice["suppressed"].all()
    culture = read[(read["group"] == "culture") & (read["statistic"] == "mean")]
    assert not culture["suppressed"].any()
    assert (culture["value"] * 10 % 1).round(6).isin([0, 1]).all()


def test_no_format_holds_what_another_hides(folder: Path, assessment: Assessment) -> None:
    """No digits of a score or of an unrounded mean, and no name of an organization, stand in any file."""
    project = assessment.project
    table = compare(assessment.scores, assessment.changes, project.register(), by="sector", periods=project.periods)
    secret = {*assessment.scores["score"].dropna(), *table.loc[table["value"] * 10 % 1 > 0.001, "value"]}
    shares = {
        float(number) for number in pd.read_csv(folder / "csv" / "indicators.csv").iloc[:, 4:7].to_numpy().ravel()
    }
    for path in [*(folder / "csv").iterdir(), folder / "a.html"]:
        text = path.read_text(encoding="utf-8-sig")
        written = {float(number) for number in re.findall(r"\d+\.\d{2,}", text)} - shares
        assert not {f"{one:.4f}" for one in written} & {f"{one:.4f}" for one in secret}, path.name
        assert not [one.id for one in project.organizations if re.search(rf"\b{one.id}\b", text)], path.name
    for name in ("comparison", "indicators", "exclusions"):
        read = parquet.read_table(folder / "parquet" / f"{name}.parquet").to_pandas()
        assert not {f"{one:.4f}" for one in read.select_dtypes("float").to_numpy().ravel() if one not in shares} & {
            f"{one:.4f}" for one in secret
        }


def test_parquet_holds_what_csv_holds(folder: Path) -> None:
    names = {path.stem for path in (folder / "parquet").glob("*.parquet")}
    assert names == {"comparison", "indicators", "exclusions", "questionnaire"}
    assert names | {"codebook"} == {path.stem for path in (folder / "csv").glob("*.csv")}
    for name in names:
        typed = parquet.read_table(folder / "parquet" / f"{name}.parquet").to_pandas()
        numbers = {column: [""] for column in typed.select_dtypes(["float", "int"]).columns}
        texts = dict.fromkeys(typed.select_dtypes(["object", "str"]).columns, "str")
        path = folder / "csv" / f"{name}.csv"
        plain = pd.read_csv(path, keep_default_na=False, na_values=numbers, dtype=texts)  # type: ignore[arg-type]
        pd.testing.assert_frame_equal(plain, typed, check_dtype=False)


def test_the_codebook_has_every_column_of_every_table(folder: Path) -> None:
    codebook = pd.read_csv(folder / "csv" / "codebook.csv")
    explained = set(zip(codebook["table"].str.casefold(), codebook["column"], strict=True))
    for path in (folder / "csv").glob("*.csv"):
        if path.stem != "codebook":
            columns = set(pd.read_csv(path, nrows=0).columns) - {"group name", "title"}
            assert {(path.stem, column) for column in columns} <= explained, path.stem


def test_the_readme_of_the_tables_says_what_the_workbooks_says(folder: Path) -> None:
    text = (folder / "csv" / "README.txt").read_text(encoding="utf-8")
    told = parts(folder / "a.xlsx")["xl/sharedStrings.xml"]
    for sentence in (
        "Donors, press, anybody: figures of groups",
        "at least 4 contributing organizations, a public one 5",
    ):
        assert sentence in text
        assert sentence in told


def test_the_page_has_the_figures_of_the_workbook(folder: Path) -> None:
    """Five rows: all organizations, culture, and three sectors that are hidden."""
    page = (folder / "a.html").read_text(encoding="utf-8")
    section = page.split('<section id="groups">')[1].split("</section>")[0]
    rows = [re.findall(r"<t[hd][^>]*>([^<]*)<", row) for row in section.split("<tr>")[2:]]
    shown = sheet(folder / "a.xlsx", "Groups")
    assert len(rows) == 5
    for read, (_, cells) in zip(rows, shown.iterrows(), strict=True):
        counts = [str(cell).removesuffix(".0").replace("<", "&lt;") for cell in cells[:3]]
        means = [f"{cell:.1f}" if isinstance(cell, float) else cell for cell in cells[3:]]
        assert read == [*counts, *means]
    assert re.search(r'class="number heat-4">2\.\d<', page)


@pytest.mark.parametrize("language", ["bs", "hr", "sr-Latn", "sr-Cyrl"])
def test_the_page_speaks_every_language(assessment: Assessment, tmp_path: Path, language: str) -> None:
    write_comparison(
        assessment, tmp_path / "a.html", format="html", audience="public", language=language, remembering=False
    )
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in page
    assert ":c = " in page
    assert not re.search(r">(Summary|Groups|README|Colours:)", page)


def test_a_folder_with_other_files_is_refused(assessment: Assessment, tmp_path: Path) -> None:
    """Tables of scores, left from an export for the team, must not lie among those for the public."""
    write_comparison(assessment, tmp_path, format="csv")
    assert (tmp_path / "scores.csv").exists()
    write_comparison(assessment, tmp_path, format="csv")
    with pytest.raises(UsageError, match=r"other files: .*scores\.csv"):
        write_comparison(assessment, tmp_path, format="csv", audience="public")


def test_the_same_input_gives_the_same_bytes(assessment: Assessment, folder: Path, tmp_path: Path) -> None:
    write_comparison(assessment, tmp_path / "csv", format="csv", audience="public", by="sector", remembering=False)
    write_comparison(assessment, tmp_path / "a.html", format="html", audience="public", by="sector", remembering=False)
    for path in [*(folder / "csv").iterdir(), folder / "a.html"]:
        assert (tmp_path / path.relative_to(folder)).read_bytes() == path.read_bytes(), path.name


def test_the_command_writes_each_format_where_it_says(tmp_path: Path) -> None:
    answered(tmp_path, y1=[("zora", (3, 3, 2, 1))])
    for format, name in (("html", "comparison-internal.html"), ("csv", "comparison-internal-csv/organizations.csv")):  # noqa: A001 - as the option
        done = CliRunner().invoke(app, ["compare", "--project", str(tmp_path), "--format", format])
        assert done.exit_code == 0, done.output
        assert (tmp_path / "out" / name).is_file()
