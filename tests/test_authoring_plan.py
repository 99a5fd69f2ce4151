"""What reading a workbook back would do: in words first, to the files only when asked, and never to what was asked."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from oca.assessment import assess
from oca.authoring.plan import plan_workbook
from oca.authoring.workbook import write_workbook
from oca.cli import main
from oca.errors import InputError, UsageError
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import load_questionnaire
from oca.instrument.translation import source_hashes
from tests.small import ENGLISH, add_second_version, small_project
from tests.small import put as put_file
from tests.test_authoring_refusals import put

WORDS = "questionnaires/small/1.{}.yaml"
FOUR = ("gov-board", "gov-mission", "fin-books", "fin-donors")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the small project; every Bosnian entry says which English text it was made from."""
    folder = small_project(tmp_path / "project")
    path = folder / WORDS.format("bs")
    hashes = source_hashes(load_questionnaire("small/1", folder).words["en"])
    kept = "translated_from:\n" + "".join(f'  {key}: "{digest}"\n' for key, digest in hashes.items())
    path.write_text("# My own head.\n" + path.read_text(encoding="utf-8") + kept, encoding="utf-8")
    return folder


def workbook(folder: Path, *changes: Callable[[Workbook], object], language: str = "") -> Path:
    path = folder.parent / "q.xlsx"
    write_workbook(load_questionnaire("small/1", folder), path, language=language)
    book = load_workbook(path)
    for change in changes:
        change(book)
    book.save(path)
    return path


def written(folder: Path, path: Path, **more: str) -> Questionnaire:
    plan = plan_workbook(path, folder, **more)
    plan.write()
    return load_questionnaire(plan.questionnaire.ref, folder)


def answered(folder: Path, *, form: bool = False) -> None:
    """Put one answer into y1: in a table, or in a form, which remembers the text it was made from."""
    if form:
        from oca.collection.forms.workbook import make_workbook

        make_workbook(load_questionnaire("small/1", folder), folder / "responses/y1/zora.xlsx", language="bs")
    else:
        text = "organization,item,answer\n" + "".join(f"zora,{item},2\n" for item in FOUR)
        (folder / "responses/y1/a.csv").write_text(text, encoding="utf-8")


def stale(questionnaire: Questionnaire) -> list[str]:
    return [one.message.partition(":")[0] for one in questionnaire.findings if one.code == "translation-stale"]


