"""The README sheet: what the workbook is, for whom, how its figures came about, and what it does not promise."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import oca
from oca.comparison.groups import COHORT
from oca.instrument.scheme import Scheme
from oca.instrument.translation import fallback_note, falling_back
from oca.language import Text, pick
from oca.reporting.comparison.groups import signs, upright_note
from oca.reporting.comparison.view import Release
from oca.reporting.organization.untranslated import instead_of
from oca.reporting.text.scheme_words import Told, band_limit, changes, coverage, rules
from oca.spreadsheet.analysis_workbook import AnalysisWorkbook, line_count, set_height

Line = tuple[str, str]

_SHOWN = ("dimensions.title", "dimensions.short", "items.title", "items.prompt")
"""What the sheets of figures show of a questionnaire; on its own sheet every language has a column."""


def write(book: AnalysisWorkbook, page: object, release: Release, sheets: list[tuple[str, str]]) -> None:
    """Write the README sheet; last of all, so that it can say what happened to the others.

    Args:
        book: the workbook.
        page: the XlsxWriter worksheet, made first.
        release: what the workbook gives out.
        sheets: name and title of every other sheet.
    """
    page.set_column(0, 0, 30)  # type: ignore[attr-defined]  # XlsxWriter has no types
    page.set_column(1, 1, 92)  # type: ignore[attr-defined]  # as above
    t = release.text
    book.text(page, 0, 0, title(release), "title")
    book.text(page, 1, 0, book.marking, "marking")
    told = [*lines(release, book.removed), *((t("Sheet {name}", name=name), about) for name, about in sheets)]
    for row, (label, text) in enumerate(told, start=3):
        book.text(page, row, 0, label, "label")
        book.text(page, row, 1, text, "long")
        set_height(page, row, line_count(text, 92))


def title(release: Release) -> str:
    """Return the heading of everything that is made from a release."""
    name = pick(release.assessment.project.settings.name, release.language)
    return release.text("Comparison of organizational capacity: {project}", project=name)


def lines(release: Release, removed: int = 0) -> list[Line]:
    """Return what stands in the README: a label and a text for each line.

    Args:
        release: what is given out.
        removed: how many characters were taken out because a sheet cannot hold them.
    """
    return [*_what(release), *_protection(release), *_reading(release), *_rules(release), *_origin(release, removed)]


def marking(release: Release) -> str:
    """Return what is printed on every sheet: for whom it is, and whether the data are invented."""
    t = release.text
    marks = {
        "internal": t("INTERNAL: names and scores of organizations. Do not pass on."),
        "organization": t("For the assessed organizations: figures of groups only."),
        "public": t("Figures of groups only."),
    }
    synthetic = t("Synthetic data: organizations and answers are invented.")
    both = [marks[release.audience], *([synthetic] if release.assessment.project.settings.synthetic else [])]
    return " ".join(both)


def _what(release: Release) -> Iterator[Line]:
    t, project = release.text, release.assessment.project
    audiences = {
        "internal": t("Internal: the team that runs the assessments. It holds named scores; do not pass it on."),
        "organization": t("The assessed organizations: figures of groups, no names."),
        "public": t("Donors, press, anybody: figures of groups, no names."),
    }
    yield (
        t("What this is"),
        t("Scores and changes from organizational capacity assessments, compared by: {by}.", by=release.by_label()),
    )
    yield t("For whom"), audiences[release.audience]
    if project.settings.synthetic:
        yield (
            t("Synthetic"),
            t("All organizations and answers in it are invented; no figure is of a real organization."),
        )
    note = fallback_note(release.words, _instead(release))
    if note:
        yield t("Languages"), note
    yield t("Date of the data"), release.words.date(project.period(release.latest).date)
    scores = release.assessment.scores
    for one in project.settings.periods:
        assessed = scores.loc[scores["period"] == one.id, "organization"].nunique()
        types = release.words.join([t(name) for name in release.score_types.get(one.id, ())])
        yield (
            release.period_label(one.id),
            t(
                "{date}; questionnaire {questionnaire}; scheme {scheme}; {n} of {all} organizations assessed; "
                "score type compared: {types}",
                date=release.words.date(one.date),
                questionnaire=one.questionnaire,
                scheme=one.scheme,
                n=assessed,
                all=len(project.organizations),
                types=types or "–",
            ),
        )


def _instead(release: Release) -> set[str]:
    """Return the languages, other than its own, of texts that the workbook shows."""
    settings = release.assessment.project.settings
    texts: list[Text] = [settings.name, *settings.sectors.values(), *(one.label for one in settings.clusters)]
    texts += [one.label for one in settings.periods]
    texts += [text for one in release.assessment.schemes.values() for text in (one.about, *_band_texts(one))]
    found = instead_of(release.words, texts)
    if any(part.kind in _SHOWN for part in falling_back(release.questionnaire, release.language)):
        found.add(release.questionnaire.structure.source_language)
    return found - {release.language}


def _band_texts(scheme: Scheme) -> Iterator[Text]:
    for band in scheme.bands:
        yield from (band.title, band.text)


def _protection(release: Release) -> Iterator[Line]:
    t = release.text
    thresholds = release.assessment.project.settings.thresholds
    yield (
        t("Thresholds"),
        t(
            "A figure for organizations needs at least {organization} contributing organizations, a public one "
            "{public}; internal ones need none.",
            organization=thresholds.organization,
            public=thresholds.public,
        ),
    )
    if not release.internal:
        yield t("What is hidden"), _hidden(release)
        yield (
            t("Indicators and data quality"),
            t("They count the whole cohort, by the same thresholds; no audit by attack covers them."),
        )
        yield from _audited(release)
    yield from _proposed(release)
    if not release.internal:
        yield from _too_small(release)


def _hidden(release: Release) -> str:
    mask = release.shown.mask
    return release.text(
        "Where fewer than {n} organizations of a group contribute, the group is hidden there (primary "
        "suppression), and so are further groups where a hidden one could be found by subtraction "
        "(complementary suppression). {hidden} of {all} groups are hidden everywhere. No lowest and highest "
        "values and no spreads; no medians under 10 organizations; no shares where under 10 organizations one "
        "would be 0 % or 100 %. Means and changes are stored with one decimal. Hidden values are not in this "
        "file.",
        n=mask.threshold,
        hidden=len(mask.hidden),
        all=len(release.groups),
    )


def _too_small(release: Release) -> Iterator[Line]:
    """Say of each grouping finer than the proposed one which groups are too small, and in which period most so."""
    t, n = release.words.text, release.shown.mask.threshold
    for by, found in release.protected.too_small.items():
        listed = [
            t(
                "{group} (<{n} in {period})",
                group=release.group_label(group, by),
                n=n,
                period=release.period_label(period),
            )
            for group, period, _ in found
        ]
        if listed:
            yield (
                t("Too small to be shown throughout"),
                t("{by}: {groups}.", by=release.by_label(by), groups=release.words.join(listed)),
            )


def _audited(release: Release) -> Iterator[Line]:
    """Say what the attack found, and what was attacked with it."""
    if release.audit:
        yield release.text("Audit by attack"), "\n".join(release.audit)
    if release.earlier:
        yield release.text("Given out earlier"), "\n".join(release.earlier)


def _proposed(release: Release) -> Iterator[Line]:
    """Say which of sectors and clusters can be given out without hiding anything, and what the others would hide."""
    t, settings = release.text, release.assessment.project.settings
    if not release.levels:
        return
    passing = next((one.by for one in release.levels if not one.hidden), COHORT)
    told = [
        t(
            "{level}: {hidden} of {all} groups with something to hide",
            level=release.by_label(one.by),
            hidden=one.hidden,
            all=one.groups,
        )
        for one in release.levels
    ]
    found = t("The finest grouping of which nothing needs hiding: {level}.", level=release.by_label(passing))
    tried = f"{release.words.join(told)}."
    if release.internal:
        public = t("To give out figures to the public (at least {n} organizations):", n=settings.thresholds.public)
        yield t("Proposed grouping"), f"{public} {tried} {found}"
    else:
        yield t("Proposed grouping"), f"{tried} {found}"


def _reading(release: Release) -> Iterator[Line]:
    t = release.text
    low, high = release.questionnaire.levels[0], release.questionnaire.levels[-1]
    yield (
        t("Scores"),
        t(
            "Levels of the scale from {low} to {high}. A group's score is the mean of its organizations, each "
            "counting once; organizations without a score are left out and counted on the sheet Exclusions.",
            low=f"{low:g}",
            high=f"{high:g}",
        )
        + _unit_note(release)
        + upright_note(release),
    )
    yield (
        t("Score types"),
        t(
            "Individual, consensus and verified scores are never mixed: in each period the type that most "
            "organizations have is compared, unless the scheme says that types compare."
        ),
    )
    yield (
        t("Change"),
        t(
            "Each organization is compared with itself, on the items that are the same or equivalent in both "
            "versions and scored in both periods. Baseline is its first assessment. A capacity score is not "
            "performance or impact."
        ),
    )
    yield t("Signs"), signs(release)


def _unit_note(release: Release) -> str:
    """Say, after another sentence, what dimensions are scored in; nothing where it is levels, as items are."""
    t = release.text
    said = {
        "points": t("Dimensions and the overall score are in points, each up to a maximum of its own."),
        "percent": t("Dimensions and the overall score are in percent."),
    }
    return f" {said[release.unit]}" if release.unit in said else ""


def _rules(release: Release) -> Iterator[Line]:
    used = dict.fromkeys(release.assessment.project.period(period).scheme for period in release.periods)
    for scheme in (release.assessment.schemes[name] for name in used):
        t = release.text
        yield t("Scheme {scheme}", scheme=scheme.id), " ".join(_sentences(release, scheme))


def _sentences(release: Release, scheme: Scheme) -> Iterator[str]:
    """Say how a scheme scores, in the words of the reports' methods page, for the last version that it scored."""
    t, assessment = release.text, release.assessment
    last = next(one for one in reversed(release.periods) if assessment.project.period(one).scheme == scheme.id)
    told = Told(assessment.questionnaire_of(last), scheme, release.words)
    yield pick(scheme.about, release.language)
    yield from rules(told)
    yield from coverage(told)
    starts = [f"{pick(band.title, release.language)} {band_limit(told, band.start)}" for band in scheme.bands]
    yield t("Bands, each from: {bands}.", bands="; ".join(starts))
    yield from changes(told)


def _origin(release: Release, removed: int) -> Iterator[Line]:
    t, files = release.text, release.assessment.files
    together = hashlib.sha256("".join(f"{name}\n{files[name]}\n" for name in sorted(files)).encode()).hexdigest()
    yield (
        t("Made from"),
        t(
            "{n} response files; fingerprint of all of them (SHA-256): {fingerprint}. oca {version}. The same input "
            "gives the same file.",
            n=len(files),
            fingerprint=together[:16],
            version=oca.__version__,
        ),
    )
    if removed:
        yield (
            t("Characters removed"),
            t("{n} control characters that no sheet can hold were taken out.", n=removed),
        )
