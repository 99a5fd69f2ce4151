"""Change since the baseline, in the sentences of the summary."""

from __future__ import annotations

from collections.abc import Mapping

from oca.reporting.organization.view import Case
from oca.reporting.organization.wording import (
    amount,
    change_digits,
    names,
    of_cell,
    score_of,
    set_aside,
    why_incomparable,
)
from oca.tables.rows import ChangeRow


def change_since_baseline(case: Case) -> tuple[str, ...]:
    """Say what changed since the baseline: overall, why two figures differ, and how many dimensions moved."""
    words = case.words
    if not case.baseline and not case.addressed:
        return (
            words.text(
                "This is the first assessment. It is the baseline: from the next one on, this page says what changed."
            ),
        )
    if not case.baseline:
        return (
            words.text(
                "This is your first assessment. It is the baseline: from the next one on, this page says what changed."
            ),
        )
    row = case.changes[case.baseline, case.period.id, "overall", "overall"]
    sentences = (set_aside(case), _overall_change(case, row), _two_figures(case, row), _by_verdict(case))
    return tuple(sentence for sentence in sentences if sentence)


def _two_figures(case: Case, row: ChangeRow) -> str:
    """Say why the score of now in the comparison is another than the one above; nothing where both print the same."""
    overall = case.score("overall", "overall")
    if row.verdict == "not_comparable" or row.reason == "ceiling" or overall.status != "scored":
        return ""
    if case.words.number(row.to_score) == score_of(case, overall):
        return ""
    return case.words.text(
        "Why {compared} here and {score} above: the score above rests on every item of this assessment, the comparison "
        "only on those that were asked and answered both times.",
        compared=case.words.number(row.to_score),
        score=score_of(case, overall),
    )


def _overall_change(case: Case, row: ChangeRow) -> str:
    words, label = case.words, case.label(case.baseline)
    if row.verdict == "not_comparable":
        reason = why_incomparable(words, row.reason)
        return words.text(
            "The overall score cannot be compared with the baseline, {period}: {reason}.", period=label, reason=reason
        )
    items = of_cell(words, int(row.compared), int(row.of))
    facts = {
        "before": words.number(row.from_score),
        "after": words.number(row.to_score),
        "period": label,
        "items": items,
        "by": words.number(abs(float(row.change)), change_digits(case, float(row.change))),
    }
    if case.scheme.unit != "levels" and row.reason != "ceiling":
        return _change_in_points(case, row, facts)
    if case.neutral:
        return _neutral_change(case, row, facts)
    if row.reason == "ceiling" and not case.addressed:
        return words.text("The overall score is the best there is, as at the baseline, {period}.", **facts)
    if row.reason == "ceiling":
        return words.text("You are at the highest level, as at the baseline, {period}.", period=label)
    if (case.score_type == "verified" or not case.addressed) and row.verdict != "no_clear_change":
        return _change_of_score(case, row, facts)
    if row.verdict == "improved":
        return words.text(
            "You rated yourselves {by} levels higher than at the baseline, {period}: {before} then, {after} now, on "
            "the items that can be compared ({items}).",
            **facts,
        )
    if row.verdict == "declined":
        return words.text(
            "You rated yourselves {by} levels lower than at the baseline, {period}: {before} then, {after} now, on "
            "the items that can be compared ({items}). A lower rating can also come from a closer look, other people "
            "in the conversation or new tasks.",
            **facts,
        )
    return _unclear(case, facts)


def _change_of_score(case: Case, row: ChangeRow, facts: Mapping[str, str]) -> str:
    """Say how the overall score changed where an assessor took part, or to the public: nobody is addressed."""
    words = case.words
    if row.verdict == "improved":
        return words.text(
            "The score is {by} levels higher than at the baseline, {period}: {before} then, {after} now, on the items "
            "that can be compared ({items}).",
            **facts,
        )
    return words.text(
        "The score is {by} levels lower than at the baseline, {period}: {before} then, {after} now, on the items that "
        "can be compared ({items}). A lower score can also come from a closer look, other evidence or new tasks.",
        **facts,
    )


def _change_in_points(case: Case, row: ChangeRow, facts: Mapping[str, str]) -> str:
    """Say how the overall score changed where it is counted in points or percent."""
    words = case.words
    told = {**facts, "by": amount(case, float(row.change))}
    if row.verdict == "improved":
        return words.text(
            "Higher than at the baseline, {period}, by {by}: {before} then, {after} now, on the items that can be "
            "compared ({items}).",
            **told,
        )
    if row.verdict == "declined":
        return words.text(
            "Lower than at the baseline, {period}, by {by}: {before} then, {after} now, on the items that can be "
            "compared ({items}). A lower rating can also come from a closer look, other people in the conversation or "
            "new tasks.",
            **told,
        )
    return _unclear(case, facts)


def _neutral_change(case: Case, row: ChangeRow, facts: Mapping[str, str]) -> str:
    """Say how the overall score changed, as better or worse, whichever end of the scale is good."""
    words = case.words
    if row.reason == "ceiling":
        return words.text("The overall score is the best there is, as at the baseline, {period}.", **facts)
    if row.verdict == "improved":
        return words.text(
            "Rated {by} levels better than at the baseline, {period}: {before} then, {after} now, on the items that "
            "can be compared ({items}).",
            **facts,
        )
    if row.verdict == "declined":
        return words.text(
            "Rated {by} levels worse than at the baseline, {period}: {before} then, {after} now, on the items that "
            "can be compared ({items}). A worse rating can also come from a closer look or from other people who "
            "rated.",
            **facts,
        )
    return _unclear(case, facts)


def _unclear(case: Case, facts: Mapping[str, str]) -> str:
    return case.words.text(
        "Overall there is no clear change since the baseline, {period}: {before} then, {after} now, on the items that "
        "can be compared ({items}).",
        **facts,
    )


def _by_verdict(case: Case) -> str:
    """Name the dimensions by what became of them, in the order of the questionnaire; nothing when none compares."""
    words = case.words
    found: dict[str, list[str]] = {}
    for dimension in case.questionnaire.dimension_ids:
        row = case.change(case.baseline, "dimension", dimension)
        if row is not None:
            found.setdefault(row.verdict, []).append(dimension)
    listed = {verdict: names(case, dimensions) for verdict, dimensions in found.items()}
    better, worse = listed.get("improved", ""), listed.get("declined", "")
    said = {
        "improved": words.text("Rated better: {dimensions}.", dimensions=better)
        if case.neutral
        else words.text("Rated higher: {dimensions}.", dimensions=better),
        "no_clear_change": words.text("No clear change: {dimensions}.", dimensions=listed.get("no_clear_change", "")),
        "declined": words.text("Rated worse: {dimensions}.", dimensions=worse)
        if case.neutral
        else words.text("Rated lower: {dimensions}.", dimensions=worse),
        "not_comparable": words.text("Not comparable: {dimensions}.", dimensions=listed.get("not_comparable", "")),
    }
    if set(found) <= {"not_comparable"}:
        return ""
    return " ".join(sentence for verdict, sentence in said.items() if verdict in found)
