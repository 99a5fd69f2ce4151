"""What the audit by attack found, and what was given out before, in words."""

from __future__ import annotations

import datetime

from oca.disclosure.audit import Audit
from oca.disclosure.ledger import Publication
from oca.language import Words


def found(audit: Audit, words: Words) -> tuple[str, ...]:
    """Say what the attack on the figures found, and what the intruder of the attack does not use."""
    if not audit.shortest:
        return ()
    told = words.text(
        "Passed. Whoever knows every figure of this file, everything that this project gave out before, who "
        "is in which group and all scores of one organization is left an interval of at least {width} of a "
        "level for every score of any other ({programmes} linear programmes over {elements} elements). Not "
        "used: other sources, and that scores are means of other scores.",
        width=words.number(audit.shortest.width, 2),
        programmes=audit.programmes,
        elements=audit.elements,
    )
    return (told,)


def given_out(record: Publication, words: Words) -> str:
    """Say when something was given out before, for whom, and by which groups."""
    groupings = dict.fromkeys(str(by) for by in record.figures["by"])
    return f"{words.date(datetime.date.fromisoformat(record.date))}: {record.audience}, {words.join([*groupings])}"
