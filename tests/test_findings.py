"""Every finding of the catalogue is met by some test; here those that no other test or refusal meets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import Workbook

from oca.assessment import check
from oca.disclosure import release
from oca.disclosure.release import protect
from oca.errors import InputError
from oca.findings import CATALOGUE, Finding
from tests.printed import answered
from tests.small import ORGANIZATIONS, SCHEME, put, small_project
from tests.test_workbook import make_assessment

TESTS = Path(__file__).parent

HEADING = "organization,item,answer,comment,evidence\n"

SHEET = "".join(f"zora,{item},3,,\n" for item in ("gov-board", "gov-mission", "fin-books", "fin-donors"))


def found(folder: Path, code: str) -> list[Finding]:
    """Return what a check of a project says under a code."""
    return [one for one in check(folder)[2] if one.code == code]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = small_project(tmp_path / "project")
    put(folder, "responses/y1/answers.csv", HEADING + SHEET)
    return folder


def test_every_code_of_the_catalogue_is_named_in_a_test_or_a_refusal() -> None:
    files = [*TESTS.glob("*.py"), *TESTS.glob("refusals/*/expected.yaml")]
    named = {word for file in files for word in re.findall(r"[a-z]+(?:-[a-z]+)+", file.read_text(encoding="utf-8"))}
    assert sorted(set(CATALOGUE) - named) == []


def test_two_organizations_with_one_name_are_told_apart_by_their_id(project: Path) -> None:
    """Row 4 of the register is the third organization; a name is the same in any case."""
    put(project, "organizations.csv", ORGANIZATIONS.replace("Most – Čapljina", "LASTA THEATRE"))
    (one,) = found(project, "name-twice")
    assert (one.severity, one.place.file, one.place.row) == ("warning", "organizations.csv", 4)
    assert one.message == "lasta and most have the same name."


@pytest.mark.parametrize("shown", ["#NAME?", "#DIV/0!"])
def test_a_cell_that_shows_an_error_is_said_with_the_cell(project: Path, shown: str) -> None:
    book = Workbook()
    for row in (["id", "title", "dimension"], ["budget-training", "=-budget", "finance"]):
        book.active.append(row)  # type: ignore[union-attr]
    cell = book.active["B2"]  # type: ignore[index]
    cell.value, cell.data_type = shown, "e"
    book.save(project / "trainings.xlsx")
    (one,) = found(project, "cell-error")
    assert (one.severity, str(one.place), shown in one.message) == ("error", "trainings.xlsx, sheet Sheet, B2", True)


def test_a_file_that_may_not_be_read_is_said(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked of the system itself this would fail for root, who may read everything."""
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "answers.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    (one,) = found(project, "file-unreadable")
    assert (one.severity, one.place.file) == ("error", "responses/y1/answers.csv")
    assert one.message == "The file cannot be read: you may not read it."


def test_answers_of_a_type_that_the_scheme_does_not_score_are_said(project: Path) -> None:
    put(project, "scoring/small-mean.yaml", SCHEME.replace("[verified, consensus, individual]", "[verified]"))
    (one,) = found(project, "score-type-refused")
    assert (one.severity, one.message) == (
        "warning",
        "zora has only consensus answers in y1, which small-mean does not score.",
    )
    assert "verified" in one.hint


@pytest.mark.parametrize(
    ("column", "text", "what"),
    [("comment", "Ask ana@example.org", "an e-mail address"), ("evidence", "Call 061 123 456", "a phone number")],
)
def test_an_address_in_a_comment_is_said_with_its_cell_and_not_repeated(
    project: Path, column: str, text: str, what: str
) -> None:
    row = "zora,gov-mission,3," + (f"{text}," if column == "comment" else f",{text}") + "\n"
    put(project, "responses/y1/answers.csv", HEADING + SHEET.replace("zora,gov-mission,3,,\n", row))
    (one,) = found(project, "contact-in-text")
    assert (one.severity, one.place.row) == ("look at", 3)
    assert f"the {column} on gov-mission holds {what}" in one.message
    assert text.split()[-1] not in str(one)


def test_an_address_as_a_role_is_said(project: Path) -> None:
    rows = "".join(f"zora,{item},3,individual,r1,ana@example.org\n" for item in ("gov-board", "fin-books"))
    put(project, "responses/y1/answers.csv", "organization,item,answer,score_type,respondent,role\n" + rows)
    (one,) = found(project, "contact-in-role")
    assert (one.severity, one.place.file) == ("look at", "responses/y1/answers.csv")
    assert "ana@" not in str(one)


def test_what_the_register_says_of_its_groups_is_said_before_they_are_compared(tmp_path: Path) -> None:
    """Two spellings are one region, one organization has none; all have one country."""
    folder = small_project(tmp_path)
    put(
        folder,
        "organizations.csv",
        "id,name,sector,region,country\nzora,Zora,health,North,BiH\n"
        "lasta,Lasta,culture,north,BiH\nmost,Most,culture,,BiH\n",
    )
    assessment = answered(folder, [(one, (1, 2, 3, 4)) for one in ("zora", "lasta", "most")])
    by_region = protect(assessment, "internal", "region").findings
    by_country = protect(assessment, "internal", "country").findings
    spellings, empty = (
        next(one for one in by_region if one.code == f"grouping-{code}") for code in ("spellings", "empty")
    )
    (single,) = (one for one in by_country if one.code == "grouping-single")
    assert "'North'" in spellings.message
    assert "'north'" in spellings.message
    assert "1 organizations have none" in empty.message
    assert "'BiH'" in single.message
    assert not [one for one in by_country if one.code in ("grouping-spellings", "grouping-empty")]


def test_groups_too_small_for_the_public_are_named_and_the_cohort_alone_is_given(tmp_path: Path) -> None:
    """Justice and Youth have two organizations each, and the public sees groups of five or more."""
    done = protect(make_assessment(tmp_path), "public", "sector")
    small = next(one for one in done.findings if one.code == "grouping-too-small")
    assert small.message.startswith("sector: 2 groups have fewer than 5 organizations somewhere")
    assert "justice (2 in y1)" in small.message
    assert "youth (2 in y1)" in small.message


def test_sectors_that_are_too_small_leave_the_cohort_alone_and_that_is_said(tmp_path: Path) -> None:
    """Three and two organizations in the sectors; five together are just enough for the public."""
    folder = small_project(tmp_path)
    sectors = ("health", "health", "health", "culture", "culture")
    put(
        folder,
        "organizations.csv",
        "id,name,sector\n" + "".join(f"o{nth},Name {nth},{sector}\n" for nth, sector in enumerate(sectors)),
    )
    done = protect(answered(folder, [(f"o{nth}", (1, 2, 3, 4)) for nth in range(5)]), "public", "sector")
    (one,) = (one for one in done.findings if one.code == "grouping-reduced")
    assert (done.given, one.severity) == ("cohort", "warning")
    assert one.message == "sector: not every figure may be given to public; only the cohort is given."


def test_figures_that_do_not_follow_from_the_data_are_never_given_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of the comparison itself: each mean is said half a level too high."""
    compare = release.compare

    def wrong(*tables: object, **options: object) -> object:
        table = compare(*tables, **options)  # type: ignore[arg-type]
        return table.assign(value=table["value"] + 0.5 * (table["statistic"] == "mean"))

    monkeypatch.setattr(release, "compare", wrong)
    with pytest.raises(InputError) as refused:
        protect(make_assessment(tmp_path), "public", "sector")
    assert [one.code for one in refused.value.findings] == ["audit-unproven"]
