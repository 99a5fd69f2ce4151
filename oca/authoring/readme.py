"""The first sheet of a questionnaire's workbook: how to work with it, in plain words."""

from __future__ import annotations

WHOLE = (
    ("How to work with this workbook", ""),
    ("", "It holds one version of a questionnaire. Change it here, save it as .xlsx, and read it back:"),
    ("", "    oca questionnaire from-xlsx THIS-FILE.xlsx"),
    ("", "That shows what would change, and what is wrong, with sheet and cell. With --write it is taken over."),
    ("The sheets", ""),
    ("Questionnaire", "What it is called, its languages, and which version came before it."),
    ("Dimensions", "One row for each dimension, below it a row for each of its sub-dimensions, if it has any."),
    ("Items", "One row for each item: where it belongs, its question, what counts as evidence, advice."),
    (
        "Levels",
        "One row for each level of each item: the text by which people choose, and what an organization one "
        "level below can do to get there. The least good level has no action.",
    ),
    ("Scales", "The levels, lowest first, with their names. Items may have a scale of their own, such as no and yes."),
    (
        "Bands",
        "What the scores of dimensions are called: where each band begins, the lowest first, and its name. Bands "
        "that are left as they are follow the scale when its ends change.",
    ),
    ("Mapping", "What each item was in the version before. Only equal and equivalent items compare over the years."),
    ("Good to know", ""),
    ("Ids", "Never change an id that was used: last year's answers are found by it. Titles may change."),
    ("A new item", "Insert a row in Items with an id of its own, and one row for each level in Levels."),
    ("An item that goes", "Delete its row in Items and its rows in Levels; add a row “dropped” in Mapping."),
    ("Order", "Items are asked in the order of the column Order. A row without a number follows the row above it."),
    ("Marks", "In Critical and Reversed write yes or nothing."),
    (
        "Languages",
        "Each text has a column for each language. State says which translations are stale or missing; "
        "choose “checked” when a stale one is right as it is. For a translator: to-xlsx with --lang.",
    ),
    ("Columns", "You may move, hide and widen columns. Do not delete them, and leave the hidden first row in place."),
    ("Formulas", "Every cell is text. A text that begins with = is kept as it stands; a formula is refused."),
    (
        "After a session",
        "What was asked is never changed. If answers were collected with this version already, "
        "changed questions are refused, and --new-version 3 makes version 3 of them.",
    ),
)

TRANSLATION = (
    ("How to translate this questionnaire", ""),
    ("", "Grey cells hold the {source} text and cannot be changed. Write the {language} text into the yellow cells."),
    ("", "Orange cells are to be looked at: nothing stands there yet, or the {source} text has changed since."),
    ("State", "On Dimensions and Items. If a stale translation is right as it is, choose “checked”."),
    ("Sheets", "Questionnaire, Dimensions, Items, Levels and Scales. The order of the columns does not matter."),
    ("Placeholders", "Words in braces, such as {{name}}, stay as they are."),
    ("When done", "Save the workbook as .xlsx and send it back. Only the {language} text is taken from it."),
)
