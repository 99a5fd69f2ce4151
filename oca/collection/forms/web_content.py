"""What the web form carries: what is asked, in every language, and the words around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oca.collection.form_content import Previous
from oca.collection.loaders.web import FORMAT, VERSION
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.structure import Item, level_key
from oca.instrument.translation import asked_instead, fallback_note
from oca.language import LANGUAGES, Words, pick, words
from oca.project import Organization, Period


def page_content(
    questionnaire: Questionnaire,
    language: str,
    *,
    organization: Organization | None,
    period: Period | None,
    score_types: Sequence[str],
    synthetic: bool,
    previous: Previous | None,
) -> dict[str, object]:
    """Return everything that the page's script reads, by the names it uses.

    Levels are written as their keys, such as 3 or 2.5; those of an item stand from the least good to the best.
    """
    scale = questionnaire.structure.scale
    spoken = [one for one in LANGUAGES if questionnaire.speaks(one) or one == language]
    return {
        "format": FORMAT,
        "version": VERSION,
        "questionnaire": questionnaire.ref,
        "checksum": questionnaire.checksum,
        "organization": {"id": organization.id, "name": organization.name} if organization else {"id": "", "name": ""},
        "period": {"id": period.id if period else ""},
        "score_types": list(score_types),
        "synthetic": synthetic,
        "language": language,
        "best": scale.best,
        "step": level_key(scale.step) if scale.step else "",
        "low": min(item.bottom for item in questionnaire.items),
        "high": max(item.top for item in questionnaire.items),
        "dimensions": [
            {"id": one, "items": [item.id for item in questionnaire.items_of(one)]}
            for one in questionnaire.dimension_ids
        ],
        "items": {item.id: _item(questionnaire, item) for item in questionnaire.items},
        "texts": {one: _texts(questionnaire, one, period, previous) for one in spoken},
        "previous": {"answers": dict(previous.answers)} if previous else None,
    }


def _item(questionnaire: Questionnaire, item: Item) -> dict[str, object]:
    return {
        "critical": item.critical,
        "between": len(item.answers) > len(item.levels),
        "rungs": [level_key(level) for level, _ in questionnaire.rungs(item.id)],
        "answers": [
            {"key": level_key(answer), "worth": worth} for answer, worth in zip(item.answers, item.worth, strict=True)
        ],
    }


def _texts(
    questionnaire: Questionnaire, language: str, period: Period | None, previous: Previous | None
) -> dict[str, object]:
    """Return the words of one language; what is not translated stands in the source language, with a note."""
    printed = words(language)
    others = asked_instead(questionnaire, language)
    dimensions = {one: questionnaire.dimension_text(one, language) for one in questionnaire.dimension_ids}
    return {
        "name": LANGUAGES[language],
        "decimal": printed.number(0.5, 1)[1],
        "title": questionnaire.title(language),
        "introduction": questionnaire.introduction(language),
        "period": pick(period.label, language) if period else "",
        "last": (pick(previous.labels, language) or previous.period) if previous else "",
        "note": fallback_note(printed, others),
        "words": printed_words(printed, area=questionnaire.structure.subject == "area"),
        "dimensions": {one: {"title": text.title, "about": text.about} for one, text in dimensions.items()},
        "items": {item.id: _item_texts(questionnaire, item, language) for item in questionnaire.items},
    }


def _item_texts(questionnaire: Questionnaire, item: Item, language: str) -> dict[str, object]:
    text = questionnaire.item_text(item.id, language)
    levels = [
        {
            "name": questionnaire.answer_name(item.id, level, language),
            "text": questionnaire.answer_text(item.id, level, language),
        }
        for level, _ in questionnaire.rungs(item.id)
    ]
    return {
        "title": text.title,
        "prompt": text.prompt,
        "evidence": text.evidence,
        "guidance": text.guidance,
        "levels": levels,
    }


def printed_words(printed: Words, *, area: bool) -> Mapping[str, str]:
    """Return the printed words of the page, by the names its script uses; its placeholders are filled there."""
    return {
        **_whose(printed, area=area),
        **_around(printed),
        **_asking(printed),
        **_closing(printed),
        **_files(printed),
    }


def _whose(printed: Words, *, area: bool) -> dict[str, str]:
    text = printed.text
    return {
        "organization": text("Area (id or full name)") if area else text("Organization (id or full name)"),
        "role": text("Role") if area else text("Role in the organization"),
        "period": text("Period"),
        "kind": text("Kind of assessment"),
        "individual": text("Rating of one person"),
        "consensus": text("Agreed by the organization in a session"),
        "verified": text("Agreed with an assessor against evidence"),
        "respondent": text("Code of the respondent"),
        "participants": text("Who took part: roles and how many, no names"),
        "place": text("Place"),
        "date": text("Date"),
        "needs_organization": text("The area is still to be named.")
        if area
        else text("The organization is still to be named."),
        "needs_period": text("The period is still to be named."),
        "needs_respondent": text("A rating of one person needs the code of the respondent."),
    }


def _around(printed: Words) -> dict[str, str]:
    text = printed.text
    return {
        "skip": text("Skip to the questions"),
        "language": text("Language"),
        "contents": text("Contents of the form"),
        "start": text("Start"),
        "summary": text("Summary"),
        "progress": text("{done} of {all} items answered", done="{done}", all="{all}"),
        "saved": text("Saved in this browser"),
        "not_saved": text("Not saved: this browser keeps nothing. Download the file before you close the page."),
        "synthetic": text("Invented data: an example, no real organization"),
        "how": text(
            "Read the texts of an item from left to right, and choose the level that describes what can be seen today."
        ),
        "states": text(
            "Choose “{na}” where an item does not apply, and write why; choose “{dk}” where nobody can tell.",
            na=text("N/A"),
            dk=text("don't know"),
        ),
        "keeps": text(
            "Your answers are saved in this browser as you go, and are sent nowhere. At the end, download the file and "
            "send it to whoever asked you."
        ),
        "begin": text("Begin"),
        "go_on": text("Go on"),
        "keys": text("On the keyboard: a digit chooses a level, Enter goes on, Shift+Enter goes back."),
    }


def _asking(printed: Words) -> dict[str, str]:
    text = printed.text
    return {
        "whole": text("Show the whole dimension"),
        "one_by_one": text("Show one item at a time"),
        "position": text("Item {n} of {all}", n="{n}", all="{all}"),
        "show_last": text("Show the answers of last time ({period})", period="{period}"),
        "hide_last": text("Hide the answers of last time"),
        "critical": text("critical"),
        "guidance": text("Guidance"),
        "shows": text("What shows it"),
        "not_applicable": text("N/A"),
        "dont_know": text("don't know"),
        "clear": text("Clear the answer"),
        "reason": text("Please write why this does not apply."),
        "comment": text("Comment, or reason for {na}", na=text("N/A")),
        "evidence": text("Evidence"),
        "between": text("Or a number between the levels, in steps of {step}:", step="{step}"),
        "step_wrong": text("Write a number on the scale, in steps of {step}.", step="{step}"),
        "back": text("Back"),
        "next": text("Next"),
        "to_summary": text("To the summary"),
    }


def _closing(printed: Words) -> dict[str, str]:
    text = printed.text
    return {
        "profile": text("Mean of each dimension"),
        "dimension": text("Dimension"),
        "mean": text("Mean"),
        "answered": text("Answered"),
        "still_open": text("Still open"),
        "open": text("Still open"),
        "without_reason": text("N/A without a reason"),
        "preview": text(
            "The mean is a preview: every chosen level counts the same. The report follows the scoring scheme."
        ),
        "lowest_best": text("On this scale, the lowest number is the best."),
        "send": text("Download the file with your answers, and send it to whoever asked you."),
        "print": text("Print"),
        "clear_all": text("Clear the form"),
        "clear_question": text("Clear every answer from this form? What was not downloaded is lost."),
        "cancel": text("Cancel"),
    }


def _files(printed: Words) -> dict[str, str]:
    text = printed.text
    return {
        "download": text("Download the answers"),
        "downloaded": text("The answers are in the file {file}, among your downloads.", file="{file}"),
        "load": text("Open a file to go on"),
        "loaded": text("The answers of {file} are in the form.", file="{file}"),
        "replace": text("The form has answers already. Replace them with those of the file?"),
        "replace_yes": text("Replace"),
        "not_ours": text("This is no file of answers from this form, or it is damaged. Nothing was changed."),
        "other_version": text("The file comes from another version of this form. Nothing was changed."),
        "other_questionnaire": text(
            "The file was filled in on another questionnaire, or on other words ({found}); this form asks {expected}. "
            "Nothing was changed.",
            found="{found}",
            expected="{expected}",
        ),
        "other_organization": text("The file is of {found}. Nothing was changed.", found="{found}"),
        "other_period": text("The file is of the period {found}. Nothing was changed.", found="{found}"),
        "unknown_answers": text("The file holds answers that this form does not know. Nothing was changed."),
    }
