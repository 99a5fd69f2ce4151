"""What statistics say of respondents and of the cohort: agreement, consistency, change, shares, indicators."""

from __future__ import annotations

from oca.tables.contract import (
    AGREEMENT_STATUSES,
    CHANGE_REASONS,
    ELEMENT,
    ELEMENT_KIND,
    NO_ALPHA,
    ORGANIZATION,
    PERIOD,
    Column,
    Table,
)

_RATED_KIND = Column("kind", "text", "item, dimension or overall", ("item", "dimension", "overall"))

AGREEMENT = Table(
    "AGREEMENT",
    "one element of one organization in one period, of those whose respondents each rated alone",
    (
        ORGANIZATION,
        PERIOD,
        _RATED_KIND,
        ELEMENT,
        Column("respondents", "count", "respondents who gave a level; above items, to any of the items"),
        Column("mean", "number", "item: mean answer, on the questionnaire's scale; empty above items"),
        Column("lowest", "number", "item: lowest answer; empty above items"),
        Column("highest", "number", "item: highest answer; empty above items"),
        Column(
            "spread",
            "number",
            "highest minus lowest, in mean steps of the item's levels; above items, mean of those shown",
        ),
        Column("deviation", "number", "mean absolute deviation from the mean, in mean steps of the levels; likewise"),
        Column("consensus", "number", "Tastle and Wierman's consensus, 0 to 1; likewise"),
        Column("agreement", "number", "van der Eijk's A, -1 (two camps) to 1; likewise"),
        Column("rwg", "number", "1 minus observed variance over that of a uniform distribution, 0 to 1; likewise"),
        Column("items", "count", "items behind the figures: those that five respondents or more answered"),
        Column("items_judged", "count", "items with a verdict: those that three respondents or more answered"),
        Column("items_to_discuss", "count", "of these, items to discuss"),
        Column(
            "verdict",
            "text",
            "close or wide; empty when too_few. Above items, wide when most items are",
            ("close", "wide"),
        ),
        Column("discuss", "flag", "item: answers range over 2 levels, or deviate too much; above items: any item does"),
        Column(
            "status",
            "text",
            "too_few (under 3 respondents), masked (3 or 4; only the verdict may be shown), full",
            AGREEMENT_STATUSES,
        ),
        Column("showable", "flag", "status is full: the figures may be shown to the organization"),
    ),
)

COHORT_AGREEMENT = Table(
    "COHORT_AGREEMENT",
    "one element in one period, over all organizations whose respondents each rated alone",
    (
        PERIOD,
        Column("questionnaire", "text", "questionnaire and version, such as cssp-oca/2"),
        _RATED_KIND,
        ELEMENT,
        Column("organizations", "count", "organizations with two ratings or more of an item of the element"),
        Column("units", "count", "items of organizations that two respondents or more rated"),
        Column("ratings", "count", "ratings of these units"),
        Column("alpha", "number", "Krippendorff's alpha, ordinal; at most 1; empty when not defined"),
        Column("reason", "text", "why alpha is not defined: no_pairs, no_variation", NO_ALPHA),
    ),
)

RELIABILITY = Table(
    "RELIABILITY",
    "internal consistency of one dimension, or of all items, over the respondents of one period",
    (
        PERIOD,
        Column("questionnaire", "text", "questionnaire and version, such as cssp-oca/2"),
        Column("element", "text", "id of the dimension; overall for all items"),
        Column("items", "count", "items that anybody answered"),
        Column("deletion", "text", "listwise (respondents who answered every item) or pairwise (every two items)"),
        Column("rows", "count", "respondents; pairwise, the fewest that any two items share"),
        Column("alpha", "number", "Cronbach's alpha; empty when not defined"),
        Column("low", "number", "lower end of Feldt's 95 % interval"),
        Column("high", "number", "upper end of Feldt's 95 % interval"),
        Column("warning", "text", "few_rows (under 30), too_few, no_variance, contradictory; empty when none"),
    ),
)

_FROM = Column("from_period", "text", "id of the earlier period")
_TO = Column("to_period", "text", "id of the later period")
_SINCE = Column("since", "text", "first: from the first assessed period; previous: from the assessed one before")

