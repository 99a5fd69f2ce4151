"""The comparison workbook and the CSV tables: what stands in the files, and what must not."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from oca.assessment import Assessment
from oca.comparison.groups import compare
from oca.errors import UsageError
from oca.findings import Place, finding
from oca.instrument.reading import load_questionnaire
from oca.instrument.scheme import load_scheme
from oca.project import load_project
from oca.reporting.comparison import write_comparison
from oca.reporting.tables.writing import write_csv, write_tables
from oca.spreadsheet.analysis_workbook import sheet_name, unique
from oca.spreadsheet.safe_text import defused
from oca.spreadsheet.sheet_part import letters
from oca.tables import QUALITY, RESPONSES, SCORES
from tests import handmade, small
from tests.printed import answered

TOP = 3
"""Row of the headings on every sheet with a table."""

SECTORS = {"culture": 6, "health": 5, "justice": 2, "youth": 2}
"""Organizations in each sector; names begin with = in culture."""

CLUSTERS = """\
  justice: {en: Justice, bs: Pravda}
  youth: {en: Youth, bs: Mladi}
clusters:
  - {id: services, label: {en: Services, bs: Usluge}, sectors: [culture, health]}
  - {id: rights, label: {en: Rights, bs: Prava}, sectors: [justice, youth]}
"""

ELEMENTS = ("overall", "governance", "finance")


def make_assessment(folder: Path) -> Assessment:
    """Return an assessment of 15 organizations in two periods, with scores such as 2.3701 that no rounding makes."""
    small.small_project(folder)
    small.put(folder, "project.yaml", small.PROJECT + CLUSTERS)
    ids = [f"{sector}-{n}" for sector, size in SECTORS.items() for n in range(size)]
    names = [f"=cmd|' /C calc'!A{n}" if one.startswith("culture") else f"Name of {one}" for n, one in enumerate(ids)]
    rows = [f'{one},"{name}",{one.split("-")[0]},en' for one, name in zip(ids, names, strict=True)]
    small.put(folder, "organizations.csv", "\n".join(["id,name,sector,language", *rows]) + "\n")
    project = load_project(folder)
    values = {one: 1.1701 + (nth * 37 % 190) / 100 for nth, one in enumerate(ids)}
    scores = handmade.scores(
        {
            (period, one): {element: values[one] + step * (nth + 1) for nth, element in enumerate(ELEMENTS)}
            | {item: min(4.0, values[one] + nth / 7) for nth, item in enumerate(("fin-donors", "gov-board"))}
            for period, step in (("y1", 0.0), ("y2", 0.21))
            for one in ids
        }
    )
    changes = handmade.changes(
        {
            ("y1", "y2", one): {element: 0.21 * (nth + 1) * (-1) ** at for nth, element in enumerate(ELEMENTS)}
            for at, one in enumerate(ids)
        }
    )
    questionnaire = load_questionnaire("small/1", folder)
    scheme, _ = load_scheme("small-mean", folder)
    findings = (finding("sheet-blank", Place("responses/y1/a.csv"), sheet="The consensus sheet of culture-0 for y1"),)
    return Assessment(
        project,
        {"small/1": questionnaire},
        {scheme.id: scheme},
        RESPONSES.frame(),
        scores,
        changes,
        QUALITY.frame(),
        SCORES.frame(),
        findings,
        {"responses/y1/a.csv": "ab" * 32},
    )


@pytest.fixture(scope="module")
def assessment(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    return make_assessment(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def internal(assessment: Assessment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("internal") / "comparison.xlsx"
    write_comparison(assessment, path)
    return path


@pytest.fixture(scope="module")
def public(assessment: Assessment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("public") / "comparison.xlsx"
    write_comparison(assessment, path, audience="public", by="sector")
    return path


def sheet(path: Path, name: str) -> pd.DataFrame:
    """Read the table of one sheet as it stands."""
    return pd.read_excel(path, sheet_name=name, header=TOP, engine="calamine", keep_default_na=False)


def names_of_sheets(path: Path) -> list[object]:
    """Return the names of the sheets, in order."""
    return list(pd.read_excel(path, sheet_name=None, engine="calamine"))


def parts(path: Path) -> dict[str, str]:
    """Return every part of the file as text."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_the_sheets_are_all_there_and_named_scores_only_inside(internal: Path, public: Path) -> None:
    both = [
        "README",
        "Summary",
        "Charts",
        "Groups",
        "Periods",
        "Distribution",
        "Change",
        "Items",
        "Indicators",
        "Comparison",
        "Exclusions",
        "Codebook",
        "Questionnaire",
    ]
    own = {"Organizations", "Scores", "Changes", "Findings", "Inputs", "Training agenda"}
    assert set(names_of_sheets(internal)) == {*both, *own}
    assert names_of_sheets(public) == both


