"""More of what a template of the individual report may use: the records of single pages, fields of `Report`."""
