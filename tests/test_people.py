"""Respondents are people: pseudonyms, columns that name people, contacts in comments, sheets that come twice."""

from __future__ import annotations

import hmac
import re
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oca.assessment import check
from oca.cli import main
from oca.collection.personal_data import _HEADINGS, contacts, is_personal
from oca.collection.pseudonyms import Respondents, make_key, read_key, stays
from oca.collection.raw_answers import RawAnswer, RawFile
from oca.collection.responses import Collected, collect
from oca.collection.sheets import Context, Sheet, sheets_of
from oca.errors import UsageError
from oca.findings import Finding
from oca.source import Source
from tests.small import ITEMS, PROJECT, put, read_small, small_project

KEY = bytes(range(32))

HEADING = "organization,respondent,role,item,answer,comment\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small project with a key that the test knows."""
    made = small_project(tmp_path / "project")
    put(made, "respondents.key", f"# A key for tests.\n{KEY.hex()}\n")
    return made


def read(folder: Path, files: dict[str, str]) -> Collected:
    """Put files under responses/ and read the project."""
    for name, text in files.items():
        put(folder, f"responses/{name}", text)
    return collect(*read_small(folder))


def found(collected: Collected, code: str) -> list[Finding]:
    return [one for one in collected.findings if one.code == code]


def errors(collected: Collected) -> list[tuple[str, str]]:
    return [(one.code, str(one.place)) for one in collected.findings if one.severity == "error"]


def respondents(collected: Collected) -> list[str]:
    return list(dict.fromkeys(collected.responses["respondent"]))


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["oca", *map(str, arguments)])
    try:
        main()
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return 0


# --- pseudonyms


def test_a_pseudonym_is_the_beginning_of_hmac_sha256_in_an_alphabet_without_lookalikes() -> None:
    bits = "".join(f"{byte:08b}" for byte in hmac.digest(KEY, b"amra@example.org", "sha256"))
    letters = ["0123456789abcdefghjkmnpqrstvwxyz"[int(bits[at : at + 5], 2)] for at in range(0, 40, 5)]
    assert Respondents(KEY).pseudonym("amra@example.org") == "p-" + "".join(letters)


@pytest.mark.parametrize("code", ["r1", "R-07", "e12", "12", "KP3", "p-7k3f9qm2"])
def test_a_short_code_and_a_pseudonym_stay_as_they_are(code: str) -> None:
    assert Respondents(KEY).pseudonym(code) == code
    assert Respondents(None).pseudonym(code) == code


@pytest.mark.parametrize(
    "name",
    [
        "Amra Hadžić",
        "amra@example.org",
        "061/123-456",
        "061123456",
        "Ana1",
        "amra",
        "0101990123456",
        "A",
        "staff 3",
        "203.0.113.7",
        "p-7k3f9qml",
        "r1 Amra",
        "r1\n",
    ],
)
def test_whatever_may_name_a_person_gets_a_pseudonym_and_without_a_key_none(name: str) -> None:
    assert re.fullmatch(r"p-[0-9a-z]{8}", Respondents(KEY).pseudonym(name))
    assert Respondents(None).pseudonym(name) == "p-?"


def test_one_person_has_one_pseudonym_however_the_name_is_typed_and_another_with_another_key() -> None:
    one = Respondents(KEY)
    assert (
        len({one.pseudonym(typed) for typed in ("Amra Hadžić", "AMRA  HADŽIĆ", "Амра Хаџић", "amra hadžić\u00a0")}) == 1
    )
    assert one.pseudonym("Amra Hadžić") != one.pseudonym("Amra Hodžić")
    assert one.pseudonym("Amra Hadžić") != Respondents(bytes(32)).pseudonym("Amra Hadžić")


@given(st.text())
def test_a_pseudonym_of_a_pseudonym_is_itself(typed: str) -> None:
    given = Respondents(KEY).pseudonym(typed)
    assert Respondents(KEY).pseudonym(given) == given
    assert given == typed or not stays(typed)


