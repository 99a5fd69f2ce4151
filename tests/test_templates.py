"""Templates and style sheets that a project brings run nothing and fetch nothing, in a browser as on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from oca.errors import PrintingError
from oca.reporting.organization.record import Report
from oca.reporting.organization.report import individual_report
from oca.reporting.printing import render
from tests.printed import answered
from tests.small import put

ESCAPES = (
    '{{ cycler.__init__.__globals__.os.popen("id").read() }}',
    "{{ report.__class__.__mro__[1].__subclasses__()[0].__name__ }}",
    '{{ _.__globals__["__builtins__"]["open"]("/etc/passwd").read() }}',
    '{{ _.__self__.__class__.__init__.__globals__.sys.modules.os.popen("id").read() }}',
    '{{ "{0.__class__.__init__.__globals__}".format(report) }}',
    '{{ ("{0.__class__.__mro__}" | format_map({"0": report})) if false else "{0.__class__.__mro__}".format(report) }}',
    '{{ (report | attr("__class__")).__mro__ }}',
    '{{ report["__class__"]["__mro__"] }}',
    '{{ self.__init__.__globals__.__builtins__.__import__("os").popen("id").read() }}',
    '{{ lipsum.__globals__["os"].popen("id").read() }}',
    "{{ joiner.__init__.__globals__ }}",
    '{{ ("a" * 3).__class__.__base__.__subclasses__() }}',
    '{% set x = theme.update({"font": "x"}) %}{{ x }}',
)

FETCHING_STYLES = (
    "body { background: url(file:///etc/passwd) }",
    'body { background: url("http://example.org/a.png") }',
    "body { background: url( '//example.org/a.png' ) }",
    '@import "http://example.org/a.css";',
    "@IMPORT url(asset:///organization/report.css);",
    "@\\69mport 'http://example.org/a.css';",
    "body { background: u\\72 l(http://example.org/a.png) }",
    'body { background: image-set("http://example.org/a.png" 1x) }',
    "@font-face { font-family: x; src: url(../../x.ttf) }",
)

FETCHING_ELEMENTS = (
    '<img alt="x" src="http://example.org/a.png">',
    "<img alt='x' srcset='//example.org/a.png 2x'>",
    '<link rel="stylesheet" href="file:///etc/passwd">',
    '<script src="https://example.org/a.js"></script>',
    '<p style="background: url(http://example.org/a.png)">x</p>',
    "<style>p { background: url(http://example.org/a.png) }</style>",
    "<svg><image href='file:///etc/passwd'/></svg>",
    '<object data="file:///etc/passwd"></object>',
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    made = answered(tmp_path_factory.mktemp("small"), y2=[("zora", (3, 3, 3, 3))])
    return individual_report(made, "zora", "y2", "en")


@pytest.mark.parametrize("escape", ESCAPES)
def test_a_template_that_reaches_for_python_stops_and_says_which(tmp_path: Path, report: Report, escape: str) -> None:
    put(tmp_path, "report_templates/organization/cover.html.j2", escape)
    with pytest.raises(PrintingError, match=r"report_templates/organization/.*no template may have"):
        render.html(report, tmp_path)


@pytest.mark.parametrize("css", FETCHING_STYLES)
@pytest.mark.parametrize("for_print", [False, True])
def test_a_style_sheet_that_fetches_stops_the_report(tmp_path: Path, report: Report, css: str, for_print: bool) -> None:
    put(tmp_path, "report_templates/organization/variables.css", f":root {{ --accent: #123456; }}\n{css}\n")
    with pytest.raises(PrintingError, match="not among the report templates"):
        render.html(report, tmp_path, for_print=for_print)


@pytest.mark.parametrize("element", FETCHING_ELEMENTS)
def test_an_element_that_fetches_stops_the_report(tmp_path: Path, report: Report, element: str) -> None:
    put(tmp_path, "report_templates/organization/cover.html.j2", element)
    with pytest.raises(PrintingError, match="not among the report templates"):
        render.html(report, tmp_path)


def test_what_the_templates_hold_themselves_is_no_fetch(tmp_path: Path, report: Report) -> None:
    put(tmp_path, "report_templates/organization/dot.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    put(
        tmp_path,
        "report_templates/organization/variables.css",
        ":root { --accent: #123456; } h1 { background: url(asset:///organization/dot.svg) }",
    )
    put(tmp_path, "report_templates/organization/cover.html.j2", '<p><a href="https://example.org">our page</a></p>')
    page = render.html(report, tmp_path)
    assert 'url("data:image/svg+xml;base64,' in page
    assert "our page" in page
