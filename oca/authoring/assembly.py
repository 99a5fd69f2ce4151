"""From the tables of a workbook to a questionnaire's structure and words, each key with the cell it came from.

The workbook becomes the same kind of document as a YAML file: data in which every value is text, and the place of each
key. So the checks are the same, and a fault names a cell where it would have named a line.
"""

from __future__ import annotations

from typing import Any

from oca.authoring.book import FilledRow, SheetTable, WorkbookTables
from oca.authoring.document import Assembled, Work, WorkbookDocument, listed
from oca.authoring.layout import FACTS, LANGUAGE, MAIN, OF_LEVELS
from oca.findings import quoted, suggest
from oca.ids import id_faults, version_faults
from oca.instrument.structure import level_key
from oca.instrument.texts import Key
from oca.yamlfile import Key as DocumentKey

_KEYS: dict[str, DocumentKey] = {
    "step": ("scale", "step"),
    "best": ("scale", "best"),
    "mapping_from": ("mapping", "from"),
}
"""Facts of the first sheet that stand deeper in the structure."""


def assemble(book: WorkbookTables) -> Assembled:
    """Return what stands in a workbook, and every cell that fits nothing."""
    work = Work(book)
    data = _facts(work)
    data["scale"] = {key: data.pop(key) for key in ("step", "best") if data[key]}
    dimensions = _dimensions(work)
    _items(work, data, dimensions)
    _scales(work, data)
    _levels(work, data)
    _mapping(work, data)
    data["dimensions"] = list(dimensions.values())
    data = {key: value for key, value in data.items() if value not in ("", [], {}) or key in ("id", "version")}
    structure = WorkbookDocument(book.file, data, {}, work.cells)
    languages = {*work.texts, *work.text_cells}
    documents = {one: WorkbookDocument(book.file, {}, {}, work.text_cells.get(one, {})) for one in languages}
    return Assembled(structure, work.texts, documents, work.checked, tuple(work.findings))


def _facts(work: Work) -> dict[str, Any]:
    """Read the first sheet: the facts, each once, and the texts of the whole questionnaire."""
    table = work.book.tables["Questionnaire"]
    data: dict[str, Any] = dict.fromkeys(FACTS, "")
    for line in work.once(table, lambda line: line["part"]):
        part = line["part"]
        place = table.place(line, "value")
        if part in ("title", "introduction"):
            work.take_texts(table, line, {"text": (part,)})
        elif part in data:
            data[part] = line["value"]
            work.cells[_KEYS.get(part, (part,))] = place
        else:
            known = suggest(part, [*data, "title", "introduction"])
            words = {"column": "What", "found": part, "what": "part of a questionnaire"}
            work.say("cell-unknown", table.place(line, "part"), suggestion=known, **words)
    _check_names(work, data)
    data["languages"] = listed(data["languages"])
    data["step"] = data["step"].replace(",", ".")
    return data


def _check_names(work: Work, data: dict[str, Any]) -> None:
    """Refuse what would become a file's name and is not fit for one."""
    for key, faults in (("id", id_faults), ("version", version_faults)):
        if data[key]:
            work.findings += faults(data[key], work.cells[(key,)])
    for language in filter(None, (*listed(data["languages"]), work.book.translation)):
        if not LANGUAGE.fullmatch(language):
            work.say("id-shape", work.cells[("languages",)], id=quoted(language))


def _dimensions(work: Work) -> dict[str, Any]:
    table = work.book.tables["Dimensions"]
    dimensions: dict[str, Any] = {}
    for line in work.once(table, lambda line: f"{line['dimension']} {line['subdimension']}".strip()):
        dimension, part = line["dimension"], line["subdimension"]
        if not dimension:
            work.say("cell-empty", table.place(line, "dimension"), column="Dimension")
            continue
        if not part:
            work.cells["dimensions", len(dimensions)] = table.place(line, "dimension")
            work.cells["dimensions", len(dimensions), "id"] = table.place(line, "dimension")
            dimensions[dimension] = {"id": dimension, "items": [], "subdimensions": []}
        elif dimension not in dimensions:
            work.unknown(table, line, "dimension", "dimension in a row above", dimensions)
            continue
        else:
            parts = dimensions[dimension]["subdimensions"]
            key = ("dimensions", list(dimensions).index(dimension), "subdimensions", len(parts))
            work.cells[key] = work.cells[(*key, "id")] = table.place(line, "subdimension")
            parts.append({"id": part, "items": []})
        section, own = ("subdimensions", part) if part else ("dimensions", dimension)
        work.take_texts(table, line, {name: (section, own, name) for name in ("title", "short", "about", "next")})
        work.take_states(table, line, own)
    return dimensions


