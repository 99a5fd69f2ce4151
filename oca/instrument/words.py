"""The words of one version of a questionnaire in one language, the file `<version>.<language>.yaml`."""

from __future__ import annotations

from oca.yamlfile import Strict


class LevelName(Strict):
    """The name of a level of the scale, and what it means in general.

    Attributes:
        name: one or two words.
        text: one sentence.
    """

    name: str = ""
    text: str = ""


class DimensionText(Strict):
    """The words of a dimension.

    Attributes:
        title: its name.
        short: its name in charts, up to 18 letters.
        about: what it is about.
        next: what usually helps first, for an organization that wants to grow here.
    """

    title: str = ""
    short: str = ""
    about: str = ""
    next: str = ""


class ItemText(Strict):
    """The words of an item.

    Attributes:
        title: its name.
        prompt: the question.
        levels: a text for each level, by the level.
        evidence: what counts as evidence.
        guidance: what helps the facilitator.
        actions: what leads to a level from the one below it, as a row of an action plan, by the level that is reached.
    """

    title: str = ""
    prompt: str = ""
    levels: dict[str, str] = {}
    evidence: str = ""
    guidance: str = ""
    actions: dict[str, str] = {}


class QuestionnaireWords(Strict):
    """The words of one version in one language: the file `<version>.<language>.yaml`.

    Attributes:
        language: the code of the language.
        title: the questionnaire's title.
        introduction: what stands on the first page of the form.
        scale: the names of the levels, by the level.
        scales: the names of the levels of the items' own scales, by the scale's id.
        dimensions: the words of each dimension, by its id.
        subdimensions: the words of each sub-dimension, by its id.
        items: the words of each item, by its id.
        translated_from: in a translation, the hash of the source text that each entry was made from.
    """

    language: str
    title: str = ""
    introduction: str = ""
    scale: dict[str, LevelName] = {}
    scales: dict[str, dict[str, LevelName]] = {}
    dimensions: dict[str, DimensionText] = {}
    subdimensions: dict[str, DimensionText] = {}
    items: dict[str, ItemText] = {}
    translated_from: dict[str, str] = {}
