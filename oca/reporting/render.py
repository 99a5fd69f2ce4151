"""From the record of a report to HTML by Jinja, and to an accessible PDF by WeasyPrint."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from functools import lru_cache
from io import StringIO
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from oca import content
from oca.errors import PrintingError, PrintingUnavailable
from oca.language import words
from oca.reporting.archive import VARIANT, add_universal_access
from oca.reporting.assets import BASE, fetcher
from oca.reporting.context import Report

TEMPLATES = {"full": "organization/report.html.j2", "brief": "organization/brief.html.j2"}
"""The template of each kind of report."""

VARIABLES = "organization/variables.css"

STYLES = ("organization/variables.css", "organization/report.css")

FONTS = "organization/fonts.css"

INSTALL = """PDF needs Pango, which is not part of Python:
  Debian, Ubuntu   sudo apt-get install --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0
  macOS            brew install pango
  Windows          install MSYS2 (https://www.msys2.org), then in its window: pacman -S mingw-w64-x86_64-pango
Everything else works without it, and so do reports as HTML: oca report --format html"""

_TOKEN = re.compile(r"--([a-z][a-z0-9-]*)\s*:\s*([^;{}]+);")


def html(report: Report, project_folder: Path | None = None, *, for_print: bool = False) -> str:
    """Return a report as one HTML page with its styles in it.

    Args:
        report: the record.
        project_folder: a project whose own `report_templates/` come before the shipped ones.
        for_print: whether the packaged fonts are asked for, which only a PDF can carry.
    """
    roots = content.roots("report_templates", project_folder)
    sheets = [FONTS, *STYLES] if for_print else list(STYLES)
    theme = tokens(_text(VARIABLES, roots))
    return fill(TEMPLATES[report.kind], sheets, roots, report.language, report=report, theme=theme)


def fill(template: str, sheets: Sequence[str], roots: Sequence[Path], language: str, **given: object) -> str:
    """Return a template as one HTML page.

    Args:
        template: its name under a root.
        sheets: names of the style sheets that stand in the page.
        roots: folders of report templates; the first that has a file gives it.
        language: of the printed words.
        given: what the template may use beside `css` and `_`.
    """
    css = "\n".join(_text(name, roots) for name in sheets)
    return (
        _environment(tuple(roots))
        .get_template(template)
        .render(
            **given,
            css=Markup(css),  # noqa: S704 - files of the report templates, never a user's text
            _=words(language).text,
        )
    )


def pdf(report: Report, project_folder: Path | None = None, *, archive: bool = False) -> bytes:
    """Return a report as PDF/UA-1.

    Args:
        report: the record.
        project_folder: a project whose own `report_templates/` come before the shipped ones.
        archive: whether it is to be PDF/A-2a as well.

    Raises:
        PrintingUnavailable: the system has no Pango.
        PrintingError: WeasyPrint warned of anything, or asked for a file that is not among the templates.
    """
    check_printing()
    page = html(report, project_folder, for_print=True)
    return print_page(page, content.roots("report_templates", project_folder), archive=archive)


def print_page(page: str, roots: Sequence[Path], *, archive: bool = False) -> bytes:
    """Return an HTML page as PDF/UA-1; it can read the files under the roots and nothing else.

    Args:
        page: the HTML.
        roots: folders of report templates.
        archive: whether it is to be PDF/A-2a as well.

    Raises:
        PrintingError: WeasyPrint warned of anything, or the page asks for another file.
    """
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    asked = {"pdf_variant": VARIANT, "finisher": add_universal_access} if archive else {"pdf_variant": "pdf/ua-1"}
    with _warnings_of("weasyprint") as warnings:
        try:
            document = HTML(string=page, base_url=BASE, url_fetcher=fetcher(roots))
            made: bytes = document.write_pdf(**asked)
        except FatalURLFetchingError as error:
            raise PrintingError(f"The page asks for a file it may not read: {error}") from None
    if warnings:
        raise PrintingError("; ".join(dict.fromkeys(warnings)))
    return made


def check_printing() -> None:
    """Make sure that PDF can be made here.

    Raises:
        PrintingUnavailable: WeasyPrint's system libraries are missing; the message says how to install them.
    """
    try:
        with redirect_stdout(StringIO()):  # WeasyPrint prints advice of its own there
            import weasyprint  # noqa: F401
    except OSError as error:
        raise PrintingUnavailable(f"{INSTALL}\n({error})") from None


def tokens(css: str) -> dict[str, str]:
    """Return the variables of a style sheet by name, dashes as underscores: charts cannot read CSS.

    >>> tokens(":root { --now-dot: #123456; }")
    {'now_dot': '#123456'}
    """
    return {name.replace("-", "_"): value.strip() for name, value in _TOKEN.findall(css)}


@lru_cache(maxsize=4)
def _environment(roots: tuple[Path, ...]) -> Environment:
    return Environment(
        loader=FileSystemLoader(roots),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )


def _text(name: str, roots: Sequence[Path]) -> str:
    """Return a file of the templates: the first among the roots."""
    return next(root / name for root in roots if (root / name).is_file()).read_text(encoding="utf-8")


class _Collector(logging.Handler):
    """Keeps what is logged at warning and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())


@contextmanager
def _warnings_of(name: str) -> Iterator[list[str]]:
    """Collect the warnings of a logger instead of printing them."""
    logger, collector = logging.getLogger(name), _Collector()
    before, passed_on = list(logger.handlers), logger.propagate
    logger.handlers, logger.propagate = [collector], False
    try:
        yield collector.messages
    finally:
        logger.handlers, logger.propagate = before, passed_on
