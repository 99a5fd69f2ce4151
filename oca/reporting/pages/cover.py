"""The cover: whose report it is, what it rests on, who took part, and who sees it."""

from __future__ import annotations

from collections import Counter

from oca.language import Words, pick
from oca.reporting.case import Case
from oca.reporting.context import Cover
from oca.reporting.printable import printable

LONG_NAME = 60
"""A longer name is set smaller, so that the cover holds it."""


def cover(case: Case) -> Cover:
    """Write the cover."""
    words, project = case.words, case.assessment.project
    title = printable(case.questionnaire.title(case.language))
    name = printable(pick(project.settings.name, case.language))
    public = project.settings.thresholds.public
    owner = words.text(
        "This report belongs to your organization. What you do with it, and whom you show it to, is your decision."
    )
    sharing = words.text(
        "It goes to you and to the team of the project. Others see figures for several organizations together only, "
        "never for fewer than {count}.",
        count=public,
    )
    if case.area:
        owner = words.text("This report is about an area, not about an organization; it belongs to the project.")
        sharing = words.text("Those who rated are not named in it.")
    return Cover(
        kind=title if case.area else words.text("Organizational capacity report"),
        organization=printable(case.organization.name),
        long_name=len(case.organization.name) > LONG_NAME,
        project=name,
        period=case.label(case.period.id),
        date=words.date(case.period.date),
        questionnaire=words.text("{title}, version {version} ({ref})", title=title,
                                 version=case.questionnaire.structure.version, ref=case.questionnaire.ref),
        score_type=score_type_sentence(case),
        participants=participants(case),
        owner=owner,
        sharing=sharing,
    )  # fmt: skip


def score_type_sentence(case: Case) -> str:
    """Say how the answers came about."""
    words = case.words
    if case.score_type == "individual":
        if case.scheme.respondents == "median":
            return words.text("Individual ratings: each person rated alone; the score is the median of the ratings.")
        return words.text("Individual ratings: each person rated alone; the score is the mean of the ratings.")
    if case.score_type == "verified":
        return words.text("Verified: agreed with an assessor, who compared each level with evidence.")
    return words.text("Consensus: those present agreed on one level for each item, in one conversation.")


def score_type_word(words: Words, score_type: str) -> str:
    """Name a score type in a table cell."""
    known = {
        "individual": words.text("individual"),
        "consensus": words.text("consensus"),
        "verified": words.text("verified"),
    }
    return known[score_type]


def participants(case: Case) -> str:
    """Say who took part: how many people in which roles, or one sheet of all together."""
    words = case.words
    roles = Counter(_role(words, role) for role in case.raters.values())
    alone = words.plural("{n} person rated alone", "{n} people rated alone", len(case.raters))
    listed = ", ".join(f"{role} {count}" for role, count in sorted(roles.items(), key=lambda one: -one[1]) if role)
    people = f"{alone} ({listed})" if listed else alone
    if case.score_type == "individual":
        return f"{people}."
    if case.raters:
        return words.text("One sheet agreed together; before that, {people}.", people=people)
    return words.text("One sheet agreed together.")


def _role(words: Words, role: str) -> str:
    known = {
        "board": words.text("board"),
        "staff": words.text("staff"),
        "volunteer": words.text("volunteers"),
        "member": words.text("members"),
        "management": words.text("management"),
        "expert": words.text("experts"),
        "": "",
    }
    return known.get(role, printable(role))
