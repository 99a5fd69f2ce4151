"""The command line: thin commands that resolve, load, call the library once, and show.

Results go to standard output, talk goes to standard error. Exit codes: 0 fine, 1 our bug, a report that failed
or results that nobody takes, 2 wrong command line, 3 findings of severity error in the input.
"""

from __future__ import annotations

from oca.cli.app import main

__all__ = ["main"]
