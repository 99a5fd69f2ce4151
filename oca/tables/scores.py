"""What follows from the answers of each organization: SCORES, QUALITY, CHANGES, COMPARISON."""

from __future__ import annotations

from oca.tables.contract import (
    CHANGE_REASONS,
    ELEMENT,
    ELEMENT_KIND,
    ORGANIZATION,
    PERIOD,
    SCORE_STATUSES,
    SCORE_TYPE,
    SCORE_TYPES,
    VERDICTS,
    Column,
    Table,
)

SCORES = Table(
    "SCORES",
    "one element of one organization in one period",
    (
        ORGANIZATION,
        PERIOD,
        ELEMENT_KIND,
        ELEMENT,
        Column(
            "score",
            "number",
            "score, unrounded, in levels of the scale unless the scheme sums; empty unless scored",
        ),
        Column("index", "number", "the score as an index from 0 to 100; empty when the scheme has none"),
        Column("band", "text", "id of the band the score lies in; empty for items and without a score"),
        Column("status", "text", "scored, insufficient (too few answers) or not_applicable", SCORE_STATUSES),
        Column("answered", "count", "answers that are levels: of respondents for an item, of items otherwise"),
        Column("not_applicable", "count", "answers that are not applicable, in the same unit"),
        Column("dont_know", "count", "answers that are don't know, in the same unit"),
        Column("missing", "count", "blanks, in the same unit"),
        Column("expected", "count", "sum of the four"),
        Column("respondents", "count", "sheets of answers behind the score"),
        SCORE_TYPE,
        Column("lowest", "number", "the least that this score could be, given what was answered"),
        Column("highest", "number", "the most that this score could be, given what was answered"),
    ),
)

QUALITY = Table(
    "QUALITY",
    "one score, and what stands behind it",
    (
        ORGANIZATION,
        PERIOD,
        ELEMENT_KIND,
        ELEMENT,
        Column("score_type", "text", "individual, consensus or verified: the type that counts", SCORE_TYPES),
        Column("coverage", "number", "answered / (answered + dont_know + missing) of SCORES; empty if nothing applies"),
        Column("evidence", "number", "share of the levels given that have evidence written; empty without a level"),
        Column("comments", "number", "share of the levels given that have a comment; empty without a level"),
        Column("respondents", "count", "sheets of answers behind the score"),
        Column("date", "date", "day of the sheet behind the score, the last of several; empty when not known"),
        Column("place", "text", "where the session was, as written; empty where people rated alone"),
        Column("participants", "text", "who took part in the session, as written; empty where people rated alone"),
        Column("roles", "text", "roles of the respondents with their number, most frequent first: 6 staff, 3 board"),
        Column(
            "same_level",
            "number",
            "share of sheets with one level throughout the element; of those with two "
            "levels or more in it, empty for items",
        ),
        Column("at_maximum", "number", "share of the levels given that are the best one; empty without a level"),
        Column(
            "jumps",
            "number",
            "items that moved two levels or more without a comment; since the organization's "
            "previous assessed period, empty where no item compares",
        ),
        Column(
            "far_from_consensus",
            "number",
            "items whose mean individual rating is a level or more from the agreed "
            "one; of three people or more, empty without both kinds in the period",
        ),
    ),
)

CHANGES = Table(
    "CHANGES",
    "one element of one organization between two periods",
    (
        ORGANIZATION,
        ELEMENT_KIND,
        ELEMENT,
        Column("from_period", "text", "id of the earlier period"),
        Column("to_period", "text", "id of the later period"),
        Column("from_score", "number", "earlier score, on the compared items only, by the later period's rules"),
        Column("to_score", "number", "later score, on the compared items only, by the later period's rules"),
        Column("change", "number", "to_score minus from_score, in the unit of the scores"),
        Column("verdict", "text", "improved, no_clear_change, declined or not_comparable", VERDICTS),
        Column("compared", "count", "items compared: same or equivalent in both versions, and scored in both periods"),
        Column("of", "count", "items of the element in the later period, without those not applicable then"),
        Column(
            "reason", "text", "why not comparable; ceiling when both scores are the scale's maximum", CHANGE_REASONS
        ),
        Column("reliable_change", "number", "change in standard errors of a difference, between individual ratings"),
        Column("reliable", "text", "yes when reliable_change is beyond 1.96 either way, else no; empty without it"),
    ),
)

COMPARISON = Table(
    "COMPARISON",
    "one statistic of one group",
    (
        Column("by", "text", "column of the register that makes the groups; cohort for all organizations together"),
        Column("group", "text", "the group"),
        PERIOD,
        ELEMENT_KIND,
        ELEMENT,
        Column("statistic", "text", "mean, median, sd, minimum, maximum, change_mean, share_improved ..."),
        Column("value", "number", "the value; empty when suppressed or when nothing contributes"),
        Column("organizations", "count", "organizations that contribute to this statistic; -1 when suppressed"),
        Column("suppressed", "flag", "hidden because too few organizations contribute, or another could be worked out"),
    ),
)
