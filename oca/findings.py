"""What the tool has to say about its input: findings, and the catalogue of all of them.

A finding answers four questions: where, what was found, what is wrong, what to do. Severity `error` means that nothing
is written and the exit code is 3; `warning` means that the work goes on with less; `look at` is for the consultant's
eye and changes nothing.

The catalogue is long on purpose: one list in which every message can be found and compared with the others.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning", "look at"]


@dataclass(frozen=True)
class Place:
    """Where something stands: a file, and in it a sheet, a row (from 1) and a column.

    A column is a letter where there is a sheet, and its heading in a CSV.

    In JSON, the column is the path to the value, such as `$.answers.gov-board`.
    """

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        """Write the place as a person would: `y3.xlsx, sheet Finance, F14` or `project.yaml:12`."""
        if not self.sheet and not self.column and self.row is not None:
            return f"{self.file}:{self.row}"
        is_letter = self.sheet and self.column.isalpha() and self.column.isupper() and len(self.column) <= 3
        cell = f"{self.column}{self.row}" if is_letter and self.row else ""
        parts = [self.file, f"sheet {self.sheet}" if self.sheet else "", cell]
        column = cut(self.column)
        if column.startswith("$"):
            parts.append(column)
        elif not cell:
            parts += [f"row {self.row}" if self.row else "", f"column {column}" if column else ""]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Finding:
    """One thing that the tool has to say about the input."""

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str

    def __repr__(self) -> str:
        """Write what matters of the finding, cut to a line."""
        where = f"{self.place}: " if str(self.place) else ""
        said = f"{where}{self.message}"
        return f"<Finding {self.code}, {self.severity}: {said[:160]}{'…' if len(said) > 160 else ''}>"

    def __str__(self) -> str:
        """Write the finding on one line: place, severity, message, what to do, code."""
        where = f"{self.place}: " if str(self.place) else ""
        return f"{where}{self.severity}: {self.message} {self.hint} [{self.code}]"


@dataclass(frozen=True)
class Entry:
    """One kind of finding: its severity, and its words with {placeholders}."""

    severity: Severity
    message: str
    hint: str


CATALOGUE: dict[str, Entry] = {
    # --- content files and the project file
    "file-missing": Entry("error", "There is no {what}.", "{todo}"),
    "yaml-syntax": Entry("error", "This is not valid YAML: {problem}.", "Compare the line with the lines around it."),
    "yaml-encoding": Entry(
        "error",
        "The file is not saved as UTF-8: a letter in this line cannot be read.",
        "Open it in a text editor such as Notepad, choose Save as, and UTF-8 as its encoding.",
    ),
    "yaml-key-twice": Entry("error", "The key {key} stands here twice.", "Keep one of the two."),
    "yaml-key-unknown": Entry("error", "{key}: unknown key.", "{suggestion}"),
    "yaml-value": Entry("error", "{key}: {problem} (found: {found}).", "Correct the value."),
    "periods-disordered": Entry(
        "look at",
        "{period} is dated {date}, and {before}, which stands before it, {other}.",
        "Write the periods in the order of time, each with the day of its own assessment.",
    ),
    "yaml-alias": Entry(
        "error",
        "Anchors and aliases (& and *) are not used here.",
        "Write the value out. A text that begins with one of these signs needs quotation marks.",
    ),
    "content-unknown": Entry("error", "There is no {kind} called {name}.", "{suggestion}"),
    "action-level": Entry(
        "error",
        "{item} has an action to reach level {level}, and no step leads there.",
        "An action leads to a level from the one below it, so the least good one has none. Give actions for: {known}.",
    ),
    "id-twice": Entry("error", "The id {id} is used twice.", "Give each its own id; ids are never reused."),
    "item-named-twice": Entry("error", "{id} stands twice under {key}.", "Keep one of the two."),
    "id-unknown": Entry("error", "{id} is no {what}.", "{suggestion}"),
    "id-shape": Entry(
        "error",
        "{id} is not fit for an id.",
        "Use lower-case letters a-z, digits and hyphens, 100 at most; ids become file names.",
    ),
    "id-device": Entry(
        "error",
        "{id} is a name that Windows keeps for a device: no file or folder there can be called so.",
        "Use another word, or add one, as in con-1.",
    ),
    "name-differs": Entry(
        "error",
        "The {key} here is {found}, and the {what} is called {name}.",
        "Make the two the same; what refers to it elsewhere uses this name too.",
    ),
    "text-missing": Entry("error", "{element} has no {part} in {language}, the source language.", "Write it."),
    "level-like-state": Entry(
        "error",
        "{key} is {found}, by which people say {state}; an answer of it is never read as a level.",
        "Take the level out, for every form offers this answer beside the levels; or give it other words.",
    ),
    "translation-file-missing": Entry(
        "warning", "There is no text in {language}; {source} is shown instead.", "Add the file {file}."
    ),
    "translation-missing": Entry(
        "warning", "{element} has no {part} in {language}; {source} is shown instead.", "Translate it."
    ),
    "translation-stale": Entry(
        "warning",
        "{element}: the {source} text has changed since it was translated into {language}.",
        'Check the translation, then set its hash under translated_from to "{digest}".',
    ),
    "workbook-untranslated": Entry(
        "warning",
        "Texts that {language} lacks, so that {source} is shown instead: {count} ({elements}).",
        "Write them into the cells of that language, or leave them for a translator.",
    ),
    "workbook-stale": Entry(
        "warning",
        "Translations into {language} whose {source} text has changed since: {count} ({elements}).",
        "Change them, or write checked into the column State of a row where the translation is right as it is, and "
        "read the workbook back again.",
    ),
    "translation-identical": Entry(
        "look at", "{element}: {part} is the same in {language} as in {source}.", "Translate it, if that was forgotten."
    ),
    "translation-placeholders": Entry(
        "error",
        "{element}: {part} in {language} has {found}, but {source} has {expected}.",
        "Keep every {{placeholder}} as it stands in the source text.",
    ),
    "text-too-long": Entry(
        "look at", "{element}: {part} in {language} has {length} letters; {limit} fit {where}.", "Shorten it."
    ),
    "language-script": Entry(
        "error", "{found} does not say in which script.", "Write sr-Latn (Latin letters) or sr-Cyrl (Cyrillic)."
    ),
    "mapping-incomplete": Entry(
        "error", "The mapping from version {version} says nothing about {id}.", "Add it under equal or changed."
    ),
    "mapping-circular": Entry(
        "error",
        "Version {version} is mapped from version {before}, which leads back to it.",
        "Name the version that was asked before this one.",
    ),
    "mapping-wrong": Entry("error", "The mapping of {id}: {problem}.", "Correct the entry."),
    "scheme-questionnaire": Entry(
        "error", "The scheme {scheme} is not made for the questionnaire {questionnaire}.", "{suggestion}"
    ),
    "scheme-bands-uneven": Entry(
        "look at",
        "The band {band} holds {most} of the {levels} levels, {other} holds {least}.",
        "Where the scale of the questionnaire was changed, let the bands follow it: change `from` of each.",
    ),
    "scheme-bands": Entry("error", "The bands do not fit the scale: {problem}.", "Let each begin where one ends."),
    "mapping-unjudged": Entry(
        "warning",
        "Nobody has said yet how the new words of {item} relate to the old ones; it is not compared.",
        "Set its relation in the mapping to equivalent, narrower or wider, and write the reason.",
    ),
    # --- what is given out
    "audit-failed": Entry(
        "error",
        "What {audience} would see leaves {width} of a level for a score of one organization ({where}); "
        "{wanted} must be left.",
        "Larger groups, fewer periods, another grouping or no grouping at all leave more.",
    ),
    "audit-unproven": Entry(
        "error",
        "{count} figures do not follow from the data; nothing is proven of what {audience} would see.",
        "Give out the cohort alone, and report this.",
    ),
    "grouping-reduced": Entry(
        "warning",
        "{by}: not every figure may be given to {audience}; {given}.",
        "Larger groups, fewer periods or another grouping let more through.",
    ),
    "grouping-too-small": Entry(
        "look at",
        "{by}: {count} groups have fewer than {threshold} organizations somewhere, so {audience} cannot see "
        "them throughout: {groups}.",
        "Put them into larger groups in project.yaml (clusters), or compare without groups.",
    ),
    "grouping-spellings": Entry(
        "look at", "{by}: {spellings} were taken for one group.", "Write it in one way in the register."
    ),
    "grouping-empty": Entry(
        "look at",
        "{by}: {count} organizations have none; they are a group of their own without a name.",
        "Fill in the column in the register.",
    ),
    "grouping-single": Entry("look at", "{by}: there is one group only, {group}.", "Compare by another column."),
    "publication-unreadable": Entry(
        "error", "This is no record of what was published: {problem}.", "Restore the file."
    ),
    "disclose-no-comparison": Entry(
        "error",
        "No sheet of the file has the columns of a comparison: {columns}.",
        "Give a workbook that oca compare wrote, or its CSV.",
    ),
    # --- workbooks in which a questionnaire is written
    "cell-too-long": Entry(
        "error", "{what}: the text has {length} characters; a cell holds {limit}.", "Shorten the text, or work in YAML."
    ),
    "cell-number": Entry("error", "{found!r} is no number.", "Write digits only, such as 3 or 2.5."),
    "cell-date": Entry(
        "error",
        "The cell holds the date {found}.",
        "Excel made a date of what was typed. Format the cell as text, and type it again.",
    ),
    "cell-formula": Entry(
        "error",
        "The cell holds a formula.",
        "Write the text itself; one that begins with = needs an apostrophe before it.",
    ),
    "cell-error": Entry(
        "error",
        "The cell shows {found}: Excel took what was typed for a formula.",
        "Type it again with an apostrophe before it.",
    ),
    "cells-merged": Entry("error", "The cells {cells} are merged.", "Undo it: every row needs cells of its own."),
    "row-twice": Entry("error", "{what} stands in two rows, here and in row {other}.", "Keep one of the two."),
    "sheet-missing": Entry(
        "error",
        "There is no sheet {sheet}, or its hidden first row is gone.",
        "Make the workbook again with oca questionnaire to-xlsx, and copy your texts into it.",
    ),
    "source-text-changed": Entry(
        "look at",
        "{element}: the grey {part} is not what the questionnaire says now; it is not taken over.",
        "The translation is taken as made from the grey text. If that is old, it will show as stale.",
    ),
    "workbook-overtaken": Entry(
        "look at",
        "{questionnaire} has changed since this workbook was made from it.",
        "If you read this very workbook back before, that is fine; else compare what would change line by line.",
    ),
    "questionnaire-collected": Entry(
        "error",
        "{periods} was collected with {questionnaire} as it is; this would change what was asked: {changes}.",
        "Take the change back, or make a new version of it with --new-version {next}. Titles, evidence, guidance, "
        "actions and translations may be corrected at any time.",
    ),
    # --- the register of organizations
    "column-missing": Entry(
        "error", "There is no column {column}.", "Add it to the heading; the columns found are: {found}."
    ),
    "organization-twice": Entry(
        "error", "The organization {id} stands in rows {rows}.", "Give each organization an id of its own."
    ),
    "name-twice": Entry(
        "warning", "{id} and {other} have the same name.", "In response files, name these two by their id."
    ),
    "name-is-id": Entry(
        "error",
        "{id} is, or was, called {name}, which is the id of {other}; a file that says so may be of either.",
        "Give {other} another id, here and wherever it is written.",
    ),
    "letters-lost": Entry(
        "error",
        "{what}: {found!r} is mostly question marks{more}; letters were lost when the file was saved.",
        "Open the original, and save it as CSV UTF-8 or as XLSX. If the marks were typed, write what is meant.",
    ),
    "letter-lost": Entry(
        "look at",
        "{column}: {found!r} has a question mark in a word{more}; a letter was probably lost when the file was saved.",
        "Write the letter, and save the file as CSV UTF-8 or as XLSX.",
    ),
    "cell-empty": Entry("error", "{column} is empty.", "Fill it in."),
    "cell-unknown": Entry("error", "{column}: {found!r} is no {what}.", "{suggestion}"),
    # --- trainings, sessions and what else supports the organizations
    "support-twice": Entry("error", "There is {other} as well.", "Keep one of the two."),
    "support-column-unknown": Entry("warning", "The column {column} is not read.", "Known: {known}."),
    "support-date": Entry("error", "{column}: {found!r} is no day.", "Write it as 2023-05-31 or 31.5.2023."),
    "support-too-small": Entry("error", "{column}: {found} is less than {least}.", "Correct the number."),
    "support-before-period": Entry(
        "error",
        "It is on {date}, but the assessment of {period} was on {start}.",
        "Correct the date, or name the period after whose assessment it was.",
    ),
    "support-outside": Entry(
        "warning",
        "{organization} was not in the cohort in {period} (joined {joined}, left {left}).",
        "Correct joined and left in the register, or the period.",
    ),
    "support-dates": Entry("error", "It ends on {end}, before it starts on {start}.", "Correct one of the two."),
    "trainers-alike": Entry(
        "look at", "{id} and {other} have the same name, {name}.", "If they are one person, keep one of the two rows."
    ),
    "support-after-period": Entry(
        "warning",
        "It is on {date} and counts for {period}, but {next} was assessed on {start}.",
        "Name the period after whose assessment it was, or leave the period empty; else correct the date.",
    ),
    "region-unknown": Entry(
        "warning", "No organization is in {found}.", "Write regions as the register does: {known}."
    ),
    "number-ambiguous": Entry(
        "error",
        "{column}: {found} may be thousands or decimals.",
        "Write thousands without a separator, such as 1200, or two decimals, such as 1.20.",
    ),
    "alliance-contradiction": Entry(
        "look at",
        "{organization}: the register says {found!r}, {file} makes it a member of {member!r}.",
        "Correct one of the two, or leave the column out of the register; that column makes the groups.",
    ),
    "level-outside": Entry("error", "{column}: {found} is not on the scale, {scales}.", "Write a level of the scale."),
    "training-levels": Entry(
        "error",
        "The training leads from level {start} to {end}, which is no step up.",
        "Write the level from which it is of use, and the better one to which it leads.",
    ),
    "session-trainer": Entry(
        "warning", "{trainer} is not among those who give {training}.", "Add the trainer there, or correct it."
    ),
    "session-overfull": Entry(
        "warning",
        "{people} people were at {session}, and {training} has {places} places.",
        "Correct the number of people, or the places of the training.",
    ),
    "participation-twice": Entry(
        "error", "{organization} stands twice for {session}.", "Keep one row, with all its people."
    ),
    "schedule-impossible": Entry(
        "error",
        "The pinned pairs cannot all be served. What is too tight: {limit}.",
        "Widen that limit (project.yaml, schedule), add slots or trainers, or take a pin out.",
    ),
    # --- response files as such
    "file-empty": Entry("error", "The file is empty.", "Ask for it again, or take it out of the folder."),
    "file-truncated": Entry("error", "The workbook is damaged or cut off.", "Copy or download it again."),
    "file-locked": Entry(
        "error",
        "The workbook is protected with a password.",
        "Open it in Excel and save it as .xlsx without a password.",
    ),
    "file-misnamed": Entry(
        "error", "The name ends in {suffix}, but the file is {actual}.", "Rename it so that it ends in {right}."
    ),
    "file-unknown": Entry(
        "error",
        "No loader recognises this file, which begins with {begins}.",
        "{todo}",
    ),
    "file-misplaced": Entry("error", "The file is {what}, which is not read from this folder.", "{todo}"),
    "filled-in-out": Entry(
        "look at",
        "The form holds answers, and lies where forms are made; no score is made from it.",
        "Move it to responses/{period}/.",
    ),
    "changed-in-out": Entry(
        "look at",
        "The workbook was changed since it was made, and lies where forms are made; nothing is read from it.",
        "If somebody filled it in, move it to where it is read: a form to responses/<period>/.",
    ),
    "link-broken": Entry("error", "The link leads to {target}, which is not there.", "Put the file itself here."),
    "link-inside": Entry(
        "error",
        "The link leads to {target}; what was handed in is read from no link.",
        "Put the file itself here.",
    ),
    "link-outside": Entry(
        "error", "The link leads to {target}: a folder, or out of the project.", "Put the file itself here."
    ),
    "name-unreadable": Entry(
        "error",
        "The name holds bytes that are no letters on this system; it is not read.",
        "Give the file or folder a plain name, such as its organization's id.",
    ),
    "no-file": Entry("error", "This is no file that could be read, but a pipe or a device.", "Take it out of here."),
    "file-unrelated": Entry("look at", "The file is {what} ({suffix}); nothing is read from it.", "{todo}"),
    "file-open": Entry("warning", "Somebody had this workbook open in Excel.", "Save and close it, then run again."),
    "project-file-stray": Entry("look at", "No file of that name belongs here; it is not read.", "{todo}"),
    "file-stray": Entry("error", "The file lies outside the folder of any period.", "Move it to responses/<period>/."),
    "file-too-large": Entry("error", "The file holds {size} MB; the limit is {limit} MB.", "Ask who sent it."),
    "sheet-too-large": Entry(
        "error",
        "The sheet reaches to row {rows} and column {columns}.",
        "Delete the rows and columns after the last one that is used, and save.",
    ),
    "file-format": Entry(
        "error",
        "The file is {actual}; only Excel workbooks (.xlsx) and CSV are read.",
        "{todo}",
    ),
    "file-unreadable": Entry("error", "The file cannot be read: {problem}.", "{todo}"),
    "encoding-fallback": Entry(
        "warning",
        "The file is not UTF-8; it was read as {encoding}.",
        "Check that č ć đ š ž look right, or save it as CSV UTF-8.",
    ),
    "encoding-wrong": Entry(
        "error", "The file is neither UTF-8 nor {encoding}: byte {byte} cannot be read.", "Save it as CSV UTF-8."
    ),
    "csv-syntax": Entry(
        "error",
        "This is not valid CSV: {problem}.",
        "Look for a quotation mark without its partner; one inside a quoted cell is written twice.",
    ),
    "csv-rows-joined": Entry(
        "error",
        "A cell holds the beginning of another row, {text}: two quotation marks have made one row of two.",
        "Give each quotation mark its partner in the same cell, or write it twice.",
    ),
    "row-length": Entry("error", "The row has {found}; the heading has {expected}.{also}", "{todo}"),
    "heading-unclear": Entry(
        "error", "Rows {rows} can each be the heading of the table.", "Keep one of them, with nothing above it."
    ),
    "rows-above-heading": Entry(
        "look at",
        "The heading of the table was found in this row; rows above it were not read ({count}): {texts}.",
        "If they hold answers, move these into the table.",
    ),
    "heading-twice": Entry("error", "Two columns are headed {heading}.", "Remove or rename one of them."),
    "column-unknown": Entry(
        "error",
        "The column {column} is not known.",
        "{suggestion} Correct its heading, or remove it; or list it in mapping.yaml under ignore.",
    ),
    "column-misspelt": Entry(
        "error",
        "The column {column} is not known, and there is none for {target}.",
        "Did you mean {target}? Correct the heading; or say in mapping.yaml, under columns or ignore, what it is.",
    ),
    "columns-personal": Entry(
        "look at",
        "Columns that hold personal data were set aside, unread: {columns}.",
        "To tell respondents apart, copy one of them under the heading respondent; it is kept as a pseudonym only.",
    ),
    "formula-uncalculated": Entry(
        "error",
        "The cell holds a formula whose result was never calculated, so it reads as empty.",
        "Open the file in Excel or LibreOffice, save it, and run again.",
    ),
    "form-identity": Entry(
        "error",
        "The hidden sheet _oca is gone, so nothing says which questionnaire was asked.",
        "Copy the answers into a new form made by oca form.",
    ),
    "form-as-text": Entry(
        "error",
        "This is one sheet of a form made by oca form, saved as CSV; the other sheets are not in it.",
        "Save the whole form as an Excel workbook (.xlsx).",
    ),
    "form-heading": Entry(
        "error",
        "The hidden heading row of this sheet is gone, so its answers cannot be read.",
        "Copy the answers into a new form made by oca form.",
    ),
    "form-column": Entry(
        "error",
        "The column of the form that is called {column} in its hidden heading is gone.",
        "Take a fresh form (oca form), and copy the answers into it, each beside its item.",
    ),
    "form-cover": Entry(
        "warning",
        "The first sheet, or its hidden column A, is gone: who took part and the date are not known.",
        "Copy the answers into a fresh form (oca form), if they matter.",
    ),
    "cover-contradiction": Entry(
        "error",
        "{field} is {found!r} here, and {other!r} on the sheet {sheet}.",
        "Keep one of the two sheets.",
    ),
    "cover-retyped": Entry(
        "error",
        "{what} is {found!r} here, but the form was made for {made_for}.",
        "If {made_for} is right, write it here again. {todo}",
    ),
    "date-unread": Entry(
        "warning",
        "{organization}: the date of the session, {found!r}, is no day.",
        "Write it as 2024-05-31 or 31.5.2024.",
    ),
    "people-named": Entry(
        "look at",
        "{organization}: under who took part stand {what}.",
        "Write roles and how many, such as board 3, staff 2; what is written is printed in the organization's report.",
    ),
    "item-code-missing": Entry(
        "error",
        "The row holds {found!r}, but its hidden item code is gone.",
        "Move the answer to the row of its item, or clear it.",
    ),
    "title-of-another-item": Entry(
        "error",
        "The row has the hidden code of {item}, but the text of {other} stands in it.",
        "Rows were moved without their codes. Undo that, or copy the answers into a fresh form (oca form), each beside "
        "its item.",
    ),
    "column-of-another": Entry(
        "error",
        "By its hidden heading this is the column of {column}, but it is headed {found!r}, as that of {other}.",
        "Columns were moved without their hidden headings. Undo that, or copy the answers into a fresh form.",
    ),
    "level-of-another-item": Entry(
        "error",
        "The row has the hidden code of {item}, but texts of other items or levels stand in it: {cells}.",
        "Texts were moved without their codes. Undo that, or copy the answers into a fresh form (oca form), each "
        "beside its item.",
    ),
    "answer-over-text": Entry(
        "error",
        "Items without an answer have something typed over their printed texts, in cells: {count}. They are {cells}.",
        "Type each answer into the yellow cell for it, in the column of answers.",
    ),
    "text-outside": Entry(
        "look at",
        "A text stands where nothing is read, in cells: {count}. They are {cells}.",
        "If one is an answer or a remark, move it into the cell for it; notes may stay.",
    ),
    "notes-attached": Entry(
        "look at",
        "Notes are attached to cells, which are not read: {count}. They are {cells}.",
        "If one is an answer, a comment or evidence, type it into the cell for it.",
    ),
    "answers-hidden": Entry(
        "look at",
        "Rows with answers are hidden or filtered out, alone, with their column or with the sheet: {count}. They were "
        "read like all others.",
        "Show them, and look whether they are meant.",
    ),
    "sheet-unread": Entry(
        "look at", "No answers were recognised on this sheet, and it was not read.", "If it holds notes, that is fine."
    ),
    # --- files of answers from the web form
    "json-syntax": Entry(
        "error", "This is not valid JSON: {problem}.", "The file is cut off or was changed by hand. Download it again."
    ),
    "sign-lost": Entry(
        "look at",
        "In {found}, \N{REPLACEMENT CHARACTER} stands for a sign that was lost before the file came here.",
        "If it matters, write what is meant.",
    ),
    "json-key-twice": Entry("error", "The key {key} stands twice in one place.", "Keep one of the two."),
    "json-format": Entry(
        "error",
        "The JSON is {found}; the web form's files are of the format {expected}.",
        "Only files from the web form are read as JSON; export from a survey tool as CSV or Excel.",
    ),
    "json-version": Entry(
        "error",
        "The file is of version {found} of its format; version {expected} is read.",
        "Make the form again with this version of oca, open the file in it, and download the answers.",
    ),
    "json-value": Entry(
        "error",
        "{problem} (found: {found}).",
        "Open the file in the web form and download it again, or correct the value.",
    ),
    # --- exports of survey tools
    "columns-ambiguous": Entry(
        "error",
        "The column {column} fits {candidates}.",
        "Say in mapping.yaml under columns which it is, or export with names instead of labels.",
    ),
    "item-column-twice": Entry(
        "error",
        "The columns {columns} are both about {item}.",
        "Say in mapping.yaml which one counts: list the other under ignore, or both under columns if never both are "
        "filled.",
    ),
    "item-columns-both-filled": Entry(
        "error", "{item} is answered in two columns: {columns}.", "Keep one, or list one of them under ignore."
    ),
    "columns-contradict": Entry(
        "error",
        "{role} is {found} here, and {other} in the column {column}.",
        "Correct one of the two, or list one of the columns in mapping.yaml under ignore.",
    ),
    "columns-unread": Entry(
        "look at",
        "Columns about nothing known were not read ({count}): {columns}.",
        "If one is an item, say so in mapping.yaml under columns; else list it there under ignore. Between a group and "
        "a question were looked for: {separators}.",
    ),
    "columns-mostly-unread": Entry(
        "warning",
        "Columns about nothing known were not read ({count}, and only {matched} are items): {columns}.",
        "Look whether the form is the right one; oca check --explain FILE shows every column. Between a group and a "
        "question were looked for: {separators}; another one is named in mapping.yaml under separator.",
    ),
    "export-of-another-form": Entry(
        "error",
        "This is {tool}, but {matched} of its {columns} columns are about items of {questionnaire}.",
        "Look whether it is the export of another form; if not, say in mapping.yaml which column is which item. "
        "Between a group and a question were looked for: {separators}; another one is named there under separator.",
    ),
    "submission-set-aside": Entry("warning", "The submission was set aside: {reason}.", "{todo}"),
    "submission-on-hold": Entry(
        "look at",
        "The submission is marked {state} and was read.",
        "Decide on it in the survey tool, and export again.",
    ),
    "submission-twice": Entry(
        "warning",
        "{sheet} came twice, as one submission with the same answers; {kept} was read, this was not.",
        "No action.",
    ),
    "blanks-written": Entry(
        "look at",
        "{count} cells hold {text}, which this kind of export writes for no answer; they were read as blank.",
        'If somebody meant not applicable, say so in mapping.yaml under values: "{text}": N/A.',
    ),
    "blanks-uncertain": Entry(
        "error",
        "{count} cells about items hold n/a, which older exports of KoboToolbox write for no answer; nothing "
        "shows whether this one does.",
        'Say in mapping.yaml under values "n/a": blank, or, where it was chosen as an answer, "n/a": N/A.',
    ),
    "mapping-value": Entry(
        "error",
        "{typed!r} stands for {meant!r} in the entry for {file}, which is no answer to any item of {questionnaire}.",
        "Write one of these: {known}, blank.",
    ),
    "mapping-key-twice": Entry(
        "error",
        "{key} stands here, and {other} as well, which is read as the same; they stand for different things.",
        "Keep one of the two.",
    ),
    "values-ambiguous": Entry(
        "error",
        "{patterns} of values_by_column both fit the column {column}, and say different things.",
        "Write the patterns so that one fits, or the whole heading for this column.",
    ),
    "codes-shared": Entry(
        "error",
        "{values} of mapping.yaml hold for several questions ({questions}), but {problem}. In LimeSurvey each "
        "question has codes of its own.",
        'Say under values_by_column what the codes of each question stand for, such as "Q2[*": {{A2: 1, A3: 2}}; or '
        'under "*" where they are the same in all.',
    ),
    "codes-begin-later": Entry(
        "look at",
        "{first}, the first code in {values} of mapping.yaml, is not among the answers to {questions}.",
        "If their codes begin later and mean something else, say so under values_by_column.",
    ),
    "dates-ambiguous": Entry(
        "look at",
        "The dates in {column} may be day first or month first, so it is not known when a row was sent.",
        "Say dates: day-first or dates: month-first in mapping.yaml.",
    ),
    "dates-contradictory": Entry(
        "error",
        "The dates in {column} are not all written alike: {first} and {second}.",
        "Write them all as 2024-05-31 in the survey tool's table.",
    ),
    "organization-contradiction": Entry(
        "error", "The row says {found}, but lies in the folder of {folder}.", "Move the file, or correct the row."
    ),
    "mapping-file-unused": Entry(
        "warning", "No file fits {pattern}.", "{todo}Correct the pattern, or take the entry out."
    ),
    "mapping-column-unused": Entry(
        "warning",
        "{file} has no column or item {column}, which mapping.yaml speaks of.",
        "Write it as it stands in the file.",
    ),
    "mapping-keys-unused": Entry(
        "warning",
        "mapping.yaml says {keys} of this file, for whose kind that has no effect.",
        "Take it out of its entry. Used are {used}.",
    ),
    "mapping-rows-column": Entry(
        "error", "There is no column {column}, by which mapping.yaml chooses rows.", "{suggestion}"
    ),
    "mapping-rows-unused": Entry(
        "warning",
        "{column} is never {values}, by which mapping.yaml chooses rows; it is {found}.",
        "Write the values under rows as they stand in the file.",
    ),
    "rows-not-chosen": Entry(
        "look at",
        "{count} of {of} rows were not read: mapping.yaml chooses those where {chosen}.",
        "Check that it is so.",
    ),
    # --- what response files say
    "period-unknown": Entry("error", "{period} is no period of this project.", "{suggestion}"),
    "period-contradiction": Entry(
        "error",
        "The file says period {found}, but lies in the folder of {folder}.",
        "Move the file, or correct the period in it.",
    ),
    "organization-unknown": Entry("error", "{found!r} is no organization of this project.", "{suggestion}"),
    "organization-missing": Entry("error", "No organization is named.", "Write its id where the form asks for it."),
    "organization-outside": Entry(
        "error",
        "{organization} was not in the cohort in {period} (joined {joined}, left {left}).",
        "Correct joined and left in the register, or take the sheet out.",
    ),
    "file-of-another": Entry(
        "look at",
        "The answers are those of {found}, but the name of the file says {named}.",
        "If the form of {found} was filled in for {named}, ask for the right one; else rename the file.",
    ),
    "answers-alike": Entry(
        "look at",
        "Several organizations gave the very same answers and remarks in {period}: {organizations} ({places}).",
        "Look whether one form was copied under several names.",
    ),
    "session-of-another-year": Entry(
        "look at",
        "Sheets were filled in more than a year from {period}, which is dated {start}: {dates}.",
        "Correct the date in the file or the date of the period in project.yaml, or move the file.",
    ),
    "questionnaire-version": Entry(
        "error",
        "The sheet was filled in on {found}, but {period} uses {expected}.",
        "Ask for the right form; the answers cannot be carried over in silence.",
    ),
    "questionnaire-changed": Entry(
        "error",
        "The form was made from another text of {questionnaire} (checksum {found}, now {expected}).",
        "Restore the text that was asked, or give the changed text a new version.",
    ),
    "item-unknown": Entry("error", "{item} is no item of {questionnaire}.", "{suggestion}"),
    "item-twice": Entry(
        "error", "{item} is answered twice on one sheet, here and in {other}.", "Keep one of the two rows."
    ),
    "items-twice": Entry(
        "error",
        "{count} items are answered on this sheet, and on the sheet {other} as well: {items}.",
        "Keep one of the two sheets.",
    ),
    "answer-beside": Entry(
        "look at",
        "{organization}: an answer is blank, but what would be one stands beside it. Items: {count}; {cells}.",
        "If it is the answer, move it into the cell for the answer.",
    ),
    "remark-is-number": Entry(
        "look at",
        "{organization}: a number stands alone as a comment or as evidence, in cells: {count}. They are {cells}.",
        "If it is half of a number such as 2,5, write that with a point or in quotation marks; if it is the answer, "
        "move it there.",
    ),
    "items-absent": Entry(
        "look at",
        "The sheet of {organization} has no row or column for {count} of {expected} items{whole}; they count as blank.",
        "If they were asked and answered, complete the file. First: {items}.",
    ),
    "answer-not-a-level": Entry("error", "{answer!r} is no level of {items} ({levels}){cells}.", "{suggestion}"),
    "score-type-unknown": Entry("error", "{found!r} is no score type.", "Use individual, consensus or verified."),
    "score-type-refused": Entry(
        "warning",
        "{organization} has only {found} answers in {period}, which {scheme} does not score.",
        "Choose another scheme, or collect one of: {accepted}.",
    ),
    "respondent-missing": Entry(
        "error",
        "An individual rating does not say whose it is.",
        "Give each respondent a code, such as r1, r2; or name under columns in mapping.yaml the column that tells them "
        "apart.",
    ),
    "respondent-empty": Entry(
        "error",
        "The respondent is empty, while other rows of this organization have one.",
        "Write the respondent's code; or, if the group agreed on this row, consensus in a column score_type.",
    ),
    "submissions-as-people": Entry(
        "look at",
        "Individual ratings that name no respondent were each read as those of another person: {count}.",
        "If one person sent several, give each person a code in a column respondent.",
    ),
    "submissions-at-once": Entry(
        "look at",
        "{organization}: individual ratings that name no respondent were sent at the same moment, with "
        "other answers, in two files: {places}. Each was read as another person's.",
        "If one was corrected between two exports, keep the newer export only.",
    ),
    "respondent-of-two-roles": Entry(
        "error",
        "The role is {found} here, and {other} in row {row}, which has the same respondent.",
        "If these are two people, give each a code of their own; else correct the role.",
    ),
    "respondents-key-missing": Entry(
        "error",
        "A respondent is told by something else than a code such as r1 (a name, an address), and the project "
        "has no key for pseudonyms.",
        "Run oca key once; they are then kept as pseudonyms only. Or write codes instead.",
    ),
    "respondents-key-damaged": Entry(
        "error",
        "{file} holds no key.",
        "Restore it from a copy. If there is none, delete it and run oca key: respondents get other pseudonyms.",
    ),
    "respondents-alike": Entry(
        "error",
        "Two respondents would get the same pseudonym, {pseudonym}.",
        "Write a code such as r1 for one of them.",
    ),
    "respondent-on-consensus": Entry(
        "error",
        "A {score_type} sheet names a respondent.",
        "Leave the respondent empty, or mark the sheet as individual.",
    ),
    "sheet-twice": Entry(
        "error", "{sheet} came {times}: {places}.", "{people}Keep one, or set {setting}: latest in project.yaml."
    ),
    "sheet-twice-undated": Entry(
        "error",
        "{sheet} came {times}, and which is the latest cannot be told: {places}.",
        "{people}Give each another date, written as 2024-05-31 or 31.5.2024, or keep one.",
    ),
    "answers-overtaken": Entry(
        "look at",
        "{sheet}: items answered more than once in one table ({count}) count with their latest answer: {items}.",
        "Check that it is the right one.",
    ),
    "sheet-set-aside": Entry(
        "look at", "{sheet} came {times}; {kept} was kept as the latest.", "{people}Check that it is."
    ),
    "sheet-blank": Entry("warning", "{sheet}: not one item is answered; it was set aside.", "Fill it in or remove it."),
    "contact-in-text": Entry(
        "look at",
        "{organization}: the {where} on {item} holds {what}.",
        "Take it out in the file; comments and evidence are printed in reports.",
    ),
    "contact-in-name": Entry(
        "look at",
        "The name of the file holds {what}.",
        "Rename it; the names of files are kept as the place of each answer.",
    ),
    "contact-in-role": Entry(
        "look at",
        "{organization}: the role of a respondent holds {what}.",
        "Write what the person does, such as staff or board; roles are kept and printed.",
    ),
    "na-without-reason": Entry(
        "look at", "{organization}: {item} is marked not applicable without a reason.", "Ask why, and note it."
    ),
    "organization-absent": Entry(
        "look at", "{organization} has no answers in {period}.", "If it was assessed, its file is missing."
    ),
    # --- own data, given as a table or as records
    "frame-empty": Entry("error", "{column} is empty in {rows}.", "Fill it in."),
    "frame-value": Entry("error", "{column}: {found!r} is no {what}, in {rows}.", "{hint}"),
    "frame-twice": Entry("error", "{what} has another answer already, in {rows}.", "Keep one answer to each item."),
    "frame-status": Entry(
        "error",
        "The status {status} contradicts {answer}, in {rows}.",
        "Leave one of the two empty, or correct it.",
    ),
    "frame-respondent": Entry(
        "error",
        "The score type {score_type} does not go with the respondent, in {rows}.",
        "Individual ratings name a respondent, by a code such as r1; consensus and verified ones name none.",
    ),
    # --- action plans
    "plan-stray": Entry("error", "The file lies outside the folder of any period.", "Move it to plans/<period>/."),
    "plan-in-out": Entry(
        "look at",
        "The plan was written into, and lies where plans are made; it is not followed.",
        "Move it to plans/{period}/.",
    ),
    "plan-identity": Entry(
        "error",
        "The hidden sheet of a plan is not there, so nothing says whose plan it is.",
        "Copy the actions into a new plan made by oca plan.",
    ),
    "plan-heading": Entry(
        "error",
        "The hidden heading row of the plan is gone or a column of it was deleted, so it cannot be read.",
        "Copy the actions into a new plan made by oca plan.",
    ),
    "plan-of-another": Entry(
        "error",
        "The plan is that of {found}, but the name of the file says {named}.",
        "Rename the file, or ask for the right one.",
    ),
    "plan-twice": Entry(
        "error", "The plan of {organization} came twice, here and as {other}.", "Keep the one that was agreed last."
    ),
    "plan-item-of-another": Entry(
        "error",
        "The row was proposed for {item}, but {found!r} stands in it, which is {other}.",
        "Undo that, or write the action into one of the organization's own rows.",
    ),
    "plan-rows-gone": Entry(
        "look at",
        "{organization}: {count} of {of} proposals are not in the plan any more: {elements}.",
        "If they were left out on purpose, that is fine; they are not put back.",
    ),
    "plan-date": Entry(
        "error",
        "{found!r} is no date.",
        "Write a day, such as 2024-05-31 or 31.5.2024; leave it empty if none was "
        "agreed, and put anything else into the remark.",
    ),
    "plan-date-read": Entry(
        "look at", "The deadline {found!r} is text; it was read as {day}.", "Check that this is the day that was meant."
    ),
    "plan-deadline-early": Entry(
        "warning", "The deadline {day} lies before the assessment, {start}.", "Correct the year, or the date."
    ),
    "plan-dropped-without-reason": Entry(
        "warning", "The action was dropped, and nothing says why.", "Ask, and write it into the remark."
    ),
    # --- what looks wrong in good data
    "same-level": Entry(
        "look at",
        "{organization} in {period}: every answer of {whose} is the same level.",
        "Ask how it was filled in; items judged one by one are seldom all alike.",
    ),
    "all-at-maximum": Entry(
        "look at",
        "{organization} in {period}: {count} of {answered} answers are the best level.",
        "Look at the evidence; from here the questionnaire can show no growth.",
    ),
    "changes-reduced": Entry(
        "look at",
        "{count} periods were assessed. Changes are computed from each organization's first period and from the one "
        "before; between every two periods only up to {limit}.",
        "No action. Between two other periods, compare their scores where the items are the same.",
    ),
    "jump-without-comment": Entry(
        "look at",
        "{organization}: {count} of {compared} items moved two levels or more from {earlier} to {period} "
        "without a comment: {items}.",
        "Ask what happened, and note it beside the answer.",
    ),
    "far-from-consensus": Entry(
        "look at",
        "{organization} in {period}: on {count} of {compared} items the mean of the individual ratings lies "
        "a level or more from the agreed level: {items}.",
        "Ask how the group agreed, and whether everybody was heard.",
    ),
    "verified-without-evidence": Entry(
        "look at",
        "{organization} in {period}: the verified sheet has evidence for {count} of {answered} answers.",
        "Note what the assessor saw; without evidence the sheet is a consensus.",
    ),
    "one-respondent": Entry(
        "look at",
        "{organization} in {period}: the individual ratings are those of one person.",
        "Collect more ratings, or read the score as one person's view.",
    ),
    "control-characters": Entry("look at", "Characters that cannot be seen were removed from a comment.", "No action."),
}


def finding(code: str, place: Place | None = None, **values: object) -> Finding:
    """Make a finding from the catalogue.

    Args:
        code: a key of CATALOGUE.
        place: where it stands.
        values: what the entry's message and hint name in braces.

    Raises:
        KeyError: the code is not in the catalogue, or a placeholder has no value; a bug of the caller.
    """
    entry = CATALOGUE[code]
    quotes = {name: f"{{{name}!r}}" in entry.message for name in values}
    shown = {
        name: cut(value, QUOTED if quotes[name] else LONGEST) if isinstance(value, str) else value
        for name, value in values.items()
    }
    message, hint = entry.message.format(**shown), entry.hint.format(**shown).strip()
    return Finding(code, entry.severity, place or Place(), message, hint)


QUOTED = 300
"""So many characters of what a person typed are shown; a longer text is cut, and ends in an ellipsis."""

LONGEST = 4_000
"""So many characters of any other part of a message are shown: a list of the longest quotations has fewer."""


def cut(text: str, limit: int = QUOTED) -> str:
    """Return a text as a message shows it: one that is too long without its end.

    >>> cut("three", 3), cut("three", 5)
    ('thr…', 'three')
    """
    return text if len(text) <= limit else f"{text[:limit]}…"


def quoted(text: str) -> str:
    """Return what a person typed, in quotation marks; a long text is cut."""
    return repr(cut(text))


def suggest(found: str, known: Iterable[str], otherwise: str = "") -> str:
    """Say which known word was probably meant; when none is near, list the known ones."""
    words = list(dict.fromkeys(known))
    near = nearest(found, words)
    if near is not None:
        return f"Did you mean {near}?"
    return otherwise or f"Known: {shorten(words)}."


def nearest(found: str, known: Iterable[str]) -> str | None:
    """Return the known word that is nearest to a text; None where none is near.

    Only what tells words apart is compared: where several begin with `gov` or `Association`, that is no likeness.

    >>> nearest("gov-bord", ["gov-board", "gov-mission"]), nearest("gov-xy", ["gov-board", "gov-mission"])
    ('gov-board', None)
    """
    parts = {word: _parts(word) for word in known}
    counts = Counter(stem for one in parts.values() for stem in set(map(_stem, one)))
    shared = [stem for stem, count in counts.items() if count > 1]
    typed = _parts(found)
    own = [part for part in typed if not difflib.get_close_matches(_stem(part), shared, n=1, cutoff=_SAME)]
    if len(own) == len(typed):
        keys = {" ".join(one): word for word, one in parts.items()}
        near = difflib.get_close_matches(" ".join(typed), keys, n=1, cutoff=_NEAR)
        if near:
            return keys[near[0]]
    keys = {
        " ".join(part for part in one if _stem(part) not in shared) or " ".join(one): word
        for word, one in parts.items()
    }
    near = difflib.get_close_matches(" ".join(own or typed), keys, n=1, cutoff=_NEAR_OWN)
    return keys[near[0]] if near else None


_SAME, _NEAR, _NEAR_OWN = 0.85, 0.6, 0.7
"""How alike two texts are, from 0 to 1: a part misspelt; a whole word misspelt; what tells it apart misspelt."""


def _parts(word: str) -> list[str]:
    return re.findall(r"[^\W_]+", word.casefold()) or [word.casefold()]


def _stem(part: str) -> str:
    """Return a longer word without its ending: Izmišljeni and Izmišljena are one word."""
    return part[:-2] if len(part) > 6 else part


def shorten(words: Iterable[str], limit: int = 12, mark: str = ", ") -> str:
    """Write a list for a message, with a mark between; a long one is cut, and says how many there are.

    >>> shorten(["a", "b", "c"], 2), len(shorten(["a" * 1000]))
    ('a, b and 1 more', 301)
    """
    listed = [cut(word) for word in words]
    more = f" and {len(listed) - limit} more" if len(listed) > limit else ""
    return mark.join(listed[:limit]) + more


def times(count: int) -> str:
    """Write how often something came, for a message.

    >>> times(2), times(3)
    ('twice', '3 times')
    """
    return "twice" if count == 2 else f"{count} times"


def count_findings(found: Iterable[Finding]) -> str:
    """Say how many findings there are of each severity: 2 errors, 1 warning; empty where there is none."""
    names = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "look at": ("to look at", "to look at")}
    counts: Counter[str] = Counter(one.severity for one in found)
    return ", ".join(f"{counts[one]} {both[counts[one] != 1]}" for one, both in names.items() if counts[one])


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, for a message.

    >>> counted(1, "file"), counted(2, "file")
    ('1 file', '2 files')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that stop the work."""
    return [one for one in findings if one.severity == "error"]


