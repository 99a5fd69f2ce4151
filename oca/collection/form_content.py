"""What one fill-in form is made from, and what stands in one that was filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from oca.instrument.questionnaire import Questionnaire
from oca.instrument.structure import Item, level_key
from oca.language import Text, Words, for_matching, pick, words
from oca.project import Organization, Period

LIST_LIMIT = 255
"""Characters that the list of a cell can hold."""


@dataclass(frozen=True)
class FilledSheet:
    """What stands in a form that was filled in.

    Attributes:
        answers: for each item an answer as typed, or a status: not_applicable, dont_know.
        comments: by item.
        evidence: by item.
        participants: who took part.
        place: where the session was.
        date: the day, best as 2024-05-31.
        respondent: code of the person who rates alone; only on an individual form.
        role: the person's role; only on an individual form.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    participants: str = ""
    date: str = ""
    respondent: str = ""
    role: str = ""
    place: str = ""


@dataclass(frozen=True)
class Previous:
    """What was answered last time, to be shown beside the new answers.

    Attributes:
        period: when that was, such as Year 3.
        answers: for each item of this version that can be compared: a level as typed, or a status.
        labels: the period in several languages, for a form that speaks them; empty where it is known in one only.
    """

    period: str
    answers: Mapping[str, str]
    labels: Text = field(default_factory=dict)


@dataclass(frozen=True)
class AnswerCells:
    """Where the answers of a dimension stand, as formulas name the cells.

    Attributes:
        all: the whole column of answers.
        plain: stretches of it in which every answer is worth what it says.
        mirrored: the cells of reversed items that are answered between the levels.
        other: for each other item its cell, and what each answer is worth by how it may be written.
    """

    all: str
    plain: tuple[str, ...]
    mirrored: tuple[str, ...]
    other: tuple[tuple[str, Mapping[str, float]], ...]


