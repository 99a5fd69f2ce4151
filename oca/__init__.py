"""Organizational capacity assessments of civil society organizations.

    >>> import oca
    >>> a = oca.assess("examples/cssp")  # doctest: +SKIP
    >>> a.scores  # doctest: +SKIP

Names are loaded when they are first used, so that `import oca` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oca.assessment import Assessment, assess
    from oca.errors import InputError, OcaError, PrintingError, PrintingUnavailable, UsageError
    from oca.findings import Finding
    from oca.project import Project, load_project
    from oca.reporting.cohort import write_cohort_report
    from oca.reporting.comparison import write_comparison
    from oca.reporting.printing.batch import write_report, write_reports

__version__ = "0.1.0"

__all__ = [
    "Assessment",
    "Finding",
    "InputError",
    "OcaError",
    "PrintingError",
    "PrintingUnavailable",
    "Project",
    "UsageError",
    "__version__",
    "assess",
    "load_project",
    "write_cohort_report",
    "write_comparison",
    "write_report",
    "write_reports",
]

_HOME = {
    "Assessment": "oca.assessment",
    "Finding": "oca.findings",
    "InputError": "oca.errors",
    "OcaError": "oca.errors",
    "PrintingError": "oca.errors",
    "PrintingUnavailable": "oca.errors",
    "Project": "oca.project",
    "UsageError": "oca.errors",
    "assess": "oca.assessment",
    "load_project": "oca.project",
    "write_cohort_report": "oca.reporting.cohort",
    "write_comparison": "oca.reporting.comparison",
    "write_report": "oca.reporting.printing.batch",
    "write_reports": "oca.reporting.printing.batch",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its module when it is first used."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'oca' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names."""
    return __all__
