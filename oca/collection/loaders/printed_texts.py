"""What our forms print, in every language and version: told from it is what a person typed, moved, or typed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from oca.collection.form_content import FilledSheet, Form
from oca.collection.loaders.form_sheet import INPUTS
from oca.instrument.questionnaire import Questionnaire
from oca.language import CYRILLIC, LANGUAGES, for_matching

ALIKE = 0.5
"""Under this likeness (Dice's coefficient of three-letter pieces) a text is taken for nobody's title."""

MARK = 12
"""A text of so many characters over the text of a level is a mark rather than another wording of it."""

Cell = tuple[str, str]
"""An item, and a level of the questionnaire's scale by its key."""


class Printed:
    """The texts that forms of some questionnaires print.

    A title belongs to the item whose printed text is most like it, so that one corrected by hand stays with its own.
    """

    def __init__(self, questionnaires: Iterable[Questionnaire]) -> None:
        self._questionnaires = tuple(questionnaires)

    def title_of_another(self, item: str, written: str) -> str:
        """Return the item to which the text beside an item's code belongs; empty where it is its own, or nobody's."""
        plain = for_matching(written)
        if not plain or item not in self._titles or plain in self._titles[item]:
            return ""
        pieces = _pieces(plain)
        likeness = {one: max(_alike(pieces, known) for known in self._titles[one].values()) for one in self._titles}
        nearest = max(likeness, key=lambda one: likeness[one])
        return nearest if likeness[nearest] >= ALIKE and likeness[nearest] > likeness[item] else ""

    def level_of_another(self, item: str, level: str, written: str) -> Cell | None:
        """Return the item and level whose text stands under a level of an item; None where it is its own, or nobody's.

        Only the very text counts: those of neighbouring levels are often alike.
        """
        places = self._places.get(for_matching(written), set())
        if item not in self._levels or (item, level) in places:
            return None
        return min(places, key=lambda place: (place[0] != item, place), default=None)

    def input_headed(self, written: str) -> str:
        """Return which cells to fill in a form heads with a text: answer, comment or evidence; empty for any other."""
        return self._headings.get(for_matching(written), "")

    def is_of_level(self, item: str, level: str, written: str) -> bool:
        """Say whether a text is that of a level of an item, also where a few words of it are others."""
        plain, own = for_matching(written), self._levels.get(item, {}).get(level, set())
        if plain in own:
            return True
        return not _added(plain, own) and any(_alike(_pieces(plain), _pieces(text)) >= ALIKE for text in own)

    def has_mark(self, item: str, level: str, written: str) -> bool:
        """Say whether a text is that of a level of an item with a few signs before or behind it, such as an x."""
        added = _added(for_matching(written), self._levels.get(item, {}).get(level, set()))
        return 0 < len(added) <= MARK

    def is_printed(self, written: str) -> bool:
        """Say whether a text is one that a form prints somewhere on the sheet of a dimension."""
        return for_matching(written) in self._all

    def is_like_printed(self, written: str) -> bool:
        """Say the same also of a text of which a few words are others, such as guidance that was corrected since."""
        pieces = _pieces(for_matching(written))
        return self.is_printed(written) or any(_alike(pieces, _pieces(one)) >= ALIKE for one in self._all)

    @cached_property
    def _titles(self) -> dict[str, dict[str, frozenset[str]]]:
        """What may stand beside the code of an item: its title, alone or with its question."""
        titles: dict[str, dict[str, frozenset[str]]] = {}
        for one in self._questionnaires:
            for item in one.item_ids:
                texts = [one.item_text(item, language) for language in one.words]
                for text in texts:
                    for plain in (for_matching(text.title), for_matching(f"{text.title} {text.prompt}")):
                        titles.setdefault(item, {})[plain] = _pieces(plain)
        return titles

    @cached_property
    def _levels(self) -> dict[str, dict[str, set[str]]]:
        """What may stand under each level of an item."""
        levels: dict[str, dict[str, set[str]]] = {}
        for form in self._forms:
            for item in form.questionnaire.items:
                for level, (label, text) in form.under_levels(item).items():
                    levels.setdefault(item.id, {}).setdefault(level, set()).add(for_matching(f"{label}{text}"))
        return levels

    @cached_property
    def _headings(self) -> dict[str, str]:
        return {
            for_matching(heading): name
            for form in self._forms
            for name, heading in zip(INPUTS, form.input_headings, strict=True)
        }

    @cached_property
    def _places(self) -> dict[str, set[Cell]]:
        places: dict[str, set[Cell]] = {}
        for item, levels in self._levels.items():
            for level, texts in levels.items():
                for text in filter(None, texts):
                    places.setdefault(text, set()).add((item, level))
        return places

    @cached_property
    def _all(self) -> frozenset[str]:
        return frozenset(map(for_matching, self._others())) | self._places.keys()

    def _others(self) -> Iterator[str]:
        """Yield what a form prints beside the texts of levels."""
        for form in self._forms:
            yield from (form.words.text("Item"), *form.level_headings, *form.input_headings)
            for dimension in form.questionnaire.dimension_ids:
                text = form.questionnaire.dimension_text(dimension, form.language)
                yield from (text.title, f"{text.title} {text.about}")
            for item in form.questionnaire.items:
                title, prompt = form.title(item)
                yield from (
                    title,
                    f"{title} {prompt}",
                    " ".join(f"{label} {said}" for label, said in form.helps(item.id)),
                )

    @cached_property
    def _forms(self) -> list[Form]:
        """One form in each language; Cyrillic that is made from Latin letters matches these."""
        return [
            Form(one, language, None, None, "consensus", FilledSheet(), False)
            for one in self._questionnaires
            for language in LANGUAGES
            if language != CYRILLIC or language in one.words
        ]


def _added(plain: str, printed: Iterable[str]) -> str:
    """Return what stands before or behind a printed text; empty where that is there alone, or not at all.

    >>> _added("x it meets.", ["it meets."]), _added("it meets..", ["it meets."]), _added("it met.", ["it meets."])
    ('x', '', '')
    """
    return min(
        (plain.replace(one, "", 1).strip(" .,;:") for one in printed if one and one in plain), key=len, default=""
    )


def _pieces(plain: str) -> frozenset[str]:
    """Return the pieces of three letters that a text has.

    >>> sorted(_pieces("ab"))
    [' ab', 'ab ']
    """
    padded = f" {plain} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
