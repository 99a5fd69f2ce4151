"""The sheets that explain: the columns and codes of every table, and every text that was asked."""

from __future__ import annotations

from collections.abc import Iterator

from oca.change.organization import REASONS as CHANGE_REASONS
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.structure import level_key, reachable
from oca.language import LANGUAGES, pick
from oca.reporting.comparison.view import Release
from oca.spreadsheet.analysis_workbook import Field, TableSheet
from oca.tables import CHANGES, COMPARISON, FINDINGS, QUALITY, SCORES

CODES: dict[tuple[str, str], dict[str, str]] = {
    ("SCORES", "status"): {
        "scored": "there is a score",
        "insufficient": "too few answers for a score",
        "not_applicable": "nothing in this element applies to the organization",
    },
    ("SCORES", "score_type"): {
        "individual": "several people rated alone; their answers were put together",
        "consensus": "one sheet, agreed in a facilitated session",
        "verified": "an assessor agreed the answers against evidence",
    },
    ("CHANGES", "verdict"): {
        "improved": "higher by at least the meaningful change",
        "no_clear_change": "the difference is smaller than the meaningful change",
        "declined": "lower by at least the meaningful change",
        "not_comparable": "the two periods do not compare; the reason stands beside",
    },
    ("COMPARISON", "statistic"): {
        "mean": "mean of the organizations' scores",
        "median": "the middle score",
        "sd": "standard deviation with n - 1",
        "minimum": "lowest score",
        "lower_quartile": "a quarter of the scores lie below, by linear interpolation",
        "upper_quartile": "a quarter of the scores lie above, by linear interpolation",
        "maximum": "highest score",
        "share_reaching_...": "share of the scores that are at that level or a better one",
        "change_mean": "mean change since each organization's first assessment",
        "share_improved": "share of those compared that improved since their first assessment",
        "share_no_clear_change": "share of those compared without a clear change since their first assessment",
        "share_declined": "share of those compared that declined since their first assessment",
        "not_comparable": "number of organizations assessed in both periods that do not compare",
        "previous_...": "the same since the organization's previous assessment",
    },
}
"""What the codes in the tables mean."""

REVERSED = {
    ("CHANGES", "verdict", "improved"): "lower by at least the meaningful change, which is better on this scale",
    ("CHANGES", "verdict", "declined"): "higher by at least the meaningful change, which is worse on this scale",
}
"""What they mean on a scale of which the lowest value is the best, where that differs."""


def columns_and_codes(release: Release) -> TableSheet:
    """Return the columns of each table in the workbook, and what their codes mean."""
    t = release.text
    tables = (SCORES, CHANGES, COMPARISON, QUALITY, FINDINGS) if release.internal else (COMPARISON,)
    rows: list[list[object]] = []
    for table in tables:
        for column in table.columns:
            rows.append([table.name, column.name, "", column.kind, t(column.meaning)])
            codes = CODES.get((table.name, column.name), {})
            if (table.name, column.name) == ("CHANGES", "reason"):
                codes = {code: meaning for code, meaning in CHANGE_REASONS.items() if code}
            if release.questionnaire.direction.reversed:
                codes = {code: REVERSED.get((table.name, column.name, code), said) for code, said in codes.items()}
            rows += [[table.name, column.name, code, "", t(meaning)] for code, meaning in codes.items()]
    if release.internal:
        rows += _bands(release)
    return TableSheet(
        key="codebook",
        name=t("Codebook"),
        title=t("Columns of the tables, and what their codes mean"),
        note=t(
            "The names of columns and codes are the same in every language, so that formulas and programs keep working."
        ),
        fields=[
            Field(t("Table"), "text", 16),
            Field(t("Column"), "text", 18),
            Field(t("Code"), "text", 24),
            Field(t("Type"), "text", 10),
            Field(t("Meaning"), "long", 80),
        ],
        rows=rows,
        frozen=2,
    )


