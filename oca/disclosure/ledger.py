"""What was given out before: the folder `published/` of a project, one file for each export.

A record holds the published figures, for whom, and which organizations stood behind them: what an audit of the next
export has to know. It holds no score. The same export given out twice is one record.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from oca import files
from oca.assessment import Assessment
from oca.comparison.grouping import grouping
from oca.disclosure.constraints import Published
from oca.disclosure.unknowns import Unknowns
from oca.errors import InputError
from oca.findings import Place, finding
from oca.folders import content_of, listed
from oca.project import Audience
from oca.tables import COMPARISON

FOLDER = "published"

FIGURES = ["by", "group", "period", "kind", "element", "statistic", "value", "organizations"]


@dataclass(frozen=True)
class Publication:
    """One record.

    Attributes:
        date: the day of its first giving out.
        audience: for whom.
        digits: decimals of its means.
        figures: COMPARISON, only what was shown.
        register: ids of the organizations that the register had then.
        groups: ids of the members of each group, by grouping and group.
        absent: ids of those of the register that did not contribute, by "family period kind element".
    """

    date: str
    audience: Audience
    digits: int
    figures: pd.DataFrame
    register: tuple[str, ...]
    groups: Mapping[str, Mapping[str, Sequence[str]]]
    absent: Mapping[str, Sequence[str]]

    def held_against(self, organizations: Sequence[str]) -> Published:
        """Return it as the audit takes it, for the organizations of today's register."""
        flags = {
            (by, group): np.isin(organizations, list(ids))
            for by, groups in self.groups.items()
            for group, ids in groups.items()
        }
        new = ~np.isin(organizations, list(self.register))
        absent = {tuple(key.split(" ")): new | np.isin(organizations, list(ids)) for key, ids in self.absent.items()}
        return Published(self.figures, flags, self.digits, absent)  # type: ignore[arg-type]  # four parts each


def publication(
    assessment: Assessment, figures: pd.DataFrame, audience: Audience, digits: int, puzzles: Iterable[Unknowns]
) -> Publication:
    """Return the record of an export: of the figures that it shows, as they stand in it.

    Reports to organizations that show means of the cohort are an export to the audience `organization`; their figures
    are the rows of COMPARISON by `cohort` of these means, with the decimals that the reports print.

    Args:
        assessment: what the figures were made from.
        figures: COMPARISON; suppressed rows are left out.
        audience: for whom.
        digits: decimals of the means.
        puzzles: the unknowns of the elements; who is absent is not remembered of others.
    """
    shown = figures[~figures["suppressed"] & figures["value"].notna()].sort_values(FIGURES, ignore_index=True)
    register = assessment.project.register()
    ids = tuple(str(one) for one in register["organization"])
    own = set(zip(shown["kind"], shown["element"], strict=True))
    absent = {}
    for one in puzzles:
        for (family, period), columns in one.measures.items() if one.element in own else ():
            missing = [ids[row] for row in np.flatnonzero(columns < 0)]
            absent[" ".join((family, period, *one.element))] = missing
    groups = {str(by): grouping(register, str(by)).ids() for by in dict.fromkeys(shown["by"])}
    return Publication(
        datetime.datetime.now(tz=datetime.UTC).date().isoformat(), audience, digits, shown, ids, groups, absent
    )


def remember(folder: Path, one: Publication) -> Path:
    """Write the record of an export into the project folder, unless it is there; return its file."""
    content = {
        "audience": one.audience,
        "digits": one.digits,
        "register": list(one.register),
        "groups": {by: {group: list(ids) for group, ids in groups.items()} for by, groups in one.groups.items()},
        "absent": {key: list(ids) for key, ids in one.absent.items()},
        "figures": one.figures[FIGURES].to_numpy(dtype=object).tolist(),
    }
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
    path = folder / FOLDER / f"{one.audience}-{digest}.json"
    if not path.exists():
        files.write(path, json.dumps({"date": one.date, **content}, ensure_ascii=False, indent=1) + "\n")
    return path


def remembered(folder: Path) -> list[Publication]:
    """Return the records of a project folder, by the names of their files.

    Raises:
        InputError: a file of the folder cannot be read.
    """
    files_there, faults = listed(folder / FOLDER, folder)
    found = []
    for path in (one for one in files_there if one.parent == folder / FOLDER and one.suffix == ".json"):
        name = f"{FOLDER}/{path.name}"
        try:
            found.append(_read(json.loads(content_of(path, name))))
        except InputError as error:
            faults += error.findings
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            faults.append(finding("publication-unreadable", Place(name), problem=str(error)))
    if faults:
        raise InputError(faults)
    return found


def _read(content: dict[str, Any]) -> Publication:
    figures = pd.DataFrame(content["figures"], columns=FIGURES).assign(suppressed=False)
    return Publication(
        content["date"],
        content["audience"],
        int(content["digits"]),
        COMPARISON.typed(figures),
        tuple(content["register"]),
        content["groups"],
        content["absent"],
    )
