"""The looks that a project may change by one file: `variables.css`, the shipped one under the project's own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from oca.errors import PrintingError
from oca.reporting.printing.assets import BASE, SUFFIXES, AssetMissing, locate
from oca.reporting.printing.inline import data_address

VARIABLES = "organization/variables.css"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

_TOKEN = re.compile(r"--([a-z][a-z0-9-]*)\s*:\s*([^;{}]+);")


def tokens(css: str) -> dict[str, str]:
    """Return the variables of a style sheet by name, dashes as underscores: charts cannot read CSS.

    >>> tokens(":root { --now-dot: #123456; }")
    {'now_dot': '#123456'}
    """
    found = _TOKEN.findall(_COMMENT.sub("", css))
    return {name.replace("-", "_"): value.strip() for name, value in found}


def read_theme(roots: Sequence[Path]) -> dict[str, str]:
    """Return every variable: as the project's own file has it, else as the shipped one has it.

    Args:
        roots: folders of report templates, the project's own first.
    """
    theme: dict[str, str] = {}
    for root in reversed(roots):
        if (root / VARIABLES).is_file():
            theme |= tokens((root / VARIABLES).read_text(encoding="utf-8"))
    return theme


def root_rule(theme: Mapping[str, str]) -> str:
    """Return the variables as the CSS rule that sets them."""
    return ":root {" + "".join(f" --{name.replace('_', '-')}: {value};" for name, value in theme.items()) + " }"


def own_rules(roots: Sequence[Path]) -> str:
    """Return the project's own file as it stands: it may hold more than variables; empty without one."""
    own = [root / VARIABLES for root in roots[:-1] if (root / VARIABLES).is_file()]
    return own[0].read_text(encoding="utf-8") if own else ""


def for_charts(theme: Mapping[str, str], roots: Sequence[Path], *, for_print: bool) -> dict[str, str]:
    """Return the variables as templates use them: the logo as an address, or the picture itself for a browser.

    Raises:
        PrintingError: the logo is no picture under a `report_templates/` folder.
    """
    logo = _unquoted(theme.get("logo", ""))
    families = [family.strip() for family in theme["font"].split(",")]
    return {
        **theme,
        "font": ",".join(families),  # WeasyPrint takes a blank after a comma for a part of the name
        "logo": _address(logo, roots, for_print=for_print) if logo else "",
        "logo_name": _unquoted(theme.get("logo_name", "")) or "Logo",
    }


def _address(logo: str, roots: Sequence[Path], *, for_print: bool) -> str:
    try:
        path = locate(BASE + logo, roots)
    except AssetMissing:
        path = None
    if path is None or not SUFFIXES[path.suffix.lower()].startswith("image/"):
        raise PrintingError(
            f"{VARIABLES}: --logo is {logo}, and there is no such picture. Put a .png, .jpg or .svg under "
            "report_templates/ and name it from there, such as organization/logo.png."
        )
    if for_print:
        return BASE + logo
    return data_address(path)


def _unquoted(value: str) -> str:
    return value.strip().strip("\"'")
