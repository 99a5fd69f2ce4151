"""Brings the catalogues of printed words up to date: new messages in, those that are printed no more out; then checks.

Messages are taken from the calls `x.text("...")` and `x.plural("...", "...", n)` in the code, and of a name that the
code sets to one of them (`t = words.text`), read from its syntax tree, since the same words name other things as well;
from `_(...)` in the templates; and from the few tables whose words stand in the code as data. No line numbers are
written and nothing is guessed, so that a change of the code changes a catalogue only where a message changed.
"""

from __future__ import annotations

import ast
import io
import string
import sys
from collections.abc import Iterator
from gettext import c2py
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from oca.change import indicators, organization
from oca.comparison import exclusions
from oca.reporting.comparison import areas, codebook
from oca.tables import CHANGES, COMPARISON, FINDINGS, QUALITY, SCORE_TYPES, SCORES

Identity = str | list[str] | tuple[str, ...]

ROOT = Path(__file__).parent.parent

WIDTH = 110

FORMS = 3
"""Bosnian, Croatian and Serbian have three plural forms: 1 stavka, 2 stavke, 5 stavki."""

TEXTS = {"text": 1, "plural": 2}
"""By the name of a method, how many texts it takes first: one, or the one for one thing and the one for many."""

METHODS = [("**.j2", "jinja2")]


def catalogues() -> list[Path]:
    """Return the catalogues that there are."""
    return sorted((ROOT / "oca" / "locale").glob("*.po"))


def template() -> Catalog:
    """Return every message that the code, the templates and the tables print."""
    messages = Catalog()
    for path in sorted((ROOT / "oca").rglob("*.py")):
        for message in said_in_code(path.read_text(encoding="utf-8")):
            messages.add(message)
    for _, _, message, _, context in extract_from_dir(ROOT / "report_templates", METHODS, keywords={"_": None}):
        messages.add(message, context=context)
    for message in said_as_data():
        messages.add(message)
    return messages


def said_in_code(source: str) -> Iterator[Identity]:
    """Yield the messages of a module: what stands as a text where a call of `text` or `plural` takes one."""
    tree = ast.parse(source)
    names = dict(pair for node in ast.walk(tree) if isinstance(node, ast.Assign) for pair in _other_names(node))
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=called)) if called in TEXTS:
                yield from _messages(node.args[: TEXTS[called]], TEXTS[called])
            case ast.Call(func=ast.Name(id=name)) if name in names:
                yield from _messages(node.args[: TEXTS[names[name]]], TEXTS[names[name]])


def _other_names(assignment: ast.Assign) -> Iterator[tuple[str, str]]:
    """Yield each name that an assignment sets to some `x.text` or `x.plural`, and to which."""
    match assignment:
        case ast.Assign(targets=[ast.Tuple(targets)], value=ast.Tuple(values)):
            pairs = list(zip(targets, values, strict=False))
        case _:
            pairs = [(assignment.targets[0], assignment.value)]
    for pair in pairs:
        match pair:
            case ast.Name(name), ast.Attribute(attr=called) if called in TEXTS:
                yield name, called


def _messages(taken: list[ast.expr], number: int) -> Iterator[Identity]:
    """Yield the message that a call takes; of a condition between two, both."""
    match taken:
        case [ast.IfExp(body=one, orelse=other)]:
            yield from [*_messages([one], number), *_messages([other], number)]
        case _:
            texts = tuple(one.value for one in taken if isinstance(one, ast.Constant) and isinstance(one.value, str))
            if len(texts) == number:
                yield texts if number > 1 else texts[0]


def said_as_data() -> Iterator[str]:
    """Yield the words that stand in tables of the code, and are printed by a name."""
    for table in (SCORES, CHANGES, COMPARISON, QUALITY, FINDINGS):
        yield from (column.meaning for column in table.columns)
    for codes in codebook.CODES.values():
        yield from codes.values()
    yield from codebook.REVERSED.values()
    yield from areas.AREAS.values()
    yield from (meaning for code, meaning in organization.REASONS.items() if code)
    yield from exclusions.REASONS.values()
    yield from exclusions.ORDER
    yield from indicators.DEFINITIONS.values()
    yield from SCORE_TYPES


def renewed(text: str, messages: Catalog) -> str:
    """Return the text of a catalogue with exactly the messages that are printed; its head and translations stay."""
    head = text.split("\n\n", 1)[0]
    catalogue = read(text)
    catalogue.obsolete.clear()
    printed = {message.id for message in messages}
    known = {message.id for message in catalogue}
    for message in list(catalogue):
        if message.id and message.id not in printed:
            catalogue.delete(message.id)
    for message in messages:
        if message.id and message.id not in known:
            catalogue.add(message.id)
    body = io.BytesIO()
    write_po(body, catalogue, width=WIDTH, no_location=True, omit_header=True, sort_output=True)
    return f"{head}\n\n{body.getvalue().decode().strip()}\n"


def faults(text: str, messages: Catalog) -> list[str]:
    """Return what is wrong with a catalogue: a message missing, obsolete or doubtful, plural forms, placeholders."""
    catalogue = read(text)
    printed = {message.id for message in messages if message.id}
    known = {message.id: message for message in catalogue if message.id}
    found = [f"missing: {shown(one)}" for one in printed if one not in known or not translated(known[one])]
    found += [f"obsolete: {shown(one)}" for one in known if one not in printed]
    found += [f"fuzzy: {shown(message.id)}" for message in known.values() if message.fuzzy]
    if catalogue.num_plurals != FORMS or not _counts_as_we_do(catalogue.plural_expr):
        found.append("the head: the plural forms are not those of 1 stavka, 2 stavke, 5 stavki")
    for message in known.values():
        found += _faults_of(message)
    return sorted(found)


def _faults_of(message: Message) -> Iterator[str]:
    if translated(message):
        if message.pluralizable and len(forms(message)) != FORMS:
            yield f"{len(forms(message))} plural forms instead of {FORMS}: {shown(message.id)}"
        for form in forms(message):
            if placeholders(form) != placeholders(shown(message.id)):
                yield f"placeholders: {shown(message.id)} -> {form}"


def placeholders(text: str) -> set[str]:
    """Return the names that a text has in braces."""
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


def forms(message: Message) -> list[str]:
    """Return what is printed for a message: one text, or one for each plural form."""
    return [message.string or ""] if isinstance(message.string, str | None) else list(message.string)


def translated(message: Message) -> bool:
    """Say whether every form of a message is there."""
    return all(forms(message))


def shown(identity: Identity) -> str:
    """Return a message as its source reads; of a plural, the form for one."""
    return identity if isinstance(identity, str) else identity[0]


def _counts_as_we_do(rule: str) -> bool:
    """Say whether a catalogue's rule, which other tools go by, chooses as `Words.plural` does."""
    chosen, ours = c2py(rule), Locale.parse("bs").plural_form
    return all(chosen(number) == {"one": 0, "few": 1}.get(ours(number), 2) for number in range(200))


def read(text: str) -> Catalog:
    """Read the text of a catalogue."""
    return read_po(io.StringIO(text))


def main() -> int:
    """Renew every catalogue and say what is left to do; 1 when there is anything."""
    messages, left = template(), 0
    for path in catalogues():
        text = renewed(path.read_text(encoding="utf-8"), messages)
        path.write_text(text, encoding="utf-8")
        found = faults(text, messages)
        left += len(found)
        print(
            "\n".join([f"{path.name}: {len(messages)} messages, {len(found)} to mend", *(f"  {one}" for one in found)])
        )
    return int(left > 0)


if __name__ == "__main__":
    sys.exit(main())
