"""An assessment in the hands of an analyst: how it shows itself, its wide tables, and that it is not changed."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from pathlib import Path

import pytest

from oca.assessment import Assessment, assess, check
from oca.errors import UsageError
from tests.printed import answered
from tests.small import ORGANIZATIONS, put, small_project


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    """Return zora in two periods and lasta in one, with one answer unknown."""
    sheets = [("zora", (3, 4, 2, 1)), ("lasta", (1, 2, 3, "don't know"))]
    return answered(tmp_path_factory.mktemp("project"), y1=[("zora", (1, 1, 1, 1))], y2=sheets)


def test_an_assessment_shows_itself_in_a_line(made: Assessment) -> None:
    assert repr(made).startswith("<Assessment: Small project; 3 organizations, periods y1, y2, 3 times assessed, ")
    assert repr(made).endswith("; synthetic data>")
    assert len(repr(made)) < 300


def test_a_notebook_shows_findings_and_overall_scores_and_no_tag_of_a_name(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    put(folder, "organizations.csv", ORGANIZATIONS.replace("Lasta Theatre", "<b>Lasta</b> & co"))
    put(
        folder,
        "responses/y1/a.csv",
        "organization,item,answer\n"
        + "".join(f"lasta,{i},3\n" for i in ("gov-board", "gov-mission", "fin-books", "fin-donors")),
    )
    shown = assess(folder)._repr_html_()
    assert "&lt;b&gt;Lasta&lt;/b&gt; &amp; co" in shown
    assert "<b>Lasta" not in shown
    assert "<td>3.00</td><td></td>" in shown
    assert "no answers in y1" in shown


def test_the_overall_table_has_every_organization_and_every_period(made: Assessment) -> None:
    table = made.overall
    assert list(table.columns) == ["name", "y1", "y2"]
    assert list(table.index) == ["zora", "lasta", "most"]
    assert table.loc["zora"].tolist() == ["Udruženje „Zora“", 1.0, 2.5]  # (3.5 + 1.5) / 2
    assert table.loc["most", ["y1", "y2"]].isna().all()


def test_the_matrix_of_a_period_has_titles_in_the_order_of_the_questionnaire(made: Assessment) -> None:
    table = made.matrix()
    assert list(table.columns) == ["name", "Overall", "Governance and legitimacy", "Financial management"]
    assert list(table.index) == ["zora", "lasta"]
    assert table.loc["zora"].tolist()[1:] == [2.5, 3.5, 1.5]
    assert table.loc["lasta", "Governance and legitimacy"] == 1.5
    items = made.matrix("y2", kind="item", language="bs")
    assert list(items.columns) == ["name", "Upravni odbor", "Misija", "Knjige", "Donatori"]
    assert items.loc["zora"].tolist()[1:] == [3, 4, 2, 1]
    assert list(made.matrix("y1", kind="overall").columns) == ["name", "Overall"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"period": "y3"}, "There is no period y3"),
        ({"kind": "dimensions"}, "There is no kind of element dimensions. Did you mean dimension"),
        ({"language": "xx"}, "xx is no language of oca"),
    ],
)
def test_a_matrix_of_what_there_is_not_is_refused(made: Assessment, wrong: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        made.matrix(**wrong)  # type: ignore[arg-type]  # what a checker would refuse is given


def test_nobody_assessed_makes_no_matrix(made: Assessment, tmp_path: Path) -> None:
    empty = assess(small_project(tmp_path))
    with pytest.raises(UsageError, match="No organization was assessed"):
        empty.matrix()
    with pytest.raises(UsageError, match="Nobody was assessed in y1"):
        empty.matrix("y1")
    assert empty.overall.shape == (3, 3)


def test_an_assessment_is_not_changed_and_says_what_to_do_instead(made: Assessment) -> None:
    with pytest.raises(UsageError, match=r"call oca\.assess again"):
        dataclasses.replace(made, scores=made.scores.head(1))
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.scores = made.changes  # type: ignore[misc]
    assert repr(pickle.loads(pickle.dumps(made))) == repr(copy.copy(made)) == repr(made)  # noqa: S301 - our own bytes


def test_check_says_what_is_wrong_without_raising(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    assert check(str(folder)).passed
    put(folder, "responses/y1/a.csv", "organization,item,answer\nlasta,gov-board,7\n")
    found = check(folder)
    assert not found.passed
    assert found.assessment is None
    assert found.project is not None
    assert "answer-not-a-level" in set(found.findings_table["code"])
    assert repr(found).startswith("<Check: 1 error")
    put(folder, "project.yaml", "name: {en: x}\n")
    assert check(folder).project is None
    with pytest.raises(UsageError, match="no project folder"):
        check(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="3 is no path"):
        check(3)  # type: ignore[arg-type]  # what a checker would refuse is given
