"""Half a page about each dimension: its level, its items, what was written down, and what the next level looks like.

Where fewer than five people rated alone, an item has neither score nor level here, not even the name of the one that it
reached, but only whether the ratings lie close together: whoever knows their own rating could otherwise work out the
others' (`oca.raters.few_raters` says how). What holds a dimension back is then not told either.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from oca.instrument.scale import next_level
from oca.language import pick
from oca.planning.strengths import holding_back
from oca.raters.few_raters import KEPT_BACK
from oca.reporting.charts.geometry import level_steps
from oca.reporting.organization.record import Dimension, ItemRow, NextLevel, Note
from oca.reporting.organization.view import Case
from oca.reporting.organization.wording import (
    COMMENT_LIMIT,
    basis,
    change_cell,
    lacking,
    level_and_word,
    level_number,
    level_word,
    of_cell,
    score_of,
    sentence,
    since,
    typed,
)
from oca.reporting.text.figures import exact_share
from oca.tables.rows import ChangeRow, ScoreRow

SINGLE_ANSWERS = 5
"""With fewer people who rated alone, no single answer or comment of theirs is shown (METHODS, section 4)."""

NEXT = 2
"""For how many items the next level is printed, where half a page has room for them."""

LINES = 7
"""How many lines of notes and next levels stand below the items, and about how many letters stand in one of them."""
LETTERS = 118


def dimensions(case: Case) -> tuple[Dimension, ...]:
    """Write every dimension that was asked."""
    asked = [one for one in case.questionnaire.dimension_ids if case.of("dimension", one) is not None]
    return tuple(_dimension(case, one) for one in asked)


def _dimension(case: Case, dimension: str) -> Dimension:
    words, row = case.words, case.score("dimension", dimension)
    text, band = case.dimension_text(dimension), case.band(row)
    ids = [item.id for item in case.questionnaire.items_of(dimension)]
    items = _items(case, dimension)
    notes = written(case, ids, COMMENT_LIMIT)
    hidden = "" if notes else _hidden(case, ids)
    following = _that_fit(_next(case, dimension), notes)
    at_top = band is not None and not following and not any(_is_kept_back(case, item) for item in ids)
    return Dimension(
        title=text.title or dimension,
        score=score_of(case, row),
        word=pick(band.title, case.language) if band else "",
        meaning=pick(band.text, case.language) if band else _without_score(case, row),
        basis=" ".join(part for part in (sentence(basis(words, row)), *_held_down(case, dimension, row)) if part),
        change=since(case, case.change(case.previous, "dimension", dimension), case.previous) if case.previous else "",
        items=items,
        has_change=_compares(case, ids),
        has_answers=_counted(case),
        notes=notes,
        notes_hidden=hidden,
        next=following,
        next_note=_at_top(case) if at_top else "",
    )


def about_items(case: Case) -> str:
    """Say why items have no levels where few people rated alone; else nothing."""
    if not _too_few(case):
        return ""
    said = case.words.text(
        "Fewer than {count} people rated alone. Levels of single items are not printed then, because whoever knows "
        "their own rating could work out what the others chose; you see whether the ratings lie close together.",
        count=SINGLE_ANSWERS,
    )
    if case.area:
        return said
    together = case.words.text(
        "If you agree on one level for each item together, the next report can show the levels, and what the next "
        "level looks like."
    )
    return f"{said} {together}"


def _is_kept_back(case: Case, item: str) -> bool:
    row = case.of("item", item)
    return row is not None and row.status == KEPT_BACK


def _at_top(case: Case) -> str:
    if case.neutral:
        return case.words.text("Every item with an answer is at the best level.")
    return case.words.text("Every item with an answer is at the highest level.")


def _held_down(case: Case, dimension: str, row: ScoreRow) -> tuple[str, str]:
    """Say what holds the score down: a critical item, or what a gate of the scheme asks for; nothing when nothing."""
    if any(_is_kept_back(case, item.id) for item in case.questionnaire.items_of(dimension)):
        return "", ""
    return _capped(case, dimension, row), _gated(case, dimension, row)


def _gated(case: Case, dimension: str, row: ScoreRow) -> str:
    """Say what a better score of a dimension needs, where a gate holds it at the level before."""
    gates = [gate for gate in case.scheme.gates if gate.element == dimension and case.audience != "public"]
    for gate in gates if row.status == "scored" else ():
        before = case.ladder[case.ladder.index(gate.level) - 1]
        wanting = [item for item, least in gate.needs.items() if not _reached(case, item, least)]
        if wanting and row.score == before:
            least = {case.item_text(item).title: level_and_word(case, item, gate.needs[item]) for item in wanting}
            return case.words.text(
                "Held at level {level}; a better score needs at least: {needs}.",
                level=level_number(case, before),
                needs=", ".join(f"{title}: {level}" for title, level in least.items()),
            )
    return ""


def _reached(case: Case, item: str, least: float) -> bool:
    """Say whether an item meets what a gate asks of it; one that does not apply is asked nothing."""
    row = case.of("item", item)
    if row is None or row.status == "not_applicable":
        return True
    return bool(row.status == "scored" and case.questionnaire.direction.reaches(row.score, least))


def _capped(case: Case, dimension: str, row: ScoreRow) -> str:
    """Say that a critical item holds the score at the scheme's cap; nothing when it does not."""
    cap = case.scheme.critical_cap
    critical = [case.of("item", item.id) for item in case.questionnaire.items_of(dimension) if item.critical]
    if cap is None or row.status != "scored" or row.score != cap.cap:
        return ""
    scored = [item.score for item in critical if item is not None and item.status == "scored"]
    if not any(case.questionnaire.direction.under(score, cap.below) for score in scored):
        return ""
    limits = {"below": level_number(case, cap.below), "cap": level_number(case, cap.cap)}
    if case.reversed:
        return case.words.text("A critical item worse than level {below} holds this score at {cap} or worse.", **limits)
    return case.words.text("A critical item under level {below} holds this score at {cap} or lower.", **limits)


