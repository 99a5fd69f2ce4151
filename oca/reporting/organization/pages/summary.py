"""The summary: one page that can stand alone."""

from __future__ import annotations

import math

from oca.instrument.scale import next_level, standing
from oca.language import pick
from oca.planning.strengths import Standing, holding_back, priorities, strengths
from oca.reporting.charts.geometry import Ruler, level_mark, ruler
from oca.reporting.organization.pages.change import change_since_baseline
from oca.reporting.organization.record import Glance, Highlight, LevelKey, Summary
from oca.reporting.organization.view import Case
from oca.reporting.organization.wording import (
    DASH,
    band_word,
    basis,
    change_cell,
    first_sentence,
    level_and_word,
    level_number,
    most_of,
    names,
    of_cell,
    placed,
    scale_note,
    score_of,
)
from oca.reporting.text.figures import exact, exact_share
from oca.reporting.text.printable import printable
from oca.tables.rows import ScoreRow

SHOWN = 3
"""How many strengths and how many priorities a page names."""


def summary(case: Case) -> Summary:
    """Write the summary."""
    overall = case.score("overall", "overall")
    band = case.band(overall)
    strong = strengths(case.own_scores, case.questionnaire, SHOWN)
    below = priorities(case.own_scores, case.own_needs, case.questionnaire, SHOWN)
    first = tuple(_priority(case, one) for one in below) if below else _items_first(case, strong)
    glance = tuple(_glance(case, dimension) for dimension in case.questionnaire.dimension_ids)
    return Summary(
        level=_level(case, overall),
        meaning=pick(band.text, case.language) if band else "",
        basis=_basis(case, overall),
        ruler=_ruler(case, overall),
        ruler_alt=_ruler_alt(case, overall),
        baseline_label=case.label(case.baseline) if _at_baseline(case) is not None else "",
        glance=glance,
        has_change=any(row.change != DASH for row in glance),
        strengths_title=case.words.text("What you can build on")
        if case.addressed
        else case.words.text("What there is to build on"),
        strengths=tuple(_strength(case, one) for one in strong),
        strengths_note=_equal(case, strong[-1:], {one.element for one in (*strong, *below)}),
        priorities=first,
        priorities_note=_no_priorities(case, strong)
        if not first
        else _equal(case, below[-1:], {one.element for one in (*strong, *below)}),
        change=change_since_baseline(case),
        scale=tuple(_key(case, level) for level in case.ladder),
        scale_note=scale_note(case),
    )


def _ruler(case: Case, overall: ScoreRow) -> Ruler:
    """Return the scale with the bands of the scheme; of sums in percent of the maximum, as the bands are."""
    starts = [band.start for band in case.scheme.bands]
    ends = [*starts[1:], max(case.axis)]
    own = case.band(overall)
    bands = [
        (pick(band.title, case.language), max(start, min(case.axis)), end, own is not None and band.id == own.id)
        for band, start, end in zip(case.scheme.bands, starts, ends, strict=True)
    ]
    return ruler(case.axis, bands, placed(case, overall), _at_baseline(case), score_of(case, overall))


def _at_baseline(case: Case) -> float | None:
    """Return where the overall score of the baseline stands; None without one, and where the two do not compare."""
    row = case.change(case.baseline, "overall", "overall") if case.baseline else None
    if row is None or row.verdict == "not_comparable":
        return None
    return placed(case, case.of("overall", "overall", case.baseline))


def _ruler_alt(case: Case, overall: ScoreRow) -> str:
    return case.words.text(
        "The scale with its bands: {bands}. The overall score: {score}.",
        bands=case.words.join([pick(band.title, case.language) for band in case.scheme.bands]),
        score=score_of(case, overall) or DASH,
    )


def _equal(case: Case, last: list[Standing], named: set[str]) -> str:
    """Say which dimensions that are not named stand exactly as the last one that is; nothing where none does."""
    if not last:
        return ""
    at = placed(case, case.of("dimension", last[0].element))
    equal = [
        one
        for one in case.questionnaire.dimension_ids
        if one not in named and placed(case, case.of("dimension", one)) == at
    ]
    return case.words.text("At the same score: {dimensions}.", dimensions=names(case, equal)) if equal else ""


def _items_first(case: Case, strong: list[Standing]) -> tuple[Highlight, ...]:
    """Name items in place of dimensions where only one dimension has a score, and is not at its best."""
    scored = [one for one in case.questionnaire.dimension_ids if case.of("dimension", one) is not None]
    if len(strong) != 1 or len(scored) != 1 or case.audience == "public":
        return ()
    return tuple(
        _item_first(case, item) for item in holding_back(case.own_scores, case.questionnaire, scored[0])[:SHOWN]
    )


def _item_first(case: Case, item: str) -> Highlight:
    score = case.score("item", item).score
    better = next_level(case.questionnaire, item, score)
    text = case.questionnaire.answer_text(item, better[0], case.language) if better else ""
    return Highlight(case.item_text(item).title, level_and_word(case, item, score), "", first_sentence(text))


