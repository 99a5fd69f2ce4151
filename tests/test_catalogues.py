"""The catalogues of printed words: nothing missing, nothing left over, placeholders and plural forms in order."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tools.catalogues import catalogues, faults, renewed, said_in_code, template

HEAD = (
    '# Words.\nmsgid ""\nmsgstr ""\n"Language: bs\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : '
    'n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"'
)

GOOD = f"""{HEAD}

# said of a form
msgid "Start"
msgstr "Početak"

#, python-brace-format
msgid "{{n}} item"
msgid_plural "{{n}} items"
msgstr[0] "{{n}} stavka"
msgstr[1] "{{n}} stavke"
msgstr[2] "{{n}} stavki"
"""


def printed() -> Catalog:
    """Return the messages of a program that prints two."""
    messages = Catalog()
    messages.add("Start")
    messages.add(("{n} item", "{n} items"))
    return messages


@pytest.fixture(scope="module")
def messages() -> Catalog:
    return template()


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.name)
def test_a_shipped_catalogue_has_every_printed_word_and_no_other(path: Path, messages: Catalog) -> None:
    assert len(messages) > 300
    assert faults(path.read_text(encoding="utf-8"), messages) == []


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.name)
def test_a_shipped_catalogue_is_as_make_catalogues_writes_it(path: Path, messages: Catalog) -> None:
    text = path.read_text(encoding="utf-8")
    assert renewed(text, messages) == text


def test_messages_are_found_in_code_templates_and_tables(messages: Catalog) -> None:
    found = {message.id for message in messages}
    assert "The overall score is the mean of all items." in found  # words.text in the code
    assert ("{n} person rated alone", "{n} people rated alone") in found  # words.plural
    assert "How the figures came about" in found  # a template
    assert "id of the organization" in found  # the meaning of a column
    assert "lower by at least the meaningful change, which is better on this scale" in found  # a code


def test_a_good_catalogue_has_no_fault() -> None:
    assert faults(GOOD, printed()) == []


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ('msgstr "Početak"', 'msgstr ""', "missing: Start"),
        ('msgid "Start"', 'msgid "Begin"', "obsolete: Begin"),
        ('msgstr[1] "{n} stavke"', 'msgstr[1] ""', "missing: {n} item"),
        ('"{n} stavke"', '"{m} stavke"', "placeholders: {n} item -> {m} stavke"),
        ('"{n} stavki"', '"stavki"', "placeholders: {n} item -> stavki"),
        ("# said of a form", "#, fuzzy", "fuzzy: Start"),
        ("nplurals=3", "nplurals=2", "the head: the plural forms are not those of 1 stavka, 2 stavke, 5 stavki"),
        ("n%10==1 && ", "n==1 && ", "the head: the plural forms are not those of 1 stavka, 2 stavke, 5 stavki"),
    ],
)
def test_every_kind_of_fault_is_said(right: str, wrong: str, fault: str) -> None:
    assert right in GOOD
    assert fault in faults(GOOD.replace(right, wrong), printed())


def test_renewing_adds_what_is_new_drops_what_is_old_and_keeps_the_rest_with_its_comments() -> None:
    messages = printed()
    messages.add("Answer")
    old = GOOD + '\nmsgid "Gone"\nmsgstr "Nestalo"\n'
    text = renewed(old, messages)
    assert "Gone" not in text
    assert 'msgid "Answer"\nmsgstr ""' in text
    assert '# said of a form\nmsgid "Start"\nmsgstr "Početak"' in text
    assert text.startswith(HEAD)
    assert 'msgstr[2] "{n} stavki"' in text
    assert renewed(text, messages) == text
    assert "#:" not in text


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.name)
def test_no_translation_says_the_same_twice(path: Path) -> None:
    """Longer texts whose beginning stands again within them were pasted more than once."""
    with path.open("rb") as file:
        texts = [text for message in read_po(file) for text in _forms(message.string)]
    assert [text for text in texts if len(text) > 60 and text.count(text[:40]) > 1] == []


def _forms(string: str | tuple[str, ...] | list[str]) -> list[str]:
    return [string] if isinstance(string, str) else list(string)


def test_only_a_text_that_a_call_takes_is_a_message() -> None:
    source = """
def shown(text: str = "no default", *, t: str = ", "): ...
shown(text=" ", t="(shortened)")
words.text("A sentence.")
words.text("One " "and two", text="no keyword")
print(f"{words.text('within an f-string')}")
words.plural("{n} item", "{n} items", 3)
words.plural("one form alone")
words.text(chosen, "not the first")
words.text("when so" if chosen else "when not")
say, number = view.words.text, 3
say("by another name")
text("a function of the module")
title(text("another one"), number("x"))
"""
    assert sorted(said_in_code(source), key=str) == [
        ("{n} item", "{n} items"),
        "A sentence.",
        "One and two",
        "by another name",
        "when not",
        "when so",
        "within an f-string",
    ]
