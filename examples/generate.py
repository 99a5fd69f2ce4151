"""Make the example project's responses and plans with a fixed seed: python examples/generate.py.

Everything in them is invented. What BY_HAND names is written by hand and read here; `cssp/responses/`, `cssp/plans/`
and the files of sessions, participation and assistance are removed and made anew. The same sources give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from plans import write_plans
from remarks import Remark, annotate, in_language, read_remarks
from support import clear, write_support
from synthesis import Profiles, Sheet, World, chance, consensus, equivalents, individuals, verified

from oca.collection.forms.workbook import FilledSheet, make_workbook
from oca.instrument.reading import load_questionnaire
from oca.language import words
from oca.project import load_project
from oca.yamlfile import load

HERE = Path(__file__).parent

BY_HAND = (
    "project.yaml",
    "organizations.csv",
    "README.md",
    "trainers.csv",
    "trainings.csv",
    "campaigns.csv",
    "coalitions.csv",
    "slots.csv",
    "decisions.csv",
)

ABSENT = {("toboznji-kompas", "y3")}
"""Assessed before and after, but not then."""

ONLY_ALONE = {("nestvarni-potok", "y4")}
"""The session never took place; only the ratings of single persons came in."""

VERIFIED = {("izmisljena-breza", "y5")}

SEASON = 50
"""Days before a period's date in which its sessions were held."""

KOBO_COLUMNS = (
    "_id",
    "_uuid",
    "_submission_time",
    "_validation_status",
    "_notes",
    "_status",
    "_submitted_by",
    "__version__",
    "_tags",
    "meta/rootUuid",
    "_index",
)
"""What KoboToolbox writes behind the questions."""

MADE = datetime.datetime(2024, 1, 1)
"""The date that stands in every workbook and every entry of its zip archive, so that its bytes do not change."""

PEOPLE = {
    "bs": ("odbor", "uprava", "zaposleni", "volonteri"),
    "hr": ("odbor", "vodstvo", "zaposlenici", "volonteri"),
    "sr-Latn": ("odbor", "uprava", "zaposleni", "volonteri"),
    "sr-Cyrl": ("одбор", "управа", "запослени", "волонтери"),
    "en": ("board", "management", "staff", "volunteers"),
}


def main() -> None:
    """Read the command line, make the project, say what was made."""
    parser = argparse.ArgumentParser(description="Make the synthetic example project.")
    parser.add_argument("--out", type=Path, default=HERE / "cssp", help="folder of the project (default: %(default)s)")
    folder = parser.parse_args().out
    generate(folder)
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    print(f"{folder}: {len(sizes)} files, {sum(sizes) / 1e6:.1f} MB")


def generate(folder: Path) -> None:
    """Write the whole example project into a folder."""
    if folder.resolve() != (HERE / "cssp").resolve():
        folder.mkdir(parents=True, exist_ok=True)
        for name in BY_HAND:
            shutil.copyfile(HERE / "cssp" / name, folder / name)
    fresh = folder / "responses.new"  # moved into place at the end, so that a failure leaves the old ones
    shutil.rmtree(fresh, ignore_errors=True)
    world = read_world()
    remarks = read_remarks(HERE / "source" / "remarks.csv")
    writers: dict[str, Callable[[World, list[Sheet], Path], None]] = {
        "y1": write_workbooks,
        "y2": write_tidy,
        "y3": write_kobo,
        "y4": write_wide,
        "y5": write_workbooks,
    }
    for period, write in writers.items():
        into = fresh / period
        into.mkdir(parents=True)
        write(world, sheets_of(world, period, remarks), into)
    write_verified(world, remarks, fresh)
    shutil.rmtree(folder / "responses", ignore_errors=True)
    fresh.rename(folder / "responses")
    clear(folder)
    write_support(folder)
    write_plans(folder, settle)


