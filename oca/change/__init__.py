"""Change of one organization and of the cohort, with its statistics, and the indicators that count it."""