def within(findings: Iterable[Finding], folder: str) -> list[Finding]:
    """Put a folder before the file of each finding."""
    return [replace(one, place=replace(one.place, file=f"{folder}/{one.place.file}")) for one in findings]


def gathered(findings: Iterable[Finding]) -> list[Finding]:
    """Make one finding of those that say the same of several places in one file: at the first, with the others named.

    Two that say the same of one place are one. The order is that of the first of each.
    """
    alike: dict[Finding, list[Place]] = {}
    for one in findings:
        places = alike.setdefault(replace(one, place=Place(one.place.file)), [])
        if one.place not in places:
            places.append(one.place)
    return [
        replace(one, place=places[0], message=f"{one.message} {_same_in(places)}".rstrip())
        for one, places in alike.items()
    ]


def _same_in(places: Sequence[Place]) -> str:
    """Say where else a finding holds that is made at the first of some places in one file; empty where nowhere."""
    first, others = places[0], places[1:]
    if not others:
        return ""
    if all((one.sheet, one.column) == (first.sheet, first.column) and one.row for one in others):
        noun = "line" if first.file.endswith(".yaml") else "row"
        return f"The same in {noun}{'s' * (len(others) > 1)} {shorten(str(one.row) for one in others)}."
    return f"The same in {shorten((str(replace(one, file='')) for one in others), 6, '; ')}."