@dataclass(frozen=True)
class Form:
    """What one form is made from."""

    questionnaire: Questionnaire
    language: str
    organization: Organization | None
    period: Period | None
    score_type: str
    sheet: FilledSheet
    synthetic: bool
    previous: Previous | None = None

    @property
    def words(self) -> Words:
        """The printed words of the form's language."""
        return words(self.language)

    def number(self, value: float) -> str:
        """Write a number with the decimals it has."""
        return self.words.number(value, len(level_key(value).partition(".")[2]))

    @property
    def states(self) -> dict[str, str]:
        """The words that the form offers for the two answers that are no level."""
        return states_in(self.words)

    def offered(self, item: Item) -> dict[str, str]:
        """Return how the form writes each level of an item, by the level's key.

        A level of the questionnaire's scale is a number; one of an own scale is its name, where a list can hold it.
        """
        keys = [level_key(level) for level in item.levels]
        names = [self.questionnaire.answer_name(item.id, level, self.language) for level in item.levels]
        return dict(zip(keys, names if item.scale and self._listable(names) else keys, strict=True))

    def choices(self, item: Item) -> list[str]:
        """Return what an answer cell offers: the levels, then the two states in the form's language."""
        return [*self.offered(item).values(), *self.states.values()]

    def _listable(self, names: list[str]) -> bool:
        """Say whether the list of a cell can hold names, and whether each can be told from all else that it offers."""
        offered = [*names, *self.states.values()]
        told = len({for_matching(one) for one in offered}) == len(offered)
        return told and not set('",') & set("".join(names)) and len(",".join(offered)) <= LIST_LIMIT

    @property
    def input_headings(self) -> tuple[str, str, str]:
        """What stands over the answers, the comments and the evidence."""
        text = self.words.text
        comment = text("Comment, or reason for {na}", na=self.states["not_applicable"])
        return text("Answer"), comment, text("Evidence")

    @property
    def level_headings(self) -> list[str]:
        """What stands over the texts of each level, from the least good to the best."""
        levels = self.questionnaire.ladder
        return [f"{level_key(one)}  {self.questionnaire.level_name(one, self.language).name}" for one in levels]

    def title(self, item: Item) -> tuple[str, str]:
        """Return an item's title, which says where it is critical, and its question."""
        entry = self.questionnaire.item_text(item.id, self.language)
        return entry.title + (f" ({self.words.text('critical')})" if item.critical else ""), entry.prompt

    def under_levels(self, item: Item) -> dict[str, tuple[str, str]]:
        """Return what stands under each level, from the least good to the best: how the answer is called, and its text.

        An answer that is no level of the questionnaire's scale, such as yes, stands under the level that it is worth.
        """
        questionnaire, ladder = self.questionnaire, self.questionnaire.ladder
        if item.plain:
            texts = questionnaire.item_text(item.id, self.language).levels
            return {level_key(level): ("", texts.get(level_key(level), "")) for level in ladder}
        under: dict[float, list[tuple[str, str]]] = {level: [] for level in ladder}
        for level, worth in questionnaire.rungs(item.id):
            label, text = self.offered(item)[level_key(level)], questionnaire.answer_text(item.id, level, self.language)
            if label == level_key(level) and item.scale:
                label = f"{label}  {questionnaire.answer_name(item.id, level, self.language)}"
            under[column_of(worth, questionnaire.levels)].append((label, text))
        return {level_key(level): _together(answers) for level, answers in under.items()}

    def helps(self, item: str) -> list[tuple[str, str]]:
        """Return what helps to answer an item, as far as it is written, each text with the words before it."""
        entry = self.questionnaire.item_text(item, self.language)
        parts = [(self.words.text("Guidance"), entry.guidance), (self.words.text("What shows it"), entry.evidence)]
        return [(f"{label}:", text) for label, text in parts if text]

    def between(self, item: Item) -> bool:
        """Say whether an item may be answered with a number between two levels."""
        return len(item.answers) > len(item.levels)

    @property
    def who(self) -> str:
        """How the form asks who took part in a session: people are not named."""
        return self.words.text("Who took part: roles and how many, no names")

    @property
    def kind(self) -> str:
        """The score type in words."""
        return kind_of(self.score_type, self.language)

    @property
    def area(self) -> bool:
        """Whether a country, an entity or another area is rated, and no organization."""
        return self.questionnaire.structure.subject == "area"

    @property
    def footer(self) -> str:
        """What every printed page says at its foot."""
        parts = [self.organization.name if self.organization else "", self.questionnaire.title(self.language)]
        return " · ".join([part for part in parts if part] + [self.questionnaire.ref])

    @property
    def last_period(self) -> str:
        """The label of the period of last time's answers; empty where none are shown."""
        return pick(self.previous.labels, self.language) or self.previous.period if self.previous else ""

    def sheet_names(self) -> dict[str, str]:
        """Return a sheet name for each dimension: its short title as far as Excel allows, each name once."""
        names: dict[str, str] = {}
        taken = {self.words.text("Start").casefold(), "history", "_oca"}
        for dimension in self.questionnaire.dimension_ids:
            short = self.questionnaire.dimension_text(dimension, self.language).short or dimension
            safe = " ".join(re.sub(r"[\[\]:*?/\\'\x00-\x1f]", " ", short).split())[:31].strip() or dimension
            name, number = safe, 2
            while name.casefold() in taken:
                name, number = f"{safe[:26].strip()} ({number})", number + 1
            taken.add(name.casefold())
            names[dimension] = name
        return names


def column_of(worth: float, levels: Sequence[float]) -> float:
    """Return the level under which an answer's text stands: the one that it is worth, or the nearest."""
    return min(levels, key=lambda level: abs(level - worth))


def _together(answers: list[tuple[str, str]]) -> tuple[str, str]:
    """Return the answers under one level as one: mostly there is one, or none."""
    if len(answers) > 1:
        return "", "\n".join(f"{label}: {text}".rstrip(": ") for label, text in answers)
    (label, text) = answers[0] if answers else ("", "")
    return (f"{label}\n" if text else label), text


def states_in(printed: Words) -> dict[str, str]:
    """Return what a form offers in a language beside the levels, by the status that each stands for."""
    return {"not_applicable": printed.text("N/A"), "dont_know": printed.text("don't know")}


def kind_of(score_type: str, language: str) -> str:
    """Return a score type in words."""
    text = words(language).text
    named = {
        "individual": text("Rating of one person"),
        "consensus": text("Agreed by the organization in a session"),
        "verified": text("Agreed with an assessor against evidence"),
    }
    return named[score_type]
