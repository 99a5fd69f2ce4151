"""Whatever people type is printed as text or refused: it reads no file, calls nobody, runs nothing."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from oca.assessment import Assessment, assess, with_tables
from oca.errors import InputError
from oca.project import load_project
from oca.reporting.organization.report import individual_report
from oca.reporting.printing import assets, render
from tests.printed import LEAVES_PROFILE_OPEN, answered, opened, text_of
from tests.small import ORGANIZATIONS, put, small_project

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src='file:///etc/passwd'>",
    "<img src=http://169.254.169.254/latest/meta-data onerror=alert(1)>",
    "<link rel=attachment href='file:///etc/passwd'>",
    "<link rel=stylesheet href='file:///etc/passwd'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<iframe src='file:///etc/hosts'></iframe>",
    "<object data='file:///etc/passwd'></object>",
    "<embed src='file:///etc/passwd'>",
    "<style>@import 'file:///etc/passwd';</style>",
    "</style><style>body{background:url(http://127.0.0.1:9/a)}",
    "</title><meta name=author content=evil><title>",
    "</li></rdf:li></rdf:RDF> ]]> <?xpacket end='w'?>",
    "<svg><image href='file:///etc/passwd'/></svg>",
    "<svg onload=alert(1)><use href='file:///etc/passwd#a'/></svg>",
    "<base href='file:///etc/'>",
    "<form action=http://example.org><input autofocus onfocus=alert(1)></form>",
    "<meta http-equiv=refresh content='0;url=http://example.org'>",
    "{{ report.__class__.__mro__ }} {{ 7 * 191 }}",
    "{% include '/etc/passwd' %}",
    '" onmouseover="alert(1)',
    "' style='background:url(file:///etc/passwd)",
    "<!-- <!--#include file='/etc/passwd' -->",
    "&lt;script&gt; &#60;script&#62;",
    "\u202eevil\u2066 \x00\x07 \u200b\ufeff",
    "=HYPERLINK('http://example.org')",
    "Ј" * 300,
    "../../etc/passwd",
    "CON",
)

ALLOWED = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "main",
    "footer",
    "div",
    "section",
    "h1",
    "h2",
    "h3",
    "h4",
    "p",
    "span",
    "br",
    "strong",
    "em",
    "a",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "figure",
    "figcaption",
    "table",
    "colgroup",
    "col",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "svg",
    "g",
    "path",
    "line",
    "circle",
    "rect",
    "text",
    "tspan",
    "polyline",
    "polygon",
}
"""The elements that a template may use: none runs or fetches anything."""

ACTIVE = {
    "href",
    "src",
    "srcset",
    "action",
    "formaction",
    "data",
    "style",
    "content",
    "http-equiv",
    "xlink:href",
    "background",
    "poster",
    "ping",
    "rel",
}
"""The attributes whose value a browser acts on."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    folder = tmp_path_factory.mktemp("small")
    return answered(folder, [("zora", (1, 2, 3, 4))], [("zora", (2, "N/A", "", 4)), ("lasta", (4, 4, 4, 4))])


def hostile(assessment: Assessment, name: str, written: str) -> Assessment:
    """Return an assessment in which whatever a person can type says something else."""
    organizations = tuple(
        replace(one, name=name, other=dict.fromkeys(one.other, written)) for one in assessment.project.organizations
    )
    responses = assessment.responses.assign(comment=written, evidence=written, role=written)
    return with_tables(
        assessment, responses=responses, project=replace(assessment.project, organizations=organizations)
    )


def page_of(assessment: Assessment) -> str:
    return render.html(individual_report(assessment, "zora", "y2", "en", with_annex=True))


