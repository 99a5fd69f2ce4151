"""From scores to support: NEEDS, ACTIONS, SUPPORT_RECEIVED."""

from __future__ import annotations

from oca.tables.contract import ACTION_STATUSES, ELEMENT, ELEMENT_KIND, ORGANIZATION, PERIOD, Column, Table

NEEDS = Table(
    "NEEDS",
    "one item or dimension of one organization in one period, and how much it asks for support",
    (
        ORGANIZATION,
        PERIOD,
        ELEMENT_KIND,
        ELEMENT,
        Column("score", "number", "the score of SCORES"),
        Column("target", "number", "the score to reach, from the target level of the scheme"),
        Column("gap", "number", "how far the score is below the target, as a share of the scale; 0 at the target"),
        Column("critical", "flag", "whether the item is critical; of a dimension, whether a critical item has a gap"),
        Column("chosen", "flag", "whether the organization itself marked it as a priority in its plan of this period"),
        Column("agreement", "number", "Tastle and Wierman's consensus of the individual ratings, as in AGREEMENT"),
        Column("trend", "number", "change since the previous assessed period; empty where it does not compare"),
        Column("priority", "number", "the need as one number, 0 to 100, by the formula of the scheme"),
        Column("rank", "count", "place among the organization's elements of this kind, 1 for the greatest need"),
    ),
)

ACTIONS = Table(
    "ACTIONS",
    "one action of the plan of one organization",
    (
        ORGANIZATION,
        PERIOD,
        Column("number", "count", "its place in the plan, from 1"),
        ELEMENT,
        Column("action", "text", "what is to be done"),
        Column("owner", "text", "who does it"),
        Column("deadline", "date", "until when; empty where none was agreed"),
        Column("training", "text", "id of the training that supports it; empty without"),
        Column("support", "text", "other support, in words"),
        Column("indicator", "text", "by what it will be seen"),
        Column("status", "text", "not_started, in_progress, done or dropped", ACTION_STATUSES),
        Column("remark", "text", "a remark; for a dropped action the reason"),
        Column("priority", "flag", "whether the organization marked it as one of its priorities"),
        Column("proposed", "flag", "whether the text is the one that was proposed"),
        Column("overdue", "flag", "whether its deadline had passed, undone, on the day of the next assessed period"),
    ),
)

SUPPORT_RECEIVED = Table(
    "SUPPORT_RECEIVED",
    "what one organization received for one dimension after the assessment of one period",
    (
        ORGANIZATION,
        PERIOD,
        Column("element", "text", "id of the dimension; overall for all dimensions together, nothing counted twice"),
        Column("trainings", "count", "sessions attended"),
        Column("training_days", "number", "days of those sessions"),
        Column("people", "count", "people sent, summed over the sessions"),
        Column("assistance_days", "number", "days of mentoring, counselling and other help"),
    ),
)
