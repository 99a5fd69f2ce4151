"""The tables as CSV, Parquet, SPSS and Stata: written by one program, read by another, the same in all of them."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pandas as pd
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

import oca
from oca.assessment import Assessment
from oca.change.organization import REASONS
from oca.errors import UsageError
from oca.reporting.tables.labels import LONGEST_NAME, RESERVED, statistical_names
from oca.reporting.tables.statistical import Format
from oca.reporting.tables.writing import SUFFIXES, write_tables
from oca.support.records import ActionStatus
from oca.tables import CHANGES, COMPARISON, FINDINGS, PERIODS, QUALITY, RESPONSES, SCORES, Table
from tests.small import put, small_project

READERS: dict[str, Callable[[Path], tuple[pd.DataFrame, Any]]] = {
    "sav": pyreadstat.read_sav,
    "dta": pyreadstat.read_dta,
}

TABLES: dict[str, Table] = {
    one.name.casefold(): one for one in (RESPONSES, SCORES, QUALITY, CHANGES, COMPARISON, FINDINGS, PERIODS)
}

ANSWERS = """\
organization,item,answer,comment,evidence
zora,gov-board,3,"=Čuđenje: šuma, žaba, ćup, đak\x07",Zapisnik
zora,gov-mission,N/A,,
zora,fin-books,4,,
zora,fin-donors,,,
lasta,gov-board,1,,
lasta,gov-mission,2,,
lasta,fin-books,2,,
lasta,fin-donors,don't know,,
"""


@pytest.fixture(scope="module")
def assessment(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    folder = small_project(tmp_path_factory.mktemp("small") / "project")
    heading = "id,name,sector,language,joined,left,with,Broj zaposlenih 2024 (stalno i privremeno)\n"
    put(folder, "organizations.csv", heading + "zora,Udruženje „Zora“,health,bs,,,x,12\nlasta,Lasta,culture,en,,,y,\n")
    put(folder, "responses/y1/a.csv", ANSWERS)
    put(folder, "responses/y2/a.csv", ANSWERS.replace("zora,fin-books,4", "zora,fin-books,2"))
    return oca.assess(folder)


@pytest.fixture(scope="module", params=["parquet", "spss", "stata"])
def written(request: pytest.FixtureRequest, assessment: Assessment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(request.param)
    write_tables(assessment, folder, format=request.param)
    return folder


def opened(folder: Path, table: str) -> tuple[pd.DataFrame, Any]:
    """Read a table back; coded columns as the words that their labels say, the metadata beside it."""
    path = next(path for path in folder.glob(f"{table}.*"))
    if path.suffix == ".parquet":
        return pd.read_parquet(path), parquet.read_schema(path)
    frame, about = READERS[path.suffix[1:]](path)
    for column, labels in about.variable_value_labels.items():
        if column != "answer":
            frame[column] = frame[column].map(labels).fillna("")
    return frame, about


def expected(assessment: Assessment, table: str) -> pd.DataFrame:
    """Return the table as it was before it was written, texts without signs that cannot be seen."""
    frame: pd.DataFrame = getattr(assessment, table)
    return frame.map(lambda cell: cell.replace("\x07", "") if isinstance(cell, str) else cell)


@pytest.mark.parametrize("table", ["responses", "scores", "quality", "changes"])
def test_what_is_read_back_is_what_was_written(assessment: Assessment, written: Path, table: str) -> None:
    back, _ = opened(written, table)
    pd.testing.assert_frame_equal(
        back, expected(assessment, table), check_dtype=False, check_exact=True, check_names=False
    )


def test_bosnian_letters_come_back_and_only_csv_defuses_formulas(
    assessment: Assessment, written: Path, tmp_path: Path
) -> None:
    assert opened(written, "responses")[0]["comment"][4] == "=Čuđenje: šuma, žaba, ćup, đak"
    assert "Udruženje „Zora“" in opened(written, "organizations")[0]["name"].tolist()
    write_tables(assessment, tmp_path)
    assert pd.read_csv(tmp_path / "responses.csv")["comment"][4].startswith("'=Čuđenje")


def test_a_blank_is_missing_and_never_a_number(written: Path) -> None:
    back, _ = opened(written, "responses")
    assert back["status"].tolist()[4:8] == ["answered", "not_applicable", "answered", "missing"]
    assert back["answer"].isna().tolist()[4:8] == [False, True, False, True]
    assert opened(written, "scores")[0]["index"].isna().all()


def test_dates_are_dates(written: Path) -> None:
    assert opened(written, "periods")[0]["date"].tolist() == [datetime.date(2024, 5, 31), datetime.date(2025, 5, 31)]


@pytest.mark.parametrize("table", sorted(TABLES))
def test_every_column_carries_its_meaning(written: Path, table: str) -> None:
    _, about = opened(written, table)
    for column in TABLES[table].columns:
        if hasattr(about, "column_names_to_labels"):
            name = {"by": "grouped_by"}.get(column.name, column.name)
            label = about.column_names_to_labels[name]
            assert column.meaning.startswith(label.removesuffix(" ..."))
            assert len(label) > 3
        else:
            assert about.field(column.name).metadata[b"description"].decode() == column.meaning


@pytest.mark.parametrize("format", ["spss", "stata"])
def test_codes_and_levels_have_labels(assessment: Assessment, tmp_path: Path, format: Format) -> None:  # noqa: A002
    write_tables(assessment, tmp_path, format=format)
    read = READERS[SUFFIXES[format]]
    raw, about = read(tmp_path / f"responses.{SUFFIXES[format]}")
    levels = {1: "Starting", 2: "Building", 3: "Established", 4: "Leading"}  # tests/small.py, scale
    assert about.variable_value_labels["answer"] == levels
    assert raw["status"].tolist()[4:8] == [1, 2, 1, 4]  # STATUSES, in the order of METHODS, section 1
    assert about.variable_value_labels["status"][4] == "missing"
    _, about = read(tmp_path / f"changes.{SUFFIXES[format]}")
    assert about.variable_value_labels["verdict"] == {
        1: "improved",
        2: "no_clear_change",
        3: "declined",
        4: "not_comparable",
    }
    _, about = read(tmp_path / f"scores.{SUFFIXES[format]}")
    assert about.variable_value_labels["band"] == {1: "low", 2: "high"}
    raw, about = read(tmp_path / f"comparison.{SUFFIXES[format]}")
    assert about.variable_value_labels["suppressed"] == {0: "no", 1: "yes"}
    assert set(raw["suppressed"]) == {0}


def test_spss_knows_what_is_ordinal_nominal_and_a_measure(assessment: Assessment, tmp_path: Path) -> None:
    write_tables(assessment, tmp_path, format="spss")
    _, about = pyreadstat.read_sav(tmp_path / "responses.sav")
    assert {about.variable_measure[name] for name in ("status", "item", "score_type")} == {"nominal"}
    assert about.variable_measure["answer"] == "ordinal"
    _, about = pyreadstat.read_sav(tmp_path / "scores.sav")
    assert about.variable_measure["score"] == "scale"


def test_stata_files_are_of_the_release_that_every_edition_since_14_opens(
    assessment: Assessment, tmp_path: Path
) -> None:
    write_tables(assessment, tmp_path, format="stata")
    assert (tmp_path / "scores.dta").read_bytes().startswith(b"<stata_dta><header><release>118</release>")
    read = pd.read_stata(tmp_path / "scores.dta")  # another reader than the writer's own
    assert read["status"].tolist() == assessment.scores["status"].tolist()


@pytest.mark.parametrize("format", ["csv", "parquet", "spss", "stata"])
def test_the_same_answers_give_the_same_bytes_at_another_minute(
    assessment: Assessment,
    tmp_path: Path,
    format: Format,  # noqa: A002
) -> None:
    folders = [tmp_path / "once", tmp_path / "twice"]
    for folder in folders:
        write_tables(assessment, folder, format=format)
    once, twice = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert once == twice
    made = {"spss": b"31 May 2500:00:00", "stata": b"<timestamp>\x1131 May 2025 00:00</timestamp>"}
    if format in made:  # so the clock is not in it: the last period of the small project is dated 2025-05-31
        assert made[format] in once[f"scores.{SUFFIXES[format]}"]


def test_a_long_comment_is_kept_or_cut_between_two_letters_where_spss_ends(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project")
    put(folder, "responses/y1/a.csv", f"organization,item,answer,comment\nzora,gov-board,3,{'č' * 20_000}\n")
    long = oca.assess(folder)
    for format, length in (("stata", 20_000), ("spss", 32_767 // 2), ("parquet", 20_000)):  # noqa: A001 - č: two bytes
        write_tables(long, tmp_path / format, format=format)  # type: ignore[arg-type]
        assert opened(tmp_path / format, "responses")[0]["comment"][0] == "č" * length


def test_names_are_fit_for_both_programs(assessment: Assessment, tmp_path: Path) -> None:
    write_tables(assessment, tmp_path, format="stata")
    frame, about = pyreadstat.read_dta(tmp_path / "organizations.dta")
    assert frame.columns.tolist()[-2:] == ["with_", "broj_zaposlenih_2024_stalno_i_pr"]
    label = about.column_names_to_labels["broj_zaposlenih_2024_stalno_i_pr"]
    assert label == "Broj zaposlenih 2024 (stalno i privremeno), as in organizations.csv"
    assert frame["with_"].tolist() == ["x", "y"]


@settings(deadline=None)
@given(st.lists(st.text(max_size=50), unique=True, max_size=30))
def test_any_headings_get_names_that_are_valid_short_and_different(headings: list[str]) -> None:
    names = list(statistical_names(headings).values())
    assert len({name.casefold() for name in names}) == len(headings)
    for name in names:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
        assert len(name) <= LONGEST_NAME
        assert name not in RESERVED


@pytest.mark.parametrize(
    ("format", "package", "install"),
    [
        ("parquet", "pyarrow", 'pip install "oca-toolkit[parquet]"'),
        ("spss", "pyreadstat", 'pip install "oca-toolkit[statistics]"'),
        ("stata", "pyreadstat", 'pip install "oca-toolkit[statistics]"'),
    ],
)
def test_without_the_package_the_line_that_installs_it_is_said_and_nothing_is_written(
    format: str,  # noqa: A002
    package: str,
    install: str,
    tmp_path: Path,
) -> None:
    folder = small_project(tmp_path / "project")
    put(folder, "responses/y1/a.csv", ANSWERS)
    code = f"import sys; sys.modules['{package}'] = None; from oca.cli import main; main()"
    command = [sys.executable, "-c", code, "score", "-p", str(folder), "--format", format]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 2
    assert install in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "out").exists()


def test_a_table_that_cannot_be_written_leaves_no_half_of_it(
    assessment: Assessment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def halfway(frame: pd.DataFrame, path: Path, **rest: object) -> None:
        path.write_bytes(b"half")
        raise PermissionError("in use")

    monkeypatch.setattr(pyreadstat, "write_sav", halfway)
    with pytest.raises(UsageError, match="open in another program"):
        write_tables(assessment, tmp_path, format="spss")
    assert list(tmp_path.iterdir()) == []


def test_the_codebook_explains_every_column_of_every_file(assessment: Assessment, written: Path) -> None:
    book = pd.read_csv(written / "codebook.csv", keep_default_na=False)
    assert (book["meaning"] != "").all()
    for table, rows in book.groupby("table"):
        back, about = opened(written, str(table))
        named = "column" if hasattr(about, "metadata") else "name_in_spss_stata"
        assert rows[named].tolist() == back.columns.tolist()
    codes = book.set_index(["table", "column"])["labels_in_spss_stata"]
    assert codes["changes", "verdict"] == "1 = improved; 2 = no_clear_change; 3 = declined; 4 = not_comparable"


def test_the_readme_says_that_the_files_are_internal_and_synthetic_and_how_long_they_are(
    assessment: Assessment, written: Path
) -> None:
    text = (written / "README.txt").read_text(encoding="utf-8")
    assert "INTERNAL" in text
    assert "All data are synthetic" in text
    for table in ("responses", "scores", "quality", "changes"):
        assert re.search(rf"{table}\.\w+ +{len(getattr(assessment, table))} rows", text)


def test_nothing_is_scored_otherwise_and_spss_is_the_same_where_pyarrow_is_not_installed(
    assessment: Assessment, tmp_path: Path
) -> None:
    """With pyarrow at hand pandas keeps texts in its arrays; most users have none."""
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from pathlib import Path\nimport oca\nfrom oca.reporting.tables.writing import write_tables\n"
        "found = oca.assess(Path(sys.argv[1]))\n"
        "assert found.responses['item'].array.dtype.storage == 'python'\n"
        "write_tables(found, Path(sys.argv[2]), format='spss'); write_tables(found, Path(sys.argv[2]), format='csv')\n"
    )
    without = tmp_path / "without"
    arguments = [sys.executable, "-c", code, str(assessment.project.folder), str(without)]
    subprocess.run(arguments, check=True)
    write_tables(assessment, tmp_path / "with", format="spss")
    write_tables(assessment, tmp_path / "with", format="csv")
    for path in (tmp_path / "with").iterdir():
        assert path.read_bytes() == (without / path.name).read_bytes(), path.name


CHOICES = {
    "kind": "item subdimension dimension overall",
    "score_type": "individual consensus verified",
    "severity": "error, warning, look at",
    "responses.status": "answered not_applicable dont_know missing",
    "scores.status": "scored insufficient not_applicable",
    "actions.status": "not_started in_progress done dropped",
    "agreement.status": "too_few masked full",
    "changes.verdict": "improved no_clear_change declined not_comparable",
    "agreement.verdict": "close wide",
    "changes.reason": "ceiling score_type insufficient not_applicable items changed_item",
    "left_out.reason": "ceiling score_type insufficient not_applicable items changed_item",
    "cohort_agreement.reason": "no_pairs no_variation",
}
"""What the columns of the README's closed choices can say, by column, or by table and column; written by hand."""


