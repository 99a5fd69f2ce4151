"""The cover: whose report it is, what it rests on, who took part, and who sees it."""

from __future__ import annotations

from collections import Counter

from oca.language import Words, pick
from oca.reporting.organization.pages.session import participants_noted
from oca.reporting.organization.record import Cover
from oca.reporting.organization.view import Case
from oca.reporting.text.printable import printable

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
    if case.audience == "public":
        owner = words.text("The report belongs to the organization, which decides to whom it is shown.")
        sharing = ""
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
        questionnaire=words.text(
            "{title}, version {version} ({ref})",
            title=title,
            version=case.questionnaire.structure.version,
            ref=case.questionnaire.ref,
        ),
        score_type=score_type_sentence(case),
        participants=participants(case),
        owner=owner,
        sharing=sharing,
        version=_version(case),
    )


def _version(case: Case) -> str:
    """Say for whom this version is, and what it leaves out; nothing of the organization's own."""
    said = {
        "public": case.words.text(
            "This is the version for the public. It leaves out single items, comments, evidence and who rated how; the "
            "full report has them."
        ),
        "internal": case.words.text(
            "This is the internal version, for the team of the project only: it is not meant to be passed on."
        ),
    }
    return said.get(case.audience, "")


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


def participants(case: Case) -> str:
    """Say who took part: how many people in which roles, or one sheet of all together."""
    words = case.words
    alone = words.plural("{n} person rated alone", "{n} people rated alone", len(case.raters))
    listed = ", ".join(
        _of_role(words, role, count)
        for role, count in sorted(Counter(case.raters.values()).items(), key=lambda one: (-one[1], one[0]))
        if role
    )
    people = f"{alone}: {listed}" if listed else alone
    if case.score_type == "individual":
        return f"{people}."
    noted = participants_noted(case)
    if case.raters and noted:
        return words.text("One sheet agreed together ({noted}); before that, {people}.", noted=noted, people=people)
    if case.raters:
        return words.text("One sheet agreed together; before that, {people}.", people=people)
    if noted:
        return words.text("One sheet agreed together: {noted}.", noted=noted)
    return words.text("One sheet agreed together.")


def _of_role(words: Words, role: str, count: int) -> str:
    """Count the people of one role; a role of the project's own stands as it was written."""
    known = {
        "board": words.plural("{n} board member", "{n} board members", count),
        "staff": words.plural("{n} staff member", "{n} staff members", count),
        "volunteer": words.plural("{n} volunteer", "{n} volunteers", count),
        "member": words.plural("{n} member", "{n} members", count),
        "management": words.plural("{n} manager", "{n} managers", count),
        "expert": words.plural("{n} expert", "{n} experts", count),
    }
    return known.get(role, f"{printable(role)} {count}")
