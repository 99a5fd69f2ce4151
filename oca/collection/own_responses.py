"""Own data as RESPONSES: a table or records that somebody has in Python, read, completed and checked.

Nothing is guessed and nothing is dropped: what cannot be read is an error that names its rows. Rows are counted from 1.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from oca.collection.levels import ANSWERED, MISSING, Levels
from oca.collection.responses import Collected
from oca.errors import InputError, UsageError
from oca.findings import Finding, Place, finding, shorten, suggest
from oca.instrument.questionnaire import Questionnaire, by_ref
from oca.project import Project
from oca.tables import RESPONSES, SCORE_TYPES, SHEETS, STATUSES

OwnData = pd.DataFrame | Iterable[Mapping[str, object]]
"""One row, or one record, for each answer."""

NEEDED = ("organization", "period", "item", "answer")
"""The columns without which no answer can be read; the others of RESPONSES have a default."""

SOURCE = "data"
"""What findings call own data, where files are called by their names."""

Record = dict[str, str]

_Key = tuple[str, str, str, str, str]
"""What a sheet of answers is of: period, organization, score type, respondent, questionnaire."""


def responses_frame(
    data: OwnData, questionnaires: Questionnaire | Iterable[Questionnaire] | Mapping[str, Questionnaire]
) -> pd.DataFrame:
    """Return own data as RESPONSES, complete and checked, so that `oca.score` takes it.

    Args:
        data: a DataFrame, or records, with one row for each answer. It has the columns organization, period, item and
            answer, and may have the others of RESPONSES. An answer is written as in a form: 3, "3 - Established",
            "N/A"; an empty one is missing, unless `status` says more. Without `score_type` a row with a respondent is
            individual, one without is consensus. Respondents are codes, such as r1, never names.
        questionnaires: one version or several; where there is one, the column `questionnaire` may be absent.

    Returns:
        RESPONSES, with a row for every item of each sheet: what the data do not hold is missing, and has row 0.

    Raises:
        InputError: with every fault of the data and its rows.
        UsageError: the data are no table and no records, or no questionnaire is given.
    """
    forms = by_ref(questionnaires)
    if not forms:
        raise UsageError("No questionnaire is given. oca.load_questionnaire reads one.")
    usual = next(iter(forms)) if len(forms) == 1 else ""
    frame, faults = _read(data, _Setting(forms, usual))
    if faults:
        raise InputError(faults)
    return frame


def collect_own(data: OwnData, project: Project, questionnaires: Mapping[str, Questionnaire]) -> Collected:
    """Return own data as what was collected in a project, in place of its folder `responses/`.

    Organizations and periods must be those of the project, and each period has its own questionnaire.

    Raises:
        UsageError: the data are no table and no records.
    """
    versions = {one.id: one.questionnaire for one in project.settings.periods}
    organizations = [one.id for one in project.organizations]
    frame, faults = _read(data, _Setting(questionnaires, versions=versions, organizations=organizations))
    return Collected(frame, _sheets(frame), (*faults, *_outside(frame, project)), {})


def _outside(frame: pd.DataFrame, project: Project) -> Iterator[Finding]:
    """Yield a fault for each organization that was not in the cohort in a period of which there are answers."""
    for name, period in frame[["organization", "period"]].drop_duplicates().itertuples(index=False):
        one = project.organization(name)
        if not project.in_cohort(one, period):
            words = {"joined": one.joined or "at the start", "left": one.left or "never"}
            yield finding("organization-outside", Place(SOURCE), organization=name, period=period, **words)


def _sheets(frame: pd.DataFrame) -> pd.DataFrame:
    keys = frame.drop_duplicates(["organization", "period", "score_type", "respondent"])
    return SHEETS.typed(keys.assign(date=None, place="", participants="").reset_index(drop=True))


@dataclass(frozen=True)
class _Setting:
    """What own data can name.

    Attributes:
        forms: questionnaires by their refs.
        usual: the questionnaire of a row that names none; empty where that is not known.
        versions: the questionnaire of each period; empty where there is no project.
        organizations: ids; empty where there is no project.
    """

    forms: Mapping[str, Questionnaire]
    usual: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    organizations: Collection[str] = ()

    def of_period(self, period: str) -> str:
        """Return the questionnaire of a row that names none; empty where it is not known."""
        return self.versions.get(period, self.usual)


def _read(data: OwnData, setting: _Setting) -> tuple[pd.DataFrame, list[Finding]]:
    """Return RESPONSES of what could be read, and every fault."""
    columns, records = _records(data)
    faults = [
        finding("column-missing", Place(SOURCE), column=one, found=shorten(columns) or "none")
        for one in NEEDED
        if one not in columns
    ]
    for one in columns:
        if one not in RESPONSES.names:
            hint = suggest(one, RESPONSES.names)
            faults.append(finding("column-unknown", Place(SOURCE, column=one), column=one, suggestion=hint))
    if faults:
        return RESPONSES.frame(), faults
    reader = _Reader(setting)
    for row, record in enumerate(records, start=1):
        reader.add(row, record)
    return RESPONSES.check(RESPONSES.frame(reader.rows())), reader.findings()


def _records(data: OwnData) -> tuple[list[str], list[Record]]:
    """Return the columns of own data, and its rows with every cell as text."""
    if isinstance(data, pd.DataFrame):
        names = list(map(str, data.columns))
        cells = data.itertuples(index=False, name=None)
        return names, [dict(zip(names, map(_text, row), strict=True)) for row in cells]
    given = list(data) if isinstance(data, Iterable) and not isinstance(data, str | bytes | Mapping) else [data]
    if not all(isinstance(one, Mapping) for one in given):
        raise UsageError("Own data are a DataFrame, or a list of records such as {'organization': ..., 'answer': 3}.")
    rows = [{str(name): _text(cell) for name, cell in dict(one).items()} for one in given]
    return list(dict.fromkeys(name for one in rows for name in one)) if rows else list(NEEDED), rows


def _text(cell: object) -> str:
    """Return a cell as text: empty for None and NaN, and 2024.0 as 2024."""
    if cell is None or cell is pd.NA or cell is pd.NaT or cell != cell:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


class _Reader:
    """Reads records into sheets of answers, and gathers what is wrong with them."""

    def __init__(self, setting: _Setting) -> None:
        self._setting = setting
        self._levels = {ref: Levels(form) for ref, form in setting.forms.items()}
        self._sheets: dict[_Key, dict[str, tuple[object, ...]]] = {}
        self._roles: dict[_Key, str] = {}
        self._refs: dict[str, str] = {}
        self._faults: dict[tuple[str, str, tuple[tuple[str, object], ...]], list[int]] = {}

    def add(self, row: int, record: Record) -> None:
        """Read one answer."""
        whose = {name: record.get(name, "") for name in ("organization", "period", "item", "respondent")}
        ref = record.get("questionnaire", "") or self._setting.of_period(whose["period"])
        score_type = record.get("score_type", "") or ("individual" if whose["respondent"] else "consensus")
        whose |= {"questionnaire": ref, "score_type": score_type}
        if not self._usable(row, whose):
            return
        item = whose["item"]
        read = self._answer(row, ref, item, record)
        if read is None:
            return
        key = (whose["period"], whose["organization"], score_type, whose["respondent"], ref)
        self._roles.setdefault(key, record.get("role", ""))
        answers = self._sheets.setdefault(key, {})
        if item in answers:
            self._fault(row, "frame-twice", "item", what=shorten(filter(None, (*key[1::-1], *key[2:4], item))))
        kept = record.get("row", "")
        texts = (record.get("comment", ""), record.get("evidence", ""), record.get("file", ""), record.get("sheet", ""))
        answers[item] = (*read, *texts, int(kept) if kept.isdecimal() else row, record.get("column", ""))

    def _usable(self, row: int, whose: Mapping[str, str]) -> bool:
        """Say whether it is known whose answer to what a row holds; what is wrong is a fault."""
        setting, ref, period = self._setting, whose["questionnaire"], whose["period"]
        empty = [name for name in ("organization", "period", "item", "questionnaire") if not whose[name]]
        for name in empty:
            self._fault(row, "frame-empty", name)
        fit = [
            self._known(row, "questionnaire", ref, setting.forms, "questionnaire that is given"),
            self._known(row, "score_type", whose["score_type"], SCORE_TYPES, "score type"),
        ]
        if fit[0]:
            used = self._refs.setdefault(period, setting.versions.get(period, ref))
            fit.append(self._known(row, "questionnaire", ref, [used], f"questionnaire of {period}"))
            fit.append(self._known(row, "item", whose["item"], setting.forms[ref].by_id, f"item of {ref}"))
        if setting.versions:
            fit.append(self._known(row, "period", period, setting.versions, "period of this project"))
            known = setting.organizations
            fit.append(self._known(row, "organization", whose["organization"], known, "organization of this project"))
        if (whose["score_type"] == "individual") != bool(whose["respondent"]):
            self._fault(row, "frame-respondent", "respondent", score_type=whose["score_type"])
        return not empty and all(fit)

    def _answer(self, row: int, ref: str, item: str, record: Record) -> tuple[float | None, str] | None:
        """Return level and status of an answer; None where it is no answer to the item, which is a fault."""
        typed, status = record.get("answer", ""), record.get("status", "")
        if not self._known(row, "status", status, ("", *STATUSES), "status"):
            return None
        reading = self._levels[ref].read(item, typed)
        if reading is None:
            levels = self._levels[ref]
            known = levels.words(item, levels.questionnaire.structure.source_language)
            names = {"what": f"answer to {item} ({known}, N/A, don't know)"}
            self._fault(row, "frame-value", "answer", found=typed, hint=levels.nearest(item, typed), **names)
            return None
        blank = reading.status == MISSING
        if status and (status == ANSWERED if blank else status != reading.status):
            self._fault(row, "frame-status", "status", status=status, answer=typed or "an empty answer")
            return None
        return reading.level, status or reading.status

    def _known(self, row: int, column: str, found: str, known: Collection[str], what: str) -> bool:
        if found and found not in known:
            self._fault(row, "frame-value", column, found=found, what=what, hint=suggest(found, filter(None, known)))
        return found in known

    def _fault(self, row: int, code: str, column: str, **values: object) -> None:
        self._faults.setdefault((code, column, tuple(values.items())), []).append(row)

    def findings(self) -> list[Finding]:
        """Return each fault once, with its rows."""
        return [_fault(code, column, rows, **dict(values)) for (code, column, values), rows in self._faults.items()]

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield the rows of RESPONSES, by period as they came, organization, score type, respondent and item."""
        periods = dict.fromkeys([*self._setting.versions, *(key[0] for key in self._sheets)])
        order = {period: nth for nth, period in enumerate(periods)}
        for key in sorted(self._sheets, key=lambda one: (order[one[0]], *one[1:])):
            period, organization, score_type, respondent, ref = key
            whose = (organization, period, ref, score_type, respondent, self._roles[key])
            for item in self._setting.forms[ref].item_ids:
                yield (*whose, item, *self._sheets[key].get(item, (None, MISSING, "", "", "", "", 0, "")))


def _fault(code: str, column: str, rows: list[int], **values: object) -> Finding:
    words = f"{'row' if len(rows) == 1 else 'rows'} {shorten(map(str, rows))}"
    return finding(code, Place(SOURCE, row=rows[0], column=column), column=column, rows=words, **values)
