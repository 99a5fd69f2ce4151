"""Organizational capacity assessments of civil society organizations.

    >>> import oca
    >>> a = oca.assess("examples/cssp")  # doctest: +SKIP
    >>> a.matrix("y5")  # doctest: +SKIP

Every public name is explained in docs/API.md. Names are loaded when they are first used, so that `import oca` costs
next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oca.assessment import Assessment, Check, assess, check
    from oca.collection.own_responses import responses_frame
    from oca.errors import InputError, OcaError, PrintingError, PrintingUnavailable, UsageError
    from oca.figures import audit, compare, release
    from oca.findings import Finding
    from oca.instrument.loading import load_questionnaire, load_scheme
    from oca.project import Project, load_project
    from oca.reporting.cohort import write_cohort_report
    from oca.reporting.comparison import write_comparison
    from oca.reporting.plans import write_plans
    from oca.reporting.printing.batch import write_report, write_reports
    from oca.reporting.register import write_register_page
    from oca.reporting.run import run, write_schedule
    from oca.reporting.tables.writing import write_tables
    from oca.scoring.scores import score

    __version__: str

_HOMES = {
    "oca.assessment": ("Assessment", "Check", "assess", "check"),
    "oca.collection.own_responses": ("responses_frame",),
    "oca.errors": ("InputError", "OcaError", "PrintingError", "PrintingUnavailable", "UsageError"),
    "oca.figures": ("audit", "compare", "release"),
    "oca.findings": ("Finding",),
    "oca.instrument.loading": ("load_questionnaire", "load_scheme"),
    "oca.project": ("Project", "load_project"),
    "oca.reporting.cohort": ("write_cohort_report",),
    "oca.reporting.comparison": ("write_comparison",),
    "oca.reporting.plans": ("write_plans",),
    "oca.reporting.printing.batch": ("write_report", "write_reports"),
    "oca.reporting.register": ("write_register_page",),
    "oca.reporting.run": ("run", "write_schedule"),
    "oca.reporting.tables.writing": ("write_tables",),
    "oca.scoring.scores": ("score",),
}

_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Assessment",
    "Check",
    "Finding",
    "InputError",
    "OcaError",
    "PrintingError",
    "PrintingUnavailable",
    "Project",
    "UsageError",
    "__version__",
    "assess",
    "audit",
    "check",
    "compare",
    "load_project",
    "load_questionnaire",
    "load_scheme",
    "release",
    "responses_frame",
    "run",
    "score",
    "write_cohort_report",
    "write_comparison",
    "write_plans",
    "write_register_page",
    "write_report",
    "write_reports",
    "write_schedule",
    "write_tables",
]


def __getattr__(name: str) -> Any:  # each name has its own type, which checkers read above
    """Load a public name from its module, and the version from the installed package, when it is first used."""
    if name == "__version__":
        from importlib.metadata import version

        return version("oca-toolkit")
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'oca' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names."""
    return __all__
