"""The form to fill in by hand: a questionnaire on paper, and beside it the sheet into which the answers are typed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from oca import content, files
from oca.collection.form_content import FilledSheet, Form
from oca.collection.forms.batch import Order, write_entry_sheets
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.structure import Item, level_key
from oca.instrument.translation import asked_instead, fallback_note
from oca.language import pick
from oca.project import Organization
from oca.reporting.printing.render import FONTS, check_printing, fill, print_page
from oca.reporting.text.printable import printable

TEMPLATE = "paper/form.html.j2"

STYLES = (FONTS, "paper/form.css")


@dataclass(frozen=True)
class Rung:
    """One level: of the scale, or one to tick.

    Attributes:
        value: its number.
        name: its name; empty where only the text is shown.
        text: what one sees at this level.
    """

    value: str
    name: str
    text: str


@dataclass(frozen=True)
class PaperItem:
    """One item.

    Attributes:
        code: its id, for data entry.
        title: its name.
        critical: whether the questionnaire marks it as critical.
        prompt: the question.
        evidence: what counts as evidence; empty where the questionnaire does not say.
        levels: from the least good to the best.
        number: what stands before the line for a number; empty where a level is ticked.
    """

    code: str
    title: str
    critical: bool
    prompt: str
    evidence: str
    levels: tuple[Rung, ...]
    number: str


@dataclass(frozen=True)
class PaperPart:
    """A dimension, or a part of one.

    Attributes:
        title: its name; empty for items that stand directly under their dimension.
        items: its items.
    """

    title: str
    items: tuple[PaperItem, ...]


@dataclass(frozen=True)
class PaperDimension:
    """One dimension.

    Attributes:
        title: its name.
        about: what it is about.
        parts: its parts.
    """

    title: str
    about: str
    parts: tuple[PaperPart, ...]


@dataclass(frozen=True)
class PaperForm:
    """What the template of the paper form may use.

    Attributes:
        language: code of the language.
        title: title of the questionnaire.
        running: organization and period, on top of every page; only what is known.
        ref: the questionnaire's id and version, at the foot of every page.
        notice: that the data are invented; empty where they are not.
        known: what is printed already, as label and text.
        open: labels of the lines to fill in.
        instructions: how to fill it in, a paragraph a step.
        scale: the levels, from the least good to the best.
        scale_note: which end of the scale is good; empty where the highest is.
        states: the words for not applicable and don't know.
        dimensions: the items.
    """

    language: str
    title: str
    running: str
    ref: str
    notice: str
    known: tuple[tuple[str, str], ...]
    open: tuple[str, ...]
    instructions: tuple[str, ...]
    scale: tuple[Rung, ...]
    scale_note: str
    states: tuple[str, str]
    dimensions: tuple[PaperDimension, ...]


def write_paper(order: Order, folder: Path) -> list[Path]:
    """Write the paper form of each organization as PDF/UA-1, and the sheet for typing it in.

    Raises:
        PrintingUnavailable: the system has no Pango.
        PrintingError: WeasyPrint warned of anything.
    """
    check_printing()
    paths = []
    for one in order.each:
        path = order.path(folder, one, "-paper.pdf")
        files.write(path, paper_pdf(paper_form(order, one), order.project.folder))
        paths.append(path)
    return [*paths, *write_entry_sheets(order, folder)]


def paper_html(form: PaperForm, project_folder: Path | None = None) -> str:
    """Return the form as one HTML page with its styles in it."""
    return fill(TEMPLATE, STYLES, content.roots("report_templates", project_folder), form.language, form=form)


def paper_pdf(form: PaperForm, project_folder: Path | None = None) -> bytes:
    """Return the form as PDF/UA-1."""
    return print_page(paper_html(form, project_folder), content.roots("report_templates", project_folder))


def paper_form(order: Order, organization: Organization | None) -> PaperForm:
    """Return what the paper form of an organization says; None leaves the organization open."""
    form = Form(
        order.questionnaire,
        order.language_of(organization),
        organization,
        order.period,
        order.score_type,
        FilledSheet(),
        order.project.settings.synthetic,
    )
    questionnaire, text = order.questionnaire, form.words.text
    period = pick(order.period.label, form.language)
    named = [organization.name] if organization else []
    return PaperForm(
        language=form.language,
        title=printable(questionnaire.title(form.language)),
        running=printable(" · ".join([*named, period])),
        ref=questionnaire.ref,
        notice=text("Invented data: an example, no real organization") if form.synthetic else "",
        known=_known(form, period),
        open=_open(form),
        instructions=tuple(filter(None, map(printable, _instructions(form)))),
        scale=tuple(_level(questionnaire, level, form.language) for level in questionnaire.ladder),
        scale_note=_scale_note(form),
        states=(form.states["not_applicable"], form.states["dont_know"]),
        dimensions=tuple(_dimension(form, one) for one in questionnaire.dimension_ids),
    )


def _known(form: Form, period: str) -> tuple[tuple[str, str], ...]:
    text, organization = form.words.text, form.organization
    whose = text("Area") if form.area else text("Organization")
    named = [(whose, f"{organization.name} ({organization.id})")] if organization else []
    rows = [*named, (text("Period"), period), (text("Kind of assessment"), form.kind)]
    return tuple((label, printable(said)) for label, said in rows)


def _open(form: Form) -> tuple[str, ...]:
    text = form.words.text
    whose = [] if form.organization else [text("Area") if form.area else text("Organization")]
    if form.score_type == "individual":
        who = [text("Code of the respondent"), text("Role") if form.area else text("Role in the organization")]
    else:
        who = [form.who, text("Place")]
    return (*whose, *who, text("Date"))


def _instructions(form: Form) -> list[str]:
    text, step = form.words.text, form.questionnaire.structure.scale.step
    others = asked_instead(form.questionnaire, form.language)
    states = {"na": form.states["not_applicable"], "dk": form.states["dont_know"]}
    if step is None:
        how = text("2. Read the texts of an item from top to bottom, and tick the one level that fits best today.")
    else:
        how = text(
            "2. Read the texts of an item from top to bottom, and write the number that fits best. Where the truth "
            "lies between two levels, write a number between them, in steps of {step}.",
            step=form.number(step),
        )
    if form.area:
        none = text(
            "3. Tick “{na}” where an item does not apply to the area, and write why; tick “{dk}” where you "
            "cannot tell.",
            **states,
        )
    else:
        none = text(
            "3. Tick “{na}” where an item does not concern the organization, and write why; tick “{dk}” where "
            "nobody can tell.",
            **states,
        )
    return [
        fallback_note(form.words, others),
        form.questionnaire.introduction(form.language),
        text("1. Fill in the lines above; then go through the items one by one."),
        how,
        none,
        text("4. Note what shows it under evidence: a document, a date, a link."),
        text(
            "5. To change an answer, cross out the whole line and tick another one. The small codes are for data entry."
        ),
    ]


def _scale_note(form: Form) -> str:
    ladder = form.questionnaire.ladder
    if not form.questionnaire.direction.reversed:
        return ""
    ends = {"best": level_key(ladder[-1]), "worst": level_key(ladder[0])}
    return form.words.text("On this scale {best} is the best level and {worst} the worst.", **ends)


def _level(questionnaire: Questionnaire, level: float, language: str) -> Rung:
    named = questionnaire.level_name(level, language)
    return Rung(level_key(level), printable(named.name), printable(named.text))


def _dimension(form: Form, dimension: str) -> PaperDimension:
    entry = form.questionnaire.dimension_text(dimension, form.language)
    items = form.questionnaire.items_of(dimension)
    parts = dict.fromkeys(item.subdimension for item in items)
    return PaperDimension(
        printable(entry.title),
        printable(entry.about),
        tuple(
            PaperPart(
                printable(form.questionnaire.subdimension_title(part, form.language)) if part else "",
                tuple(_item(form, item) for item in items if item.subdimension == part),
            )
            for part in parts
        ),
    )


def _item(form: Form, item: Item) -> PaperItem:
    entry, text = form.questionnaire.item_text(item.id, form.language), form.words.text
    low, high = level_key(item.answers[0]), level_key(item.answers[-1])
    return PaperItem(
        code=item.id,
        title=printable(entry.title),
        critical=item.critical,
        prompt=printable(entry.prompt),
        evidence=printable(text("What counts as evidence: {text}", text=entry.evidence)) if entry.evidence else "",
        levels=tuple(_rung(form, item, level) for level, _ in form.questionnaire.rungs(item.id)),
        number=text("Number from {low} to {high}:", low=low, high=high) if form.between(item) else "",
    )


def _rung(form: Form, item: Item, level: float) -> Rung:
    """Return a level to tick: its text; the name as well where the item has a scale of its own."""
    said = form.questionnaire.answer_text(item.id, level, form.language)
    name = form.questionnaire.answer_name(item.id, level, form.language)
    return Rung(level_key(level), printable(name) if item.scale or not said else "", printable(said))
