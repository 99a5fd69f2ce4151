"""What an XLSForm asks and offers: the rows of its sheets `survey` and `choices`.

An item's question is named by its id and its choices by the level's number, `na` and `dk`, so that an export with names
reads like a wide table. Each item has a list of its own, because each level shows that item's own text. Where a scale
is answered between its levels, `<item>_number` and `<item>_state` ask, and the item holds what either of them says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from oca.collection.form_content import kind_of
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.structure import Item, level_key
from oca.language import Words, words
from oca.project import Organization, Period

NOT_APPLICABLE, DONT_KNOW = "na", "dk"
"""The names of the two choices that are no level."""

RESERVED = frozenset(
    (
        "organization",
        "organization_name",
        "period",
        "questionnaire",
        "score_type",
        "respondent",
        "role",
        "about",
        "introduction",
        "start",
        "end",
        "today",
        "meta",
    )
)
"""What the form asks beside the items; an item or a dimension of that id gets an underscore after it."""

PHOTO = 1600
"""Pixels of the longer side of a photo: enough to read a page, small enough to send from a village."""

LONG_LIST = 12
"""Choices from which on a list is shown as one line to search in."""

Texts = Mapping[str, str]
"""One text in every language of the form."""

Row = Mapping[str, str | Texts]
"""One row of a sheet: cells by column, a translated one with its text in every language."""


@dataclass(frozen=True)
class XlsForm:
    """What one XLSForm is made from."""

    questionnaire: Questionnaire
    languages: tuple[str, ...]
    default: str
    period: Period | None
    organizations: tuple[Organization, ...]
    score_types: tuple[str, ...]
    photos: bool
    synthetic: bool

    @property
    def area(self) -> bool:
        """Whether a country, an entity or another area is rated, and no organization."""
        return self.questionnaire.structure.subject == "area"

    def text(self, message: str, **values: str) -> Texts:
        """Return a printed word in every language."""
        return {one: words(one).text(message, **values) for one in self.languages}

    def same(self, text: str) -> Texts:
        """Return one text for every language, such as a name."""
        return dict.fromkeys(self.languages, text)


def xml_name(id_: str) -> str:
    """Return the name of the question of an item, or of the group of a dimension.

    >>> xml_name("gov-board"), xml_name("2nd-look"), xml_name("role")
    ('gov_board', '_2nd_look', 'role_')
    """
    name = id_.replace("-", "_")
    name = name if re.match("[A-Za-z_]", name) else f"_{name}"
    return f"{name}_" if name in RESERVED else name


def survey(form: XlsForm) -> Iterator[Row]:
    """Yield the rows of the sheet `survey`: whose form it is, then the items by dimension."""
    yield {"type": "start", "name": "start"}
    yield {"type": "end", "name": "end"}
    yield from _fixed(form)
    yield from _about(form)
    for dimension in form.questionnaire.structure.dimensions:
        texts = {one: form.questionnaire.dimension_text(dimension.id, one) for one in form.languages}
        name, title = xml_name(dimension.id), {one: text.title for one, text in texts.items()}
        yield {"type": "begin_group", "name": name, "label": title}
        if all(text.about for text in texts.values()):
            yield {"type": "note", "name": f"{name}_about", "label": {one: text.about for one, text in texts.items()}}
        for item in form.questionnaire.items_of(dimension.id):
            yield from _item(form, item)
        yield {"type": "end_group", "name": ""}


def choices(form: XlsForm) -> Iterator[Row]:
    """Yield the rows of the sheet `choices`: one list for each item, and those of the first page."""
    if len(form.organizations) > 1:
        yield from _list("organizations", [(one.id, form.same(one.name)) for one in form.organizations])
    if len(form.score_types) > 1:
        kinds = [(kind, {one: kind_of(kind, one) for one in form.languages}) for kind in form.score_types]
        yield from _list("score_types", kinds)
    states = [(NOT_APPLICABLE, form.text("N/A")), (DONT_KNOW, form.text("don't know"))]
    if any(map(_between, form.questionnaire.items)):
        yield from _list("states", states)
    for item in form.questionnaire.items:
        if not _between(item):
            yield from _list(f"rubric_{xml_name(item.id)}", [*_levels(form, item), *states])


def _list(name: str, offered: Sequence[tuple[str, Texts]]) -> Iterator[Row]:
    return ({"list_name": name, "name": choice, "label": label} for choice, label in offered)


def _fixed(form: XlsForm) -> Iterator[Row]:
    """Yield what is known before anybody answers; the loader reads it from the columns of these names."""
    known = {
        "questionnaire": form.questionnaire.ref,
        "period": form.period.id if form.period else "",
        "organization": form.organizations[0].id if len(form.organizations) == 1 else "",
        "score_type": form.score_types[0] if len(form.score_types) == 1 else "",
    }
    for name, value in known.items():
        if value:
            yield {"type": "calculate", "name": name, "calculation": f"'{value}'"}


def _about(form: XlsForm) -> Iterator[Row]:
    """Yield the first page: the introduction, whose form it is, and who fills it in."""
    title = {one: form.questionnaire.title(one) for one in form.languages}
    yield {"type": "begin_group", "name": "about", "label": title, "appearance": "field-list"}
    introduction = {one: form.questionnaire.introduction(one) for one in form.languages}
    if all(introduction.values()):
        yield {"type": "note", "name": "introduction", "label": introduction}
    yield _whose(form)
    if len(form.score_types) > 1:
        label = form.text("Kind of assessment")
        yield {"type": "select_one score_types", "name": "score_type", "label": label, "required": "yes"}
    if "individual" in form.score_types:
        yield from _respondent(form)
    yield {"type": "end_group", "name": ""}


def _whose(form: XlsForm) -> Row:
    """Return what asks for the organization: a note where it is known, a list, or a text where nobody is listed."""
    whose = form.text("Area") if form.area else form.text("Organization")
    if len(form.organizations) == 1:
        named = {one: f"{word}: {form.organizations[0].name}" for one, word in whose.items()}
        return {"type": "note", "name": "organization_name", "label": named}
    if form.organizations:
        appearance = "minimal autocomplete" if len(form.organizations) > LONG_LIST else ""
        asked: Row = {"type": "select_one organizations", "label": whose, "appearance": appearance}
    else:
        area, organization = form.text("Area (id or full name)"), form.text("Organization (id or full name)")
        asked = {"type": "text", "label": area if form.area else organization}
    return {**asked, "name": "organization", "required": "yes"}


def _respondent(form: XlsForm) -> Iterator[Row]:
    alone = "${score_type} = 'individual'"
    hint = form.text("A code that only the team can tell from others, and no name.")
    code = form.text("Code of the respondent")
    yield {"type": "text", "name": "respondent", "label": code, "hint": hint, "relevant": alone, "required": "yes"}
    role = form.text("Role") if form.area else form.text("Role in the organization")
    yield {"type": "text", "name": "role", "label": role, "relevant": alone}


def _item(form: XlsForm, item: Item) -> Iterator[Row]:
    """Yield an item with its remarks, on one screen.

    The remarks are labelled with the item's title: an export is headed by labels unless somebody asks for names.
    """
    name, title = xml_name(item.id), _title(form, item)
    yield {
        "type": "begin_group",
        "name": f"{name}_page",
        "label": _subdimension(form, item),
        "appearance": "field-list",
    }
    if _between(item):
        yield from _number(form, item, name)
    else:
        yield {"type": f"select_one rubric_{name}", "name": name, "label": title, **_helps(form, item)}
    not_applicable = f"${{{name}}} = '{NOT_APPLICABLE}'"
    yield {
        "type": "text",
        "name": f"{name}_na_reason",
        "label": _headed(title, form.text("Reason")),
        "hint": form.text("Why does it not apply?"),
        "relevant": not_applicable,
        "appearance": "multiline",
    }
    for part, label in (("comment", form.text("Comment")), ("evidence", form.text("Evidence"))):
        yield {"type": "text", "name": f"{name}_{part}", "label": _headed(title, label), "appearance": "multiline"}
    if form.photos:
        yield {
            "type": "image",
            "name": f"{name}_photo",
            "label": _headed(title, form.text("Photo of the evidence")),
            "parameters": f"max-pixels={PHOTO}",
        }
    yield {"type": "end_group", "name": ""}


def _number(form: XlsForm, item: Item, name: str) -> Iterator[Row]:
    """Yield an item that is answered with a number between two levels.

    The texts of the levels, the number, what is none; and under the item's name whichever of the two was given.
    """
    low, high = level_key(item.answers[0]), level_key(item.answers[-1])
    step = level_key(form.questionnaire.structure.scale.step or 1)
    count, title = f"(. - {low}) div {step}", _title(form, item)
    levels = list(_levels(form, item))
    ladder = {one: "\n".join(level[one] for _, level in levels) for one in form.languages}
    yield {"type": "note", "name": f"{name}_levels", "label": ladder}
    message = {
        one: words(one).text(
            "Write a number from {low} to {high}, in steps of {step}.",
            low=low,
            high=high,
            step=words(one).number(float(step), len(step.partition(".")[2])),
        )
        for one in form.languages
    }
    number = {
        one: said.rstrip(":") for one, said in form.text("Number from {low} to {high}:", low=low, high=high).items()
    }
    yield {
        "type": "decimal",
        "name": f"{name}_number",
        "label": _headed(title, number),
        **_helps(form, item),
        "constraint_message": message,
        "constraint": f". >= {low} and . <= {high} and {count} - round({count}, 0) < 0.000001"
        f" and round({count}, 0) - {count} < 0.000001",
    }
    yield {
        "type": "select_one states",
        "name": f"{name}_state",
        "label": _headed(title, form.text("If no number can be given")),
        "relevant": f"${{{name}_number}} = ''",
    }
    given = f"coalesce(${{{name}_number}}, ${{{name}_state}})"
    yield {"type": "calculate", "name": name, "calculation": given}


def _title(form: XlsForm, item: Item) -> Texts:
    return {one: form.questionnaire.item_text(item.id, one).title or item.id for one in form.languages}


def _headed(title: Texts, said: Texts) -> Texts:
    return {one: f"{text} – {said[one]}" for one, text in title.items()}


def _helps(form: XlsForm, item: Item) -> dict[str, Texts]:
    """Return prompt and guidance of an item; what a language lacks is left out in all."""
    texts = {one: form.questionnaire.item_text(item.id, one) for one in form.languages}
    critical = {one: f" ({words(one).text('critical')})" if item.critical else "" for one in form.languages}
    helps: dict[str, Texts] = {
        "hint": {one: text.prompt and text.prompt + critical[one] for one, text in texts.items()},
        "guidance_hint": {
            one: "\n".join(filter(None, [_evidence(words(one), text.evidence), text.guidance]))
            for one, text in texts.items()
        },
    }
    return {column: text for column, text in helps.items() if all(text.values())}


def _evidence(printed: Words, evidence: str) -> str:
    return f"{printed.text('Evidence:')} {evidence}" if evidence else ""


def _levels(form: XlsForm, item: Item) -> Iterator[tuple[str, Texts]]:
    """Yield the levels of an item, from the least good to the best, by their numbers: `3 - text`."""
    source = form.questionnaire
    for level, _ in source.rungs(item.id):
        key = level_key(level)
        said = {
            one: source.answer_text(item.id, level, one) or source.answer_name(item.id, level, one)
            for one in form.languages
        }
        yield key, {one: f"{key} - {text}" for one, text in said.items()}


def _subdimension(form: XlsForm, item: Item) -> Texts | str:
    """Return the title of the part that an item belongs to; empty without one."""
    if not item.subdimension:
        return ""
    return {one: form.questionnaire.subdimension_title(item.subdimension, one) for one in form.languages}


def _between(item: Item) -> bool:
    return len(item.answers) > len(item.levels)
