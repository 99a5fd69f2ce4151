"""Which other languages an output falls back on, because a text that it shows is not translated into its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from oca.instrument.scale import next_level, standing
from oca.instrument.structure import level_key
from oca.instrument.translation import TranslatedText, falling_back
from oca.language import SOURCE, Text, Words, is_spoken
from oca.reporting.organization.view import Case

_SHOWN = ("title", "scale.name", "scale.text", "dimensions.title", "dimensions.short", "dimensions.next", "items.title")
"""The kinds of text that a report shows of a questionnaire, beside the level texts of its items."""


def shown_instead(case: Case) -> set[str]:
    """Return the languages, other than its own, of the texts that a report shows; empty when all are in its own."""
    found = instead_of(case.words, _texts(case))
    if any(_is_shown(case, part) for part in falling_back(case.questionnaire, case.language)):
        found.add(case.questionnaire.structure.source_language)
    return found - {case.language}


def instead_of(words: Words, texts: Iterable[Text]) -> set[str]:
    """Return the languages in which texts are shown that are not there in the language of the printed words."""
    found = {_instead(text) for text in texts if not is_spoken(text, words.language)}
    return found if words.is_translated else {*found, SOURCE}


def _texts(case: Case) -> Iterator[Text]:
    """Yield the texts of the project and of the scheme that a report shows."""
    settings = case.assessment.project.settings
    yield settings.name
    yield from (case.assessment.project.period(period).label for period in case.periods)
    yield from (case.scheme.title, case.scheme.about)
    for band in case.scheme.bands:
        yield from (band.title, band.text)


def _instead(text: Text) -> str:
    return SOURCE if text.get(SOURCE) else next(language for language, one in text.items() if one)


def _is_shown(case: Case, part: TranslatedText) -> bool:
    """Say whether a report shows a text: of an item's levels only the one it stands on, and the next."""
    if part.kind != "items.levels":
        return part.kind in _SHOWN
    row = case.of("item", part.element)
    if row is None or row.status != "scored":
        return False
    following = next_level(case.questionnaire, part.element, row.score) or case.questionnaire.rungs(part.element)[-1]
    beside = (standing(case.questionnaire, part.element, row.score), following)
    return part.key[-1] in {level_key(level) for level, _ in beside}
