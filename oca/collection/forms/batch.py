"""The forms of one round of assessment in one go, in the format that is wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from oca import files
from oca.collection.filled_forms import BLANK
from oca.collection.form_content import Previous
from oca.collection.forms.entry_sheet import make_entry_sheet
from oca.collection.forms.web import make_web_form
from oca.collection.forms.workbook import make_workbook
from oca.collection.forms.xlsform import make_xlsform
from oca.errors import UsageError
from oca.findings import shorten
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import load_questionnaire
from oca.instrument.scheme import load_scheme
from oca.language import language_code
from oca.project import Organization, Period, Project
from oca.spreadsheet.seal import is_changed, seal


@dataclass(frozen=True)
class Order:
    """Which forms are wanted.

    Attributes:
        project: the project.
        questionnaire: the version that the period asks.
        period: the period.
        organizations: whose forms; None stands for a form that leaves the organization open.
        score_types: what the period's scheme accepts.
        language: one language for all; each organization's own when None.
        named: whether the organizations were chosen one by one.
        photos: whether an XLSForm asks for a photo of the evidence.
        previous: what each organization answered last time, by its id; empty where forms do not show it.
    """

    project: Project
    questionnaire: Questionnaire
    period: Period
    organizations: tuple[Organization | None, ...]
    score_types: tuple[str, ...]
    language: str | None
    named: bool = False
    photos: bool = False
    previous: Mapping[str, Previous] = field(default_factory=dict)

    @property
    def score_type(self) -> str:
        """What the forms are for: a sheet to agree on together, where the scheme takes one."""
        return "consensus" if "consensus" in self.score_types else self.score_types[0]

    def language_of(self, organization: Organization | None) -> str:
        """Return the language of an organization's form."""
        first = self.project.settings.languages[0]
        return self.language or (organization.language if organization else first)

    @property
    def each(self) -> tuple[Organization | None, ...]:
        """Whose forms are wanted, where each gets its own.

        Raises:
            UsageError: there is nobody to make a form for.
        """
        if not self.organizations:
            raise UsageError(_nobody(self.project, self.period))
        return self.organizations

    def path(self, folder: Path, organization: Organization | None, suffix: str) -> Path:
        """Return the file of an organization's form."""
        return folder / f"{f'{organization.id}-' if organization else BLANK}{self.period.id}{suffix}"


def _nobody(project: Project, period: Period) -> str:
    """Say how organizations are listed, or why none of them gets a form of a period."""
    if project.organizations:
        return (
            f"No organization of the register takes part in {period.id}: look at its columns joined and left, or "
            "choose another period with --period."
        )
    return (
        f"{project.register_file} lists no organization yet. Open it in Excel and write one a row: its id (such as "
        f"zora; it names files), its name, its sector ({shorten(project.settings.sectors)}) and its language "
        f"({shorten(project.settings.languages)}); save it as XLSX or as CSV UTF-8. Then: oca form. oca form --blank "
        "makes a form that leaves the organization open."
    )


Writer = Callable[[Order, Path], list[Path]]
"""Writes the forms of an order into a folder, and returns their paths."""


def order_forms(
    project: Project,
    organizations: Sequence[str] | None = None,
    *,
    period: str | None = None,
    language: str | None = None,
    blank: bool = False,
    photos: bool = False,
    previous: Mapping[str, Previous] | None = None,
) -> Order:
    """Find out which forms are wanted.

    Args:
        project: the project.
        organizations: ids; all of the cohort in that period when None.
        period: the period's id; the last one when None.
        language: one language for all; each organization's own when None.
        blank: one form that leaves the organization open.
        photos: an XLSForm asks for a photo of the evidence.
        previous: what each organization answered last time.

    Raises:
        UsageError: there is no such organization or period, or organizations are named for a blank form.
        InputError: the questionnaire or the scheme of the period cannot be read.
    """
    if blank and organizations:
        raise UsageError("A blank form is for no organization in particular; leave out either --blank or the ids.")
    chosen = project.period(period or project.periods[-1])
    scheme, _ = load_scheme(chosen.scheme, project.folder)
    named = [project.organization(one) for one in organizations or ()]
    everyone = [one for one in project.organizations if project.in_cohort(one, chosen.id)]
    return Order(
        project,
        load_questionnaire(chosen.questionnaire, project.folder),
        chosen,
        (None,) if blank else tuple(named or everyone),
        tuple(scheme.score_types),
        language and language_code(language),
        named=bool(named),
        photos=photos,
        previous=previous or {},
    )