def test_each_table_labels_its_own_choices_and_no_others(example: Assessment, tmp_path: Path) -> None:
    """Kinds have one number in every table, also where a table has no sub-dimensions; bands come from the scheme."""
    write_tables(example, tmp_path)
    book = pd.read_csv(tmp_path / "codebook.csv", dtype=str, keep_default_na=False)
    for row in book[book["labels_in_spss_stata"] != ""].itertuples():
        table = str(row.table).removeprefix("individual_").removeprefix("retrospective_")
        flags = row.labels_in_spss_stata == "0 = no; 1 = yes"
        if flags or row.column in ("band", "answer"):
            continue
        labels = dict(label.split(" = ") for label in row.labels_in_spss_stata.split("; "))
        words = CHOICES.get(f"{table}.{row.column}") or CHOICES[row.column]
        expected = words.split(", " if "," in words else " ")
        if (row.column, "agreement" in table) == ("kind", True):
            assert labels == {"1": "item", "3": "dimension", "4": "overall"}
        else:
            assert labels == {str(number): word for number, word in enumerate(expected, start=1)}, (table, row.column)
        written = pd.read_csv(tmp_path / f"{row.table}.csv", dtype=str, keep_default_na=False)
        assert set(written[row.column]) <= {"", *labels.values()}, (table, row.column)
    named = set(zip(book["table"], book["column"], strict=True))
    assert all(tuple(key.split(".")) in named for key in CHOICES if "." in key)


def test_reasons_and_statuses_are_named_alike_where_they_are_made_and_where_they_are_described() -> None:
    assert tuple(REASONS) == ("", *CHOICES["changes.reason"].split())
    assert get_args(ActionStatus) == tuple(CHOICES["actions.status"].split())
