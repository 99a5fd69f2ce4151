"""How scores, changes and counts are put into words: second person, words before numbers, never a cause."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from oca.instrument.scale import TOLERANCE, next_level, standing
from oca.instrument.structure import level_key
from oca.language import Words, faithful_digits, pick
from oca.raters.few_raters import KEPT_BACK
from oca.reporting.organization.view import Case
from oca.reporting.text.printable import printable, truncate
from oca.tables.rows import ChangeRow, ScoreRow

DASH = "–"

COMMENT_LIMIT = 230
"""The most characters of a comment that half a page can hold."""


def score_of(case: Case, row: ScoreRow | None) -> str:
    """Return a score with one decimal, or as many as keep it in its band; empty without one."""
    if row is None or row.status != "scored":
        return ""
    part = row.highest / 100 if case.scheme.unit == "points" else 1.0  # the bands of sums are in percent of the maximum
    starts = [band.start * part for band in case.scheme.bands]
    return case.words.number(row.score, faithful_digits(row.score, starts))


def most_of(case: Case, row: ScoreRow) -> str:
    """Write the best that a score of several items could be: 4 levels, 100 percent, or the points that apply."""
    return case.words.number(row.highest) if case.scheme.unit != "levels" else level_number(case, case.ladder[-1])


def change_digits(case: Case, change: float) -> int:
    """Return how many decimals keep a change on its side of what the scheme calls a meaningful one."""
    return faithful_digits(abs(change), [case.scheme.meaningful_change])


def placed(case: Case, row: ScoreRow | None) -> float | None:
    """Return where a score of several items lies on `case.axis`; None without one."""
    if row is None or row.status != "scored":
        return None
    return 100 * float(row.score) / float(row.highest) if case.scheme.unit == "points" else float(row.score)


def amount(case: Case, change: float) -> str:
    """Write how large a change is, in points or percentage points; only for schemes that do not count in levels."""
    number = case.words.number(abs(change))
    if case.scheme.unit == "points":
        return case.words.text("{number} points", number=number)
    return case.words.text("{number} percentage points", number=number)


def band_word(case: Case, row: ScoreRow) -> str:
    """Return the name of the band of a score, or why there is no score."""
    band = case.band(row)
    return pick(band.title, case.language) if band else no_score(case.words, row)


def no_score(words: Words, row: ScoreRow | None) -> str:
    """Say in a few words why there is no score."""
    if row is not None and row.status == "not_applicable":
        return words.text("not applicable")
    if row is not None and row.status == KEPT_BACK:
        return words.text("not shown, few people rated")
    return words.text("no score, too few answers")


def level_number(case: Case, score: float) -> str:
    """Write an item's score: a whole level without a decimal, a mean of several ratings or a step with one or more."""
    if score in case.levels and score == int(score):
        return case.words.number(score, 0)
    step = case.questionnaire.structure.scale.step
    return case.words.number(score, max(1, len(level_key(step).partition(".")[2])) if step else 1)


def level_word(case: Case, item: str, score: float) -> str:
    """Return the name of an item's level or answer; for a mean of several ratings those that it lies between."""
    form, following = case.questionnaire, next_level(case.questionnaire, item, score)
    level, worth = standing(form, item, score)
    name = form.answer_name(item, level, case.language)
    if following is None or abs(worth - score) <= TOLERANCE:
        return name
    better = form.answer_name(item, following[0], case.language)
    return case.words.text("between {lower} and {better}", lower=name, better=better)


def level_and_word(case: Case, item: str, score: float) -> str:
    """Write an item's level in a sentence: level 2 (Building); of an item with its own answers: Yes."""
    number, word = level_number(case, score), level_word(case, item, score)
    if not case.questionnaire.by_id[item].scale:
        return case.words.text("level {number} ({word})", number=number, word=word)
    exact_level = abs(standing(case.questionnaire, item, score)[1] - score) <= TOLERANCE
    return word if exact_level else f"{number} ({word})"


def scale_note(case: Case) -> str:
    """Say which end of the scale is good, where it is not the one that most people expect; else nothing."""
    if not case.reversed:
        return ""
    worst, best = (level_number(case, level) for level in (case.ladder[0], case.ladder[-1]))
    return case.words.text(
        "On this scale {best} is the best level and {worst} the worst: charts run from the worst to the best, and a "
        "change with a minus is an improvement.",
        best=best,
        worst=worst,
    )


def basis(words: Words, row: ScoreRow) -> str:
    """Say how many answers a score of several items rests on."""
    applicable = row.answered + row.dont_know + row.missing
    parts = []
    if applicable:
        parts.append(
            words.plural(
                "{answered} of {n} item answered", "{answered} of {n} items answered", applicable, answered=row.answered
            )
        )
    if row.not_applicable:
        parts.append(words.plural("{n} not applicable", "{n} not applicable", row.not_applicable))
    return ", ".join(parts)


def sentence(text: str) -> str:
    """Return words as a sentence of their own: a capital letter and a full stop."""
    return f"{text[:1].upper()}{text[1:]}."


def lacking(row: ScoreRow, coverage: float) -> int:
    """Return how many more answers a score would need."""
    applicable = int(row.answered + row.dont_know + row.missing)
    return max(math.ceil(coverage * applicable - TOLERANCE) - int(row.answered), 0)


