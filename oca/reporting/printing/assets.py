"""The only files that a report can read while it is printed: those of the report templates, the project's own first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

BASE = "asset:///"

SUFFIXES = {
    ".css": "text/css",
    ".otf": "font/otf",
    ".ttf": "font/ttf",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".svg": "image/svg+xml",
}


class AssetMissing(LookupError):  # noqa: N818 - names what happened
    """An address names no packaged file."""


def locate(url: str, roots: Sequence[Path]) -> Path:
    """Return the file behind an `asset:` address: under a root by its resolved path, and of a known kind.

    Raises:
        AssetMissing: it is not there, lies outside the roots, or is of another kind.
    """
    parts = urlsplit(url)
    if parts.scheme != "asset" or parts.netloc:
        raise AssetMissing(url)
    name = unquote(parts.path).lstrip("/")
    for root in roots:
        path = (root / name).resolve()
        if path.is_relative_to(root.resolve()) and path.suffix.lower() in SUFFIXES and path.is_file():
            return path
    raise AssetMissing(url)


def fetcher(roots: Sequence[Path]) -> Any:
    """Return WeasyPrint's fetcher: `asset:` addresses only, no redirects, and an absent file stops the report."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class AssetFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
        """Reads files of the report templates and nothing else."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            """Return the file behind an address."""
            del headers
            try:
                path = locate(url, roots)
            except AssetMissing:
                raise FatalURLFetchingError(f"not among the report templates: {url}") from None
            kind = SUFFIXES[path.suffix.lower()]
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return AssetFetcher(allowed_protocols=("asset",), allow_redirects=False, fail_on_errors=True)
