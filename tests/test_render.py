"""Reports as HTML and PDF: text, accessibility, safety, and what becomes of one that fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest
from jinja2 import UndefinedError

from oca.assessment import Assessment
from oca.content import shipped
from oca.errors import PrintingError, PrintingUnavailable, UsageError
from oca.language import LANGUAGES
from oca.reporting.organization.record import Report
from oca.reporting.organization.report import individual_report
from oca.reporting.printing import batch, jobs, render
from oca.reporting.printing.archive import add_universal_access
from oca.reporting.printing.assets import AssetMissing, locate
from oca.reporting.printing.batch import safe_name, write_report, write_reports
from oca.reporting.text.printable import _UNCOVERED
from tests.printed import LEAVES_PROFILE_OPEN, answered, opened, structure_of, text_of
from tests.small import BOSNIAN, STRUCTURE, put, small_project

TEMPLATES = shipped("report_templates")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    folder = tmp_path_factory.mktemp("small")
    return answered(folder, [("zora", (1, 2, 3, 4))], [("zora", (2, "N/A", "", 4)), ("lasta", (4, 4, 4, 4))])


def report(assessment: Assessment, organization: str = "zora", period: str = "y2", language: str = "en") -> Report:
    return individual_report(assessment, organization, period, language, with_annex=True)


# --- HTML


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_of_the_context_is_used_by_the_templates(small: Assessment, language: str) -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.j2"))
    unused = [name for name in _field_names(report(small, language=language)) if f".{name}" not in source]
    assert unused == ["points"]  # drawn as `dots`, one path; the points are for templates that draw them singly


def _field_names(record: object) -> set[str]:
    found: set[str] = set()
    if isinstance(record, tuple):
        return found.union(*(_field_names(one) for one in record))
    if is_dataclass(record):
        for field in fields(record):
            found |= {field.name} | _field_names(getattr(record, field.name))
    return found


def test_a_template_that_names_what_does_not_exist_fails(tmp_path: Path) -> None:
    made = answered(small_project(tmp_path), y2=[("zora", (3, 3, 3, 3))])
    put(tmp_path, "report_templates/organization/annex.html.j2", "{{ report.nothing }}")
    with pytest.raises(UndefinedError):
        render.html(report(made), tmp_path)


def test_a_project_restyles_its_reports_with_one_file(tmp_path: Path) -> None:
    made = answered(small_project(tmp_path), y2=[("zora", (3, 3, 3, 3))])
    shipped_variables = (TEMPLATES / "organization" / "variables.css").read_text(encoding="utf-8")
    put(tmp_path, "report_templates/organization/variables.css", shipped_variables.replace("#0d5a63", "#123456"))
    page = render.html(report(made), tmp_path)
    assert 'fill="#123456"' in page
    assert "#0d5a63" not in page


# --- words


def test_the_fonts_have_every_character_that_is_let_through() -> None:
    from fontTools.ttLib import TTFont

    assigned = [chr(code) for code in range(0x20, 0x2800) if _is_assigned(chr(code))]
    wanted = {ord(one) for one in assigned if not _UNCOVERED.match(one)}
    for path in (TEMPLATES / "fonts").glob("*.ttf"):
        assert wanted - set(TTFont(path).getBestCmap()) == set(), path.name


def test_the_italics_have_the_serbian_forms_of_the_letters_that_differ() -> None:
    from fontTools.ttLib import TTFont

    table = TTFont(TEMPLATES / "fonts" / "SourceSans3-It.ttf")["GSUB"].table
    (cyrillic,) = (one.Script for one in table.ScriptList.ScriptRecord if one.ScriptTag == "cyrl")
    (serbian,) = (one.LangSys for one in cyrillic.LangSysRecord if one.LangSysTag == "SRB ")
    features = [table.FeatureList.FeatureRecord[index] for index in serbian.FeatureIndex]
    lookups = [
        table.LookupList.Lookup[nth]
        for one in features
        if one.FeatureTag == "locl"
        for nth in one.Feature.LookupListIndex
    ]
    changed = {glyph for lookup in lookups for part in lookup.SubTable for glyph in getattr(part, "mapping", {})}
    assert {f"uni{ord(letter):04X}" for letter in "бгдпт"} <= changed


def test_a_report_in_cyrillic_leaves_what_people_typed_as_it_is(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "project")
    latin = BOSNIAN.replace("language: bs", "language: sr-Latn")
    put(folder, "questionnaires/small/1.sr-Latn.yaml", latin)
    put(folder, "questionnaires/small/1.yaml", STRUCTURE.replace("[en, bs]", "[en, bs, sr-Latn]"))
    comment = {"gov-board": "Njegov komentar"}
    assessment = answered(folder, y2=[("zora", (3, 3, 2, 1))], comments=comment)
    page = render.html(individual_report(assessment, "zora", "y2", "sr-Cyrl"), folder)
    assert '<html lang="sr-Cyrl">' in page
    assert "Управљање и легитимитет" in page
    assert "Udruženje „Zora“" in page
    assert "Njegov komentar" in page
    assert "Upravljanje" not in page


def _is_assigned(character: str) -> bool:
    import unicodedata

    return unicodedata.category(character) != "Cn" and character != "\u00ad"


# --- files that may be read


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://example.org/a.css",
        "asset:///../pyproject.toml",
        "asset:///%2e%2e/pyproject.toml",
        "asset:///README.md",
        "asset://host/fonts/SourceSans3-Regular.ttf",
        "asset:///fonts",
        "asset:////etc/passwd",
        "data:text/css,a{}",
        "asset:///organization/report.html.j2",
    ],
)
def test_only_packaged_assets_are_found(url: str) -> None:
    with pytest.raises(AssetMissing):
        locate(url, [TEMPLATES])


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = put(tmp_path, "secret.css", "a{}")
    folder = tmp_path / "report_templates"
    folder.mkdir()
    (folder / "a.css").symlink_to(secret)
    with pytest.raises(AssetMissing):
        locate("asset:///a.css", [folder])


def test_a_packaged_font_is_found() -> None:
    assert locate("asset:///fonts/SourceSans3-Regular.ttf", [TEMPLATES]).is_file()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("Đurđevak – Čapljina", "durdevak-capljina"),
        ("Зора", "report"),
        ("a" * 200, "a" * 80),
    ],
)
def test_file_names_are_safe(text: str, name: str) -> None:
    assert safe_name(text) == name


# --- PDF


ORGANIZATIONS = {
    "en": "invented-lantern",
    "bs": "izmisljena-breza",
    "hr": "izmisljeni-novcic",
    "sr-Latn": "zamisljena-vaga",
    "sr-Cyrl": "toboznji-kompas",
}
"""One organization for each language: with individual ratings, with one period, with a long name, ..."""

PAGES = {"full": range(8, 13), "brief": range(1, 3)}

KINDS = [kind for kind, name in render.TEMPLATES.items() if (TEMPLATES / name).is_file()]


@pytest.mark.slow
@pytest.mark.pdf
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_reports_are_accessible_small_and_as_long_as_they_should_be(
    example: Assessment, kind: Literal["full", "brief"], language: str
) -> None:
    import page

    organization = ORGANIZATIONS[language]
    period = example.periods_of(organization)[-1]
    made = render.pdf(individual_report(example, organization, period, language, kind=kind))
    checked = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in checked.failures] == []
    assert len(made) < 200 * 1024
    with opened(made) as document:
        assert str(document.Root.Lang) == language
        assert len(document.pages) in PAGES[kind]
        assert len(document.Root.Outlines.First.keys()) > 2  # bookmarks
        tags = list(structure_of(document))
    headings = [int(tag[1]) for tag in tags if tag in {"H1", "H2", "H3", "H4"}]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert {"Figure", "Table", "TH"} <= set(tags)


@pytest.mark.pdf
@LEAVES_PROFILE_OPEN
@pytest.mark.parametrize("name", ["Zora", "</rdf:RDF> ]]> <Ž & 'š'>"])
def test_a_report_for_an_archive_is_both_kinds_of_pdf_at_once(small: Assessment, name: str) -> None:
    import page

    record = replace(report(small), title=name)
    made = render.pdf(record, archive=True)
    assert made == render.pdf(record, archive=True)
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
        checked = page.validate_pdf_bytes(made, profile=profile)
        assert [(failure.rule_id, failure.message) for failure in checked.failures] == []
    with opened(made) as document:
        assert str(document.docinfo.Title) == name
        assert [str(one.S) for one in document.Root.OutputIntents] == ["/GTS_PDFA1"]
        with document.open_metadata() as said:
            assert said["{http://purl.org/dc/elements/1.1/}title"] == name
            assert said["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
            assert said.pdfa_status == "2A"


@pytest.mark.pdf
def test_metadata_of_another_form_stop_an_archived_report() -> None:
    from types import SimpleNamespace

    pdf = SimpleNamespace(catalog={"Metadata": "0 0 R"}, objects=[SimpleNamespace(stream=[b"<x/>"])])
    with pytest.raises(PrintingError, match="metadata"):
        add_universal_access(None, pdf)


@pytest.mark.pdf
def test_the_text_says_what_the_context_says_and_that_the_data_are_invented(example: Assessment) -> None:
    made = individual_report(example, "izmisljena-lupa", "y5", "bs")
    pages = text_of(render.pdf(made)).split("\f")[:-1]
    flat = [" ".join(one.split()) for one in pages]
    assert made.summary.level in flat[1]
    for row in made.profile.rows:
        assert row.now in flat[2]
    assert [number for number, one in enumerate(flat) if made.synthetic not in one] == []
    assert f"Strana 2 od {len(pages)}" in flat[1]
    assert "Upravni odbor: sastav i rad" in " ".join(flat)


@pytest.mark.pdf
def test_a_real_project_has_no_notice(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    settings = (folder / "project.yaml").read_text(encoding="utf-8").replace("synthetic: true", "synthetic: false")
    put(folder, "project.yaml", settings)
    made = report(answered(folder, y2=[("zora", (3, 3, 3, 3))]))
    assert made.synthetic == ""
    assert "Invented" not in text_of(render.pdf(made))


@pytest.mark.pdf
@pytest.mark.parametrize(
    "body",
    [
        "<img src='file:///etc/passwd' alt='x'>",
        "<img src='http://127.0.0.1:9/a.png' alt='x'>",
        "<link rel=stylesheet href='file:///etc/passwd'>",
        "<link rel=attachment href='file:///etc/passwd'>",
        "<style>@import url(asset:///../pyproject.toml);</style>",
        "<p style='colour: red'>x</p>",
        "<svg width='9' height='9'><title>a</title><image href='asset:///no.png'/></svg>",
    ],
)
def test_a_page_that_asks_for_other_files_or_warns_is_not_printed(body: str) -> None:
    with pytest.raises(PrintingError):
        render.print_page(f"<!DOCTYPE html><html lang=en><title>t</title><h1>a</h1>{body}", [TEMPLATES])


@pytest.mark.pdf
def test_the_same_report_gives_the_same_bytes(small: Assessment) -> None:
    assert render.pdf(report(small)) == render.pdf(report(small))


@pytest.mark.pdf
def test_a_warning_fails_its_report_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = answered(tmp_path / "p", y2=[("zora", (3, 3, 3, 3)), ("lasta", (3, 3, 3, 3))])
    real: Callable[..., str] = render.html

    def warning(record: Report, *args: object, **options: object) -> str:
        logging.getLogger("weasyprint").warning("a glyph is missing") if "Lasta" in record.title else None
        page = real(record, *args, **options)
        return page.replace("</body>", "<p style='no-such: 1'>x</p></body>") if "Lasta" in record.title else page

    monkeypatch.setattr(jobs, "html", warning)
    done = write_reports(made, tmp_path / "out", workers=1)
    assert [path.name for path in done.written] == ["zora-y2-bs.pdf"]
    assert [failure.job.organization for failure in done.failed] == ["lasta"]
    assert "no-such" in done.failed[0].message
    assert sorted(path.name for path in (tmp_path / "out").glob("[!.]*")) == ["zora-y2-bs.pdf"]
    assert done.skipped == ("most",)


@pytest.mark.pdf
def test_a_batch_in_processes_writes_every_report_and_tells_its_progress(small: Assessment, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    done = write_reports(small, tmp_path, workers=2, progress=lambda now, total, job: seen.append((now, total)))
    assert [path.name for path in done.written] == ["zora-y2-bs.pdf", "lasta-y2-en.pdf"]
    assert seen == [(1, 2), (2, 2)]
    assert all(path.read_bytes().startswith(b"%PDF-1.7") for path in done.written)


def test_html_needs_no_printing_library(small: Assessment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent() -> None:
        raise PrintingUnavailable(render.INSTALL)

    monkeypatch.setattr(batch, "check_printing", absent)
    path = write_report(small, tmp_path / "zora.html", organization="zora")
    assert "Udruženje „Zora“" in path.read_text(encoding="utf-8")
    with pytest.raises(PrintingUnavailable, match="apt-get install"):
        write_reports(small, tmp_path)


def test_what_cannot_be_written_is_said_at_once(small: Assessment, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.pdf or \.html"):
        write_report(small, tmp_path / "zora.docx", organization="zora")
    with pytest.raises(UsageError, match="not assessed"):
        write_report(small, tmp_path / "most.html", organization="most")
    with pytest.raises(UsageError):
        write_reports(small, tmp_path, language="xx", format="html")
    with pytest.raises(UsageError, match="no period"):
        write_reports(small, tmp_path, period="y7", format="html")
