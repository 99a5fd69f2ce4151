"""What a column of an export is about: an item, a remark on an item, or whose sheet it is. Nothing is ever guessed.

Looked for in this order: what `mapping.yaml` declares, an item's name, the last part of a path of groups, the item's
title or prompt in any language, the same behind the name of a group, and a name that was cut in the middle.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from oca.collection.labels import field_asked
from oca.instrument.questionnaire import Questionnaire
from oca.language import for_matching, without_accents

ROLES = ("organization", "period", "questionnaire", "score_type", "respondent", "role", "submitted")
"""What a column says of a sheet when it is about no item."""

PARTS: Mapping[str, str] = {
    **dict.fromkeys(("comment", "comments", "komentar", "komentari"), "comment"),
    **dict.fromkeys(("na_reason", "na reason", "reason", "reason for n/a", "razlog", "obrazloženje"), "na_reason"),
    **dict.fromkeys(("evidence", "dokaz", "dokazi"), "evidence"),
}
"""How a remark on an item is called behind the item's name, in the form used for matching. A reason is a comment."""

_ROLE_WORDS: Mapping[str, str] = {
    **{for_matching(role): role for role in ROLES},
    **dict.fromkeys(
        (
            "organisation",
            "organizacija",
            "organization name",
            "organisation name",
            "name of organization",
            "name of the organization",
            "name of organisation",
            "name of the organisation",
            "organization id",
            "naziv organizacije",
            "ime organizacije",
            "udruženje",
            "naziv udruženja",
        ),
        "organization",
    ),
    **dict.fromkeys(("razdoblje", "godina procjene", "godina procene"), "period"),
    **dict.fromkeys(("upitnik",), "questionnaire"),
    **dict.fromkeys(("score type", "type of assessment", "vrsta procjene", "vrsta procene"), "score_type"),
    **dict.fromkeys(("respondent code", "ispitanik", "šifra ispitanika", "code of the respondent"), "respondent"),
    **dict.fromkeys(("your role", "uloga", "vaša uloga"), "role"),
}

CUT = range(30, 46)
"""How long a name is that a form builder cut in the middle; KoboToolbox cuts to 40 characters."""

LONGEST = 2_000
"""So many characters a heading may have; a longer one is no question, and matching it would take minutes."""

_BOUNDARY = re.compile(r"[/\-_:.|>]+")
_PART = re.compile(rf"(.+?)[\s_:\-./\[(]+({'|'.join(sorted(map(re.escape, PARTS), key=len, reverse=True))})[\])]?")
_PART_FIRST = re.compile(r"(comment|komentar|evidence|dokaz|dokazi)(?:\s*[:\-]\s*|\s+(?:on|za)\s+)(.+)")
_NUMBERED = re.compile(r"(?:\d+(?:\.\d+)*[.)]?|[a-z]\w*\d\w*(?:\[\w+\])?[.):])\s+(.+)")
_CODED = re.compile(r"(\w+)\.\s+(.+)")
_MARKS = re.compile(r"<[^<>]+>|[*#]+")


@dataclass(frozen=True)
class Match:
    """What a column was matched to.

    Attributes:
        targets: ids of items, `item:comment`, `item:evidence`, or a role; several where it cannot be told which.
        how: by what it was found, in words.
    """

    targets: tuple[str, ...]
    how: str

    @property
    def target(self) -> str:
        """The one target; empty where there are several."""
        return self.targets[0] if len(self.targets) == 1 else ""


