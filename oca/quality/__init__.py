"""What stands behind a score, and what a consultant should look at."""