def test_it_says_in_words_what_would_change_and_writes_only_then(folder: Path) -> None:
    path = workbook(
        folder,
        put("Items", "evidence.en", 4, "Plans."),
        put("Items", "title.bs", 3, "Odbor"),
        put("Items", "guidance.en", 3, None),
    )
    before = {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    plan = plan_workbook(path, folder)
    assert [(one.path.name, one.changes) for one in plan.files] == [
        (
            "1.en.yaml",
            ("added: gov-mission, evidence: Plans.", "removed: gov-board, guidance: Ask for the last minutes."),
        ),
        ("1.bs.yaml", ("changed: gov-board, title: [-Upravni odbor-]{+Odbor+}",)),
    ]
    assert {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()} == before
    plan.write()
    after = load_questionnaire("small/1", folder)
    assert after.words["en"].items["gov-mission"].evidence == "Plans."
    assert (folder / WORDS.format("bs")).read_text(encoding="utf-8").splitlines()[1] == "# My own head."
    assert not list(folder.rglob("*.part"))


def test_a_translation_is_stale_when_its_source_changed_and_it_did_not(folder: Path) -> None:
    after = written(folder, workbook(folder, put("Items", "evidence.en", 3, "Signed minutes.")))
    assert stale(after) == ["gov-board"]


def test_a_translation_without_a_hash_becomes_stale_as_well(folder: Path) -> None:
    path = folder / WORDS.format("bs")
    path.write_text(path.read_text(encoding="utf-8").partition("translated_from:")[0], encoding="utf-8")
    after = written(folder, workbook(folder, put("Items", "evidence.en", 3, "Signed minutes.")))
    assert stale(after) == ["gov-board"]


def test_a_translation_that_was_changed_with_its_source_is_fresh(folder: Path) -> None:
    path = workbook(
        folder,
        put("Items", "evidence.en", 3, "Signed minutes."),
        put("Items", "evidence.bs", 3, "Potpisani zapisnici."),
    )
    assert stale(written(folder, path)) == []


def test_a_stale_translation_that_was_checked_is_fresh_though_not_a_letter_changed(folder: Path) -> None:
    written(folder, workbook(folder, put("Items", "evidence.en", 3, "Signed minutes.")))
    path = workbook(folder, put("Items", "state.bs", 3, "checked"))
    assert plan_workbook(path, folder).files[0].changes == ("compared with the source again: gov-board",)
    assert stale(written(folder, path)) == []


def test_the_workbook_shows_what_is_stale_and_what_is_missing(folder: Path) -> None:
    written(folder, workbook(folder, put("Items", "evidence.en", 3, "Signed minutes.")))
    written(folder, workbook(folder, put("Items", "prompt.bs", 4, None)))
    items = load_workbook(workbook(folder))["Items"]
    state = [cell.value for cell in items[1]].index("state.bs") + 1
    assert [items.cell(row, state).value for row in (3, 4, 5)] == ["stale", "missing", None]


def test_a_translators_copy_brings_a_new_language_and_nothing_else(folder: Path) -> None:
    path = workbook(
        folder, put("Questionnaire", "text.hr", 10, "Mali upitnik"), put("Items", "title.hr", 3, "Odbor"), language="hr"
    )
    before = (folder / WORDS.format("bs")).read_bytes(), (folder / WORDS.format("en")).read_bytes()
    after = written(folder, path)
    assert after.structure.languages == ["en", "bs", "hr"]
    assert after.words["hr"].items["gov-board"].title == "Odbor"
    assert after.words["hr"].translated_from == {"gov-board": source_hashes(after.words["en"])["gov-board"]}
    assert ((folder / WORDS.format("bs")).read_bytes(), (folder / WORDS.format("en")).read_bytes()) == before


def test_a_copy_made_before_the_source_changed_is_stale_when_it_comes_back(folder: Path) -> None:
    path = workbook(folder, put("Items", "evidence.bs", 3, "Zapisnik."), language="bs")
    source = folder / WORDS.format("en")
    source.write_text(ENGLISH.replace("Minutes.", "Signed minutes."), encoding="utf-8")
    plan = plan_workbook(path, folder)
    assert [one.code for one in plan.findings if one.severity == "look at"] == ["source-text-changed"]
    plan.write()
    after = load_questionnaire("small/1", folder)
    assert after.words["en"].items["gov-board"].evidence == "Signed minutes."
    assert after.words["bs"].items["gov-board"].evidence == "Zapisnik."
    assert stale(after) == ["gov-board"]


def test_rows_that_are_gone_from_a_translators_copy_take_no_translation_away(folder: Path) -> None:
    path = workbook(folder, lambda book: book["Levels"].delete_rows(3, 6), language="bs")
    assert plan_workbook(path, folder).files == ()


def test_a_shipped_questionnaire_is_written_into_the_project_and_the_rest_is_copied_to_the_letter(
    tmp_path: Path,
) -> None:
    from oca.content import shipped

    write_workbook(load_questionnaire("cssp-oca/2"), tmp_path / "q.xlsx")
    book = load_workbook(tmp_path / "q.xlsx")
    put("Items", "title.bs", 3, "Misija")(book)
    book.save(tmp_path / "q.xlsx")
    plan = plan_workbook(tmp_path / "q.xlsx", tmp_path)
    plan.write()
    own = tmp_path / "questionnaires" / "cssp-oca"
    assert {path.name for path in own.iterdir()} == {"2.yaml", "2.en.yaml", "2.bs.yaml", "2.hr.yaml", "2.sr-Latn.yaml"}
    assert (own / "2.yaml").read_bytes() == (shipped("questionnaires") / "cssp-oca" / "2.yaml").read_bytes()
    assert load_questionnaire("cssp-oca/2", tmp_path).words["bs"].items["gov-mission"].title == "Misija"


@pytest.mark.parametrize("form", [False, True])
def test_what_answers_were_collected_with_is_not_changed(folder: Path, form: bool) -> None:
    answered(folder, form=form)
    path = workbook(folder, put("Levels", "text.en", 3, "No board at all."))
    with pytest.raises(InputError) as raised:
        plan_workbook(path, folder)
    (found,) = raised.value.findings
    assert found.code == "questionnaire-collected"
    assert "y1 was collected with small/1" in found.message
    assert "gov-board" in found.message
    assert "--new-version 2" in found.hint


def test_that_it_was_collected_is_said_before_what_the_change_does_to_the_mapping(folder: Path) -> None:
    """An equal item of a later version is reworded: what to do is a new version, not another relation."""
    add_second_version(folder)
    put_file(folder, "responses/y2/a.csv", "organization,item,answer\nzora,gov-board,2\n")
    write_workbook(load_questionnaire("small/2", folder), folder.parent / "q.xlsx")
    book = load_workbook(folder.parent / "q.xlsx")
    put("Levels", "text.en", 3, "No board at all.")(book)
    book.save(folder.parent / "q.xlsx")
    with pytest.raises(InputError) as raised:
        plan_workbook(folder.parent / "q.xlsx", folder)
    assert [one.code for one in raised.value.findings] == ["questionnaire-collected"]
    plan = plan_workbook(folder.parent / "q.xlsx", folder, new_version="3")
    assert plan.files[0].changes == (
        "new: 4 items in 2 dimensions",
        "mapping from version 2: 3 equal, 1 wider",
    )
    (unjudged,) = [one for one in plan.findings if one.code == "mapping-unjudged"]
    assert unjudged.place.file == "questionnaires/small/3.yaml"


def test_titles_guidance_and_translations_may_be_corrected_at_any_time(folder: Path) -> None:
    answered(folder)
    path = workbook(folder, put("Items", "title.en", 3, "The board"), put("Levels", "text.bs", 3, "Nema odbora."))
    assert written(folder, path).words["en"].items["gov-board"].title == "The board"


def test_a_version_without_answers_may_be_changed(folder: Path) -> None:
    path = workbook(folder, put("Levels", "text.en", 3, "No board at all."))
    assert written(folder, path).words["en"].items["gov-board"].levels["1"] == "No board at all."


def test_going_back_to_what_was_asked_is_allowed(folder: Path) -> None:
    """The text was changed by hand after the session; the form that came back says so, and the old text mends it."""
    answered(folder, form=True)
    right = workbook(folder)
    source = folder / WORDS.format("en")
    source.write_text(ENGLISH.replace("No board meets.", "Changed by hand."), encoding="utf-8")
    plan_workbook(right, folder).write()
    assert load_questionnaire("small/1", folder).words["en"].items["gov-board"].levels["1"] == "No board meets."


def add_item(book: Workbook) -> None:
    """Add gov-succession below gov-mission; drop fin-donors; reword a level of gov-board."""
    items, levels = book["Items"], book["Levels"]
    items.delete_rows(6)
    levels.delete_rows(15, 4)
    items.insert_rows(5)
    put("Items", "item", 5, "gov-succession")(book)
    put("Items", "dimension", 5, "governance")(book)
    put("Items", "title.en", 5, "Succession")(book)
    put("Items", "prompt.en", 5, "Who comes next?")(book)
    for row, level in enumerate("1234", start=15):
        put("Levels", "item", row, "gov-succession")(book)
        put("Levels", "level", row, level)(book)
        put("Levels", "text.en", row, f"Text {level}.")(book)
    put("Levels", "text.en", 3, "No board at all.")(book)


def test_a_new_version_says_of_each_item_what_it_was_and_compares_only_what_is_the_same(folder: Path) -> None:
    answered(folder)
    path = workbook(folder, add_item)
    plan = plan_workbook(path, folder, new_version="2")
    assert [one.code for one in plan.findings if one.code.startswith("mapping")] == ["mapping-unjudged"]
    plan.write()
    after = load_questionnaire("small/2", folder)
    assert after.item_ids == ["gov-board", "gov-mission", "gov-succession", "fin-books"]
    mapping = after.structure.mapping
    assert mapping is not None
    assert (mapping.from_version, mapping.equal) == ("1", ["gov-mission", "fin-books"])
    assert {(one.item, one.relation, tuple(one.was)) for one in mapping.changed} == {
        ("gov-board", "wider", ("gov-board",)),
        ("gov-succession", "new", ()),
        ("", "dropped", ("fin-donors",)),
    }
    assert load_questionnaire("small/1", folder).words["en"].items["gov-board"].levels["1"] == "No board meets."


def test_last_years_scores_stay_when_a_new_version_is_made(folder: Path) -> None:
    answered(folder)
    before = assess(folder).scores
    plan_workbook(workbook(folder, add_item), folder, new_version="2").write()
    assert assess(folder).scores.equals(before)


def test_a_new_version_must_be_new_and_must_follow_one(folder: Path) -> None:
    path = workbook(folder)
    with pytest.raises(UsageError, match="is there already"):
        plan_workbook(path, folder, new_version="1")
    renamed = workbook(folder, put("Questionnaire", "value", 4, "9"))
    with pytest.raises(UsageError, match="no small/9 yet"):
        plan_workbook(renamed, folder, new_version="10")


def test_a_workbook_that_was_overtaken_by_a_translators_copy_says_so(folder: Path) -> None:
    """Both were made from the same text; the copy came back first, and the workbook would take its word back."""
    write_workbook(load_questionnaire("small/1", folder), folder.parent / "whole.xlsx")
    written(folder, workbook(folder, put("Items", "title.bs", 3, "Odbor"), language="bs"))
    plan = plan_workbook(folder.parent / "whole.xlsx", folder)
    assert [one.code for one in plan.findings] == ["workbook-overtaken"]
    assert plan.files[0].changes[0] == "changed: gov-board, title: [-Odbor-]{+Upravni odbor+}"


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["oca", "questionnaire", *map(str, arguments)])
    try:
        main()
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return 0


