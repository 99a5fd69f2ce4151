"""The front half of a report: cover, summary, profile, years; the brief and the public version; its looks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from oca.assessment import Assessment, assess, with_tables
from oca.content import shipped
from oca.errors import PrintingError
from oca.language import LANGUAGES, words
from oca.project import Audience
from oca.reporting.organization.record import Report, ReportLength
from oca.reporting.organization.report import individual_report
from oca.reporting.printing import render
from oca.reporting.printing.theme import read_theme
from tests.printed import HEADING, answered
from tests.small import ITEMS, SCHEME, put, small_project
from tests.test_instruments import panel, project

TEMPLATES = shipped("report_templates")

LONG_NAME = (
    "Udruženje za podršku, savjetovanje i zagovaranje prava osoba u ruralnim područjima „Zora novog dana i novog jutra“"
)

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="20" height="20"/></svg>'


def report(
    assessment: Assessment, language: str = "en", kind: ReportLength = "full", audience: Audience = "organization"
) -> Report:
    return individual_report(assessment, "zora", "y2", language, kind=kind, audience=audience)


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page of a PDF."""
    import subprocess

    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


# --- cover


def test_the_cover_counts_who_took_part_by_role(tmp_path: Path) -> None:
    roles = ["staff"] * 6 + ["board"] * 2
    rows = [f"zora,y2,individual,r{n},{role},{item},3,," for n, role in enumerate(roles) for item in ITEMS]
    put(small_project(tmp_path), "responses/y2/answers.csv", "\n".join([HEADING, *rows]) + "\n")
    made = assess(tmp_path)
    assert report(made).cover.participants == "8 people rated alone: 6 staff members, 2 board members."
    assert report(made, "bs").cover.participants == (
        "8 osoba je ocjenjivalo samostalno: 6 zaposlenih osoba, 2 člana odbora."
    )


# --- summary


def test_two_figures_for_now_are_explained(tmp_path: Path) -> None:
    """By hand: now 3, 4, 2, 3 is 3.0; Donors was left blank at first, so the comparison rests on three items.

    Then governance 1, finance 2 (one of two items, under the coverage): no overall score of then; so with coverage 0.5.
    Then on the three: (1 + 2)/2 = 1.5; now (3.5 + 2)/2 = 2.75, printed as 2.8, beside 3.0 above.
    """
    folder = small_project(tmp_path)
    put(folder, "scoring/small-mean.yaml", SCHEME + "coverage: {items: 0.5}\n")
    said = report(answered(folder, [("zora", (1, 1, 2, ""))], [("zora", (3, 4, 2, 3))])).summary
    assert said.level == "Your organization rated itself at 3.0 of 4: High."
    assert "1.5 then, 2.8 now, on the items that can be compared (3 of 4)" in said.change[0]
    assert said.change[1].startswith("Why 2.8 here and 3.0 above: the score above rests on every item")


def test_one_figure_for_now_is_not_explained(tmp_path: Path) -> None:
    said = report(answered(tmp_path, [("zora", (1, 1, 2, 2))], [("zora", (3, 4, 2, 3))])).summary
    assert not any(sentence.startswith("Why") for sentence in said.change)


def test_what_stands_as_high_as_the_last_strength_is_said(tmp_path: Path) -> None:
    said = report(answered(tmp_path, y2=[("zora", (4, 4, 4, 4))])).summary
    assert [one.title for one in said.strengths] == ["Governance and legitimacy"]
    assert said.strengths_note == "At the same score: Finance."
    assert said.priorities_note.startswith("Every dimension with a score is at the highest level.")


def test_equal_scores_below_the_best_leave_nobody_at_the_highest_level(tmp_path: Path) -> None:
    said = report(answered(tmp_path, y2=[("zora", (2, 2, 2, 2))])).summary
    assert ([one.title for one in said.strengths], [one.title for one in said.priorities]) == (
        ["Governance and legitimacy"],
        ["Financial management"],
    )
    assert "highest" not in said.priorities_note


def test_a_single_dimension_names_its_items_as_what_helps_most(tmp_path: Path) -> None:
    said = report(single(tmp_path)).summary
    assert [(one.title, one.level, one.text) for one in said.priorities] == [
        ("Donors", "level 1 (Starting)", "Two donors."),
        ("Books", "level 2 (Building)", "Books every month."),
        ("Board", "level 3 (Established)", "It reviews its own work."),
    ]