class Columns:
    """Finds what the columns are about, among the items of one questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self._names: dict[str, set[str]] = {}
        self._labels: dict[str, set[str]] = {}
        self._slugs: dict[str, set[str]] = {}
        self._groups: set[str] = set()
        for item in questionnaire.item_ids:
            for name in (item, item.replace("-", "_"), item.replace("-", "")):
                self._names.setdefault(name, set()).add(item)
            for label in _labels(questionnaire, item):
                self._labels.setdefault(plain(label), set()).add(item)
                if len(slug(label)) * 2 > len(label):  # of a label in Cyrillic hardly anything is left
                    self._slugs.setdefault(slug(label), set()).add(item)
        for language in questionnaire.words:
            for dimension in questionnaire.dimension_ids:
                text = questionnaire.dimension_text(dimension, language)
                self._groups |= {plain(one) for one in (dimension, text.title, text.short) if one}

    @cached_property
    def known(self) -> Mapping[str, str]:
        """What each name and label is about that is about one thing only; without accents, to compare slips with."""
        written = [*self._names.items(), *self._labels.items(), *self._slugs.items()]
        found = {without_accents(text): next(iter(items)) for text, items in written if len(items) == 1}
        return {**{without_accents(word): role for word, role in _ROLE_WORDS.items()}, **found}

    def find(self, heading: str, separators: Sequence[str] = ("/",)) -> Match | None:
        """Return what a heading is about, or None. `separators` stand between groups and questions."""
        if len(heading) > LONGEST:
            return None
        marks = _marks(separators)
        return self._whole(heading, marks) or self._remark(heading, marks) or _role(heading, marks)

    def helps_to_ask(self, heading: str, separators: Sequence[str] = ("/",)) -> str:
        """Return the item that a column of our own XLSForm helps to ask: its number, or why there is none; else empty.

        Where answers lie between levels, the form asks for these two, and the item's own column holds what they say.
        """
        if self.questionnaire.structure.scale.step is None or len(heading) > LONGEST:
            return ""
        marks = _marks(separators)
        for mark in (" – ", "_"):
            whose, _, what = heading.rpartition(mark)
            found = self._whole(whose, marks) if whose and (mark != "_" or what in ("number", "state")) else None
            if found and found.target:
                return found.target
        return ""

    def _whole(self, heading: str, marks: Mapping[str, str]) -> Match | None:
        name, label = for_matching(heading), plain(heading)
        behind = self._behind_mark(label, marks)
        for found, how in (
            (self._names.get(name), "name"),
            (self._labels.get(label), "label"),
            (
                next((self._names[end] for end in _ends(name, marks) if end in self._names), None),
                "last part of the path",
            ),
            behind,
            (self._behind_group(label), "label behind a group"),
            (self._numbered(label), "label behind a number"),
            (self._row_of_grid(heading), "row of a grid"),
            (self._cut(_last(name, marks)), "name made from the label"),
        ):
            if found:
                return Match(tuple(sorted(found)), how)
        return None

    def _remark(self, heading: str, marks: Mapping[str, str]) -> Match | None:
        text = for_matching(heading)
        behind, before = _PART.fullmatch(text), _PART_FIRST.fullmatch(text)
        pairs = [(behind[1], behind[2])] if behind else []
        pairs += [(before[2], before[1])] if before else []
        for mark in marks:
            first, _, rest = text.partition(mark)
            front, _, last = text.rpartition(mark)
            pairs += [(whose, part.strip()) for whose, part in ((rest, first), (front, last)) if part.strip() in PARTS]
        for whose, part in pairs:
            found = self._whole(whose, marks)
            if found:
                return Match(tuple(f"{item}:{PARTS[part]}" for item in found.targets), f"{found.how}, {PARTS[part]}")
        return None

    def _behind_mark(self, label: str, marks: Mapping[str, str]) -> tuple[set[str] | None, str]:
        """Return the items whose label stands behind a separator, and the words that name it.

        Behind `comment` stands a remark on an item, not the item.
        """
        for mark, separator in marks.items():
            for place in re.finditer(re.escape(mark), label):
                rest = label[place.end() :].strip()
                found = self._labels.get(rest) or self._numbered(rest)
                if found and label[: place.start()].strip() not in PARTS:
                    return found, f"label behind a group, after {separator!r}"
        return None, ""

    def _behind_group(self, label: str) -> set[str] | None:
        """Return what stands behind the name of a dimension and any mark."""
        for group in self._groups:
            rest = label.removeprefix(group)
            if rest != label and not rest[:1].isalnum() and (found := self._labels.get(rest.lstrip(" /-_:.|>"))):
                return found
        return None

    def _numbered(self, label: str) -> set[str] | None:
        """Return the item of `12. prompt`, `Q1. prompt`, and of `govboard. any text`."""
        numbered, coded = _NUMBERED.fullmatch(label), _CODED.fullmatch(label)
        found = self._labels.get(numbered[1]) if numbered else None
        return found or (self._names.get(coded[1]) if coded else None)

    def _row_of_grid(self, heading: str) -> set[str] | None:
        """Return the item of `Question [row]`; the row's own text may hold brackets."""
        for row in _rows(heading):
            label, name = plain(row), for_matching(row)
            if found := self._labels.get(label) or self._names.get(name) or self._numbered(label):
                return found
        return None

    def _cut(self, name: str) -> set[str] | None:
        """Return the item whose label a form builder made a name of: `Does_the_board_meet`, or longer, cut."""
        if " " in name:
            return None
        if name in self._slugs:
            return self._slugs[name]
        if len(name) not in CUT:
            return None
        return {item for full, items in self._slugs.items() if _is_cut_of(name, full) for item in items} or None


