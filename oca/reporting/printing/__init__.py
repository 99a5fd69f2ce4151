"""From a record to HTML and PDF, many at once, and what need not be printed again."""
