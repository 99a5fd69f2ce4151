"""The methods page: scores, statistics of the cohort, what is hidden, and what the figures cannot say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import oca
from oca.instrument.translation import fallback_note, falling_back
from oca.language import Text, pick
from oca.reporting.cohort.audited import ENOUGH_FOR_SPREAD, HIDDEN
from oca.reporting.cohort.record import CohortMethod, MethodPart
from oca.reporting.cohort.view import View
from oca.reporting.organization.untranslated import instead_of
from oca.reporting.text.printable import printable
from oca.reporting.text.scheme_words import Told, sections
from oca.reporting.text.score_types import score_type_word

_SHOWN = ("title", "dimensions.title", "dimensions.short", "items.title")
"""The kinds of text that the report shows of a questionnaire."""


def method(view: View) -> CohortMethod:
    """Write the page."""
    told = Told(view.questionnaire, view.scheme, view.words, addressed=False)
    kinds = {one: score_type_word(view.words, one) for one in view.scheme.score_types}
    parts = [MethodPart(one.title, tuple(one.paragraphs)) for one in sections(told, kinds)]
    if not view.internal:
        parts.append(MethodPart(view.words.text("What is not shown"), _hidden(view)))
    parts.append(MethodPart(view.words.text("What these figures cannot say"), _limits(view)))
    return CohortMethod(
        scheme=f"{printable(pick(view.scheme.title, view.language))} ({view.scheme.id})",
        parts=tuple(parts),
        origin=_origin(view),
        fallback=fallback_note(view.words, _instead(view)),
    )


def _hidden(view: View) -> tuple[str, ...]:
    rules = view.words.text(
        "A figure stands here only where at least {n} organizations contribute to that very figure; otherwise it "
        "reads “{sign}”, and a number of organizations under that reads “<{n}”. A figure of a group is hidden as well "
        "where it and the others would give a hidden one back. Under {spread} organizations there is no interval, "
        "no test, and no share where one would be 0 % or 100 %. Means and changes have one decimal. Lowest and "
        "highest scores are never shown.",
        sign=HIDDEN,
        n=view.shown.threshold,
        spread=ENOUGH_FOR_SPREAD,
    )
    return tuple(one for one in (rules, _audited(view)) if one)


def _audited(view: View) -> str:
    """Say what the audit found; it passed, or there would be no report."""
    audit = view.shown.release.protected.audit
    if audit is None or audit.shortest is None:
        return ""
    return view.words.text(
        "The means, the mean changes and the numbers of organizations were attacked together with everything given "
        "out before: to any organization that knows its own scores, every score of every other one is left open by at "
        "least {width} of a level. Intervals, tests, estimates of change, and counts over several dimensions or years "
        "are no part of this attack; they are given only from {spread} organizations on.",
        width=view.words.number(audit.wanted, 1),
        spread=ENOUGH_FOR_SPREAD,
    )


def _limits(view: View) -> tuple[str, ...]:
    text = view.words.text
    return (
        text(
            "The scores are each organization’s own view on one day, unless an assessor verified them. Capacity is not "
            "performance and not impact. The report shows what changed, and says nothing about why: there is no group "
            "without support to compare with, and the organizations were not drawn at random."
        ),
        text(
            "Intervals say how far a figure could lie from that of many organizations like these. They say nothing of "
            "how honest or how strict the ratings are."
        ),
    )


def _origin(view: View) -> str:
    files = view.assessment.files
    together = hashlib.sha256("".join(f"{name}\n{files[name]}\n" for name in sorted(files)).encode()).hexdigest()
    return view.words.text(
        "{n} response files; fingerprint of all of them (SHA-256): {fingerprint}. oca {version}. The same input "
        "gives the same file.",
        n=len(files),
        fingerprint=together[:16],
        version=oca.__version__,
    )


def _instead(view: View) -> set[str]:
    """Return the languages, other than its own, of texts that the report shows."""
    found = instead_of(view.words, _texts(view))
    if any(part.kind in _SHOWN for part in falling_back(view.questionnaire, view.language)):
        found.add(view.questionnaire.structure.source_language)
    return found - {view.language}


def _texts(view: View) -> Iterator[Text]:
    settings = view.assessment.project.settings
    yield settings.name
    yield from (view.assessment.project.period(one).label for one in view.periods)
    yield from (view.scheme.title, view.scheme.about)
    if view.shown.grouped:
        yield from (
            settings.sectors.values() if view.shown.release.by == "sector" else (one.label for one in settings.clusters)
        )
