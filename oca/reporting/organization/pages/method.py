"""The methods page: the scheme in words, its limits, and the data quality of this assessment."""

from __future__ import annotations

from oca.instrument.translation import fallback_note
from oca.language import pick
from oca.raters.few_raters import KEPT_BACK
from oca.reporting.organization.pages.quality import doubts_in_words
from oca.reporting.organization.pages.session import session_in_words
from oca.reporting.organization.record import Method, QualityRow
from oca.reporting.organization.untranslated import shown_instead
from oca.reporting.organization.view import Case
from oca.reporting.text.method import MethodSection
from oca.reporting.text.scheme_words import Told, bands, sections
from oca.reporting.text.score_types import score_type_word
from oca.reporting.text.worked_example import example_of
from oca.tables.rows import ResponseRow


def method(case: Case) -> Method:
    """Write the methods page."""
    told = Told(case.questionnaire, case.scheme, case.words, case.addressed)
    return Method(
        scheme=f"{pick(case.scheme.title, case.language)} ({case.scheme.id})",
        about=pick(case.scheme.about, case.language),
        sections=(
            *_sections(case, told),
            MethodSection(case.words.text("What these figures cannot say"), _limits(case)),
        ),
        example_title=_example_title(case),
        example=() if _gives_away(case) else example_of(case.assessment, case.organization.id, case.period.id, told),
        bands=bands(told),
        quality=_quality(case),
        quality_note=_quality_note(case),
        session=session_in_words(case),
        doubts=tuple(doubts_in_words(case)),
        fallback=fallback_note(case.words, shown_instead(case)),
    )


def _sections(case: Case, told: Told) -> tuple[MethodSection, ...]:
    """Return the method in words; how a priority is made stands on the page of the plan, where there is one."""
    kinds = {one: score_type_word(case.words, one) for one in case.scheme.score_types}
    said = sections(told, kinds)
    return said[:-1] if case.addressed else said


def _gives_away(case: Case) -> bool:
    """Say whether a worked example would print what is kept back because few people rated alone."""
    return bool((case.own_scores["status"] == KEPT_BACK).any())


def _example_title(case: Case) -> str:
    if case.area:
        return case.words.text("Worked out: one of the scores")
    return case.words.text("Worked out: one of your scores")


def _limits(case: Case) -> tuple[str, ...]:
    words = case.words
    if case.area:
        return (
            words.text(
                "The scores are the view of those who rated, on one day. Another panel may choose another level. The "
                "report shows what changed, and says nothing about why."
            ),
        )
    if not case.addressed:
        return (
            words.text(
                "The scores are the organization’s own view on one day. Another group of people, or the same group in "
                "another mood, may choose another level; what one learns to see, one may rate lower. The report shows "
                "what changed, and says nothing about why. Capacity is not performance, and no score here compares "
                "organizations."
            ),
        )
    return (
        words.text(
            "The scores are your own view on one day. Another group of people, or the same group in another mood, may "
            "choose another level; what you learn to see, you may rate lower. The report shows what changed, and says "
            "nothing about why. Capacity is not performance, and no score here compares you with another organization."
        ),
    )


def _quality(case: Case) -> tuple[QualityRow, ...]:
    """Count every answer of every sheet behind the scores."""
    words = case.words
    rows: list[ResponseRow] = [row for given in case.answers.values() for row in given]
    counts = {
        status: sum(row.status == status for row in rows)
        for status in ("answered", "not_applicable", "dont_know", "missing")
    }
    shown = sum(bool(row.evidence) for row in rows if row.status == "answered")
    said = (
        (words.text("answered with a level"), counts["answered"], len(rows)),
        (words.text("not applicable"), counts["not_applicable"], len(rows)),
        (words.text("don’t know"), counts["dont_know"], len(rows)),
        (words.text("left blank"), counts["missing"], len(rows)),
        (words.text("levels with evidence written down"), shown, counts["answered"]),
    )
    return tuple(QualityRow(title, str(count), words.percent(count / of) if of else "–") for title, count, of in said)


def _quality_note(case: Case) -> str:
    words = case.words
    sheets = words.plural(
        "The counts are of {n} sheet of answers.", "The counts are of {n} sheets of answers.", case.respondents
    )
    advice = words.text("The more levels have evidence beside them, the easier it is to agree on them again next time.")
    return f"{sheets} {advice}"