def read_world() -> World:
    """Read the project, the profiles and the questionnaires."""
    project = load_project(HERE / "cssp")
    profiles, _ = load(HERE / "source" / "profiles.yaml", Profiles)
    refs = sorted({period.questionnaire for period in project.settings.periods})
    questionnaires = {ref: load_questionnaire(ref) for ref in refs}
    return World(project, profiles, questionnaires, equivalents(questionnaires))


def sheets_of(world: World, period: str, remarks: list[Remark]) -> list[Sheet]:
    """Return the sheets of a period: agreed ones, and in the second and fourth year those of single persons."""
    sheets = []
    for organization in world.project.organizations:
        key = (organization.id, period)
        if key in ABSENT or not world.project.in_cohort(organization, period):
            continue
        if key not in ONLY_ALONE:
            sheets.append(annotated(world, consensus(world, organization, period), remarks))
        if period in ("y2", "y4"):
            sheets += individuals(world, organization, period)
    return sheets


def annotated(world: World, sheet: Sheet, remarks: list[Remark]) -> Sheet:
    """Return a sheet with remarks in the language and script of its organization."""
    own = in_language(remarks, sheet.organization.language)
    return annotate(sheet, world.questionnaire(sheet.period), own, world.project.periods)


def write_workbooks(world: World, sheets: list[Sheet], folder: Path) -> None:
    """Write one fill-in workbook for each sheet."""
    for sheet in sheets:
        language = sheet.organization.language
        filled = FilledSheet(
            answers=written(sheet.answers, words(language).text("N/A"), words(language).text("don't know")),
            comments=sheet.comments,
            evidence=sheet.evidence,
            participants=participants(sheet, language),
            date=date_of(world, sheet),
        )
        path = folder / f"{sheet.organization.id}.xlsx"
        make_workbook(
            world.questionnaire(sheet.period),
            path,
            language=language,
            organization=sheet.organization,
            period=world.project.period(sheet.period),
            sheet=filled,
            synthetic=True,
        )
        settle(path)


def write_tidy(world: World, sheets: list[Sheet], folder: Path) -> None:
    """Write one row for each answer: comma, UTF-8, as a programmer exports it."""
    head = [
        "organization",
        "period",
        "score_type",
        "respondent",
        "role",
        "submitted",
        "item",
        "answer",
        "comment",
        "evidence",
    ]
    rows = (
        [
            sheet.organization.id,
            sheet.period,
            sheet.score_type,
            sheet.respondent,
            sheet.role,
            date_of(world, sheet),
            item,
            answer,
            sheet.comments.get(item, ""),
            sheet.evidence.get(item, ""),
        ]
        for sheet in sheets
        for item, answer in written(sheet.answers, "not_applicable", "dont_know").items()
    )
    kind = "verified" if all(sheet.score_type == "verified" for sheet in sheets) else "responses"
    write_csv(folder / f"{kind}.csv", head, rows, delimiter=",", encoding="utf-8", end="\n")


def write_kobo(world: World, sheets: list[Sheet], folder: Path) -> None:
    """Write one row for each sheet as KoboToolbox exports it by default: labels in Bosnian, semicolons, all quoted."""
    form = world.questionnaire(sheets[0].period)
    texts = {item: form.item_text(item, "bs") for item in form.item_ids}
    states = {"not_applicable": words("bs").text("N/A"), "dont_know": words("bs").text("don't know")}
    asked = [heading for text in texts.values() for heading in _of_kobo(text.prompt)]
    head = ["start", "end", "organization", *asked, *KOBO_COLUMNS]
    rows = []
    for number, sheet in enumerate(sheets, start=1):
        day = date_of(world, sheet)
        cells = [f"{day}T10:00:00.000+02:00", f"{day}T12:00:00.000+02:00", sheet.organization.name]
        for item in form.item_ids:
            given = sheet.answers[item]
            label = f"{given} - {texts[item].levels[given]}" if given.isdecimal() else states.get(given, given)
            cells += [label, sheet.comments.get(item, ""), sheet.evidence.get(item, "")]
        uuid = f"{number:08d}-0000-4000-8000-000000000000"
        rows.append(
            [
                *cells,
                str(number),
                uuid,
                f"{day}T10:00:00",
                "Approved",
                "",
                "submitted_via_web",
                "",
                "v1",
                "",
                f"uuid:{uuid}",
                str(number),
            ]
        )
    path = folder / "kobotoolbox.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        writer.writerow(head)
        writer.writerows(rows)


