"""The exceptions of oca.

    OcaError                    everything that oca raises on purpose
    ├── InputError              the input has faults; carries every finding        exit code 3
    ├── UsageError              an argument names something that is not there      exit code 2
    └── PrintingError           a report could not be printed                      exit code 1
        └── PrintingUnavailable the system lacks what PDF needs (Pango)            exit code 2

Any other exception that leaves the program is a bug of ours and keeps its traceback.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oca.findings import Finding


class OcaError(Exception):
    """Everything that oca raises on purpose."""


class InputError(OcaError):
    """The input has faults; `findings` holds all of them, not only the first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class UsageError(OcaError):
    """An argument names something that is not there: an organization, a period, a folder."""


class PrintingError(OcaError):
    """A report could not be printed; the message says which and why."""


class PrintingUnavailable(PrintingError):  # noqa: N818 - a state of the machine rather than a fault
    """The system libraries that WeasyPrint needs are missing; the message says how to install them."""