def _level(case: Case, overall: ScoreRow) -> str:
    words = case.words
    if overall.status != "scored":
        return words.text("There is no overall score this time.")
    facts = {
        "score": score_of(case, overall),
        "top": most_of(case, overall),
        "band": band_word(case, overall),
    }
    if case.neutral:
        ends = {"name": printable(case.organization.name), "worst": level_number(case, case.ladder[0])}
        return words.text("{name}: {score} on a scale from {worst} (worst) to {top} (best) – {band}.", **facts, **ends)
    if not case.addressed:
        name = printable(case.organization.name)
        if overall.score_type == "verified":
            return words.text("{name}: an assessor found {score} of {top} – {band}.", name=name, **facts)
        return words.text("{name}: rated by itself at {score} of {top} – {band}.", name=name, **facts)
    if overall.score_type == "verified":
        return words.text("An assessor, together with you, found {score} of {top}: {band}.", **facts)
    return words.text("Your organization rated itself at {score} of {top}: {band}.", **facts)


def _basis(case: Case, overall: ScoreRow) -> str:
    words = case.words
    if case.area:
        said = words.text("This rests on the ratings of the panel: {basis}.", basis=basis(words, overall))
    elif overall.score_type == "verified":
        said = words.text("This rests on the answers agreed with the assessor: {basis}.", basis=basis(words, overall))
    elif case.addressed:
        said = words.text("This rests on your own answers: {basis}.", basis=basis(words, overall))
    else:
        said = words.text("This rests on the organization’s own answers: {basis}.", basis=basis(words, overall))
    if overall.status == "scored":
        return said if math.isnan(overall.index) else f"{said} {_index(case, overall)}"
    dimensions = [case.of("dimension", one) for one in case.questionnaire.dimension_ids]
    applicable = [row for row in dimensions if row is not None and row.status != "not_applicable"]
    scored = of_cell(words, sum(row.status == "scored" for row in applicable), len(applicable))
    coverage = case.scheme.coverage
    needed = words.text(
        "An overall score needs answers to {items} of the items that apply and a score in {dimensions} of the "
        "dimensions; now {scored} dimensions have one. What you answered is on the following pages.",
        items=exact_share(words, coverage.items),
        dimensions=exact_share(words, coverage.dimensions),
        scored=scored,
    )
    return f"{said} {needed}"


def _index(case: Case, overall: ScoreRow) -> str:
    return case.words.text("As an index of 100: {index}.", index=case.words.number(overall.index, 0))


def _glance(case: Case, dimension: str) -> Glance:
    row = case.score("dimension", dimension)
    return Glance(
        title=case.dimension_text(dimension).title,
        mark=level_mark(placed(case, row), case.axis),
        score=score_of(case, row),
        word=band_word(case, row),
        change=change_cell(case, case.change(case.baseline, "dimension", dimension)) if case.baseline else DASH,
    )


def _strength(case: Case, one: Standing) -> Highlight:
    if not one.item:  # no level of an item is given where few people rated alone
        return Highlight(case.dimension_text(one.element).title, _standing(case, one), "", "")
    row = case.of("item", one.item)
    if case.audience == "public" or row is None or row.status != "scored":
        return _without_items(case, one)
    said = case.questionnaire.answer_text(one.item, standing(case.questionnaire, one.item, row.score)[0], case.language)
    return Highlight(
        title=case.dimension_text(one.element).title,
        level=_standing(case, one),
        lead=f"{case.item_text(one.item).title}: {level_and_word(case, one.item, row.score)}",
        text=first_sentence(said),
    )


def _without_items(case: Case, one: Standing) -> Highlight:
    """Write a strength without its best item: what the level of the dimension means."""
    band = case.band(case.of("dimension", one.element))
    text = pick(band.text, case.language) if band else ""
    return Highlight(case.dimension_text(one.element).title, _standing(case, one), "", text)


def _priority(case: Case, one: Standing) -> Highlight:
    row = case.of("item", one.item)
    if case.audience == "public" or row is None or row.status != "scored":
        step = case.dimension_text(one.element).next
        return Highlight(case.dimension_text(one.element).title, _standing(case, one), "", step)
    title = case.item_text(one.item).title
    return Highlight(
        title=case.dimension_text(one.element).title,
        level=_standing(case, one),
        lead=f"{title}: {level_and_word(case, one.item, row.score)}",
        text=case.dimension_text(one.element).next,
    )


def _standing(case: Case, one: Standing) -> str:
    row = case.score("dimension", one.element)
    return f"{score_of(case, row)} {band_word(case, row)}"


def _no_priorities(case: Case, strong: list[Standing]) -> str:
    """Say why no priority is named: every score is at the best, or too few are there."""
    words = case.words
    at_best = strong and all(placed(case, case.of("dimension", one.element)) == case.axis[-1] for one in strong)
    if at_best and (case.neutral or not case.addressed):
        return words.text("Every dimension with a score is at the best level. What remains is to keep it there.")
    if at_best:
        return words.text(
            "Every dimension with a score is at the highest level. What remains is to keep it there, and to let others "
            "learn from you."
        )
    target = case.scheme.needs.target
    if target is not None and (case.own_needs["kind"] == "dimension").sum() > len(strong):
        return words.text(
            "Every dimension that is not among the strengths has reached the target, level {level}.",
            level=exact(words, target),
        )
    return words.text("Too few dimensions have a score to name priorities.")


def _key(case: Case, level: float) -> LevelKey:
    name = case.questionnaire.level_name(level, case.language)
    return LevelKey(level_number(case, level), name.name, name.text, level_mark(level, case.ladder))
