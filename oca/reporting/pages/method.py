"""The methods page: the scheme in words, its limits, and the data quality of this assessment."""

from __future__ import annotations

from oca.instrument.translation import fallback_note
from oca.language import Words, pick
from oca.reporting.case import Case, Row
from oca.reporting.context import BandRow, Method, MethodSection, QualityRow
from oca.reporting.pages.cover import score_type_word
from oca.reporting.untranslated import shown_instead
from oca.reporting.wording import exact, level_number


def method(case: Case) -> Method:
    """Write the methods page."""
    words = case.words
    return Method(
        scheme=f"{pick(case.scheme.title, case.language)} ({case.scheme.id})",
        about=pick(case.scheme.about, case.language),
        sections=(
            MethodSection(words.text("From answers to scores"), _scores(case)),
            MethodSection(words.text("When there is no score"), _coverage(case)),
            MethodSection(words.text("From one period to the next"), _changes(case)),
            MethodSection(words.text("What these figures cannot say"), _limits(case)),
        ),
        bands=_bands(case),
        quality=_quality(case),
        quality_note=_quality_note(case),
        fallback=fallback_note(case.words, shown_instead(case)),
    )


def _scores(case: Case) -> tuple[str, ...]:
    words, scheme = case.words, case.scheme
    types = words.join([score_type_word(words, one) for one in scheme.score_types])
    items = words.text(
        "Every item has {count} levels, each with its own description; you chose the one that fits what can be seen "
        "today. Answers can be: {types}. Where a period has more than one kind, the first of these counts, and kinds "
        "are never mixed.",
        count=len(case.levels),
        types=types,
    )
    lower = (_item_rule(case), _dimension_rule(case), _weights(case))
    upper = (_overall_rule(case), _cap(case), _index(case), _rounding(words))
    return (items, *(" ".join(part for part in parts if part) for parts in (lower, upper)))


def _item_rule(case: Case) -> str:
    words = case.words
    if "individual" not in case.scheme.score_types:
        return ""
    if case.scheme.respondents == "median":
        return words.text("From individual ratings, the score of an item is their median.")
    return words.text("From individual ratings, the score of an item is their mean.")


def _dimension_rule(case: Case) -> str:
    words = case.words
    said = {
        "mean": words.text("The score of a dimension is the mean of its items."),
        "median": words.text("The score of a dimension is the median of its items."),
        "minimum": words.text("The score of a dimension is that of its lowest item."),
    }
    return said[case.scheme.dimension]


def _weights(case: Case) -> str:
    """Say which items and dimensions weigh more or less than others."""
    words, weights = case.words, case.scheme.weights
    critical = [item for item in case.questionnaire.items if item.critical and item.id not in weights.items]
    parts = []
    if critical and weights.critical_items != 1:
        parts.append(words.text("Items marked as critical have weight {weight}.", weight=f"{weights.critical_items:g}"))
    named = [f"{case.item_text(item).title} {_weight(words, weight)}" for item, weight in weights.items.items()]
    named += [f"{case.short(one)} {_weight(words, weight)}" for one, weight in weights.dimensions.items()]
    if named:
        parts.append(words.text("Other weights than 1: {listed}.", listed=", ".join(named)))
    if not parts:
        return words.text("Every item counts the same in its dimension.")
    return " ".join(parts)


def _weight(words: Words, weight: float) -> str:
    return words.number(weight, 0 if float(weight).is_integer() else 1)


def _overall_rule(case: Case) -> str:
    words = case.words
    if case.scheme.overall == "items":
        return words.text("The overall score is the mean of all items.")
    if any(weight != 1 for weight in case.scheme.weights.dimensions.values()):
        return words.text("The overall score is the weighted mean of the dimensions, not of the items.")
    return words.text(
        "The overall score is the mean of the dimensions, not of the items, and every dimension counts the same."
    )


