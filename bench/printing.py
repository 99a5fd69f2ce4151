"""Where the time of the reports goes: assessing, writing the page, printing it; one after another in one process."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REPORTS = 6


@contextmanager
def _timed(spent: dict[str, float], step: str) -> Iterator[None]:
    began = time.process_time()
    yield
    spent[step] = spent.get(step, 0.0) + time.process_time() - began


def shares(example: str) -> None:
    """Print the share of CPU time of each step, for the first reports of the example."""
    import oca
    from oca.reporting.individual import individual_report
    from oca.reporting.render import html, print_page

    spent: dict[str, float] = {}
    with _timed(spent, "assess the project"):
        assessment = oca.assess(example)
    with _timed(spent, "import WeasyPrint"):
        import weasyprint  # noqa: F401
    from oca import content

    roots = content.roots("report_templates")
    sizes = []
    for organization in assessment.project.organizations[:REPORTS]:
        period = assessment.periods_of(organization.id)[-1]
        with _timed(spent, "write the page"):
            page = html(individual_report(assessment, organization.id, period, "bs"), for_print=True)
        with _timed(spent, "print it"):
            sizes.append(len(print_page(page, roots)))
    total = sum(spent.values())
    print(f"\nCPU of {REPORTS} reports in one process, {total:.2f} s; the largest PDF has {max(sizes) / 1024:.0f} KiB")
    for step, seconds in spent.items():
        print(f"  {step:<24}{seconds:6.2f} s  {seconds / total:4.0%}")
    each = (spent["write the page"] + spent["print it"]) / REPORTS
    print(f"  one report after the first steps: {each:.2f} s of CPU, {Path(example).name}\n")
