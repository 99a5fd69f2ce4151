"""Ids become names of files and folders on every system, and what a file says of itself is what it is called."""

from __future__ import annotations

import ntpath
import random
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oca.assessment import check
from oca.authoring.draft import start
from oca.authoring.plan import plan_workbook
from oca.authoring.workbook import write_workbook
from oca.errors import InputError
from oca.findings import Place
from oca.ids import id_faults, is_device, version_faults
from oca.instrument.reading import load_questionnaire
from oca.instrument.scheme import load_scheme
from tests import small
from tests.test_authoring_refusals import put

DEVICES = ["con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(1, 10))]
"""The words as Microsoft lists them; there is no com0 and no com10 among them."""


def codes(raised: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [one.code for one in raised.value.findings]


@pytest.mark.parametrize("device", DEVICES)
def test_a_device_is_one_in_every_case_and_with_every_ending(device: str) -> None:
    for name in (device, device.upper(), device.title(), f"{device}.2", f"{device}.yaml", f"{device} .x", f"{device} "):
        assert is_device(name), name
        assert [one.code for one in id_faults(name, Place())] == ["id-device"]
        assert [one.code for one in version_faults(name, Place())] == ["id-device"]
    for name in (f"{device}-1", f"my-{device}", f"{device}x", f"x.{device}"):
        assert not is_device(name), name
    assert not list(id_faults(f"{device}-1", Place()))


@pytest.mark.parametrize("name", ["com", "lpt", "com0", "com10", "lpt10", "console", "auxiliary", "null", "conin", "1"])
def test_a_word_that_only_begins_like_a_device_is_an_id(name: str) -> None:
    assert not list(id_faults(name, Place()))
    assert not list(version_faults(name, Place()))


@pytest.mark.skipif(not hasattr(ntpath, "isreserved"), reason="Python says it itself from 3.13 on")
@given(st.text("conprnauxlptCOM0123456789.$-", min_size=1, max_size=7).filter(lambda name: name[-1] != "."))
def test_python_s_own_list_says_the_same(name: str) -> None:
    assert is_device(name) == ntpath.isreserved(name)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["", "Zora", "a_b", "a/b", "..", "a--b", "-a", "a.b", "č", "a b"])
def test_what_no_id_looks_like_is_said_by_its_shape(name: str) -> None:
    assert [one.code for one in id_faults(name, Place())] == ["id-shape"]


def test_every_device_is_refused_for_every_thing_that_has_files_of_its_own(tmp_path: Path) -> None:
    """One of each kind of thing is renamed, with its file, at random; of it comes one finding, with its place."""
    chosen = random.Random(13).choice  # noqa: S311 - a choice of examples
    for number, kind in enumerate(("organization", "period", "scheme", "questionnaire", "version") * 4):
        device, folder = chosen(DEVICES), small.small_project(tmp_path / str(number))
        file = _rename(folder, kind, device)
        _, assessment, findings = check(folder)
        found = [one for one in findings if one.severity == "error"]
        assert (assessment, [one.code for one in found]) == (None, ["id-device"]), (kind, device, list(map(str, found)))
        assert (found[0].place.file, repr(device) in found[0].message) == (file, True)


def _rename(folder: Path, kind: str, device: str) -> str:
    """Give one thing of the small project, and its file, the name of a device; return the file that says so."""
    if kind == "organization":
        small.put(folder, "organizations.csv", small.ORGANIZATIONS.replace("\nzora,", f"\n{device},"))
        return "organizations.csv"
    ref = {"scheme": "small-mean", "questionnaire": "small/1", "version": "small/1"}.get(kind, "id: y1")
    new = {"scheme": device, "questionnaire": f"{device}/1", "version": f"small/{device}"}.get(kind, f"id: {device}")
    small.put(folder, "project.yaml", small.PROJECT.replace(ref, new))
    if kind == "period":
        return "project.yaml"
    if kind == "scheme":
        small.put(folder, f"scoring/{device}.yaml", small.SCHEME.replace("id: small-mean", f"id: {device}"))
        return f"scoring/{device}.yaml"
    text = small.STRUCTURE.replace("id: small", f"id: {new.split('/')[0]}")
    text = text.replace('version: "1"', f'version: "{new.split("/")[1]}"')
    for language, words in (("", text), (".en", small.ENGLISH), (".bs", small.BOSNIAN)):
        small.put(folder, f"questionnaires/{new}{language}.yaml", words)
    if kind == "questionnaire":
        scheme = small.SCHEME.replace("questionnaires: [small]", f"questionnaires: [small, {device}]")
        small.put(folder, "scoring/small-mean.yaml", scheme)
    return f"questionnaires/{new}.yaml"


@pytest.mark.parametrize("device", ["con", "com1"])
def test_no_questionnaire_or_version_of_such_a_name_is_begun(device: str, tmp_path: Path) -> None:
    folder = small.small_project(tmp_path / "p")
    before = sorted(folder.rglob("*"))
    with pytest.raises(InputError) as raised:
        start(device, folder)
    assert codes(raised) == ["id-device"]
    path = tmp_path / "q.xlsx"
    write_workbook(load_questionnaire("small/1", folder), path)
    for version, code in ((device, "id-device"), ("../../out", "id-shape")):
        with pytest.raises(InputError) as raised:
            plan_workbook(path, folder, new_version=version)
        assert codes(raised) == [code]
    assert sorted(folder.rglob("*")) == before


def test_a_workbook_says_in_which_cell_such_a_name_stands(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    folder, path = small.small_project(tmp_path / "p"), tmp_path / "q.xlsx"
    write_workbook(load_questionnaire("small/1", folder), path)
    book = load_workbook(path)
    put("Questionnaire", "value", 3, "lpt9")(book)
    put("Questionnaire", "value", 4, "aux.1")(book)
    book.save(path)
    with pytest.raises(InputError) as raised:
        plan_workbook(path, folder)
    places = [str(one.place) for one in raised.value.findings if one.code == "id-device"]
    assert places == ["q.xlsx, sheet Questionnaire, B3", "q.xlsx, sheet Questionnaire, B4"]


def test_a_copy_of_a_scheme_under_another_name_is_said_and_the_first_stays_in_use(tmp_path: Path) -> None:
    folder = small.small_project(tmp_path)
    small.put(folder, "scoring/copy.yaml", small.SCHEME)
    with pytest.raises(InputError) as raised:
        load_scheme("copy", folder)
    assert codes(raised) == ["name-differs"]
    assert load_scheme("small-mean", folder)[0].id == "small-mean"


def test_a_structure_that_is_named_by_its_path_may_be_called_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from oca.cli import main

    folder = small.small_project(tmp_path / "p")
    for name in ("", ".en", ".bs"):
        text = (folder / f"questionnaires/small/1{name}.yaml").read_bytes()
        small.put(tmp_path, f"sent/draft{name}.yaml", text)
    monkeypatch.setattr(sys, "argv", ["oca", "questionnaire", "show", str(tmp_path / "sent/draft.yaml")])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert (stopped.value.code, capsys.readouterr().out.partition(" (")[0]) == (0, "Small questionnaire")