def plain(label: str) -> str:
    """Return a label in the form used for matching, without marks of emphasis and without the mark at its end."""
    return for_matching(_MARKS.sub(" ", label)).rstrip(" ?:.!")


def slug(label: str) -> str:
    """Return the name that a form builder makes of a label: other signs than a-z and digits become one underscore."""
    composed = unicodedata.normalize("NFC", label)
    return re.sub(r"[^A-Za-z0-9]+", "_", composed).strip("_").casefold()


def role_of(word: str) -> str:
    """Return the role that a heading alone stands for, such as organization for `Naziv organizacije`; else empty.

    A label of our own forms counts in every language.
    """
    return _ROLE_WORDS.get(plain(word)) or field_asked(word)


def part_of(heading: str) -> str:
    """Return comment, evidence or na_reason when a heading says that and nothing else; else empty."""
    return PARTS.get(plain(heading), "")


def _role(heading: str, marks: Mapping[str, str]) -> Match | None:
    name = for_matching(heading)
    last = _last(name, marks)
    ends = (_ROLE_WORDS[end] for end in _ends(name) if end in ROLES and " " not in heading)
    label = plain(heading)
    behind = [found[found.lastindex or 0] for one in (_NUMBERED, _CODED) if (found := one.fullmatch(label))]
    role = next(filter(None, map(role_of, (heading, last, *behind))), "") or next(ends, "")
    return Match((role,), "name") if role else None


def _labels(questionnaire: Questionnaire, item: str) -> Iterator[str]:
    """Yield how an item may be labelled: title, prompt, or both."""
    for language in questionnaire.words:
        text = questionnaire.item_text(item, language)
        yield from (one for one in (text.title, text.prompt) if one)
        if text.title and text.prompt:
            yield from (f"{text.title}{mark} {text.prompt}" for mark in ("", ":", ".", " -"))


def _marks(separators: Sequence[str]) -> dict[str, str]:
    """Return separators as they stand in texts in the form used for matching, and as they were written.

    >>> _marks(["/", " → "])
    {'/': '/', ' → ': ' → '}
    """
    return {
        f"{' ' * one[:1].isspace()}{for_matching(one)}{' ' * one[-1:].isspace()}" if one.strip() else " ": one
        for one in separators
        if one
    }


def _last(name: str, marks: Iterable[str]) -> str:
    """Return what stands behind the last separator of any kind."""
    for mark in marks:
        name = name.rpartition(mark)[2]
    return name.strip()


def _ends(name: str, marks: Iterable[str] = ()) -> list[str]:
    """Return what stands behind each separator of a path, the longest first."""
    found = {one.end() for one in _BOUNDARY.finditer(name)}
    found |= {one.end() for mark in marks for one in re.finditer(re.escape(mark), name)}
    return [name[end:].strip() for end in sorted(found)]


def _rows(heading: str) -> Iterator[str]:
    """Yield what the last brackets of a heading may hold, the longest first: the row's own text may hold brackets."""
    text = heading.rstrip()
    if text.endswith("]"):
        yield from (text[at + 1 : -1] for at, sign in enumerate(text) if sign == "[")


def _is_cut_of(name: str, full: str) -> bool:
    """Say whether a name is the beginning and the end of a longer one, with underscores at most between the two."""
    if len(full) <= len(name):
        return False
    return any(
        full.startswith(name[:at].rstrip("_")) and full.endswith(name[at:].lstrip("_"))
        for at in range(8, len(name) - 7)
    )