def single(folder: Path) -> Assessment:
    """Return an assessment whose questionnaire has one dimension."""
    small_project(folder)
    for name in ("1.yaml", "1.en.yaml", "1.bs.yaml"):
        path = folder / "questionnaires" / "small" / name
        lines = path.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if "{id: finance" not in line and not line.strip().startswith("finance:")]
        text = "\n".join(kept).replace("[gov-board, gov-mission]", "[gov-board, gov-mission, fin-books, fin-donors]")
        put(folder, f"questionnaires/small/{name}", text + "\n")
    return answered(folder, [("zora", (2, 2, 3, 2))], [("zora", (3, 4, 2, 1))])


# --- profile and years


def test_the_profile_shows_last_time_beside_the_baseline(example: Assessment) -> None:
    profile = individual_report(example, "izmisljena-lupa", "y5", "en").profile
    assert (profile.previous_label, profile.baseline_label) == ("Year 4 (2022)", "Year 1 (2019)")
    assert all(row.strip.previous for row in profile.rows)
    second = individual_report(example, "izmisljena-lupa", "y2", "en").profile
    assert second.previous_label == "", "last time is the baseline"


def test_a_radar_needs_three_dimensions(example: Assessment, tmp_path: Path) -> None:
    assert report(answered(tmp_path, y2=[("zora", (3, 3, 3, 3))])).profile.radar is None
    radar = individual_report(example, "izmisljena-lupa", "y5", "en").profile.radar
    assert radar is not None
    assert [label.lines[0] for label in radar.labels][:2] == ["Governance", "Strategy"]


def test_a_year_without_an_assessment_is_a_gap_in_every_line(example: Assessment) -> None:
    years = individual_report(example, "toboznji-kompas", "y5", "en").years
    assert years is not None
    assert [len(panel.points) for panel in years.overall.panels] == [4]
    assert years.overall.panels[0].line.count("M") == 2, "y1 to y2 and y4 to y5"
    assert len(years.overall.steps) == 2, "no step is told over the gap"


# --- audiences


def test_the_public_version_holds_no_item_no_comment_and_no_evidence(tmp_path: Path) -> None:
    made = answered(tmp_path, [("zora", (1, 1, 1, 1))], [("zora", (3, 4, 2, 3))], comments={"gov-board": "We argued."})
    public = individual_report(made, "zora", "y2", "en", with_annex=True, audience="public")
    page = render.html(public)
    own = render.html(individual_report(made, "zora", "y2", "en", with_annex=True))
    typed = ["We argued.", "Plans are tested by it.", "Mission", "Books"]
    assert [text for text in typed if text not in own] == []
    assert [text for text in typed if text in page] == []
    assert "This is the version for the public." in page


@pytest.mark.parametrize(("threshold", "shown"), [(3, True), (5, False)])
def test_the_public_mean_of_the_cohort_needs_the_public_threshold(
    tmp_path: Path, threshold: int, *, shown: bool
) -> None:
    text = (small_project(tmp_path) / "project.yaml").read_text(encoding="utf-8")
    put(tmp_path, "project.yaml", f"{text}thresholds: {{organization: 3, public: {threshold}}}\n")
    made = answered(tmp_path, y2=[(one, (3, 3, 3, 3)) for one in ("zora", "lasta", "most")])
    assert report(made).profile.has_cohort
    public = report(made, audience="public").profile
    assert public.has_cohort is shown
    assert ("this one included" in public.notes[-1] if public.notes else False) is shown


def test_the_mean_of_overall_scores_is_left_out_where_a_dimensions_is(tmp_path: Path) -> None:
    """Two of three have no score in finance, and with a coverage of half the dimensions still one overall."""
    folder = small_project(tmp_path)
    text = (folder / "project.yaml").read_text(encoding="utf-8")
    put(folder, "project.yaml", text + "thresholds: {organization: 3}\n")
    put(folder, "scoring/small-mean.yaml", SCHEME + "coverage: {items: 0.5, dimensions: 0.5}\n")
    made = answered(folder, y2=[("zora", (1, 2, 3, 4)), ("lasta", (3, 3, "", "")), ("most", (4, 4, "", ""))])
    assert sum(made.scores.query("kind == 'overall'")["status"] == "scored") == 3
    assert [row.cohort for row in report(made).profile.rows] == ["2.8", "–", "–"]


@pytest.mark.pdf
def test_the_internal_version_says_so_on_every_page(tmp_path: Path) -> None:
    made = report(answered(tmp_path, y2=[("zora", (3, 3, 3, 3))]), audience="internal")
    assert [
        number
        for number, text in enumerate(pages_of(render.pdf(made)))
        if "Internal" not in text or "Invented data" not in text
    ] == []


# --- the brief


