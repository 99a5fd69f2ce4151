"""Where the time of the reports goes, and how much sooner 22 are there than when they are printed the naive way.

Naive is what WeasyPrint's manual begins with: one process, `HTML(string=...).write_pdf()` with its default fetcher,
nothing kept from one report to the next, the garbage collector at work; only the addresses of our fonts are made to
work. Both print the same pages of the same records, one after the other in this run, from the start of a process to the
last file. Wall time tells only on a machine that does nothing else; CPU seconds stand beside it.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

REPORTS = 6

NAIVE = """
import sys
from pathlib import Path
import oca
from oca import content
from oca.reporting.individual import individual_report
from oca.reporting.render import html
from weasyprint import HTML
assessment, folder = oca.assess(sys.argv[1]), Path(sys.argv[2])
files = content.shipped("report_templates").as_uri() + "/"
for one in assessment.project.organizations:
    report = individual_report(assessment, one.id, assessment.periods_of(one.id)[-1], one.language)
    page = html(report, for_print=True).replace("asset:///", files)
    HTML(string=page).write_pdf(folder / f"{one.id}.pdf", pdf_variant="pdf/ua-1")
"""


@contextmanager
def _timed(spent: dict[str, float], step: str) -> Iterator[None]:
    began = time.process_time()
    yield
    spent[step] = spent.get(step, 0.0) + time.process_time() - began


def shares(example: str) -> None:
    """Print the CPU seconds of each step of a report, in a warm process with the garbage collector at rest."""
    import oca
    from oca import content
    from oca.reporting.organization.report import individual_report
    from oca.reporting.printing.render import html, print_page

    first: dict[str, float] = {}
    with _timed(first, "assess the project"):
        assessment = oca.assess(example)
    with _timed(first, "import WeasyPrint"):
        import weasyprint  # noqa: F401
    roots = content.roots("report_templates")
    spent: dict[str, float] = {}
    sizes = []
    gc.disable()
    for number, organization in enumerate(assessment.project.organizations[: REPORTS + 1]):
        of = (assessment, organization.id, assessment.periods_of(organization.id)[-1], "bs")
        now: dict[str, float] = {}
        with _timed(now, "record"):
            record = individual_report(*of)
        with _timed(now, "HTML"):
            page = html(record, for_print=True)
        with _split(now):
            sizes.append(len(print_page(page, roots)))
        for step, seconds in now.items() if number else ():  # the first one warms the process
            spent[step] = spent.get(step, 0.0) + seconds / REPORTS
    gc.enable()
    each = sum(spent.values())
    print(f"\nCPU of a report in a warm process, mean of {REPORTS}: {each:.2f} s; largest {max(sizes) / 1024:.0f} KiB")
    for step, seconds in spent.items():
        print(f"  {step:<24}{seconds:6.2f} s  {seconds / each:4.0%}")
    print("  once in a process: " + ", ".join(f"{step} {seconds:.2f} s" for step, seconds in first.items()))


@contextmanager
def _split(spent: dict[str, float]) -> Iterator[None]:
    """Tell apart, while one page is printed, what WeasyPrint does before it begins to write the file."""
    from weasyprint.document import Document

    render = Document._render

    def timed(*arguments: Any, **options: Any) -> Any:
        with _timed(spent, "layout"):
            return render(*arguments, **options)

    Document._render = staticmethod(timed)
    whole: dict[str, float] = {}
    try:
        with _timed(whole, "print"):
            yield
    finally:
        Document._render = render
    spent["parse and write the PDF"] = whole["print"] - spent["layout"]


def race(example: str) -> None:
    """Print how long 22 reports take in workers, the naive way, and once more when nothing changed."""
    with tempfile.TemporaryDirectory() as folder:
        ours, naive = Path(folder, "ours"), Path(folder, "naive")
        naive.mkdir()
        report = [sys.executable, "-m", "oca", "report", "-p", example, "-o", str(ours)]
        workers, again = _taken(report), _taken(report)
        alone = _taken([sys.executable, "-c", NAIVE, example, str(naive)])
        made, there = (sorted(path.stat().st_size for path in place.glob("*.pdf")) for place in (ours, naive))
    print(f"\n{'on ' + str(os.cpu_count()) + ' cores':<32}{'wall':>8}{'CPU':>10}")
    for what, taken in (
        (f"{len(made)} reports in workers", workers),
        (f"{len(there)} reports the naive way", alone),
        ("nothing changed, once more", again),
    ):
        print(f"{what:<32}{taken[0]:8.2f}{taken[1]:10.2f} s")
    print(f"naive is {alone[0] / workers[0]:.1f} x as long; the largest PDF has {made[-1] / 1024:.0f} KiB\n")


def _taken(command: Sequence[str]) -> tuple[float, float]:
    """Return the wall and CPU seconds of a command, with those of the processes that it starts."""
    began, before = time.perf_counter(), os.times()
    subprocess.run(command, check=True, capture_output=True)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - began, used