def _of_kobo(prompt: str) -> tuple[str, str, str]:
    return prompt, f"{prompt} - komentar", f"{prompt} - dokazi"


def write_wide(world: World, sheets: list[Sheet], folder: Path) -> None:
    """Write one row for each sheet of answers: semicolons and a byte order mark, as Excel saves it in the region."""
    items = world.questionnaire(sheets[0].period).item_ids
    extras = [
        f"{item}:{part}"
        for item in items
        for part in ("comment", "evidence")
        if any(item in notes_of(sheet, part) for sheet in sheets)
    ]
    rows = []
    for sheet in sheets:
        answers = written(sheet.answers, "N/A", "ne znam")
        notes = [notes_of(sheet, part).get(item, "") for item, part in (extra.split(":") for extra in extras)]
        about = [sheet.organization.name, sheet.period, sheet.score_type, sheet.respondent, sheet.role]
        rows.append([*about, *(answers[item] for item in items), *notes])
    head = ["organization", "period", "score_type", "respondent", "role", *items, *extras]
    write_csv(folder / "responses.csv", head, rows, delimiter=";", encoding="utf-8-sig", end="\r\n")


def write_verified(world: World, remarks: list[Remark], folder: Path) -> None:
    """Write the assessor's sheets, which come on top of the agreed ones."""
    for organization, period in sorted(VERIFIED):
        agreed = consensus(world, world.project.organization(organization), period)
        write_tidy(world, [annotated(world, verified(world, agreed), remarks)], folder / period)


def notes_of(sheet: Sheet, part: str) -> Mapping[str, str]:
    """Return a sheet's comments or its evidence."""
    return sheet.comments if part == "comment" else sheet.evidence


def written(answers: Mapping[str, str], not_applicable: str, dont_know: str) -> dict[str, str]:
    """Return answers as they are typed in one kind of file."""
    states = {"not_applicable": not_applicable, "dont_know": dont_know}
    return {item: states.get(answer, answer) for item, answer in answers.items()}


def participants(sheet: Sheet, language: str) -> str:
    """Return who took part in a session, counted by role."""
    counts = [1 + int(chance(sheet.organization.id, sheet.period, "room", role) * 4) for role in PEOPLE["en"]]
    return ", ".join(f"{role} {count}" for role, count in zip(PEOPLE[language], counts, strict=True))


def date_of(world: World, sheet: Sheet) -> str:
    """Return the day of a sheet, in the weeks before the period's date."""
    before = int(chance(sheet.organization.id, sheet.period, "day") * SEASON)
    return (world.project.period(sheet.period).date - datetime.timedelta(days=before)).isoformat()


def write_csv(
    path: Path, head: list[str], rows: Iterable[list[str]], *, delimiter: str, encoding: str, end: str
) -> None:
    """Write a CSV file."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator=end)
        writer.writerow(head)
        writer.writerows(rows)


def settle(path: Path) -> None:
    """Give a workbook the same bytes every time: fixed dates in its properties and in its zip archive."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    stamp = MADE.strftime(r"\g<1>%Y-%m-%dT%H:%M:%SZ<").encode()
    core = "docProps/core.xml"
    entries[core] = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*<", stamp, entries[core])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name, MADE.timetuple()[:6]), content, zipfile.ZIP_DEFLATED, 9)


if __name__ == "__main__":
    main()
