"""The web form as a file: its size, its content in every language, the same bytes each time, nothing from elsewhere."""

from __future__ import annotations

import base64
import json
import re
import zlib
from pathlib import Path
from typing import Any

import pytest

from oca.collection.forms.web import make_web_form
from oca.content import shipped
from oca.errors import UsageError
from oca.instrument.reading import load_questionnaire
from tests.small import small_project

REFS = sorted(f"{path.parent.name}/{path.stem}" for path in shipped("questionnaires").glob("*/?.yaml"))


def content(path: Path) -> dict[str, Any]:
    """Return what a page carries, unpacked as the browser does it."""
    found = re.search(r'id="content">([^<]*)<', path.read_text(encoding="utf-8"))
    assert found
    read: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(found[1])))
    return read


@pytest.mark.parametrize("ref", REFS)
def test_a_shipped_questionnaire_fits_into_one_small_file_with_all_its_languages(ref: str, tmp_path: Path) -> None:
    questionnaire = load_questionnaire(ref, None)
    path = tmp_path / "form.html"
    make_web_form(questionnaire, path, language="bs")
    assert path.stat().st_size < 400_000
    made = content(path)
    assert set(questionnaire.structure.languages) <= set(made["texts"])
    for language, texts in made["texts"].items():
        assert set(texts["items"]) == set(questionnaire.item_ids), language
        for item in questionnaire.item_ids:
            said = [level["text"] for level in texts["items"][item]["levels"]]
            assert said == [questionnaire.answer_text(item, level, language) for level, _ in questionnaire.rungs(item)]


def test_serbian_in_cyrillic_is_inside(tmp_path: Path) -> None:
    path = tmp_path / "form.html"
    make_web_form(load_questionnaire("cssp-oca/2", None), path, language="sr-Cyrl")
    texts = content(path)["texts"]["sr-Cyrl"]
    assert texts["name"] == "српски (ћирилица)"
    assert "Shift+Enter" in texts["words"]["keys"]  # keys stand on the keyboard in Latin letters
    assert re.search("[а-ш]", texts["words"]["keys"])


def test_the_same_form_has_the_same_bytes_and_asks_for_nothing_from_elsewhere(tmp_path: Path) -> None:
    questionnaire = load_questionnaire("small/1", small_project(tmp_path))
    for name in ("one.html", "two.html"):
        make_web_form(questionnaire, tmp_path / name, language="en")
    page = (tmp_path / "one.html").read_bytes()
    assert page == (tmp_path / "two.html").read_bytes()
    assert "default-src 'none'" in page.decode().replace("&#39;", "'")
    assert not re.search(rb"(src|href)=|@import|url\(|https?://", page)


def test_a_projects_own_template_comes_before_the_shipped_one_and_cannot_end_its_element(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    own = folder / "report_templates" / "webform" / "form.js"
    own.parent.mkdir(parents=True)
    questionnaire = load_questionnaire("small/1", folder)
    own.write_text("/* our own */", encoding="utf-8")
    make_web_form(questionnaire, tmp_path / "own.html", language="en", project_folder=folder)
    assert "<script>/* our own */</script>" in (tmp_path / "own.html").read_text(encoding="utf-8")
    own.write_text("'</SCRIPT>'", encoding="utf-8")
    with pytest.raises(UsageError, match="</script"):
        make_web_form(questionnaire, tmp_path / "own.html", language="en", project_folder=folder)
