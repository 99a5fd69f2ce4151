"""Several submissions of one organization, from every tool: people, rivals, or one submission exported twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook

from oca.collection.form_content import FilledSheet
from oca.collection.forms.workbook import make_workbook
from oca.collection.pseudonyms import make_key
from oca.collection.responses import Collected, collect
from oca.instrument.questionnaire import Questionnaire
from tests import exports
from tests.exports import TOOLS, Sent, Shape, as_csv
from tests.small import ITEMS, PROJECT, put, read_small, small_project
from tests.test_web_loader import lay, response

THREE = tuple(
    Sent("zora", dict(zip(ITEMS, levels, strict=True)), when=f"2024-05-2{number}T10:00:00", number=number)
    for number, levels in enumerate(("1234", "2341", "3412"))
)
"""Three submissions of one organization; each differs from the others in every answer."""

OTHER = Sent("lasta", dict.fromkeys(ITEMS, "4"), when="2024-06-01T08:00:00", number=7)

WITH_ID = [tool for tool in TOOLS if tool not in ("google", "grid")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    return read_small(small_project(tmp_path_factory.mktemp("small") / "project"))[1]["small/1"]


def read(folder: Path, files: dict[str, str | bytes], setting: str = "") -> Collected:
    put(folder, "project.yaml", PROJECT + setting)
    for name, content in files.items():
        put(folder, f"responses/y1/{name}", content)
    return collect(*read_small(folder))


def exported(small: Questionnaire, tool: str, sent: Sequence[Sent]) -> bytes:
    return as_csv(TOOLS[tool][1](small, sent, Shape("labels", "numbers")))


def sheets(collected: Collected) -> list[tuple[str, str, str]]:
    """Return organization, score type and the answers as digits of every sheet, in order."""
    whose = ["organization", "score_type", "respondent"]
    return sorted(
        (organization, kind, "".join(f"{answer:g}" for answer in rows["answer"]))
        for (organization, kind, _), rows in collected.responses.groupby(whose)
    )


def codes(collected: Collected, *severities: str) -> list[str]:
    wanted = severities or ("error", "warning")
    return sorted(one.code for one in collected.findings if one.severity in wanted)


ALL = [("lasta", "individual", "4444"), *(("zora", "individual", digits) for digits in ("1234", "2341", "3412"))]
SETTINGS = [(kind, policy) for kind in ("consensus", "individual") for policy in ("error", "latest")]


@pytest.mark.parametrize(("kind", "policy"), SETTINGS)
@pytest.mark.parametrize("tool", TOOLS)
def test_rows_that_name_nobody_are_people_or_rivals_as_the_project_says(
    folder: Path, small: Questionnaire, tool: str, kind: str, policy: str
) -> None:
    setting = f"submissions: {kind}\nduplicates: {policy}\n"
    collected = read(folder, {"a.csv": exported(small, tool, [*THREE, OTHER])}, setting)
    if kind == "individual":
        assert (codes(collected), sheets(collected)) == ([], ALL)
        assert len(set(collected.responses["respondent"])) == 4
        (said,) = [one for one in collected.findings if one.code == "submissions-as-people"]
        assert said.message.endswith(": 4.")
    elif policy == "latest":
        assert sheets(collected) == [("lasta", "consensus", "4444"), ("zora", "consensus", "3412")]
        assert codes(collected, "look at").count("sheet-set-aside") == 2
    else:
        assert codes(collected) == ["sheet-twice"]


@pytest.mark.parametrize(("kind", "policy"), SETTINGS)
@pytest.mark.parametrize("tool", TOOLS)
def test_only_a_second_submission_of_one_respondent_is_settled_by_the_policy(
    folder: Path, small: Questionnaire, tool: str, kind: str, policy: str
) -> None:
    sent = [replace(one, respondent=who) for one, who in zip(THREE, ("r1", "r2", "r1"), strict=True)]
    setting = f"submissions: {kind}\nduplicates: {policy}\n"
    collected = read(folder, {"a.csv": exported(small, tool, [*sent, replace(OTHER, respondent="r1")])}, setting)
    if policy == "latest":
        assert (codes(collected), sheets(collected)) == ([], [ALL[0], ALL[2], ALL[3]])
        assert set(collected.responses["respondent"]) == {"r1", "r2"}
    else:
        assert codes(collected) == ["sheet-twice"]


@pytest.mark.parametrize("tool", TOOLS)
def test_rows_with_and_without_a_respondent_stand_side_by_side(folder: Path, small: Questionnaire, tool: str) -> None:
    sent = [replace(THREE[0], respondent="r1"), *THREE[1:]]
    people = read(folder, {"a.csv": exported(small, tool, sent)}, "submissions: individual\n")
    assert (codes(people), sheets(people)) == ([], ALL[1:])
    assert codes(read(folder, {"a.csv": exported(small, tool, sent[:2])})) == ["respondent-empty"]
    said = [sent[0], replace(sent[1], score_type="consensus")]
    agreed = read(folder, {"a.csv": exported(small, tool, said)})
    assert (codes(agreed), sheets(agreed)) == ([], [("zora", "consensus", "2341"), ("zora", "individual", "1234")])


@pytest.mark.parametrize("kind", ["consensus", "individual"])
@pytest.mark.parametrize("tool", TOOLS)
def test_a_column_of_score_types_comes_before_the_projects_word(
    folder: Path, small: Questionnaire, tool: str, kind: str
) -> None:
    types = ("individual", "consensus", "individual")
    sent = [replace(one, score_type=said) for one, said in zip(THREE, types, strict=True)]
    collected = read(folder, {"a.csv": exported(small, tool, sent)}, f"submissions: {kind}\n")
    assert codes(collected) == []
    assert sheets(collected) == [("zora", "consensus", "2341"), ALL[1], ALL[3]]


@pytest.mark.parametrize("kind", ["consensus", "individual"])
@pytest.mark.parametrize("tool", TOOLS)
def test_a_submission_that_lies_in_two_exports_is_read_once_and_said(
    folder: Path, small: Questionnaire, tool: str, kind: str
) -> None:
    monday, friday = ([THREE[0]], [THREE[0], OTHER]) if kind == "consensus" else (THREE[:2], [*THREE, OTHER])
    files = {"monday.csv": exported(small, tool, monday), "x/friday.csv": exported(small, tool, friday)}
    collected = read(folder, dict(files), f"submissions: {kind}\n")
    assert codes(collected) == ["submission-twice"] * len(monday)
    assert sheets(collected) == (
        ALL if kind == "individual" else [("lasta", "consensus", "4444"), ("zora", "consensus", "1234")]
    )
    said = [one for one in collected.findings if one.code == "submission-twice"]
    assert {one.place.file for one in said} == {"responses/y1/x/friday.csv"}
    assert all("monday.csv row" in one.message for one in said)


@pytest.mark.parametrize("tool", WITH_ID)
def test_a_submission_that_was_changed_between_two_exports_is_never_chosen_in_silence(
    folder: Path, small: Questionnaire, tool: str
) -> None:
    changed = replace(THREE[0], answers={**THREE[0].answers, "fin-books": "1"})
    files = {"a.csv": exported(small, tool, [THREE[0]]), "b.csv": exported(small, tool, [changed])}
    collected = read(folder, dict(files), "submissions: individual\n")
    assert codes(collected) == ["sheet-twice"]
    collected = read(folder, dict(files), "submissions: individual\nduplicates: latest\n")
    assert codes(collected) == ["sheet-twice-undated"]


def test_two_submissions_that_say_the_same_at_the_same_time_are_rivals_for_the_agreed_sheet(
    folder: Path, small: Questionnaire
) -> None:
    twins = [THREE[0], replace(THREE[0], number=5)]
    assert codes(read(folder, {"a.csv": exported(small, "kobo", twins)})) == ["sheet-twice"]


def test_one_id_with_other_answers_in_one_file_is_no_copy(folder: Path, small: Questionnaire) -> None:
    twins = [THREE[0], replace(THREE[1], number=0)]
    assert codes(read(folder, {"a.csv": exported(small, "kobo", twins)})) == ["sheet-twice"]


@pytest.mark.parametrize("tool", ["microsoft", "limesurvey"])
def test_two_forms_that_each_count_from_one_hold_different_people(
    folder: Path, small: Questionnaire, tool: str
) -> None:
    second = [replace(one, number=0, when="2024-06-09T09:00:00") for one in THREE[1:2]]
    tables = [TOOLS[tool][1](small, sent, Shape("labels", "numbers")) for sent in (THREE[:1], second)]
    if tool == "limesurvey":
        seed = tables[0][0].index("seed")
        tables[0][1][seed], tables[1][1][seed] = "1", "2"
    files: dict[str, str | bytes] = {f"{n}.csv": as_csv(table) for n, table in enumerate(tables)}
    collected = read(folder, files, "submissions: individual\n")
    assert (codes(collected), sheets(collected)) == ([], ALL[1:3])


def test_a_survey_without_seeds_is_told_by_when_each_was_sent(folder: Path, small: Questionnaire) -> None:
    tables = [exports.limesurvey(small, sent, Shape()) for sent in (THREE[:2], [replace(THREE[2], number=0)])]
    without = [[row[:4] + row[5:] for row in table] for table in tables]
    files: dict[str, str | bytes] = {f"{n}.csv": as_csv(table) for n, table in enumerate(without)}
    collected = read(folder, files, "submissions: individual\n")
    assert (codes(collected), sheets(collected)) == ([], ALL[1:])


def test_the_tools_own_columns_are_known_in_other_languages_and_behind_their_codes(
    folder: Path, small: Questionnaire
) -> None:
    table = exports.limesurvey(small, THREE[:2], Shape())
    local = ["ID odgovora", "Datum slanja", "Zadnja stranica", "Početni jezik", "Sjeme"]
    coded = [f"{code}. {words}" for code, words in zip(table[0], local, strict=False)]
    files: dict[str, str | bytes] = {
        f"{n}.csv": as_csv([[*own, *table[0][5:]], *table[1:]]) for n, own in enumerate((table[0][:5], local, coded))
    }
    collected = read(folder, files, "submissions: individual\n")
    assert (codes(collected), sheets(collected)) == (["submission-twice"] * 4, ALL[1:3])


def test_a_correction_in_kobo_keeps_the_person(folder: Path, small: Questionnaire) -> None:
    """A submission that is corrected in the tool gets another _uuid and keeps its meta/rootUuid."""
    table = exports.kobo(small, [THREE[0]], Shape())
    before = as_csv(table)
    table[1][table[0].index("_uuid")] = "another"
    collected = read(folder, {"a.csv": before, "b.csv": as_csv(table)}, "submissions: individual\n")
    assert (codes(collected), sheets(collected)) == (["submission-twice"], ALL[1:2])


def test_two_people_who_sent_the_same_in_the_same_second_are_two(folder: Path, small: Questionnaire) -> None:
    twins = exported(small, "google", [THREE[0], THREE[0], THREE[1]])
    collected = read(folder, {"a.csv": twins}, "submissions: individual\n")
    assert (codes(collected), sheets(collected)) == ([], [ALL[1], ALL[1], ALL[2]])
    again = read(folder, {"b.csv": twins}, "submissions: individual\n")
    assert (codes(again), sheets(again)) == (["submission-twice"] * 3, [ALL[1], ALL[1], ALL[2]])


def test_a_question_added_later_leaves_the_people_of_an_earlier_export_as_they_were(
    folder: Path, small: Questionnaire
) -> None:
    table = exports.google(small, THREE[:2], Shape("labels", "numbers"))
    later = [[*row, more] for row, more in zip(table, ["Anything new?", "", ""], strict=True)]
    collected = read(folder, {"a.csv": as_csv(table), "b.csv": as_csv(later)}, "submissions: individual\n")
    assert (codes(collected), sheets(collected)) == (["submission-twice"] * 2, ALL[1:3])


@pytest.mark.parametrize("tool", TOOLS)
def test_a_person_of_an_export_has_the_same_pseudonym_whatever_else_lies_in_the_file(
    folder: Path, small: Questionnaire, tool: str
) -> None:
    people = [
        set(read(folder, {"a.csv": exported(small, tool, sent)}, "submissions: individual\n").responses["respondent"])
        for sent in (THREE[1:], THREE)
    ]
    assert people[0] < people[1]
    make_key(folder)
    with_key = set(collect(*read_small(folder)).responses["respondent"])
    assert not with_key & people[1]


def test_an_export_without_any_id_or_date_never_counts_anybody_twice_in_silence(
    folder: Path, small: Questionnaire
) -> None:
    table = exports.kobo(small, THREE, Shape())
    for row in table[1:]:
        for name in ("_id", "_uuid", "_submission_time", "meta/rootUuid"):
            row[table[0].index(name)] = ""
    one = read(folder, {"a.csv": as_csv(table)}, "submissions: individual\n")
    assert (codes(one), sheets(one)) == ([], ALL[1:])
    assert codes(read(folder, {"b.csv": as_csv(table)}, "submissions: individual\n")) == ["sheet-twice"] * 3


def test_mapping_yaml_comes_before_the_project_and_after_the_row(folder: Path, small: Questionnaire) -> None:
    put(folder, "responses/y1/mapping.yaml", "files: [{file: a.csv, score_type: individual}]\n")
    collected = read(folder, {"a.csv": exported(small, "odk", THREE)})
    assert (codes(collected), sheets(collected)) == ([], ALL[1:])
    put(folder, "responses/y1/mapping.yaml", "files: [{file: a.csv, score_type: consensus}]\n")
    said = [THREE[0], replace(THREE[1], score_type="individual")]
    collected = read(folder, {"a.csv": exported(small, "odk", said)}, "submissions: individual\n")
    assert sheets(collected) == [("zora", "consensus", "1234"), ALL[2]]


def test_a_row_that_was_corrected_between_two_exports_without_ids_is_said(folder: Path, small: Questionnaire) -> None:
    corrected = replace(THREE[0], answers={**THREE[0].answers, "fin-books": "1"})
    files = {"a.csv": exported(small, "google", THREE[:2]), "b.csv": exported(small, "google", [corrected, THREE[1]])}
    collected = read(folder, dict(files), "submissions: individual\n")
    (said,) = [one for one in collected.findings if one.code == "submissions-at-once"]
    assert "responses/y1/a.csv row 2, responses/y1/b.csv row 2" in said.message
    other_people = {"a.csv": files["a.csv"], "b.csv": exported(small, "google", [THREE[2]])}
    (folder / "responses/y1/b.csv").unlink()
    calm = read(folder, dict(other_people), "submissions: individual\n")
    assert "submissions-at-once" not in codes(calm, "look at")


@pytest.mark.parametrize("tool", TOOLS)
def test_the_rows_of_a_workbook_are_people_too(folder: Path, small: Questionnaire, tool: str) -> None:
    table = TOOLS[tool][1](small, [*THREE, OTHER], Shape("labels", "numbers"))
    files: dict[str, str | bytes] = {"a.xlsx": exports.as_workbook({"Form": table})}
    collected = read(folder, files, "submissions: individual\n")
    assert (codes(collected), sheets(collected)) == ([], ALL)
    twice = read(folder, {"b.csv": exported(small, tool, [*THREE, OTHER])}, "submissions: individual\n")
    assert (codes(twice), sheets(twice)) == (["submission-twice"] * 4, ALL)


@pytest.mark.parametrize("seed", range(60))
def test_random_submissions_become_the_sheets_that_a_plain_rule_counts(
    folder: Path, small: Questionnaire, seed: int
) -> None:
    """Some lie in both of two files. The rule: one sheet for each named person, for each row of nobody, or for all."""
    random = Random(seed)  # noqa: S311 - draws submissions
    tool = sorted(TOOLS)[seed % len(TOOLS)]
    setting, policy = random.choice(("consensus", "individual")), random.choice(("error", "latest"))
    sent = []
    for number in range(random.randint(1, 7)):
        who = random.choice(("", "", "r1", "r2"))
        said = random.choice(("", "individual")) if who else random.choice(("", "", "individual", "consensus"))
        levels = dict(zip(ITEMS, random.choices("1234", k=4), strict=True))
        when = f"2024-05-{13 + number}T10:00:00"
        sent.append(Sent(random.choice(("zora", "lasta")), levels, {}, when, who, said, number))
    rated = {one.organization for one in sent if one.respondent}
    sent = [
        one if one.respondent or one.score_type or one.organization not in rated else replace(one, score_type=setting)
        for one in sent
    ]
    first = [one for one in sent if random.random() < 0.7]
    second = [one for one in sent if one not in first or random.random() < 0.3]
    files: dict[str, str | bytes] = {
        f"{n}.csv": exported(small, tool, its) for n, its in enumerate((first, second)) if its
    }
    collected = read(folder, files, f"submissions: {setting}\nduplicates: {policy}\n")

    by_key: dict[tuple[str, ...], list[Sent]] = {}
    for one in sent:
        kind = one.score_type or ("individual" if one.respondent else setting)
        whose = "" if kind == "consensus" else one.respondent or f"number {one.number}"
        by_key.setdefault((one.organization, kind, whose), []).append(one)
    rivals = [its for its in by_key.values() if len(its) > 1]
    assert codes(collected).count("submission-twice") == len([one for one in first if one in second])
    assert codes(collected).count("sheet-twice") == (len(rivals) if policy == "error" else 0)
    if not rivals or policy == "latest":
        assert codes(collected, "error") == []
        latest = [(key, max(its, key=lambda one: one.when)) for key, its in by_key.items()]
        assert sheets(collected) == sorted(
            (key[0], key[1], "".join(one.answers[item] for item in ITEMS)) for key, one in latest
        )


# --- what people fill in by hand asks for a code instead: forms, the web form, tidy and wide tables

WHOSE = {"organization": "zora", "respondent": "", "score_type": ""}


def tidy(whose: dict[str, str]) -> bytes:
    rows = [[*whose.values(), item, level] for item, level in zip(ITEMS, "1234", strict=True)]
    return as_csv([[*whose, "item", "answer"], *rows])


def wide(whose: dict[str, str]) -> bytes:
    return as_csv([[*whose, *ITEMS], [*whose.values(), *"1234"]])


def by_label(whose: dict[str, str]) -> bytes:
    titles = ["Board", "Mission", "Are books kept?", "Who pays?"]
    return as_csv([[*whose, *titles], [*whose.values(), *"1234"]])


def workbook(folder: Path, whose: dict[str, str]) -> bytes:
    project, questionnaires = read_small(folder)
    path = folder.parent / "form.xlsx"
    filled = FilledSheet(dict(zip(ITEMS, "1234", strict=True)))
    make_workbook(
        questionnaires["small/1"],
        path,
        organization=project.organization("zora"),
        language="en",
        period=project.period("y1"),
        sheet=filled,
        score_type="consensus" if whose["score_type"] == "consensus" and not whose["respondent"] else "individual",
    )
    book = load_workbook(path)
    for sheet, name, column in ((book.worksheets[0], "respondent", 2), (book["_oca"], "score_type", 1)):
        for row in sheet.iter_rows():
            if row[0].value == name:
                row[column].value = whose[name]
    book.save(path)
    return path.read_bytes()


@pytest.mark.parametrize("setting", ["consensus", "individual"])
@pytest.mark.parametrize("kind", ["", "individual", "consensus"])
@pytest.mark.parametrize("code", ["", "r7"])
@pytest.mark.parametrize("tool", ["tidy", "wide", "label", "form", "web"])
def test_what_is_filled_in_by_hand_follows_the_setting_and_asks_each_person_for_a_code(
    folder: Path, tool: str, code: str, kind: str, setting: str
) -> None:
    whose = {**WHOSE, "respondent": code, "score_type": kind}
    put(folder, "project.yaml", PROJECT)
    files: dict[str, str | bytes] = {}
    if tool == "form":
        files["a.xlsx"] = workbook(folder, whose)
    elif tool == "web":
        lay(folder, response(folder, "1234", **whose))
    else:
        files["a.csv"] = {"tidy": tidy, "wide": wide, "label": by_label}[tool](whose)
    collected = read(folder, files, f"submissions: {setting}\n")
    meant = kind or ("individual" if code else setting)
    if (meant == "individual") == bool(code):
        assert (codes(collected), sheets(collected)) == ([], [("zora", meant, "1234")])
    else:
        wrong = "respondent-missing" if meant == "individual" else "respondent-on-consensus"
        retyped = ["cover-retyped"] if (tool, meant, kind) == ("form", "consensus", "consensus") else []
        assert codes(collected, "error") == [*retyped, wrong]
