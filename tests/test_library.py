"""`import oca` as an analyst uses it: every public call by its front door, with right and with wrong options."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import oca
from oca.errors import PrintingUnavailable
from oca.tables import COMPARISON
from tests.printed import answered
from tests.small import SCHEME, put, small_project
from tests.test_cohort_report import nine_of_twelve

ROOT = Path(__file__).parent.parent

WRITERS: dict[str, Callable[..., object]] = {
    "report": lambda a, path, **options: oca.write_report(a, f"{path}/a.html", **{"organization": "zora"} | options),
    "reports": lambda a, path, **options: oca.write_reports(a, path, **{"format": "html", "workers": 1} | options),
    "cohort": lambda a, path, **options: oca.write_cohort_report(a, f"{path}/c.html", **options),
    "comparison": lambda a, path, **options: oca.write_comparison(a, f"{path}/a.html", **options),
    "tables": lambda a, path, **options: oca.write_tables(a, path, **options),
    "plans": lambda a, path, **options: oca.write_plans(a, path, **options),
    "register": lambda a, path, **options: oca.write_register_page(a, f"{path}/r.html", **options),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> oca.Assessment:
    """Return zora and lasta, assessed in both periods."""
    first, second = [("zora", (1, 1, 1, 1)), ("lasta", (2, 2, 2, 2))], [("zora", (2, 2, 2, 2)), ("lasta", (3, 3, 3, 3))]
    return answered(tmp_path_factory.mktemp("project"), y1=first, y2=second)


@pytest.fixture(scope="module")
def twelve(tmp_path_factory: pytest.TempPathFactory) -> oca.Assessment:
    """Return twelve organizations at 2, of which nine are at 3 a year later."""
    return nine_of_twelve(tmp_path_factory.mktemp("twelve"))


def test_every_public_name_is_there_and_no_other_is_promised() -> None:
    assert sorted(oca.__all__) == oca.__all__ == dir(oca)
    assert all(getattr(oca, name) is not None for name in oca.__all__)
    with pytest.raises(AttributeError, match="no attribute 'asess'"):
        oca.asess  # noqa: B018  # the name is the test


def test_there_is_one_version_number() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert oca.__version__ == version
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    held = [path for path in (ROOT / "oca").rglob("*.py") if f'"{version}"' in path.read_text(encoding="utf-8")]
    assert held == []


@pytest.mark.parametrize("name", WRITERS)
def test_every_writer_takes_a_path_as_text_and_needs_no_other_option(
    made: oca.Assessment, name: str, tmp_path: Path
) -> None:
    WRITERS[name](made, str(tmp_path / "out"))
    assert list((tmp_path / "out").rglob("*.*"))


@pytest.mark.parametrize(
    ("name", "option", "wrong", "said"),
    [
        ("report", "audience", "publik", "There is no audience publik. Did you mean public?"),
        ("report", "kind", "breif", "There is no kind of report breif. Did you mean brief?"),
        ("report", "organization", "zorra", "There is no organization zorra. Did you mean zora?"),
        ("report", "period", "y7", "There is no period y7. Known: y1, y2."),
        ("report", "period", "", "There is no period . Known: y1, y2."),
        ("report", "language", "sr", "sr does not say which script"),
        ("report", "language", 3, "3 is no language of oca."),
        ("reports", "format", "htm", "There is no format of reports htm. Did you mean html?"),
        ("reports", "organizations", "zorra", "There is no organization zorra. Did you mean zora?"),
        ("reports", "audience", None, "There is no audience None. Known: internal, organization, public."),
        ("cohort", "audience", "publik", "There is no audience publik. Did you mean public?"),
        ("cohort", "language", "xx", "xx is no language of oca."),
        ("comparison", "audience", "publik", "There is no audience publik. Did you mean public?"),
        ("comparison", "format", "xslx", "There is no format of comparisons xslx. Did you mean xlsx?"),
        (
            "comparison",
            "by",
            "sektor",
            "The register has no column sektor to make groups by. Did you mean sector?",
        ),
        ("comparison", "by", ["sector", "sector"], "Groups are made by one column"),
        ("comparison", "by", 3, "Groups are made by one column"),
        ("tables", "format", "cvs", "There is no format of tables cvs. Did you mean csv?"),
        ("plans", "organizations", ["zorra"], "There is no organization zorra. Did you mean zora?"),
        ("plans", "period", "y7", "There is no period y7."),
        ("plans", "language", "xx", "xx is no language of oca."),
        ("register", "language", "xx", "xx is no language of oca."),
    ],
)
def test_a_wrong_option_is_named_with_what_was_meant_and_nothing_is_written(
    made: oca.Assessment, name: str, option: str, wrong: object, said: str, tmp_path: Path
) -> None:
    with pytest.raises(oca.OcaError, match=re.escape(said)):
        WRITERS[name](made, tmp_path / "out", **{option: wrong})
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("write", [oca.write_cohort_report, oca.write_comparison, oca.write_tables, oca.write_plans])
def test_what_is_no_path_is_refused(made: oca.Assessment, write: Callable[..., object]) -> None:
    with pytest.raises(oca.UsageError, match="3 is no path"):
        write(made, 3)


def test_a_language_that_is_not_said_is_the_organizations_else_the_projects_first(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "p")
    put(folder, "project.yaml", (folder / "project.yaml").read_text(encoding="utf-8").replace("[en, bs]", "[bs, en]"))
    a = answered(folder, y2=[("zora", (2, 2, 2, 2)), ("lasta", (3, 3, 3, 3))])
    assert oca.write_reports(a, tmp_path, format="html", workers=1).files == (
        tmp_path / "lasta-y2-en.html",
        tmp_path / "zora-y2-bs.html",
    )
    for name, path in (("cohort", "c.html"), ("comparison", "a.html"), ("register", "r.html")):
        WRITERS[name](a, tmp_path / name)
        assert '<html lang="bs"' in (tmp_path / name / path).read_text(encoding="utf-8")
    assert "Upravljanje i legitimitet" in a.matrix()


def test_groups_are_compared_by_any_column_and_for_any_kind_of_element(twelve: oca.Assessment) -> None:
    table = COMPARISON.check(oca.compare(twelve, "cohort", kinds="overall"))
    means = table[table["statistic"] == "mean"].set_index("period")
    assert means["value"].to_dict() == {"y1": 2.0, "y2": 2.75}  # (9 x 3 + 3 x 2) / 12
    assert means["organizations"].to_dict() == {"y1": 12, "y2": 12}
    assert set(oca.compare(twelve, kinds=["item"])["kind"]) == {"item"}
    assert set(oca.compare(twelve)["group"]) == {"culture", "health"}
    with pytest.raises(oca.UsageError, match=r"There is no kind of element items\. Did you mean item"):
        oca.compare(twelve, kinds="items")
    with pytest.raises(oca.UsageError, match="no column sektor"):
        oca.compare(twelve, "sektor")


def test_what_is_released_passed_an_audit_and_is_remembered_unless_somebody_only_looks(tmp_path: Path) -> None:
    a = nine_of_twelve(tmp_path)
    looked = oca.release(a, "public", "cohort", remembering=False)
    assert not (tmp_path / "published").exists()
    assert looked.audit is not None
    assert looked.audit.passed
    given = oca.release(a, by="cohort")
    assert len(list((tmp_path / "published").glob("*.json"))) == 1
    pd.testing.assert_frame_equal(given.figures, looked.figures)
    assert not given.figures["suppressed"].any()
    mean = given.figures.query("element == 'overall' and statistic == 'mean'").set_index("period")["value"]
    assert mean.to_dict() == {"y1": 2.0, "y2": 2.8}  # rounded to what is printed
    assert oca.release(a, "internal").record is None
    with pytest.raises(oca.UsageError, match="There is no audience publik"):
        oca.release(a, "publik")  # type: ignore[arg-type]  # what a checker would refuse is given


def test_an_audit_takes_a_table_or_a_file_and_finds_what_tells_too_much(twelve: oca.Assessment, tmp_path: Path) -> None:
    figures = oca.release(twelve, "public", "cohort", remembering=False).figures
    assert oca.audit(twelve, figures).passed
    figures.to_csv(tmp_path / "given.csv", index=False)
    assert oca.audit(twelve, str(tmp_path / "given.csv")).passed
    open_ = oca.compare(twelve, "sector").query(
        "statistic == 'maximum' or statistic == 'minimum' or statistic == 'mean'"
    )
    assert not oca.audit(twelve, open_).passed
    with pytest.raises(oca.UsageError, match="The table lacks suppressed"):
        oca.audit(twelve, figures.drop(columns="suppressed"))
    with pytest.raises(oca.UsageError, match="3 insiders cannot be tried"):
        oca.audit(twelve, figures, insiders=3)


def test_instruments_are_read_by_name_or_from_a_file_of_ones_own(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    by_name = oca.load_questionnaire("small/1", str(folder))
    assert oca.load_questionnaire(folder / "questionnaires/small/1.yaml").checksum == by_name.checksum
    own = put(folder, "own.yaml", SCHEME.replace("id: small-mean", "id: own"))
    assert oca.load_scheme(str(own)).id == "own"
    assert oca.load_scheme("small-mean", folder, questionnaire=by_name).id == "small-mean"
    assert oca.load_scheme("cssp-mean").id == "cssp-mean"
    with pytest.raises(oca.InputError, match="small"):
        oca.load_scheme("cssp-mean", questionnaire=by_name)
    with pytest.raises(oca.InputError, match=r"no scheme called small-maen\. Did you mean small-mean"):
        oca.load_scheme("small-maen", folder)
    with pytest.raises(oca.UsageError, match="There is no file"):
        oca.load_questionnaire("nowhere/1.yaml")


def test_run_writes_what_the_command_writes_and_tells_each_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise PrintingUnavailable("No Pango here.")

    for module in ("oca.reporting.printing.batch", "oca.reporting.printing.render"):
        monkeypatch.setattr(f"{module}.check_printing", missing)
    answered(tmp_path / "p", y2=[("zora", (2, 2, 2, 2))])
    told: list[str] = []
    done = oca.run(str(tmp_path / "p"), tell=told.append)
    out = tmp_path / "p/out"
    assert done.folder == out
    assert done.comparison == out / "comparison-internal.xlsx"
    assert done.cohort == out / "reports/cohort-internal-en.html"
    assert done.first == out / "reports/zora-y2-bs.html"
    assert done.plans == (out / "plans/y2/zora.xlsx",)
    assert done.schedule == ()
    assert done.findings == ()
    files = [done.comparison, done.cohort, done.first, *done.tables, *done.plans]
    assert all(path.is_file() for path in files)
    assert told[0] == f"The tables are in {out / 'tables'}."
    assert "No Pango here.\nSo the reports are written as HTML." in told
    assert told[-1] == "All data of this project are synthetic."
    with pytest.raises(oca.UsageError, match="No organization was assessed"):
        oca.run(small_project(tmp_path / "empty"))


def test_no_public_object_fills_the_screen(example: oca.Assessment) -> None:
    shown: list[Any] = [
        example,
        example.project,
        example.support,
        example.questionnaire_of("y5"),
        example.scheme_of("y5"),
        example.explain("izmisljena-lupa", "y5"),
        *example.findings,
        oca.release(example, "internal"),
    ]
    assert [one for one in shown if len(repr(one)) > 300 or "\n" in repr(one)] == []
    assert repr(example.questionnaire_of("y5")).startswith("<Questionnaire cssp-oca/2: 60 items in ")
