"""`python -m oca` is `oca`."""

from __future__ import annotations

from oca.cli import main

main()
