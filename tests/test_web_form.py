"""The web form in a real browser, without a network: filled in, closed, gone on with, handed out, scored."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from oca.assessment import assess
from oca.collection.form_content import Previous
from oca.collection.forms.batch import FORMATS, order_forms
from oca.project import load_project
from tests.small import BOSNIAN, ENGLISH, ORGANIZATIONS, STRUCTURE, put, small_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.xdist_group("browser")]

OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

HOSTILE = "</script><img src=x onerror=alert(1)>{{7*7}}\"'"

BLANK = {"state": "", "level": "", "comment": "", "evidence": "", "changed": ""}

SCALES = STRUCTURE.replace("{levels: [1, 2, 3, 4]}", "{levels: [1, 2, 3, 4], step: 0.5}") + (
    "scales:\n  yes-no: {items: [fin-donors], levels: [0, 1], values: [1, 4]}\nreversed: [gov-mission]\n"
)
"""Steps between the levels, one item that is answered with no or yes, one whose lowest answer is the best."""

NAMES = 'scales:\n  yes-no: {"0": {name: %s, text: %s}, "1": {name: %s, text: %s}}\n'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=shutil.which("chromium"), args=OPTIONS)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(offline=True, viewport={"width": 1280, "height": 800})
    made.set_default_timeout(5000)
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path)


def form(folder: Path, organization: str | None = "zora", **more: Any) -> Path:
    project = load_project(folder)
    ids = [organization] if organization else None
    order = order_forms(project, ids, period="y1", language="en", blank=organization is None, **more)
    (path,) = FORMATS["web"](order, folder / "out")
    return path


def with_scales(folder: Path) -> Path:
    put(folder, "questionnaires/small/1.yaml", SCALES)
    for language, words, names in (
        ("en", ENGLISH, ("No", "Only one.", "Yes", "Several.")),
        ("bs", BOSNIAN, ("Ne", "Samo jedan.", "Da", "Više njih.")),
    ):
        head, items = words.split("dimensions:", 1)
        kept = [line for line in items.splitlines() if "One donor." not in line and "Jedan donator." not in line]
        put(folder, f"questionnaires/small/1.{language}.yaml", head + NAMES % names + "dimensions:" + "\n".join(kept))
    return folder


def opened(context: BrowserContext, path: Path) -> Page:
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "request", lambda request: said.append(request.url) if not request.url.startswith(("file:", "blob:")) else None
    )
    page.goto(path.as_uri())
    page.wait_for_selector("#form:not([hidden])")
    assert said == [], "no error, no blocked script or style, no request"
    return page


def handed_out(page: Page, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.locator("header").get_by_role("button").click()
    path = folder / "responses/y1" / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def levels(path: Path) -> dict[str, str]:
    answers = json.loads(path.read_text(encoding="utf-8"))["answers"]
    return {item: one["level"] or one["state"] for item, one in answers.items()}


def test_a_form_is_filled_in_by_keyboard_alone_and_scored(context: BrowserContext, folder: Path) -> None:
    page = opened(context, form(folder))
    for _ in range(12):  # from the top of the page to the button that begins, by Tab
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Begin":
            break
    page.keyboard.press("Enter")
    for key in ("3", "Enter", "2", "Enter", "1", "ArrowRight", "Enter", "4", "Shift+Enter", "3", "Enter", "Enter"):
        page.keyboard.press(key)
    assert page.locator("h2").inner_text() == "Summary"
    assert "4 of 4" in page.locator("main").inner_text()
    assert [cell.inner_text() for cell in page.locator("tbody td:nth-child(2)").all()] == ["2.5", "3.5"]

    assert levels(handed_out(page, folder)) == {
        "gov-board": "3",
        "gov-mission": "2",
        "fin-books": "3",
        "fin-donors": "4",
    }
    scores = assess(folder).scores
    chosen = scores[scores["kind"] == "dimension"].set_index("element")["score"].to_dict()
    assert chosen == {"governance": 2.5, "finance": 3.5}  # the means of 3 and 2, and of 3 and 4


def test_a_closed_tab_loses_nothing_and_the_language_stays(context: BrowserContext, folder: Path) -> None:
    path = form(folder)
    page = opened(context, path)
    page.select_option("#language", "bs")
    assert page.evaluate("document.documentElement.lang") == "bs"
    assert page.locator("h1").inner_text() == "Mali upitnik"
    page.get_by_role("button", name="Počni").click()
    page.get_by_role("radio", name="nije primjenjivo").check()
    assert page.get_by_text("Napišite zašto ovo nije primjenjivo.").is_visible()
    page.locator("textarea").first.fill(HOSTILE)
    assert page.get_by_text("Napišite zašto ovo nije primjenjivo.").is_hidden()
    page.get_by_role("status").filter(has_text="Sačuvano u ovom pregledniku").wait_for()
    page.close()

    page = opened(context, path)
    assert page.locator("h3").inner_text() == "Upravni odbor"
    assert page.get_by_role("radio", name="nije primjenjivo").is_checked()
    assert page.locator("textarea").first.input_value() == HOSTILE
    assert levels(handed_out(page, folder)) == {"gov-board": "not_applicable"}


def test_a_file_is_gone_on_with_in_another_browser(browser: Browser, context: BrowserContext, folder: Path) -> None:
    path = form(folder)
    page = opened(context, path)
    page.get_by_role("button", name="Begin").click()
    page.keyboard.press("4")
    half = handed_out(page, folder)

    other = browser.new_context(offline=True)
    page = opened(other, path)
    page.set_input_files("#file", half)
    page.get_by_text("are in the form.").wait_for()
    page.get_by_role("button", name="Books").click()
    page.keyboard.press("2")
    assert levels(handed_out(page, folder)) == {"gov-board": "4", "fin-books": "2"}
    other.close()


def test_a_file_that_does_not_belong_is_refused_in_words(context: BrowserContext, folder: Path) -> None:
    page = opened(context, form(folder))
    good = json.loads(handed_out(page, folder).read_text(encoding="utf-8"))
    changes: list[tuple[dict[str, Any], str]] = [
        ({"checksum": "0"}, "another questionnaire"),
        ({"organization": "lasta"}, "The file is of lasta"),
        ({"period": "y2"}, "of the period y2"),
        ({"answers": {"constructor": {}}}, "does not know"),
        ({"version": 2}, "another version"),
        ({"answers": {"gov-board": {"state": "answered", "level": "9"}}}, "does not know"),
        ({"answers": {"gov-board": {**BLANK, "state": "answered", "level": "9"}}}, "does not know"),
        ({"format": HOSTILE}, "no file of answers"),
    ]
    texts = [(json.dumps({**good, **change}), says) for change, says in changes]
    for text, says in [*texts, (json.dumps(good)[:-9], "damaged"), ("", "damaged"), ("[]", "damaged")]:
        page.set_input_files("#file", put(folder, "wrong.json", text))
        page.get_by_role("alert").filter(has_text=says).wait_for()
        assert "Nothing was changed" in page.locator("#said").inner_text()
        assert "0 of 4" in page.locator("#progress").inner_text()
        page.locator("nav [data-view=start]").click()


def test_a_file_is_dropped_on_the_page_and_replaces_answers_only_when_confirmed(
    context: BrowserContext, folder: Path
) -> None:
    page = opened(context, form(folder))
    page.get_by_role("button", name="Begin").click()
    page.keyboard.press("4")
    text = handed_out(page, folder).read_text(encoding="utf-8")
    page.keyboard.press("Tab")
    page.get_by_role("radio", name="1 Starting").check()
    drop = """text => {
      const moved = new DataTransfer();
      moved.items.add(new File([text], "zora.json"));
      window.dispatchEvent(new DragEvent("drop", { dataTransfer: moved, cancelable: true }));
    }"""
    for answer, kept in (("Cancel", "1 Starting"), ("Replace", "4 Leading")):
        page.evaluate(drop, text)
        page.get_by_role("dialog").get_by_role("button", name=answer).click()
        page.locator("nav").get_by_role("button", name="Governance").click()
        assert page.get_by_role("radio", name=kept).is_checked()


def test_own_scales_steps_and_reversed_items_are_answered_as_they_are_asked(
    context: BrowserContext, folder: Path
) -> None:
    page = opened(context, form(with_scales(folder)))
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("spinbutton").fill("2.7")
    page.keyboard.press("Tab")
    assert "in steps of 0.5" in page.get_by_role("alert").filter(has_text="steps").inner_text()
    page.get_by_role("spinbutton").fill("2.5")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Next").click()
    cards = [card.inner_text().split()[:2] for card in page.locator(".levels strong").all()]
    # the lowest answer is the best, so it is called as the level that it is worth, and stands last
    assert cards == [["4", "Starting"], ["3", "Building"], ["2", "Established"], ["1", "Leading"]]
    page.keyboard.press("1")
    page.locator("nav").get_by_role("button", name="Financial").click()
    page.get_by_role("button", name="Next").click()
    assert [card.inner_text().split() for card in page.locator(".levels strong").all()] == [["0", "No"], ["1", "Yes"]]
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    # (2.5 + 4) / 2, of which the form shows one decimal, and yes is worth 4
    assert [cell.inner_text() for cell in page.locator("tbody td:nth-child(2)").all()] == ["3.3", "4.0"]
    assert levels(handed_out(page, folder)) == {"gov-board": "2.5", "gov-mission": "1", "fin-donors": "1"}
    scores = assess(folder).scores.set_index("element")["score"]
    assert scores["governance"] == pytest.approx(3.25)


def test_what_a_file_has_beyond_the_format_is_not_handed_on(context: BrowserContext, folder: Path) -> None:
    page = opened(context, form(folder))
    good = json.loads(handed_out(page, folder).read_text(encoding="utf-8"))
    more = {**good, "mood": "good", "answers": {"gov-board": {**BLANK, "state": "answered", "level": "3", "mood": 1}}}
    page.set_input_files("#file", put(folder, "more.json", json.dumps(more)))
    page.get_by_role("alert").filter(has_text="are in the form").wait_for()
    assert "mood" not in handed_out(page, folder).read_text(encoding="utf-8")
    assert not [one for one in assess(folder).findings if one.severity == "error"]


def test_two_tabs_of_one_form_go_together(context: BrowserContext, folder: Path) -> None:
    path = form(folder)
    one, other = opened(context, path), opened(context, path)
    for page in (one, other):
        page.get_by_role("button", name="Governance").click()
    one.get_by_role("radio", name="4 Leading").check()
    other.locator("#progress").filter(has_text="1 of 4").wait_for()
    assert other.get_by_role("radio", name="4 Leading").is_checked()


def test_hostile_names_stay_text(context: BrowserContext, folder: Path) -> None:
    put(folder, "organizations.csv", ORGANIZATIONS.replace("Lasta Theatre", '"' + HOSTILE.replace('"', '""') + '"'))
    page = opened(context, form(folder, "lasta"))
    assert HOSTILE in page.locator("header").inner_text()
    assert HOSTILE in page.title()
    assert page.locator("img").count() == 0
    page.get_by_role("button", name="Begin").click()
    page.locator("textarea").first.fill(HOSTILE)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert HOSTILE in (page.locator("#print").text_content() or "")
    assert page.locator("img").count() == 0


def test_the_policy_stops_a_script_that_was_not_in_the_form(context: BrowserContext, folder: Path) -> None:
    page = opened(context, form(folder))
    page.add_init_script("window.ran = false")
    blocked = """() => new Promise(done => {
      document.addEventListener("securitypolicyviolation", event => done(event.effectiveDirective), { once: true });
      const one = document.createElement("script");
      one.textContent = "window.ran = true";
      document.body.append(one);
    })"""
    assert page.evaluate(blocked).startswith("script-src")
    assert not page.evaluate("window.ran")
    assert page.evaluate("fetch('https://example.org').then(() => 'sent', () => 'stopped')") == "stopped"


def test_last_time_is_shown_only_when_asked_for(context: BrowserContext, folder: Path) -> None:
    last = Previous("Year 0", {"gov-board": "2"}, {"en": "Year 0", "bs": "Nulta godina"})
    page = opened(context, form(folder, previous={"zora": last}))
    page.get_by_role("button", name="Begin").click()
    assert page.locator("label .last").count() == 0
    page.get_by_role("button", name="Show the answers of last time (Year 0)").click()
    assert page.locator("label:has(.last)").inner_text().startswith("2")
    page.select_option("#language", "bs")
    assert page.locator(".last").inner_text() == "Nulta godina"


def test_a_blank_form_for_one_person_asks_whose_it_is_before_it_hands_out(
    context: BrowserContext, folder: Path
) -> None:
    page = opened(context, form(folder, None))
    page.get_by_role("radio", name="Rating of one person").check()
    page.locator("header").get_by_role("button").click()
    assert "organization is still to be named" in page.locator("#said").inner_text()
    page.keyboard.type("zora")
    page.locator("header").get_by_role("button").click()
    assert "code of the respondent" in page.locator("#said").inner_text()
    page.keyboard.type("r1")
    page.get_by_role("radio", name="Agreed by the organization").check()
    assert json.loads(handed_out(page, folder).read_text(encoding="utf-8"))["respondent"] == ""
    (folder / "responses/y1/zora-y1.json").unlink()
    page.get_by_role("radio", name="Rating of one person").check()
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Show the whole dimension").click()
    page.get_by_role("radio", name="3 Established").nth(1).check()
    path = handed_out(page, folder)
    assert path.name == "zora-y1-r1.json"
    rows = assess(folder).responses
    answered = rows[rows["status"] == "answered"]
    assert answered[["respondent", "item", "answer"]].values.tolist() == [["r1", "gov-mission", 3.0]]


AUDIT = (Path(__file__).parent / "web_audit.js").read_text(encoding="utf-8")


FOCUS = """() => {
  const one = document.activeElement;
  // behind the last button comes the browser's own frame
  return one === document.body ? "solid" : getComputedStyle(one.closest(".choice") || one).outlineStyle;
}"""


@pytest.mark.parametrize(("language", "width"), [("bs", 390), ("en", 1280), ("bs", 1920)])
def test_every_view_can_be_read_and_worked_by_everybody(
    context: BrowserContext, folder: Path, language: str, width: int
) -> None:
    page = opened(context, form(with_scales(folder)))
    page.set_viewport_size({"width": width, "height": 844})
    page.select_option("#language", language)
    for view in ("start", "governance", "finance", "summary"):
        page.locator(f"nav [data-view={view}]").click()
        if view == "governance":
            page.locator("main input[value=not_applicable]").check()
        assert page.evaluate(AUDIT) == [], view
    page.locator("nav [data-view=governance]").click()
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS) == "solid", "the focus is seen"
