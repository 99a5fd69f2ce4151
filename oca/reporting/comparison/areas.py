"""What the workbook says where respondents rate areas, such as countries or entities, and not organizations."""

from __future__ import annotations

from collections.abc import Mapping

AREAS: Mapping[str, str] = {
    "All organizations": "All areas",
    "Organization": "Area",
    "Organizations": "Areas",
    "Organizations, {period}": "Areas, {period}",
    "Organizations in the register": "Areas in the register",
    "Organizations with an overall score": "Areas with an overall score",
    "Comparison of organizational capacity: {project}": "Comparison of areas: {project}",
    "INTERNAL: names and scores of organizations. Do not pass on.": (
        "INTERNAL: names and scores of areas. Do not pass on."
    ),
    "For the assessed organizations: figures of groups only.": "For those who took part: figures of groups only.",
    "Synthetic data: organizations and answers are invented.": "Synthetic data: the answers are invented.",
    "All organizations and answers in it are invented; no figure is of a real organization.": (
        "All answers in it are invented; no figure is of a real area."
    ),
    "Internal: the team that runs the assessments. It holds named scores; do not pass it on.": (
        "Internal: the team that runs the assessments. It holds scores by name; do not pass it on."
    ),
    "The assessed organizations: figures of groups, no names.": "Those who took part: figures of groups, no names.",
    "Scores and changes from organizational capacity assessments, compared by: {by}.": (
        "Scores and changes from ratings of areas, compared by: {by}."
    ),
    "{date}; questionnaire {questionnaire}; scheme {scheme}; {n} of {all} organizations assessed; "
    "score type compared: {types}": (
        "{date}; questionnaire {questionnaire}; scheme {scheme}; {n} of {all} areas rated; score type compared: {types}"
    ),
    "All organizations: mean scores by period, and change since baseline in {period}": (
        "All areas: mean scores by period, and change since baseline in {period}"
    ),
    "Each organization's baseline is its first assessment; change is on compared items only.": (
        "Each area's baseline is its first rating; change is on compared items only."
    ),
    "How many organizations stand behind each mean is on the sheet Periods.": (
        "How many areas stand behind each mean is on the sheet Periods."
    ),
    "Do not subtract these columns: organizations and items differ between periods. Use the sheet Change.": (
        "Do not subtract these columns: areas and items differ between periods. Use the sheet Change."
    ),
    "Change of the organizations of each group": "Change of the areas of each group",
    "Means over all organizations with a score for the item.": "Means over all areas with a score for the item.",
    "Levels of the scale from {low} to {high}. A group's score is the mean of its organizations, each "
    "counting once; organizations without a score are left out and counted on the sheet Exclusions.": (
        "Levels of the scale from {low} to {high}. A group's score is the mean of its areas, each counting once; areas "
        "without a score are left out and counted on the sheet Exclusions."
    ),
    "Each organization is compared with itself, on the items that are the same or equivalent in both "
    "versions and scored in both periods. Baseline is its first assessment. A capacity score is not "
    "performance or impact.": (
        "Each area is compared with itself, on the items that are the same or equivalent in both versions and scored "
        "in both periods. Baseline is its first rating. A rating is an opinion of those who gave it."
    ),
    "Scores of every organization, one a row": "Scores of every area, one a row",
    "Change of every organization, one a row": "Change of every area, one a row",
    "Unrounded scores of each organization, as a program reads them. Columns: sheet Codebook.": (
        "Unrounded scores of each area, as a program reads them. Columns: sheet Codebook."
    ),
    "Organizations by change since baseline, {period}": "Areas by change since baseline, {period}",
    "Bar chart of the mean score of all organizations by dimension. {period}: {means}.": (
        "Bar chart of the mean score of all areas by dimension. {period}: {means}."
    ),
    "Stacked bar chart by dimension: how many organizations improved, show no clear change, or declined since "
    "their baseline. The numbers stand on the sheet Summary.": (
        "Stacked bar chart by dimension: how many areas improved, show no clear change, or declined since their "
        "baseline. The numbers stand on the sheet Summary."
    ),
    "Line chart of the mean of all organizations, {title}: {means}.": (
        "Line chart of the mean of all areas, {title}: {means}."
    ),
    "Scores of every organization, an assessment a row": "Scores of every area, a rating a row",
    "What stands behind the scores: means over all organizations": (
        "What stands behind the scores: means over all areas"
    ),
    "A share is the mean of the organizations' own shares, each counting once.": (
        "A share is the mean of the areas' own shares, each counting once."
    ),
    "Every figure of a row is of the organizations counted in it.": (
        "Every figure of a row is of the areas counted in it."
    ),
    "Indicators: how many organizations, out of how many": "Indicators: how many areas, out of how many",
    "In brackets: how many organizations.": "In brackets: how many areas.",
    "Organizations below the target": "Areas below the target",
    "{hidden} = hidden to protect single organizations; <{n} = fewer than {n} organizations; {nothing} = no value.": (
        "{hidden} = hidden to protect single areas; <{n} = fewer than {n} areas; {nothing} = no value."
    ),
}
"""The message for areas, by the message for organizations."""
