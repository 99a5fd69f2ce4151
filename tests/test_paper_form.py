"""The form to fill in by hand: that each text is on it, that it is accessible, and what it asks."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest

from oca.collection.forms.batch import Order, order_forms
from oca.content import shipped
from oca.instrument.reading import load_questionnaire
from oca.language import LANGUAGES
from oca.project import load_project
from oca.reporting.paper_form import PaperForm, paper_form, paper_html, paper_pdf, write_paper
from tests.printed import opened
from tests.small import put, read_small, small_project
from tests.test_render import structure_of, text_of

EXAMPLE = shipped("examples") / "cssp"


@pytest.fixture(scope="module")
def example() -> Order:
    return order_forms(load_project(EXAMPLE), ["zamisljeni-melem"])


def asking(order: Order, ref: str, language: str = "en", score_type: str = "consensus") -> PaperForm:
    """Return the blank form of another questionnaire."""
    questionnaire = load_questionnaire(ref, EXAMPLE)
    return paper_form(replace(order, questionnaire=questionnaire, language=language, score_types=(score_type,)), None)


def flat(text: str) -> str:
    return " ".join(text.split())


def faults(pdf: bytes) -> list[tuple[str, str]]:
    """Return what a PDF lacks of PDF/UA-1."""
    import page

    checked = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    return [(failure.rule_id, failure.message) for failure in checked.failures]


@pytest.mark.slow
@pytest.mark.pdf
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_accessible_in_every_language(example: Order, language: str) -> None:
    import pikepdf

    made = paper_pdf(asking(example, "first-look/1", language))
    assert faults(made) == []
    with pikepdf.open(BytesIO(made)) as document:
        assert str(document.Root.Lang) == language


@pytest.mark.pdf
def test_three_long_items_fill_a_page_even_in_cyrillic_which_runs_widest(example: Order) -> None:
    """Worked by hand: 60 items in ten dimensions of six are two pages a dimension, after the first page."""
    import pikepdf

    made = paper_pdf(asking(example, "cssp-oca/2", "sr-Cyrl"))
    assert faults(made) == []
    with pikepdf.open(BytesIO(made)) as document:
        assert len(document.pages) == 21


@pytest.mark.pdf
def test_every_text_of_every_item_is_on_it_with_the_code_for_data_entry(example: Order) -> None:
    printed = text_of(paper_pdf(paper_form(example, example.organizations[0])))
    words = set(re.findall(r"[\w-]+", printed))
    questionnaire = example.questionnaire
    assert set(questionnaire.item_ids) <= words
    for item in questionnaire.items:
        entry = questionnaire.item_text(item.id, "bs")
        for text in (entry.title, entry.prompt, *entry.levels.values()):
            assert set(re.findall(r"[\w-]+", text)) <= words, text
    pages = [flat(one) for one in printed.split("\f")[:-1]]
    assert all("Udruženje Zamišljeni melem (primjer) · Godina 5 (2023.)" in one for one in pages)
    assert all(f"Strana {number} od {len(pages)}" in one for number, one in enumerate(pages, start=1))


def test_its_items_stand_in_the_order_in_which_they_are_asked(example: Order) -> None:
    form = paper_form(example, None)
    printed = [item.code for one in form.dimensions for part in one.parts for item in part.items]
    assert printed == example.questionnaire.item_ids
    html = paper_html(form)
    assert [html.index(f'<p class="code">{code}</p>') for code in printed] == sorted(
        html.index(f'<p class="code">{code}</p>') for code in printed
    )


@pytest.mark.pdf
def test_headings_skip_no_level_where_dimensions_have_parts(example: Order) -> None:
    form = asking(example, "first-look/1")
    with opened(paper_pdf(form)) as document:
        headings = [int(tag[1]) for tag in structure_of(document) if tag in {"H1", "H2", "H3", "H4"}]
    assert headings[:5] == [1, 2, 2, 2, 3]
    assert headings.count(1) == 1
    assert headings.count(4) == len(load_questionnaire("first-look/1", EXAMPLE).items)
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_an_own_scale_is_ticked_by_its_names(example: Order) -> None:
    form = asking(example, "first-look/1")
    items = {item.code: item for one in form.dimensions for part in one.parts for item in part.items}
    assert [(level.value, level.name) for level in items["lea-statute"].levels] == [("0", "No"), ("1", "Yes")]
    assert [part.title for part in form.dimensions[0].parts] == ["Foundations", "Direction"]


def test_a_scale_with_steps_asks_for_a_number_and_says_which_end_is_good(example: Order) -> None:
    form = asking(example, "enabling-environment/1", score_type="individual")
    item = form.dimensions[0].parts[0].items[0]
    assert item.number == "Number from 1 to 7:"
    assert [level.value for level in item.levels] == ["7", "6", "5", "4", "3", "2", "1"]
    assert form.scale_note == "On this scale 1 is the best level and 7 the worst."
    assert form.open == ("Area", "Code of the respondent", "Role", "Date")
    assert "in steps of 0.1" in " ".join(form.instructions)
    assert 'class="boxes"' not in paper_html(form)
    assert paper_html(form).count('class="boxes states"') == 11


def test_a_reversed_item_goes_from_the_least_good_to_the_best_like_the_others(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    structure = folder / "questionnaires/small/1.yaml"
    structure.write_text(structure.read_text(encoding="utf-8") + "reversed: [fin-donors]\n", encoding="utf-8")
    form = paper_form(order_forms(read_small(folder)[0], blank=True), None)
    books, donors = form.dimensions[1].parts[0].items
    assert [level.value for level in books.levels] == ["1", "2", "3", "4"]
    assert [level.value for level in donors.levels] == ["4", "3", "2", "1"]


def test_a_text_that_is_not_translated_is_said_to_stand_in_another_language(example: Order) -> None:
    assert "engleski" in asking(example, "enabling-environment/1", "hr").instructions[0]
    assert "engleski" not in " ".join(asking(example, "enabling-environment/1", "bs").instructions)


@pytest.mark.pdf
def test_odd_names_are_printed_as_text(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    register = "id,name,sector,language\nzora,<script>1</script> & „Зора“,health,bs\n"
    put(folder, "organizations.csv", register)
    order = order_forms(load_project(folder), ["zora"])
    made = paper_pdf(paper_form(order, order.organizations[0]))
    assert "<script>1</script> & „Зора“ · Druga godina" in flat(text_of(made))
    assert faults(made) == []


@pytest.mark.pdf
def test_paper_comes_with_the_sheet_for_data_entry(tmp_path: Path) -> None:
    project, _ = read_small(small_project(tmp_path / "project"))
    paths = write_paper(order_forms(project, ["zora", "most"]), tmp_path / "out")
    assert [path.name for path in paths] == [
        "zora-y2-paper.pdf",
        "most-y2-paper.pdf",
        "zora-y2-entry.xlsx",
        "most-y2-entry.xlsx",
    ]
    assert {path.name for path in (tmp_path / "out").iterdir()} == {path.name for path in paths}