COHORT = Table(
    "COHORT",
    "one element between two periods, for all organizations assessed in both",
    (
        _SINCE,
        _FROM,
        _TO,
        ELEMENT_KIND,
        ELEMENT,
        Column("organizations", "count", "organizations whose two scores compare; every statistic is of these"),
        Column("mean_before", "number", "mean of their earlier scores, on the compared items only"),
        Column("mean_after", "number", "mean of their later scores, on the compared items only"),
        Column("mean_change", "number", "mean of their changes, in levels of the scale"),
        Column("mean_change_low", "number", "lower end of its 95 % bootstrap interval; empty under 6 organizations"),
        Column("mean_change_high", "number", "upper end"),
        Column("median_change", "number", "Hodges-Lehmann estimate of the change, in levels of the scale"),
        Column("median_change_low", "number", "lower end of its interval; empty under 6 organizations"),
        Column("median_change_high", "number", "upper end"),
        Column("median_change_confidence", "number", "confidence that this interval has, 0.95 or a little more"),
        Column("p", "number", "two-sided p of Wilcoxon's signed-rank test; empty under 6 organizations"),
        Column("p_holm", "number", "p adjusted by Holm over the dimensions of this pair of periods; dimensions only"),
        Column("test", "text", "how p was found: exact, permutation, normal approximation; or too_few"),
        Column("improved", "count", "organizations that improved, without those counted as reliably improved"),
        Column("reliably_improved", "count", "organizations that improved, by a reliable change"),
        Column("no_clear_change", "count", "organizations whose difference is smaller than the meaningful change"),
        Column("declined", "count", "organizations that declined"),
        Column("not_comparable", "count", "organizations assessed in both periods whose scores do not compare"),
        Column("of", "count", "organizations assessed in both periods: the sum of the five counts before"),
        Column("ceiling", "count", "of those without clear change, the ones at the best possible score both times"),
    ),
)

SHARES = Table(
    "SHARES",
    "one outcome of one element between two periods",
    (
        _SINCE,
        _FROM,
        _TO,
        ELEMENT_KIND,
        ELEMENT,
        Column("outcome", "text", "any_improvement, reliably_improved, no_clear_change, declined or not_comparable"),
        Column("numerator", "count", "organizations with this outcome"),
        Column("denominator", "count", "organizations that compare; for not_comparable, all assessed in both periods"),
        Column("share", "number", "numerator by denominator, from 0 to 1; empty when there is none"),
        Column("low", "number", "lower end of the share's 95 % Wilson interval"),
        Column("high", "number", "upper end"),
    ),
)

ATTRITION = Table(
    "ATTRITION",
    "one organization of the register and two periods",
    (
        _FROM,
        _TO,
        ORGANIZATION,
        Column("assessed", "text", "both, earlier_only, later_only or neither"),
        Column("from_reason", "text", "why not assessed in the earlier period: not_joined, absent or left; else empty"),
        Column("to_reason", "text", "why not assessed in the later period; empty when it was"),
    ),
)

LEFT_OUT = Table(
    "LEFT_OUT",
    "one element of one organization that was assessed in both periods and does not compare",
    (
        _FROM,
        _TO,
        ORGANIZATION,
        ELEMENT_KIND,
        ELEMENT,
        Column("reason", "text", "why it does not compare, as in CHANGES", CHANGE_REASONS),
    ),
)

INDICATORS = Table(
    "INDICATORS",
    "one indicator in one period",
    (
        Column("id", "text", "id of the indicator"),
        Column("fiscal_year", "text", "fiscal year of the period's date, named after the year in which it ends"),
        Column("period", "text", "id of the period; of several in a fiscal year, the last"),
        Column("since", "text", "baseline: each organization's first assessment; previous: the one before; else empty"),
        Column("from_period", "text", "id of the earlier period; empty when it differs between organizations"),
        Column("band", "text", "id of the band that the indicator counts from; else empty"),
        Column("numerator", "count", "organizations that the indicator counts"),
        Column("denominator", "count", "organizations out of which it counts them"),
        Column("left_out", "count", "organizations that cannot be counted: no score, or none that compares"),
        Column("share", "number", "numerator by denominator, from 0 to 1; empty when there is none"),
        Column("low", "number", "lower end of the share's 95 % Wilson interval"),
        Column("high", "number", "upper end"),
        Column("definition", "text", "what is counted, out of what"),
        Column("caveat", "text", "what the figure must not be taken for; empty when nothing is to be said"),
    ),
)