def test_two_people_who_would_get_one_pseudonym_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oca.collection.pseudonyms.keyed", lambda plain, key: "p-00000000")
    rows = (
        "zora,Amra Hadžić,staff,gov-board,2,",
        "zora,AMRA HADŽIĆ,staff,gov-mission,2,",
        "zora,Mirza Kos,board,gov-board,3,",
    )
    collected = read(folder, {"y1/a.csv": HEADING + "\n".join(rows)})
    assert errors(collected) == [("respondents-alike", "responses/y1/a.csv, row 4, column respondent")]


# --- the key


def test_a_key_is_made_once_for_its_owner_and_read_back(tmp_path: Path) -> None:
    path = make_key(tmp_path)
    assert path.stat().st_mode & 0o077 == 0
    before = path.read_bytes()
    key, faults = read_key(tmp_path)
    assert key is not None
    assert (len(key), faults) == (32, [])
    with pytest.raises(UsageError, match="another pseudonym"):
        make_key(tmp_path)
    assert path.read_bytes() == before


def test_two_projects_have_two_keys(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    make_key(tmp_path / "a")
    make_key(tmp_path / "b")
    assert read_key(tmp_path / "a") != read_key(tmp_path / "b")


@pytest.mark.parametrize("text", ["", "secret\n", f"{KEY.hex()}\n{KEY.hex()}\n", KEY.hex()[:-1], KEY.hex().upper()])
def test_a_file_that_holds_no_key_is_said_and_never_replaced(folder: Path, text: str) -> None:
    put(folder, "respondents.key", text)
    collected = read(folder, {"y1/a.csv": HEADING + "zora,r1,staff,gov-board,2,\n"})
    assert errors(collected) == [("respondents-key-damaged", "respondents.key")]
    assert (folder / "respondents.key").read_text(encoding="utf-8") == text


def test_a_new_project_has_a_key_and_an_older_one_gets_it_by_oca_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "init", tmp_path / "new") == 0
    assert read_key(tmp_path / "new")[0]
    old = small_project(tmp_path / "old")
    assert run(monkeypatch, "key", "-p", old) == 0
    key, _ = read_key(old)
    assert key
    printed = "".join(capsys.readouterr())
    assert "respondents.key" in printed
    assert key.hex() not in printed
    assert run(monkeypatch, "key", "-p", old) == 2


def test_without_a_key_codes_are_read_and_a_name_is_refused_without_being_repeated(folder: Path) -> None:
    (folder / "respondents.key").unlink()
    codes = read(folder, {"y1/a.csv": HEADING + "zora,r1,staff,gov-board,2,\n"})
    assert errors(codes) == []
    names = read(folder, {"y1/a.csv": HEADING + "zora,r1,staff,gov-board,2,\nzora,Amra Hadžić,board,gov-board,2,\n"})
    assert errors(names) == [("respondents-key-missing", "responses/y1/a.csv, row 3, column respondent")]
    assert "oca key" in str(names.findings[0])
    assert "Amra" not in "\n".join(map(str, names.findings))
    assert not (folder / "respondents.key").exists(), "reading writes nothing"


# --- where names must not come


def test_a_name_becomes_a_pseudonym_that_is_the_same_in_both_periods_and_the_role_is_kept(folder: Path) -> None:
    row = "zora,{who},board,gov-board,2,\n"
    collected = read(
        folder,
        {"y1/a.csv": HEADING + row.format(who="Amra Hadžić"), "y2/b.csv": HEADING + row.format(who="AMRA HADŽIĆ")},
    )
    assert errors(collected) == []
    one = Respondents(KEY).pseudonym("Amra Hadžić")
    by_period = collected.responses.groupby("period")["respondent"].unique().map(list).to_dict()
    assert by_period == {"y1": [one], "y2": [one]}
    assert set(collected.responses["role"]) == {"board"}


def test_messages_about_a_respondent_use_the_pseudonym(folder: Path) -> None:
    row = HEADING + "zora,Amra Hadžić,board,gov-board,2,\n"
    twice = read(folder, {"y1/a.csv": row, "y1/b.csv": row})
    assert [code for code, _ in errors(twice)] == ["sheet-twice"]
    said = "\n".join(map(str, twice.findings))
    assert "Amra" not in said
    assert Respondents(KEY).pseudonym("Amra Hadžić") in said