def test_the_command_writes_with_write_and_not_without(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(folder, put("Items", "title.en", 3, "The board"))
    assert run(monkeypatch, "from-xlsx", path, "-p", folder) == 0
    said = capsys.readouterr()
    assert "changed: gov-board, title: {+The +}" in said.out.replace("[-Board-]{+The board+}", "{+The +}")
    assert "add --write" in said.err
    assert load_questionnaire("small/1", folder).words["en"].items["gov-board"].title == "Board"
    assert run(monkeypatch, "from-xlsx", path, "-p", folder, "--write") == 0
    assert load_questionnaire("small/1", folder).words["en"].items["gov-board"].title == "The board"


def test_check_counts_by_language_and_says_when_a_text_is_not_the_one_that_was_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answered(folder, form=True)
    assert run(monkeypatch, "check", "small/1", "-p", folder) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "No findings."
    source = folder / WORDS.format("en")
    source.write_text(ENGLISH.replace("No board meets.", "Changed by hand."), encoding="utf-8")
    assert run(monkeypatch, "check", "small/1", "-p", folder) == 3
    out = capsys.readouterr().out
    assert "responses/y1/zora.xlsx: error: The form was made from another text" in out
    rows = [line.split() for line in out.splitlines() if line.startswith("small/1")]
    count = (
        2 + 4 * 2 + 2 * 4 + 4 * 6 + 2
    )  # title, introduction; levels; dimensions; items; evidence and guidance of one
    assert rows == [["small/1", "en", str(count), "0", "0"], ["small/1", "bs", str(count), "0", "1"]]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "no language to translate into"),
        ("hrvatski jezik", "is no language of oca"),
        ("../x", "is no language of oca"),
        ("sr", "does not say which script"),
    ],
)
def test_a_translators_copy_is_for_another_language(
    language: str, said: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder.parent / "copy.xlsx"
    assert run(monkeypatch, "to-xlsx", "small/1", "-p", folder, "-o", path, "--lang", language) == 2
    assert said in capsys.readouterr().err
    assert not path.exists()


def test_new_refuses_what_is_there_and_what_is_no_id(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "new", "small", "-p", folder) == 2
    assert "small/1 is there already" in capsys.readouterr().err
    assert run(monkeypatch, "new", "../x", "-p", folder) == 3
    assert run(monkeypatch, "new", "small", "--from", "small/1", "-p", folder) == 0
    assert run(monkeypatch, "check", "small/2", "-p", folder) == 0
    assert run(monkeypatch, "new", "other", "--from", "small/1", "-p", folder) == 0
    assert load_questionnaire("other/1", folder).structure.mapping is None


def test_list_and_show_say_what_is_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "list", "-p", folder) == 0
    assert ["small/1", "own", "en,", "bs", "4", "2", "y1,", "y2"] in [
        line.split() for line in capsys.readouterr().out.splitlines()
    ]
    assert run(monkeypatch, "show", "small/1", "-p", folder, "--lang", "bs") == 0
    out = capsys.readouterr().out
    assert (
        out.index("Upravni odbor (gov-board)") < out.index("1  Odbor se ne sastaje.") < out.index("Knjige (fin-books)")
    )
    assert "[critical]" in out