@pytest.mark.slow
@pytest.mark.pdf
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("organization", "period"),
    [("zamisljena-radionica", "y5"), ("nepostojeci-semafor", "y5"), ("zamisljena-vaga", "y1")],
)
def test_the_brief_has_two_pages_and_is_accessible(
    example: Assessment, organization: str, period: str, language: str
) -> None:
    import page

    made = render.pdf(individual_report(example, organization, period, language, kind="brief"))
    first, second = pages_of(made)
    assert words(language).text("Since the baseline") in first
    assert words(language).text("Next steps") in second
    checked = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in checked.failures] == []


@pytest.mark.slow
@pytest.mark.pdf
@pytest.mark.parametrize("organization", ["zamisljena-radionica", "nestvarni-potok"])
def test_the_summary_is_one_page_in_the_widest_script(example: Assessment, organization: str) -> None:
    pages = pages_of(render.pdf(individual_report(example, organization, "y5", "sr-Cyrl")))
    assert words("sr-Cyrl").text("To read on:") in pages[1]
    assert words("sr-Cyrl").text("How to read the levels") in pages[2]


@pytest.mark.slow
@pytest.mark.pdf
@pytest.mark.parametrize(
    ("organization", "period", "language"),
    [
        ("zamisljena-vaga", "y5", "bs"),
        ("nestvarni-potok", "y4", "sr-Cyrl"),
        ("izmisljeni-novcic", "y4", "hr"),
        ("toboznji-kompas", "y5", "sr-Cyrl"),
        ("fictional-pencil", "y1", "en"),
    ],
)
def test_a_report_has_8_to_12_pages(example: Assessment, organization: str, period: str, language: str) -> None:
    pages = pages_of(render.pdf(individual_report(example, organization, period, language)))
    assert 8 <= len(pages) <= 12


def test_the_plan_says_how_a_priority_is_made_and_the_public_is_not_addressed(example: Assessment) -> None:
    own = individual_report(example, "zamisljena-vaga", "y5", "en")
    public = individual_report(example, "zamisljena-vaga", "y5", "en", audience="public")
    assert own.plan is not None
    formula = "the higher: up to 60 points"  # gap: 60 in the example's scheme
    assert formula in own.plan.lead
    said = [" ".join(section.paragraphs) for section in public.method.sections]
    assert any(formula in one for one in said)
    assert not [one for one in said if re.search(r"\byou(r|rs|rselves)?\b", one)]


# --- extremes


def _area(folder: Path) -> Assessment:
    project(folder, "enabling-environment/1")
    panel(folder, "y1")
    panel(folder, "y2", -0.5)
    return assess(folder)


def _points(folder: Path) -> Assessment:
    percent = SCHEME.replace("from: 1,", "from: 0,").replace("from: 2.5", "from: 60")
    put(small_project(folder), "scoring/small-mean.yaml", percent + "dimension: sum\nmeaningful_change: 10\n")
    return answered(folder, [("zora", (2, 2, 2, 2))], [("zora", (4, 4, 2, 2))])


def _forty(folder: Path) -> Assessment:
    sheets = [("zora", (1 + n % 4, 1 + n % 3, 1 + n % 2, 3)) for n in range(40)]
    return answered(folder, [("zora", (2, 2, 2, 2))], sheets, individual=True)


def _long_name(folder: Path) -> Assessment:
    made = answered(folder, [("zora", (1, 2, 2, 1))], [("zora", (3, 4, 2, 3))])
    organizations = tuple(replace(one, name=LONG_NAME) for one in made.project.organizations)
    return with_tables(made, project=replace(made.project, organizations=organizations))


EXTREMES: dict[str, Callable[[Path], Assessment]] = {
    "a name of 114 letters": _long_name,
    "one dimension": single,
    "one period": lambda folder: answered(folder, y2=[("zora", (3, 4, 2, 3))]),
    "forty people": _forty,
    "at the ceiling": lambda folder: answered(folder, [("zora", (4, 4, 4, 4))], [("zora", (4, 4, 4, 4))]),
    "lower": lambda folder: answered(folder, [("zora", (4, 4, 4, 4))], [("zora", (1, 1, 1, 1))]),
    "no score": lambda folder: answered(folder, [("zora", (4, 4, 4, 4))], [("zora", ("", "N/A", "", "don't know"))]),
    "points": _points,
    "an area where 1 is best": _area,
}


@pytest.mark.slow
@pytest.mark.pdf
@pytest.mark.parametrize("kind", ["full", "brief"])
@pytest.mark.parametrize("extreme", EXTREMES)
def test_extremes_are_printed_whole_and_accessible(tmp_path: Path, extreme: str, kind: ReportLength) -> None:
    import page
    import pikepdf

    assessment = EXTREMES[extreme](tmp_path)
    organization = next(one.id for one in assessment.project.organizations if assessment.periods_of(one.id))
    made = render.pdf(individual_report(assessment, organization, "y2", "en", kind=kind), tmp_path)
    checked = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in checked.failures] == []
    with pikepdf.open(BytesIO(made)) as document:
        count = len(document.pages)
    assert count == 2 if kind == "brief" else 4 <= count <= 8


