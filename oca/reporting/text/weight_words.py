"""What counts how much, in words: the weights of a scheme, what counts the same, and what makes the overall score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oca.instrument.scheme import Scheme

if TYPE_CHECKING:
    from oca.reporting.text.scheme_words import Told


def weights(told: Told) -> str:
    """Say which items and dimensions weigh more or less than others, and which count the same."""
    words, scheme = told.words, told.scheme
    items = {item.id: scheme.item_weight(item.id, critical=item.critical) for item in told.questionnaire.items}
    by_rank = scheme.dimension in ("median", "minimum")
    said = _other_weights(told)
    if by_rank and any(weight not in (0, 1) for weight in items.values()):
        said.append(words.text("Within a dimension only a weight of 0 plays a part: what has it is left out."))
    if scheme.overall == "items" and _dimensions_weigh(scheme):
        said.append(words.text("Weights of dimensions play no part, because the overall score is made of the items."))
    if scheme.dimension != "minimum" and not any(weight == 0 if by_rank else weight != 1 for weight in items.values()):
        said.append(_items_alike(told))
    elif _parts_alike(told):
        said.append(words.text("Every part counts the same in its dimension, however many items it has."))
    return " ".join(said)


def _other_weights(told: Told) -> list[str]:
    """Say which weights are other than 1; those of dimensions only where the overall score is made of these."""
    words, given = told.words, told.scheme.weights
    critical = [item for item in told.questionnaire.items if item.critical and item.id not in given.items]
    said = []
    if critical and given.critical_items != 1:
        weight = told.number(given.critical_items)
        said.append(words.text("Items marked as critical have weight {weight}.", weight=weight))
    named = [f"{told.title(item)} {told.number(weight)}" for item, weight in given.items.items() if weight != 1]
    if told.scheme.overall == "dimensions":
        named += [f"{told.short(one)} {told.number(weight)}" for one, weight in given.dimensions.items() if weight != 1]
    if named:
        said.append(words.text("Other weights than 1: {listed}.", listed=", ".join(named)))
    return said


def _dimensions_weigh(scheme: Scheme) -> bool:
    return any(weight != 1 for weight in scheme.weights.dimensions.values())


def _items_alike(told: Told) -> str:
    """Say what counts the same where nothing has a weight of its own."""
    words = told.words
    if not _parts_alike(told):
        return words.text("Every item counts the same in its dimension.")
    rule = words.text(
        "Every item counts the same in its part, and every part the same in its dimension, however many items it has."
    )
    if all(item.subdimension for item in told.questionnaire.items):
        return rule
    return f"{rule} " + words.text("Where a dimension has no parts, every item counts the same in it.")


def _parts_alike(told: Told) -> bool:
    """Say whether some dimension is made of parts that count the same, and not of items; a sum is of items always."""
    parts = any(item.subdimension for item in told.questionnaire.items)
    return parts and told.scheme.dimension not in ("minimum", "sum")


def overall_rule(told: Told) -> str:
    """Say of what the overall score is made, and how."""
    words, scheme = told.words, told.scheme
    if scheme.overall == "items":
        return _overall_of_items(told)
    if scheme.dimension == "sum" and _dimensions_weigh(scheme):
        return words.text("The overall score is the weighted sum of the dimensions.")
    if scheme.dimension == "sum":
        return words.text("The overall score is the sum of them all.")
    if _dimensions_weigh(scheme):
        return words.text("The overall score is the weighted mean of the dimensions, not of the items.")
    return words.text(
        "The overall score is the mean of the dimensions, not of the items, and every dimension counts the same."
    )


def _overall_of_items(told: Told) -> str:
    words, scheme = told.words, told.scheme
    if scheme.dimension == "sum":
        return words.text("The overall score is the sum of all items.")
    if scheme.dimension == "share":
        return words.text("The overall score is what all items reach, in percent of the most they could.")
    if any(scheme.item_weight(item.id, critical=item.critical) != 1 for item in told.questionnaire.items):
        return words.text("The overall score is the weighted mean of all items.")
    return words.text("The overall score is the mean of all items.")
