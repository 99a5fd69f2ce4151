"""The cover: which project and periods, who was assessed, and who the report is for."""

from __future__ import annotations

from oca.language import pick
from oca.reporting.cohort.record import CohortCover, Fact
from oca.reporting.cohort.view import View
from oca.reporting.organization.pages.cover import LONG_NAME
from oca.reporting.organization.wording import DASH
from oca.reporting.text.printable import printable


def cover(view: View) -> CohortCover:
    """Write the cover."""
    words, project = view.words, view.assessment.project
    name = printable(pick(project.settings.name, view.language))
    first, last = view.period_label(view.periods[0]), view.period_label(view.latest)
    refs = list(dict.fromkeys(project.period(one).questionnaire for one in view.periods))
    title = printable(view.questionnaire.title(view.language))
    return CohortCover(
        kind=words.text("Cohort report on organizational capacity"),
        project=name,
        long_name=len(name) > LONG_NAME,
        periods=first if first == last else f"{first} {DASH} {last}",
        marking=marking(view),
        facts=(
            Fact(words.text("Organizations"), _cohort(view)),
            Fact(words.text("Date of the data"), words.date(project.period(view.latest).date)),
            Fact(words.text("Questionnaire"), f"{title} ({', '.join(refs)})"),
            Fact(words.text("Scheme"), f"{printable(pick(view.scheme.title, view.language))} ({view.scheme.id})"),
        ),
        note=words.text(
            "Capacity scores are ratings of how an organization works. They do not measure what it achieves, and "
            "nothing in this report says why a score changed."
        ),
    )


def marking(view: View) -> str:
    """Say for whom the report is."""
    text = view.words.text
    return {
        "internal": text("INTERNAL: names and scores of organizations. Do not pass on."),
        "organization": text("For the assessed organizations: figures of groups only."),
        "public": text(
            "Public: figures for at least {n} organizations together; no organization is named.", n=view.shown.threshold
        ),
    }[view.shown.release.audience]


def notice(view: View, synthetic: str) -> str:
    """Return what stands at the head of every page: for whom it is, and that data are invented."""
    text = view.words.text
    who = {
        "internal": text("INTERNAL, do not pass on"),
        "organization": text("For the assessed organizations"),
        "public": text("Public"),
    }[view.shown.release.audience]
    return f"{who} · {synthetic}" if synthetic else who


def _cohort(view: View) -> str:
    words, project = view.words, view.assessment.project
    sectors = len({one.sector for one in project.organizations})
    return words.text(
        "{organizations} in {sectors}; {periods}",
        organizations=words.plural("{n} organization", "{n} organizations", len(project.organizations)),
        sectors=words.plural("{n} sector", "{n} sectors", sectors),
        periods=words.plural("{n} period", "{n} periods", len(view.periods)),
    )
