"""A schedule as a workbook: sessions, what each organization gets, what it does not get and why, trainings, limits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from oca.language import pick
from oca.reporting.schedule.explanations import UNPROVEN, Planned, who_attends, why_chosen, why_refused
from oca.spreadsheet.analysis_workbook import AnalysisWorkbook, Field, TableSheet, line_count, open_book, set_height

Line = tuple[str, str]


def workbook(planned: Planned) -> bytes:
    """Return the workbook; the same schedule gives the same bytes."""
    t, project = planned.words.text, planned.assessment.project
    period = project.period(planned.period)
    name = pick(project.settings.name, planned.words.language)
    title = t("Schedule of trainings: {project}", project=name)
    marking = _marking(planned)
    ladder = planned.questionnaire.ladder
    properties = {"title": title, "comments": marking}
    book = open_book(period.date, properties, marking=marking, scale=(ladder[0], ladder[-1]), digits=1)
    page = book.page(t("README"), landscape=False)
    sheets = [sessions(planned), chosen(planned), trainings(planned), organizations(planned), refused(planned)]
    for sheet in sheets:
        book.add(sheet)
    lines = [*_about(planned), *((t("Sheet {name}", name=sheet.name), sheet.title) for sheet in sheets)]
    _write_about(book, page, title, lines)
    return book.finished()


def sessions(planned: Planned) -> TableSheet:
    """Return the sessions in the order of their dates; those without a date come last."""
    t = planned.words.text
    rows = []
    for one in planned.schedule.sessions:
        training = planned.given.trainings[one.training]
        who = who_attends(planned, one)
        rows.append(
            [
                one.slot.date if one.slot else t("no date left"),
                one.last_day or "",
                planned.training(one.training),
                planned.trainer(one.trainer),
                one.slot.place if one.slot else "",
                one.region,
                len(who),
                training.places,
                len(who) / training.places,
                training.cost,
                "; ".join(who),
            ]
        )
    fields = [
        Field(t("First day"), "date"),
        Field(t("Last day"), "date"),
        Field(t("Training"), "text", 40),
        Field(t("Trainer"), "text", 26),
        Field(t("Place")),
        Field(t("Region"), "text", 12),
        Field(t("Organizations"), "count"),
        Field(t("Places"), "count"),
        Field(t("Places filled"), "share"),
        Field(t("Cost"), "count"),
        Field(t("Who attends"), "long", 60),
    ]
    return TableSheet("sessions", t("Sessions"), t("Sessions by date"), "", fields, rows, frozen=3)


def chosen(planned: Planned) -> TableSheet:
    """Return who attends what, in the order of the register, and why."""
    t = planned.words.text
    session_of = {
        (one, held.training): held for held in planned.schedule.sessions if held.slot for one in held.organizations
    }
    rows = []
    for pair in planned.schedule.chosen:
        held = session_of[pair.organization, pair.training]
        rows.append(
            [
                planned.organization(pair.organization),
                planned.training(pair.training),
                held.slot.date if held.slot else "",
                held.slot.place if held.slot else "",
                planned.element(pair.element),
                pair.score,
                pair.value,
                why_chosen(planned, pair),
                pair.organization,
                pair.training,
            ]
        )
    fields = [
        Field(t("Organization"), "text", 40),
        Field(t("Training"), "text", 40),
        Field(t("First day"), "date"),
        Field(t("Place")),
        Field(t("Need"), "text", 36),
        Field(t("Score"), "score"),
        Field(t("Priority"), "count"),
        Field(t("Why"), "long", 60),
        Field("organization", "text", 24),
        Field("training", "text", 24),
    ]
    note = t("To change it, write pin or forbid for a pair into decisions.csv or decisions.xlsx, and run again.")
    return TableSheet("chosen", t("Who attends what"), t("Who attends what, and why"), note, fields, rows, frozen=2)


def trainings(planned: Planned) -> TableSheet:
    """Return for each training how often it is held, how full it is, and how many it would serve."""
    t = planned.words.text
    held = Counter(one.training for one in planned.schedule.sessions if one.slot)
    filled: Counter[str] = Counter()
    for one in planned.schedule.sessions:
        filled[one.training] += len(one.organizations) if one.slot else 0
    fitting = Counter(pair.training for pair in planned.given.pairs if not pair.misfit)
    fields = [
        Field(t("Training"), "text", 48),
        Field(t("It would serve"), "count"),
        Field(t("It serves"), "count"),
        Field(t("Sessions"), "count"),
        Field(t("Places"), "count"),
        Field(t("Places filled"), "share"),
        Field(t("Cost"), "count"),
        Field("training", "text", 28),
    ]
    rows = []
    for training in planned.given.trainings.values():
        places = training.places * held[training.id]
        share = filled[training.id] / places if places else ""
        cost = training.cost * held[training.id]
        rows.append(
            [
                planned.training(training.id),
                fitting[training.id],
                filled[training.id],
                held[training.id],
                places,
                share,
                cost,
                training.id,
            ]
        )
    note = t("It would serve: the organizations that have a need which it meets, and did not attend it before.")
    return TableSheet(
        "trainings", t("Trainings"), t("How often each training is held, and how full"), note, fields, rows
    )


def organizations(planned: Planned) -> TableSheet:
    """Return for each organization how many days it attends, and how much of its need is met."""
    t = planned.words.text
    days: defaultdict[str, float] = defaultdict(float)
    count: Counter[str] = Counter()
    for pair in planned.schedule.chosen:
        days[pair.organization] += planned.given.trainings[pair.training].days
        count[pair.organization] += 1
    needs: defaultdict[str, set[str]] = defaultdict(set)
    met: defaultdict[str, set[str]] = defaultdict(set)
    for pair in planned.given.pairs:
        if not pair.misfit:
            needs[pair.organization].add(pair.element)
    for pair in planned.schedule.chosen:
        met[pair.organization].add(pair.element)
    fields = [
        Field(t("Organization"), "text", 48),
        Field(t("Region"), "text", 12),
        Field(t("Trainings"), "count"),
        Field(t("Days"), "score"),
        Field(t("Needs that a training would meet"), "count"),
        Field(t("Needs met"), "count"),
        Field("organization", "text", 28),
    ]
    rows = [
        [
            planned.organization(one.id),
            one.region,
            count[one.id],
            days[one.id],
            len(needs[one.id] | met[one.id]),
            len(met[one.id]),
            one.id,
        ]
        for one in planned.given.attendants.values()
    ]
    return TableSheet("organizations", t("Organizations"), t("What each organization gets"), "", fields, rows)


def refused(planned: Planned) -> TableSheet:
    """Return every pair that is not in the schedule, with the reason; those with a need come first."""
    t = planned.words.text
    fields = [
        Field(t("Organization"), "text", 40),
        Field(t("Training"), "text", 40),
        Field(t("Need"), "text", 36),
        Field(t("Priority"), "count"),
        Field(t("Why not"), "long", 70),
        Field("organization", "text", 24),
        Field("training", "text", 24),
    ]
    order = list(planned.given.attendants)
    ranked = sorted(
        planned.schedule.refused,
        key=lambda one: (bool(one.pair.misfit), order.index(one.pair.organization), -one.pair.value),
    )
    rows = [
        [
            planned.organization(one.pair.organization),
            planned.training(one.pair.training),
            planned.element(one.pair.element) if one.pair.element else "",
            one.pair.value,
            why_refused(planned, one),
            one.pair.organization,
            one.pair.training,
        ]
        for one in ranked
    ]
    return TableSheet(
        "not_chosen", t("Who does not attend"), t("Who does not attend what, and why"), "", fields, rows, frozen=2
    )


def _marking(planned: Planned) -> str:
    t = planned.words.text
    internal = t("INTERNAL: names and scores of organizations. Do not pass on.")
    synthetic = t("Synthetic data: organizations and answers are invented.")
    return f"{internal} {synthetic}" if planned.assessment.project.settings.synthetic else internal


def _about(planned: Planned) -> Iterator[Line]:
    t, found, limits = planned.words.text, planned.schedule, planned.given.limits
    period = planned.assessment.project.period(planned.period)
    label = pick(period.label, planned.words.language)
    yield (
        t("What this is"),
        t("Trainings after the assessment of {period}: who attends what, when, and why.", period=label),
    )
    yield (
        t("How it was made"),
        t(
            "Each training serves the needs of an organization that fit its levels. A solver chose the sessions that "
            "meet the greatest needs under the limits below, and then a date on which the trainer and all who attend "
            "are free."
        ),
    )
    yield t("How good it is"), _goodness(planned)
    dated = [one for one in found.sessions if one.slot]
    yield (
        t("What came out"),
        t(
            "Sessions with a date: {sessions}; without: {undated}. Attendances: {pairs}. Organizations that attend "
            "at least one: {served} of {all}.",
            sessions=len(dated),
            pairs=len(found.chosen),
            served=len({pair.organization for pair in found.chosen}),
            all=len(planned.given.attendants),
            undated=len(found.sessions) - len(dated),
        ),
    )
    spent = planned.money(found.cost)
    yield (
        t("Budget"),
        (
            t("{spent}; there is no limit", spent=spent)
            if limits.budget is None
            else t("{spent} of {budget}", spent=spent, budget=planned.money(limits.budget))
        ),
    )
    yield t("Days of an organization"), planned.days(limits.days_per_organization)
    yield t("Days of a trainer"), planned.days(limits.days_per_trainer)
    yield t("Sessions of one training at most"), str(limits.sessions_per_training)
    yield t("Organizations in a session at least"), str(limits.fewest)
    yield (
        t("Travelling"),
        (
            t("Nobody attends outside its region.")
            if limits.travel is None
            else t("Attending in another region costs {points} points of priority.", points=planned.days(limits.travel))
        ),
    )


def _goodness(planned: Planned) -> str:
    t, found = planned.words.text, planned.schedule
    if found.gap < UNPROVEN:
        return t("Proved best: no other choice under these limits meets greater needs.")
    return t(
        "The best that was found; another choice could meet greater needs by {gap} at most.",
        gap=planned.words.percent(found.gap),
    )


def _write_about(book: AnalysisWorkbook, page: object, title: str, lines: list[Line]) -> None:
    page.set_column(0, 0, 34)  # type: ignore[attr-defined]  # XlsxWriter has no types
    page.set_column(1, 1, 92)  # type: ignore[attr-defined]  # as above
    book.text(page, 0, 0, title, "title")
    book.text(page, 1, 0, book.marking, "marking")
    for row, (label, text) in enumerate(lines, start=3):
        book.text(page, row, 0, label, "label")
        book.text(page, row, 1, text, "long")
        set_height(page, row, line_count(text, 92))
