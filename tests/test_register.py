"""The register: what is found by what, and the public page, which names only those who agreed to it."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

import oca
from oca.assessment import Assessment
from oca.cli import main
from oca.errors import UsageError
from oca.reporting.register import Query, find, write_register_page
from oca.reporting.register.page import register_page
from tests.small import small_project

ORGANIZATIONS = """\
id,name,name_cyrillic,sector,language,entity,municipality,founded,contact,consent
zora,Udruženje „Zora“,Удружење „Зора“,health,bs,North,Nigdje,1999,zora@zora.example,yes
lasta,Lasta Theatre,,culture,en,South,,,lasta@lasta.example,no
most,<script>alert(1)</script>,,culture,bs,South,Čardak,2001,,da
"""

FILES = {
    "trainers": "id,name,topics,languages,region\nana,Ana A. (invented),finance,bs;hr,\n"
    "ben,Ben B. (invented),gov-board,en,South\n",
    "trainings": "id,title,title bs,elements,from_level,to_level,trainers,days,places,cost\n"
    "books,Books,Knjige,fin-books,1,3,ana,1.5,10,500\nboard,Board,Odbor,governance,1,3,ben,2,10,500\n",
    "coalitions": "id,name,members,sectors,start,end,aim\n"
    "c1,Together,zora;lasta,health,2024-06-01,,To speak with one voice\n",
}


@pytest.fixture(scope="module")
def assessment(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    folder = small_project(tmp_path_factory.mktemp("register") / "p")
    (folder / "organizations.csv").write_text(ORGANIZATIONS, encoding="utf-8")
    for name, text in FILES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return oca.assess(folder)


def ids(assessment: Assessment, what: str, **asked: str) -> list[str]:
    return [one.shown["id"] for one in find(assessment, what, Query(**asked))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("what", "asked", "found"),
    [
        ("organizations", {"sector": "culture"}, ["lasta", "most"]),
        ("organizations", {"region": "South", "language": "bs"}, ["most"]),
        ("organizations", {"text": "зора"}, ["zora"]),
        ("organizations", {"text": "TOGETHER"}, ["zora", "lasta"]),
        ("trainers", {"topic": "fin-donors"}, ["ana"]),
        ("trainers", {"region": "North"}, ["ana"]),
        ("trainers", {"language": "en"}, ["ben"]),
        ("trainings", {"topic": "finance"}, ["books"]),
        ("trainings", {"topic": "gov-board", "region": "North"}, []),
        ("coalitions", {"sector": "health"}, ["c1"]),
    ],
)
def test_what_is_asked_is_found(assessment: Assessment, what: str, asked: dict[str, str], found: list[str]) -> None:
    assert ids(assessment, what, **asked) == found


@pytest.mark.parametrize("asked", [{"sector": "cultur"}, {"topic": "finances"}, {"region": "Nort"}])
def test_a_word_that_the_project_does_not_have_is_said(assessment: Assessment, asked: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="Did you mean"):
        ids(assessment, "organizations", **asked)


@pytest.mark.parametrize("language", ["en", "bs", "hr", "sr-Latn", "sr-Cyrl"])
def test_the_page_names_those_who_agreed_and_nobody_else(assessment: Assessment, tmp_path: Path, language: str) -> None:
    path = tmp_path / "register.html"
    write_register_page(assessment, path, language=language)
    page = path.read_text(encoding="utf-8")
    assert "Удружење „Зора“" in page
    for hidden in ("Lasta", "lasta", "zora@zora.example", "Ana A.", "Ben B."):
        assert hidden not in page
    assert page.count("<script>") == 1, "that of the page"
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", page)


def test_the_page_says_how_many_are_not_named(assessment: Assessment) -> None:
    assert register_page(assessment, "en").unnamed == "1 more organization is not named here."
    assert register_page(assessment, "bs").unnamed == "Još 1 organizacija ovdje nije imenovana."


def test_contacts_make_no_groups(assessment: Assessment) -> None:
    assert {"contact", "consent", "name_cyrillic"}.isdisjoint(assessment.project.register().columns)


def test_the_command_prints_a_list_and_json(
    assessment: Assessment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(assessment.project.folder)
    monkeypatch.setattr(sys, "argv", ["oca", "register", "trainers", "--topic", "finance", "-p", folder, "--json"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 0
    assert [one["name"] for one in json.loads(capsys.readouterr().out)] == ["Ana A. (invented)"]


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.skipif(not shutil.which("chromium"), reason="needs Debian's chromium")
def test_the_page_is_searched_without_a_server_in_either_script(assessment: Assessment, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    path = tmp_path / "register.html"
    write_register_page(assessment, path, language="sr-Cyrl")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_context(offline=True).new_page()
        page.goto(path.as_uri())
        assert page.locator("#organizations > li:visible").count() == 2
        for words, found in (("zora", 1), ("ЗОРА", 1), ("cardak", 1), ("лавиринт", 0)):
            page.fill("#words", words)
            assert page.locator("#organizations > li:visible").count() == found, words
        assert page.locator("#none").is_visible()
        page.fill("#words", "")
        page.select_option("#sector", "health")
        assert page.locator("#count").inner_text() == "1"
        browser.close()