def _compares(case: Case, items: Sequence[str]) -> bool:
    """Say whether any item compares with the previous period."""
    rows = [case.change(case.previous, "item", item) for item in items]
    return any(row is not None and row.verdict != "not_comparable" for row in rows)


def _without_score(case: Case, row: ScoreRow) -> str:
    words = case.words
    if row.status == KEPT_BACK:
        return words.text("The score of so few items is not printed where few people rated, like the items themselves.")
    if row.status == "not_applicable" and case.area:
        return words.text("No item of this dimension applies here, so it has no score, and counts nowhere.")
    if row.status == "not_applicable":
        return words.text(
            "No item of this dimension applies to your organization, so it has no score, and counts nowhere."
        )
    share, more = exact_share(words, case.scheme.coverage.items), lacking(row, case.scheme.coverage.items)
    parts = any(item.subdimension for item in case.questionnaire.items_of(row.element))
    if parts:
        return _without_parts(case, share, more)
    if not more:
        return words.text("No score is given here, because everything with a score has weight 0.")
    if case.area:
        return words.text(
            "No score is given here, because too few items have an answer. A score needs answers to {share} of the "
            "items that apply: {more} more would be enough.",
            share=share,
            more=more,
        )
    return words.text(
        "No score is given here, because too few items have an answer; this says nothing about your work. A score "
        "needs answers to {share} of the items that apply: {more} more would be enough.",
        share=share,
        more=more,
    )


def _without_parts(case: Case, share: str, more: int) -> str:
    """Say what a dimension of parts lacks: how many answers more would be enough depends on where they are given."""
    words, parts = case.words, exact_share(case.words, case.scheme.coverage.subdimensions)
    if not more:
        return words.text(
            "No score is given here: {share} of the parts of this dimension that apply need a score of their own, and "
            "too few have one. Where answers are missing, the items below show.",
            share=parts,
        )
    return words.text(
        "No score is given here, because too few items have an answer. A score needs answers to {share} of the items "
        "that apply, and to as many of each part that is to count; {parts} of the parts need to.",
        share=share,
        parts=parts,
    )


def _items(case: Case, dimension: str) -> tuple[ItemRow, ...]:
    items = [item for item in case.questionnaire.items_of(dimension) if case.of("item", item.id) is not None]
    changes = {item.id: case.change(case.previous, "item", item.id) for item in items} if case.previous else {}
    compared = [row for row in changes.values() if row is not None and row.verdict != "not_comparable"]
    digits = 0 if all(float(row.change).is_integer() for row in compared) else 1
    return tuple(
        _item(case, item.id, critical=item.critical, change=changes.get(item.id), digits=digits) for item in items
    )


def _item(case: Case, item: str, *, critical: bool, change: ChangeRow | None, digits: int) -> ItemRow:
    row = case.score("item", item)
    scored = row.status == "scored"
    return ItemRow(
        title=case.item_text(item).title or item,
        critical=critical,
        steps=level_steps(row.score, case.ladder) if scored else "",
        score=level_number(case, row.score) if scored else "",
        word=level_word(case, item, row.score) if scored else _state(case, row),
        change=_item_change(case, change, digits),
        answers=of_cell(case.words, int(row.answered), int(row.expected)) if _counted(case) else "",
    )


