"""What looks wrong in good data: findings of severity "look at", for the consultant; they change nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from oca.collection.personal_data import contacts
from oca.collection.sheets import Context, Sheet
from oca.findings import Finding, Place, finding, shorten
from oca.instrument.questionnaire import Questionnaire

_NUMBER = re.compile(r"\d{1,2}(?:[.,]\d+)?")
"""What may be an answer, or what stands behind its comma; a year is evidence."""


_ROWS_AND_COLUMNS = frozenset(
    (
        "column-misspelt",
        "column-unknown",
        "columns-ambiguous",
        "heading-twice",
        "item-column-twice",
        "item-unknown",
        "row-length",
    )
)
"""Errors in the rows and columns of a file; they may be why an item is in none of them."""


def look_at(sheets: list[Sheet], context: Context, before: Iterable[Finding] = ()) -> list[Finding]:
    """Return what a consultant should look at: items not in a file, reasons and contacts, organizations absent.

    Args:
        sheets: what was read.
        context: what is known of the project.
        before: what was found while the files were read.
    """
    faulty = {one.place.file for one in before if one.severity == "error" and one.code in _ROWS_AND_COLUMNS}
    return [
        *_items_absent([sheet for sheet in sheets if sheet.source.name not in faulty], context),
        *_without_reason(sheets),
        *_numbers_beside(sheets),
        *_contacts(sheets),
        *_organizations_absent(sheets, context),
    ]


def answers_beside(sheets: list[Sheet], context: Context) -> Iterator[Finding]:
    """Say where an item has no answer, and what is one stands in its comment or evidence; on blank sheets as well."""
    for sheet in sheets:
        levels = context.levels[context.project.period(sheet.key.period).questionnaire]
        found = [
            (raw, column or raw.column, f"{item} {text!r} ({where})")
            for item, answer in sheet.answers.items()
            for raw in (answer.raw,)
            for where, text, column in (
                ("comment", raw.comment, raw.comment_column),
                ("evidence", raw.evidence, raw.evidence_column),
            )
            if answer.reading.status == "missing" and text and levels.read(item, text)
        ]
        if found:
            raw, column, _ = found[0]
            place = sheet.source.place(raw.sheet, raw.row, column)
            cells = shorten((words for _, _, words in found), 5)
            names = {"organization": sheet.key.organization, "count": len(found), "cells": cells}
            yield finding("answer-beside", place, **names)


def _items_absent(sheets: list[Sheet], context: Context) -> Iterator[Finding]:
    for sheet in sheets:
        questionnaire = context.questionnaires[context.project.period(sheet.key.period).questionnaire]
        asked = questionnaire.item_ids
        absent = [item for item in asked if item not in sheet.answers and item not in sheet.refused]
        if absent:
            place = sheet.source.place(sheet.first.sheet, sheet.first.row or None)
            names = {"organization": sheet.key.organization, "count": len(absent), "expected": len(asked)}
            whole = _whole(questionnaire, absent, context.language)
            yield finding("items-absent", place, items=shorten(absent, 3), whole=whole, **names)


def _whole(questionnaire: Questionnaire, absent: list[str], language: str) -> str:
    """Return the titles of the dimensions of which every item is absent, for a message; empty where there is none."""
    left = {item.dimension for item in questionnaire.items if item.id not in absent}
    gone = [one for one in questionnaire.dimension_ids if one not in left]
    titles = shorten((questionnaire.dimension_text(one, language).title for one in gone), 4)
    return f", the whole of {titles} among them" if gone else ""


def _without_reason(sheets: list[Sheet]) -> Iterator[Finding]:
    for sheet in sheets:
        if sheet.key.score_type == "individual":
            continue  # respondents who rate alone are asked no reason; the session that agrees is
        for item, answer in sheet.answers.items():
            if answer.reading.status == "not_applicable" and not answer.raw.comment:
                raw = answer.raw
                place = sheet.source.place(raw.sheet, raw.row, raw.column)
                yield finding("na-without-reason", place, organization=sheet.key.organization, item=item)


def _numbers_beside(sheets: list[Sheet]) -> Iterator[Finding]:
    """Say where an answered item has a number alone as its comment or evidence: half of 2,5, or an answer moved."""
    for sheet in sheets:
        found = [
            (raw, column or raw.column, f"{item} {text!r} beside {raw.answer!r}")
            for item, answer in sheet.answers.items()
            for raw in (answer.raw,)
            for text, column in ((raw.comment, raw.comment_column), (raw.evidence, raw.evidence_column))
            if answer.reading.status == "answered" and _NUMBER.fullmatch(text)
        ]
        if found:
            raw, column, _ = found[0]
            names = {"organization": sheet.key.organization, "count": len(found)}
            cells = shorten((words for _, _, words in found), 5)
            yield finding("remark-is-number", sheet.source.place(raw.sheet, raw.row, column), cells=cells, **names)


def _contacts(sheets: list[Sheet]) -> Iterator[Finding]:
    """Say where a comment, evidence or a role holds an e-mail address or a phone number, without repeating it."""
    for sheet in sheets:
        organization = sheet.key.organization
        if found := contacts(sheet.first.role):
            yield finding("contact-in-role", sheet.place, organization=organization, what=" and ".join(found))
        for item, answer in sheet.answers.items():
            raw = answer.raw
            for where, text in (("comment", raw.comment), ("evidence", raw.evidence)):
                if found := contacts(text):
                    names = {"organization": organization, "item": item, "what": " and ".join(found)}
                    place = sheet.source.place(raw.sheet, raw.row, raw.column)
                    yield finding("contact-in-text", place, where=where, **names)


def _organizations_absent(sheets: list[Sheet], context: Context) -> Iterator[Finding]:
    """Say who is missing from a period that has begun to be collected."""
    for period in context.project.periods:
        there = {sheet.key.organization for sheet in sheets if sheet.key.period == period}
        for one in context.project.organizations if there else ():
            if one.id not in there and context.project.in_cohort(one, period):
                yield finding("organization-absent", Place(f"responses/{period}"), organization=one.id, period=period)
