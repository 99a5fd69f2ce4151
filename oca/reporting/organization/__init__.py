"""The report of one organization."""
