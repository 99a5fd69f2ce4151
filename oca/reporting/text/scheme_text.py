"""A scheme explained as plain text, with one score of the project worked out: what `oca scheme explain` prints."""

from __future__ import annotations

from collections.abc import Iterator

from oca.assessment import Assessment
from oca.errors import UsageError
from oca.findings import suggest
from oca.language import pick, words
from oca.reporting.text.scheme_words import Told, bands, sections
from oca.reporting.text.score_types import score_type_word
from oca.reporting.text.worked_example import example_of


def explained_scheme(
    assessment: Assessment, scheme: str | None, language: str, organization: str | None = None
) -> Iterator[str]:
    """Yield the paragraphs that explain a scheme of a project.

    Args:
        assessment: the project's.
        scheme: the id of a scheme that a period uses; that of the last period when None.
        language: the language to explain it in.
        organization: whose score is worked out; the first that has one in the last period of the scheme when None.

    Raises:
        UsageError: no period uses the scheme, or there is no such organization or language.
    """
    used = {one.scheme: one.id for one in assessment.project.settings.periods if not one.retrospective_of}
    name = scheme or assessment.scheme_of(assessment.project.periods[-1]).id
    if name not in used:
        raise UsageError(f"No period of this project uses the scheme {name}. {suggest(name, used)}")
    period = used[name]
    told = Told(assessment.questionnaire_of(period), assessment.schemes[name], words(language))
    yield f"{pick(told.scheme.title, language)} ({name}, {told.questionnaire.ref})"
    yield pick(told.scheme.about, language)
    kinds = {one: score_type_word(told.words, one) for one in told.scheme.score_types}
    for section in sections(told, kinds):
        yield f"# {section.title}"
        yield from section.paragraphs
    title = told.words.text("From scores to words")
    yield f"# {title}"
    for band in bands(told):
        yield f"{band.title}: {band.limits}. {band.text}"
    yield from _example(assessment, told, period, organization)


def _example(assessment: Assessment, told: Told, period: str, organization: str | None) -> Iterator[str]:
    rows = assessment.scores[(assessment.scores["period"] == period) & (assessment.scores["status"] == "scored")]
    assessed = list(dict.fromkeys(rows["organization"]))
    whose = assessment.project.organization(organization).id if organization else next(iter(assessed), "")
    if whose not in assessed:
        return
    one = assessment.project.organization(whose)
    label = pick(assessment.project.period(period).label, told.language)
    title = told.words.text("Worked out: {organization}, {period}", organization=one.name, period=label)
    yield f"# {title}"
    yield from example_of(assessment, whose, period, told)
