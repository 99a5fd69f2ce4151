"""Questionnaires are written here: as workbooks for people, as YAML for the shelf, and compared with each other."""
