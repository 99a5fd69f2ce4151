"""Random questionnaires for property tests: odd texts, odd ids, sub-dimensions, own scales, half-done translations."""

from __future__ import annotations

from typing import Any

from hypothesis import Phase
from hypothesis import strategies as st

from oca.authoring.layout import normal
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.states import state_of
from oca.instrument.structure import Structure, even
from oca.instrument.texts import ENTRIES, entry, places, words_of

NO_SHRINKING = [Phase.explicit, Phase.reuse, Phase.generate]
"""A failing questionnaire is small enough to read; shrinking a whole workbook takes minutes."""

ODD = [
    "=1+1",
    "-",
    "@nobody",
    "+ plus",
    "'quoted'",
    '"Zora" – „Зора“',
    "a: b",
    "# no comment",
    "- item",
    "No",
    "null",
    "1.10",
    "2024-05-01",
    "~",
    "{brace}",
    "[list]",
    "line\nbreak",
    "two\n\nparagraphs",
    "tab\there",
    "%",
    "& and *",
    "Šta čini žbun đaka? " * 20,
    "Никол'ћ, љуљашка и џеп. " * 12,
    "a\\b",
    "'",
    '"',
    ">-",
    "|",
    "? key",
    "!tag",
    "x #y",
    "ends with colon:",
    "😀",
    "é",
    "12,5",
    "TRUE",
    "#N/A",
    "a  b",
    "<b>&amp;</b>",
    "_x000",
    "\u2028",
    "\u0085next",
]

LETTERS = st.characters(exclude_categories=["Cs", "Cn", "Co"], exclude_characters="\ufffe\uffff")

_any = st.one_of(st.sampled_from(ODD), st.text(LETTERS, min_size=1, max_size=30)).filter(
    lambda text: not state_of(normal(text))
)
"""No text by which people say that an item does not apply: as the name of a level it is refused."""

any_text = _any.filter(normal)
"""Any text at all in which something can be seen."""

plain_text = _any.map(normal).filter(bool)
"""A text as a spreadsheet gives it back: no spaces at its ends, no line ends of other systems."""

NAMES = ["no", "null", "on", "y", "1", "gov-board", "true", *(f"id-{n}" for n in range(20))]
"""Ids; among them those that other programs take for something else."""


@st.composite
def structures(draw: st.DrawFn, version: str = "1") -> Structure:
    """Draw a structure: up to three dimensions of up to three items."""
    names = iter(NAMES)
    dimensions: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(1, 3))):
        inside = [next(names) for _ in range(draw(st.integers(1, 3)))]
        if draw(st.booleans()):
            parts = [{"id": next(names), "items": inside[:1]}]
            parts += [{"id": next(names), "items": inside[1:]}] if inside[1:] else []
            dimensions.append({"id": next(names), "subdimensions": parts})
        else:
            dimensions.append({"id": next(names), "items": inside})
    items = [item for one in dimensions for part in one.get("subdimensions", [one]) for item in part["items"]]
    levels = draw(st.sampled_from([[1, 2, 3, 4], [0, 1], [0.5, 1, 1.5, 2.25], [1, 2, 3]]))
    own = draw(st.lists(st.sampled_from(items), unique=True, max_size=2))
    scales = {"yes-no": {"items": own, "levels": [0, 1], "values": [levels[0], levels[-1]]}} if own else {}
    some = st.lists(st.sampled_from(items), unique=True, max_size=3)
    step = draw(st.sampled_from([None, 0.25]))
    turned = [item for item in draw(some) if step is None or even(levels) or item in own]  # others are refused
    return Structure.model_validate(
        {
            "id": next(names),
            "version": version,
            "source_language": "en",
            "languages": ["en", "bs"],
            "scale": {"levels": levels, "step": step, "best": draw(st.sampled_from(["highest", "lowest"]))},
            "dimensions": dimensions,
            "scales": scales,
            "reversed": turned,
            "critical": draw(some),
        }
    )


@st.composite
def questionnaires(draw: st.DrawFn, text: st.SearchStrategy[str] = plain_text) -> Questionnaire:
    """Draw a questionnaire that is complete in English and half translated into Bosnian, with hashes here and there."""
    structure = draw(structures())
    english = {key: draw(text) for key, needed in places(structure) if needed or draw(st.booleans())}
    bosnian = {key: draw(text) for key in english if draw(st.booleans())}
    entries = sorted({entry(key) for key in bosnian if key[0] in ENTRIES})
    hashes = {one: draw(st.sampled_from(["00000000", "abcdef12"])) for one in entries if draw(st.booleans())}
    words = {"en": words_of("en", english), "bs": words_of("bs", bosnian, hashes)}
    return Questionnaire(structure, words, "q.yaml")


def assert_same(one: Questionnaire, other: Questionnaire) -> None:
    """Say that two are equal in all but the file they came from."""
    assert one.structure == other.structure
    assert one.words == other.words
