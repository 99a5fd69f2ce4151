"""From responses to scores, changes and comparisons: pure functions from tables to tables."""