def test_a_name_on_an_agreed_sheet_is_refused_without_being_repeated(folder: Path) -> None:
    table = "organization,score_type,respondent,item,answer\nzora,consensus,Amra Hadžić,gov-board,2\n"
    _, _, findings = check(put(folder, "responses/y1/a.csv", table).parent.parent.parent)
    assert [one.code for one in findings if one.severity == "error"] == ["respondent-on-consensus"]
    assert "Amra" not in "\n".join(map(str, findings))


@pytest.mark.slow
def test_no_name_or_address_of_a_respondent_is_in_anything_that_a_run_writes_or_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Plain text, workbooks (unpacked), statistical files and HTML reports are searched; PDF is made from that HTML."""
    people = ("Amra Hadžić", "mirza.kos@example.org", "+387 61 987 654")
    rows = [f"zora,{who},staff,{item},{level},\n" for level, who in enumerate(people, 1) for item in ITEMS]
    for period in ("y1", "y2"):
        put(folder, f"responses/{period}/a.csv", HEADING + "".join(rows))
    for arguments in (
        ("check",),
        ("check", "--json"),
        ("score",),
        ("score", "--json"),
        ("score", "--format", "stata"),
        ("score", "--format", "parquet"),
        ("score", "--explain", "zora", "y1", "gov-board"),
        ("report", "--format", "html"),
        ("compare",),
        ("compare", "--audience", "public"),
    ):
        assert run(monkeypatch, *arguments, "-p", folder) == 0, arguments
    written = [path for path in (folder / "out").rglob("*") if path.is_file()]
    assert {".csv", ".xlsx", ".html", ".dta", ".parquet"} <= {path.suffix for path in written}
    texts = {"what was said": "".join(capsys.readouterr()).encode()}
    for path in written:
        texts |= _unpacked(path)
    pseudonym = Respondents(KEY).pseudonym("Amra Hadžić").encode()
    assert any(pseudonym in text for text in texts.values()), "the search would find a name where one is written"
    for name in ("Amra", "Hadžić", "Hadzic", "mirza.kos", "example.org", "987 654", "987654"):
        for text, content in texts.items():
            assert name.casefold() not in content.decode("utf-8", "ignore").casefold(), (name, text)


def _unpacked(path: Path) -> dict[str, bytes]:
    if path.suffix == ".parquet":
        return {path.name: pd.read_parquet(path).to_csv().encode()}
    if not zipfile.is_zipfile(path):
        return {path.name: path.read_bytes()}
    with zipfile.ZipFile(path) as parts:
        return {f"{path.name}/{part}": parts.read(part) for part in parts.namelist()}


# --- columns that hold personal data


@pytest.mark.parametrize(
    "heading",
    [
        "Email Address",
        "E-mail",
        "e-mail adresa",
        "Vaša e-mail adresa:",
        "Adresa e-pošte",
        "E-pošta",
        "Имејл адреса",
        "Name",
        "Your name",
        "First name",
        "Ime i prezime",
        "Vaše ime i prezime (neobavezno)",
        "Име и презиме",
        "Kontakt osoba",
        "Phone number",
        "Broj telefona:",
        "Mobitel",
        "Телефон",
        "IP address",
        "ipaddr",
        "IP adresa",
        "DeviceID",
        "deviceid",
        "device_id",
        "ID uređaja",
        "ID uredjaja",
        "SubmitterName",
        "_submitted_by",
        "username",
        "Korisničko ime",
        "contact/phone_number",
        "meta/username",
        "Geolocation",
        "JMBG",
    ],
)
def test_a_column_of_personal_data_is_known_by_its_heading(heading: str) -> None:
    assert is_personal(heading)


def test_every_heading_of_the_catalogue_can_be_met() -> None:
    assert [heading for heading in _HEADINGS if not is_personal(heading)] == []


@pytest.mark.parametrize(
    "heading",
    [
        "organization",
        "Naziv organizacije",
        "Organization name",
        "Name of the organization",
        "Ime organizacije",
        "item",
        "gov-board",
        "role",
        "Uloga",
        "submitted",
        "id",
        "ID",
        "",
        "E-mail policy",
        "Does staff use e-mail?",
        "Telefon i internet",
        "Contact with members",
        "Has the organization a phone number?",
        "respondent",
    ],
)
def test_other_columns_are_not_taken_for_personal_data(heading: str) -> None:
    assert not is_personal(heading)


PERSONAL = "Amra Hadžić,amra@example.org,061/123-456,203.0.113.7"


def test_personal_columns_of_a_tidy_table_are_set_aside_and_said_once(folder: Path) -> None:
    heading = "organization,Ime i prezime,E-mail,Telefon,IP adresa,item,answer\n"
    rows = f"zora,{PERSONAL},gov-board,2\nzora,{PERSONAL},gov-mission,3\n"
    collected = read(folder, {"y1/a.csv": heading + rows})
    assert errors(collected) == []
    (said,) = found(collected, "columns-personal")
    assert said.severity == "look at"
    assert "Ime i prezime, E-mail, Telefon, IP adresa" in said.message
    assert not _names_in(collected)
    assert collected.responses["answer"].dropna().tolist() == [2, 3]


def test_personal_columns_of_a_wide_table_are_set_aside_and_no_items(folder: Path) -> None:
    heading = "organization,Name:,Email Address,Phone number,ipaddr,gov-board,gov-board:comment\n"
    collected = read(folder, {"y1/a.csv": heading + f"zora,{PERSONAL},2,Fine.\nlasta,{PERSONAL},3,\n"})
    assert errors(collected) == []
    assert [one.place.row for one in found(collected, "columns-personal")] == [1]
    assert not _names_in(collected)
    assert collected.responses["answer"].dropna().tolist() == [3, 2]


def test_a_column_that_is_neither_known_nor_personal_is_still_refused(folder: Path) -> None:
    collected = read(folder, {"y1/a.csv": "organization,item,answer,coment\nzora,gov-board,2,x\n"})
    assert [code for code, _ in errors(collected)] == ["column-unknown"]


def test_an_address_in_the_wrong_column_is_refused_without_being_repeated(folder: Path) -> None:
    rows = "zora,gov-board,amra@example.org\nmirza@example.org,gov-board,2\n"
    collected = read(folder, {"y1/a.csv": "organization,item,answer\n" + rows})
    assert {code for code, _ in errors(collected)} == {"answer-not-a-level", "organization-unknown"}
    assert "example.org" not in "\n".join(map(str, collected.findings))


def test_a_table_without_a_heading_is_refused_without_repeating_an_address_in_its_first_row(folder: Path) -> None:
    first = "organization,item,answer,amra@example.org,mirza@example.org,mirza@example.org \n"
    for name in ("y1/a.csv", "y2/a.csv"):
        collected = read(folder, {name: first.replace(",mirza", ",ana", 1) if name.startswith("y2") else first})
        assert errors(collected)
        said = "\n".join(map(str, collected.findings))
        assert "[e-mail address]" in said
        assert "example.org" not in said


def _names_in(collected: Collected) -> bool:
    everything = collected.responses.to_csv() + "\n".join(map(str, collected.findings))
    return any(name in everything for name in PERSONAL.split(","))


# --- contacts in comments


@pytest.mark.parametrize(
    "text",
    [
        "061 123 456",
        "061/123-456",
        "061/123 456",
        "061123456",
        "061-123-456",
        "061.123.456",
        "062 / 123 - 456",
        "033/123-456",
        "033 123 456",
        "(033) 123-456",
        "060 1234567",
        "064/123-45-67",
        "064/1234567",
        "091 234 5678",
        "011/123-4567",
        "+387 61 123 456",
        "+38761123456",
        "+387 61/123-456",
        "+387.61.123.456",
        "00387 61 123 456",
        "+387 (0)33/123-456",
        "+381 64 123 4567",
        "+49 30 12345678",
        "38761123456",
        "387 33 123-456",
        "tel. 066/123-456, u podne",
        "tel:061123456",
        "Zovite 062/123\u2013456.",
        "061\u00a0123\u00a0456",
    ],
)
def test_a_phone_number_is_seen(text: str) -> None:
    assert contacts(text) == ["a phone number"]


@pytest.mark.parametrize(
    "text",
    [
        "2024",
        "u 2023. i 2024.",
        "od 2019-2024",
        "2018/2019/2020",
        "03.05.2024",
        "3. 5. 2024.",
        "01.01.2020-31.12.2023",
        "2019-05-15",
        "2024-05-01T10:00:00",
        "12:30-14:00",
        "15.000 KM",
        "1.250.000,00 KM",
        "1 250 000",
        "+3 500 000 KM",
        "+3 500 000 000 KM",
        "iznos 061 123 456 KM",
        "0.315 123 456",
        "1,061 123 456",
        "+15%",
        "161-000-00123456-78",
        "1610000012345678",
        "BA39 1290 0794 0102 8494",
        "IBAN BA39 0611 2345 6789 0123",
        "BA391290079401028494",
        "012-123/2024",
        "033-123/2024",
        "033-123-2019",
        "01-02-1234/24",
        "043-0-Reg-23-000 456",
        "Sl. glasnik BiH 32/01",
        "0101990123456",
        "4200123456789",
        "061 123 456 789 012",
        "100061123456",
        "192.168.100.200",
        "ISBN 978-9958-12-3",
        "3/4",
        "055 123",
        "ana@",
        "user@localhost",
        "dogovor @ 5",
        "svi 100 200 300",
        "387 KM",
        "3870123456789",
        "1387 612 345 678",
    ],
)
def test_years_amounts_dates_accounts_and_document_numbers_are_no_contacts(text: str) -> None:
    assert contacts(text) == []


@pytest.mark.parametrize(
    "text", ["amra@example.org", "Pišite (amra.hadzic+oca@mail.example.co.ba)!", "амра@пример.срб"]
)
def test_an_email_address_is_seen(text: str) -> None:
    assert contacts(text) == ["an e-mail address"]


def test_contacts_in_comments_evidence_and_roles_are_to_be_looked_at_and_not_repeated(folder: Path) -> None:
    table = (
        "organization,respondent,role,item,answer,comment,evidence\n"
        "zora,r1,staff 061/123-456,gov-board,2,Ask amra@example.org or 061/123-456.,\n"
        "zora,r1,staff 061/123-456,gov-mission,2,In 2024 it cost 15.000 KM.,Minutes from amra@example.org\n"
    )
    collected = read(folder, {"y1/a.csv": table})
    said = [one for one in collected.findings if one.code.startswith("contact-")]
    assert [(one.severity, one.place.row, one.message) for one in said] == [
        ("look at", 2, "zora: the role of a respondent holds a phone number."),
        ("look at", 2, "zora: the comment on gov-board holds an e-mail address and a phone number."),
        ("look at", 3, "zora: the evidence on gov-mission holds an e-mail address."),
    ]
    assert not re.search("amra|123-456", "\n".join(map(str, collected.findings)))
    assert collected.responses["comment"][0] == "Ask amra@example.org or 061/123-456.", "the text is the consultant's"


def test_a_file_named_by_an_address_is_to_be_looked_at(folder: Path) -> None:
    table = HEADING + "{who},r1,staff,gov-board,2,\n"
    collected = read(folder, {f"y1/{name}": table.format(who=who) for name, who in NAMED.items()})
    assert [one.place.file for one in found(collected, "contact-in-name")] == ["responses/y1/amra@example.org.csv"]


NAMED = {"amra@example.org.csv": "zora", "lasta-2024-05-31.csv": "lasta"}

# --- several submissions of one organization: respondents or rivals

ALONE = "organization,respondent,item,answer,submitted\nzora,r1,gov-board,{level},{day}\n"
AGREED = "organization,item,answer,submitted\nzora,gov-board,{level},{day}\n"


def twice(folder: Path, setting: str, table: str) -> Collected:
    """Return what is read where a sheet came on the first and on the second of May, under a setting of the project."""
    put(folder, "project.yaml", PROJECT + setting)
    days = {"y1/a.csv": ("1", "2024-05-01"), "y1/b.csv": ("4", "2024-05-02")}
    return read(folder, {name: table.format(level=level, day=day) for name, (level, day) in days.items()})


@pytest.mark.parametrize(
    ("setting", "agreed", "alone"),
    [
        ("", ["sheet-twice"], ["sheet-twice"]),
        ("duplicates: latest\n", [], []),
        ("duplicates_individual: latest\n", ["sheet-twice"], []),
        ("duplicates: latest\nduplicates_individual: error\n", [], ["sheet-twice"]),
    ],
)
def test_what_comes_twice_may_be_settled_otherwise_for_persons_than_for_agreed_sheets(
    folder: Path, setting: str, agreed: list[str], alone: list[str]
) -> None:
    for table, expected in ((AGREED, agreed), (ALONE, alone)):
        collected = twice(folder, setting, table)
        assert [code for code, _ in errors(collected)] == expected
        if not expected:
            assert collected.responses["answer"].dropna().tolist() == [4]
            assert [str(one.place) for one in found(collected, "sheet-set-aside")] == ["responses/y1/a.csv:2"]


def test_the_hint_names_the_setting_that_settles_it(folder: Path) -> None:
    assert "set duplicates_individual: latest" in found(twice(folder, "", ALONE), "sheet-twice")[0].hint
    assert "set duplicates: latest" in found(twice(folder, "", AGREED), "sheet-twice")[0].hint


def submitted(folder: Path, *ids: str, score_type: str = "", respondent: str = "") -> tuple[list[Sheet], list[Finding]]:
    """Return the sheets of a survey whose export tells its submissions apart by an id and names no respondents."""
    rows = [
        RawAnswer("zora", "", "", score_type, respondent, "", "gov-board", "2", "", "", "", one, "", row, "D", "", one)
        for row, one in enumerate(ids, start=2)
    ]
    project, questionnaires = read_small(folder)
    return sheets_of(Source("survey.csv", b""), "y1", RawFile(tuple(rows)), Context(project, questionnaires, KEY))


def test_submissions_that_say_nothing_are_rivals_unless_the_project_calls_them_individual(folder: Path) -> None:
    rivals, _ = submitted(folder, "101", "102")
    assert [(one.key.score_type, one.key.respondent) for one in rivals] == [("consensus", "")] * 2
    put(folder, "project.yaml", PROJECT + "submissions: individual\n")
    people, faults = submitted(folder, "101", "102", "uuid:7c0f5d2e-1111-4222-8333-944455556666")
    assert faults == []
    assert {one.key.score_type for one in people} == {"individual"}
    assert [one.key.respondent for one in people][:2] == ["101", "102"]
    assert re.fullmatch("p-[0-9a-z]{8}", people[2].key.respondent)


def test_a_respondent_or_a_score_type_in_the_file_comes_before_the_projects_word(folder: Path) -> None:
    put(folder, "project.yaml", PROJECT + "submissions: individual\n")
    (agreed,), _ = submitted(folder, "101", score_type="consensus")
    assert (agreed.key.score_type, agreed.key.respondent) == ("consensus", "")
    put(folder, "project.yaml", PROJECT)
    (alone,), _ = submitted(folder, "101", respondent="r7")
    assert (alone.key.score_type, alone.key.respondent) == ("individual", "r7")


def test_a_wide_table_without_score_types_follows_the_projects_word_too(folder: Path) -> None:
    put(folder, "project.yaml", PROJECT + "submissions: individual\n")
    collected = read(folder, {"y1/a.csv": "organization,gov-board\nzora,3\n"})
    assert errors(collected) == [("respondent-missing", "responses/y1/a.csv:2")]