class Reader(HTMLParser):
    """Collects the elements of a page, what stands in their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: set[tuple[str, str, str]] = set()
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.names.append(tag)
        self.attributes |= {(tag, name, value or "" if name in ACTIVE else "") for name, value in attrs}

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.said.append(data)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_in_html_what_was_typed_adds_no_element_but_text(small: Assessment, payload: str) -> None:
    clean, dirty = Reader(page_of(hostile(small, "Zora", "x"))), Reader(page_of(hostile(small, payload, payload)))
    assert dirty.names == clean.names
    assert dirty.attributes <= clean.attributes
    assert set(dirty.names) <= ALLOWED
    assert not any(name.startswith("on") for _, name, _ in dirty.attributes)


def test_a_page_forbids_scripts_and_every_address(small: Assessment) -> None:
    page = page_of(small)
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in page[: page.index("<title>")]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the addresses that are asked for while a report is printed; the network is cut off."""
    addresses: list[str] = []
    real = assets.locate

    def locate(url: str, roots: Any) -> Path:
        addresses.append(url)
        return real(url, roots)

    def connect(*arguments: object) -> None:
        addresses.append(f"network: {arguments}")
        raise OSError("there is no network here")

    monkeypatch.setattr(assets, "locate", locate)
    monkeypatch.setattr(socket.socket, "connect", connect)
    return addresses


@pytest.mark.pdf
@LEAVES_PROFILE_OPEN
def test_in_a_pdf_what_was_typed_is_text_and_nothing_else(small: Assessment, asked: list[str]) -> None:
    import page

    name = "</title><meta name=author content=evil><script>alert('Ž')</script></rdf:RDF>"
    made = render.pdf(
        individual_report(hostile(small, name, " ".join(PAYLOADS)), "zora", "y2", "en", with_annex=True), archive=True
    )
    assert {address.rsplit("/", 1)[0] for address in asked} == {"asset:///fonts"}
    flat = "".join(text_of(made).split())
    assert "".join(name.split()) in flat
    assert "{{7*191}}" in flat
    assert "1337" not in flat
    assert "root:" not in flat
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
        assert page.is_pdf_compliant_bytes(made, profile=profile)
    with opened(made) as document:
        assert name in str(document.docinfo.Title)
        assert "/Author" not in document.docinfo
        assert len(document.attachments) == 0
        assert {"/OpenAction", "/AA", "/AcroForm", "/JavaScript", "/AF"} & set(document.Root.keys()) == set()
        assert set(actions(document)) <= {"/GoTo", "/URI http", "/URI https", "/URI mailto"}


def actions(document: Any) -> Iterator[str]:
    """Yield the kind of every action in a PDF, wherever it hangs; for addresses with their scheme."""
    import pikepdf

    kinds = {
        "/GoTo",
        "/GoToR",
        "/GoToE",
        "/URI",
        "/Launch",
        "/JavaScript",
        "/SubmitForm",
        "/ImportData",
        "/Named",
        "/Rendition",
        "/RichMediaExecute",
    }

    def walk(node: Any) -> Iterator[str]:
        if isinstance(node, pikepdf.Dictionary):
            kind = str(node.get("/S", ""))
            if kind in kinds:
                yield kind + (" " + str(node.URI).split(":")[0] if kind == "/URI" else "")
            for child in ("/A", "/AA", "/Next"):
                yield from walk(node.get(child))

    for thing in document.objects:
        yield from walk(thing)


@pytest.mark.parametrize("typed", ["../zora", "zora/../../x", "C:\\zora", "<b>", "{{ 7 * 7 }}", ""])
def test_an_id_that_is_no_plain_word_is_refused(tmp_path: Path, typed: str) -> None:
    folder = small_project(tmp_path)
    put(folder, "organizations.csv", ORGANIZATIONS.replace("zora,", f"{typed},", 1))
    with pytest.raises(InputError) as refused:
        assess(folder)
    assert {one.code for one in refused.value.findings} & {"id-shape", "cell-empty"}


def test_signs_in_an_id_that_cannot_be_seen_are_no_part_of_it(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    put(folder, "organizations.csv", ORGANIZATIONS.replace("zora,", "zo\u202era,", 1))
    assert [one.id for one in load_project(folder).organizations] == ["zora", "lasta", "most"]
