"""What all tests share: no test is decided by time, and tests are left out where the program that they need is missing.

Pango is needed to print, Chromium to fill in the web form. What is left out is said; in CI nothing is, because there
both must be there, and random examples are the same at every run.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from oca.assessment import Assessment, assess
from oca.errors import PrintingUnavailable
from oca.reporting.printing.render import check_printing

settings.register_profile("oca", deadline=None, derandomize=bool(os.environ.get("CI")), max_examples=50)
settings.load_profile("oca")


@pytest.fixture(scope="session")
def example() -> Assessment:
    """Return the example project, assessed once for all who read it."""
    return assess(Path(__file__).parent.parent / "examples" / "cssp")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name no test by bytes: those of a workbook hold the second in which it was made, and workers must name alike."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("CI"):
        return
    if shutil.which("chromium") is None:
        missing = pytest.mark.skip(reason="Chromium is missing; tools/test-programs.sh installs it")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(missing)
    try:
        check_printing()
    except PrintingUnavailable:
        missing = pytest.mark.skip(reason="Pango is missing; tools/system-libraries.sh installs it")
        for item in items:
            if item.get_closest_marker("pdf"):
                item.add_marker(missing)
