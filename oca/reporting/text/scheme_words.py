"""A scheme in words: how it turns answers into scores, as the methods page prints it and `oca scheme explain` shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from oca.instrument.questionnaire import Questionnaire
from oca.instrument.scheme import Gate, Scheme, ScoreType
from oca.instrument.structure import level_key
from oca.language import Words, decimals, pick
from oca.reporting.text.figures import exact, exact_share
from oca.reporting.text.method import BandRow, MethodSection
from oca.reporting.text.need_words import priorities
from oca.reporting.text.weight_words import overall_rule, weights


@dataclass(frozen=True)
class Told:
    """What is told of, and how.

    Attributes:
        questionnaire: what was asked.
        scheme: what scores it.
        words: what it is told in.
        addressed: whether those who answered are spoken to, as you.
    """

    questionnaire: Questionnaire
    scheme: Scheme
    words: Words
    addressed: bool = True

    @property
    def language(self) -> str:
        """The language of the words."""
        return self.words.language

    def title(self, element: str) -> str:
        """Return the title of an item, a sub-dimension or a dimension."""
        form, language = self.questionnaire, self.language
        if element in form.by_id:
            return form.item_text(element, language).title or element
        if element in form.dimension_ids:
            return form.dimension_text(element, language).title or element
        words = form.words[form.language(language)].subdimensions.get(element)
        return words.title if words and words.title else element

    def short(self, element: str) -> str:
        """Return the short title of a dimension; the title of anything else."""
        if element not in self.questionnaire.dimension_ids:
            return self.title(element)
        return self.questionnaire.dimension_text(element, self.language).short or self.title(element)

    def number(self, value: float) -> str:
        """Write a number with the decimals that it has."""
        return self.words.number(value, decimals(value))

    def limit(self, value: float) -> str:
        """Write a limit that somebody set with as many decimals as it has, at least one."""
        return exact(self.words, value)


def sections(told: Told, kinds: Mapping[ScoreType, str]) -> tuple[MethodSection, ...]:
    """Return the method in words.

    Args:
        told: what is told of.
        kinds: how the score types are called in the language.
    """
    text = told.words.text
    return (
        MethodSection(text("From answers to scores"), _scores(told, kinds)),
        MethodSection(text("When there is no score"), coverage(told)),
        MethodSection(text("From one period to the next"), changes(told)),
        MethodSection(text("From scores to priorities"), (priorities(told),)),
    )


def _scores(told: Told, kinds: Mapping[ScoreType, str]) -> tuple[str, ...]:
    words, scheme = told.words, told.scheme
    types = words.join([kinds[one] for one in scheme.score_types])
    facts = {"count": len(told.questionnaire.levels), "types": types}
    if told.questionnaire.structure.subject == "area" or not told.addressed:
        items = words.text(
            "Every item has {count} levels, each with its own description; those who rated chose what fits best. "
            "Answers can be: {types}. Where a period has more than one kind, the first of these counts, and kinds are "
            "never mixed.",
            **facts,
        )
    else:
        items = words.text(
            "Every item has {count} levels, each with its own description; you chose the one that fits what can be "
            "seen today. Answers can be: {types}. Where a period has more than one kind, the first of these counts, "
            "and kinds are never mixed.",
            **facts,
        )
    rare = " ".join((*_of_the_scale(told), *_own_scales(told)))
    below, above = rules(told)
    paragraphs = (items, rare, below, f"{above} {_rounding(told)}".strip())
    return tuple(paragraph for paragraph in paragraphs if paragraph)


def rules(told: Told) -> tuple[str, str]:
    """Return in words how items make dimensions, and how these make the overall score, with all that holds them."""
    lower = (_item_rule(told), _dimension_rule(told), weights(told))
    upper = (overall_rule(told), _rounded_first(told), *_gates(told), _cap(told), _past_dimensions(told), _index(told))
    below, above = (" ".join(part for part in parts if part) for parts in (lower, upper))
    return below, above


def _of_the_scale(told: Told) -> list[str]:
    """Say what is unusual about the scale: which end is best, answers between the levels, items turned round."""
    words, structure = told.words, told.questionnaire.structure
    said = []
    if structure.scale.best == "lowest":
        said.append(
            words.text(
                "On this scale {best} is the best and {worst} the worst.",
                best=told.number(told.questionnaire.best),
                worst=told.number(told.questionnaire.ladder[0]),
            )
        )
    if structure.scale.step:
        step = told.number(structure.scale.step)
        said.append(words.text("Answers may lie between the levels, in steps of {step}.", step=step))
    if structure.reversed:
        items = ", ".join(told.title(item) for item in structure.reversed)
        said.append(words.text("Asked the other way round, and turned before they count: {items}.", items=items))
    return said


def _own_scales(told: Told) -> list[str]:
    """Say what the answers of items with a scale of their own are worth: No counts as 1, Yes as 5."""
    words, form = told.words, told.questionnaire
    said = []
    for key, scale in form.structure.scales.items():
        names = [form.level_name(level, told.language, key).name or level_key(level) for level in scale.levels]
        pairs = zip(names, scale.values or scale.levels, strict=True)
        listed = words.join([words.text("“{name}” as {value}", name=n, value=told.number(v)) for n, v in pairs])
        items = words.plural(
            "{n} item is answered in another way; there it counts: {listed}.",
            "{n} items are answered in another way; there it counts: {listed}.",
            len(scale.items),
            listed=listed,
        )
        said.append(items)
    return said


def _item_rule(told: Told) -> str:
    words = told.words
    if "individual" not in told.scheme.score_types:
        return ""
    if told.scheme.respondents == "median":
        return words.text("From individual ratings, the score of an item is their median.")
    return words.text("From individual ratings, the score of an item is their mean.")


def _dimension_rule(told: Told) -> str:
    words, scheme = told.words, told.scheme
    weakest = words.text("The score of a dimension is that of its lowest item.")
    if told.questionnaire.direction.reversed:
        weakest = words.text("The score of a dimension is that of its weakest item.")
    said = {
        "mean": words.text("The score of a dimension is the mean of its items."),
        "median": words.text("The score of a dimension is the median of its items."),
        "minimum": weakest,
        "share": words.text("The score of a dimension is what its items reach, in percent of the most they could."),
        "sum": words.text(
            "The score of a dimension is the sum of its items. An item that applies and has no answer is taken at the "
            "share of the maximum that the others reach, so that a blank is never a zero."
        ),
    }
    parts = ""
    if any(item.subdimension for item in told.questionnaire.items):
        parts = words.text("Where a dimension has parts, its items make these first, and these make the dimension.")
    return " ".join(filter(None, (said[scheme.dimension], parts)))


def _gates(told: Told) -> list[str]:
    return [gate_words(told, gate) for gate in told.scheme.gates]


def gate_words(told: Told, gate: Gate) -> str:
    """Say what a level needs before it counts."""
    words = told.words
    needs = words.join(
        [
            words.text("{item} at {level}", item=told.title(item), level=told.number(least))
            for item, least in gate.needs.items()
        ]
    )
    return words.text(
        "Level {level} of {element} and better ones count only with: {needs}.",
        level=told.number(gate.level),
        element=told.title(gate.element),
        needs=needs,
    )


def _cap(told: Told) -> str:
    cap, words = told.scheme.critical_cap, told.words
    if cap is None and (told.scheme.gates or told.scheme.dimension != "mean"):
        return ""
    if cap is None:
        return words.text("No item holds down the score of its dimension beyond its share in the mean.")
    limits = {"below": told.number(cap.below), "cap": told.number(cap.cap)}
    if told.questionnaire.direction.reversed:
        return words.text(
            "A dimension with a critical item worse than {below} cannot score better than {cap}.", **limits
        )
    return words.text("A dimension with a critical item under level {below} cannot score above {cap}.", **limits)


def _past_dimensions(told: Told) -> str:
    """Say that an overall score of items is not held down with the dimensions; a gate of an item does reach it."""
    scheme = told.scheme
    held = scheme.critical_cap or any(gate.element not in told.questionnaire.by_id for gate in scheme.gates)
    if scheme.overall != "items" or not held:
        return ""
    return told.words.text(
        "What holds down a dimension does not hold down the overall score, which is made of the items."
    )


def _index(told: Told) -> str:
    words = told.words
    said = {
        "none": "",
        "linear": words.text("As an index, the lowest level is 0 and the highest 100."),
        "proportional": words.text("As an index, a score is given as a percentage of the highest level."),
    }
    if told.scheme.index == "linear" and told.questionnaire.direction.reversed:
        return words.text("As an index, the worst level is 0 and the best 100.")
    return said[told.scheme.index]


def _rounded_first(told: Told) -> str:
    digits = told.scheme.round_dimensions_first
    if digits is None:
        return ""
    if told.scheme.overall == "items":
        return told.words.plural(
            "The scores of the dimensions are rounded to {n} decimal; the overall score is made of the items, and of "
            "no rounded figure.",
            "The scores of the dimensions are rounded to {n} decimals; the overall score is made of the items, and of "
            "no rounded figure.",
            digits,
        )
    return told.words.plural(
        "The scores of the dimensions are rounded to {n} decimal before the overall score is made of them.",
        "The scores of the dimensions are rounded to {n} decimals before the overall score is made of them.",
        digits,
    )


def _rounding(told: Told) -> str:
    if told.scheme.round_dimensions_first is not None:
        return ""
    return told.words.text(
        "Scores are worked out without rounding and rounded once, for print, to one decimal, or to more where one "
        "would put a score into another band; so a change may differ by 0.1 from the difference of the printed scores."
    )


def coverage(told: Told) -> tuple[str, ...]:
    """Say how many answers a score needs, and what becomes of those that are no level."""
    words, least = told.words, told.scheme.coverage
    states = words.text(
        "“Not applicable” takes an item out of the count. “Don’t know” and a blank stay in the count, but are never "
        "read as a low level."
    )
    rule = words.text(
        "A dimension has a score when at least {items} of the items that apply have an answer; the overall score needs "
        "the same, and a score in at least {dimensions} of the dimensions that apply. Otherwise no score is given, "
        "never a zero.",
        items=exact_share(words, least.items),
        dimensions=exact_share(words, least.dimensions),
    )
    if any(item.subdimension for item in told.questionnaire.items):
        parts = words.text(
            "A part of a dimension needs the same share of answers, and does not enter the dimension without it; the "
            "dimension needs a score in at least {subdimensions} of its parts that apply.",
            subdimensions=exact_share(words, least.subdimensions),
        )
        rule = f"{rule} {parts}"
    if "individual" not in told.scheme.score_types:
        return (f"{states} {rule}",)
    people = words.text(
        "From individual ratings, an item has a score when at least {share} of the people gave a level.",
        share=exact_share(words, least.respondents),
    )
    return (f"{states} {rule} {people}",)


def changes(told: Told) -> tuple[str, ...]:
    """Say what is compared from one period to the next, and from which size on a difference is called a change."""
    words, scheme = told.words, told.scheme
    rule = words.text(
        "Only items that are the same, or ask the same in other words, are compared, and only where both periods have "
        "a score; both periods are worked out anew on these. “4 of 6” means that 4 of the 6 items compare. At least "
        "{share} must; otherwise nothing is said.",
        share=exact_share(words, scheme.min_common),
    )
    parts = words.text(
        "The rules are those of the later period. A dimension of which fewer items compare is left out of the change "
        "of the overall score."
    )
    types = (
        words.text("Scores of different kinds of answers are compared all the same.")
        if scheme.compare_score_types
        else words.text("Scores of different kinds of answers are not compared.")
    )
    return (f"{rule} {parts} {_limit(told)} {types}",)


def _limit(told: Told) -> str:
    """Say from which size on a difference is called a change, in what the scores are counted in."""
    words, limit = told.words, told.scheme.meaningful_change
    if told.scheme.unit != "levels":
        return words.text(
            "A difference of {limit} percent of the maximum or more is called higher or lower; a smaller one is no "
            "clear change.",
            limit=told.number(limit),
        )
    if told.questionnaire.direction.reversed:
        return words.text(
            "A difference of {limit} levels or more is called better or worse; a smaller one is no clear change.",
            limit=told.limit(limit),
        )
    return words.text(
        "A difference of {limit} levels or more is called higher or lower; a smaller one is no clear change.",
        limit=told.limit(limit),
    )


def band_limit(told: Told, limit: float) -> str:
    """Write where a band begins or ends: a level, or percent of the maximum where a scheme sums or shares."""
    return told.limit(limit) if told.scheme.unit == "levels" else exact_share(told.words, limit / 100)


def bands(told: Told) -> tuple[BandRow, ...]:
    """Return every band of a scheme with its limits."""
    words, scheme = told.words, told.scheme
    last = told.questionnaire.levels[-1] if scheme.unit == "levels" else 100.0
    rows = []
    for i, band in enumerate(scheme.bands):
        start = band_limit(told, band.start)
        if i + 1 < len(scheme.bands):
            limits = words.text("{start} to under {end}", start=start, end=band_limit(told, scheme.bands[i + 1].start))
        else:
            limits = words.text("{start} to {end}", start=start, end=band_limit(told, last))
        rows.append(BandRow(pick(band.title, told.language), limits, pick(band.text, told.language)))
    return tuple(rows)