def _items(work: Work, data: dict[str, Any], dimensions: dict[str, Any]) -> None:
    """Put each item into its dimension; collect the marks and the scales that stand in its row."""
    table = work.book.tables["Items"]
    data.update(critical=[], reversed=[], scales={}, items=[], unplaced=[])
    for line in work.in_order(table):
        item = line["item"]
        if not item:
            work.say("cell-empty", table.place(line, "item"), column="Item")
            continue
        inside = _inside(work, table, line, dimensions)
        if inside is None:
            data["unplaced"].append(item)
            continue
        data["items"].append(item)
        key, items = inside
        work.cells[(*key, len(items))] = table.place(line, "item")
        items.append(item)
        for mark in ("critical", "reversed"):
            if work.marked(table, line, mark):
                work.cells[mark, len(data[mark])] = table.place(line, mark)
                data[mark].append(item)
        if line["scale"]:
            own = data["scales"].setdefault(line["scale"], {"items": [], "levels": [], "values": []})
            work.cells.setdefault(("scales", line["scale"]), table.place(line, "scale"))
            own["items"].append(item)
        work.take_texts(
            table, line, {name: ("items", item, name) for name in ("title", "prompt", "evidence", "guidance")}
        )
        work.take_states(table, line, item)


def _inside(
    work: Work, table: SheetTable, line: FilledRow, dimensions: dict[str, Any]
) -> tuple[DocumentKey, list[str]] | None:
    """Return the list of items into which a row belongs, with its key; None where there is no such dimension."""
    dimension, part = line["dimension"], line["subdimension"]
    if not dimension:
        work.say("cell-empty", table.place(line, "dimension"), column="Dimension")
        return None
    if dimension not in dimensions:
        work.unknown(table, line, "dimension", "dimension of the sheet Dimensions", dimensions)
        return None
    key: DocumentKey = ("dimensions", list(dimensions).index(dimension))
    if not part:
        return (*key, "items"), dimensions[dimension]["items"]
    parts = [one["id"] for one in dimensions[dimension]["subdimensions"]]
    if part not in parts:
        work.unknown(table, line, "subdimension", f"sub-dimension of {dimension}", parts)
        return None
    place = parts.index(part)
    return (*key, "subdimensions", place, "items"), dimensions[dimension]["subdimensions"][place]["items"]


def _scales(work: Work, data: dict[str, Any]) -> None:
    table = work.book.tables["Scales"]
    data["scale"]["levels"] = []
    work.cells["scale",] = table.place(None)
    for line in table.lines:
        scale, level = line["scale"], work.number(table, line, "level")
        if not level:
            continue
        if scale == MAIN:
            work.cells.setdefault(("scale", "levels"), table.place(line, "level"))
            data["scale"]["levels"].append(repr(float(line["level"].replace(",", "."))))
            key: Key = ("scale", level)
        elif scale in data["scales"]:
            own = data["scales"][scale]
            for name in ("levels", "values"):
                work.cells.setdefault(("scales", scale, name), table.place(line, name.removesuffix("s")))
            own["levels"].append(repr(float(line["level"].replace(",", "."))))
            if line["value"]:
                own["values"].append(work.number(table, line, "value"))
            key = ("scales", scale, level)
        else:
            work.unknown(table, line, "scale", f"scale of an item, nor {MAIN}", data["scales"])
            continue
        work.take_texts(table, line, {name: (*key, name) for name in ("name", "text")})


def _levels(work: Work, data: dict[str, Any]) -> None:
    """Read the text of each level of each item."""
    table = work.book.tables["Levels"]
    own_scale = {item: own for own in data["scales"].values() for item in own["items"]}
    items, unplaced = data.pop("items"), data.pop("unplaced")
    for line in work.once(table, lambda line: f"{line['item']}, level {line['level']}"):
        item = line["item"]
        if item not in items:
            if item not in unplaced:
                work.unknown(table, line, "item", "item of the sheet Items", items)
            continue
        level = work.number(table, line, "level")
        known = [level_key(float(one)) for one in own_scale.get(item, data["scale"])["levels"]]
        if level and known and level not in known:
            work.unknown(table, line, "level", f"level of {item}", known)
        elif level:
            work.take_texts(table, line, {name: ("items", item, part, level) for name, part in OF_LEVELS.items()})


def _mapping(work: Work, data: dict[str, Any]) -> None:
    """Read what each item was in the version before."""
    table, before = work.book.tables.get("Mapping"), data.pop("mapping_from")
    if table is None or not (before or table.lines):
        return
    mapping: dict[str, Any] = {"from": before, "equal": [], "changed": []}
    work.cells["mapping",] = work.cells.get(("mapping", "from"), table.place(None))
    if not before:
        work.say("cell-empty", work.cells["mapping",], column="mapping_from")
    for line in table.lines:
        item, relation, was = line["item"], line["relation"], listed(line["was"])
        place = table.place(line, "relation")
        if relation == "equal" and item and not line["reason"] and was in ([], [item]):
            work.cells["mapping", "equal", len(mapping["equal"])] = place
            mapping["equal"].append(item)
            continue
        key: DocumentKey = ("mapping", "changed", len(mapping["changed"]))
        work.cells[key] = place
        work.cells[(*key, "reason")] = table.place(line, "reason")
        if not line["reason"]:
            work.say("cell-empty", table.place(line, "reason"), column="Reason")
        entry = {"item": item, "relation": relation.casefold(), "was": was, "reason": line["reason"]}
        mapping["changed"].append(entry)
    data["mapping"] = {key: value for key, value in mapping.items() if value != []}
