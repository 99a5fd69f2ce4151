"""The two answers that are no level, as people write them in every language: not applicable, and don't know."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from oca.language import letters_of

NOT_APPLICABLE, DONT_KNOW = "not_applicable", "dont_know"

SAYS: Mapping[str, str] = {
    NOT_APPLICABLE: "that an item does not apply",
    DONT_KNOW: "that they do not know",
}
"""What somebody says who gives the answer, in words."""

_TO_US = ("", " na nas", " za nas", " kod nas", " na našu organizaciju", " za našu organizaciju")
"""What may follow, where something does not apply."""

STATES: Mapping[str, str] = {
    **{letters_of(one): NOT_APPLICABLE for one in ("n/a", "not applicable", "does not apply", "doesn't apply", "n/p")},
    **{
        letters_of(f"{no} prim{stem}iv{ending}{whom}"): NOT_APPLICABLE
        for no, stem, ending, whom in product(
            ("nije", "nisu", "ne"), ("jenj", "jenlj", "enj", "enlj"), ("", "o", "a", "i", "e"), _TO_US
        )
    },
    **{
        letters_of(f"{verb}{whom}"): NOT_APPLICABLE
        for verb in ("ne primjenjuje se", "ne primenjuje se", "ne odnosi se")
        for whom in _TO_US
    },
    **{
        letters_of(one): DONT_KNOW
        for one in (
            "dk",
            "do not know",
            "don't know",
            "i do not know",
            "i don't know",
            "we do not know",
            "we don't know",
            "ne znam",
            "ne znamo",
            "ne zna",
            "ne zna se",
            "nz",
            "nije poznato",
            "nije nam poznato",
            "ne mogu procijeniti",
            "ne mogu proceniti",
            "ne mogu ocijeniti",
            "ne mogu oceniti",
            "ne možemo procijeniti",
            "ne možemo proceniti",
            "ne možemo ocijeniti",
            "ne možemo oceniti",
        )
    },
}
"""How the two states are written, by their letters alone: `n.p.`, `N/P`, `Nije primjenjivo.`, in either script."""


def state_of(typed: str) -> str:
    """Return the state that a text says, in any language; empty where it says none.

    >>> state_of("Nije primjenjivo."), state_of("не знам"), state_of("3 - N/A")
    ('not_applicable', 'dont_know', '')
    """
    return STATES.get(letters_of(typed), "")
