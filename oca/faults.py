"""What is wrong with a content file in words that its author understands, whatever parser and model say of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml
from pydantic_core import ErrorDetails

_KEYS = "keys with their values are expected here, each on a line of its own, as in key: value"
_WHOLE, _NUMBER = "a whole number is expected, such as 3", "a number is expected, such as 3 or 2.5"
_TEXT, _LIST = "a text is expected", "a list is expected, such as [a, b], or a line with a hyphen for each entry"
_DAY, _TRUTH = "a day is expected, such as 2025-11-30 or 30.11.2025.", "true or false is expected"

_WORDS: Mapping[str, str] = {
    "missing": "is missing",
    "extra_forbidden": "this key is not known here",
    **dict.fromkeys(("dict_type", "mapping_type", "model_type", "model_attributes_type"), _KEYS),
    **dict.fromkeys(("list_type", "tuple_type", "set_type", "iterable_type"), _LIST),
    **dict.fromkeys(("string_type", "string_sub_type", "string_unicode"), _TEXT),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float", "int_parsing_size"), _WHOLE),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), _NUMBER),
    **dict.fromkeys(("bool_type", "bool_parsing"), _TRUTH),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing"), _DAY),
    "literal_error": "one of these is expected: {expected}",
    "greater_than": "it must be more than {gt:g}",
    "greater_than_equal": "it must be {ge:g} or more",
    "less_than": "it must be less than {lt:g}",
    "less_than_equal": "it must be {le:g} or less",
    "too_short": "at least {min_length} needed",
    "too_long": "at most {max_length} allowed",
}
"""The kinds of faults that a model finds, by the name that pydantic gives each."""

_YAML: tuple[tuple[str, str], ...] = (
    (
        "mapping values are not allowed",
        "a colon stands where none can: the line is indented wrongly, or it is a text "
        "with a colon, which needs quotation marks",
    ),
    ("block sequence entries are not allowed", "a hyphen stands where none can: a list begins on a line of its own"),
    ("expected '-' indicator", "a list goes on without its hyphen, or indented otherwise than above"),
    ("expected key", "the line does not fit those above: it is indented otherwise, or one above is not closed"),
    ("expected ':'", "a key has no colon after it, or a quotation mark is not closed"),
    ("end of stream", "a quotation mark is not closed"),
    ("expected ',' or", "a bracket is not closed, or a comma is missing in it"),
    ("expected node content", "something is missing here, such as a value between two commas"),
    ("escape", "a backslash in double quotation marks; use single ones, or write it twice"),
    ("hexdecimal", "a backslash in double quotation marks; use single ones, or write it twice"),
    ("control characters", "a character stands here that cannot be seen; type the line again"),
    ("document", "a second document begins here; a file holds one, so --- may stand at its beginning only"),
    ("tag", "a text that begins with ! needs quotation marks"),
    ("anchor", "a text that begins with & or * needs quotation marks"),
    ("alias", "a text that begins with & or * needs quotation marks"),
    ("directive", "a line that begins with % needs quotation marks"),
    ("block scalar", "after | or > nothing else stands on the line"),
)
"""What the parser of YAML says, in part, and what it means; the first that fits counts."""


def problem_of(error: ErrorDetails) -> str:
    """Return what is wrong with a value, as part of a sentence."""
    if error["type"] == "value_error":
        said = error["msg"].removeprefix("Value error, ")
        return said[:1].lower() + said[1:]
    return _WORDS.get(error["type"], "this cannot stand here").format(**error.get("ctx", {}))


def found_in(error: ErrorDetails, limit: int = 60) -> str:
    """Return what stands where a value is wrong."""
    value: Any = error["input"]
    if value is None or error["type"] == "missing":
        return "nothing"
    if isinstance(value, dict | list):
        return "a list" if isinstance(value, list) else "keys"
    return repr(value) if len(repr(value)) <= limit else f"{repr(value)[:limit]}..."


_NO_SPACE = re.compile(r"[\s-]*[\w-]+:\S")


def yaml_fault(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    """Return the line in which a text is no YAML, and why."""
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    if "expected alphabetic" in said:  # a sign that no name can have, after the one that begins a name
        said = str(getattr(error, "context", None) or said)
    begun = "end of stream" in said or "expected ':'" in said  # it is noticed later, and mended where it began
    mark = getattr(error, "context_mark" if begun else "problem_mark", None)
    unseen = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    if mark is None:
        at = unseen.start() if unseen else 0
        return text.count("\n", 0, at) + 1, _meaning(said)
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    before = line[: mark.column + 1]
    if "\t" in before and not before.replace("\t", "").strip():
        return mark.line + 1, "a tab stands at its beginning; YAML is indented with spaces only"
    if "expected ':'" in said and _NO_SPACE.match(line):
        return mark.line + 1, "after the colon of a key there is no space, as in key: value"
    if "start any token" in said:
        sign = line[mark.column : mark.column + 1]
        what = (
            "a tab stands in it; use spaces"
            if sign == "\t"
            else f"a text that begins with {sign} needs quotation marks"
        )
        return mark.line + 1, what
    return mark.line + 1, _meaning(said)


def _meaning(said: str) -> str:
    return next((meant for part, meant in _YAML if part in said), "it cannot be read from here on")
