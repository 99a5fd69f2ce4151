"""Jinja templates that a project may bring: they lay out what they are given, run nothing, and fetch nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from oca.errors import PrintingError

PACKAGED = ("asset:", "data:", "#")
"""How an address begins that a page may have: a file of the report templates, the file itself, a place in the page."""

_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|\n|(.))")

_FETCH = re.compile(r"""@import\b|\b(url|src|image|image-set)\(\s*(["']?)\s*([^"')\s]*)""", re.IGNORECASE)

_FETCHING = {
    "src": None,
    "srcset": None,
    "poster": None,
    "data": None,
    "background": None,
    "href": ("link", "use", "image", "feimage", "base"),
    "xlink:href": ("use", "image", "feimage"),
}
"""The attributes by which a page is fetched from elsewhere, and in which elements; None for any."""


@lru_cache(maxsize=4)
def environment(roots: tuple[Path, ...], *, trimmed: bool = False) -> ImmutableSandboxedEnvironment:
    """Return the environment of templates: sandboxed, texts escaped, and a name that does not exist stops it.

    Args:
        roots: folders of templates; the first that has a file gives it.
        trimmed: whether lines that hold only instructions leave no line behind.
    """
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(roots),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=trimmed,
        lstrip_blocks=trimmed,
        keep_trailing_newline=False,
    )


def rendered(name: str, roots: Sequence[Path], *, trimmed: bool = False, **given: object) -> str:
    """Return a template filled in.

    Raises:
        PrintingError: it reaches for what no template may have, or its page would fetch something.
    """
    try:
        page: str = environment(tuple(roots), trimmed=trimmed).get_template(name).render(**given)
    except SecurityError as error:
        raise PrintingError(
            f"report_templates/{name}, or what it includes, reaches for what no template may have: {error} "
            "Take that expression out."
        ) from None
    if len(roots) > 1:
        refuse_fetches(_fetched(page, str(given.get("css", ""))), name)
    return page


def refuse_fetches_of_styles(css: str, name: str) -> None:
    """Say of a style sheet that it fetches a file, where it does.

    Raises:
        PrintingError: it does.
    """
    refuse_fetches(fetches(css), name)


def refuse_fetches(addresses: Sequence[str], name: str) -> None:
    """Say that something under report_templates fetches a file that is no part of it, where there is such an address.

    Raises:
        PrintingError: there is.
    """
    if addresses:
        raise PrintingError(
            f"report_templates/{name} asks for {addresses[0]}, which is not among the report templates. Put the file "
            "under report_templates/ and name it as asset:///, such as asset:///organization/logo.png."
        )


@lru_cache(maxsize=64)
def fetches(css: str) -> tuple[str, ...]:
    r"""Return what a style sheet asks for from elsewhere: every import, and every address that is not packaged.

    >>> fetches('a { background: u\\72l("http://example.org/a.png") } b { src: url(asset:///b.ttf) }')
    ('http://example.org/a.png',)
    """
    plain = _ESCAPE.sub(_unescaped, css)
    return tuple(
        one[3] or one[0] for one in _FETCH.finditer(plain) if not one[1] or not one[3].lower().startswith(PACKAGED)
    )


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else 0
    return chr(code) if 0 < code <= 0x10FFFF else match[2] or ""


def _fetched(page: str, css: str) -> tuple[str, ...]:
    """Return what a page asks for from elsewhere, beside its style sheets, which were looked at as they were read."""
    reader = _Reader()
    reader.feed(page.replace(css, "") if css else page)
    return tuple(reader.found)


class _Reader(HTMLParser):
    """Collects the addresses that a browser would fetch to show a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.styled = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at the attributes of an element."""
        self.styled = tag == "style"
        for name, value in attrs:
            self.found += _of_attribute(tag, name, value or "")

    def handle_data(self, data: str) -> None:
        """Look at a style sheet that stands in the page."""
        if self.styled:
            self.found += fetches(data)

    def handle_endtag(self, tag: str) -> None:
        """Leave a style sheet."""
        self.styled = self.styled and tag != "style"


def _of_attribute(tag: str, name: str, value: str) -> Iterator[str]:
    if name == "style":
        yield from fetches(value)
        return
    address, tags = value.strip(), _FETCHING.get(name, ())
    if (tags is None or tag in tags) and address and not address.lower().startswith(PACKAGED):
        yield address
