"""The README sheet: what the workbook is, for whom, how its figures came about, and what it does not promise."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import oca
from oca.instrument.scheme import Scheme
from oca.instrument.translation import fallback_note, falling_back
from oca.language import Text, pick
from oca.reporting.schemewords import Told, band_limit, changes, coverage, rules
from oca.reporting.untranslated import instead_of
from oca.reporting.workbook.book import Book, line_count, set_height
from oca.reporting.workbook.groups import signs, upright_note
from oca.reporting.workbook.release import Release

Line = tuple[str, str]

_SHOWN = ("dimensions.title", "dimensions.short", "items.title", "items.prompt")
"""What the sheets of figures show of a questionnaire; on its own sheet every language has a column."""


def write(book: Book, page: object, release: Release, sheets: list[tuple[str, str]]) -> None:
    """Write the README sheet; last of all, so that it can say what happened to the others.

    Args:
        book: the workbook.
        page: the XlsxWriter worksheet, made first.
        release: what the workbook gives out.
        sheets: name and title of every other sheet.
    """
    page.set_column(0, 0, 30)  # type: ignore[attr-defined]  # XlsxWriter has no types
    page.set_column(1, 1, 92)  # type: ignore[attr-defined]  # as above
    t = release.words.text
    name = pick(release.assessment.project.settings.name, release.language)
    book.text(page, 0, 0, t("Comparison of organizational capacity: {project}", project=name), "title")
    book.text(page, 1, 0, book.marking, "marking")
    lines = [*_what(release), *_protection(release), *_reading(release), *_rules(release), *_origin(book, release)]
    for row, (label, text) in enumerate(
        [*lines, *((t("Sheet {name}", name=n), about) for n, about in sheets)], start=3
    ):
        book.text(page, row, 0, label, "label")
        book.text(page, row, 1, text, "long")
        set_height(page, row, line_count(text, 92))


def marking(release: Release) -> str:
    """Return what is printed on every sheet: for whom it is, and whether the data are invented."""
    t = release.words.text
    marks = {
        "internal": t("INTERNAL: names and scores of organizations. Do not pass on."),
        "organization": t("For the assessed organizations: figures of groups only."),
        "public": t("Figures of groups only."),
    }
    synthetic = t("Synthetic data: organizations and answers are invented.")
    both = [marks[release.audience], *([synthetic] if release.assessment.project.settings.synthetic else [])]
    return " ".join(both)


def _what(release: Release) -> Iterator[Line]:
    t, project = release.words.text, release.assessment.project
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
    t, mask = release.words.text, release.shown.mask
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
        yield (
            t("What is hidden"),
            t(
                "Where fewer than {n} organizations of a group contribute, the group is hidden there (primary "
                "suppression), and so are further groups where a hidden one could be found by subtraction "
                "(complementary suppression). {hidden} of {all} groups are hidden everywhere. No lowest and highest "
                "values and no spreads; no medians under 10 organizations; no shares where under 10 organizations one "
                "would be 0 % or 100 %. Means and changes are stored with one decimal. Hidden values are not in this "
                "file.",
                n=mask.threshold,
                hidden=len(mask.hidden),
                all=len(release.groups),
            ),
        )
        yield from _audited(release)
    if release.finest != release.by and not release.internal:
        yield (
            t("Proposed grouping"),
            t("The finest grouping of which nothing needs hiding: {level}.", level=release.by_label(release.finest)),
        )
    if not release.internal:
        yield from _too_small(release)


def _too_small(release: Release) -> Iterator[Line]:
    """Say of each grouping finer than the proposed one which groups are too small, and in which period most so."""
    t, n = release.words.text, release.shown.mask.threshold
    for by, found in release.protected.too_small.items():
        listed = [t("{group} (<{n} in {period})", group=release.group_label(group, by), n=n,
                    period=release.period_label(period)) for group, period, _ in found]  # fmt: skip
        if listed:
            yield (
                t("Too small to be shown throughout"),
                t("{by}: {groups}.", by=release.by_label(by), groups=release.words.join(listed)),
            )


def _audited(release: Release) -> Iterator[Line]:
    """Say what the attack on the figures found, and what the intruder of the attack does not use."""
    t, found = release.words.text, release.protected.audit
    if found and found.shortest:
        yield (
            t("Audit by attack"),
            t(
                "Passed. Whoever knows every figure of this file, everything that this project gave out before, who "
                "is in which group and all scores of one organization is left an interval of at least {width} of a "
                "level for every score of any other ({programmes} linear programmes over {elements} elements). Not "
                "used: other sources, and that scores are means of other scores.",
                width=release.words.number(found.shortest.width, 2),
                programmes=found.programmes,
                elements=found.elements,
            ),
        )


def _reading(release: Release) -> Iterator[Line]:
    t = release.words.text
    low, high = release.questionnaire.levels[0], release.questionnaire.levels[-1]
    yield (
        t("Scores"),
        t(
            "Levels of the scale from {low} to {high}. A group's score is the mean of its organizations, each "
            "counting once; organizations without a score are left out and counted on the sheet Exclusions.",
            low=f"{low:g}",
            high=f"{high:g}",
        )
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


def _rules(release: Release) -> Iterator[Line]:
    used = dict.fromkeys(release.assessment.project.period(period).scheme for period in release.periods)
    for scheme in (release.assessment.schemes[name] for name in used):
        t = release.words.text
        yield t("Scheme {scheme}", scheme=scheme.id), " ".join(_sentences(release, scheme))


def _sentences(release: Release, scheme: Scheme) -> Iterator[str]:
    """Say how a scheme scores, in the words of the reports' methods page, for the last version that it scored."""
    t, assessment = release.words.text, release.assessment
    last = next(one for one in reversed(release.periods) if assessment.project.period(one).scheme == scheme.id)
    told = Told(assessment.questionnaire_of(last), scheme, release.words)
    yield pick(scheme.about, release.language)
    yield from rules(told)
    yield from coverage(told)
    starts = [f"{pick(band.title, release.language)} {band_limit(told, band.start)}" for band in scheme.bands]
    yield t("Bands, each from: {bands}.", bands="; ".join(starts))
    yield from changes(told)


def _origin(book: Book, release: Release) -> Iterator[Line]:
    t, files = release.words.text, release.assessment.files
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
    if book.removed:
        yield (
            t("Characters removed"),
            t("{n} control characters that no sheet can hold were taken out.", n=book.removed),
        )