def _counted(case: Case) -> bool:
    """Say whether each item tells how many of those who rated alone gave a level."""
    return case.score_type == "individual" and not _too_few(case)


def _item_change(case: Case, change: ChangeRow | None, digits: int) -> str:
    if change is not None and change.reason == "changed_item":
        return case.words.text("new or changed")
    return change_cell(case, change, digits)


def _state(case: Case, row: ScoreRow) -> str:
    """Say why an item has no level; a state is never a low level."""
    words = case.words
    if row.status == KEPT_BACK:
        return _closeness(case, row.element)
    if row.status == "not_applicable":
        return words.text("not applicable")
    if case.score_type == "individual" and row.answered:
        return words.text("too few answers")
    return words.text("don’t know") if row.dont_know >= max(row.missing, 1) else words.text("left blank")


def _closeness(case: Case, item: str) -> str:
    """Say how close the ratings of an item lie, where that is all that may be said."""
    table, words = case.assessment.agreement, case.words
    own = (table["organization"] == case.organization.id) & (table["period"] == case.period.id)
    found = table.loc[own & (table["kind"] == "item") & (table["element"] == item), "verdict"]
    said = {"close": words.text("ratings close together"), "wide": words.text("ratings wide apart")}
    return said.get(next(iter(found), ""), words.text("not shown, few people rated"))


def written(case: Case, items: Sequence[str], limit: int) -> tuple[Note, ...]:
    """Return what was written down about items; nothing where it would show single answers of a few people.

    Args:
        case: the case.
        items: ids of the items, in order.
        limit: the most characters of each text; 0 for all.
    """
    if _too_few(case):
        return ()
    notes = [_note(case, item, limit) for item in items]
    return tuple(note for note in notes if note.reason or note.comment or note.evidence)


def _too_few(case: Case) -> bool:
    return case.score_type == "individual" and case.respondents < SINGLE_ANSWERS


def _note(case: Case, item: str, limit: int) -> Note:
    rows = case.answers.get(item, ())
    reasons = [row.comment for row in rows if row.status == "not_applicable"]
    comments = [row.comment for row in rows if row.status != "not_applicable"]
    evidence = [row.evidence for row in rows]
    reason, comment, shown = (_joined(case, texts, limit) for texts in (reasons, comments, evidence))
    return Note(case.item_text(item).title or item, reason, comment, shown)


def _joined(case: Case, texts: Sequence[str], limit: int) -> str:
    """Join what several people wrote about one item; the same words are printed once."""
    different = dict.fromkeys(text for text in texts if text)
    return typed(" · ".join(different), case.words, limit)


def _hidden(case: Case, items: Sequence[str]) -> str:
    anything = any(row.comment or row.evidence for item in items for row in case.answers.get(item, ()))
    if not (_too_few(case) and anything):
        return ""
    return case.words.text(
        "Comments are not printed: with fewer than {count} people, it could be guessed who wrote them.",
        count=SINGLE_ANSWERS,
    )


def _next(case: Case, dimension: str) -> tuple[NextLevel, ...]:
    ids = holding_back(case.own_scores, case.questionnaire, dimension)[:NEXT]
    return tuple(_next_level(case, item) for item in ids)


def _that_fit(following: tuple[NextLevel, ...], notes: tuple[Note, ...]) -> tuple[NextLevel, ...]:
    """Return all of the next levels, or the first alone where the notes leave no room for more."""
    written_lines = sum(_lines(note.title + note.reason + note.comment + note.evidence) for note in notes)
    next_lines = sum(_lines(step.title + step.step + step.text) for step in following) + bool(following)
    return following if written_lines + next_lines <= LINES else following[:1]


def _lines(text: str) -> int:
    return math.ceil(len(text) / LETTERS)


def _next_level(case: Case, item: str) -> NextLevel:
    score, questionnaire, words = case.score("item", item).score, case.questionnaire, case.words
    level, worth = next_level(case.questionnaire, item, score) or questionnaire.rungs(item)[-1]
    name = questionnaire.answer_name(item, level, case.language)
    if questionnaire.by_id[item].scale:
        step = words.text("from “{now}” to “{next}”", now=level_word(case, item, score), next=name)
    else:
        number = level_number(case, worth)
        step = words.text("from {now} to {next} ({word})", now=level_number(case, score), next=number, word=name)
    text = questionnaire.answer_text(item, level, case.language)
    return NextLevel(case.item_text(item).title or item, step, text)
