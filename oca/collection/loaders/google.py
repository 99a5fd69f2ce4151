"""Exports of Google Forms: the first column is when a form was sent, the others are headed by the questions."""

from __future__ import annotations

from collections.abc import Sequence

from oca.collection.loaders.survey_tools import SurveyTool, names

TIMESTAMP = {"timestamp", "vremenska oznaka", "vremenski žig", "vremenski pečat", "oznaka vremena", "zeitstempel"}
"""How the first column is headed in the languages met here, in the form used for matching."""

_OWN = {
    "email address",
    "email",
    "e-mail address",
    "username",
    "score",
    "adresa e-pošte",
    "e-adresa",
    "e-pošta",
    "imejl adresa",
    "email adresa",
    "adresa e-pošte ispitanika",
    "rezultat",
    "korisničko ime",
}


def _recognises(headings: Sequence[str]) -> bool:
    first = names(headings)[:1]
    return bool(first) and first[0] in TIMESTAMP


KIND = SurveyTool(
    title="Google Forms",
    signature="Google Forms: the first column is Timestamp (Vremenska oznaka and so on)",
    recognises=_recognises,
    roles=dict.fromkeys(TIMESTAMP, "submitted"),
    technical=lambda heading: heading in _OWN,
    dates_written=True,
)
