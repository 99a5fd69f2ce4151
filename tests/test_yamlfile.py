"""Strict YAML: text stays text, and every fault has its line."""

from __future__ import annotations

import pytest

from oca.errors import InputError
from oca.yamlfile import Strict, parse, validate


class Inner(Strict):
    """A model inside another."""

    weight: float = 1
    name: str = ""


class Outer(Strict):
    """A model with a list and a dict of the other."""

    text: str = ""
    many: list[Inner] = []
    named: dict[str, Inner] = {}
    one: Inner | None = None


@pytest.mark.parametrize("written", ["No", "1.10", "2024-05-01", "yes", "0x10", "1e3", "~tilde", "null and void"])
def test_a_value_stays_the_text_that_was_written(written: str) -> None:
    assert parse(f"text: {written}", "f.yaml").data == {"text": written}


def test_an_empty_value_is_none_and_a_quoted_one_is_empty_text() -> None:
    assert parse("a:\nb: ''\nc: ~\nd: '~'", "f.yaml").data == {"a": None, "b": "", "c": None, "d": "~"}


@pytest.mark.parametrize(
    ("written", "row", "says"),
    [
        ("many:\n  - weight: 1\n  - wieght: 2\n", 3, "Did you mean weight?"),
        ("named:\n  x:\n    nam: a\n", 3, "Did you mean name?"),
        ("one:\n  wight: 1\n", 2, "Did you mean weight?"),
        ("txt: a\n", 1, "Did you mean text?"),
        ("many:\n  - weight: heavy\n", 2, "found: 'heavy'"),
    ],
)
def test_a_wrong_key_or_value_is_said_with_its_line(written: str, row: int, says: str) -> None:
    with pytest.raises(InputError) as raised:
        validate(parse(written, "f.yaml"), Outer)
    (found,) = raised.value.findings
    assert found.place.row == row
    assert says in str(found)


def test_all_faults_of_a_file_come_at_once() -> None:
    with pytest.raises(InputError) as raised:
        validate(parse("txt: a\nmany:\n  - weight: heavy\n  - nam: b\n", "f.yaml"), Outer)
    assert sorted(found.place.row or 0 for found in raised.value.findings) == [1, 3, 4]


def test_repeated_keys_are_all_named() -> None:
    with pytest.raises(InputError) as raised:
        parse("a: 1\nb:\n  c: 1\n  c: 2\na: 3\n", "f.yaml")
    assert [found.place.row for found in raised.value.findings] == [4, 5]