def why_incomparable(words: Words, reason: str) -> str:
    """Say why two periods are not compared, by the reason that CHANGES gives."""
    said = {
        "score_type": words.text("the answers came about in different ways"),
        "insufficient": words.text("there is no score in one of the two periods"),
        "not_applicable": words.text("not applicable in at least one of the two periods"),
        "items": words.text("too few items are the same in both versions of the questionnaire"),
        "changed_item": words.text("the item is new or was changed"),
        KEPT_BACK: words.text("too few people rated to show it"),
    }
    return said.get(reason, words.text("not assessed then"))


def change_cell(case: Case, row: ChangeRow | None, digits: int = 1) -> str:
    """Write a change in a table cell; a dash where nothing compares."""
    if row is None or row.verdict == "not_comparable":
        return DASH
    change = float(row.change)
    return case.words.signed(change, max(digits, change_digits(case, change)) if digits else 0)


def compared_cell(case: Case, row: ChangeRow | None) -> str:
    """Write how many items a change rests on; empty without a change."""
    if row is None or row.verdict == "not_comparable":
        return ""
    return of_cell(case.words, int(row.compared), int(row.of))


def of_cell(words: Words, part: int, whole: int) -> str:
    """Write a part of a whole: 4 of 6."""
    return words.text("{part} of {whole}", part=part, whole=whole)


def set_aside(case: Case) -> str:
    """Say that the first assessment is not the baseline, because it was answered in another way; else nothing."""
    if case.baseline in ("", case.periods[0]):
        return ""
    facts = {"first": case.label(case.periods[0]), "period": case.label(case.baseline)}
    if not case.addressed:
        return case.words.text(
            "The first assessment, {first}, was answered in another way; so change is told since {period}.", **facts
        )
    return case.words.text(
        "Your first assessment, {first}, was answered in another way; so change is told since {period}.", **facts
    )


def since(case: Case, row: ChangeRow | None, period: str) -> str:
    """Say in one sentence how a dimension changed since a period."""
    words, label = case.words, case.label(period)
    if row is None:
        return ""
    if row.verdict == "not_comparable":
        reason = why_incomparable(words, row.reason)
        return words.text("Not compared with {period}: {reason}.", period=label, reason=reason)
    items = of_cell(words, int(row.compared), int(row.of))
    if row.reason == "ceiling":
        if case.neutral:
            return words.text("At the best level, as in {period} (items compared: {items}).", period=label, items=items)
        return words.text("At the highest level, as in {period} (items compared: {items}).", period=label, items=items)
    change = float(row.change)
    if case.scheme.unit != "levels":
        return _since_in_points(case, change, row.verdict, {"period": label, "items": items})
    digits = change_digits(case, change)
    by = words.number(abs(change), digits)
    said = (
        {
            "improved": words.text(
                "Rated {by} levels better than in {period} (items compared: {items}).", by=by, period=label, items=items
            ),
            "declined": words.text(
                "Rated {by} levels worse than in {period} (items compared: {items}).", by=by, period=label, items=items
            ),
        }
        if case.neutral
        else {
            "improved": words.text(
                "Rated {by} levels higher than in {period} (items compared: {items}).", by=by, period=label, items=items
            ),
            "declined": words.text(
                "Rated {by} levels lower than in {period} (items compared: {items}).", by=by, period=label, items=items
            ),
        }
    )
    unclear = words.text(
        "No clear change since {period}: {change} (items compared: {items}).",
        change=words.signed(change, digits),
        period=label,
        items=items,
    )
    return said.get(row.verdict, unclear)


def _since_in_points(case: Case, change: float, verdict: str, facts: Mapping[str, str]) -> str:
    words, by = case.words, amount(case, change)
    said = {
        "improved": words.text("Higher than in {period}, by {by} (items compared: {items}).", by=by, **facts),
        "declined": words.text("Lower than in {period}, by {by} (items compared: {items}).", by=by, **facts),
    }
    unclear = words.text(
        "No clear change since {period}: {change} (items compared: {items}).", change=words.signed(change), **facts
    )
    return said.get(verdict, unclear)


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, for a place with little room.

    >>> first_sentence("The board meets; minutes exist. Members change.")
    'The board meets; minutes exist.'
    """
    end = text.find(". ")
    return text if end < 0 else text[: end + 1]


def typed(text: str, words: Words, limit: int = 0) -> str:
    """Return a text that somebody typed, fit for print and, with a limit, for its place."""
    fit = printable(text)
    return truncate(fit, limit, "… " + words.text("(shortened)")) if limit else fit


def some_of(words: Words, titles: Sequence[str], most: int) -> str:
    """Write the first of many titles in a sentence, and how many more there are."""
    more = len(titles) - most
    if more < 2:  # one more takes no more room than saying so
        return words.join(list(titles))
    return words.join([*titles[:most], words.plural("{n} more", "{n} more", more)])


def names(case: Case, dimensions: Iterable[str]) -> str:
    """Write the short titles of dimensions in a sentence."""
    return case.words.join([case.short(one) for one in dimensions])
