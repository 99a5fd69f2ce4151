"""Files that a style sheet names, written into it: a page for a browser is one file, whatever is installed there."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from oca.errors import PrintingError
from oca.reporting.printing.assets import SUFFIXES, AssetMissing, locate
from oca.reporting.text.printable import covered

_ADDRESS = re.compile(r"""url\(\s*["']?(asset:[^"')\s]+)["']?\s*\)""")

FONTS = (".ttf", ".otf")

FEATURES = ("kern", "liga", "lnum", "tnum", "locl", "mark", "mkmk", "ccmp")
"""What the reports use of a font: figures that line up, Serbian forms of Cyrillic letters."""


def inlined(css: str, roots: Sequence[Path]) -> str:
    """Return a style sheet with the file itself in place of each `asset:` address.

    Raises:
        PrintingError: it names a file that is not among the report templates.
    """

    def written(match: re.Match[str]) -> str:
        try:
            path = locate(match[1], roots)
        except AssetMissing:
            raise PrintingError(f"not among the report templates: {match[1]}") from None
        return f'url("{data_address(path)}")'

    return _ADDRESS.sub(written, css)


def data_address(path: Path) -> str:
    """Return a file as an address that holds it: of a font, the letters that reports can have."""
    if path.suffix.lower() in FONTS:
        return f"data:font/woff2;base64,{b64encode(_letters_of(path)).decode('ascii')}"
    return f"data:{SUFFIXES[path.suffix.lower()]};base64,{b64encode(path.read_bytes()).decode('ascii')}"


@lru_cache(maxsize=16)
def _letters_of(path: Path) -> bytes:
    """Return a font with only the characters that are let through to print, packed for the web."""
    from fontTools import subset

    options = subset.Options(flavor="woff2", layout_features=list(FEATURES), hinting=False)
    packed = BytesIO()
    with subset.load_font(str(path), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=covered())
        subsetter.subset(font)
        subset.save_font(font, packed, options)
    return packed.getvalue()
