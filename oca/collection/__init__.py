"""From the files that responses arrive in to one table of responses; and the blank forms that they begin as."""
