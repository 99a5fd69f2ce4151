"""From results to files: reports, workbooks, tables."""