def test_the_scores_sheet_holds_scores_unrounded(internal: Path, assessment: Assessment) -> None:
    read = sheet(internal, "Scores")
    assert read["score"].tolist() == pytest.approx(assessment.scores["score"].tolist(), rel=1e-14)
    assert read["organization"].tolist() == assessment.scores["organization"].tolist()


def test_the_groups_sheet_holds_the_means_of_the_comparison(internal: Path, assessment: Assessment) -> None:
    project = assessment.project
    table = compare(assessment.scores, assessment.changes, project.register(), by="sector", periods=project.periods)
    latest = table[(table["period"] == "y2") & (table["statistic"] == "mean") & (table["element"] == "finance")]
    expected = dict(zip(latest["group"].str.title(), latest["value"], strict=True))
    read = sheet(internal, "Groups").set_index("Sector")["Finance"].drop("All organizations")
    assert read.to_dict() == pytest.approx(expected)


def test_change_counts_add_up_to_all(internal: Path) -> None:
    read = sheet(internal, "Change")
    verdicts = read[["Improved", "No clear change", "Declined", "Not comparable"]].sum(axis=1)
    assert (verdicts == read["Of"]).all()
    first = read[(read["Sector"] == "All organizations") & (read["Dimension"] == "Financial management")].iloc[0]
    assert (first["Improved"], first["No clear change"], first["Declined"], first["Of"]) == (8, 0, 7, 15)


def test_items_come_lowest_first(internal: Path, assessment: Assessment) -> None:
    """Two items have scores, fin-donors the lower one; the two without a score stand at the end."""
    read = sheet(internal, "Items")
    assert read["Item"].tolist() == ["fin-donors", "gov-board", "gov-mission", "fin-books"]
    assert read["Mean"].tolist()[2:] == [":", ":"]
    rows = assessment.scores[(assessment.scores["element"] == "fin-donors") & (assessment.scores["period"] == "y2")]
    assert read["Mean"][0] == pytest.approx(rows["score"].mean())


def test_a_name_that_looks_like_a_formula_stays_text(internal: Path) -> None:
    assert "=cmd|' /C calc'!A0" in sheet(internal, "Scores")["name"].tolist()
    for name, text in parts(internal).items():
        if name.startswith("xl/worksheets/"):
            assert "<f>" not in text, name


def test_no_suppressed_value_is_anywhere_in_the_file(public: Path, assessment: Assessment) -> None:
    """Neither a score of an organization, nor a mean of a hidden group, nor the digits behind a rounded one.

    Shares of the cohort are fifteenths, and say no more than two numbers of organizations.
    """
    project = assessment.project
    table = compare(assessment.scores, assessment.changes, project.register(), by="sector", periods=project.periods)
    secret = {*assessment.scores["score"].dropna(), *table["value"].dropna()}
    digits = {f"{value:.{places}f}" for value in secret for places in (2, 4, 6) if value * 10 % 1 > 0.001}
    assert len(digits) > 100
    for name, text in parts(public).items():
        numbers = {float(number) for number in re.findall(r"\d+\.\d+", text)}
        numbers = {number for number in numbers if abs(number * 15 - round(number * 15)) > 1e-9}
        written = {f"{number:.{places}f}" for number in numbers for places in (2, 4, 6) if number * 10 % 1 > 0.001}
        assert not written & digits, name
        for organization in project.organizations:
            assert organization.id not in text, name
            assert organization.name not in text, name


