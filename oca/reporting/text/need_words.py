"""How a scheme makes the priority of an item or dimension, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oca.reporting.text.scheme_words import Told


def priorities(told: Told) -> str:
    """Say what makes the priority of an item or dimension, part by part, with the points of each."""
    words, rule = told.words, told.scheme.needs
    points = {part: told.number(round(value, 1)) for part, value in rule.points.items()}
    target = told.questionnaire.best if rule.target is None else rule.target
    share = words.percent(rule.disagreement)
    parts = {
        "critical": words.text(
            "Short of it, a critical item, and a dimension that holds one, gets {points} more.",
            points=points["critical"],
        ),
        "chosen": words.text("What is marked as a priority in the plan gets {points} more.", points=points["chosen"]),
        "decline": words.text(
            "Short of it, what was rated clearly worse than the time before gets {points} more.",
            points=points["decline"],
        ),
    }
    said = [
        words.text(
            "A priority, from 0 to 100, says which items and dimensions ask for support first; how much each part "
            "weighs is a judgement. The farther a score is from the target, level {target}, the higher: up to {points} "
            "points.",
            target=told.number(target),
            points=points["gap"],
        ),
        *(sentence for part, sentence in parts.items() if rule.points[part]),
    ]
    if rule.disagreement:
        said.append(
            words.text(
                "Where those who rated alone differ, up to {share} of it is taken off, because a talk comes first.",
                share=share,
            )
        )
    said.append(words.text("Without a score there is no priority."))
    return " ".join(said)
