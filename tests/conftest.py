"""Tests that print are left out where Pango is missing, and say so; never in CI, where it must be there."""

from __future__ import annotations

import os

import pytest

from oca.errors import PrintingUnavailable
from oca.reporting.render import check_printing


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