def asked(release: Release) -> TableSheet:
    """Return every dimension, item and level text of every version, in every language that it has."""
    t = release.text
    used = {period.questionnaire for period in release.assessment.project.settings.periods}
    versions = [one for ref, one in sorted(release.assessment.questionnaires.items()) if ref in used]
    languages = list(dict.fromkeys(language for one in versions for language in one.structure.languages))
    rows = [row for one in versions for row in _texts(one, languages)]
    return TableSheet(
        key="questionnaire",
        name=t("Questionnaire"),
        title=t("Every dimension, item and level text of every version"),
        note=t("A level's text says what one sees in an organization at that level.") + _worth_note(release),
        fields=[
            Field(t("Version"), "text", 14),
            Field(t("Dimension"), "text", 16),
            Field(t("Item"), "text", 20),
            Field(t("Part"), "text", 12),
            Field(t("Level"), "text", 7),
            *(Field(LANGUAGES.get(language, language), "long", 70) for language in languages),
        ],
        rows=rows,
        frozen=3,
    )


def _worth_note(release: Release) -> str:
    """Explain, after another sentence, a level such as 0 = 1; nothing where every answer is worth what it says."""
    questionnaires = release.assessment.questionnaires.values()
    if all(item.plain for one in questionnaires for item in one.items):
        return ""
    return " " + release.words.text("0 = 1 reads: the answer 0 is worth level 1 of the questionnaire's scale.")


def _bands(release: Release) -> Iterator[list[object]]:
    for scheme in release.assessment.schemes.values():
        for band in scheme.bands:
            meaning = f"{pick(band.title, release.language)}: {pick(band.text, release.language)}"
            yield ["SCORES", "band", f"{scheme.id}: {band.id}", "", meaning]


def _texts(questionnaire: Questionnaire, languages: list[str]) -> Iterator[list[object]]:
    ref = questionnaire.ref
    for scale, levels in _scales(questionnaire):
        for level in levels:
            names = [questionnaire.level_name(level, language, scale) for language in languages]
            part = f"scale {scale}".strip()
            yield [ref, "", "", part, level_key(level), *(f"{one.name}: {one.text}".rstrip(": ") for one in names)]
    for dimension in questionnaire.dimension_ids:
        titles = [questionnaire.dimension_text(dimension, language) for language in languages]
        yield [ref, dimension, "", "title", "", *(one.title for one in titles)]
        yield [ref, dimension, "", "about", "", *(one.about for one in titles)]
        for item in questionnaire.items_of(dimension):
            yield from _item(questionnaire, dimension, item.id, languages)


def _scales(questionnaire: Questionnaire) -> Iterator[tuple[str, list[float]]]:
    """Yield the levels of the questionnaire's scale, and those of each scale that some items have of their own."""
    yield "", questionnaire.levels
    yield from ((key, scale.levels) for key, scale in questionnaire.structure.scales.items())


def _said(questionnaire: Questionnaire, item: str, level: float, language: str) -> str:
    """Return the text of a level; of an answer from an own scale its name before it."""
    text = questionnaire.answer_text(item, level, language)
    if not questionnaire.by_id[item].scale:
        return text
    return f"{questionnaire.answer_name(item, level, language)}: {text}".rstrip(": ")


def _item(questionnaire: Questionnaire, dimension: str, item: str, languages: list[str]) -> Iterator[list[object]]:
    texts = [questionnaire.item_text(item, language) for language in languages]
    before = [questionnaire.ref, dimension, item]
    yield [*before, "title", "", *(one.title for one in texts)]
    yield [*before, "prompt", "", *(one.prompt for one in texts)]
    for level, worth in questionnaire.rungs(item)[:: questionnaire.direction.sign]:
        named = level_key(level) if level == worth else f"{level_key(level)} = {level_key(worth)}"
        said = [_said(questionnaire, item, level, language) for language in languages]
        yield [*before, "level", named, *said]
    yield [*before, "evidence", "", *(one.evidence for one in texts)]
    yield [*before, "guidance", "", *(one.guidance for one in texts)]
    for level in reachable(questionnaire.structure, questionnaire.by_id[item]):
        actions = [questionnaire.action(item, level, language) for language in languages]
        if any(actions):
            yield [*before, "action", level_key(level), *actions]
