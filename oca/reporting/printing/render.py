"""From the record of a report to HTML by Jinja, and to an accessible PDF by WeasyPrint."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path

from markupsafe import Markup

from oca import content, templates
from oca.errors import PrintingError, PrintingUnavailable
from oca.language import words
from oca.options import ReportLength
from oca.reporting.organization.record import Report
from oca.reporting.printing.archive import VARIANT, add_universal_access
from oca.reporting.printing.assets import BASE, fetcher
from oca.reporting.printing.inline import inlined
from oca.reporting.printing.theme import VARIABLES, for_charts, own_rules, read_theme, root_rule

TEMPLATES: Mapping[ReportLength, str] = {"full": "organization/report.html.j2", "brief": "organization/brief.html.j2"}
"""The template of each kind of report."""

STYLES = (VARIABLES, "organization/report.css", "organization/back.css")

SCREEN = "organization/screen.css"

FONTS = "organization/fonts.css"

INSTALL = """PDF needs Pango, which is not part of Python:
  Debian, Ubuntu   sudo apt-get install --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0
  macOS            brew install pango
  Windows          install MSYS2 (https://www.msys2.org), then in its window: pacman -S mingw-w64-x86_64-pango
Everything else works without it, and so do reports as HTML: oca report --format html"""


def html(report: Report, project_folder: Path | None = None, *, for_print: bool = False) -> str:
    """Return a report as one HTML page with its styles in it.

    Args:
        report: the record.
        project_folder: a project whose own `report_templates/` come before the shipped ones.
        for_print: whether fonts and logo are named, for WeasyPrint to fetch; otherwise they stand in the page itself.
    """
    roots = content.roots("report_templates", project_folder)
    sheets = [FONTS, *STYLES] if for_print else [FONTS, *STYLES, SCREEN]
    theme = for_charts(read_theme(roots), roots, for_print=for_print)
    template = TEMPLATES[report.kind]
    return fill(template, sheets, roots, report.language, whole=not for_print, report=report, theme=theme)


def fill(
    template: str, sheets: Sequence[str], roots: Sequence[Path], language: str, *, whole: bool = False, **given: object
) -> str:
    """Return a template as one HTML page.

    Args:
        template: its name under a root.
        sheets: names of the style sheets that stand in the page.
        roots: folders of report templates; the first that has a file gives it.
        language: of the printed words.
        whole: whether the files that the style sheets name are written into the page.
        given: what the template may use beside `css` and `_`.

    Raises:
        PrintingError: a template or style sheet of the project's own fetches what is not among the templates, or
            reaches for what no template may have.
    """
    parts = [root_rule(read_theme(roots)) if name == VARIABLES else _text(name, roots) for name in sheets]
    css = "\n".join([*parts, own_rules(roots)] if VARIABLES in sheets else parts)
    if len(roots) > 1:
        templates.refuse_fetches_of_styles(css, "*.css")
    css = inlined(css, roots) if whole else css
    return templates.rendered(
        template,
        roots,
        trimmed=True,
        **given,
        css=Markup(css),  # noqa: S704 - files of the report templates, never a user's text
        _=words(language).text,
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
