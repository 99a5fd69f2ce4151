"""What all tests share: no test is decided by time, and those that print are left out where Pango is missing.

They say so; in CI nothing is left out, because there it must be there, and random examples are the same at every run.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from oca.errors import PrintingUnavailable
from oca.reporting.render import check_printing

settings.register_profile("oca", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("oca")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("CI"):
        return
    try:
        check_printing()
    except PrintingUnavailable:
        missing = pytest.mark.skip(reason="Pango is missing; tools/system-libraries.sh installs it")
        for item in items:
            if item.get_closest_marker("pdf"):
                item.add_marker(missing)
