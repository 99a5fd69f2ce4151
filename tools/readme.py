"""Writes into the README and docs/ what commands print, and the page of findings; run it after either has changed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from oca.findings import CATALOGUE

ROOT = Path(__file__).parent.parent

FINDINGS = """\
# Findings

Everything that `oca check` can say of the files of a project. An `error` stops the work, a `warning` goes on with
less, a `look at` changes nothing. What stands in {braces} is filled in with what was found. This page is made from the
program (`make readme`).
"""


def printed(match: re.Match[str]) -> str:
    """Run one `$ oca ...` line and return its block with what it printed."""
    command = [sys.executable, "-u", "-m", "oca", *match.group(1).split()]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True)
    return f"```console\n$ oca {match.group(1)}\n{done.stdout.decode()}```"


def findings() -> str:
    """Return the page of all findings."""
    rows = [
        f"| `{code}` | {one.severity} | {one.message} | {one.hint} |".replace("\n", " ")
        for code, one in sorted(CATALOGUE.items())
    ]
    head = "| code | severity | what it says | what to do |"
    return "\n".join([FINDINGS, head, "| --- | --- | --- | --- |", *rows, ""])


def main() -> None:
    """Renew the README and the documents beside it."""
    (ROOT / "docs" / "findings.md").write_text(findings(), encoding="utf-8")
    for path in (ROOT / "README.md", ROOT / "docs" / "analysts.md"):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"```console\n\$ oca ([^\n]*)\n.*?```", printed, text, flags=re.DOTALL)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
