"""Bands follow the scale, in schemes that are begun and in workbooks that are read back; each wrong cell is said."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from oca.authoring.band_memory import recalled
from oca.authoring.draft import start
from oca.authoring.plan import ImportPlan, plan_workbook
from oca.authoring.schemes import new_scheme, schemes_of, with_bands
from oca.authoring.workbook import write_workbook
from oca.cli import main
from oca.content import available
from oca.errors import InputError
from oca.instrument.bands import even_bands, moved_bands
from oca.instrument.contradictions import contradictions, uneven_bands
from oca.instrument.reading import load_questionnaire
from oca.instrument.scheme import Scheme, load_scheme
from oca.instrument.structure import Scale
from oca.yamlfile import parse
from tests import making

scales = st.builds(
    lambda levels, best: Scale(levels=sorted(levels), best=best),
    st.one_of(
        st.sets(st.integers(-5, 12), min_size=2, max_size=11),
        st.sets(st.sampled_from([0.0, 0.01, 0.25, 0.5, 1.5, 2.75, 33.3]), min_size=2, max_size=6),
    ),
    st.sampled_from(["highest", "lowest"]),
)


def ends(scale: Scale) -> tuple[float, float]:
    worst, best = scale.levels[0], scale.levels[-1]
    return (worst, best) if scale.best == "highest" else (best, worst)


@given(scales, st.integers(1, 6))
def test_even_bands_cover_the_scale_and_the_best_holds_the_best_level(scale: Scale, count: int) -> None:
    starts = even_bands(count, scale)
    low, high = scale.levels[0], scale.levels[-1]
    assert starts[0][1] == low
    assert sorted(i for i, _ in starts) == list(range(count))
    for (_, one), (_, other) in pairwise([*starts, (count, high)]):
        assert other - one == pytest.approx((high - low) / count, rel=0.02, abs=0.011)
        assert one < other
    order = [i for i, _ in starts]
    assert order == (sorted(order) if scale.best == "highest" else sorted(order, reverse=True))


@given(scales, scales, st.integers(1, 5))
def test_bands_that_are_moved_lie_on_the_same_share_of_the_way_to_the_best(
    before: Scale, after: Scale, count: int
) -> None:
    made = even_bands(count, before)
    moved = moved_bands([place for _, place in made], before, after)
    again = [(made[i][0], place) for i, place in moved]
    for (one, place), (other, expected) in zip(again, even_bands(count, after), strict=True):
        assert one == other
        assert place == pytest.approx(expected, abs=0.011 + 0.011 * (after.levels[-1] - after.levels[0]))
    assert moved_bands([place for _, place in made], before, before) == [(i, p) for i, (_, p) in enumerate(made)]


def test_moved_bands_by_hand() -> None:
    """Half way of 1 to 4 is half way of 1 to 7; where 1 is best, the way begins at the other end."""
    four, seven = Scale(levels=[1, 2, 3, 4]), Scale(levels=[1, 4, 7])
    assert moved_bands([1, 2.5], four, seven) == [(0, 1), (1, 4)]
    assert moved_bands([1, 1.6], four, Scale(levels=[0, 10], best="lowest")) == [(1, 0), (0, 8)]
    assert even_bands(3, four) == [(0, 1), (1, 2), (2, 3)]


@settings(max_examples=40, deadline=None)
@given(scales, st.booleans())
def test_a_scheme_that_is_begun_fits_its_questionnaire(scale: Scale, parts: bool) -> None:
    dimensions: dict[str, Any] = {"d": {"s": ["a"], "t": ["b", "c"]}} if parts else {"d": ["a", "b"]}
    form = making.questionnaire(dimensions, levels=scale.levels, best=scale.best)
    document = parse(new_scheme(form.structure), "scoring/small-mean.yaml")
    scheme = Scheme.model_validate(document.data)
    assert contradictions(scheme, document, form) == []
    steps = {round(other - one, 9) for one, other in pairwise(scale.levels)}
    assert len(steps) > 1 or uneven_bands(scheme, document, form) == []
    best = scheme.bands[-1 if scale.best == "highest" else 0]
    assert best.id == "established"
    assert ("every part in its dimension" in scheme.about["en"]) == parts


@pytest.mark.parametrize("path", available("scoring", "*.yaml"), ids=lambda path: path.stem)
def test_other_bands_change_nothing_else_in_a_schemes_file(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    scheme = Scheme.model_validate(parse(text, "").data)
    moved = [band.model_copy(update={"start": band.start + 0.25}) for band in scheme.bands]
    made = with_bands(text, moved)
    assert Scheme.model_validate(parse(made, "").data) == scheme.model_copy(update={"bands": moved})
    assert with_bands(made, moved) == made
    before, _, rest = text.partition("\nbands:")
    assert made.startswith(before)
    assert made.endswith(rest[rest.rindex("\nmeaningful_change") :])


# --- the workbook


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    start("own", tmp_path / "project")
    return tmp_path / "project"


Change = Callable[[Workbook], object]


def workbook(folder: Path, *changes: Change, name: str = "q.xlsx", ref: str = "own/1") -> Path:
    form = load_questionnaire(ref, folder)
    path = folder.parent / name
    write_workbook(form, path, schemes=[one.scheme for one in schemes_of(form.structure.id, folder)])
    return edited(path, *changes)


def edited(path: Path, *changes: Change) -> Path:
    book = load_workbook(path)
    for change in changes:
        change(book)
    book.save(path)
    return path


def levels_of(*levels: float, best: str = "highest") -> Change:
    """Give the questionnaire another scale, with a name for each level and a text for each level of each item."""

    def change(book: Workbook) -> None:
        items = [row[1] for row in book["Items"].iter_rows(min_row=3, values_only=True)]
        rows = {
            "Scales": [["(main)", f"{level:g}", None, f"Name {level:g}"] for level in levels],
            "Levels": [[item, None, f"{level:g}", f"Text {level:g}"] for item in items for level in levels],
        }
        for name, lines in rows.items():
            book[name].delete_rows(3, book[name].max_row)
            for line in lines:
                book[name].append(line)
        first = book["Questionnaire"]
        row = next(row for row in range(3, first.max_row + 1) if first.cell(row, 1).value == "best")
        first.cell(row, 2).value = best

    return change


def band_row(number: int, **cells: object) -> Change:
    """Write into a row of the sheet Bands, by the keys of its columns; 3 is the first."""

    def change(book: Workbook) -> None:
        keys = [cell.value for cell in book["Bands"][1]]
        for key, value in cells.items():
            column = keys.index(key.replace("start", "from").replace("_", ".")) + 1
            book["Bands"].cell(number, column).value = value  # type: ignore[assignment]

    return change


def starts_of(folder: Path, scheme: str = "own-mean") -> dict[str, float]:
    return {band.id: band.start for band in load_scheme(scheme, folder)[0].bands}


def read_back(folder: Path, path: Path) -> ImportPlan:
    plan = plan_workbook(path, folder)
    plan.write()
    return plan


@pytest.mark.parametrize(
    ("levels", "best", "starts"),
    [
        ((1, 2, 3, 4, 5, 6), "highest", {"starting": 1, "building": 2.67, "established": 4.33}),
        ((0, 1), "highest", {"starting": 0, "building": 0.33, "established": 0.67}),
        ((1, 2, 3, 4), "lowest", {"established": 1, "building": 2, "starting": 3}),
        ((1, 2, 4, 7), "highest", {"starting": 1, "building": 3, "established": 5}),
    ],
)
def test_bands_follow_a_scale_that_a_workbook_changes_and_reading_it_again_changes_nothing(
    folder: Path, levels: tuple[float, ...], best: str, starts: dict[str, float]
) -> None:
    path = workbook(folder, levels_of(*levels, best=best))
    read_back(folder, path)
    assert starts_of(folder) == starts
    assert list(starts_of(folder)) == list(starts)
    scheme, document = load_scheme("own-mean", folder)
    form = load_questionnaire("own/1", folder)
    assert contradictions(scheme, document, form) == uneven_bands(scheme, document, form) == []
    assert read_back(folder, path).files == ()
    assert starts_of(folder) == starts


def test_bands_that_a_person_sets_count_and_their_other_languages_and_the_comments_stay(folder: Path) -> None:
    file = folder / "scoring/own-mean.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "meaningful_change: 0.25  # as agreed\n", encoding="utf-8")
    path = workbook(
        folder, levels_of(1, 2, 3, 4, 5, 6), band_row(4, start="3,5", title_en="On the way"), band_row(5, start=5)
    )
    plan = read_back(folder, path)
    assert plan.files[-1].changes == (
        "bands: starting from 1, building from 3.5, established from 5; were: starting from 1, building from 2, "
        "established from 3",
        "band building: its words changed",
    )
    scheme = load_scheme("own-mean", folder)[0]
    assert starts_of(folder) == {"starting": 1, "building": 3.5, "established": 5}
    assert scheme.bands[1].title == {"en": "On the way", "bs": "Izgradnja", "hr": "Izgradnja", "sr-Latn": "Izgradnja"}
    assert scheme.meaningful_change == 0.25
    assert file.read_text(encoding="utf-8").endswith("meaningful_change: 0.25  # as agreed\n")


def test_a_name_alone_may_change_while_the_bands_follow_the_scale(folder: Path) -> None:
    read_back(folder, workbook(folder, levels_of(1, 2, 3), band_row(3, text_en="At the start.")))
    assert starts_of(folder) == {"starting": 1, "building": 1.67, "established": 2.33}
    assert load_scheme("own-mean", folder)[0].bands[0].text["en"] == "At the start."


def test_bands_may_be_added_and_taken_away(folder: Path) -> None:
    read_back(
        folder,
        workbook(
            folder,
            lambda book: book["Bands"].delete_rows(4),
            band_row(5, scheme=None, band="leading", start=3.5, title_en="Leading"),
        ),
    )
    assert starts_of(folder) == {"starting": 1, "established": 3, "leading": 3.5}


def test_a_questionnaire_made_from_a_workbook_under_another_id_gets_a_scheme_of_its_own(folder: Path) -> None:
    def rename(book: Workbook) -> None:
        book["Questionnaire"]["B3"].value = "village"

    read_back(folder, workbook(folder, rename, levels_of(1, 2, 3, 4, 5)))
    assert starts_of(folder, "village-mean") == {"starting": 1, "building": 2.33, "established": 3.67}
    assert starts_of(folder) == {"starting": 1, "building": 2, "established": 3}


def test_bands_stay_where_another_version_keeps_the_scale_and_it_is_pointed_out(folder: Path) -> None:
    start("own", folder, source="own/1")

    def without_mapping(book: Workbook) -> None:
        book["Mapping"].delete_rows(3, book["Mapping"].max_row)
        facts = book["Questionnaire"]
        row = next(row for row in range(3, facts.max_row + 1) if facts.cell(row, 1).value == "mapping_from")
        facts.cell(row, 2).value = None

    plan = read_back(folder, workbook(folder, levels_of(1, 2, 3, 4, 5, 6), without_mapping, ref="own/2"))
    assert starts_of(folder) == {"starting": 1, "building": 2, "established": 3}
    assert [one.code for one in plan.findings if "bands" in one.code] == ["scheme-bands-uneven"]


def test_a_copy_of_another_questionnaire_gets_a_scheme_with_bands_on_its_scale(tmp_path: Path) -> None:
    start("panel", tmp_path, source="enabling-environment/1")
    assert starts_of(tmp_path, "panel-mean") == {"established": 1, "building": 3, "starting": 5}


@pytest.mark.parametrize("ref", ["cssp-oca/2", "first-look/1", "enabling-environment/1"])
def test_the_bands_of_what_is_shipped_come_back_as_they_were(ref: str, tmp_path: Path) -> None:
    path = workbook(tmp_path / "project", ref=ref)
    assert plan_workbook(path, tmp_path / "project").files == ()
    rows = list(load_workbook(path)["Bands"].iter_rows(min_row=3, values_only=True))
    assert len(rows) == sum(len(one.scheme.bands) for one in schemes_of(ref.partition("/")[0], None)) > 0


WRONG: dict[str, tuple[Change, str, str, str]] = {
    "a start that is no number": (band_row(4, start="two"), "cell-number", "C4", "'two'"),
    "no start": (band_row(4, start=None), "cell-empty", "C4", "From"),
    "a first band above the scale": (band_row(3, start=1.5), "scheme-bands", "C3", "the first begins at 1.5"),
    "a first band below the scale": (band_row(3, start=0), "scheme-bands", "C3", "the scale at 1"),
    "a band off the scale": (band_row(5, start=4.5), "scheme-bands", "C5", "4.5 does not lie above 2"),
    "bands out of order": (band_row(4, start=3.5), "scheme-bands", "C5", "3 does not lie above 3.5"),
    "two bands at one place": (band_row(4, start=3), "scheme-bands", "C5", "3 does not lie above 3"),
    "no id": (band_row(4, band=None), "cell-empty", "B4", "Band"),
    "an id with blanks": (band_row(4, band="On the way"), "id-shape", "B4", "On the way"),
    "one band twice": (band_row(4, band="starting"), "row-twice", "A4", "row 3"),
    "an unknown scheme": (band_row(4, scheme="own-meen"), "id-unknown", "A4", "Did you mean own-mean?"),
    "no name": (band_row(4, title_en=None), "cell-empty", "D4", "Name"),
    "a deleted column": (lambda book: book["Bands"].delete_cols(3), "column-missing", "", "From"),
    "merged cells": (lambda book: book["Bands"].merge_cells("A3:A5"), "cells-merged", "A3", "A3:A5"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_cell_of_the_sheet_is_said_with_its_place_and_nothing_is_written(name: str, folder: Path) -> None:
    change, code, cell, said = WRONG[name]
    if name == "no name":  # of a band that has no other language either
        file = folder / "scoring/own-mean.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(
            text.replace(
                '{en: "Building", bs: "Izgradnja", hr: "Izgradnja", sr-Latn: "Izgradnja"}', '{en: "Building"}'
            ),
            encoding="utf-8",
        )
    before = (folder / "scoring/own-mean.yaml").read_bytes()
    with pytest.raises(InputError) as raised:
        plan_workbook(workbook(folder, change), folder)
    one = raised.value.findings[0]
    assert (one.code, one.place.sheet) == (code, "Bands")
    assert f"{one.place.column}{one.place.row}" == cell or not cell
    assert said in f"{one.message} {one.hint}"
    assert (folder / "scoring/own-mean.yaml").read_bytes() == before


def test_wrong_cells_of_bands_and_of_items_are_said_at_once(folder: Path) -> None:
    def wrong(book: Workbook) -> None:
        book["Items"]["C3"].value = "governence"

    with pytest.raises(InputError) as raised:
        plan_workbook(workbook(folder, wrong, band_row(3, start="x"), band_row(5, band=None)), folder)
    assert {(one.place.sheet, one.code) for one in raised.value.findings} >= {
        ("Items", "id-unknown"),
        ("Bands", "cell-number"),
        ("Bands", "cell-empty"),
    }


def test_a_workbook_without_the_sheet_says_nothing_of_bands(folder: Path) -> None:
    path = workbook(folder, lambda book: book.remove(book["Bands"]), levels_of(1, 2, 3))
    read_back(folder, path)
    assert starts_of(folder) == {"starting": 1, "building": 1.67, "established": 2.33}


@pytest.mark.parametrize("kept", ["", "x", "[]", "{}", '{"bands": [], "scale": {}}', '{"bands": {"s": [[1]]}}'])
def test_what_a_workbook_remembers_and_nobody_can_read_is_nothing(kept: str) -> None:
    assert recalled(kept) == recalled("")


def test_the_command_writes_the_sheet_and_takes_it_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder.parent / "q.xlsx"
    for arguments in (("to-xlsx", "own/1", "-o", str(path)), ("from-xlsx", str(path), "--write")):
        monkeypatch.setattr(sys, "argv", ["oca", "questionnaire", *arguments, "--project", str(folder)])
        with pytest.raises(SystemExit) as stopped:
            main()
        assert stopped.value.code in (0, None)
        if arguments[0] == "to-xlsx":
            edited(path, band_row(5, start=3.5))
    assert starts_of(folder)["established"] == 3.5


def test_a_name_changed_in_a_workbook_that_was_read_back_before_leaves_the_bands_where_they_are(folder: Path) -> None:
    path = workbook(folder, levels_of(1, 2, 3, 4, 5, 6))
    read_back(folder, path)
    read_back(folder, edited(path, band_row(4, title_en="On the way")))
    assert starts_of(folder) == {"starting": 1, "building": 2.67, "established": 4.33}
    assert load_scheme("own-mean", folder)[0].bands[1].title["en"] == "On the way"


def test_comments_in_and_below_the_bands_of_a_scheme_stay() -> None:
    text = new_scheme(making.questionnaire({"d": ["a"]}).structure)
    text = (
        text.replace("bands:\n", "bands:  # thirds\n  # agreed in May\n")
        + "\n# what counts as a change\nmin_common: 1\n"
    )
    bands = [
        band.model_copy(update={"start": band.start + 0.5})
        for band in Scheme.model_validate(parse(text, "").data).bands
    ]
    made = with_bands(text, bands)
    assert "bands:  # thirds\n  # agreed in May\n  - id: starting\n    from: 1.5\n" in made
    assert made.endswith("\n\n# what counts as a change\nmin_common: 1\n")


def test_a_new_version_on_another_scale_leaves_the_bands_of_the_one_before(folder: Path) -> None:
    plan = plan_workbook(workbook(folder, levels_of(1, 2, 3, 4, 5, 6)), folder, new_version="2")
    assert [one.path.name for one in plan.files if one.path.parent.name == "scoring"] == []
    assert [one.code for one in plan.findings if "bands" in one.code] == ["scheme-bands-uneven"]