def _cap(case: Case) -> str:
    cap, words = case.scheme.critical_cap, case.words
    if cap is None:
        return words.text("No item holds down the score of its dimension beyond its share in the mean.")
    return words.text(
        "A dimension with a critical item under level {below} cannot score above {cap}.",
        below=level_number(case, cap.below),
        cap=level_number(case, cap.cap),
    )


def _index(case: Case) -> str:
    words = case.words
    said = {
        "none": "",
        "linear": words.text("As an index, the lowest level is 0 and the highest 100."),
        "proportional": words.text("As an index, a score is given as a percentage of the highest level."),
    }
    return said[case.scheme.index]


def _rounding(words: Words) -> str:
    return words.text(
        "Scores are worked out without rounding and rounded once, for print, to one decimal, or to more where one "
        "would put a score into another band; so a change may differ by 0.1 from the difference of the printed scores."
    )


def _coverage(case: Case) -> tuple[str, ...]:
    words, coverage = case.words, case.scheme.coverage
    states = words.text(
        "“Not applicable” takes an item out of the count. “Don’t know” and a blank stay in the count, but are never "
        "read as a low level."
    )
    rule = words.text(
        "A dimension has a score when at least {items} of the items that apply have an answer; the overall score needs "
        "the same, and a score in at least {dimensions} of the dimensions that apply. Otherwise no score is given, "
        "never a zero.",
        items=words.percent(coverage.items),
        dimensions=words.percent(coverage.dimensions),
    )
    if "individual" not in case.scheme.score_types:
        return (f"{states} {rule}",)
    people = words.text(
        "From individual ratings, an item has a score when at least {share} of the people gave a level.",
        share=words.percent(coverage.respondents),
    )
    return (f"{states} {rule} {people}",)


def _changes(case: Case) -> tuple[str, ...]:
    words, scheme = case.words, case.scheme
    rule = words.text(
        "Only items that are the same, or ask the same in other words, are compared, and only where both periods have "
        "a score; both periods are worked out anew on these. “4 of 6” means that 4 of the 6 items compare. At least "
        "{share} must; otherwise nothing is said.",
        share=words.percent(scheme.min_common),
    )
    limit = words.text(
        "A difference of {limit} levels or more is called higher or lower; a smaller one is no clear change.",
        limit=exact(words, scheme.meaningful_change),
    )
    types = (
        words.text("Scores of different kinds of answers are compared all the same.")
        if scheme.compare_score_types
        else words.text("Scores of different kinds of answers are not compared.")
    )
    return (f"{rule} {limit} {types}",)


def _limits(case: Case) -> tuple[str, ...]:
    words = case.words
    return (
        words.text(
            "The scores are your own view on one day. Another group of people, or the same group in another mood, may "
            "choose another level; what you learn to see, you may rate lower. The report shows what changed, and says "
            "nothing about why. Capacity is not performance, and no score here compares you with another organization."
        ),
    )


def _bands(case: Case) -> tuple[BandRow, ...]:
    words, bands = case.words, case.scheme.bands
    rows = []
    for i, band in enumerate(bands):
        start = exact(words, band.start)
        if i + 1 < len(bands):
            limits = words.text("{start} to under {end}", start=start, end=exact(words, bands[i + 1].start))
        else:
            limits = words.text("{start} to {end}", start=start, end=exact(words, case.levels[-1]))
        rows.append(BandRow(pick(band.title, case.language), limits, pick(band.text, case.language)))
    return tuple(rows)


def _quality(case: Case) -> tuple[QualityRow, ...]:
    """Count every answer of every sheet behind the scores."""
    words = case.words
    rows: list[Row] = [row for given in case.answers.values() for row in given]
    counts = {status: sum(row.status == status for row in rows)
              for status in ("answered", "not_applicable", "dont_know", "missing")}  # fmt: skip
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
    sheets = words.plural("The counts are of {n} sheet of answers.", "The counts are of {n} sheets of answers.",
                          case.respondents)  # fmt: skip
    advice = words.text("The more levels have evidence beside them, the easier it is to agree on them again next time.")
    return f"{sheets} {advice}"
