"""Priorities that the figures propose, and the action plan: to be filled in by hand, or as it came back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pandas as pd

from oca.instrument.scale import next_level
from oca.raters.agreement import shown
from oca.raters.few_raters import KEPT_BACK
from oca.reporting.organization.pages.last_plan import planned
from oca.reporting.organization.records.plan import PlanPages, Priority
from oca.reporting.organization.support import actions_of, needs_of, training_for
from oca.reporting.organization.view import Case
from oca.reporting.organization.wording import level_number, level_word, score_of, typed
from oca.reporting.text.need_words import priorities as formula
from oca.reporting.text.scheme_words import Told
from oca.tables.rows import NeedRow, rows

MOST = 5
"""More priorities than these are no priorities."""

BLANKS = 2
"""Empty rows for what the organization chooses itself; more where little is proposed."""

ROWS = 7
"""How many rows of the form stand on a page."""

NEXT_LETTERS = 400
"""The most letters of a proposed action or a level text: with room beside it to write, a row is this high at most."""


def plan(case: Case) -> PlanPages | None:
    """Write the page; None where an area is rated, since an area has nobody who could plan."""
    if case.area:
        return None
    proposed = tuple(_priority(case, number, one) for number, one in enumerate(_chosen(case), start=1))
    rows = actions_of(case, case.period.id)
    return PlanPages(
        lead=_lead(case, chosen=bool(len(rows))) if proposed else "",
        priorities=proposed,
        nothing="" if proposed else _nothing(case),
        blanks=tuple(range(max(BLANKS, ROWS - len(proposed)) if not len(rows) else BLANKS)),
        actions=planned(case, rows),
        actions_lead=_came_back(case, len(rows)) if len(rows) else "",
        sign=case.words.text("Agreed on, by whom:"),
    )


def _lead(case: Case, *, chosen: bool) -> str:
    """Say by which formula the order comes about, and whose decision it is where none is made yet."""
    order = formula(Told(case.questionnaire, case.scheme, case.words))
    if chosen:
        return order
    yours = case.words.text(
        "Proposed from your scores, the highest priority first. You know more than the scores do: tick what you "
        "choose, cross out what does not matter now, and add your own. Three actions that are done help more than ten "
        "that are planned."
    )
    return f"{yours} {order}"


def _nothing(case: Case) -> str:
    if (case.own_scores["status"] == KEPT_BACK).any():
        return case.words.text(
            "Where few people rated alone, levels of single items are not given, so nothing is proposed here. Which of "
            "the texts in the questionnaire do you want to reach next?"
        )
    if any(case.band(case.of("dimension", one)) for one in case.questionnaire.dimension_ids):
        return case.words.text(
            "The scores propose nothing by themselves, because no item with a level is below the best one. What do "
            "you want to keep, and what do you want to try?"
        )
    return case.words.text("Too few items have an answer to propose anything. The rows below are yours.")


def _came_back(case: Case, count: int) -> str:
    return case.words.plural(
        "This is the plan that you made after this assessment; it has {n} action.",
        "This is the plan that you made after this assessment; it has {n} actions.",
        count,
    )


# --- what is proposed


def _chosen(case: Case) -> list[NeedRow]:
    """Return the elements to propose as rows with element, critical, chosen and trend, the first first.

    Items whose level is not given are passed over, and where that leaves nothing, dimensions stand in their place.
    """
    needs = needs_of(case)
    open_needs = needs[(needs["gap"] > 0) | needs["chosen"]]
    items = [row for row in _rows(open_needs, "item") if _below(case, row.element)]
    return items[:MOST] or list(islice(_rows(open_needs, "dimension"), MOST))


def _rows(needs: pd.DataFrame, kind: str) -> Iterator[NeedRow]:
    yield from rows(NeedRow, needs[needs["kind"] == kind])


def _below(case: Case, item: str) -> bool:
    """Say whether an item has a level that is given, and a better one above it."""
    row = case.of("item", item)
    return row is not None and row.status == "scored" and next_level(case.questionnaire, item, row.score) is not None


def _priority(case: Case, number: int, row: NeedRow) -> Priority:
    if row.element in case.questionnaire.by_id:
        return _item(case, number, row)
    words, score = case.words, score_of(case, case.score("dimension", row.element))
    text = case.dimension_text(row.element)
    return Priority(
        number=str(number),
        title=text.title or row.element,
        standing=words.text("score {score}", score=score) if score else "",
        reason=_reason(case, row),
        heading=words.text("A first step:") if text.next else "",
        text=text.next,
        support="",
        chosen=bool(row.chosen),
    )


def _item(case: Case, number: int, row: NeedRow) -> Priority:
    words, item = case.words, row.element
    score = case.score("item", item).score
    level, worth = next_level(case.questionnaire, item, score) or case.questionnaire.rungs(item)[-1]
    action = case.questionnaire.action(item, level, case.language)
    said = action or case.questionnaire.answer_text(item, level, case.language)
    heading = words.text("Proposed:") if action else words.text("The next level:") if said else ""
    name = case.questionnaire.answer_name(item, level, case.language)
    step = words.text("from {now} to {next}", now=level_word(case, item, score), next=name)
    if not case.questionnaire.by_id[item].scale:
        now, number_next = level_number(case, score), level_number(case, worth)
        step = words.text("from {now} to {next} ({word})", now=now, next=number_next, word=name)
    return Priority(
        number=str(number),
        title=case.item_text(item).title or item,
        standing=f"{case.short(case.questionnaire.by_id[item].dimension)}, {step}",
        reason=_reason(case, row),
        heading=heading,
        text=typed(said, words, NEXT_LETTERS),
        support=training_for(case, item, score),
        chosen=bool(row.chosen),
    )


def _reason(case: Case, row: NeedRow) -> str:
    """Say what speaks for a priority beside its level."""
    words = case.words
    reasons = [
        words.text("critical") if row.critical else "",
        words.text("lower than last time") if case.questionnaire.direction.gain(row.trend) < 0 else "",
        words.text("your ratings lie wide apart") if row.element in _wide(case) else "",
        words.text("marked by you") if row.chosen else "",
    ]
    return ", ".join(filter(None, reasons))


def _wide(case: Case) -> set[str]:
    """Return the elements on which the ratings of this period lie wide apart."""
    table = shown(case.assessment.agreement)
    own = (table["organization"] == case.organization.id) & (table["period"] == case.period.id)
    return set(table.loc[own & (table["verdict"] == "wide"), "element"])
