"""Writes into the README what its commands print and the list of findings; run it after either has changed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from oca.findings import CATALOGUE

ROOT = Path(__file__).parent.parent


def printed(match: re.Match[str]) -> str:
    """Run one `$ oca ...` line and return its block with what it printed."""
    command = [sys.executable, "-u", "-m", "oca", *match.group(1).split()]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True)
    return f"```console\n$ oca {match.group(1)}\n{done.stdout.decode()}```"


def findings() -> str:
    """Return the catalogue as a table."""
    rows = [f"| `{code}` | {one.severity} | {one.message} |" for code, one in sorted(CATALOGUE.items())]
    return "\n".join(["| code | severity | message |", "| --- | --- | --- |", *rows])


def main() -> None:
    """Renew the README."""
    path = ROOT / "README.md"
    text = re.sub(r"```console\n\$ oca ([^\n]*)\n.*?```", printed, path.read_text(encoding="utf-8"), flags=re.DOTALL)
    table = re.compile(r"(<!-- findings -->\n).*?(\n## )", flags=re.DOTALL)
    text = table.sub(lambda match: f"{match.group(1)}\n{findings()}\n{match.group(2)}", text)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