def test_hidden_cells_read_c_and_small_groups_say_how_small(public: Path) -> None:
    groups = sheet(public, "Groups").set_index("Sector")
    assert groups.loc["Justice", "Finance"] == ":c"
    assert groups.loc["Justice", "Organizations with an overall score"] == "<5"
    assert isinstance(groups.loc["All organizations", "Finance"], float)


def test_the_total_minus_the_shown_sectors_is_no_small_group(public: Path) -> None:
    """Justice and youth are 2 each, 4 together and under 5: health, with 5, is hidden too."""
    groups = sheet(public, "Groups").set_index("Sector")["Overall"]
    assert [name for name, value in groups.items() if value == ":c"] == ["Health", "Justice", "Youth"]


def test_the_readme_of_a_public_export_says_what_the_audit_found(public: Path) -> None:
    text = pd.read_excel(public, sheet_name="README", header=None, engine="calamine").to_string()
    assert "primary suppression" in text
    assert "complementary suppression" in text
    assert "Whoever knows every figure of this file" in text
    assert "invented" in text


def test_internal_is_marked_on_every_sheet_and_page(internal: Path) -> None:
    for name, text in parts(internal).items():
        if name.startswith("xl/worksheets/sheet"):
            assert "INTERNAL" in re.search(r"<oddHeader>(.*?)</oddHeader>", text).group(1)  # type: ignore[union-attr]
            assert "<mergeCell" not in text
            assert 'paperSize="9"' in text


def test_every_data_sheet_is_a_table_with_frozen_panes_and_a_defined_name(internal: Path) -> None:
    archive = parts(internal)
    sheets = [text for name, text in archive.items() if name.startswith("xl/worksheets/sheet")]
    data = len(sheets) - 2, "all but README and Charts"
    assert (sum("<tablePart " in text for text in sheets), data[1]) == data
    assert (sum('state="frozen"' in text for text in sheets), data[1]) == data
    assert 'name="data_scores"' in archive["xl/workbook.xml"]
    assert archive["xl/workbook.xml"].count("_xlnm.Print_Titles") == data[0]


def described(path: Path) -> list[str]:
    """Return the alternative texts of the charts, in order."""
    drawings = [text for name, text in parts(path).items() if name.startswith("xl/drawings/drawing")]
    return re.findall(r'descr="([^"]+)"', "".join(drawings))


def test_charts_say_what_they_show_and_a_hidden_group_has_none(internal: Path, public: Path) -> None:
    """The profile, the verdicts, overall and two dimensions by period, then each group of which all is shown."""
    kinds = ["Bar chart of the mean", "Stacked bar chart", *["Line chart of the mean"] * 3]
    assert [one.split(" of the mean")[0] for one in described(internal)[:5]] == [
        one.split(" of the mean")[0] if " of the mean" in one else described(internal)[1] for one in kinds
    ]
    assert "Financial management" in described(internal)[0]
    groups = [one for one in described(internal) if "beside the cohort" in one]
    assert [one.split()[3] for one in groups] == ["Culture", "Health", "Justice", "Youth"]
    assert [one.split()[3] for one in described(public) if "beside the cohort" in one] == ["Culture"]


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_the_same_input_gives_the_same_bytes(assessment: Assessment, tmp_path: Path, audience: str) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_comparison(assessment, tmp_path / name, audience=audience)  # type: ignore[arg-type]
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.xlsx", "two.xlsx"]


def test_bosnian_and_the_cohort_alone_work_too(assessment: Assessment, tmp_path: Path) -> None:
    write_comparison(assessment, tmp_path / "a.xlsx", audience="organization", by="cohort", language="bs")
    assert len(names_of_sheets(tmp_path / "a.xlsx")) == 13