# --- looks


def test_every_text_colour_has_the_contrast_that_reading_needs() -> None:
    """The formula of WCAG 2.1 (relative luminance, contrast ratio); 4.5 is its level AA for text."""
    theme = read_theme([TEMPLATES])
    surfaces = {"paper": theme["paper"], "tint": theme["tint"], "pale": theme["accent_pale"]}
    poor = {
        (text, name): round(ratio, 1)
        for text in ("ink", "muted", "accent", "second")
        for name, surface in surfaces.items()
        if (ratio := _contrast(theme[text], surface)) < 4.5
    }
    assert poor == {}
    assert _contrast(theme["cover_ink"], theme["cover"]) >= 4.5


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def restyled(folder: Path, css: str) -> Report:
    put(small_project(folder), "report_templates/organization/variables.css", css)
    return report(answered(folder, [("zora", (1, 1, 1, 1))], [("zora", (3, 3, 3, 3))]))


def test_a_file_of_variables_names_only_what_differs_and_may_hold_rules(tmp_path: Path) -> None:
    page = render.html(restyled(tmp_path, ":root { --accent: #5b2a6e; }\nh2 { font-weight: 700; }\n"), tmp_path)
    assert 'fill="#5b2a6e"' in page
    assert "--muted: #52616a;" in page, "the shipped colour stays"
    assert page.index("h2 { font-weight: 700; }") > page.index("h2 { font-size")


@pytest.mark.pdf
@pytest.mark.parametrize("kind", ["full", "brief"])
def test_a_logo_stands_on_the_cover_with_its_name(tmp_path: Path, kind: ReportLength) -> None:
    import page

    css = ':root { --logo: "organization/logo.svg"; --logo-name: "Synthetic Centre"; }'
    made = replace(restyled(tmp_path, css), kind=kind)
    put(tmp_path, "report_templates/organization/logo.svg", LOGO)
    assert 'src="data:image/svg+xml;base64,' in render.html(made, tmp_path), "a browser finds it in the page itself"
    assert 'src="asset:///organization/logo.svg" alt="Synthetic Centre"' in render.html(made, tmp_path, for_print=True)
    assert page.is_pdf_compliant_bytes(render.pdf(made, tmp_path), profile=page.ValidationProfile.PDF_UA_1)


@pytest.mark.parametrize(
    "logo", ["organization/none.png", "../project.yaml", "organization/report.css", "https://example.org/a.png"]
)
def test_a_logo_that_is_no_picture_of_the_templates_is_refused(tmp_path: Path, logo: str) -> None:
    made = restyled(tmp_path, f':root {{ --logo: "{logo}"; }}')
    with pytest.raises(PrintingError, match="--logo is"):
        render.html(made, tmp_path)


@pytest.mark.parametrize("kind", ["full", "brief"])
def test_the_page_for_a_browser_is_one_file_without_scripts(example: Assessment, kind: ReportLength) -> None:
    page = render.html(individual_report(example, "izmisljena-lupa", "y5", "bs", kind=kind))
    assert "<script" not in page
    assert {address for address in re.findall(r'(?:src|href)="([^"#]*)', page) if address} == set()
    assert {address[:5] for address in re.findall(r'url\(["\']?([^"\')]*)', page)} == {"data:"}
    assert "@import" not in page
    assert 'name="viewport"' in page


def test_no_heading_ends_with_a_dot_between_words(example: Assessment) -> None:
    page = render.html(individual_report(example, "izmisljena-lupa", "y5", "bs"))
    assert [heading for heading in re.findall(r"<h[2-4][^>]*>(.*?)</h", page) if "·" in heading] == []


def test_the_public_is_told_about_the_organization_which_is_not_addressed(tmp_path: Path) -> None:
    made = answered(tmp_path, [("zora", (1, 1, 1, 1))], [("zora", (3, 4, 2, 3))])
    said = report(made, audience="public")
    assert said.summary.level == "Udruženje „Zora“: rated by itself at 3.0 of 4 – High."
    assert said.summary.basis.startswith("This rests on the organization’s own answers")
    assert said.summary.change[0].startswith("The score is 2.0 levels higher than at the baseline")
    first_pages = render.html(said).partition('<div id="dimensions">')[0].partition("<body")[2]
    assert re.findall(r"\b(?:you|your|yours|yourselves)\b", first_pages, flags=re.IGNORECASE) == []
