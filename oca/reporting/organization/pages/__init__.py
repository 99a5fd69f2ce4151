"""The pages of the individual report: each module writes the record of one of them from a case."""
