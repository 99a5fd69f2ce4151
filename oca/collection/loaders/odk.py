"""Exports of ODK Central: CSV, headed by names only; groups join with a hyphen or are left out."""

from __future__ import annotations

from collections.abc import Sequence

from oca.collection.loaders.survey_tools import Aside, Record, SurveyTool, names

_OWN = {
    "submissiondate",
    "meta-instanceid",
    "meta-instancename",
    "instanceid",
    "instancename",
    "key",
    "submitterid",
    "submittername",
    "attachmentspresent",
    "attachmentsexpected",
    "status",
    "reviewstate",
    "deviceid",
    "edits",
    "formversion",
    "start",
    "end",
    "today",
    "meta-audit",
    "audit",
    "username",
    "meta-entity-label",
    "meta-entity",
}


def _recognises(headings: Sequence[str]) -> bool:
    there = set(names(headings))
    return {"submissiondate", "key"} <= there


def _aside(record: Record) -> Aside | None:
    if record.get("reviewstate", "").casefold() == "rejected":
        return Aside("its review state is rejected", "Approve it in ODK Central if it counts, and export again.")
    status = record.get("status", "").casefold()
    if status in ("missing encrypted form data", "not decrypted"):
        return Aside(f"it is encrypted ({status})", "Export again with the passphrase of the project.")
    return None


def _on_hold(record: Record) -> str:
    return "hasIssues" if record.get("reviewstate", "").casefold() == "hasissues" else ""


def _identity(record: Record) -> tuple[str, ...]:
    """Return the id that stays when a submission is corrected in ODK Central."""
    return tuple(one for name in ("key", "meta-instanceid") if (one := record.get(name, "")))[:1]


KIND = SurveyTool(
    title="ODK Central",
    signature="ODK Central: the columns SubmissionDate and KEY",
    recognises=_recognises,
    roles={"submissiondate": "submitted"},
    technical=lambda heading: heading in _OWN,
    aside=_aside,
    on_hold=_on_hold,
    identity=_identity,
    separators=("-", "/"),
)
