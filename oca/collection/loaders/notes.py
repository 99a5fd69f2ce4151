"""What is to be told of how the table of an export was understood, beside what became of each column."""

from __future__ import annotations

from collections.abc import Iterator

from oca.collection.loaders.headings import separators_of
from oca.collection.loaders.survey_table import SurveyTable
from oca.findings import quoted, shorten


def notes(table: SurveyTable) -> Iterator[str]:
    """Yield which separators were looked for, what answers stand for as mapping.yaml says, and what is no answer."""
    separators = separators_of(table.kind, table.asked.mapping)
    yield f"Between a group and a question were looked for: {', '.join(map(repr, separators))}."
    yield from _values(table)
    if table.blanks:
        yield "n/a stands for no answer."
    if table.yes_or_no:
        headings = shorten(quoted(table.uses[place].heading) for place in table.yes_or_no)
        yield f"{headings}: Y and N stand for yes and no, {table.kind.unanswered} for no answer."


def _values(table: SurveyTable) -> Iterator[str]:
    """Yield what answers stand for, with the columns for which it was said."""
    by_pattern: dict[str, list[int]] = {}
    for place in table.item_places:
        by_pattern.setdefault(table.meanings[place].pattern, []).append(place)
    for pattern, places in by_pattern.items():
        mapping = table.asked.mapping
        values = (mapping.values_by_column[pattern] if pattern else mapping.values) if mapping else {}
        if values:
            said = shorten(f"{typed} = {meant or 'blank'}" for typed, meant in values.items())
            headings = shorten((quoted(table.uses[place].heading) for place in places), 4)
            yield f"values{f'_by_column, {pattern!r}' if pattern else ''}: {said}; in {headings}."