def write_workbooks(order: Order, folder: Path) -> list[Path]:
    """Write the fill-in workbook of each organization; a changed one stays, and the new one goes beside it."""
    paths = []
    for one in order.each:
        path = files.beside(order.path(folder, one, ".xlsx"), is_changed)
        make_workbook(
            order.questionnaire,
            path,
            language=order.language_of(one),
            organization=one,
            period=order.period,
            score_type=order.score_type,
            synthetic=order.project.settings.synthetic,
            previous=order.previous.get(one.id) if one else None,
        )
        seal(path)
        paths.append(path)
    return paths


def write_entry_sheets(order: Order, folder: Path) -> list[Path]:
    """Write the sheet of each organization into which a form that was filled in on paper is typed.

    One that somebody changed stays, and the new one goes beside it.
    """
    paths = []
    for one in order.each:
        path = files.beside(order.path(folder, one, "-entry.xlsx"), is_changed)
        make_entry_sheet(
            order.questionnaire,
            path,
            language=order.language_of(one),
            organization=one,
            period=order.period,
            score_type=order.score_type,
            synthetic=order.project.settings.synthetic,
        )
        seal(path)
        paths.append(path)
    return paths


def write_xlsform(order: Order, folder: Path) -> list[Path]:
    """Write one XLSForm for all organizations of the order, in every language of the questionnaire and the project.

    One that somebody changed stays, and the new one goes beside it.
    """
    path = files.beside(_xlsform(order, folder), is_changed)
    make_xlsform(
        order.questionnaire,
        path,
        languages=order.project.settings.languages,
        default=order.language_of(order.organizations[0] if len(order.organizations) == 1 else None),
        period=order.period,
        organizations=tuple(one for one in order.organizations if one),
        score_types=order.score_types,
        photos=order.photos,
        synthetic=order.project.settings.synthetic,
    )
    return [path]


def _xlsform(order: Order, folder: Path) -> Path:
    return folder / f"{_whose(order)}{order.period.id}-xlsform.xlsx"


def _whose(order: Order) -> str:
    """Return what the name of a file for several organizations begins with: nothing where it is for all."""
    ids = (
        [one.id if one else "blank" for one in order.organizations]
        if order.named or None in order.organizations
        else []
    )
    return "".join(f"{one}-" for one in ids[:1]) + (f"and-{len(ids) - 1}-more-" if len(ids) > 1 else "")


def write_web_forms(order: Order, folder: Path) -> list[Path]:
    """Write the web form of each organization."""
    paths = []
    for one in order.each:
        path = order.path(folder, one, ".html")
        make_web_form(
            order.questionnaire,
            path,
            language=order.language_of(one),
            organization=one,
            period=order.period,
            score_types=(order.score_type, *(kind for kind in order.score_types if kind != order.score_type)),
            synthetic=order.project.settings.synthetic,
            previous=order.previous.get(one.id) if one else None,
            project_folder=order.project.folder,
        )
        paths.append(path)
    return paths


def kept(order: Order, folder: Path, paths: Sequence[Path]) -> list[Path]:
    """Return the forms that stayed as they were, because somebody worked in them, among those that were written."""
    suffixes = {"-entry.xlsx" if path.name.endswith("-entry.xlsx") else path.suffix for path in paths}
    wanted = [order.path(folder, one, suffix) for one in order.organizations for suffix in sorted(suffixes)]
    filled = [path for path in wanted if path not in paths and path.is_file() and is_changed(path)]
    xlsform = _xlsform(order, folder)
    beside = any(path.name.startswith(f"{xlsform.stem}-") for path in paths)
    return [*filled, *([xlsform] if beside else [])]


FORMATS: Mapping[str, Writer] = {"workbook": write_workbooks, "xlsform": write_xlsform, "web": write_web_forms}
"""The formats that are written here, by what `oca form --format` calls them; paper is printed by the reporting room."""