def test_an_unknown_grouping_is_refused_and_nothing_is_written(assessment: Assessment, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no column sectr.*Did you mean sector"):
        write_comparison(assessment, tmp_path / "a.xlsx", by="sectr")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_language_is_refused(assessment: Assessment, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="xx is no language of oca"):
        write_comparison(assessment, tmp_path / "a.xlsx", language="xx")


def test_a_file_that_is_open_elsewhere_is_a_plain_message(
    assessment: Assessment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UsageError, match="close it there"):
        write_comparison(assessment, tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def converted(path: Path, folder: Path, suffix: str) -> Path:
    """Return a workbook as LibreOffice writes it in another format."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", suffix, "--outdir", str(folder), str(path)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / f"{path.stem}.{suffix}"


@pytest.mark.slow
def test_libreoffice_opens_it_and_finds_the_same_figures(public: Path, tmp_path: Path) -> None:
    opened = converted(public, tmp_path, "ods")
    for name in names_of_sheets(public):
        if name not in ("README", "Charts"):
            pd.testing.assert_frame_equal(sheet(opened, str(name)), sheet(public, str(name)), check_dtype=False)


def test_sheet_names_are_what_excel_allows() -> None:
    assert sheet_name("A/B: [all]?", []) == "A B   all"
    assert sheet_name("x" * 40, ["X" * 31]) == "x" * 29 + " 2"
    assert sheet_name("''", []) == "Sheet"


def test_headings_of_a_table_are_unique_and_columns_have_letters() -> None:
    assert unique(["Year", "year", ""]) == ["Year", "year (2)", "–"]
    assert [letters(n) for n in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_csv_cell_cannot_act_as_a_formula(start: str) -> None:
    assert defused(f"{start}1+1") == f"'{start}1+1"
    assert defused(f"a{start}") == f"a{start}"


def test_csv_is_utf8_with_a_mark_and_numbers_stay_numbers(tmp_path: Path) -> None:
    frame = pd.DataFrame({"name": ["=1", "čćđšž\x07"], "change": [-0.5, float("nan")]})
    write_csv(frame, tmp_path / "t.csv")
    raw = (tmp_path / "t.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.decode("utf-8-sig") == "name,change\r\n'=1,-0.5\r\nčćđšž,\r\n"
    assert frame["name"].tolist() == ["=1", "čćđšž\x07"]


def test_all_tables_are_written(assessment: Assessment, tmp_path: Path) -> None:
    written = write_tables(assessment, tmp_path)
    names = [path.name for path in written]
    always = (
        "responses scores quality changes agreement reliability cohort shares attrition indicators comparison findings"
    )
    assert {f"{name}.csv" for name in always.split()} <= set(names)
    assert names[-2:] == ["codebook.csv", "README.txt"]
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in written}
    read = pd.read_csv(tmp_path / "scores.csv", converters={"score": float})
    assert read["score"].tolist() == assessment.scores["score"].tolist()


def test_groups_and_those_left_out_stand_in_the_order_of_the_alphabet(tmp_path: Path) -> None:
    places = {"zora": ("Zora", "Ćirilovac"), "lasta": ("Čapljina", "Cazin"), "most": ("Ćuprija", "Čapljina")}
    rows = [f"{one},{name},culture,bs,{place}" for one, (name, place) in places.items()]
    folder = small.small_project(tmp_path / "project")
    small.put(folder, "organizations.csv", "\n".join(["id,name,sector,language,municipality", *rows]) + "\n")
    assessment = answered(folder, y1=[("zora", (3, 3, 2, 1))], y2=[("zora", (3, 3, 2, 1))])
    write_comparison(assessment, tmp_path / "a.xlsx", by="municipality", language="bs")
    first = sheet(tmp_path / "a.xlsx", "Grupe").iloc[:, 0].tolist()
    assert [one for one in first if one in {"Cazin", "Čapljina", "Ćirilovac"}] == ["Cazin", "Čapljina", "Ćirilovac"]
    absent = sheet(tmp_path / "a.xlsx", "Izostavljeni")
    assert absent.iloc[:, 3].tolist()[:2] == ["Čapljina", "Ćuprija"]
