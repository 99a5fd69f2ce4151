"""What is printed, read back from the files: tables of CSV, XLSX and HTML, and each figure in them."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from openpyxl import load_workbook

from tests.attack.known import OVERALL, Element, Known

HALF = 0.05
"""Means are printed to one decimal, half up."""

SPREADS = ("sd", "minimum", "maximum", "lower_quartile", "upper_quartile")
"""Statistics that no output but an internal one holds (METHODS 8.4)."""


@dataclass(frozen=True)
class Figure:
    """One printed figure.

    Attributes:
        statistic: mean, median, reaching (how many stand at `level` or higher), number (how many have a score);
            change_mean, improved, unchanged, declined (how many) of the change up to `period`.
        element: of what.
        period: of when.
        members: of whom: those of the group who were assessed then, and for changes before that.
        organizations: how many of them contribute; -1 where it is not said.
        low, high: between what the figure lies; a mean is below `high`, a number may be it.
        level: of `reaching`.
        since: of a change, baseline or previous.
        where: the file and table.
    """

    statistic: str
    element: Element
    period: str
    members: frozenset[str]
    organizations: int
    low: float
    high: float
    level: float = math.nan
    since: str = ""
    where: str = field(default="", compare=False)

    @property
    def of_change(self) -> bool:
        """Whether it speaks of changes."""
        return bool(self.since)


@dataclass(frozen=True)
class Table:
    """A table of a file: what stands above it, its headings, and its rows, each cell in its parts."""

    where: str
    above: str
    headings: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]

    def records(self) -> Iterator[dict[str, str]]:
        """Yield each row by heading, the parts of a cell joined."""
        for row in self.rows:
            yield {name: " ".join(cell) for name, cell in zip(self.headings, row, strict=False)}


@dataclass(frozen=True)
class Reading:
    """What was read: the figures, the rules that are broken at first sight, who has answered all, what was not read."""

    figures: tuple[Figure, ...]
    breaches: tuple[str, ...]
    complete: frozenset[str]
    unread: tuple[str, ...]


def read_files(paths: Sequence[Path], known: Known) -> Reading:
    """Read everything that stands in some files."""
    reader = _Reader(known)
    for path in paths:
        behind = _BEHIND_OWN.search(path.read_text(encoding="utf-8")) if path.suffix == ".html" else None
        reader.behind_own = behind[1] if behind else ""
        for table in tables(path):
            reader.take(table)
    return Reading(
        tuple(dict.fromkeys(reader.figures)), tuple(reader.breaches), frozenset(reader.complete), tuple(reader.unread)
    )


def tables(path: Path) -> Iterator[Table]:
    """Return the tables of a file, or of all files of a folder."""
    if path.is_dir():
        for one in sorted(path.iterdir()):
            yield from tables(one)
    elif path.suffix == ".csv":
        rows = list(csv.reader(path.open(encoding="utf-8-sig")))
        yield _table(path.name, "", rows)
    elif path.suffix == ".xlsx":
        yield from _sheets(path)
    elif path.suffix == ".html":
        parser = _Tables(path.name)
        parser.feed(path.read_text(encoding="utf-8"))
        yield from parser.tables


def _table(where: str, above: str, rows: Sequence[Sequence[str]]) -> Table:
    head, *rest = rows
    return Table(where, above, tuple(head), tuple(tuple((cell,) for cell in row) for row in rest))


def _sheets(path: Path) -> Iterator[Table]:
    """Yield each sheet that has a title, two notes and a row of headings, as the workbook is laid out."""
    book = load_workbook(path, data_only=True)
    for sheet in book.worksheets:
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        start = next((nth for nth, row in enumerate(rows) if nth and sum(map(bool, row)) > 1), None)
        if start is not None and sheet.title != "README":
            yield _table(f"{path.name}, {sheet.title}", rows[0][0], rows[start:])
    book.close()


class _Tables(HTMLParser):
    """Collects the tables of a page, the heading above each, and the main figures as a table of their own."""

    def __init__(self, where: str) -> None:
        super().__init__()
        self.where = where
        self.tables: list[Table] = []
        self.heading = ""
        self._rows: list[list[list[str]]] | None = None
        self._main: list[str] | None = None
        self._into: list[str] | None = None
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if tag in {"svg", "style", "script"}:
            self._skipped += 1
        elif tag == "table":
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in {"td", "th"} and self._rows:
            self._into = []
            self._rows[-1].append(self._into)
        elif tag in {"h2", "h3"} or (tag == "p" and {"value", "what", "basis"} & set(classes)):
            self._into = []

    def handle_endtag(self, tag: str) -> None:
        if tag in {"svg", "style", "script"}:
            self._skipped -= 1
        elif tag == "table" and self._rows is not None:
            self._close()
        elif tag in {"h2", "h3"}:
            self.heading = " ".join(self._into or [])
            self._into = None
        elif tag == "p" and self._into is not None and self._rows is None:
            self._short(" ".join(self._into))
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None and not self._skipped and data.strip():
            self._into.append(" ".join(data.split()))

    def _close(self) -> None:
        head, *rest = self._rows or [[]]
        headings = tuple(" ".join(cell) for cell in head)
        rows = tuple(tuple(tuple(cell) for cell in row) for row in rest)
        self.tables.append(Table(self.where, self.heading, headings, rows))
        self._rows = self._into = None

    def _short(self, text: str) -> None:
        """Gather value, what it is and how many stand behind it into one table."""
        self._main = (self._main or []) + [text]
        cells = tuple((one,) for one in self._main)
        rest = [one for one in self.tables if one.headings != ("main figures",)]
        self.tables = [*rest, Table(self.where, self.heading, ("main figures",), (cells,))]


_NUMBER = re.compile(r"^[+−-]?\d+(?:\.\d+)?$")

_BEHIND_OWN = re.compile(r"yours included \(number: (\d+)\)")
"""How a single report says how many organizations stand behind the means of the cohort."""

_OF = re.compile(r"^(at least )?(\d+) of (\d+)$")


def number(text: str) -> float | None:
    """Read a printed number; None where there is none, or it is hidden."""
    return float(text.replace("−", "-")) if _NUMBER.match(text) else None


def printed(value: float, *, signed: bool = False) -> tuple[float, float]:
    """Return between what a value lies that is printed to one decimal; half up, so the upper end is not reached.

    Which end of a negative change is reached is left open.
    """
    low, high = round(value - HALF, 9), round(value + HALF, 9)
    return (low, high + 1e-4) if signed and value < HALF else (low, high)


class _Reader:
    """Turns tables into figures; each kind of table is known by its headings."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.figures: list[Figure] = []
        self.breaches: list[str] = []
        self.complete: set[str] = set()
        self.unread: list[str] = []
        self.behind_own = ""
        self.period = {label: period for period, label in known.periods.items()}
        titles = {f"Dimension {one}": ("dimension", one) for one in known.dimensions}
        items = [item for items in known.dimensions.values() for item in items]
        self.titles: dict[str, Element] = {
            "Overall": OVERALL,
            **titles,
            **{one: ("dimension", one) for one in known.dimensions},
            **{f"Item {one}": ("item", one) for one in items},
            **{one: ("item", one) for one in items},
        }

    def take(self, table: Table) -> None:
        """Read a table by whichever of its headings is known."""
        for wanted, read in self._kinds().items():
            if set(wanted) <= set(table.headings):
                read(table)
                return
        told = any(number(part) is not None for row in table.rows for cell in row for part in cell)
        if told and table.headings[:1] not in ((), ("Version",), ("Table",), ("table",)):
            self.unread.append(f"{table.where}: {table.above}: {', '.join(table.headings)}")

    def _kinds(self) -> Mapping[tuple[str, ...], Callable[[Table], None]]:
        return {
            ("statistic", "value", "organizations"): self._tidy,
            ("Indicator", "Out of"): self._indicators,
            ("Change since", "Compared"): self._changes,
            ("Mean change since baseline",): self._summary,
            ("Mean of the cohort",): self._distribution,
            ("Item", "Mean", "What is asked"): self._items,
            ("Organizations in the register",): self._groups,
            ("Items answered",): self._nothing,
            ("In the cohort", "Assessed"): self._participation,
            ("Indicator, and what it counts",): self._cohort_indicators,
            ("Mean, organizations",): self._years,
            ("Mean, interval, organizations",): self._years,
            ("Pairs", "Change"): self._pairs,
            ("Share of those that compare",): self._outcomes,
            ("With a level", "Answers"): self._answers,
            ("Now", "Cohort"): self._own,
            ("Now",): self._nothing,
            ("Level", "In words"): self._nothing,
            ("Item", "Level"): self._nothing,
            ("Dimension", *self.period): self._nothing,
            ("main figures",): self._main,
            ("Item", "Dimension", "Share", "Organizations"): self._at_levels,
            ("Dimension", "All organizations"): self._by_group,
            **{(label, f"Organizations, {label}"): self._periods for label in self.period},
        }

    # what a figure is of

    def _members(self, group: str, by: str = "") -> frozenset[str] | None:
        name = self.known.names.get(group, group)
        found = [members for (column, one), members in self.known.groups.items() if one == name and by in ("", column)]
        return found[0] if found else None

    def _add(
        self,
        statistic: str,
        element: Element,
        period: str,
        members: frozenset[str] | None,
        organizations: float | None,
        ends: tuple[float, float],
        where: str,
        **more: object,
    ) -> None:
        if members is None:
            self.unread.append(f"{where}: {statistic} of an unknown group")
            return
        here = members & self.known.assessed[period]
        since = str(more.get("since", ""))
        if since:
            here = frozenset(one for one in here if self.known.previous(period, one, since))
        number_of = -1 if organizations is None else int(organizations)
        self.figures.append(
            Figure(statistic, element, period, here, number_of, *ends, where=where, **more)  # type: ignore[arg-type]
        )

    def _mean(self, place: tuple[Element, str, frozenset[str] | None], value: str, of: str, where: str) -> None:
        mean = number(value)
        if mean is not None:
            element, period, members = place
            self._add("mean", element, period, members, number(of), printed(mean), where)

    def _change(self, place: tuple[Element, str, frozenset[str] | None], since: str, value: str, of: str, where: str) -> None:
        mean = number(value)
        if mean is not None:
            element, period, members = place
            ends = printed(mean, signed=True)
            self._add("change_mean", element, period, members, number(of), ends, where, since=since)

    def _count(self, statistic: str, place: tuple[Element, str, frozenset[str] | None], value: float | None, of: float | None, where: str, **more: object) -> None:
        if value is not None:
            element, period, members = place
            self._add(statistic, element, period, members, of, (value, value), where, **more)

    # tables of the comparison

    def _tidy(self, table: Table) -> None:
        for row in table.records():
            value, of = number(row["value"]), number(row["organizations"])
            if value is None or of is None or of < 1:
                continue
            element: Element = (row["kind"], row["element"])
            place = (element, row["period"], self._members(row["group"], row["by"]))
            since = "previous" if row["statistic"].startswith("previous_") else "baseline"
            self._statistic(row["statistic"].removeprefix("previous_"), place, since, row, table.where)

    def _statistic(self, statistic: str, place: tuple[Element, str, frozenset[str] | None], since: str, row: Mapping[str, str], where: str) -> None:
        value, of = float(row["value"]), float(row["organizations"])
        verdicts = {"share_improved": "improved", "share_no_clear_change": "unchanged", "share_declined": "declined"}
        if statistic == "mean":
            self._mean(place, row["value"], row["organizations"], where)
        elif statistic == "median":
            self._add("median", *place, of, printed(value), where)
        elif statistic.startswith("share_reaching_"):
            level = float(statistic.removeprefix("share_reaching_"))
            self._count("reaching", place, round(value * of), of, where, level=level)
        elif statistic == "change_mean":
            self._change(place, since, row["value"], row["organizations"], where)
        elif statistic in verdicts:
            self._count(verdicts[statistic], place, round(value * of), of, where, since=since)
        elif statistic in SPREADS:
            self.breaches.append(f"{where}: {statistic} of {place[0]}")

    def _indicators(self, table: Table) -> None:
        everyone = self._members("cohort")
        for row in table.records():
            self._indicator(row["Indicator"], self.period[row["Period"]], number(row["Number"]), number(row["Out of"]), everyone, table.where)

    def _indicator(self, name: str, period: str, count: float | None, of: float | None, everyone: frozenset[str] | None, where: str) -> None:
        if count is None or of is None:
            return
        place = (OVERALL, period, everyone)
        band = re.match(r"Overall: Band (\d+) or better", name)
        if band:
            self._count("reaching", place, count, of, where, level=self.known.bands[int(band[1])])
        elif name.startswith("With an overall score"):
            self._count("number", place, count, count, where)
        elif name.startswith("Improved overall"):
            since = "previous" if "before" in name else "baseline"
            self._count("improved", place, count, of, where, since=since)
        elif name.startswith(("Improved in at least one", "Improved in at least half")):
            statistic = "improved_any" if "one dimension" in name else "improved_half"
            self._count(statistic, place, count, of, where, since="previous" if "before" in name else "baseline")

    def _changes(self, table: Table) -> None:
        for row in table.records():
            since = "baseline" if row["Change since"] == "baseline" else "previous"
            group = next(value for name, value in row.items() if name not in ("Change since", "Period"))
            place = (self.titles[row["Dimension"]], self.period[row["Period"]], self._members(group))
            self._change(place, since, row["Mean change"], row["Compared"], table.where)
            self._verdicts(place, since, row, number(row["Compared"]), table.where)

    def _verdicts(self, place: tuple[Element, str, frozenset[str] | None], since: str, row: Mapping[str, str], of: float | None, where: str) -> None:
        for heading, statistic in (("Improved", "improved"), ("No clear change", "unchanged"), ("Declined", "declined")):
            told = row[heading].split(" of ")[0]
            if of is not None:
                self._count(statistic, place, number(told), of, where, since=since)

    def _summary(self, table: Table) -> None:
        everyone, latest = self._members("cohort"), self.known.latest
        for row in table.records():
            element = self.titles[row["Dimension"]]
            for label, period in self.period.items():
                self._mean((element, period, everyone), row.get(label, ""), row.get(f"Organizations, {label}", ""), table.where)
            of = number(row.get(f"Organizations, {self.known.periods[latest]}", ""))
            place = (element, latest, everyone)
            self._around(place, row, of, table.where)
            if row.get("Compared"):
                self._change(place, "baseline", row["Mean change since baseline"], row["Compared"], table.where)
                self._verdicts(place, "baseline", row, number(row["Compared"]), table.where)

    def _around(self, place: tuple[Element, str, frozenset[str] | None], row: Mapping[str, str], of: float | None, where: str) -> None:
        for heading, text in row.items():
            value = number(text)
            level = re.match(r"At level ([\d.]+) or better", heading)
            if value is None or of is None or of < 1:
                continue
            if level:
                self._count("reaching", place, round(value * of), of, where, level=float(level[1]))
            elif heading.startswith("Median"):
                self._add("median", *place, of, printed(value), where)
            elif heading.startswith(("Standard deviation", "Lowest", "Highest", "Lower quartile", "Upper quartile")):
                self.breaches.append(f"{where}: {heading} of {place[0]}")

    def _distribution(self, table: Table) -> None:
        for row in table.records():
            group = next(iter(row.values()))
            place = (self.titles[row["Dimension"]], self.period[row["Period"]], self._members(group))
            self._mean(place, row["Mean"], row["Organizations"], table.where)
            self._around(place, row, number(row["Organizations"]), table.where)

    def _items(self, table: Table) -> None:
        for row in table.records():
            place = (self.titles[row["Item"]], self.known.latest, self._members("cohort"))
            self._mean(place, row["Mean"], row["Organizations"], table.where)

    def _groups(self, table: Table) -> None:
        for row in table.records():
            members = self._members(next(iter(row.values())))
            for heading, text in row.items():
                element = self.titles.get(heading)
                if element:
                    of = row["Organizations with an overall score"] if element == OVERALL else ""
                    self._mean((element, self.known.latest, members), text, of, table.where)

    def _periods(self, table: Table) -> None:
        for row in table.records():
            element, members = self.titles[row["Dimension"]], self._members(next(iter(row.values())))
            for label, period in self.period.items():
                self._mean((element, period, members), row.get(label, ""), row.get(f"Organizations, {label}", ""), table.where)

    # tables of the cohort report, and of single reports

    def _years(self, table: Table) -> None:
        everyone = self._members("cohort")
        for row in table.rows:
            for label, cell in zip(table.headings[1:], row[1:], strict=True):
                element, of = self.titles[row[0][0]], cell[-1].split("·")[-1].strip()
                if "–" in cell[-1]:
                    self.breaches.append(f"{table.where}: an interval of the mean of {element}")
                self._mean((element, self.period[label], everyone), cell[0], of, table.where)

    def _pairs(self, table: Table) -> None:
        interval = "p" in table.headings
        for row in table.records():
            element = self.titles[row["Dimension"]]
            if interval:
                told = row["Change"] not in (":c", "–", "")
                self.breaches += [f"{table.where}: an estimate of change with test, {element}"] * told
            else:
                place = (element, self.known.latest, self._members("cohort"))
                self._change(place, "baseline", row["Change"], row["Pairs"], table.where)

    def _outcomes(self, table: Table) -> None:
        for row in table.records():
            whole = _OF.match(row["Improved"])
            place = (self.titles[row["Dimension"]], self.known.latest, self._members("cohort"))
            self._verdicts(place, "baseline", row, float(whole[3]) if whole else None, table.where)

    def _cohort_indicators(self, table: Table) -> None:
        for row in table.records():
            whole = _OF.match(row["Organizations"])
            if whole:
                name = row["Indicator, and what it counts"]
                self._indicator(name, self.known.latest, float(whole[2]), float(whole[3]), self._members("cohort"), table.where)

    def _participation(self, table: Table) -> None:
        for row in table.records():
            period = self.period[row["Period"]]
            scored = number(row["With an overall score"])
            self._count("number", (OVERALL, period, self._members("cohort")), scored, scored, table.where)

    def _at_levels(self, table: Table) -> None:
        ends = re.search(r"levels? ([\d., and]+)", table.above)
        levels = [float(one) for one in re.findall(r"[\d.]+", ends[1] if ends else "")]
        for row in table.records():
            whole = _OF.match(row["Organizations"])
            if not whole or not levels:
                continue
            least, of = float(whole[2]), float(whole[3])
            most = of if whole[1] else least
            strong = max(levels) == max(self.known.levels)
            ends_of = (least, most) if strong else (of - most, of - least)
            level = min(levels) if strong else next(one for one in self.known.levels if one > max(levels))
            self._add("reaching", self.titles[row["Item"]], self.known.latest, self._members("cohort"), of, ends_of, table.where, level=level)

    def _by_group(self, table: Table) -> None:
        for row in table.rows:
            for group, cell in zip(table.headings[1:], row[1:], strict=True):
                if cell and number(cell[0]) is not None:
                    place = (self.titles[row[0][0]], self.known.latest, self._members(group))
                    self._mean(place, cell[0], cell[-1].strip("()"), table.where)

    def _answers(self, table: Table) -> None:
        """Learn in which periods everybody gave a level for every item; of so many answers 100 % is all."""
        for row in table.records():
            if row["With a level"] == "100%" and (number(row["Answers"]) or 1e9) <= 190:
                self.complete.add(self.period[row["Period"]])

    def _own(self, table: Table) -> None:
        for row in table.records():
            place = (self.titles[row["Dimension"]], self.known.latest, self._members("cohort"))
            self._mean(place, row["Cohort"], self.behind_own, table.where)

    def _main(self, table: Table) -> None:
        """Read the main figures: a value, what it is, and of how many."""
        texts = [cell[0] for cell in table.rows[0]]
        place = (OVERALL, self.known.latest, self._members("cohort"))
        for value, what, basis in zip(texts, texts[1:], [*texts[2:], ""], strict=False):
            of = re.search(r"of (\d+) organizations", basis)
            if what.startswith("mean overall score"):
                self._mean(place, value, of[1] if of else "", table.where)
                self._interval(basis, "the overall mean", table.where)
            elif what.startswith("change of the overall score"):
                tested = self._interval(basis, "the overall change", table.where)
                if not tested:
                    self._change(place, "baseline", value, of[1] if of else "", table.where)
            elif what.startswith("improved overall") and _OF.match(value):
                counts = value.split(" of ")
                self._count("improved", place, float(counts[0]), float(counts[1]), table.where, since="baseline")

    def _interval(self, basis: str, what: str, where: str) -> bool:
        found = bool(re.match(r"[+−\d.]+ to [+−\d.]+;", basis))
        self.breaches += [f"{where}: an interval of {what}"] * found
        return found

    def _nothing(self, table: Table) -> None:
        """Pass over a table of an organization's own scores, or of what stands behind scores."""
