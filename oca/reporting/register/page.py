"""The public page of the register: the organizations that agreed to be named, and the trainings; no server needed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from oca import content
from oca.assessment import Assessment
from oca.files import whole
from oca.language import for_matching, pick, words
from oca.options import as_path
from oca.project import Organization
from oca.reporting.printing.render import FONTS, fill
from oca.reporting.printing.theme import VARIABLES
from oca.reporting.text.printable import printable
from oca.sorting import sort_key
from oca.support.records import Training

TEMPLATE, STYLE, SCRIPT = "register/page.html.j2", "register/register.css", "register/register.js"


@dataclass(frozen=True)
class PublicOrganization:
    """One organization on the page.

    Attributes:
        name: as it writes it.
        other_name: in the other script; empty without.
        sector: name of its sector.
        sector_id: by which the page chooses.
        place: municipality and region.
        region: by which the page chooses.
        founded: year; empty where it is not known.
        alliances: its campaigns and coalitions.
        searched: all of it in the one form in which words are looked for.
    """

    name: str
    other_name: str
    sector: str
    sector_id: str
    place: str
    region: str
    founded: str
    alliances: tuple[str, ...]
    searched: str


@dataclass(frozen=True)
class Offered:
    """One training on the page: title, the dimensions that it serves, days, and what is looked through for a word."""

    title: str
    serves: str
    days: str
    searched: str


@dataclass(frozen=True)
class RegisterPage:
    """What the page says.

    Attributes:
        language: code for the HTML attribute lang.
        title: of the page.
        synthetic: the notice that all of it is invented; empty for a real project.
        organizations: those that agreed to be named, by name.
        unnamed: how many others there are, in a sentence; empty when all agreed.
        trainings: all of them.
        sectors: id and name of each sector on the page.
        regions: each region on the page.
    """

    language: str
    title: str
    synthetic: str
    organizations: tuple[PublicOrganization, ...]
    unnamed: str
    trainings: tuple[Offered, ...]
    sectors: tuple[tuple[str, str], ...]
    regions: tuple[str, ...]


def write_register_page(assessment: Assessment, path: Path | str, *, language: str | None = None) -> Path:
    """Write the public page of the register as one HTML file; it reads without its script, which only hides rows.

    Organizations are on it that agreed to be named (`consent` in organizations.csv); scores, contacts and trainers'
    names never are.

    Args:
        assessment: the result of `oca.assess`.
        path: the file to write.
        language: of the page; the project's first when None.

    Raises:
        UsageError: there is no such language, or the file cannot be written.
    """
    path, language = as_path(path), assessment.project.language_of(language)
    roots = content.roots("report_templates", assessment.project.folder)
    script = _script(roots)
    page = fill(
        TEMPLATE,
        [FONTS, VARIABLES, STYLE],
        roots,
        language,
        whole=True,
        page=register_page(assessment, language),
        script=script,
        policy=policy(script),
    )
    with whole(path) as part:
        part.write_text(page, encoding="utf-8", newline="\n")
    return path


def register_page(assessment: Assessment, language: str) -> RegisterPage:
    """Return what the public page says, in a language."""
    project, spoken = assessment.project, words(language)
    named = sorted((one for one in project.organizations if one.consent), key=lambda one: sort_key(one.name, language))
    shown = tuple(_shown(assessment, one, language) for one in named)
    others = len(project.organizations) - len(named)
    sectors = {one.sector_id: one.sector for one in shown}
    return RegisterPage(
        language=language,
        title=spoken.text("Register: {project}", project=pick(project.settings.name, language)),
        synthetic=spoken.text("Synthetic data: organizations and answers are invented.")
        if project.settings.synthetic
        else "",
        organizations=shown,
        unnamed=spoken.plural(
            "{n} more organization is not named here.", "{n} more organizations are not named here.", others
        )
        if others
        else "",
        trainings=tuple(_offered(assessment, one, language) for one in assessment.support.trainings),
        sectors=tuple(sorted(sectors.items(), key=lambda one: sort_key(one[1], language))),
        regions=tuple(sorted({one.region for one in shown if one.region})),
    )


def _shown(assessment: Assessment, one: Organization, language: str) -> PublicOrganization:
    project = assessment.project
    region = one.other.get(project.settings.schedule.region, "")
    alliances = [*assessment.support.campaigns, *assessment.support.coalitions]
    names = tuple(printable(each.name) for each in alliances if one.id in each.members)
    sector = pick(project.settings.sectors[one.sector], language)
    place = ", ".join(part for part in (one.other.get("municipality", ""), region) if part)
    searched = _searched([one.name, one.name_cyrillic, sector, place, *names])
    return PublicOrganization(
        printable(one.name),
        printable(one.name_cyrillic),
        sector,
        one.sector,
        printable(place),
        region,
        one.other.get("founded", ""),
        names,
        searched,
    )


def _offered(assessment: Assessment, one: Training, language: str) -> Offered:
    latest = assessment.questionnaire_of(assessment.project.periods[-1])
    dimensions = dict.fromkeys(assessment.dimension_of.get(element, element) for element in one.elements)
    serves = [latest.dimension_text(each, language).title or each for each in dimensions]
    title = pick(one.title, language)
    days = words(language).number(one.days, 0 if one.days == int(one.days) else 1)
    return Offered(printable(title), "; ".join(serves), days, _searched([title, *serves]))


def _searched(texts: Sequence[str]) -> str:
    return for_matching(" ".join(texts))


def policy(script: str) -> str:
    """Return the page's Content-Security-Policy: no network at all, and no script but its own."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    allowed = {
        "script-src": f"'sha256-{digest}'",
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "font-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(["default-src 'none'", *(f"{name} {value}" for name, value in allowed.items())])


def _script(roots: Sequence[Path]) -> Markup:
    path = next(root / SCRIPT for root in roots if (root / SCRIPT).is_file())
    return Markup(path.read_text(encoding="utf-8").replace("\r\n", "\n"))  # noqa: S704 - a file of the templates
