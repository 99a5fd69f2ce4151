"""What mapping.yaml says that answers stand for: what of it is no answer, and the entry that a refused text needs."""

from __future__ import annotations

import glob
import json
from collections.abc import Iterable, Iterator, Mapping

from oca.collection.form_content import states_in
from oca.collection.levels import Levels
from oca.collection.mapping import BLANK, NAME, FileMapping, PeriodMapping
from oca.findings import Finding, finding
from oca.language import for_matching, words

GAP = "LEVEL"
"""What stands in a proposed entry where only a person knows what to write."""

OFFERED = 12
"""So many texts are offered in one entry."""


def value_faults(mapping: PeriodMapping, levels: Levels, language: str) -> Iterator[Finding]:
    """Yield a finding, with the answers in a language, for each value that is none of the period's questionnaire."""
    for number, one in enumerate(mapping.files):
        tables: dict[tuple[str, ...], Mapping[str, str]] = {("values",): one.values}
        tables |= {("values_by_column", pattern): values for pattern, values in one.values_by_column.items()}
        for where, values in tables.items():
            for typed, meant in values.items():
                if mapping.document and not _is_answer(meant, levels):
                    place = mapping.document.place("files", number, *where, typed)
                    names = {
                        "meant": meant,
                        "typed": typed,
                        "file": one.file,
                        "questionnaire": levels.questionnaire.ref,
                    }
                    yield finding("mapping-value", place, known=_known(levels, language), **names)


def no_answers(entry: FileMapping | None, levels: Levels) -> frozenset[str]:
    """Return what is said in an entry that answers stand for, and is no answer; in the form used for matching."""
    tables = [entry.values, *entry.values_by_column.values()] if entry else []
    return frozenset(
        for_matching(meant) for values in tables for meant in values.values() if not _is_answer(meant, levels)
    )


def proposal(typed: Mapping[str, Iterable[str]], mapping: PeriodMapping, period: str, name: str) -> str:
    """Return where in mapping.yaml to say what some texts stand for, and the entry, ready to be pasted.

    Args:
        typed: the texts that were refused, by the columns in which they stand for the same; all together under an empty
            text where that holds for the whole file.
        mapping: what the period's mapping.yaml says already.
        period: the period, in whose folder it lies.
        name: the file of answers, by its name in that folder.
    """
    by_column = {
        pattern: _mapped((text, GAP) for text in list(dict.fromkeys(texts))[:OFFERED])
        for pattern, texts in typed.items()
    }
    key = "values" if "" in by_column else "values_by_column"
    values = by_column.get("") or _mapped(list(by_column.items())[:OFFERED])
    where, entry = f"responses/{period}/{NAME}", mapping.of(name)
    if entry:
        return f"in {where}, under {key} of the entry for {entry.file}: {values}"
    added = f"{{file: {_quoted(glob.escape(name))}, {key}: {values}}}"
    if mapping.document:
        return f"in {where}, as one more entry under files: - {added}"
    return f"in a new file {where}: files: [{added}]"


def _mapped(pairs: Iterable[tuple[str, str]]) -> str:
    """Return keys and what stands behind each as YAML on one line."""
    return f"{{{', '.join(f'{_quoted(key)}: {value}' for key, value in pairs)}}}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _is_answer(meant: str, levels: Levels) -> bool:
    return for_matching(meant) == BLANK or any(levels.read(item, meant) for item in levels.questionnaire.item_ids)


def _known(levels: Levels, language: str) -> str:
    spans = dict.fromkeys(levels.words(item, language) for item in levels.questionnaire.item_ids)
    return ", ".join((" or ".join(spans), *states_in(words(language)).values()))
