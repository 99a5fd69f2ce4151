"""How far those who rated alone agree: by dimension, in a grid with the scores, and what to talk over.

Under three people nothing is said of an item; under five only "close" or "wide" (METHODS, section 4). The grid and its
fields follow the usual display of capacity beside consensus: what is high or low there is so within one organization,
since neither index has a norm that would hold for all.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from oca.instrument.scale import standing
from oca.raters.agreement import FEWEST_SHOWN, discuss, shown
from oca.reporting.charts.agreement_grid import TENTHS, AgreementGrid, Placed, grid
from oca.reporting.organization.records.agreement import Agreement, AgreementRow, ChosenLevel, Discussed, Quadrant, Talk
from oca.reporting.organization.view import Case, open_case
from oca.reporting.organization.wording import DASH, level_number, names, of_cell, placed, score_of, some_of
from oca.tables.rows import AgreementFacts, rows

SPOTS = 3
"""With fewer dimensions that have both figures there is nothing to lay out in a grid."""

LINES = 15
"""How many lines of level texts the rest of the page holds, and about how many letters stand in one of them."""
LETTERS = 112

MOST = 4
"""More items than these are not talked over in one meeting."""

NAMED = 6
"""So many further items are named."""


def agreement(case: Case) -> Agreement | None:
    """Write the page from the ratings of this period, else of the latest that has any; None without three people."""
    period = _period(case)
    if not period:
        return None
    there = case if period == case.period.id else _earlier(case, period)
    rows = _rows(case, period)
    dimensions = [one for one in there.questionnaire.dimension_ids if one in rows]
    spots = {one: rows[one] for one in dimensions if _is_placed(there, one, rows[one])}
    overall = rows["overall"]
    drawn = len(spots) >= SPOTS
    fields = _fields(there, spots) if drawn else {}
    return Agreement(
        title=_title(case),
        lead=_lead(case, there, overall),
        grid=_grid(there, spots, fields) if drawn else None,
        alt=case.words.text("Each dimension by its score and by how far the ratings agree; the table has the values.")
        if drawn
        else "",
        across=case.words.text("score: to the right is better") if drawn else "",
        upwards=case.words.text("consensus: higher up is closer") if drawn else "",
        quadrants=_quadrants(there, fields) if drawn else (),
        rows=tuple(_row(there, one, rows[one]) for one in (*dimensions, "overall")),
        has_consensus=any(not math.isnan(rows[one].consensus) for one in (*dimensions, "overall")),
        notes=tuple(_notes(case, overall, drawn=drawn)),
        talk=_talk(case, there, period),
    )


def _period(case: Case) -> str:
    """Return this period or the latest before it in which three people or more rated an item alone; else nothing."""
    table = case.assessment.agreement
    own = table[(table["organization"] == case.organization.id) & (table["kind"] == "overall")]
    rated = set(own.loc[own["status"] != "too_few", "period"])
    return next((one for one in reversed(case.periods) if one in rated), "")


def _earlier(case: Case, period: str) -> Case:
    return open_case(case.assessment, case.organization.id, period, case.language)


def _rows(case: Case, period: str) -> dict[str, AgreementFacts]:
    """Return what may be shown of the dimensions and of all together, by element."""
    table = case.assessment.agreement
    own = (table["organization"] == case.organization.id) & (table["period"] == period) & (table["kind"] != "item")
    return {row.element: row for row in rows(AgreementFacts, shown(table[own]))}


def _is_placed(case: Case, dimension: str, row: AgreementFacts) -> bool:
    return not math.isnan(row.consensus) and placed(case, case.of("dimension", dimension)) is not None


def _title(case: Case) -> str:
    if case.area:
        return case.words.text("How far those who rated agree")
    return case.words.text("How far you agree among yourselves")


def _lead(case: Case, there: Case, overall: AgreementFacts) -> str:
    words = case.words
    people, period = int(overall.respondents), there.label(there.period.id)
    when = words.plural(
        "{period}: {n} person rated alone, before anything was agreed.",
        "{period}: {n} people rated alone, before anything was agreed.",
        people,
        period=period,
    )
    if there.score_type == "individual":
        when = words.plural(
            "{period}: {n} person rated alone; the scores are made from these ratings.",
            "{period}: {n} people rated alone; the scores are made from these ratings.",
            people,
            period=period,
        )
    latest = "" if there is case else words.text("These are the latest ratings of this kind.")
    close = int(overall.items_judged) - int(overall.items_to_discuss)
    judged = words.plural(
        "On {close} of {n} item the ratings lie close together.",
        "On {close} of {n} items the ratings lie close together.",
        int(overall.items_judged),
        close=close,
    )
    return " ".join(filter(None, (when, latest, judged)))


# --- the table and the grid


def _row(case: Case, element: str, row: AgreementFacts) -> AgreementRow:
    words = case.words
    kind = "overall" if element == "overall" else "dimension"
    verdicts = {"close": words.text("close together"), "wide": words.text("wide apart")}
    return AgreementRow(
        title=words.text("All together") if kind == "overall" else case.dimension_text(element).title or element,
        score=score_of(case, case.of(kind, element)) or DASH,
        consensus=DASH if math.isnan(row.consensus) else words.number(row.consensus, 2),
        word=verdicts.get(row.verdict, DASH),
        to_discuss=of_cell(words, int(row.items_to_discuss), int(row.items_judged)) if row.items_judged else DASH,
    )


def _fields(case: Case, spots: dict[str, AgreementFacts]) -> dict[int, list[str]]:
    """Return the dimensions of each field: lower and close, higher and close, lower and wide, higher and wide."""
    middle = _middle(case, spots)
    found: dict[int, list[str]] = {place: [] for place in range(4)}
    for one, row in spots.items():
        higher, close = _score(case, one) >= middle[0], row.consensus >= middle[1]
        found[(0 if close else 2) + (1 if higher else 0)].append(one)
    return found


def _middle(case: Case, spots: dict[str, AgreementFacts]) -> tuple[float, float]:
    """Return the means of what is drawn: how far the scores reach, and the consensus."""
    reach = [_score(case, one) for one in spots]
    return round(sum(reach) / len(reach), 9), round(sum(row.consensus for row in spots.values()) / len(spots), 9)


def _score(case: Case, dimension: str) -> float:
    """Return how far a score reaches from the worst (0) to the best (1), so that better is always to the right."""
    at = placed(case, case.of("dimension", dimension))
    return round(((at or 0.0) - case.axis[0]) / (case.axis[-1] - case.axis[0]), 9)


def _grid(case: Case, spots: dict[str, AgreementFacts], fields: dict[int, list[str]]) -> AgreementGrid:
    words, axis = case.words, case.axis
    scale = [((value - axis[0]) / (axis[-1] - axis[0]), f"{value:g}") for value in axis]
    titles = [_named(case, place)[0] for place in sorted(fields)]
    return grid(
        [Placed(case.short(one), _score(case, one), row.consensus) for one, row in spots.items()],
        scale,
        _middle(case, spots),
        (titles[0], titles[1], titles[2], titles[3]),
        [words.number(step / TENTHS) for step in range(TENTHS + 1)],
    )


def _named(case: Case, place: int) -> tuple[str, str]:
    """Return the name of a field and what lies in it."""
    words = case.words
    return (
        (words.text("Begin here"), words.text("lower scores, close ratings: a need that is seen alike")),
        (words.text("Build on it"), words.text("higher scores, close ratings: a strength that is seen alike")),
        (words.text("Talk first"), words.text("lower scores, ratings further apart: find out what is meant")),
        (words.text("Look closer"), words.text("higher scores, ratings further apart: not everybody sees it so")),
    )[place]


def _quadrants(case: Case, fields: dict[int, list[str]]) -> tuple[Quadrant, ...]:
    nothing = case.words.text("none")
    return tuple(Quadrant(*_named(case, place), names(case, inside) or nothing) for place, inside in fields.items())


def _notes(case: Case, overall: AgreementFacts, *, drawn: bool) -> Iterator[str]:
    words = case.words
    if overall.status == "masked":
        yield words.text(
            "With fewer than {count} people no figure is given, because single answers could be told from it; only "
            "whether the ratings lie close together or wide apart.",
            count=FEWEST_SHOWN,
        )
    if drawn:
        yield words.text(
            "The two lines are the means of the dimensions that are shown, so the fields say where to look first and "
            "do not say what is good."
        )
    if not math.isnan(overall.consensus):
        yield words.text(
            "Consensus is 1 where all chose the same level and 0 where half stand at each end (Tastle and Wierman). It "
            "is the mean of the items that at least {count} people answered.",
            count=FEWEST_SHOWN,
        )
    yield words.text(
        "Ratings of an item lie wide apart where they range over two levels or more, or differ from their mean by more "
        "than a sixth of the number of levels; of a dimension, where most of its items do."
    )


# --- what to talk over


def _talk(case: Case, there: Case, period: str) -> Talk:
    words = case.words
    rows = discuss(case.assessment.agreement, organization=case.organization.id, period=period)
    items = [str(one) for one in rows["element"]]
    full = [str(one) for one in rows.loc[rows["showable"], "element"]]
    told = list(_that_fit(_discussed(there, full)))
    others = [there.item_text(one).title or one for one in items if one not in full[: len(told)]]
    listed = some_of(words, others, NAMED if told else len(others))
    said = (
        words.text("Wide apart too: {items}.", items=listed)
        if told
        else words.text("The ratings lie wide apart on: {items}.", items=listed)
    )
    nothing = words.text("On no item do the ratings lie wide apart. That is a good sign where people rated freely.")
    return Talk(
        title=words.text("What to talk over"),
        items=tuple(told),
        others=said if others else "" if told else nothing,
        advice=_advice(case) if items else (),
    )


def _discussed(case: Case, items: Sequence[str]) -> Iterator[Discussed]:
    given = _individual(case)
    for item in items[:MOST]:
        text, dimension = case.item_text(item), case.questionnaire.by_id[item].dimension
        answers = given.loc[given["item"] == item, "answer"]
        levels = tuple(
            ChosenLevel(level, case.words.plural("{n} person", "{n} people", count), said)
            for level, count, said in chosen_levels(case, item, answers)
        )
        yield Discussed(text.title or item, case.short(dimension), levels)


def _individual(case: Case) -> pd.DataFrame:
    """Return the levels that people gave alone in the period of the case."""
    table = case.assessment.responses
    return table[
        (table["organization"] == case.organization.id)
        & (table["period"] == case.period.id)
        & (table["score_type"] == "individual")
        & (table["status"] == "answered")
    ]


def chosen_levels(case: Case, item: str, answers: Iterable[float]) -> Iterator[tuple[str, int, str]]:
    """Yield the levels that people chose, from the least good: number and name, how many people, the level's text.

    A step between two levels counts to the one that it has reached.
    """
    one = case.questionnaire.by_id[item]
    worth = dict(zip(one.answers, one.worth, strict=True))
    counts = Counter(standing(case.questionnaire, item, worth[float(answer)]) for answer in answers)
    for level, value in case.questionnaire.rungs(item):
        if counts[level, value]:
            name = case.questionnaire.answer_name(item, level, case.language)
            text = case.questionnaire.answer_text(item, level, case.language)
            yield name if one.scale else f"{level_number(case, value)} {name}", counts[level, value], text


def _that_fit(items: Iterator[Discussed]) -> Iterator[Discussed]:
    """Yield the first items, as many as the page has room for, one at least."""
    used = 0
    for place, item in enumerate(items):
        used += 1 + sum(math.ceil((len(one.level + one.people + one.text) + 6) / LETTERS) for one in item.levels)
        if place and used > LINES:
            return
        yield item


def _advice(case: Case) -> tuple[str, ...]:
    words = case.words
    return (
        words.text(
            "Take one item at a time and read the texts of its levels aloud. Whoever wants to says what they have "
            "seen, with an example; nobody asks who chose what. Look for the level of which something can be shown; "
            "where that does not help, note both views. Often people simply know different parts of the work."
        ),
    )
