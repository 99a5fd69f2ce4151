"""The data quality of one assessment in plain words, for those whose answers they are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from oca.quality.measures import JUMP
from oca.quality.warnings import MOSTLY_BEST
from oca.reporting.organization.view import Case
from oca.reporting.organization.wording import some_of
from oca.tables.rows import QualityFacts, rows

NAMED = 4
"""So many items are named; of more the number is enough."""


def doubts_in_words(case: Case) -> Iterator[str]:
    """Yield what to look at before relying on the scores; one sentence where nothing stood out.

    Nothing is said of what single people answered: ratings of people who rated alone are compared with the agreed
    level only on items that at least five of them rated.
    """
    rows = _rows(case)
    overall = rows.get("overall")
    said = list(filter(None, (_alike(case, overall), _best(case, overall), _jumps(case, rows), _far(case, rows))))
    yield from said
    if not said:
        yield case.words.text(
            "Nothing stood out: the answers are not all alike, no item that is shown here moved two levels or more "
            "without a comment, and no mean of ratings lies far from what was agreed."
        )


def _rows(case: Case) -> dict[str, QualityFacts]:
    """Return the rows of QUALITY of this report, by element; items, and all together."""
    table = case.assessment.quality
    own = table[(table["organization"] == case.organization.id) & (table["period"] == case.period.id)]
    own = own[own["kind"].isin(["item", "overall"])]
    return {row.element: row for row in rows(QualityFacts, own)}


def _alike(case: Case, overall: QualityFacts | None) -> str:
    """Say that a sheet has one level throughout; of single people's sheets nothing is said."""
    if overall is None or case.score_type == "individual" or overall.same_level != 1:
        return ""
    return case.words.text(
        "Every item that has a level has the same one. That is possible; more often the differences were not talked "
        "over."
    )


def _best(case: Case, overall: QualityFacts | None) -> str:
    if overall is None or math.isnan(overall.at_maximum) or overall.at_maximum < MOSTLY_BEST:
        return ""
    return case.words.text(
        "{share} of the answers are at the best level. From here the questionnaire can hardly show growth; evidence "
        "beside the answers helps more than another rating.",
        share=case.words.percent(overall.at_maximum),
    )


def _jumps(case: Case, rows: dict[str, QualityFacts]) -> str:
    items = [one for one, row in rows.items() if one != "overall" and row.jumps > 0 and _is_given(case, one)]
    if not items:
        return ""
    return case.words.plural(
        "{n} item moved by {levels} levels or more since the assessment before, and no comment says why: {items}. If "
        "somebody remembers what happened, note it.",
        "{n} items moved by {levels} levels or more since the assessment before, and no comment says why: {items}. If "
        "somebody remembers what happened, note it.",
        len(items),
        levels=JUMP,
        items=_named(case, items),
    )


def _far(case: Case, rows: dict[str, QualityFacts]) -> str:
    """Name the items on which the mean of the ratings before lies far from the agreed level."""
    table = case.assessment.agreement
    own = (table["organization"] == case.organization.id) & (table["period"] == case.period.id)
    full = set(table.loc[own & (table["kind"] == "item") & table["showable"], "element"])
    items = [one for one, row in rows.items() if row.far_from_consensus > 0 and one in full]
    if not items:
        return ""
    return case.words.plural(
        "On {n} item the mean of what people rated alone lies a level or more from what was agreed: {items}. Make "
        "sure that everybody was heard.",
        "On {n} items the mean of what people rated alone lies a level or more from what was agreed: {items}. Make "
        "sure that everybody was heard.",
        len(items),
        items=_named(case, items),
    )


def _is_given(case: Case, item: str) -> bool:
    """Say whether the level of an item is printed, so that a move of it may be."""
    row = case.of("item", item)
    return row is not None and row.status == "scored"


def _named(case: Case, items: Sequence[str]) -> str:
    return some_of(case.words, [case.item_text(one).title or one for one in items], NAMED)
