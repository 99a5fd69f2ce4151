"""Exports of KoboToolbox: CSV, the older "legacy" CSV, and workbooks; headed by names, by labels, or by both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from oca.collection.loaders.plain_table import Rows
from oca.collection.loaders.survey_tools import Aside, Record, SurveyTool, names

_TRAILING = {
    "_id",
    "_uuid",
    "_submission_time",
    "_validation_status",
    "_notes",
    "_status",
    "_submitted_by",
    "__version__",
    "_tags",
    "meta/rootuuid",
    "_index",
    "_version_",
    "meta/instanceid",
    "meta/instancename",
    "meta/deprecatedid",
    "formhub/uuid",
    "start",
    "end",
    "today",
    "deviceid",
    "phonenumber",
    "username",
    "simserial",
    "subscriberid",
    "audit",
    "_attachments",
    "_geolocation",
    "_xform_id_string",
    "_bamboo_dataset_id",
    "rootuuid",
    "instanceid",
    "background-audio",
    "_duration",
    "_parent_index",
    "_parent_table_name",
}

_VERSION = re.compile(r"_*version_*(?:_\d{3})?")

_STATUS = "_validation_status"

_SINCE = {"_status", "meta/rootuuid"}
"""Columns that legacy exports lack, and that others always fill."""

_IDS = ("meta/rootuuid", "rootuuid", "_uuid", "meta/instanceid", "instanceid", "_id")


def _recognises(headings: Sequence[str]) -> bool:
    there = set(names(headings))
    return "_submission_time" in there and bool(there & {"_uuid", "_id"})


def _technical(heading: str) -> bool:
    return heading in _TRAILING or bool(_VERSION.fullmatch(heading))


def _status(record: Record) -> str:
    return record.get(_STATUS, "").casefold().removeprefix("validation_status_").replace("_", " ")


def _aside(record: Record) -> Aside | None:
    if _status(record) != "not approved":
        return None
    return Aside("its validation status is Not Approved", "Approve it in KoboToolbox if it counts, and export again.")


def _on_hold(record: Record) -> str:
    return "On Hold" if _status(record) == "on hold" else ""


def _identity(record: Record) -> tuple[str, ...]:
    """Return the id of the submission; the one that stays when it is corrected in KoboToolbox comes before others."""
    ids = (record.get(name, "") for name in _IDS)
    return tuple(one.removeprefix("uuid:") for one in ids if one not in ("", "n/a"))[:1]


def without_tags(rows: Rows) -> Rows:
    """Return a table without its row of HXL tags: all its cells are empty or begin with #."""
    if not rows.rows or not any(rows.rows[0][1]) or any(cell[:1] not in ("", "#") for cell in rows.rows[0][1]):
        return rows
    if any(cell in ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!") for cell in rows.rows[0][1]):
        return rows
    return replace(rows, rows=rows.rows[1:])


def _is_legacy(rows: Rows) -> bool | None:
    """Say whether a table is a legacy export, in which n/a stands for no answer: it does so in its own columns too.

    Returns:
        None where these columns do not show it.
    """
    there = names(rows.written)
    own = {cells[place] for _, cells in rows.rows for place, name in enumerate(there) if _technical(name)}
    if own & {"n/a", "{}"}:
        return True
    newer = [place for place, name in enumerate(there) if name in _SINCE]
    return False if any(cells[place] for _, cells in rows.rows for place in newer) else None


KIND = SurveyTool(
    title="KoboToolbox",
    signature="KoboToolbox: the columns _submission_time and _uuid or _id",
    recognises=_recognises,
    roles={"_submission_time": "submitted"},
    technical=_technical,
    aside=_aside,
    on_hold=_on_hold,
    identity=_identity,
    separators=("/", "::", " > ", " → ", " | "),
    prepared=without_tags,
    writes_blanks=_is_legacy,
)
